"""Whether a text is in a language that the rules can read."""

from __future__ import annotations

import re
from typing import Literal

from metajob.errors import InputError

_WORD = re.compile(r"[A-Za-z']+")
# The commonest English words; in running English they are a third of all words, in other Latin languages almost none.
_COMMON = frozenset(
    [
        "a",
        "all",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "his",
        "i",
        "in",
        "into",
        "is",
        "it",
        "my",
        "not",
        "of",
        "on",
        "one",
        "or",
        "our",
        "that",
        "the",
        "their",
        "they",
        "this",
        "to",
        "used",
        "using",
        "was",
        "we",
        "were",
        "which",
        "with",
        "you",
    ]
)
SHARE = 0.06  # of common words; résumé bullets reach 0.12, French and German stay below 0.03
ENOUGH = 40  # words from which the share means something
LETTERS = 15  # fewer letters are no text to review


def language(text: str) -> Literal["ko", "en"]:
    """Korean or English. Raises InputError for another language or for almost no text."""
    letters = re.findall(r"[^\W\d_]", text)
    if len(letters) < LETTERS:
        raise InputError("읽을 글이 거의 없어요.", "프로젝트나 경험을 적은 글을 넣어 주세요.")
    hangul = sum("가" <= letter <= "힣" for letter in letters)
    latin = sum(letter.isascii() for letter in letters)
    if hangul + latin >= 0.5 * len(letters):
        if hangul >= 0.08 * len(letters):
            return "ko"
        words = [word.lower() for word in _WORD.findall(text)]
        if len(words) < ENOUGH or sum(word in _COMMON for word in words) >= SHARE * len(words):
            return "en"
    raise InputError("한국어나 영어로 쓴 글이 아닌 것 같아요.", "한국어나 영어 문서를 넣어 주세요.")
