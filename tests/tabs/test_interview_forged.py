"""What goes wrong around an interview's clicks: said twice, two windows, left in the middle, no space, no seat."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from metajob.errors import Cancelled, StorageError, UserError
from metajob.interview import answering
from metajob.interview.answering import Given, Order
from metajob.interview.model import Feedback, Question, Said, Turn
from metajob.interview.room import Room
from tabs.parts import interview_keeping, interview_work
from tabs.parts.ask import Ask
from tabs.parts.interview_acts import Acts
from tabs.parts.visitor import Visitor, VisitorBook
from tests.tabs.test_interview_acts import PLAN, begun, book, click, last, visitor

__all__ = ["book"]

FILM = b"\x1aE\xdf\xa3film"


def read(_order: Order, question: Question, given: Given, *_: object) -> Turn:
    """An answer's results without the work."""
    said = Said(text=given.text or "말", way=given.way)
    return Turn(question=question, said=said, feedback=Feedback(verdict="answered"))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(answering, "turn_of", read)
    monkeypatch.setattr(answering, "follow_up", lambda *_: None)
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))


@pytest.fixture
def who(book: VisitorBook) -> Visitor:
    return visitor(book)


def uploaded(tmp_path: Path, name: str, data: bytes = FILM) -> Path:
    """A file as Gradio's upload route leaves it."""
    file = tmp_path / "gradio" / name / f"{name}.webm"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def filmed(book: VisitorBook, who: Visitor, tmp_path: Path, *, end: bool = True) -> Room:
    """An interview with one filmed answer, stopped."""
    token = begun(book, who, film=True)
    room = book.hall.lobby.of(token)
    click(book, who, "asked", token=token, id="q1")
    paths = {name: str(uploaded(tmp_path, name)) for name in ("audio", "film")}
    click(book, who, "answer", token=token, id="q1", way="camera", **paths)
    if end:
        click(book, who, "stop", token=token)
    return room


def films(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and file.read_bytes() == FILM]


def test_an_answer_sent_twice_is_taken_once_and_is_no_error(book: VisitorBook, who: Visitor, tmp_path: Path):
    room = filmed(book, who, tmp_path, end=False)
    gone = str(tmp_path / "gradio" / "audio" / "audio.webm")
    values = click(book, who, "answer", token=room.token, id="q1", way="camera", audio=gone, film=gone)
    assert last(values, "view")["question"]["id"] == "q2"
    assert not last(values, "problem")


def test_both_copies_at_the_same_moment(book: VisitorBook, who: Visitor, tmp_path: Path):
    token = begun(book, who)
    click(book, who, "asked", token=token, id="q1")
    audio = str(uploaded(tmp_path, "audio"))

    async def both() -> list[list[dict[str, Any]]]:
        data = {"do": "answer", "token": token, "id": "q1", "way": "voice", "audio": audio}

        async def one() -> list[dict[str, Any]]:
            return [value async for value in Acts(book).answer(Ask("ko", who, data))]

        return list(await asyncio.gather(one(), one()))

    for values in asyncio.run(both()):
        assert last(values, "view")["question"]["id"] == "q2"


def test_an_answer_during_a_pause_can_be_sent_again(book: VisitorBook, who: Visitor, tmp_path: Path):
    token = begun(book, who)
    click(book, who, "asked", token=token, id="q1")
    click(book, who, "pause", token=token, id="q1")
    audio = uploaded(tmp_path, "audio")
    with pytest.raises(UserError, match="멈춰"):
        click(book, who, "answer", token=token, id="q1", way="voice", audio=str(audio))
    assert audio.exists()


def test_a_full_disk_at_the_recording_is_told_and_the_interview_goes_on(
    book: VisitorBook, who: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise StorageError("디스크가 가득 찼어요.")

    token = begun(book, who, film=True)
    monkeypatch.setattr(Room, "keep_film", full)
    click(book, who, "asked", token=token, id="q1")
    paths = {name: str(uploaded(tmp_path, name)) for name in ("audio", "film")}
    values = click(book, who, "answer", token=token, id="q1", way="camera", **paths)
    assert "디스크가 가득" in last(values, "problem")
    assert last(values, "clip")["id"] == "q2"


def test_two_questions_for_the_report_bring_it_once(
    book: VisitorBook, who: Visitor, monkeypatch: pytest.MonkeyPatch
):
    go_on, token = threading.Event(), begun(book, who)
    monkeypatch.setattr(answering, "turn_of", lambda *what: go_on.wait(10) and read(*what))
    click(book, who, "asked", token=token, id="q1")
    click(book, who, "answer", token=token, id="q1", text="답")

    async def acts() -> list[list[dict[str, Any]]]:
        async def one(name: str) -> list[dict[str, Any]]:
            ask = Ask("ko", who, {"do": name, "token": token})
            return [value async for value in Acts(book).named(name)(ask)]

        all_ = [asyncio.ensure_future(one(name)) for name in ("stop", "sync", "sync")]
        await asyncio.sleep(0.4)
        go_on.set()
        return list(await asyncio.gather(*all_))

    came = asyncio.run(acts())
    assert [sum("shelf" in value.get("zones", {}) for value in values) for values in came] == [0, 0, 1]
    clips = [value["clip"]["id"] for values in came for value in values if "clip" in value]
    assert clips == ["closing"], "the last words are said once"
    click(book, who, "keep")
    other = visitor(book)
    click(book, other, "sync", token=token)
    click(book, other, "keep")
    assert len(interview_keeping.listing(other.interview.owner)) == 1, "kept twice, there once"


def test_a_fixed_sentence_with_a_bug_stands_in_nobodys_way(
    book: VisitorBook, who: Visitor, monkeypatch: pytest.MonkeyPatch
):
    for name in ("idle", "line"):
        monkeypatch.setattr(interview_work, name, lambda *_: 1 / 0)
    token = begun(book, who)
    assert "report" in last(click(book, who, "stop", token=token), "zones")


def test_left_while_the_scenery_is_made(
    book: VisitorBook, who: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The person goes back at once; the copy comes too late."""
    rooms = []

    def late(_persona: str, folder: Path) -> Path:
        rooms.append(folder)
        book.hall.lobby.leave(who.interview.token)
        return interview_work._own(tmp_path / "line.mp4", folder)

    monkeypatch.setattr(interview_work, "idle", late)
    click(book, who, "open", plan=PLAN)
    assert rooms and not rooms[0].exists()


def test_opened_twice_there_is_one_interview(book: VisitorBook, who: Visitor):
    async def both() -> list[Any]:
        async def one() -> None:
            async for _ in Acts(book).open(Ask("ko", who, {"plan": PLAN})):
                pass

        return await asyncio.gather(one(), one(), return_exceptions=True)

    assert all(end is None or isinstance(end, Cancelled) for end in asyncio.run(both()))
    assert len(book.hall.lobby) == 1
    assert book.hall.lobby.of(who.interview.token)


def test_a_window_that_is_closed_does_not_take_the_seat_of_another(book: VisitorBook):
    requests = [SimpleNamespace(session_hash=name) for name in ("one", "two")]
    one, two = (book.of(request) for request in requests)  # type: ignore[arg-type]
    token = begun(book, one)
    click(book, two, "sync", token=token)
    book.leave(requests[0])  # type: ignore[arg-type]
    assert len(book.hall.lobby) == 1
    book.leave(requests[1])  # type: ignore[arg-type]
    assert len(book.hall.lobby) == 0


def test_nobody_is_there_any_more(book: VisitorBook, who: Visitor, monkeypatch: pytest.MonkeyPatch):
    token = begun(book, who)
    folder = book.hall.lobby.of(token).folder
    monkeypatch.setattr(Room, "deserted", True)
    values = click(book, who, "sync", token=token)
    assert last(values, "view") is None
    assert "30분" in last(values, "problem")
    assert not folder.exists()
    assert len(book.hall.lobby) == 0


@pytest.mark.parametrize("name", ["kept-open", "kept-delete", "kept-erase", "shelf", "again"])
def test_without_a_browser_secret_it_is_no_bug(book: VisitorBook, who: Visitor, name: str):
    try:
        click(book, who, name, owner="", id="0" * 32)
    except UserError as error:
        assert "찾지 못했어요" in error.message


@pytest.mark.parametrize(
    "plan",
    [
        {"limit_s": 10**400},
        {"limit_s": float("nan")},
        {"limit_s": float("inf")},
        {"count": [3]},
        {"count": {"a": {"b": []}}},
        {"family": "\ud800"},
        {"intro": {}},
        [[[[]]]] * 50,
    ],
)
def test_more_forged_plans(book: VisitorBook, who: Visitor, plan: Any):
    with pytest.raises(UserError, match="설정"):
        click(book, who, "open", plan=plan)
    assert len(book.hall.lobby) == 0
