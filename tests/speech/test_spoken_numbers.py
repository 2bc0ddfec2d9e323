"""Numbers in Korean words at their limits."""

from __future__ import annotations

import pytest

from metajob.speech.korean import numbers


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "영"), (10, "십"), (11, "십일"), (1000, "천"), (10_000, "만"), (11_000, "만천"), (20_000, "이만"),
        (110_000, "십일만"), (10_000_000, "천만"), (100_000_000, "일억"), (100_010_000, "일억 일만"),
        (10**12, "일조"), (10**15, "천조"), (1_0001, "만일"),
    ],
)  # fmt: skip
def test_sino(number: int, said: str) -> None:
    assert numbers.sino(number) == said


def test_native_words_end_at_99() -> None:
    assert [numbers.native(n) for n in (1, 3, 10, 20, 21, 44, 99)] == [
        "한",
        "세",
        "열",
        "스무",
        "스물한",
        "마흔네",
        "아흔아홉",
    ]
    for outside in (0, 100, -1):
        with pytest.raises(ValueError):
            numbers.native(outside)


def test_every_number_below_a_million_is_distinct() -> None:
    sample = range(0, 1_000_000, 37)
    assert len({numbers.sino(n) for n in sample}) == len(sample)


def test_identifiers_are_read_digit_by_digit() -> None:
    assert numbers.whole("007") == "공공칠"
    assert numbers.whole("20241234567") == "이공이사일이삼사오육칠"
    assert numbers.whole("9" * 40) == "구" * 40
