"""From scores to evidence: which units of a project answer which criterion, and at which level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from metajob.review.model import CRITERIA, Criterion
from metajob.review.rules.features import features
from metajob.review.rules.judge import Score, judge
from metajob.review.rules.units import Unit
from metajob.text.technology.techs import TechHit, find

# Least chance to count as evidence, for a sentence alone and for one in its project; chosen on the development data
# for precision ≥ 0.85 and for planted gaps (docs/review.md).
ALONE: dict[Criterion, float] = {"why": 0.45, "tech": 0.70, "choice": 0.45, "result": 0.45, "limits": 0.45}
INSIDE: dict[Criterion, float] = {"why": 0.50, "tech": 0.60, "choice": 0.50, "result": 0.50, "limits": 0.50}
SECOND = 0.80  # a unit that already answers one criterion better needs this for another
JUDGED: tuple[Criterion, ...] = ("why", "choice", "result", "limits")  # what no dictionary can tell
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Seen:
    """A unit with what was seen in it. levels: the criteria it answers, 1..3 each. techs: placed in the unit's text."""

    unit: Unit
    techs: tuple[TechHit, ...]
    score: Score
    levels: dict[Criterion, int]

    @property
    def named(self) -> bool:
        """Whether it names a technology that was used."""
        return any(hit.use != "mentioned" for hit in self.techs)


def look(units: Sequence[Unit]) -> list[Seen]:
    """The units of one project, each seen among the others. A repetition says nothing and has no place."""
    techs = [find(unit.text) for unit in units]
    named = [any(hit.use != "mentioned" for hit in hits) for hits in techs]
    names = [features(unit, hits) for unit, hits in zip(units, techs, strict=True)]

    kept = _once(units)
    headings = [units[i].heading for i in kept]
    found = judge().score_all([names[i] for i in kept], headings, [named[i] for i in kept])
    scores = dict(zip(kept, found, strict=True))
    silent = Score(dict.fromkeys(CRITERIA, 0.0), dict.fromkeys(CRITERIA, 1))
    return [
        Seen(
            unit, hits, scores.get(i, silent), _levels(scores[i], has, INSIDE, SECOND) if i in scores else {}
        )
        for i, (unit, hits, has) in enumerate(zip(units, techs, named, strict=True))
    ]


def _once(units: Sequence[Unit]) -> list[int]:
    """Places of the units without repetitions."""
    kept: dict[str, int] = {}
    for i, unit in enumerate(units):
        kept.setdefault(_NO_WORD.sub("", unit.text).casefold(), i)
    return list(kept.values())


def look_alone(unit: Unit) -> Seen:
    """One unit without a project around it."""
    techs = find(unit.text)
    score = judge().score(features(unit, techs))
    named = any(hit.use != "mentioned" for hit in techs)
    return Seen(unit, techs, score, _levels(score, named, ALONE, 0.0))


def _levels(score: Score, named: bool, least: dict[Criterion, float], second: float) -> dict[Criterion, int]:
    best = max(JUDGED, key=lambda criterion: score.chance[criterion])
    found: dict[Criterion, int] = {}
    for criterion in CRITERIA:
        needed = least[criterion]
        if criterion != best and criterion in JUDGED and second:
            needed = max(needed, second)
        if score.chance[criterion] >= needed or (criterion == "tech" and named):
            found[criterion] = score.level[criterion]
    if second and "tech" in found and "choice" in found:
        found["tech"] = 1  # named in a reason only
    return found
