"""What is wrong with a file, as lines for the person: where, which column, why. Personal data is never repeated."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Code = Literal[
    # the whole file
    "missing_column", "double_column", "merged_cells",
    # a column or a cell
    "pii_found",
    # a cell
    "formula", "too_long", "not_a_number", "not_whole", "negative", "out_of_range", "unknown_value", "date_value",
    "ambiguous_scale", "unknown_scale", "above_scale", "scale_conflict", "old_teps",
    "missing", "not_hired", "no_consent", "conflict", "too_many_cells",
    # warnings
    "duplicate", "example", "maybe_sentinel", "doubt", "unknown_certificate", "future",
]  # fmt: skip

KEPT = 200
_SHOWN = 20  # characters of a cell that may be told back


@dataclass(frozen=True)
class Problem:
    """line: as in the file, 1 is the first; 0 is the whole file. column: header as written, "" when it is the row.
    message: a Korean sentence. whole: no line can be used before this is mended."""

    line: int
    column: str
    code: Code
    message: str
    whole: bool = False


@dataclass(frozen=True)
class Read:
    """A cell that was read. code: "" fine, else why it is a problem or (warning) what the person should look at."""

    value: object = None
    code: Code | None = None
    message: str = ""
    warning: bool = False


@dataclass
class Problems:
    """At most 200 kept, the rest counted."""

    kept: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    whole: bool = False

    def add(self, line: int, column: str, code: Code, message: str, whole: bool = False) -> None:
        """One more."""
        self.counts[code] += 1
        self.whole |= whole
        if len(self.kept) < KEPT:
            self.kept.append(Problem(line, column[:40], code, message, whole))


def told(text: str) -> str:
    """A cell's text as it may be told back: short, and nothing that has many digits or looks like an address."""
    if len(re.findall(r"\d", text)) >= 6 or "@" in text:
        return "이 값"
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"


def topic(word: str) -> str:
    """Word with 은 or 는, by how its last letter is read."""
    core = word.rstrip("”…)")
    last = core[-1:]
    if "가" <= last <= "힣":
        return word + ("은" if (ord(last) - 0xAC00) % 28 else "는")
    return word + ("은" if last in set("013678LMNlmn") else "는")
