"""Korean morphemes: the one kiwipiepy tokenizer, loaded at first use, and sentence borders."""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

_loading = threading.Lock()
_HANGUL = re.compile(r"[가-힣]")
_ENGLISH_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\"'(\[0-9])")


class Morph(NamedTuple):
    """One morpheme. tag: kiwipiepy's (Sejong set). lemma: dictionary form without 다 for verbs and adjectives."""

    lemma: str
    tag: str


@cache
def _kiwi() -> Kiwi:
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1)


def kiwi() -> Kiwi:
    """The tokenizer, shared by all threads (its methods are thread-safe). About 4 s of CPU at first use."""
    with _loading:
        return _kiwi()


def sentences(text: str, start: int, end: int) -> list[tuple[int, int, tuple[Morph, ...]]]:
    """Sentences of text[start:end] as (start, end, morphemes), offsets of `text`; no morphemes for English.

    A line break inside is taken for a space.
    """
    part = text[start:end].replace("\n", " ")
    if not part.strip():
        return []
    if not _HANGUL.search(part):
        return [(start + a, start + b, ()) for a, b in _english(part)]
    found = []
    for sentence in kiwi().split_into_sents(part, return_tokens=True):
        if sentence.text.strip():
            morphs = tuple(Morph(_lemma(token), token.tag) for token in sentence.tokens or ())
            found.append((start + sentence.start, start + sentence.end, morphs))
    return found


def _lemma(token: Token) -> str:
    tag: str = token.tag
    if tag == "SN":
        return "0"
    if tag[0] == "V":
        lemma: str = token.lemma
        return lemma[:-1] if lemma.endswith("다") and len(lemma) > 1 else lemma
    form: str = token.form
    return form.lower()


def _english(part: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for border in [*_ENGLISH_END.finditer(part), None]:
        stop = border.start() if border else len(part)
        piece = part[at:stop]
        if piece.strip():
            spans.append((at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())))
        at = border.end() if border else stop
    return spans
