"""The rule engine: five findings a project, each with the sentence it rests on. Offline, deterministic, no key."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.review.model import (
    CRITERIA,
    Criterion,
    Finding,
    Pointer,
    ProjectReview,
    ProjectSpan,
    Quote,
    Role,
    TechUse,
)
from metajob.review.rules.advice import advise
from metajob.review.rules.decide import Seen, look
from metajob.review.rules.guess import guess
from metajob.review.rules.units import Unit, units
from metajob.text import injection

VERSION = "rules-1"
QUOTES = 3  # shown for one criterion, strongest first


class RuleEngine:
    """What reviews by default. Holds nothing of a document."""

    def probe(self) -> Probe:
        """Whether the tokenizer and the weights are here. Loads neither."""
        from importlib.util import find_spec

        from metajob.review.rules.judge import WEIGHTS

        if find_spec("kiwipiepy") is None or not WEIGHTS.exists():
            how = "pip install -r requirements.txt를 다시 실행해 주세요."
            return Unavailable("형태소 분석기를 찾지 못했어요.", how)
        return Ready("규칙과 작은 통계 모델 · 이 컴퓨터에서만")

    def review(
        self,
        text: str,
        spans: Sequence[ProjectSpan],
        role: Role = "other",
        pointers: Sequence[Pointer] = (),
        wraps: Collection[int] | None = None,
        progress: Progress = silent,
    ) -> tuple[ProjectReview, ...]:
        """Review each project. A pointer of the person counts as evidence, whatever the rules found.

        wraps: offsets of line breaks that only wrap, None when unknown; see `units.units`. Raises what `progress`
        raises, which is told before each project.
        """
        plain = injection.blanked(text, injection.find(text))
        reviewed = []
        for number, span in enumerate(spans):
            progress(number / len(spans), f"{number + 1}번째 프로젝트를 읽고 있어요")
            reviewed.append(_project(text, units(plain, span, wraps), span, role, pointers))
        return tuple(reviewed)


def _project(
    text: str, own: Sequence[Unit], span: ProjectSpan, role: Role, pointers: Sequence[Pointer]
) -> ProjectReview:
    """own: the units of the text without orders to a model; the person is told of those, and they count for nothing."""
    seen = look(own)
    techs = tuple(
        TechUse(
            name=hit.name,
            start=one.unit.start + hit.start,
            end=one.unit.start + hit.end,
            used=hit.use != "mentioned",
        )
        for one in seen
        for hit in one.techs
    )
    names = tuple(dict.fromkeys(tech.name for tech in techs if tech.used))
    missing = tuple(criterion for criterion in CRITERIA if not any(criterion in one.levels for one in seen))
    guesses = guess(seen, missing)
    korean = any(unit.korean for unit in own) or not own
    findings: list[Finding] = []
    for criterion in CRITERIA:
        here = [p for p in pointers if p.project == span.id and p.criterion == criterion]
        level, quotes, unsure = _rests_on(criterion, seen, here, guesses.get(criterion), text)
        seed = hashlib.sha256(f"{span.title}{criterion}".encode()).hexdigest()
        advice = advise(
            criterion,
            level,
            quote=quotes[0].text if quotes else "",
            unsure=unsure,
            techs=names,
            role=role,
            title=span.title,
            korean=korean,
            seed=seed,
            context=_told_before(findings) if criterion == "result" else (),
        )
        findings.append(
            Finding(
                criterion=criterion,
                level=level,
                quotes=quotes,
                unsure=unsure,
                reason=advice.reason,
                missing=advice.missing,
                question=advice.question,
                suggestion=advice.suggestion,
                severity=advice.severity,
                engine="user" if quotes and quotes[0].source == "user" else "rules",
            )
        )
    return ProjectReview(span=span, findings=tuple(findings), techs=techs)


def _told_before(findings: Sequence[Finding]) -> tuple[str, ...]:
    """What stands for `why`, the first criterion, when it was found and not guessed."""
    return tuple(quote.text for quote in findings[0].quotes) if findings[0].level else ()


def _rests_on(
    criterion: Criterion, seen: Sequence[Seen], pointed: Sequence[Pointer], guessed: Unit | None, text: str
) -> tuple[int, tuple[Quote, ...], bool]:
    """Level, quotes and whether they are only a guess."""
    found = sorted(
        (one for one in seen if criterion in one.levels),
        key=lambda one: (-one.levels[criterion], -one.score.chance[criterion], one.unit.start),
    )
    quotes = [_quote(one.unit, text) for one in found[:QUOTES]]
    level = found[0].levels[criterion] if found else 0
    for pointer in pointed:
        inside = [one for one in seen if one.unit.start < pointer.end and pointer.start < one.unit.end]
        level = max([level, 1, *(one.score.level[criterion] for one in inside)])
        passage = text[pointer.start : pointer.end]
        quotes.insert(0, Quote(start=pointer.start, end=pointer.end, text=passage, source="user"))
    if not quotes and guessed is not None:
        return 0, (_quote(guessed, text).model_copy(update={"source": "similar"}),), True
    return level, tuple(quotes[:QUOTES]), False


def _quote(unit: Unit, text: str) -> Quote:
    return Quote(start=unit.start, end=unit.end, text=text[unit.start : unit.end])
