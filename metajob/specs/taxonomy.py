"""Names of the codes: sizes, industries, roles, education and so on.

Industries are sections of the Korean standard (KSIC), manufacturing divided as surveys divide it; roles are our own,
with the KECO 2025 and NCS groups that each belongs to.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from metajob.specs.model import Size

ASSETS = Path(__file__).resolve().parents[2] / "assets" / "specs"

SIZE_KO: dict[Size, str] = {
    "large": "대기업",
    "mid": "중견기업",
    "sme": "중소기업",
    "public": "공공기관·공기업",
    "foreign": "외국계",
    "startup": "스타트업",
}
SIZES: tuple[Size, ...] = get_args(Size)
HIRE_KO: dict[str, str] = {
    "new": "신입",
    "experienced": "경력",
    "intern_conv": "인턴전환",
    "contract": "계약직",
}
STAGE_KO: dict[str, str] = {"final": "최종합격", "document": "서류합격"}
EDUCATION_KO: dict[str, str] = {
    "high": "고졸",
    "college": "전문대졸",
    "bachelor": "대졸",
    "master": "석사",
    "doctor": "박사",
}
MAJOR_KO: dict[str, str] = {
    "humanities": "인문",
    "social": "사회",
    "business": "상경",
    "engineering": "공학",
    "natural": "자연",
    "medical": "의약",
    "arts": "예체능",
    "education": "교육",
    "other": "기타",
}


@dataclass(frozen=True)
class Named:
    """One entry. parent: code of the group it belongs to, "" at the top."""

    code: str
    parent: str
    name_ko: str


@cache
def industries() -> dict[str, Named]:
    """Code → industry, in the order of the standard."""
    return _read("industries.csv")


@cache
def roles() -> dict[str, Named]:
    """Code → role."""
    return _read("roles.csv")


def within(code: str, table: dict[str, Named]) -> tuple[str, ...]:
    """The code itself and all that belong to it: what a filter for this code takes in."""
    return tuple(one for one in table if one == code or table[one].parent == code)


def _read(name: str) -> dict[str, Named]:
    with (ASSETS / name).open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Named(row["code"], row["parent"], row["name_ko"]) for row in csv.DictReader(file)
        }
