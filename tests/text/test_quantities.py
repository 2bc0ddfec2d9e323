"""Amounts in a text: a deed is none, days are."""

from __future__ import annotations

from fractions import Fraction

import pytest

from metajob.text.quantities import quantities


@pytest.mark.parametrize("text", ["제가 한 일은 조사였습니다", "직접 한 일, 맡은 일", "제가 한일은 적습니다"])
def test_a_deed_is_no_amount(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("이틀 걸렸어요", 2, "일"), ("하루 만에", 1, "일"), ("3일 동안", 3, "일"), ("삼 일 동안", 3, "일"),
        ("한 달 뒤", 1, "개월"), ("한 주 동안", 1, "주"), ("두 시간", 2, "시간"),
    ],
)  # fmt: skip
def test_time_is_still_counted(text: str, value: int, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.unit) == (Fraction(value), unit)
