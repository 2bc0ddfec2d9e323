"""Filler candidates: found where they are, not where ordinary words are, with an honest confidence."""

from __future__ import annotations

import numpy as np
import pytest

from metajob.speech import fillers, pitch
from metajob.speech.fillers import Filler
from metajob.speech.model import Pcm, Transcript, Word
from tests.speech.sounds import RATE, joined, noise, silence, voiced


def found(words: list[Word], pcm: Pcm, spans: list[tuple[float, float]]) -> list[Filler]:
    text = " ".join(word.text for word in words)
    transcript = Transcript(text, tuple(words), "ko", len(pcm) / RATE, tuple(spans), "verbatim")
    return list(fillers.find(transcript, spans, pitch.track(pcm, RATE, spans)))


def said(*tokens: str) -> list[Word]:
    return [Word(token, 0.5 * at, 0.5 * at + 0.4, 1.0) for at, token in enumerate(tokens)]


def confidences(*tokens: str) -> dict[str, float]:
    return {filler.text: filler.confidence for filler in found(said(*tokens), voiced(9), [(0.0, 9.0)])}


def test_tokens_that_are_only_hesitations() -> None:
    assert confidences("저는", "음,", "개발을", "어…", "했습니다.") == {"음": 0.9, "어": 0.9}


@pytest.mark.parametrize("text", ["저는 그것을 어제 뭐라고 음악을 막내가 저희 어머니 그림", "네 예 아니요"])
def test_words_that_begin_like_fillers_are_none(text: str) -> None:
    assert confidences(*text.split()) == {}


def test_word_with_a_meaning_of_its_own_is_doubtful_and_less_so_beside_a_silence() -> None:
    words = [Word("그", 1.0, 1.2, 1.0), Word("프로젝트는", 1.2, 2.0, 1.0)]
    flowing = found(words, voiced(3), [(0.0, 3.0)])[0].confidence
    pausing = found(words, voiced(3), [(0.0, 1.2), (1.6, 3.0)])[0].confidence
    assert flowing < 0.5 < pausing < 0.9


def test_unsure_word_is_less_sure() -> None:
    sure, unsure = (found([Word("음", 1, 1.4, p)], voiced(3), [(0.0, 3.0)])[0].confidence for p in (1.0, 0.2))
    assert unsure < sure


def island(sound: Pcm) -> tuple[Pcm, list[tuple[float, float]]]:
    """Two seconds of speech, silence, the sound, silence, two seconds of speech."""
    end = 2.3 + len(sound) / RATE
    pcm = joined(voiced(2), silence(0.3), sound, silence(0.3), voiced(2))
    return pcm, [(0.0, 2.0), (2.3, end), (end + 0.3, end + 2.3)]


def test_flat_island_is_a_candidate_with_its_time() -> None:
    pcm, spans = island(voiced(0.4, 130))
    (filler,) = found([], pcm, spans)
    assert filler.kind == "sound"
    assert (filler.start, filler.end) == pytest.approx((2.3, 2.7))


@pytest.mark.parametrize(
    "sound",
    [
        voiced(0.8, 130),  # long
        voiced(0.4, np.linspace(110, 210, 6400)),  # a melody: a word
        noise(0.4, -20),  # a cough, a rustle
        voiced(0.1, 130),  # a click
    ],
    ids=["long", "melody", "noise", "short"],
)
def test_other_islands_are_none(sound: Pcm) -> None:
    assert found([], *island(sound)) == []


def test_no_island_without_silence_around() -> None:
    pcm, spans = island(voiced(0.4, 130))
    close = [(0.0, 2.2), *spans[1:]]
    assert found([], pcm, close) == []


def test_word_and_sound_together_are_one_surer_candidate() -> None:
    pcm, spans = island(voiced(0.4, 130))
    both = found([Word("음", 2.25, 2.6, 0.5)], pcm, spans)
    alone = found([], pcm, spans)
    assert len(both) == 1
    assert (both[0].kind, both[0].text, both[0].start) == ("word", "음", 2.3)
    assert both[0].confidence > alone[0].confidence


def test_sound_where_an_ordinary_word_was_written_is_doubtful() -> None:
    pcm, spans = island(voiced(0.4, 130))
    alone, worded = found([], pcm, spans), found([Word("네,", 2.3, 2.7, 0.9)], pcm, spans)
    assert worded[0].confidence == pytest.approx(alone[0].confidence / 2, abs=0.01)
    assert alone[0].confidence <= 0.6, "not calibrated: never sure"


def test_engines_that_drop_hesitations() -> None:
    assert fillers.leaves_out("faster-whisper base int8")
    assert fillers.leaves_out("openai-whisper")
    assert not fillers.leaves_out("verbatim")
