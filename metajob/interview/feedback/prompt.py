"""What is sent to a model for one answer, from the versioned prompt file; all of it can be shown beforehand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from metajob.interview.model import Question
from metajob.llm.enclosing import mark
from metajob.llm.masking import Masked, mask
from metajob.text import injection

FILE = Path(__file__).parent / "prompts" / "feedback_v1.toml"
MOST_ANSWER = 8000  # characters of an answer that are sent; 15 minutes of speech


class ToldRemark(BaseModel):
    """One remark of the model."""

    model_config = ConfigDict(extra="forbid")

    quote: str
    level: Literal["good", "gap"]
    text: str


class Told(BaseModel):
    """What the model says of one answer."""

    model_config = ConfigDict(extra="forbid")

    situation: str
    task: str
    action: str
    result: str
    remarks: list[ToldRemark]
    missing: list[str]
    next_step: str
    rewrite: str


@dataclass(frozen=True)
class Request:
    """One call: the masked answer and the chat messages, exactly as they are sent."""

    masked: Masked
    messages: list[dict[str, str]]

    @property
    def text(self) -> str:
        """The user message: everything that comes from the person."""
        return self.messages[-1]["content"]


def version() -> str:
    """The prompt's version."""
    return str(_prompt()["version"])


def instructions() -> str:
    """The system message; holds nothing of the person."""
    return str(_prompt()["system"]).strip()


def request(question: Question, text: str) -> Request:
    """The call for one answer. Personal data is masked, sentences that speak to a model are left out."""
    answer = text[:MOST_ANSWER]
    masked = mask(answer, [(span.start, span.end) for span in injection.find(answer)])
    taken = frozenset(item.placeholder for item in masked.replacements)
    asked = mask(
        question.text, [(s.start, s.end) for s in injection.find(question.text)], resume=False, taken=taken
    ).text
    for item in masked.replacements:
        value = answer[item.start : item.end]
        if item.kind != "instruction" and len(value) > 1:
            asked = asked.replace(value, item.placeholder)
    user = _prompt()["user"].format(
        shape=_prompt()["shapes"][question.shape],
        question=asked,
        answer=masked.text,
        mark=mark(asked + masked.text),
    )
    messages = [{"role": "system", "content": instructions()}, {"role": "user", "content": user.strip()}]
    return Request(masked, messages)


@cache
def _prompt() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
