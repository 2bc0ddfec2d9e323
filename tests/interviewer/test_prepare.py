"""What is made before the first interview: the fixed sentences, and work that stops when it is told to."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import get_args

import pytest

from metajob.engines import Progress, silent
from metajob.errors import Cancelled, WeightsError
from metajob.interviewer import clips, drawn, prepare
from metajob.interviewer.lines import LINES
from metajob.interviewer.model import PersonaId
from metajob.settings import settings


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked for, in order, by rooms that do nothing but count to three."""
    found: list[str] = []

    def count(what: str, progress: Progress) -> None:
        for share in (0.0, 0.5, 1.0):
            progress(share, "")
        found.append(what)

    def make(text: str, persona: str, *, folder: Path, progress: Progress = silent) -> None:
        assert folder == settings().cache_dir / "interviewer"
        count(f"{persona} {text}", progress)

    def idle(persona: str, _folder: Path, listening: bool, progress: Progress) -> None:
        count(f"{persona} idle {listening}", progress)

    monkeypatch.setattr(clips, "make", make)
    monkeypatch.setattr(clips, "idle", idle)
    monkeypatch.setattr(clips, "still", lambda persona, _: found.append(f"{persona} still"))
    monkeypatch.setattr(prepare, "BREATH", 0.0)
    return found


def test_all_is_made_with_what_is_needed_first_at_the_front(made: list[str]) -> None:
    heard: list[float] = []
    prepare.warm(progress=lambda share, _: heard.append(share))
    assert set(made) == {
        f"{persona} {what}"
        for persona in get_args(PersonaId)
        for what in ("still", "idle True", "idle False", *LINES[persona].all())
    }
    assert [line.split()[1] for line in made[:9]] == ["still"] * 3 + ["idle"] * 6
    assert made[9:12] == [f"{persona} {LINES[persona].greeting}" for persona in get_args(PersonaId)]
    assert made[12:15] == [f"{persona} {LINES[persona].opening}" for persona in get_args(PersonaId)]
    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_it_stops_in_the_middle_of_a_step(made: list[str]) -> None:
    stop = threading.Event()
    shares: list[float] = []

    def hear(share: float, _phrase: str) -> None:
        shares.append(share)
        if len(made) == 4:
            stop.set()

    prepare.warm(stop, hear)
    assert len(made) == 4
    assert shares[-1] < 0.5
    prepare.warm(stop)
    assert len(made) == 4


def test_cancelling_is_told_to_who_cancels(made: list[str]) -> None:
    def cancel(_share: float, _phrase: str) -> None:
        if made:
            raise Cancelled

    with pytest.raises(Cancelled):
        prepare.warm(progress=cancel)


def test_without_a_speech_model_there_are_pictures_at_least(
    made: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_model(*_: object, **__: object) -> None:
        raise WeightsError("모델 파일이 없어요.", "인터넷을 연결해 주세요.")

    monkeypatch.setattr(clips, "make", no_model)
    with pytest.raises(WeightsError):
        prepare.warm()
    assert len(made) == 9
    assert prepare.main() == 0
    assert "모델 파일이 없어요" in capsys.readouterr().err


def test_model_and_figure_are_loaded_before_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []
    shares: list[float] = []
    monkeypatch.setattr(clips, "speak", lambda _text, persona: used.append(f"voice of {persona}"))
    monkeypatch.setattr(drawn, "portrait", lambda persona: used.append(f"figure of {persona}"))
    prepare.rouse("lead", lambda share, _: shares.append(share))
    assert used == ["voice of lead", "figure of lead"]
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.parametrize("persona", get_args(PersonaId))
def test_fixed_sentences_can_be_said_by_anyone_to_anyone(persona: PersonaId) -> None:
    lines = LINES[persona].all()
    assert len(set(lines)) == len(lines) == 8
    for line in lines:
        assert line.endswith((".", "?"))
        assert len(line) <= 45
        assert not any(mark.isascii() and mark.isalnum() for mark in line)  # nothing that is read in two ways
        assert all(
            sentence.endswith(("요", "다", "죠", "까", "오", "네"))
            for sentence in line.rstrip(".?").replace("?", ".").split(". ")
        )


def test_personas_speak_in_their_own_manner() -> None:
    manners = [LINES[persona].all() for persona in get_args(PersonaId)]
    assert len({line for lines in manners for line in lines}) == 24
    formal = [sum(line.rstrip(".?").endswith(("다", "까", "오")) for line in lines) for lines in manners]
    assert formal[0] < formal[1] <= formal[2]
