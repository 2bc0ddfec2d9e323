"""The course of an interview: the clock, skipping, repeating, stopping, follow-ups, and events that come twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from metajob.errors import InputError
from metajob.interview.model import Plan, Said, Strictness, Turn
from metajob.interview.session import FOLLOW_UPS, MAX_REPEATS, Session
from tests.interview.talks import follow_up, question, turn


def new(count: int = 3, strictness: Strictness = "standard") -> Session:
    questions = tuple(question(f"q{n}") for n in range(1, count + 1))
    return Session(Plan(count=3, limit_s=60, strictness=strictness), questions)


def answering(**changes: Any) -> Session:
    session = new(**changes)
    session.start(0)
    session.asked(5, "q1")
    return session


def test_from_the_first_question_to_the_end() -> None:
    session = new()
    assert session.next_up() == session.questions[0]
    assert session.view(0)["phase"] == "ready"
    session.start(0)
    for n in (1, 2, 3):
        view = session.view(n * 100)
        assert (view["phase"], view["number"], view["total"]) == ("asking", n, 3)
        assert view["question"] == {"id": f"q{n}", "text": f"q{n}번 질문이에요?", "follow_up": False}
        session.asked(n * 100, f"q{n}")
        assert session.submit(n * 100 + 20, f"q{n}", "voice") == f"q{n}"
    view = session.view(400)
    assert (view["phase"], view["question"], view["answered"], view["pending"]) == ("done", None, 3, 3)
    assert session.next_up() is None


def test_results_arrive_after_the_end_in_any_order() -> None:
    session = answering(count=2)
    session.submit(10, "q1", "voice")
    session.submit(20, "q2", "typed")
    session.fill("q2", turn("other", "두 번째"))
    assert session.pending == ("q1",)
    session.fill("q1", turn("q1", "첫 번째"))
    session.fill("q1", turn("q1", "첫 번째, 더 자세히"))  # the model's, later
    kept = session.interview("a" * 32, "2026-11-22T09:00:00+00:00", company="하늘테크")
    assert [(one.question.id, one.said and one.said.text) for one in kept.turns] == [
        ("q1", "첫 번째, 더 자세히"),
        ("q2", "두 번째"),
    ]
    with pytest.raises(InputError):
        session.fill("q9", turn("q9"))
    with pytest.raises(ValueError, match="wait"):
        session.fill("q1", Turn(question=question()))


def test_the_clock() -> None:
    session = new()
    assert session.remaining(0) is None
    session.start(0)
    assert session.remaining(50) == 60  # stands while the question is asked
    session.asked(50, "q1")
    assert session.remaining(60) == 50
    assert session.remaining(40) == 60  # a clock that goes back takes nothing away
    session.pause(70)
    assert (session.remaining(500), session.view(500)["phase"]) == (60, "paused")  # begins anew
    session.resume(1000)
    assert session.remaining(1010) == 50
    assert (session.remaining(1060), session.remaining(9999)) == (0, 0)
    assert session.submit(5000, "q1", "camera") == "q1"  # late, and counts
    assert session.remaining(5000) == 60


def test_repeating_starts_the_answer_anew_but_not_for_ever() -> None:
    session = answering()
    for left in (1, 0):
        session.repeat(50, "q1")
        session.repeat(51, "q1")  # the event came twice
        assert (session.phase, session.view(51)["repeats_left"], session.remaining(52)) == (
            "asking",
            left,
            60,
        )
        session.asked(55, "q1")
    with pytest.raises(InputError, match=f"{MAX_REPEATS}번까지"):
        session.repeat(60, "q1")
    assert session.phase == "answering"
    session.skip(70, "q1")
    assert session.view(70)["repeats_left"] == MAX_REPEATS


@pytest.mark.parametrize(
    "again",
    [
        lambda s: s.start(99),
        lambda s: s.asked(99, "q1"),
        lambda s: s.asked(99, "q2"),
        lambda s: s.submit(99, "q1", "voice"),
        lambda s: s.skip(99, "q1"),
        lambda s: s.repeat(99, "q1"),
        lambda s: s.pause(99, "q1"),
        lambda s: s.resume(99, "q1"),
        lambda s: s.resume(99, "q2"),
    ],
)
def test_an_event_that_comes_again_changes_nothing(again: Callable[[Session], object]) -> None:
    session = answering()
    session.submit(20, "q1", "voice")
    session.asked(30, "q2")
    before = session.dump(40)
    assert again(session) in {None, ""}
    assert session.dump(40) == before


def test_an_answer_to_a_skipped_question_is_refused() -> None:
    session = answering()
    session.skip(10, "q1")
    with pytest.raises(InputError, match="건너뛴"):
        session.submit(11, "q1", "voice")
    assert session.interview("a" * 32, "x").turns[0].said == Said(text="", way="skipped")


@pytest.mark.parametrize(
    "early",
    [
        lambda s: s.asked(0, "q1"),
        lambda s: s.submit(0, "q1", "voice"),
        lambda s: s.submit(0, "", "voice"),
        lambda s: s.skip(0, "q1"),
        lambda s: s.repeat(0),
        lambda s: s.pause(0),
        lambda s: s.resume(0),
        lambda s: s.fill("q1", Turn(question=question())),
    ],
)
def test_too_early_or_too_late_is_refused(early: Callable[[Session], object]) -> None:
    for session in (new(), new()):
        with pytest.raises(InputError):
            early(session)
        assert session.view(0) == new().view(0)
        session.stop(0)
        with pytest.raises(InputError):
            early(session)


@pytest.mark.parametrize("id", ["", "q3", "q9", None, ["q1"], {}])
def test_ids_that_were_not_asked_are_refused(id: Any) -> None:
    session = answering()
    before = session.dump(6)
    for call in (session.asked, session.skip, lambda now, id: session.submit(now, id, "voice")):
        with pytest.raises(InputError):
            call(6, id)
    assert session.dump(6) == before


def test_while_paused_nothing_is_answered() -> None:
    session = answering()
    session.pause(10)
    for call in (
        lambda: session.submit(11, "q1", "voice"),
        lambda: session.skip(11, "q1"),
        lambda: session.repeat(11),
    ):
        with pytest.raises(InputError, match="멈춰"):
            call()
    session.resume(12)
    assert session.submit(13, "q1", "voice") == "q1"


def test_pausing_while_it_is_asked_asks_it_again() -> None:
    session = new()
    session.start(0)
    session.pause(1)
    session.resume(2)
    assert (session.phase, session.remaining(50)) == ("asking", 60)


def test_stopping_takes_the_open_question_out_unless_its_answer_still_arrives() -> None:
    session = answering()
    session.submit(20, "q1", "voice")
    session.asked(25, "q2")
    session.stop(30)
    session.stop(31)
    assert [one.question.id for one in session.interview("a" * 32, "x").turns] == ["q1"]
    assert session.skip(32, "q2") == ""
    assert session.submit(33, "q2", "voice") == "q2"
    assert session.submit(34, "q2", "voice") == ""
    assert session.pending == ("q1", "q2")
    assert len(session.interview("a" * 32, "x").turns) == 2


def test_a_follow_up_comes_before_the_next_planned_question() -> None:
    session = answering()
    assert not session.offer(follow_up("q1"))  # not answered yet
    session.submit(20, "q1", "voice")
    assert session.offer(follow_up("q1"))
    assert session.next_up() == follow_up("q1")
    session.asked(25, "q2")
    session.submit(30, "q2", "voice")
    view = session.view(31)
    assert (view["number"], view["question"]["id"], view["question"]["follow_up"]) == (2, "f-q1", True)
    session.skip(35, "f-q1")
    assert session.current == session.questions[2]


def test_follow_ups_that_are_not_taken() -> None:
    session = answering()
    session.skip(10, "q1")
    assert not session.offer(follow_up("q1"))  # nothing was said
    session.submit(20, "q2", "voice")
    assert not session.offer(question("x"))
    assert not session.offer(follow_up("q2", id="q3"))
    assert not session.offer(follow_up("q2").model_copy(update={"text": " "}))
    assert session.offer(follow_up("q2"))
    assert not session.offer(follow_up("q2", id="another"))
    session.stop(30)
    assert session.next_up() is None
    assert not session.offer(follow_up("q1"))


@pytest.mark.parametrize(("strictness", "most"), FOLLOW_UPS.items())
def test_no_more_follow_ups_than_the_strictness_allows(strictness: Strictness, most: int) -> None:
    session = answering(count=7, strictness=strictness)
    for n in range(1, 7):
        session.submit(n, f"q{n}", "voice")
        session.offer(follow_up(f"q{n}"))
        while session.current and session.current.origin == "follow_up":
            session.skip(n, session.current.id)
    assert sum(one.question.origin == "follow_up" for one in session.turns) + len(session.offered) == most


def test_it_survives_as_json() -> None:
    session = answering()
    session.submit(20, "q1", "voice")
    session.offer(follow_up("q1"))
    session.fill("q1", turn("q1"))
    session.asked(30, "q2")
    again = Session.load(json.loads(json.dumps(session.dump(40))), now=7000)
    assert again.view(7000) == session.view(40)
    assert again.remaining(7010) == 40
    assert again.submit(7010, "q2", "voice") == "q2"
    assert again.current == follow_up("q1")


@pytest.mark.parametrize(
    "broken",
    [None, [], {}, {"phase": "asking"}, new().dump(0) | {"phase": "asking"}, new().dump(0) | {"taken": -1}],
)
def test_something_else_than_a_session_is_refused(broken: Any) -> None:
    with pytest.raises(InputError, match="이어서"):
        Session.load(broken, 0)


def test_an_interview_needs_questions_with_own_ids() -> None:
    for wrong in ((), (question("a"), question("a"))):
        with pytest.raises(ValueError, match="question"):
            Session(Plan(), wrong)
