"""Cuts a spoken answer into clauses by its endings, for transcripts have no dependable punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from metajob.text.morphs import kiwi

_FINAL = re.compile(r"(?:[습ᆸ]니다|[습ᆸ]니까|[어아여]요|거든요|네요|데요|고요|더라고요|죠|지요)$")
_AFTER_PAST = frozenset(("고", "는데", "지만", "더니", "으나", "으며"))
_ALWAYS = frozenset(("는데", "ᆫ데", "은데", "지만", "거든", "고요", "거든요", "더니"))
_LONG = frozenset(("고", "어서", "아서", "니까", "으니까", "면서", "며"))
_LONG_AFTER = 30  # characters from which a plain connective is a border too
_STARTERS = frozenset(
    (
        "그래서",
        "그리고",
        "그런데",
        "근데",
        "하지만",
        "그러나",
        "그래도",
        "또",
        "또한",
        "결국",
        "대신",
        "다만",
        "그러다가",
    )
)
_LEAST = 6  # characters; what is shorter belongs to the clause before
_MOST_TEXT = 20_000  # characters that are read


class Token(NamedTuple):
    """One morpheme at text[start:end]. tag: kiwipiepy's; lemma: dictionary form without 다 for verbs."""

    form: str
    tag: str
    lemma: str
    start: int
    end: int


@dataclass(frozen=True)
class Clause:
    """text[start:end] of the answer, without blanks around it, and its morphemes."""

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses in order. Cut after sentence endings, after 는데/지만/더니, after 고 of a past verb, after other
    connectives once a clause is 30 characters long, and before words like 그래서. Reads 20,000 characters."""
    return _clauses(text[:_MOST_TEXT])


@lru_cache(maxsize=8)
def _clauses(text: str) -> tuple[Clause, ...]:
    tokens = _tokens(text)
    parts: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        here = parts[-1]
        if here and _opens(token, here):
            parts.append(here := [])
        here.append(token)
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is not None and _closes(here, following):
            parts.append([])
    merged: list[list[Token]] = []
    for part in parts:
        if merged and part and part[-1].end - part[0].start < _LEAST and not _ended(merged[-1]):
            merged[-1] += part
        elif part:
            merged.append(part)
    made = (
        Clause(part[0].start, part[-1].end, text[part[0].start : part[-1].end], tuple(part))
        for part in merged
    )
    return tuple(clause for clause in made if re.search(r"\w", clause.text))


def _tokens(text: str) -> list[Token]:
    found = []
    for token in kiwi().tokenize(text.replace("\n", " ")):
        lemma = token.lemma.removesuffix("다") if token.tag[0] == "V" and len(token.lemma) > 1 else token.form
        found.append(Token(token.form, token.tag, lemma, token.start, token.start + token.len))
    return found


def _closes(here: list[Token], following: Token) -> bool:
    """Whether a clause ends with the last token of `here`."""
    last = here[-1]
    if following.form == "요" and following.start == last.end:
        return False
    if following.tag in {"SF", "SP", "SSC", "SE"} and following.start == last.end:
        return False
    if last.tag in {"SF", "SE"}:
        return True
    while last.tag in {"SP", "SSC"} or (last.form == "요" and last.tag == "JX" and len(here) > 1):
        here = here[:-1]
        if not here:
            return False
        last = here[-1]
    if last.tag == "EF" or (last.tag == "EC" and _FINAL.search(last.form)):
        return True
    if last.tag != "EC":
        return False
    past = len(here) > 1 and here[-2].tag == "EP" and here[-2].form[-1] in "었았였"
    length = last.end - here[0].start
    return (
        (last.form in _ALWAYS and length >= _LEAST)
        or (past and last.form in _AFTER_PAST)
        or (last.form in _LONG and length >= _LONG_AFTER and following.tag != "VX")
    )


def _opens(token: Token, here: list[Token]) -> bool:
    return token.form in _STARTERS and token.tag in {"MAJ", "MAG"} and token.start - here[0].start >= _LEAST


def _ended(part: list[Token]) -> bool:
    return part[-1].tag in {"SF", "SE"}


def same_words(text: str) -> str:
    """A text to compare by: letters and digits only."""
    return re.sub(r"[\W_]+", "", text).casefold()
