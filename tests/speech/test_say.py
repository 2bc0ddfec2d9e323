"""Text to speech as the app uses it: joined sentences, streaming, cache, fallback, cancelling."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.errors import Cancelled, InputError, UserError
from metajob.speech import cache, loudness, say
from metajob.speech.model import Phone, Speech, Voice

RATE = 24_000
TEXT = "안녕하세요. 오늘은 날씨가 좋네요! 시작할까요?"


class Beeps:
    """A voice engine that beeps for 0.1 s a letter. fails: at which call. timed: whether it knows its times."""

    id = "beeps"
    title = "삐 소리"
    version = "1"

    def __init__(self, fails: int = 0, timed: bool = True, loud: float = 0.1) -> None:
        self.said: list[str] = []
        self.fails, self.timed, self.loud = fails, timed, loud
        self.state: Probe = Ready()

    def probe(self) -> Probe:
        return self.state

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("one", "하나", "f"), Voice("two", "둘", "m"))

    def speak(self, text: str, voice: str, speed: float = 1.0, progress: Progress = silent) -> Speech:
        progress(0.5, "삐")
        self.said.append(text)
        self.voice = voice
        if len(self.said) == self.fails:
            raise UserError("고장 났어요.")
        samples = round(len(text) * 0.1 / speed * RATE)
        pcm = (self.loud * np.sin(np.arange(samples) * 0.1 + 1)).astype(np.float32)
        seconds = samples / RATE
        phones = (Phone("ㅏ", "vowel", 0, seconds / 2), Phone("", "pause", seconds / 2, seconds))
        return Speech(pcm, RATE, phones if self.timed else None, self.id)


def test_sentences_are_joined_with_pauses_and_shifted_times() -> None:
    engine = Beeps()
    speech = say.speak(TEXT, engine=engine)
    assert len(engine.said) == 3
    assert speech.seconds == pytest.approx(sum(map(len, engine.said)) * 0.1 + 2 * 0.35, abs=0.01)
    assert speech.phones
    assert [phone.jamo for phone in speech.phones] == ["ㅏ", ""] * 3
    assert speech.phones[-1].end == pytest.approx(speech.seconds)
    assert all(a.end == b.start for a, b in zip(speech.phones, speech.phones[1:], strict=False))
    assert not speech.warnings


def test_sentences_are_equally_loud_and_have_no_clicks() -> None:
    class Uneven(Beeps):
        def speak(self, text: str, voice: str, speed: float = 1.0, progress: Progress = silent) -> Speech:
            self.loud = 0.5 if self.said else 0.06
            return super().speak(text, voice, speed, progress)

    parts = list(say.stream(TEXT, engine=Uneven()))
    levels = [loudness.momentary(part.pcm, part.rate).max() for part in parts]
    assert max(levels) - min(levels) < 1.0
    whole = np.concatenate([part.pcm for part in parts])
    assert np.abs(whole).max() <= 1
    assert np.abs(np.diff(whole)).max() < 1.3 * 0.1 * np.abs(whole).max()


def test_a_stream_is_the_whole_in_parts_and_begins_before_all_is_made() -> None:
    engine = Beeps()
    stream = say.stream(TEXT, engine=engine)
    first = next(stream)
    assert len(engine.said) == 1
    joined = np.concatenate([first.pcm, *(part.pcm for part in stream)])
    np.testing.assert_array_equal(joined, say.speak(TEXT, engine=Beeps()).pcm)


def test_times_are_unknown_where_the_engine_does_not_know_them() -> None:
    assert say.speak(TEXT, engine=Beeps(timed=False)).phones is None


def test_the_cache_saves_making_it_again(tmp_path: Path) -> None:
    engine = Beeps()
    first = say.speak(TEXT, engine=engine, cache=tmp_path)
    again = say.speak(TEXT, engine=engine, cache=tmp_path)
    assert len(engine.said) == 3
    np.testing.assert_allclose(again.pcm, first.pcm, atol=1e-4)
    assert again.phones == first.phones
    say.speak(TEXT, speed=1.2, engine=engine, cache=tmp_path)
    assert len(engine.said) == 6


def test_a_full_disk_is_told_and_does_not_stop_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache.SpeechCache, "put", lambda *_: False)
    speech = say.speak(TEXT, engine=Beeps(), cache=tmp_path)
    assert speech.seconds > 1
    assert speech.warnings == (cache.FULL,)


def test_the_default_voice_steps_in(monkeypatch: pytest.MonkeyPatch) -> None:
    default = Beeps()
    default.id = say.DEFAULT
    monkeypatch.setattr(say, "engines", lambda: (default,))
    speech = say.speak(TEXT, voice="two", engine=Beeps(fails=2))
    assert len(default.said) == 3
    assert default.voice == "two"  # a man's
    assert speech.engine == default.id
    assert "삐 소리: 고장 났어요." in speech.warnings[0]
    default.said.clear()
    parts = list(say.stream(TEXT, engine=Beeps(fails=2)))
    assert len(parts) == 3
    assert len(default.said) == 2
    assert not parts[0].warnings
    assert parts[1].warnings
    away = Beeps()
    away.state = Unavailable("없어요.", "넣어 주세요.")
    assert "없어요." in say.speak(TEXT, engine=away).warnings[0]


def test_the_default_voice_has_no_substitute(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Beeps(fails=1)
    broken.id = say.DEFAULT
    monkeypatch.setattr(say, "engines", lambda: (broken,))
    with pytest.raises(UserError, match="고장"):
        say.speak(TEXT)


def test_it_stops_between_sentences_and_is_not_said_by_another() -> None:
    engine, calls = Beeps(), itertools.count()

    def stop(_share: float, _phrase: str) -> None:
        if next(calls) > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        say.speak(TEXT, engine=engine, progress=stop)
    assert len(engine.said) < 3


def test_progress_runs_from_nothing_to_all() -> None:
    shares: list[float] = []
    say.speak(TEXT, engine=Beeps(), progress=lambda share, _: shares.append(share))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


@pytest.mark.parametrize("speed", [0.1, 3.0, float("nan")])
def test_an_impossible_speed_is_told(speed: float) -> None:
    with pytest.raises(InputError, match="빠르기"):
        say.speak(TEXT, speed=speed, engine=Beeps())


def test_engines_are_known_by_name() -> None:
    names = [engine.id for engine in say.engines()]
    assert names[0] == say.DEFAULT
    assert set(names) >= {"kokoro", "xtts", "endpoint"}
    with pytest.raises(InputError, match="없는 음성 엔진"):
        say.speak(TEXT, engine="espeak")
    with pytest.raises(InputError, match="읽을 수 있는 글자"):
        say.speak("😀")


def test_two_thousand_characters_are_said() -> None:
    engine = Beeps()
    speech = say.speak(("저는 이 일을 좋아합니다. " * 200)[:2_000], engine=engine)
    assert len(engine.said) > 100
    assert speech.seconds > 100
