"""Tokens and money: an estimate before anything is sent, and the price in won of what was used."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Tokens per character by script. On 20 Korean and English résumés and postings the sum is 0.9 to 1.4 times (median
# 1.1) what a public vocabulary of 262,000 tokens counts; smaller vocabularies need more for Korean. docs/llm.md.
_PER_CHARACTER = (
    (re.compile(r"[가-힣ㄱ-ㆎ一-鿿ぁ-ヿ]"), 0.85),
    (re.compile(r"[A-Za-z]"), 0.28),
    (re.compile(r"[0-9]"), 0.9),
    (re.compile(r"[ \t]"), 0.05),
    (re.compile(r"[^가-힣ㄱ-ㆎ一-鿿ぁ-ヿA-Za-z0-9 \t]"), 0.8),
)
_PER_MESSAGE = 6  # role and separators of one chat message


@dataclass(frozen=True)
class Tokens:
    """Tokens of one or more calls. counted: told by the server; otherwise estimated here."""

    input: int = 0
    output: int = 0
    counted: bool = True

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.input + other.input, self.output + other.output, self.counted and other.counted)


def tokens(text: str) -> int:
    """About how many tokens a text is: a sum over characters by script, rounded up."""
    total = sum(len(pattern.findall(text)) * weight for pattern, weight in _PER_CHARACTER)
    return int(total + 0.999)


def message_tokens(messages: list[dict[str, str]]) -> int:
    """About how many tokens a chat is when sent."""
    return sum(tokens(message["content"]) + _PER_MESSAGE for message in messages)


def won(used: Tokens, price_in: float | None, price_out: float | None) -> float | None:
    """The price of `used` in won; prices are won per million tokens. None when one of them is not set."""
    if price_in is None or price_out is None:
        return None
    return (used.input * price_in + used.output * price_out) / 1_000_000
