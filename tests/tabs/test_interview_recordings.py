"""Recordings of an interview: where they may lie, and that they are gone when they should be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from metajob.errors import Cancelled, StorageError, UserError
from tabs.parts import interview_keeping
from tabs.parts.visitor import Visitor, VisitorBook
from tests.tabs.test_interview_acts import begun, book, click, last, visitor
from tests.tabs.test_interview_forged import filmed, films, quick, who

__all__ = ["book", "quick", "who"]


def test_a_full_disk_at_the_end_does_not_cost_the_report(
    book: VisitorBook, who: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    room = filmed(book, who, tmp_path, end=False)
    monkeypatch.setattr(interview_keeping.shutil, "copyfile", full)
    report = last(click(book, who, "stop", token=room.token), "zones")["report"]
    assert "녹화를 열지 못했어요" in report
    assert "<video" not in report


def test_recordings_go_from_everywhere_even_in_a_full_house(book: VisitorBook, who: Visitor, tmp_path: Path):
    room = filmed(book, who, tmp_path)
    click(book, who, "keep")
    assert films(room.folder) and films(who.folder) and films(tmp_path / "data")
    book.hall.lobby.cap = 1
    begun(book, visitor(book))
    assert "녹화를 지웠어요" in last(click(book, who, "unfilm"), "zones")["report"]
    assert not films(tmp_path)
    fresh = visitor(book)
    report = last(click(book, fresh, "sync", token=room.token), "zones")["report"]
    assert "int-report-title" in report, "a report needs no seat"
    assert len(book.hall.lobby) == 1


def test_the_consent_to_keep_recordings_is_kept_with_them_and_goes_with_them(
    book: VisitorBook, who: Visitor, tmp_path: Path
):
    filmed(book, who, tmp_path)
    owner, consents = who.interview.owner, interview_keeping.consents()
    assert consents.current(owner) == {}
    click(book, who, "keep")
    assert [*consents.current(owner)] == ["interview_recording"]
    click(book, who, "kept-erase")
    assert consents.erase(owner) == 0


def test_back_at_the_beginning_nothing_of_it_is_left(book: VisitorBook, who: Visitor, tmp_path: Path):
    room = filmed(book, who, tmp_path)
    assert films(who.folder)
    click(book, who, "again", token=room.token)
    assert not films(tmp_path)
    assert not room.folder.exists()


def test_recordings_of_two_interviews_have_different_addresses(
    book: VisitorBook, who: Visitor, tmp_path: Path
):
    filmed(book, who, tmp_path)
    click(book, who, "keep")
    first, shown = who.interview.interview, dict(who.interview.films)
    click(book, who, "again")
    filmed(book, who, tmp_path)
    own = dict(who.interview.films)
    assert first is not None and own["q1"] != shown["q1"]
    click(book, who, "kept-open", id=first.id)
    assert who.interview.films["q1"].exists()
    assert not own["q1"].exists(), "not kept, not shown any more"


@pytest.mark.parametrize("end", ["leave", "again"])
def test_gone_while_the_report_is_made(
    book: VisitorBook, who: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
):
    room = filmed(book, who, tmp_path, end=False)
    copied = interview_keeping.copied

    def slow(*what: Any) -> Any:
        if end == "leave":
            who.clear()
        else:
            who.interview = type(who.interview)()
        return copied(*what)

    monkeypatch.setattr(interview_keeping, "copied", slow)
    with pytest.raises(Cancelled):
        click(book, who, "stop", token=room.token)
    assert not films(who.folder)
    assert who.interview.interview is None
    with pytest.raises(UserError):
        click(book, who, "kept-open", id="0" * 32)


def test_keeping_again_on_a_full_disk_does_not_delete_what_is_kept(
    book: VisitorBook, who: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    filmed(book, who, tmp_path)
    click(book, who, "keep")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("metajob.files.write_whole", full)
    with pytest.raises(StorageError):
        click(book, who, "keep")
    assert films(tmp_path / "data")
    monkeypatch.undo()
