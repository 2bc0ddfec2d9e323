"""The default voice with its real weights: what it says is heard again, and its times fit its sound."""

from __future__ import annotations

import numpy as np
import pytest

from metajob import weights
from metajob.errors import Cancelled, InputError
from metajob.speech import loudness, pitch
from metajob.speech.kokoro import MOST_SYMBOLS, Kokoro
from metajob.speech.kokoro_times import fitted
from metajob.speech.model import Phone, Speech
from metajob.speech.wav import resample

TEXT = "최근에 관심 있게 읽은 책이나 기사를 소개해 주시겠습니까?"


@pytest.fixture(scope="module")
def speech() -> Speech:
    return Kokoro().speak(TEXT, "jm_kumo")


def test_a_recogniser_hears_what_was_said(speech: Speech) -> None:
    from faster_whisper import WhisperModel

    weights.ensure(["whisper_base_config", "whisper_base_tokenizer", "whisper_base_vocabulary"])
    folder = weights.path("whisper_base_model").parent
    whisper = WhisperModel(
        str(folder), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True
    )
    heard, _ = whisper.transcribe(
        resample(speech.pcm, speech.rate, 16_000), language="ko", temperature=0, beam_size=1
    )
    text = "".join(segment.text for segment in heard).replace(" ", "")
    assert sum(word in text for word in ("최근에", "관심", "책이나", "기사를", "소개해")) >= 4


def test_times_end_with_the_sound_and_have_no_gaps(speech: Speech) -> None:
    assert speech.phones
    assert speech.phones[0].start == 0
    assert speech.phones[-1].end == pytest.approx(speech.seconds, abs=1e-9)
    assert all(a.end == b.start for a, b in zip(speech.phones, speech.phones[1:], strict=False))
    said = "".join(phone.jamo for phone in speech.phones)
    assert "ㅊㅐㄱㅣㄴㅏㄱㅣㅅㅏㄹㅡㄹ" in said
    assert {"ㅁ", "ㄲ"} <= set(said)


def test_the_sound_is_where_the_times_say(speech: Speech) -> None:
    assert speech.phones
    assert not speech.phones[0].jamo
    assert not speech.phones[-1].jamo
    assert 0 < speech.phones[0].end <= 0.1
    assert 0 < speech.phones[-1].end - speech.phones[-1].start <= 0.2
    levels = loudness.frame_levels(speech.pcm, speech.rate)
    vowels = [
        levels[round(phone.start * 100) : round(phone.end * 100)].max()
        for phone in speech.phones
        if phone.role == "vowel"
    ]
    audible = [level > levels.max() - 25 for level in vowels]  # a voice may whisper ㅣ before ㅅ
    assert sum(audible) >= 0.9 * len(audible)
    assert levels[-5:].max() < levels.max() - 35


def test_faster_is_shorter() -> None:
    short = Kokoro().speak("안녕하세요.", "jm_kumo").seconds
    assert Kokoro().speak("안녕하세요.", "jm_kumo", speed=1.5).seconds < 0.85 * short


def test_voices_are_those_of_the_weights_and_differ(speech: Speech) -> None:
    with np.load(weights.path("kokoro_voices")) as styles:
        assert {voice.name for voice in Kokoro().voices()} <= set(styles)
    woman = Kokoro().speak("안녕하세요, 반갑습니다.", "jf_alpha")
    assert _hertz(speech) < 165 < _hertz(woman)
    with pytest.raises(InputError, match="목소리"):
        Kokoro().speak("네.", "nobody")


def _hertz(speech: Speech) -> float:
    """Median pitch."""
    hertz = pitch.track(speech.pcm, speech.rate, [(0.0, speech.seconds)]).hz
    return float(np.median(hertz[hertz > 0]))


@pytest.mark.parametrize("text", ["", "😀", "?!"])
def test_nothing_to_say_is_told(text: str) -> None:
    with pytest.raises(InputError, match="읽을 수 있는 글자"):
        Kokoro().speak(text, "jm_kumo")


def test_more_than_the_model_takes_is_told() -> None:
    with pytest.raises(InputError, match="너무 길어요"):
        Kokoro().speak("밝" * MOST_SYMBOLS, "jm_kumo")


def test_it_can_be_cancelled() -> None:
    def stop(_share: float, _phrase: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        Kokoro().speak(TEXT, "jm_kumo", progress=stop)


def test_silence_that_the_model_counts_as_a_vowel_is_a_pause() -> None:
    rate = 24_000
    sound = np.sin(np.arange(rate) * 0.05).astype(np.float32) * 0.3
    pcm = np.concatenate([np.zeros(9_600), sound, np.zeros(14_400)]).astype(np.float32)  # 0.4, 1.0, 0.6 s
    counted = (
        Phone("", "pause", 0, 0.47),
        Phone("ㅁ", "onset", 0.47, 0.9),
        Phone("ㅏ", "vowel", 0.9, 1.9),
        Phone("", "pause", 1.9, 2.0),
    )
    made, timed = fitted(pcm, rate, counted)
    assert [phone.jamo for phone in timed] == ["", "ㅁ", "ㅏ", ""]
    assert timed[1].start == pytest.approx(0.06, abs=0.02)
    assert timed[2].end == pytest.approx(1.06, abs=0.06)
    assert timed[-1].end == len(made) / rate
    assert len(made) / rate < 1.3
