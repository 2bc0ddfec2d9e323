"""The question and the résumé's terms as the text that Whisper takes for what was said before."""

from __future__ import annotations

import re
from itertools import chain

from metajob.speech.model import Hints

NONE = Hints()

MOST_CHARACTERS = 140  # about 150 tokens of the 448 that prompt and text share
_QUESTION_CHARACTERS = 80
_MOST_TERM = 30
_SPECIAL = re.compile(r"<\|.*?\|>")  # the tokenizer would read these as commands
_ODD = re.compile(r"[^\w\s.,?!%+#/&()'\"·~:;-]")


def prompt(hints: Hints) -> str:
    """At most `MOST_CHARACTERS` characters on one line; "" without hints.

    Terms come first and the question last: what stands nearest counts most and the form of its sentence sets the
    tone. Of a long question its end is kept, which holds what was asked.
    """
    question = _line(hints.question)
    if len(question) > _QUESTION_CHARACTERS:
        question = question[-_QUESTION_CHARACTERS:].partition(" ")[2] or question[-_QUESTION_CHARACTERS:]
    left = MOST_CHARACTERS - len(question) - 2
    chosen: list[str] = []
    for term in dict.fromkeys(chain.from_iterable(_line(term).split(",") for term in hints.terms)):
        term = term.strip()
        if 1 < len(term) <= _MOST_TERM and len(term) + 2 <= left and term not in question:
            chosen.append(term)
            left -= len(term) + 2
    end = "." if chosen else ""
    return " ".join(part for part in (", ".join(chosen) + end, question) if part)


def _line(text: str) -> str:
    return " ".join(_ODD.sub(" ", _SPECIAL.sub(" ", text)).split())
