"""What an introduction, a motive, an explanation or an opinion is made of, and which of it was told."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from metajob.interview.feedback.clauses import clauses
from metajob.interview.model import Remark, Shape
from metajob.text.particles import attach

_FILE = Path(__file__).parent / "data" / "structure.toml"


@dataclass(frozen=True)
class Part:
    """One thing that such an answer has. name: Korean; pattern: over one clause; ask: what an interviewer asks
    without it; blank: a sentence to fill in; needs: over the answer, what else it must hold for this to count."""

    name: str
    pattern: re.Pattern[str]
    ask: str
    blank: str
    needs: re.Pattern[str]

    def clause(self, text: str) -> str:
        """The first clause that tells it, or ""."""
        if not self.needs.search(text):
            return ""
        return next((clause.text for clause in clauses(text) if self.pattern.search(clause.text)), "")


@cache
def _all() -> dict[str, tuple[Part, ...]]:
    data = tomllib.loads(_FILE.read_text("utf-8"))
    return {
        shape: tuple(
            Part(
                part["name"],
                re.compile(part["pattern"]),
                part["ask"],
                part["blank"],
                re.compile(part.get("needs", "")),
            )
            for part in parts
        )
        for shape, parts in data.items()
    }


def parts_of(shape: Shape) -> tuple[Part, ...]:
    """The parts of a good answer of this shape; none for an experience, which is read as STAR."""
    return _all().get(shape, ())


def missing(text: str, shape: Shape) -> tuple[Part, ...]:
    """The parts that were not told."""
    return tuple(part for part in parts_of(shape) if not part.clause(text))


def remarks(text: str, shape: Shape) -> list[Remark]:
    """What was told, with its clauses, and what was not."""
    wanted = parts_of(shape)
    lacking = missing(text, shape)
    found = []
    told = [part for part in wanted if part not in lacking]
    if told:
        quotes = tuple(dict.fromkeys(part.clause(text) for part in told))
        line = f"{_named(told)} 이야기했어요."
        found.append(Remark(key="structure", level="good", text=line, quotes=quotes))
    if lacking:
        line = f"{_named(lacking)} 아직 찾지 못했어요."
        found.append(Remark(key="structure", level="gap", text=line))
    return found


def _named(parts: Sequence[Part]) -> str:
    """‘가’, ‘나’를"""
    return ", ".join([*(f"‘{part.name}’" for part in parts[:-1]), attach(f"‘{parts[-1].name}’", "을")])
