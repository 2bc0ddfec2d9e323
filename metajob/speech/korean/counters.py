"""Chooses native or Sino-Korean numbers by the counter behind them, with the words around (data/counting.tsv)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from metajob.speech.korean import dates, numbers
from metajob.speech.korean.symbols import is_hangul, rows

_LONGEST = 4
# what may follow a counter that is written apart from its number; anything else makes it part of a longer word
_AFTER_SPACED = frozenset(
    "이가을를은는의에로으와과도만까부씩정당쯤간마짜나여째인입중안전후내용규차였했란라며보처"
)


# "5대 로펌" is a ranking, "5대 있다" is a count
_RANKED = re.compile(
    r" (?!있|없|이상|이하|정도|중|모두|구매|구입|설치|운영|도입|구축|추가|판매|사용|생산|규모)[가-힣]{2}"
)


@dataclass(frozen=True)
class Counter:
    """One row of the table."""

    word: str
    system: str
    limit: int
    sino_before: tuple[str, ...]
    sino_after: tuple[str, ...]
    native_before: tuple[str, ...]


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split(",") if word)


@functools.cache
def _table() -> dict[str, Counter]:
    table = {}
    for row in rows("counting"):
        word, system, limit, before, after, native = (*row, "", "", "", "", "")[:6]
        table[word] = Counter(word, system, int(limit), _words(before), _words(after), _words(native))
    return table


def find(text: str, i: int, spaced: bool) -> Counter | None:
    """The longest counter that text has at i. spaced: a blank stands between it and its number."""
    for length in range(_LONGEST, 0, -1):
        counter = _table().get(text[i : i + length])
        if counter and len(counter.word) == length:
            following = text[i + length : i + length + 1]
            if spaced and is_hangul(following) and following not in _AFTER_SPACED:
                continue
            return counter
    return None


def _is_native(counter: Counter, number: int, before: str, after: str) -> bool:
    previous = before.rstrip()
    if counter.system == "sino":
        return number <= 20 and previous.endswith(counter.native_before) if counter.native_before else False
    if previous.endswith(counter.sino_before) if counter.sino_before else False:
        return False
    following = after.lstrip()
    if counter.word == "대":
        if counter.native_before and _ends_with_thing(previous, counter.native_before):
            return True
        if number % 10 == 0 or re.match(r"\s?\d", after) or _RANKED.match(after):
            return False
    return not (counter.sino_after and following.startswith(counter.sino_after))


def _ends_with_thing(previous: str, things: tuple[str, ...]) -> bool:
    bare = re.sub(r"[은는이가을를도만]$", "", previous[-12:])
    return previous.endswith(things) or bare.endswith(things)


def say(number: int, spoken: str, counter: Counter, before: str, after: str) -> str:
    """The number with its counter; native words stand apart from it, as they are written.

    spoken: the Sino-Korean reading of the number. before, after: the text around both.
    """
    if counter.system == "month":
        return dates.month(number) if 1 <= number <= 12 else spoken + counter.word
    if counter.system == "ordinal":
        return f"{numbers.ordinal(number) if number else spoken} {counter.word}"
    if is_native(number, counter, before, after):
        return f"{numbers.native(number)} {counter.word}"
    return spoken + counter.word


def is_native(number: int, counter: Counter, before: str = "", after: str = "") -> bool:
    """Whether the number takes native words before this counter."""
    limit = counter.limit if counter.system == "native" else 20
    return 1 <= number <= min(limit, 99) and _is_native(counter, number, before, after)
