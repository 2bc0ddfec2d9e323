"""Graded tests as ordinals: OPIc and TOEIC Speaking on the one ACTFL order, JLPT, HSK.

Both speaking tests report ACTFL grades since June 2022, so grades can be ranked together; points never are. Tables and
their sources: assets/specs/conversions.json, docs/specs.md.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from metajob.specs.model import Spec
from metajob.specs.taxonomy import ASSETS

# Ordinals 1..11. 0 is "none".
ORDER = ("NL", "NM", "NH", "IL", "IM1", "IM2", "IM3", "IH", "AL", "AM", "AH")
JLPT_ORDER = ("N5", "N4", "N3", "N2", "N1")
HSK_ORDER = ("1", "2", "3", "4", "5", "6")


@cache
def conversions() -> Any:
    """The tables of conversions.json, each entry with basis and source."""
    return json.loads((ASSETS / "conversions.json").read_text("utf-8"))


def grade_name(ordinal: int) -> str:
    """1 → "NL", …, 11 → "AH"; 0 → "없음". Raises ValueError for other numbers."""
    if not 0 <= ordinal <= len(ORDER):
        raise ValueError(f"no ACTFL grade {ordinal}")
    return ORDER[ordinal - 1] if ordinal else "없음"


def grade_range(grade: str) -> tuple[int, int]:
    """Ordinals a written grade may mean: "IH" → (8, 8), "IM" → (5, 7), "NM/NL" → (1, 2). Raises ValueError."""
    if grade == "IM":
        return ordinal("IM1"), ordinal("IM3")
    ordinals = [ordinal(part) for part in grade.split("/")]
    return min(ordinals), max(ordinals)


def ordinal(grade: str) -> int:
    """ "NL" → 1, …, "AH" → 11. Raises ValueError."""
    return ORDER.index(grade) + 1


@cache
def toeic_speaking_grade(score: int) -> tuple[int, int]:
    """Ordinals of a TOEIC Speaking score (table in force since 2022-06-04; the points did not change, only the
    grades). (1, 2) up to 50 points, which the test reports as NM/NL. Raises ValueError outside 0..200."""
    if not 0 <= score <= 200:
        raise ValueError("TOEIC Speaking is 0..200")
    fitting = [row for row in conversions()["toeic_speaking"]["score_to_grade"] if row["score"][0] <= score]
    return grade_range(max(fitting, key=_lowest)["grade"])


@cache
def level_range(level: str) -> tuple[int, int]:
    """Ordinals an old TOEIC Speaking level (1..8, before June 2022) or a bare new grade may mean.

    "6" (130..150) → IM3 or IH; 1..4 (up to 100) → NL..IL: the table read does not divide them. Raises ValueError.
    """
    if not level.isdigit():
        return grade_range(level)
    for row in conversions()["toeic_speaking"]["old_levels_to_2022_06"]:
        known = str(row["level"])
        if level == known or (known == "<=4" and level in {"1", "2", "3", "4"}):
            low, high = row["score"]
            return toeic_speaking_grade(low)[0], toeic_speaking_grade(high)[1]
    raise ValueError("no such level")


def speaking(spec: Spec) -> tuple[int, int] | None:
    """Lowest and highest possible ordinal of the best speaking test told; equal when it is known exactly.

    (0, 0): none, which takes a told "none" of both tests. None: not told. A TOEIC Speaking score goes before a level.
    """
    found: list[tuple[int, int]] = []
    if spec.toeic_speaking:
        found.append(toeic_speaking_grade(spec.toeic_speaking))
    elif spec.toeic_speaking_level is not None:
        found.append(level_range(spec.toeic_speaking_level))
    if spec.opic not in {None, "none"}:
        found.append(grade_range(str(spec.opic)))
    if found:
        return max(low for low, _ in found), max(high for _, high in found)
    return (0, 0) if spec.toeic_speaking == 0 and spec.opic == "none" else None


def jlpt(spec: Spec) -> int | None:
    """0 none, 1 (N5) .. 5 (N1); None when not told."""
    if spec.jlpt is None:
        return None
    return 0 if spec.jlpt == "none" else JLPT_ORDER.index(spec.jlpt) + 1


def hsk(spec: Spec) -> int | None:
    """0 none, 1 .. 6; None when not told. The nine levels of HSK 3.0 are another test."""
    if spec.hsk is None:
        return None
    return 0 if spec.hsk == "none" else HSK_ORDER.index(spec.hsk) + 1


def _lowest(row: Any) -> int:
    lowest: int = row["score"][0]
    return lowest
