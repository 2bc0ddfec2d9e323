"""The timeline: lanes hold what was measured, say why where nothing was, and the picture is sound XML."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from metajob.interview.model import SaidWord, Turn
from metajob.interview.report.lanes import Lane, lanes, speaking_rates
from metajob.interview.report.timeline import svg
from tests.interview.samples import full_interview, typed_interview

TURNS = (*full_interview().turns, *typed_interview().turns)


def lane(turn: Turn, key: str) -> Lane:
    return next(each for each in lanes(turn) if each.key == key)


def test_lanes_hold_the_measured_times() -> None:
    turn = full_interview().turns[1]
    assert [bar.start for bar in lane(turn, "away").stretches] == [6.3, 15.0, 21.2]
    assert [bar.start for bar in lane(turn, "hand").stretches] == [17.0, 19.5]
    (pause,) = lane(turn, "pauses").stretches
    assert pause.strong
    assert pause.end - pause.start > 2.5
    assert "빠뜨려서" in lane(turn, "fillers").why
    assert [bar.label for bar in lane(full_interview().turns[0], "fillers").stretches] == ["어", "음"]


def test_what_was_not_measured_says_why() -> None:
    assert all(each.why == "글로 답했어요." for each in lanes(typed_interview().turns[0]))
    assert "어두워" in lane(full_interview().turns[5], "away").why
    assert "측정 안 함 · 시선이 벗어남" in svg(full_interview().turns[5], 330)


def test_rate_counts_spoken_syllables() -> None:
    words = [SaidWord(text="가나다라", start=float(at), end=at + 1.0) for at in range(10)]
    assert [(at, round(rate or 0, 3)) for at, rate in speaking_rates(words)] == [(0.0, 4.0), (5.0, 4.0)]
    ((_, rate),) = speaking_rates([SaidWord(text="3시", start=0.0, end=1.0)])
    assert rate == pytest.approx(2.0)
    assert speaking_rates([]) == ()


@pytest.mark.parametrize("width", [330, 700])
@pytest.mark.parametrize("clickable", [True, False])
@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.question.id)
def test_every_picture_is_sound_and_told_in_words(turn: Turn, clickable: bool, width: int) -> None:
    picture = svg(turn, width, clickable)
    root = ElementTree.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(space + "title")
    described = root.findtext(space + "desc") or ""
    assert all(each.title_ko in described for each in lanes(turn))
    assert "style=" not in picture
    bars = list(root.iter(space + "rect"))
    assert all(
        float(bar.get("x", 0)) >= 0 and float(bar.get("x", 0)) + float(bar.get("width", 0)) <= width
        for bar in bars
    )
    assert ("data-at" in picture) == (clickable and turn.voice is not None)
