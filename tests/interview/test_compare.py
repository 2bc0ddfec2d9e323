"""Progress: which earlier interviews count, in which order, and what each value is."""

from __future__ import annotations

import pytest

from metajob.interview.compare import ProgressKey, ProgressRow, progress
from metajob.interview.model import Interview, Said, Turn
from tests.interview.talks import interview, judged, question, seen, turn, voice


def rows(now: Interview, *earlier: Interview) -> dict[ProgressKey, ProgressRow]:
    return {row.key: row for row in progress(now, earlier)}


def skipped(id: str = "q9") -> Turn:
    return Turn(question=question(id), said=Said(text="", way="skipped"))


def test_values_now() -> None:
    now = interview(
        1,
        (
            turn("q1", voice=voice(300, 2, pauses=2), behaviour=seen(0.1, seconds=30), feedback=judged(4)),
            Turn(
                question=question("q2"),
                said=Said(text="길게 답했어요", way="camera", seconds=90),
                voice=voice(340, 6),
                behaviour=seen(0.5, coverage=0.5, seconds=60),
                feedback=judged(1, "off_topic"),
            ),
            skipped(),
            turn("q4", "", feedback=judged(0, "empty")),
        ),
    )
    found = {key: row.now for key, row in rows(now).items()}
    assert found == pytest.approx(
        {
            "answered": 0.5,
            "on_topic": 0.5,
            "star": 2.5,
            "seconds": 60,
            "speaking_rate": (300 * 30 + 340 * 90) / 120,
            "fillers": (2 * 30 + 6 * 90) / 120,
            "long_pauses": 1,
            "away": 0.3,
        }
    )


def test_what_was_not_measured_is_left_out() -> None:
    typed = Turn(question=question("q1"), said=Said(text="글로 답했어요", way="typed"))
    assert set(rows(interview(1, (typed,)))) == {"answered"}
    assert rows(interview(1, ())) == {}
    blind = turn("q1", voice=voice(rate=None, fillers=None), behaviour=seen(None, coverage=0))
    assert set(rows(interview(1, (blind,)))) == {"answered", "seconds", "long_pauses"}


def test_a_row_stays_when_it_was_measured_before() -> None:
    before = interview(1, (turn("q1", behaviour=seen(0.4)),))
    row = rows(interview(2), before)["away"]
    assert (row.now, row.before) == (None, ((before.created, 0.4),))


def test_the_most_alike_come_first_then_the_newest() -> None:
    now = interview(9, family="backend", strictness="tough")
    plans = {
        1: {"family": "sales", "strictness": "mild"},
        2: {"family": "backend", "strictness": "tough"},
        3: {"family": "sales", "strictness": "tough"},
        4: {"family": "backend", "strictness": "tough"},
        5: {"family": "backend", "strictness": "mild"},
        6: {"family": "finance", "strictness": "standard"},
    }
    earlier = [interview(n, **plan) for n, plan in plans.items()]
    before = rows(now, *earlier)["seconds"].before
    assert [created[8:10] for created, _ in before] == ["04", "02", "03", "05", "06"]


def test_later_ones_and_itself_do_not_count() -> None:
    now = interview(5)
    offset = interview(5).model_copy(update={"id": "f" * 32, "created": "2026-11-05T17:30:00+09:00"})
    broken = interview(3).model_copy(update={"created": "yesterday"})
    before = rows(now, now, interview(6), offset, broken)["answered"].before
    assert before == ((offset.created, 1.0), ("yesterday", 1.0))


def test_there_is_no_total() -> None:
    keys = set(rows(interview(2, (turn("q1", voice=voice(), behaviour=seen(0.1), feedback=judged(2)),))))
    assert keys == {
        "answered", "on_topic", "star", "seconds", "speaking_rate", "fillers", "long_pauses", "away",
    }  # fmt: skip
