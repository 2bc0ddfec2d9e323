"""A live interview under pressure: everything said twice, a full pool, a full disk, bugs, and an end in the middle."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from metajob.errors import Cancelled, InputError, StorageError, UserError
from metajob.interview import analysis, answering, room_files
from metajob.interview.answering import Given, Order
from metajob.interview.lobby import Lobby
from metajob.interview.model import Feedback, Plan, Question, Said, Turn
from metajob.interview.room import DESERTED_S, Room
from metajob.interview.signals import Row
from metajob.workers import Pool
from tests.interview.test_room import questions, until

FILM = b"\x1aE\xdf\xa3film"


def read(_order: Order, question: Question, given: Given, *_: object) -> Turn:
    """An answer's results without the work."""
    said = Said(text=f"{given.text} {len(given.rows)}", way=given.way)
    return Turn(question=question, said=said, feedback=Feedback(verdict="answered"))


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(1, 1)
    yield pool
    pool.close()


@pytest.fixture
def enter(tmp_path: Path, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Room]]:
    monkeypatch.setattr(answering, "clip", lambda _order, question, *_: f"mp4 of {question.id}".encode())
    monkeypatch.setattr(answering, "turn_of", read)
    monkeypatch.setattr(answering, "follow_up", lambda *_: None)
    clock = SimpleNamespace(now=100.0)
    rooms: list[Room] = []

    def new(film: bool = False) -> Room:
        folder = tmp_path / f"room{len(rooms)}"
        folder.mkdir()
        order = Order(Plan(count=3, intro=False), questions(), film=film)
        rooms.append(Room("token", folder, order, pool, lambda: clock.now))
        return rooms[-1]

    new.clock = clock  # type: ignore[attr-defined]
    yield new
    for room in rooms:
        room.close()


def answering_first(room: Room) -> Room:
    room.act("start")
    until(lambda: room.clip("q0"))
    until(lambda: room.clip("q1"))
    room.act("asked", "q0")
    return room


def test_an_answer_waits_for_its_place_when_the_workers_are_busy(enter, pool: Pool):
    room, go_on = answering_first(enter()), threading.Event()
    until(lambda: all(job.done for job in room._jobs))
    busy = [pool.run(go_on.wait), pool.run(go_on.wait)]
    room.answer("q0", Given("typed", text="답"))
    assert room.view()["question"]["id"] == "q1"
    assert room.working == 1
    go_on.set()
    until(lambda: all(job.done for job in busy))
    until(lambda: not room.working)
    assert room.interview("0" * 32).turns[0].said.text == "답 0"


def test_a_full_disk_costs_the_recording_but_not_the_answer(enter, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    room = answering_first(enter(film=True))
    monkeypatch.setattr(room_files, "write_whole", full)
    with pytest.raises(StorageError):
        room.answer("q0", Given("typed", text="답", film=FILM))
    until(lambda: not room.working)
    turn = room.interview("0" * 32).turns[0]
    assert (turn.said.text, turn.recording) == ("답 0", "")


def test_the_beginning_of_an_answer_said_twice_loses_nothing_that_was_seen(enter):
    room = answering_first(enter())
    room.rows([Row(t=0.1, faces=1), Row(t=0.2, faces=1)], "q0")
    for _ in range(2):
        room.act("asked", "q0")
    room.act("resume", "q0")
    assert room.rows([Row(t=0.3, faces=1)], "q0")["n"] == 3
    room.act("repeat", "q0")
    room.act("asked", "q0")
    assert room.rows([Row(t=0.1, faces=1)], "q0")["n"] == 1, "this one begins anew"


def test_rows_for_no_question_are_not_even_remembered(enter):
    room = answering_first(enter())
    for number in range(50):
        room.rows([Row(t=0.1, faces=1)], f"forged{number}")
    room.rows([], "q0")
    assert not room._watching._by_browser
    assert set(room._watching._rows) <= {"q0"}


def test_whether_an_answer_is_awaited(enter):
    room = answering_first(enter())
    assert room.awaits("q0")
    room.act("pause", "q0")
    with pytest.raises(InputError, match="멈춰"):
        room.awaits("q0")
    room.act("resume", "q0")
    room.answer("q0", Given("typed", text="답"))
    assert not room.awaits("q0")
    room.act("skip", "q1")
    for other in ("q1", "q9", ""):
        with pytest.raises(InputError):
            room.awaits(other)
    room.act("stop")
    assert room.awaits("q2"), "it was cut short, its answer may be on its way"


def test_a_bug_in_a_clip_leaves_the_words(enter, monkeypatch: pytest.MonkeyPatch):
    room = enter()
    monkeypatch.setattr(answering, "clip", lambda *_: 1 / 0)
    room.prepare()
    until(lambda: room.view()["prepared"])
    with pytest.raises(UserError):
        room.clip("q0")


def test_a_film_without_sound_is_told_and_does_not_pend_for_ever(monkeypatch: pytest.MonkeyPatch):
    question = questions()[0]
    monkeypatch.setattr(analysis, "analyse", lambda *_, **__: Turn(question=question))
    turn = answering.turn_of(Order(Plan(), (question,)), question, Given("upload", b"film"))
    assert turn.said is not None and turn.feedback is not None
    assert turn.feedback.verdict == "empty"
    assert "소리가 없어서" in turn.said.warnings[0]


def test_what_is_written_after_the_end_is_gone(enter, monkeypatch: pytest.MonkeyPatch):
    """A clip whose work cannot be stopped any more, as the person leaves."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(_order: Order, _question: Question, folder: Path, *_: object) -> bytes:
        begun.set()
        go_on.wait(10)
        folder.mkdir(parents=True)
        (folder / "clip.mp4").write_bytes(b"a quote of the document")
        return b"mp4"

    room = enter(film=True)
    monkeypatch.setattr(answering, "clip", slow)
    room.prepare()
    begun.wait(10)
    room.close()
    shutil.rmtree(room.folder)  # as the lobby does
    go_on.set()
    until(lambda: all(job.done for job in room._jobs))
    assert not room.folder.exists()
    with pytest.raises(Cancelled):
        room.files.keep_film("q0", FILM)
    assert not room.folder.exists()


def test_deleted_recordings_do_not_come_back(enter):
    room = answering_first(enter(film=True))
    room.answer("q0", Given("typed", text="답", film=FILM))
    room.keep_film("q0", b"\0\0\0\x18ftypmp42")  # once more, in another format
    assert [file.name for file in (room.folder / "film").iterdir()] == ["q0.mp4"]
    room.drop_films()
    with pytest.raises(InputError):
        room.keep_film("q0", FILM)
    assert room.film("q0") is None


def test_half_an_hour_of_silence(enter):
    room = answering_first(enter())
    enter.clock.now += DESERTED_S - 1
    room.view()
    room.rows([], "q0")
    assert not room.deserted
    enter.clock.now += 2
    assert room.deserted
    room.act("repeat", "q0")
    assert not room.deserted


def test_a_resting_room_can_be_looked_at_without_a_seat(tmp_path: Path, enter):
    lobby: Lobby[Room] = Lobby(tmp_path / "rooms", 1)
    made = lobby.enter(lambda token, folder: Room(token, folder, enter().order, enter()._pool))
    lobby.detach(made.token)
    lobby.enter(lambda token, folder: Room(token, folder, enter().order, enter()._pool))
    with pytest.raises(UserError):
        lobby.of(made.token)
    assert lobby.look(made.token) is made
    assert lobby.look("x") is None
    assert lobby.look(None) is None
    assert len(lobby) == 1
    lobby.close()
    assert lobby.look(made.token) is None


def test_a_question_does_not_wait_for_long_answers(tmp_path: Path, enter, pool: Pool):
    go_on, clips, folder = threading.Event(), Pool(1, 5), tmp_path / "own"
    folder.mkdir()
    busy = [pool.run(go_on.wait), pool.run(go_on.wait)]
    room = Room("token", folder, enter().order, pool, clips=clips)
    room.prepare()
    until(lambda: room.view()["prepared"], 5)
    go_on.set()
    until(lambda: all(job.done for job in busy))
    clips.close()


def test_what_was_said_stays_when_its_feedback_fails(monkeypatch: pytest.MonkeyPatch):
    question = questions()[0]
    for module in ("feedback.rules.review", "behaviour.observe"):
        monkeypatch.setattr(f"metajob.interview.{module}", lambda *_: 1 / 0)
    turn = analysis.analyse(question, text="저는 했습니다.", rows=[Row(t=0.1, faces=1)], way="typed")
    assert turn.said is not None and turn.said.text == "저는 했습니다."
    assert turn.behaviour is None
    assert turn.feedback is not None and turn.feedback.notes
