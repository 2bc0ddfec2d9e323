"""Money and tokens told before anything is sent."""

from __future__ import annotations

import pytest

from metajob.llm.cost import Tokens, message_tokens, tokens, won


def test_korean_takes_more_tokens_than_english() -> None:
    korean, english = "응답 시간을 크게 줄였습니다", "reduced response time a lot"
    assert tokens(korean) > tokens(english) > 0
    assert tokens("") == 0
    assert tokens("글" * 1000) == 10 * tokens("글" * 100)
    assert message_tokens([{"role": "user", "content": korean}]) > tokens(korean)


def test_price_in_won() -> None:
    assert won(Tokens(2_000_000, 500_000), 3000.0, 12_000.0) == pytest.approx(12_000.0)
    assert won(Tokens(1000, 1000), None, 12_000.0) is None
    assert won(Tokens(1000, 1000), 0.0, 0.0) == 0.0
