"""The rows of one answer as arrays, with the stretch of time that each row stands for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from metajob.interview.signals import Row

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST_GAP = 0.8  # s; rows further apart say nothing about the time between them
GRID = 0.2  # s; movement is measured on this grid, so that it does not depend on the frame rate
NUMBERS = (
    "yaw", "pitch", "roll", "gaze_x", "gaze_y", "smile", "brow", "blink", "mouth", "x", "y", "size", "light", "motion",
)  # fmt: skip


@dataclass(frozen=True)
class Series:
    """n rows in order of time. t: (n,) seconds, growing. faces: (n,). values: name of `NUMBERS` → (n,), NaN where it
    was not seen. touch: (n,) 1.0 yes, 0.0 no, NaN not looked. seconds: length of the answer."""

    t: Floats
    faces: NDArray[np.int64]
    values: dict[str, Floats]
    touch: Floats
    seconds: float

    def __len__(self) -> int:
        return len(self.t)

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]

    @cached_property
    def one(self) -> Flags:
        """(n,) exactly one face was seen and its pose could be measured."""
        seen: Flags = (self.faces == 1) & np.isfinite(self["yaw"]) & np.isfinite(self["pitch"])
        return seen

    @cached_property
    def held(self) -> tuple[Floats, Floats]:
        """(n,), (n,): begin and end of what each row stands for: halfway to its neighbours, at most MOST_GAP / 2."""
        return held(self.t, self.seconds, MOST_GAP)

    @cached_property
    def weight(self) -> Floats:
        """(n,) seconds that each row stands for."""
        begin, end = self.held
        return end - begin

    def time(self, mask: Flags) -> float:
        """Seconds for which `mask` (n,) holds."""
        return float(self.weight[mask].sum())

    def share(self, mask: Flags) -> float:
        """Share of the answer for which `mask` holds, 0..1."""
        return min(1.0, self.time(mask) / self.seconds) if self.seconds > 0 else 0.0

    @cached_property
    def fps(self) -> float:
        """Rows a second while they came: 1 / the middle gap; 0 with fewer than two rows."""
        return 1 / float(np.median(np.diff(self.t))) if len(self) > 1 else 0.0

    def only(self, mask: Flags) -> Series:
        """The rows for which `mask` holds; what a row stands for is counted anew."""
        values = {name: column[mask] for name, column in self.values.items()}
        return Series(self.t[mask], self.faces[mask], values, self.touch[mask], self.seconds)

    def gridded(self, name: str) -> Floats:
        """(m,) the value every GRID seconds: the mean of its rows, smoothed over neighbours (1 2 1), NaN in gaps.

        A bin without a row between two with one is their mean: at five frames a second the bins and the rows beat.
        """
        count = max(1, math.ceil(self.seconds / GRID))
        usable = self.one & np.isfinite(self[name])
        at = np.minimum((self.t[usable] / GRID).astype(np.int64), count - 1)
        total = np.bincount(at, self[name][usable], count)
        number = np.bincount(at, minlength=count)
        bins = np.where(number > 0, total / np.maximum(number, 1), np.nan)
        for _ in range(2):
            before, after = np.r_[np.nan, bins[:-1]], np.r_[bins[1:], np.nan]
            bins = np.where(np.isnan(bins), (before + after) / 2, bins)
        before, after = np.r_[bins[:1], bins[:-1]], np.r_[bins[1:], bins[-1:]]
        smoothed: Floats = (before + 2 * bins + after) / 4
        return smoothed


def held(t: Floats, seconds: float, most_gap: float) -> tuple[Floats, Floats]:
    """Begin and end of what each of the times stands for, within 0..seconds."""
    if len(t) == 0:
        return np.zeros(0), np.zeros(0)
    half = np.minimum(np.diff(t), most_gap) / 2
    usual = float(np.median(half)) if len(half) else most_gap / 4
    begin = t - np.r_[usual, half]
    end = t + np.r_[half, usual]
    return np.clip(begin, 0, seconds), np.clip(end, 0, seconds)


def series(rows: Sequence[Row], seconds: float) -> Series:
    """Rows in any order; those with an impossible time, and repeated ones, are left out."""
    kept = {round(row.t, 4): row for row in rows if math.isfinite(row.t) and 0 <= row.t <= seconds + MOST_GAP}
    ordered = [kept[t] for t in sorted(kept)]
    values = {name: np.array([getattr(row, name) for row in ordered], np.float64) for name in NUMBERS}
    for column in values.values():
        column[~np.isfinite(column)] = np.nan
    touch = np.array([math.nan if row.touch is None else float(row.touch) for row in ordered], np.float64)
    t = np.array([row.t for row in ordered], np.float64)
    return Series(t, np.array([row.faces for row in ordered], np.int64), values, touch, seconds)
