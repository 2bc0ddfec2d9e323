"""Text laid on a sound, and the sound alone, against the speech engine's own phone times."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.interviewer import visemes
from metajob.interviewer.align import align
from metajob.interviewer.curves import OPEN, WIDTH, curves
from metajob.interviewer.heard import hear
from metajob.interviewer.meter import correlation
from metajob.interviewer.model import FPS, VisemeTrack
from metajob.speech.model import Pcm, Phone, Speech, Syllable
from tests.interviewer.conftest import SENTENCE

ANOTHER = "저는 학교에서 회계를 배우고 자격증 두 개를 땄습니다."


def agreement(found: VisemeTrack, truth: VisemeTrack, column: int = OPEN) -> float:
    frames = int(truth.duration * FPS)
    return correlation(*(curves(track, frames)[:, column].astype(float) for track in (found, truth)))


def deaf(speech: Speech, pcm: Pcm | None = None, rate: int | None = None) -> Speech:
    """What another engine would give: sound without phones."""
    return Speech(speech.pcm if pcm is None else pcm, rate or speech.rate, None, "file")


def noisy(pcm: Pcm, decibels: float) -> Pcm:
    noise = np.random.default_rng(1).standard_normal(len(pcm)).astype(np.float32)
    return pcm + noise * np.float32(np.sqrt(np.mean(pcm**2)) * 10 ** (-decibels / 20))


def test_engine_pauses_are_moved_to_where_it_is_quiet(spoken: Speech) -> None:
    """The engine counts silence to the last vowel; a mouth may not stand open in it."""
    track = visemes.track(spoken, SENTENCE)
    assert track.source == "tts"
    loud = np.abs(spoken.pcm) > 0.02 * np.abs(spoken.pcm).max()
    last = np.flatnonzero(loud)[-1] / spoken.rate
    end = max(event.t + event.d for event in track.events if event.v != "sil")
    assert end == pytest.approx(last, abs=0.08)
    assert [event.v == "sil" for event in track.events].count(True) == 2, "before and after"


def test_text_finds_its_place_in_the_sound(spoken: Speech) -> None:
    truth = visemes.track(spoken, SENTENCE)
    found = visemes.track(deaf(spoken), SENTENCE)
    assert found.source == "aligned"
    assert found.audio_sha256 == truth.audio_sha256
    assert agreement(found, truth) > 0.8
    assert agreement(found, truth, WIDTH) > 0.7
    closures = [
        [event.t + event.d / 2 for event in track.events if event.v == "PP"] for track in (found, truth)
    ]
    assert np.abs(np.subtract(*closures)).max() < 0.08


@pytest.mark.parametrize("tempo", [0.77, 1.3])
def test_other_tempo_and_pitch(spoken: Speech, tempo: float) -> None:
    truth = visemes.track(spoken, SENTENCE)
    pcm = np.interp(np.arange(0, len(spoken.pcm) - 1, tempo), np.arange(len(spoken.pcm)), spoken.pcm)
    found = visemes.track(deaf(spoken, pcm.astype(np.float32)), SENTENCE)
    events = tuple(e.model_copy(update={"t": e.t * tempo, "d": e.d * tempo}) for e in found.events)
    back = found.model_copy(update={"events": events, "duration": truth.duration + 0.1})
    assert agreement(back, truth) > 0.65


def test_noise_quiet_recording_and_other_rate(spoken: Speech) -> None:
    truth = visemes.track(spoken, SENTENCE)
    assert agreement(visemes.track(deaf(spoken, noisy(spoken.pcm, 15)), SENTENCE), truth) > 0.7
    assert agreement(visemes.track(deaf(spoken, spoken.pcm * np.float32(0.01)), SENTENCE), truth) > 0.8
    every = np.interp(np.arange(0, len(spoken.pcm) - 1, 1.5), np.arange(len(spoken.pcm)), spoken.pcm)
    assert agreement(visemes.track(deaf(spoken, every.astype(np.float32), 16_000), SENTENCE), truth) > 0.8


@pytest.mark.parametrize("hiss", [0.0, 0.003])
def test_pauses_hold_the_text(spoken: Speech, hiss: float) -> None:
    """0.7 s of silence after the first sentence moves what comes after it by just that."""
    truth = visemes.track(spoken, SENTENCE)
    border = next(event.t for event in truth.events if event.p == "ㅜ")
    cut = round(border * spoken.rate)
    pause = np.zeros(round(0.7 * spoken.rate), np.float32)
    pcm = np.concatenate([spoken.pcm[:cut], pause, spoken.pcm[cut:]])
    pcm += np.random.default_rng(4).normal(0, hiss, len(pcm)).astype(np.float32)
    found = visemes.track(deaf(spoken, pcm), SENTENCE)
    inner = [event for event in found.events if event.v == "sil"][1]
    assert (inner.t, inner.d) == (pytest.approx(border, abs=0.06), pytest.approx(0.7, abs=0.08))
    after = [event.t - 0.7 for event in found.events if event.t > border + 0.6 and event.v == "PP"]
    assert after == pytest.approx([e.t for e in truth.events if e.t > border and e.v == "PP"], abs=0.06)


def test_words_of_another_sentence_are_not_forced_on_the_sound(spoken: Speech) -> None:
    right, wrong = (visemes.track(deaf(spoken), text) for text in (SENTENCE, ANOTHER))
    assert wrong.confidence < 0.5 < right.confidence
    assert agreement(wrong, visemes.track(spoken, SENTENCE)) > 0.3, (
        "the ear still opens the mouth with the voice"
    )


def test_one_wrong_sentence_does_not_spoil_the_other(spoken: Speech) -> None:
    """The sentence twice, with other words for the second time: the ear takes over there, and only there."""
    pcm = np.concatenate([spoken.pcm, np.zeros(spoken.rate // 2, np.float32), spoken.pcm])
    found = visemes.track(deaf(spoken, pcm), f"{SENTENCE} {ANOTHER}")
    truth = visemes.track(spoken, SENTENCE)
    first = tuple(event for event in found.events if event.t + event.d <= spoken.seconds + 0.04)
    assert found.source == "aligned"
    assert found.confidence < 0.9
    assert agreement(found.model_copy(update={"events": first}), truth) > 0.8
    later = spoken.seconds + 0.5
    second = tuple(e.model_copy(update={"t": e.t - later}) for e in found.events if e.t >= later)
    assert agreement(found.model_copy(update={"events": second}), truth) > 0.5


@pytest.mark.parametrize("text", ["", "  ", "♥ ~ …"])
def test_without_words_the_ear_decides(spoken: Speech, text: str) -> None:
    track = visemes.track(deaf(spoken), text)
    assert track.source == "audio"
    assert track.confidence < 0.5
    assert agreement(track, visemes.track(spoken, SENTENCE)) > 0.5


def test_ear_knows_speech_from_silence(spoken: Speech) -> None:
    phones, _ = hear(spoken.pcm, spoken.rate)
    voiced = visemes.events(phones, spoken.seconds)
    truth = visemes.track(spoken, "").events
    start, end = (next(e.t + e.d for e in events if e.v == "sil") for events in (voiced, truth))
    assert start == pytest.approx(end, abs=0.08)
    assert visemes.events(hear(np.zeros(8000, np.float32), 16_000)[0], 0.5)[0].v == "sil"


def test_cheap_enough(spoken: Speech) -> None:
    visemes.track(deaf(spoken), SENTENCE)
    start = time.process_time()
    visemes.track(deaf(spoken), SENTENCE)
    assert (time.process_time() - start) / spoken.seconds < 0.06, "0.3 CPU seconds for a sentence of 5"


def contiguous(phones: tuple[Phone, ...], seconds: float) -> bool:
    joined = all(one.end == pytest.approx(after.start) for one, after in pairwise(phones))
    return joined and phones[0].start == 0 and phones[-1].end == pytest.approx(seconds, abs=0.011)


SOUNDS = st.sampled_from(
    [Syllable("ㄱ", "ㅏ", ""), Syllable("", "ㅘ", "ㅁ", "comma"), Syllable("ㅎ", "ㅢ", "", "stop")]
)


@given(st.lists(SOUNDS, max_size=60), st.integers(0, 12_000), st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_any_text_on_any_sound_gives_phones(spoken_: list[Syllable], samples: int, kind: int) -> None:
    """Silence, noise, a hum, full scale: far too much text for it or none at all."""
    time_ = np.arange(samples) / 8000
    noise = np.random.default_rng(samples).uniform(-1, 1, samples)
    pcm = [np.zeros(samples), noise, np.sin(900 * time_), np.sign(noise)][kind].astype(np.float32)
    found = align(spoken_, pcm, 8000)
    assert 0 <= found.confidence <= 1
    if samples >= 80:
        assert contiguous(found.phones, samples / 8000)
    track = visemes.assemble(
        Speech(pcm, 8000, None, "x"), "", "audio", visemes.events(found.phones, samples / 8000), 0.1
    )
    assert VisemeTrack.model_validate_json(track.model_dump_json()) == track


def test_long_sound_takes_bounded_work(spoken: Speech) -> None:
    """A minute: the sentence again and again."""
    times = int(60 // spoken.seconds)
    long = deaf(spoken, np.tile(spoken.pcm, times))
    text = " ".join([SENTENCE] * times)
    start = time.process_time()
    found = visemes.track(long, text)
    assert time.process_time() - start < 3.6
    one = visemes.track(spoken, SENTENCE)
    last = [e for e in found.events if e.t >= (times - 1) * spoken.seconds]
    moved = tuple(e.model_copy(update={"t": e.t - (times - 1) * spoken.seconds}) for e in last)
    tail = found.model_copy(update={"events": moved, "duration": one.duration})
    assert agreement(tail, one) > 0.8, "no slip at the end"
