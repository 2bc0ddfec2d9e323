"""A voice of one's own in the interviewer's tab: only with a confirmation, only for its visitor, and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from metajob.engines import Probe, Ready, Unavailable
from metajob.interviewer.model import Clip
from metajob.speech import xtts
from tabs.interviewer import Events
from tabs.parts.visitor import VisitorBook
from tests.tabs.test_interviewer import (
    HELLO,
    asks,
    book,
    cast,
    events,
    files,
    recording,
    refused,
    send,
    sentence,
    uploaded,
)

__all__ = ["book", "cast", "events", "sentence"]


@pytest.fixture
def cloning(events: Events, monkeypatch: pytest.MonkeyPatch) -> Events:
    """An installation where a voice can be cloned."""

    def probe(engine: Any) -> Probe:
        return Ready("비상업용") if engine.voices() else Unavailable("견본이 없어요.", "녹음해 주세요.")

    monkeypatch.setattr(xtts.Xtts, "probe", probe)
    return events


def test_a_voice_is_kept_only_with_a_confirmation(cloning: Events, tmp_path: Path, book: VisitorBook):
    for confirmed in (None, False, "yes", 1):
        file = uploaded(tmp_path, recording(2))
        refused(send(cloning.sample, {"path": str(file), "confirmed": confirmed}), "허락")
        assert not file.exists()
    assert files(book.of(asks()).folder) == []
    refused(send(cloning.speak, {**HELLO, "voice": "xtts"}), "견본")


def test_a_voice_lies_with_its_visitor_and_can_be_taken_back(
    cloning: Events, tmp_path: Path, book: VisitorBook, monkeypatch: pytest.MonkeyPatch
):
    card, room = send(cloning.sample, {"path": str(uploaded(tmp_path, recording(2))), "confirmed": True})[-1]
    assert "초 견본" in card["have"] and room["own"] is True
    mine = book.of(asks()).folder
    (wav,) = files(mine)
    assert files(tmp_path / "gradio") == []
    refused(send(cloning.speak, {**HELLO, "voice": "xtts"}, asks("other")), "견본")

    made: list[Any] = []

    def make(_text: str, _persona: str, *, voice_engine: Any, folder: Path, **_: Any) -> Clip:
        made.append([voice.name for voice in voice_engine.voices()])
        folder.mkdir(parents=True)
        (folder / "clip.mp4").write_bytes(b"film")
        return Clip(folder / "clip.mp4", 1.0, "drawn", 0.1)

    monkeypatch.setattr("metajob.interviewer.clips.make", make)
    assert send(cloning.speak, {**HELLO, "voice": "xtts"})[-1]["clip"]["own"] is True
    assert made == [[wav.stem]]
    card, room = cloning.forget(asks())
    assert card["have"] == "" and room["own"] is False and "지웠어요" in card["problem"]
    assert files(mine) == [], "the sample and what was said with it"
    refused(send(cloning.speak, {**HELLO, "voice": "xtts"}), "견본")


def test_too_short_a_sample_is_refused(cloning: Events, tmp_path: Path, book: VisitorBook):
    file = uploaded(tmp_path, recording(1))
    refused(send(cloning.sample, {"path": str(file), "confirmed": True}), "6초")
    assert files(book.of(asks()).folder) == []
