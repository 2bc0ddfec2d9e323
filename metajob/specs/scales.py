"""Grade points on one scale, what is doubtful about a spec, and the thresholds offices publish. The raw GPA is always
kept beside the derived one; no test's score is ever turned into another test's.

Formulas, tables and sources: assets/specs/conversions.json, docs/specs.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from metajob.errors import InputError
from metajob.specs.grades import (
    HSK_ORDER,
    JLPT_ORDER,
    ORDER,
    conversions,
    grade_name,
    grade_range,
    hsk,
    jlpt,
    level_range,
    speaking,
    toeic_speaking_grade,
)
from metajob.specs.model import Gpa, GpaRule, GpaScale, Spec

__all__ = [
    "HSK_ORDER", "JLPT_ORDER", "ORDER", "Answer", "centi", "doubts", "gpa_45", "gpa_spread", "grade_name",
    "grade_range", "hsk", "jlpt", "level_range", "meets", "school_tables", "speaking",
    "toeic_speaking_grade",
]  # fmt: skip

FULL: dict[GpaScale, int] = {"4.5": 450, "4.3": 430, "4.0": 400, "100": 10_000}  # hundredths
# Below this many hundredths of 100 points no published table was checked (Chungnam's ends at 3.32 of 4.5).
TABLES_FROM = 8570
TOEIC_STEP = 5
# (4.3, 4.5) in hundredths: the same letter on both scales. A- (3.7) has no letter on the scale of 4.5.
LETTERS = (
    (0, 0),
    (100, 100),
    (130, 150),
    (200, 200),
    (230, 250),
    (300, 300),
    (330, 350),
    (400, 400),
    (430, 450),
)


def gpa_45(
    gpa: Gpa, rule: Literal["letter_anchor", "linear"] = "letter_anchor"
) -> tuple[int, GpaRule] | None:
    """Hundredths of 4.5 points and the rule that gave them.

    4.5: the value itself. 4.3: through letters that both scales have, straight between them, or linear. 4.0: linear,
    since there is no letter table for it. None for 100 points: schools' tables differ by more than 3 points, and whose
    table it was is not known. Raises InputError when the GPA is higher than its scale.
    """
    raw = centi(gpa)
    if gpa.scale == "100":
        return None
    if gpa.scale == "4.5":
        return raw, "identity"
    if gpa.scale == "4.3" and rule == "letter_anchor":
        return _between(raw), "letter_anchor"
    return _divided(raw * 450, FULL[gpa.scale]), "linear"


def gpa_spread(gpa: Gpa) -> tuple[int, int] | None:
    """Lowest and highest value that the known rules give, hundredths of 4.5; the derived value lies within.

    4.3: letters and linear. 4.0: letters as they are (A 4.0) and linear. 100: the published school tables, None below
    85.7 points, where none was checked. Raises InputError as gpa_45.
    """
    raw = centi(gpa)
    if gpa.scale == "100":
        if raw < TABLES_FROM:
            return None
        values = tuple(school_tables(gpa.raw).values())
    elif gpa.scale == "4.5":
        values = (raw,)
    else:
        letters = _between(raw) if gpa.scale == "4.3" else raw
        values = (letters, _divided(raw * 450, FULL[gpa.scale]))
    return min(values), max(values)


def school_tables(points: float) -> dict[str, int]:
    """School → hundredths of 4.5 for a GPA of 100 points, by its published formula turned round. Only to show how far
    apart they are. Raises InputError outside 0..100."""
    raw = centi(Gpa(raw=points, scale="100")) if 0 <= points <= 100 else None
    if raw is None:
        raise InputError("100점 만점 학점은 0~100 사이로 적어 주세요.")
    return {
        "충남대": max(0, _table(raw, 9500, 425)),
        "세종대": max(0, _table(raw, 9800, 440)),
    }


@dataclass(frozen=True)
class Answer:
    """Whether a told score reaches an office's published threshold. use: Korean. test: of which scores."""

    use: str
    test: Literal["toeic", "teps", "jlpt", "hsk"]
    least: str
    yes: bool


def meets(spec: Spec) -> tuple[Answer, ...]:
    """Every published threshold for a test that the spec tells: each is asked of that test's own score only."""
    told: dict[Literal["toeic", "teps", "jlpt", "hsk"], int | None] = {
        "toeic": spec.toeic, "teps": spec.teps, "jlpt": jlpt(spec), "hsk": hsk(spec)
    }  # fmt: skip
    names = {"toeic": "toeic", "teps": "teps_new", "jlpt": "jlpt", "hsk": "hsk"}
    answers = []
    for row in conversions()["equivalences_official"]:
        for test, value in told.items():
            least = row.get(names[test])
            if least is None or value is None:
                continue
            reach = JLPT_ORDER.index(least) + 1 if test == "jlpt" else int(least)
            answers.append(Answer(row["use"], test, str(least), value >= reach))
    return tuple(answers)


def doubts(spec: Spec) -> tuple[str, ...]:
    """What is possible but unusual, as questions for the person; nothing is refused for it. Polite Korean."""
    found = []
    if spec.gpa is not None and spec.gpa.raw <= FULL[spec.gpa.scale] / 100:
        derived = gpa_45(spec.gpa)
        if (derived[0] < 200) if derived else spec.gpa.raw < 60:
            found.append("학점이 많이 낮아요. 만점 기준이 맞는지 확인해 주세요.")
    if spec.toeic is not None and spec.toeic % TOEIC_STEP:
        found.append("토익 점수는 5점 단위예요. 다시 확인해 주세요.")
    if spec.toeic is not None and 0 < spec.toeic < 10:
        found.append("토익은 10점부터 있어요. 다시 확인해 주세요.")
    if spec.toeic_speaking is not None and spec.toeic_speaking % 10:
        found.append("토익스피킹 점수는 10점 단위예요. 다시 확인해 주세요.")
    if spec.toeic_speaking_level is not None and spec.toeic_speaking_level.isdigit():
        found.append("토익스피킹 레벨은 2022년 6월 전 기준이라 등급을 범위로만 볼게요.")
    if spec.intern_count is not None and spec.intern_count > 5:
        found.append("인턴 횟수가 많아요. 다시 확인해 주세요.")
    found += [
        f"{name} 횟수는 없음인데 기간이 적혀 있어요."
        for name, count, length in (
            ("인턴", spec.intern_count, spec.intern_months),
            ("해외경험", spec.overseas_count, spec.overseas_months),
            ("봉사", spec.volunteer_count, spec.volunteer_hours),
        )
        if count == 0 and length
    ]
    return tuple(found)


def centi(gpa: Gpa) -> int:
    """Hundredths of the raw value, as the store keeps it. Raises InputError when it is above its scale."""
    raw = _rounded(gpa.raw)
    if raw > FULL[gpa.scale]:
        raise InputError(f"학점이 만점 {gpa.scale}보다 높아요.", "학점과 만점을 다시 확인해 주세요.")
    return raw


def _rounded(points: float) -> int:
    """Hundredths; halves go up as on a transcript, also where binary floats lie a hair below the half."""
    return int(points * 100 + 0.5 + 1e-9)


def _divided(value: int, by: int) -> int:
    """Division of whole numbers >= 0, halves up."""
    return (2 * value + by) // (2 * by)


def _between(raw: int) -> int:
    """Hundredths of 4.3 → of 4.5, straight between the letters' anchors."""
    for (low, low_45), (high, high_45) in pairwise(LETTERS):
        if raw <= high:
            return low_45 + _divided((raw - low) * (high_45 - low_45), high - low)
    raise ValueError("more than 4.3")


def _table(raw: int, knee: int, knee_45: int) -> int:
    """A published table turned round: 20 points per grade point above the knee, 10 below. raw: of 10,000."""
    if raw >= knee:
        return 450 - _divided(10_000 - raw, 20)
    return knee_45 - _divided(knee - raw, 10)
