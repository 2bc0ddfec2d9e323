"""The written questions: banks by job family, and those with slots for a project, a passage, a keyword, a company.

Fields of a [[question]]: id; topic and shape (see `interview.model`; shape "experience" when left out); text, in the
plain manner that `personas.manner` turns into each interviewer's; hr, lead, exec: other words for one of them;
strictness and personas: for whom it is meant, everyone when left out; case: when a question with slots fits.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from metajob.interview.model import FollowUp, JobFamily, Plan, Shape, Strictness, Topic
from metajob.interview.questions.personas import manner
from metajob.interviewer.model import PersonaId
from metajob.text.model import Data
from metajob.text.particles import attach

DATA = Path(__file__).parent / "data"
Case = Literal["", "gap", "quoted", "number", "missing", "found", "posting", "company"]


class Wording(Data):
    """A sentence in the plain manner, and where needed in an interviewer's own."""

    text: str
    hr: str = ""
    lead: str = ""
    exec: str = ""

    def spoken(self, persona: PersonaId, **slots: str) -> str:
        """The sentence as this interviewer says it, slots filled in. Raises KeyError for a slot without a value."""
        own: str = getattr(self, persona)
        template = own or manner(self.text, persona)
        return template.format_map({name: _Slot(value) for name, value in slots.items()})


class Entry(Wording):
    """One written question; fields as above."""

    id: str
    topic: Topic
    shape: Shape = "experience"
    case: Case = ""
    strictness: tuple[Strictness, ...] = get_args(Strictness)
    personas: tuple[PersonaId, ...] = get_args(PersonaId)

    def suits(self, plan: Plan) -> bool:
        """Whether this interviewer asks it at this strictness."""
        return plan.persona in self.personas and plan.strictness in self.strictness


class Continuation(Wording):
    """A written follow-up; fields in data/follow_ups.toml."""

    kind: FollowUp
    about: Literal["quote", "subject"]
    shapes: tuple[Shape, ...]
    when: Literal["", "no_result", "result"] = ""
    strictness: tuple[Strictness, ...] = get_args(Strictness)


class _Slot(str):
    """A value that takes a particle as its format: f"{slot:을}"."""

    __slots__ = ()

    def __format__(self, particle: str) -> str:
        return attach(str(self), particle) if particle else str(self)


def bank(family: JobFamily) -> tuple[Entry, ...]:
    """The questions of this family; those of "other" are for everyone."""
    return _entries(f"bank_{family}.toml")


def document() -> tuple[Entry, ...]:
    """Questions with slots {p}, {q}, {t}."""
    return _entries("document.toml")


def posting() -> tuple[Entry, ...]:
    """Questions with slots {k}, {c}."""
    return _entries("posting.toml")


@cache
def continuations() -> tuple[Continuation, ...]:
    """Follow-ups with slots {q}, {s}."""
    return tuple(Continuation.model_validate(entry) for entry in _read("follow_ups.toml"))


@cache
def _entries(name: str) -> tuple[Entry, ...]:
    return tuple(Entry.model_validate(entry) for entry in _read(name))


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((DATA / name).read_text("utf-8"))["question"]
    return found
