"""What is sent to a model for one project, from the versioned prompt file; all of it can be shown beforehand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from metajob.llm.enclosing import also_masked, mark
from metajob.llm.masking import Masked, mask
from metajob.review.model import CRITERIA, Criterion, ProjectSpan, Role
from metajob.text import injection

FILE = Path(__file__).parent / "prompts" / "review_v1.toml"
_MOST_POSTING = 4000  # characters of a posting that are sent
_MOST_TITLE = 120


class Said(BaseModel):
    """What the model says of one criterion. Its order is the order in which a model writes: quote before level."""

    model_config = ConfigDict(extra="forbid")

    evidence: str
    found: bool
    reason: str
    level: Literal[0, 1, 2, 3]
    reader_question: str
    question: str
    suggestion: str
    rewrite: str


class SaidReview(BaseModel):
    """What the model says of one project."""

    model_config = ConfigDict(extra="forbid")

    why: Said
    tech: Said
    choice: Said
    result: Said
    limits: Said

    def of(self, criterion: Criterion) -> Said:
        """The part about one criterion."""
        said: Said = getattr(self, criterion)
        return said


@dataclass(frozen=True)
class Request:
    """One call: the project's masked text and the chat messages, exactly as they are sent."""

    span: ProjectSpan
    masked: Masked
    messages: list[dict[str, str]]

    @property
    def text(self) -> str:
        """The user message: everything that comes from the person."""
        return self.messages[-1]["content"]


def version() -> str:
    """The prompt's version, stored with each review."""
    return str(_prompt()["version"])


def instructions() -> str:
    """The system message, the same for every call; holds nothing of the person."""
    return str(_prompt()["system"]).strip()


def requests(
    text: str,
    spans: Sequence[ProjectSpan],
    posting: str = "",
    role: Role = "other",
    answers: Mapping[str, Sequence[str]] | None = None,
) -> list[Request]:
    """One request for each project, in order. answers: what the person answered, by project id.

    Personal data is masked over the whole document first, so that a name from its first lines is also
    hidden inside a project. Sentences that speak to a model are left out.
    """
    orders = [(span.start, span.end) for span in injection.find(text)]
    whole = mask(text, orders)
    shown_posting = also_masked(posting.strip()[:_MOST_POSTING], whole)
    built = []
    for span in spans:
        masked = whole.cut(span.start, span.end)
        told = "\n".join((answers or {}).get(span.id, ()))
        user = _prompt()["user"].format(
            role=_prompt()["roles"][role],
            title=also_masked(span.title, whole)[:_MOST_TITLE],
            criteria="\n".join(f"- {name}: {_prompt()['criteria'][name]}" for name in CRITERIA),
            posting=_block("posting", shown_posting),
            answers=_block("answers", also_masked(told, whole)),
            text=masked.text,
            mark=mark(masked.text),
        )
        messages = [
            {"role": "system", "content": instructions()},
            {"role": "user", "content": user.strip()},
        ]
        built.append(Request(span, masked, messages))
    return built


@cache
def _prompt() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


def _block(name: Literal["posting", "answers"], text: str) -> str:
    return str(_prompt()[name].format(text=text, mark=mark(text))) if text else ""
