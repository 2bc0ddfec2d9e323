"""The limits of the photo checks, one row a check. Where they come from: docs/checks.md.

A value within [low_ok, high_ok] is fine; beyond low_refuse or high_refuse the photo is refused; between, a
warning that the person may override. None means that this side has no such limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "refuse"]
Side = Literal["ok", "low", "high"]
Source = Literal["measured", "guess"]  # measured: set from photos that were looked at; guess: to be tuned

Say = tuple[str, str]  # Korean, English

LEVELS: tuple[Level, ...] = ("ok", "warn", "refuse")


@dataclass(frozen=True)
class Row:
    """Limits of one check. unit is for the documentation."""

    key: str
    unit: str
    source: Source
    low_refuse: float | None = None
    low_ok: float | None = None
    high_ok: float | None = None
    high_refuse: float | None = None
    note: bool = False  # beyond the limits there is something to say, but nothing to warn about

    def side(self, value: float) -> Side:
        """Which limit of "ok" the value is beyond."""
        if self.low_ok is not None and value < self.low_ok:
            return "low"
        if self.high_ok is not None and value > self.high_ok:
            return "high"
        return "ok"

    def level(self, value: float) -> Level:
        """The traffic light for one value."""
        if self.note or self.side(value) == "ok":
            return "ok"
        if self.low_refuse is not None and value < self.low_refuse:
            return "refuse"
        if self.high_refuse is not None and value > self.high_refuse:
            return "refuse"
        return "warn"


@dataclass(frozen=True)
class Words:
    """What to say of one check. low and high: beyond that limit; *_refuse: where a refusal needs other words.

    A check whose two sides mean the same gives `high` alone.
    """

    label: Say
    ok: Say
    low: Say | None = None
    high: Say | None = None
    low_refuse: Say | None = None
    high_refuse: Say | None = None

    def say(self, side: Side, level: Level) -> Say:
        """The sentence for one result."""
        refused = level == "refuse"
        if side == "low":
            found = (self.low_refuse if refused else None) or self.low or self.high
        elif side == "high":
            found = (self.high_refuse if refused else None) or self.high or self.low
        else:
            found = self.ok
        return found or self.ok


TABLE: dict[str, Row] = {
    row.key: row
    for row in (
        Row("faces", "second face / main face, width", "measured", high_ok=0.0, high_refuse=0.4),
        Row("face_size", "px across the face", "measured", low_refuse=85, low_ok=160),
        Row("enlarging", "times, to 413 x 531", "guess", high_ok=1.5, high_refuse=3.0),
        Row("sharpness", "Laplacian variance", "measured", low_refuse=12, low_ok=40),
        Row("yaw", "degrees", "measured", low_refuse=-20, low_ok=-10, high_ok=10, high_refuse=20),
        Row("pitch", "nose line", "measured", low_refuse=0.24, low_ok=0.28, high_ok=0.46, high_refuse=0.52),
        Row("roll", "degrees", "measured", low_refuse=-30, low_ok=-15, high_ok=15, high_refuse=30),
        Row("brightness", "median L", "measured", low_refuse=30, low_ok=45, high_ok=85, high_refuse=92),
        Row("highlights", "share of L > 97", "guess", high_ok=0.02, high_refuse=0.08),
        Row("evenness", "L left - right", "measured", low_refuse=-40, low_ok=-15, high_ok=15, high_refuse=40),
        Row("eyes", "blink 0..1", "measured", high_ok=0.4, high_refuse=0.6),
        Row("mouth", "jawOpen 0..1", "measured", high_ok=0.15, high_refuse=0.5),
        Row("expression", "smile 0..1", "measured", high_ok=0.8, note=True),
        Row("covering", "skin share of nose and cheeks", "measured", low_refuse=0.25, low_ok=0.45),
        Row("lips", "Lab a, lips - around", "measured", low_ok=0.5),
        Row("sunglasses", "dark share of the eyes", "measured", high_ok=0.75),
        Row("headroom", "face heights above the crown", "guess", low_refuse=-0.25, low_ok=0.05),
        Row("chin", "head heights under the chin", "guess", low_refuse=0.02, low_ok=0.25),
        Row("sides", "face widths beside the face", "guess", low_refuse=-0.02, low_ok=0.1),
        Row("hat", "share of un-hairlike colour", "measured", high_ok=0.3),
        Row("real", "flat share of the face", "measured", high_ok=0.48, high_refuse=0.58),
        Row("colour", "chroma, 95th percentile", "measured", low_ok=5),
        Row("distance", "closeness", "guess", high_ok=0.5),
    )
}
