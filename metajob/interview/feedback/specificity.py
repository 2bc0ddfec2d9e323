"""What of an answer can be checked: numbers with their unit, technologies and names."""

from __future__ import annotations

import re

from metajob.interview.feedback import cues
from metajob.interview.feedback.clauses import clauses
from metajob.interview.model import Remark
from metajob.text.quantities import quantities
from metajob.text.technology import techs

_MOST_QUOTES = 3
_SMALL = re.compile(
    r"^(?:한|하나|두|일)\s?\S{1,2}$"
)  # 한 번, 두 가지: a manner of speaking more often than a measure


def numbers(text: str) -> tuple[str, ...]:
    """Exact passages that state an amount with a unit, in order: digits, or number words as a transcript has them."""
    found = []
    for amount in quantities(text):
        word = amount.word.strip()
        if amount.unit and not _SMALL.match(word) and text[amount.start : amount.start + len(word)] == word:
            found.append(word)
    return tuple(dict.fromkeys(found))


def names(text: str) -> tuple[str, ...]:
    """Technologies and tools that are named, as written."""
    return tuple(dict.fromkeys(text[hit.start : hit.end] for hit in techs.find(text) if hit.known))


def remarks(text: str, wants_numbers: bool) -> list[Remark]:
    """One remark on how concrete the answer is. wants_numbers: the question asks for an experience."""
    told, named = numbers(text), names(text)
    if told:
        shown = ", ".join(f"‘{word}’" for word in told[:_MOST_QUOTES])
        return [
            Remark(
                key="specificity",
                level="good",
                text=f"{shown}처럼 수치를 들어 말했어요.",
                quotes=told[:_MOST_QUOTES],
            )
        ]
    if not wants_numbers:
        return []
    vague = [hit.text for hit in clauses(text) if cues.patterns()["vague"].search(hit.text)][:2]
    if named:
        shown = ", ".join(f"‘{word}’" for word in named[:_MOST_QUOTES])
        line = f"{shown}처럼 이름은 들었지만 수치가 없어요. 기간, 횟수, 전과 후 가운데 하나만 더해 보세요."
        return [Remark(key="specificity", level="gap", text=line, quotes=named[:_MOST_QUOTES])]
    line = "수치나 이름이 없어 크기를 알기 어려워요. 기간, 횟수, 전과 후 가운데 하나만 더해 보세요."
    return [Remark(key="specificity", level="gap", text=line, quotes=tuple(vague))]
