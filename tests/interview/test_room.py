"""A live interview from start to end with typed answers: clips ahead, results, follow-ups, frames, and its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import pytest
from skimage import data as pictures

from metajob.errors import InputError, UserError
from metajob.interview import answering
from metajob.interview.answering import Given, Order
from metajob.interview.model import Plan, Question
from metajob.interview.room import Room
from metajob.interview.watching import CHECK
from metajob.workers import Pool

GOOD = (
    "작년에 주문 서비스의 응답이 3초까지 느려졌습니다. 저는 원인을 찾는 일을 맡았습니다. 제가 요청을 단계별로 재어 "
    "보고 재고 조회를 캐시로 바꾸었습니다. 그 결과 응답 시간이 3초에서 1초로 줄었습니다."
)
THIN = "저희 팀이 다 같이 주문 서비스를 새로 만들었습니다. 여러 가지를 고치고 테스트를 했습니다."


def questions(count: int = 3) -> tuple[Question, ...]:
    return tuple(
        Question(
            id=f"q{number}",
            text="주문 서비스를 만들면서 가장 어려웠던 일은 무엇이었나요?",
            topic="result",
            shape="experience",
            origin="bank",
        )
        for number in range(count)
    )


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(2, 20)
    yield pool
    pool.close()


@pytest.fixture
def enter(tmp_path: Path, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Room]]:
    """A room whose clips are made at once."""
    monkeypatch.setattr(answering, "clip", lambda _order, question, *_: f"mp4 of {question.id}".encode())
    rooms = []

    def new(film: bool = False, **plan: object) -> Room:
        folder = tmp_path / f"room{len(rooms)}"
        folder.mkdir()
        order = Order(Plan(count=3, intro=False, **plan), questions(), film=film)
        rooms.append(Room(f"token{len(rooms)}", folder, order, pool))
        return rooms[-1]

    yield new
    for room in rooms:
        room.close()


def until(true: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def jpeg() -> bytes:
    picture = cv2.resize(pictures.astronaut(), (320, 240))[:, :, ::-1]
    return cv2.imencode(".jpg", picture)[1].tobytes()


def say(room: Room, text: str) -> str:
    id = room.session.current.id
    until(lambda: room.clip(id))
    room.act("asked", id)
    room.answer(id, Given("typed", text=text))
    return id


def test_an_interview_from_start_to_end(enter):
    room = enter(strictness="mild")
    room.prepare()
    until(lambda: room.view()["prepared"])
    room.act("start")
    until(lambda: room.clip("q0"))
    until(lambda: room.clip("q1"))  # made while the first one is answered
    first = say(room, THIN)
    until(lambda: not room.working)
    said = []
    while room.session.phase != "done":
        said.append(say(room, GOOD))
        until(lambda: not room.working)
    made = room.interview("0" * 32)
    assert [turn.question.id for turn in made.turns] == [first, *said]
    follow_ups = [turn.question for turn in made.turns if turn.question.origin == "follow_up"]
    assert [question.parent for question in follow_ups] == [first], "what the thin answer lacked was asked"
    by_id = {turn.question.id: turn for turn in made.turns}
    assert by_id["q1"].said.text == GOOD
    assert by_id["q1"].feedback.verdict == "answered"
    assert {one.part for one in by_id["q1"].feedback.star if one.quote} == {
        "situation",
        "task",
        "action",
        "result",
    }
    assert sum(bool(one.quote) for one in by_id["q0"].feedback.star) < 4


def test_an_answer_said_twice_counts_once(enter):
    room = enter()
    room.act("start")
    id = say(room, GOOD)
    room.answer(id, Given("typed", text="다른 답변입니다."))
    until(lambda: not room.working)
    assert room.session.number == 2
    assert room.interview("0" * 32).turns[0].said.text == GOOD


def test_silence_and_what_cannot_be_read_are_told(enter):
    room = enter()
    room.act("start")
    say(room, "  ")
    id = room.session.current.id
    room.act("asked", id)
    room.answer(id, Given("voice", data=b"this is no recording"))
    until(lambda: not room.working)
    empty, broken = room.interview("0" * 32).turns
    assert (empty.feedback.verdict, broken.feedback.verdict) == ("empty", "empty")
    assert broken.feedback.notes


def test_a_bug_in_one_answer_does_not_end_the_interview(enter, monkeypatch: pytest.MonkeyPatch):
    from metajob.interview import analysis

    room = enter()
    room.act("start")
    monkeypatch.setattr(analysis, "analyse", lambda *_, **__: 1 / 0)
    say(room, GOOD)
    until(lambda: not room.working)
    assert room.interview("0" * 32).turns[0].feedback.notes == ("답변을 살펴보다가 문제가 생겼어요.",)
    assert room.session.phase == "asking"


def test_a_question_without_a_clip_is_told_as_text(enter, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> bytes:
        raise UserError("말할 수 없어요.")

    room = enter()
    monkeypatch.setattr(answering, "clip", broken)
    room.prepare()
    until(lambda: room.view()["prepared"])
    with pytest.raises(UserError, match="말할 수 없어요"):
        room.clip("q0")


def test_frames_count_only_while_the_question_is_answered(enter):
    room = enter()
    assert room.frame(jpeg(), 0.0, CHECK) == {"n": 0, "face": 1, "cue": ""}
    room.act("start")
    assert room.frame(jpeg(), 0.1, "q0")["n"] == 0, "it is still being asked"
    until(lambda: room.clip("q0"))
    room.act("asked", "q0")
    assert [room.frame(jpeg(), t, "q0")["n"] for t in (0.1, 0.3, 0.5)] == [1, 2, 3]
    assert room.frame(jpeg(), 0.5, "q0")["n"] == 3, "the same moment again"
    assert room.frame(jpeg(), 0.7, "q1")["n"] == 0, "another question"
    room.answer("q0", Given("typed", text=GOOD))
    until(lambda: not room.working)
    seen = room.interview("0" * 32).turns[0].behaviour
    assert seen is not None
    assert seen.producer == "server"


def test_bad_frames_are_refused(enter):
    room = enter()
    for bad in (b"", b"GIF89a", jpeg()[:40], jpeg() + bytes(200_000)):
        with pytest.raises(InputError):
            room.frame(bad, 0.1, "q0")


def test_recordings_stay_only_when_wanted(enter):
    keeps, drops = enter(film=True), enter(film=False)
    for room in (keeps, drops):
        room.act("start")
        until(lambda room=room: room.clip("q0"))
        room.act("asked", "q0")
        room.answer("q0", Given("typed", text=GOOD, film=b"\x1aE\xdf\xa3film"))
        until(lambda room=room: not room.working)
    assert keeps.film("q0").read_bytes() == b"\x1aE\xdf\xa3film"
    assert keeps.interview("0" * 32).turns[0].recording == "q0.webm"
    assert drops.film("q0") is None
    keeps.drop_films()
    assert keeps.film("q0") is None
    assert keeps.interview("0" * 32).turns[0].recording == ""


def test_after_the_end_nothing_is_written(enter):
    room = enter(film=True)
    room.act("start")
    room.frame(jpeg(), 0.1, CHECK)
    room.close()
    before = sorted(room.folder.rglob("*"))
    with pytest.raises(InputError):
        room.frame(jpeg(), 0.3, "q0")
    room.prepare()
    assert sorted(room.folder.rglob("*")) == before
    assert room._watching._tracker is None
    room.close()


@pytest.mark.parametrize("name", ["fly", "", "answer"])
def test_unknown_acts_are_refused(enter, name: str):
    with pytest.raises(InputError):
        enter().act(name)


def test_the_operators_video_engine_shows_the_questions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """An engine that cannot be used is replaced by the drawn one, so the setting alone is what counts here."""
    from metajob.interviewer import clips
    from metajob.settings import settings

    asked: dict[str, object] = {}

    def make(text: str, *_: object, **options: object) -> object:
        asked.update(options)
        raise UserError(text)

    monkeypatch.setattr(clips, "make", make)
    monkeypatch.setenv("METAJOB_INTERVIEW_VIDEO", "musetalk")
    settings.cache_clear()
    try:
        with pytest.raises(UserError):
            answering.clip(Order(Plan(), questions()), questions()[0], tmp_path)
    finally:
        settings.cache_clear()
    assert asked["video_engine"] == "musetalk"
    assert asked["deadline"] == answering.VIDEO_S
