"""What the cards and sentences make of the own rows' numbers: intervals, shares of very few, thousands."""

from __future__ import annotations

import numpy as np
import pytest

from metajob.specs.cells import cell
from metajob.specs.model import Where
from metajob.specs.sentences import own_share, percent
from tabs.parts import specs_cards
from tests.specs.made import release


@pytest.mark.parametrize(
    ("share", "told"),
    [(0, "0%"), (1e-4, "0.1%"), (5 / 2000, "0.2%"), (0.452, "45%"), (0.9975, "99.8%"), (0.9999, "99.9%"), (1, "100%")],
)  # fmt: skip
def test_a_few_people_are_neither_nobody_nor_everybody(share: float, told: str) -> None:
    assert percent(share) == told


def test_what_few_of_many_have_is_not_told_as_nobody() -> None:
    rows = release(2000, jlpt=np.where(np.arange(2000) < 6, 4, 0), toeic=800)
    everyone = cell(rows, Where())
    assert everyone is not None
    told = everyone.metrics["jlpt"]
    assert own_share("jlpt", everyone, told.share or 0, told.answered) == (
        "이 앱에 등록된 합격자(전체) 2,000명 가운데 0.3%가 JLPT 급수를 갖고 있었어요."
    )
    assert "있음 0.3%" in specs_cards.own(everyone, "ko", False)


@pytest.mark.parametrize(("people", "told"), [(9, "중앙값 850점 ·"), (12, "중앙값 840점 (810점~870점)")])
def test_a_median_has_its_interval_from_ten_people(people: int, told: str) -> None:
    rows = release(people, toeic=850 + 20 * (np.arange(people) % 5 - 2))
    shown = specs_cards.own(cell(rows, Where()), "ko", False)
    assert told in shown
