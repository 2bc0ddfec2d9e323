"""An interview goes into the store and comes back as it was; deleting takes its recordings, too."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from metajob.errors import StorageError
from metajob.interview.keeping import (
    earlier_than,
    erase,
    forget,
    keep,
    open_interview,
    summary_in,
    summary_of,
)
from metajob.interview.model import Interview, Said, Turn
from metajob.interview.recordings import Recordings
from metajob.store.interviews import InterviewBook
from metajob.store.owners import owner_of
from metajob.store.sqlite import SqliteDatabase
from tests.interview.talks import interview, judged, question, seen, turn, voice

ANNA, BORA = owner_of("a" * 43), owner_of("b" * 43)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "meta-job.db"


@pytest.fixture
def book(place: Path) -> InterviewBook:
    return InterviewBook(SqliteDatabase(place))


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path)


def full() -> Interview:
    turns = (
        turn("q1", voice=voice(), behaviour=seen(0.2), feedback=judged(3), recording="q1.webm"),
        Turn(question=question("q2"), said=Said(text="", way="skipped")),
        turn("q3", "네", feedback=judged(0, "short")),
        turn("q4", " ", feedback=judged(0, "empty")),
        Turn(question=question("q5")),  # its result never came
    )
    return interview(3, turns, family="backend", persona="lead", strictness="tough")


def damage(place: Path, text: str) -> None:
    raw = sqlite3.connect(place)
    with raw:
        raw.execute("UPDATE interviews SET body = ?, summary = ?", (text, text))
    raw.close()


def test_it_comes_back_as_it_was(book: InterviewBook) -> None:
    row = keep(book, ANNA, full())
    assert open_interview(book, ANNA, row.id) == full()
    (listed,) = book.list(ANNA)
    assert (listed.name, listed.questions, listed.answered) == ("하늘테크", 5, 2)
    assert listed.created.isoformat() == full().created
    summary = summary_in(listed)
    assert summary == summary_of(full())
    assert (summary.family, summary.persona, summary.strictness) == ("backend", "lead", "tough")
    assert (summary.words, summary.seconds) == (5, 60)


def test_keeping_it_again_replaces_it(book: InterviewBook) -> None:
    keep(book, ANNA, interview(1, turns=()))
    keep(book, ANNA, interview(1))
    assert book.count(ANNA) == 1
    assert open_interview(book, ANNA, f"{1:032x}") == interview(1)


def test_half_characters_become_one_other_each(book: InterviewBook) -> None:
    row = keep(book, ANNA, interview(1, (turn("q1", "서버\ud83d를 바꿨어요"),)))
    said = open_interview(book, ANNA, row.id).turns[0].said
    assert said
    assert said.text == "서버\ufffd를 바꿨어요"


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "7", '{"id":"x"}', '{"schema_version":"new"}'])
def test_a_damaged_row_is_told(book: InterviewBook, place: Path, body: str) -> None:
    row = keep(book, ANNA, full())
    damage(place, body)
    with pytest.raises(StorageError, match="읽을 수 없어요"):
        open_interview(book, ANNA, row.id)
    summary = summary_in(book.list(ANNA)[0])
    assert (summary.family, summary.questions, summary.words) == ("backend", 5, 0)
    assert earlier_than(book, ANNA, interview(9)) == ()


def test_a_newer_interview_is_told(book: InterviewBook, place: Path) -> None:
    row = keep(book, ANNA, full())
    damage(place, json.dumps({**full().model_dump(mode="json"), "schema_version": 2, "mood": 5}))
    with pytest.raises(StorageError, match="더 새로운 버전"):
        open_interview(book, ANNA, row.id)


def test_earlier_ones_are_the_owners_and_older(book: InterviewBook) -> None:
    for n in (1, 2, 3, 4):
        keep(book, ANNA, interview(n))
    keep(book, BORA, interview(5))
    assert [one.id for one in earlier_than(book, ANNA, interview(3))] == [f"{2:032x}", f"{1:032x}"]
    assert [one.id for one in earlier_than(book, ANNA, interview(9), most=1)] == [f"{4:032x}"]


def test_deleting_takes_the_recordings_along(
    book: InterviewBook, recordings: Recordings, tmp_path: Path
) -> None:
    ids = [keep(book, ANNA, interview(n)).id for n in (1, 2)]
    for owner, id in ((ANNA, ids[0]), (ANNA, ids[1]), (BORA, f"{7:032x}")):
        recordings.keep(owner, id, "q1.webm", b"face")
    assert forget(book, recordings, ANNA, ids[0]) is True
    assert (book.count(ANNA), recordings.list(ANNA, ids[0])) == (1, ())
    assert forget(book, recordings, ANNA, ids[0]) is False
    assert forget(book, recordings, BORA, ids[1]) is False  # not hers
    assert recordings.list(ANNA, ids[1]) == ("q1.webm",)
    assert erase(book, recordings, ANNA) == 1
    assert not (tmp_path / "recordings" / ANNA).exists()
    assert recordings.list(BORA, f"{7:032x}") == ("q1.webm",)
    assert forget(book, recordings, BORA, f"{7:032x}") is True  # a recording without its interview


def test_an_interview_whose_recordings_stay_is_not_deleted(
    book: InterviewBook, recordings: Recordings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nobody could find the recordings any more."""
    row = keep(book, ANNA, interview(1))
    recordings.keep(ANNA, row.id, "q1.webm", b"face")
    monkeypatch.setattr("metajob.interview.recordings.shutil.rmtree", lambda *_, **__: None)
    with pytest.raises(StorageError, match="지우지 못했어요"):
        forget(book, recordings, ANNA, row.id)
    assert book.count(ANNA) == 1
