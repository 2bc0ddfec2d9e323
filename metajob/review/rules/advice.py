"""Why a level, what a reader would still ask, one question, a supplement with blanks; texts are in data/advice.toml.

A blank is a short hint in square brackets, `[언제]`; outside of blanks a supplement consists of template words and a
technology that the project itself names, so that nothing is invented. No particle that depends on a sound follows a
blank. Variants are picked by a hash of the seed, so the same project always reads the same and others read otherwise.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from metajob.review.model import Criterion, Role, Severity
from metajob.review.rules.fragments import fragment, measured, names
from metajob.text.particles import attach

TEXTS = Path(__file__).parent / "data" / "advice.toml"
LONGEST_NAME = 24  # characters of a title or a technology inside a sentence; longer ones are not named
_SLOT = re.compile(r"\{(\w+)(?:\|(\w+))?\}")
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
_ANY_TOOL = {True: "[어떤] 방식", False: "[tool or method]"}
_SOFTWARE: frozenset[Role] = frozenset({"backend", "frontend_mobile", "data_ai"})


@dataclass(frozen=True)
class Advice:
    """Sentences of at most 90 characters. suggestion: empty at level 3, else with blanks; in the text's language."""

    reason: str
    missing: str
    question: str
    suggestion: str
    severity: Severity


def advise(
    criterion: Criterion,
    level: int,
    *,
    quote: str = "",
    unsure: bool = False,
    techs: tuple[str, ...] = (),
    role: Role = "other",
    title: str = "",
    korean: bool = True,
    seed: str = "",
    context: tuple[str, ...] = (),
) -> Advice:
    """The advice for one criterion of one project at a level, 0..3.

    quote: the strongest passage. unsure: it is only a guess. techs: what the project uses, most important first.
    korean: language of the text; the advice is Korean either way, only the supplement follows the text.
    context: passages of the same project that tell what was before (the quotes of `why`); their first amount is asked
    for again under `result`.

    severity: at level 0 `must` for why, choice and result, and for tech in software families; `should` for tech
    elsewhere, for limits and for a guess. At level 1 `should`. From level 2 on `may`.
    """
    texts = _book()
    entry = texts[criterion][str(level)]
    tech = _tech(techs, quote if level else "", seed)
    slots = _slots(texts["roles"][role], criterion, title, tech)
    slots |= {"bit": "찾은 문장", "what": texts["unsure"][criterion], "tool": tech or _ANY_TOOL[korean]}
    found = fragment(criterion, level, quote, techs)
    kind: str = "words"
    if found:
        slots["bit"] = f"“{_bare(found.text)}”"
        kind = found.kind
    reasons = entry["reason"].get(kind) or entry["reason"]["words"]
    if unsure and (found or level):
        reasons = texts["unsure"]["level" if level else "guess"]
    questions = entry["question"]
    if "linked" in entry and (was := next((amount for text in context if (amount := measured(text))), "")):
        questions, slots["was"] = entry["linked"], f"“{_bare(was)}”"
    suggestions = entry.get("suggestion" if korean else "english", [""])

    def say(what: str, variants: list[str]) -> str:
        return _fill(_pick(variants, seed, criterion, what), slots)

    return Advice(
        reason=say("reason", reasons),
        missing=say("missing", entry["missing"]),
        question=say("question", questions),
        suggestion=say("suggestion", suggestions),
        severity=_severity(criterion, level, unsure, role),
    )


def _severity(criterion: Criterion, level: int, unsure: bool, role: Role) -> Severity:
    if level:
        return "should" if level == 1 else "may"
    wanted = criterion in ("why", "choice", "result") or (criterion == "tech" and role in _SOFTWARE)
    return "must" if wanted and not unsure else "should"


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads(TEXTS.read_text("utf-8"))


def _slots(family: dict[str, Any], criterion: Criterion, title: str, tech: str) -> dict[str, str]:
    slots: dict[str, str] = {"care": "", **{name: text for name, text in family.items() if name != "deep"}}
    return slots | {"deep": family["deep"][criterion], "title": _named(title), "tech": tech or family["it"]}


def _named(title: str) -> str:
    """The title in quotes, without a remark at its end; a long one is not repeated."""
    name = _bare(" ".join(title.split()))
    while (shorter := _REMARK.sub("", name)) and shorter != name:
        name = shorter
    return f"‘{name}’" if 0 < len(name) <= LONGEST_NAME else "이 프로젝트"


def _tech(techs: tuple[str, ...], quote: str, seed: str) -> str:
    """The technology to talk about: the one in the quote; without a quote one of the first two. May be empty."""
    short = [name for name in techs if 0 < len(name) <= LONGEST_NAME and not set(name) & set("[]?\n")]
    if quote:
        return next((name for name in short if names(name, quote)), "")
    return short[_hash(seed, "tech") % len(short[:2])] if short else ""


def _bare(words: str) -> str:
    """Without quotation marks that would close ours."""
    return re.sub(r"[“”‘’\"]", "", words).strip()


def _pick(variants: list[str], *key: str) -> str:
    return variants[_hash(*key) % len(variants)]


def _hash(*key: str) -> int:
    return int.from_bytes(hashlib.sha256("\x1f".join(key).encode()).digest()[:8])


def _fill(template: str, slots: dict[str, str]) -> str:
    def one(slot: re.Match[str]) -> str:
        value = slots[slot[1]]
        return attach(value, slot[2]) if slot[2] else value

    return _SLOT.sub(one, template)
