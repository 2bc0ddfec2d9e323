"""The live cue: rare, late, and only what is plainly so."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest

from metajob.interview.live import CueKey, Shown, cue
from metajob.interview.signals import Row
from tests.interview.motions import filmed


def played(rows: list[Row]) -> list[Shown]:
    """All cues of an answer, asked after every frame as the server does."""
    shown: list[Shown] = []
    for i in range(1, len(rows) + 1):
        key = cue(rows[:i], shown)
        if key:
            shown.append((rows[i - 1].t, key))
    return shown


@pytest.mark.parametrize(
    ("motion", "key"),
    [
        ({"away": [(8, 20)]}, "look"),
        ({"gone": [(8, 14)]}, "nobody"),
        ({"light": 20.0}, "dark"),
        ({"two": [(8, 16)]}, "two"),
        ({"size": 0.06}, "closer"),
        ({"calm": True}, "still"),
    ],
)
def test_what_is_wrong_is_said_once(motion: dict[str, Any], key: CueKey) -> None:
    shown = played(filmed(20, **motion))
    assert [given for _, given in shown] == [key]
    assert shown[0][0] >= 5


def test_a_good_answer_is_left_alone() -> None:
    short_looks = [(8.0, 10.0), (14.0, 16.5), (22.0, 23.0)]
    assert played(filmed(40, away=short_looks, blinks=[6, 9, 12, 20, 30], nods=[18])) == []


def test_cues_are_rare_even_when_everything_is_wrong() -> None:
    shown = played(filmed(180, away=[(6, 180)], light=20.0, fps=3))
    assert len(shown) == 3
    assert all(later[0] - earlier[0] >= 20 for earlier, later in pairwise(shown))


def test_no_rows_and_one_row_give_no_cue() -> None:
    assert cue([]) == ""
    assert cue([Row(t=30.0, faces=0)]) == ""


def test_it_is_cheap_late_in_a_long_answer() -> None:
    rows = filmed(600, away=[(590, 600)])
    start = time.process_time()
    for _ in range(20):
        cue(rows)
    assert (time.process_time() - start) / 20 < 0.005
