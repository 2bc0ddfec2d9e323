"""What is sent to a model that makes questions, from the versioned prompt files; all of it can be shown beforehand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict

from metajob.interview.families import FAMILY_KO
from metajob.interview.model import Criterion, FollowUp, Material, Plan, Question, Topic
from metajob.llm.enclosing import also_masked, mark
from metajob.llm.masking import Masked, mask
from metajob.text import injection

FOLDER = Path(__file__).parent / "data" / "prompts"
_MOST_TEXT = 6000  # characters of the document that are sent
_MOST_PROJECT = 1500
_MOST_POSTING = 3000
_MOST_ASKED = 20  # earlier questions


class Asked(BaseModel):
    """One question of the model; the order is the order in which it writes: quote before question."""

    model_config = ConfigDict(extra="forbid")

    quote: str
    project: str
    topic: Topic
    question: str


class AskedAll(BaseModel):
    """The questions of one interview."""

    model_config = ConfigDict(extra="forbid")

    questions: list[Asked]


class AskedOn(BaseModel):
    """A follow-up question of the model."""

    model_config = ConfigDict(extra="forbid")

    quote: str
    question: str


@dataclass(frozen=True)
class Request:
    """One call. parts: the masked passages of the person's text that are sent; titles: project titles as sent, with
    the real ones; facts: everything that a question may speak of, as sent."""

    parts: tuple[Masked, ...]
    titles: dict[str, str]
    facts: str
    messages: list[dict[str, str]]

    @property
    def text(self) -> str:
        """The user message: everything that comes from the person."""
        return self.messages[-1]["content"]


def instructions(name: str = "questions_v1") -> str:
    """The system message, the same for every call; holds nothing of the person."""
    return str(_prompt(name)["system"]).strip()


def for_questions(plan: Plan, material: Material, avoid: Sequence[str] = ()) -> Request:
    """The call for all questions of an interview but the opening."""
    prompt = _prompt("questions_v1")
    whole = _masked(material.text)
    titles = {also_masked(project.title, whole)[:120]: project.title for project in material.projects}
    parts = _parts(material, whole)
    text = "\n\n".join(part.text for part in parts)
    posting = also_masked(material.posting.strip()[:_MOST_POSTING], whole)
    company = also_masked(" ".join(material.company.split())[:60], whole)
    asked = also_masked("\n".join(avoid[-_MOST_ASKED:]), whole)
    gaps = "\n".join(_gaps(plan, material, titles, prompt["criteria"]))
    user = prompt["user"].format(
        persona=prompt["personas"][plan.persona],
        strictness=prompt["strictness"][plan.strictness],
        family=FAMILY_KO[plan.family],
        count=plan.count - plan.intro,
        gaps=prompt["gaps"].format(text=gaps) if gaps else "",
        company=prompt["company"].format(text=company) if company else "",
        posting=_block(prompt["posting"], posting),
        asked=_block(prompt["asked"], asked),
        text=text,
        mark=mark(text),
    )
    facts = "\n".join((text, *titles, posting, company, FAMILY_KO[plan.family]))
    return Request(parts, titles, facts, _messages("questions_v1", user))


def for_follow_up(question: Question, said_text: str, plan: Plan, kind: FollowUp) -> Request:
    """The call for one follow-up about this answer."""
    prompt = _prompt("follow_up_v1")
    whole = _masked(said_text)
    asked = also_masked(question.text, whole)
    user = prompt["user"].format(
        persona=_prompt("questions_v1")["personas"][plan.persona],
        strictness=_prompt("questions_v1")["strictness"][plan.strictness],
        kind=prompt["kinds"][kind],
        question=asked,
        text=whole.text,
        mark=mark(whole.text),
    )
    facts = "\n".join((whole.text, asked, also_masked(question.project, whole)))
    return Request((whole,), {}, facts, _messages("follow_up_v1", user))


def _gaps(
    plan: Plan, material: Material, titles: dict[str, str], names: dict[Criterion, str]
) -> Iterable[str]:
    if not plan.weak:
        return
    shown = {real: sent for sent, real in titles.items()}
    for project in material.projects:
        weak = [names[name] for name in get_args(Criterion) if project.levels.get(name, 2) < 2]
        if weak:
            yield f"- {shown[project.title]}: {', '.join(weak)}"


def _parts(material: Material, whole: Masked) -> tuple[Masked, ...]:
    """The projects' passages, or the beginning of a document without any."""
    found, left = [], _MOST_TEXT
    for project in material.projects:
        at = material.text.find(project.text) if project.text else -1
        most = min(len(project.text), _MOST_PROJECT, left)
        if at >= 0 and most > 0:
            found.append(whole.cut(at, at + most))
            left -= most
    return tuple(found) or (whole.cut(0, min(len(material.text), _MOST_TEXT)),)


def _masked(text: str) -> Masked:
    return mask(text, [(span.start, span.end) for span in injection.find(text)])


def _messages(name: str, user: str) -> list[dict[str, str]]:
    return [
        {"role": "system", "content": instructions(name)},
        {"role": "user", "content": user.strip()},
    ]


def _block(template: str, text: str) -> str:
    return template.format(text=text, mark=mark(text)) if text else ""


@cache
def _prompt(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
