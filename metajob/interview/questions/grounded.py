"""Whether a model's question may be asked: well worded, about what the person really wrote or said, nothing made up."""

from __future__ import annotations

import re
from typing import Literal

from metajob.interview.questions import wording
from metajob.interview.questions.prompt import Request, instructions
from metajob.text.additions import invented

Refusal = Literal["wording", "quote", "invented", "copied"]
_LEAST_QUOTE = 6  # characters without blanks; less is no passage
_MOST_SPOKEN = 44  # characters of a passage repeated inside a question
_QUOTED = re.compile(r"[‘“'\"]([^‘’“”'\"]+)[’”'\"]")


def refusal(question: str, quote: str, request: Request) -> Refusal | None:
    """Why the question may not be asked, None when it may. quote: "" or the passage that the model names."""
    if wording.problems(question):
        return "wording"
    if quote.strip() and not place(quote, request):
        return "quote"
    for repeated in _QUOTED.findall(question):
        if not _told(repeated, request):
            return "quote"
    if invented(request.facts, question):
        return "invented"
    bare = _bare(question)
    if any(bare in _bare(instructions(name)) for name in ("questions_v1", "follow_up_v1")):
        return "copied"
    return None


def place(quote: str, request: Request) -> str:
    """The exact passage of the person's text that the model's quote names; "" when there is none."""
    if len(re.sub(r"\s", "", quote)) < _LEAST_QUOTE:
        return ""
    for part in request.parts:
        for start, end in part.locate(quote):
            return part.original[start:end]
    return ""


def _told(repeated: str, request: Request) -> bool:
    """Whether words in quotation marks stand in what was sent; … at an end is forgiven."""
    words = re.sub(r"\s", "", repeated.strip(" …."))
    return 0 < len(words) <= _MOST_SPOKEN and words in re.sub(r"\s", "", request.facts)


def _bare(text: str) -> str:
    return re.sub(r"[\s.]+", "", text)
