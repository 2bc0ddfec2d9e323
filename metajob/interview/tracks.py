"""The lines of the timeline: a few rounded values a second, for the page and for keeping."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from metajob.interview import hands
from metajob.interview.baseline import Baseline
from metajob.interview.events import Span, inside
from metajob.interview.model import Track
from metajob.interview.series import Flags, Floats, Series, held

STEP, LONG_STEP, LONG = 0.2, 0.5, 300.0  # s between values; of answers longer than LONG

TrackKey = Literal["away", "yaw", "pitch", "smile", "blink", "hand", "face"]


def tracks(rows: Series, own: Baseline | None, away: list[Span]) -> tuple[Track, ...]:
    """away: 0 or 1 (only with a baseline). yaw, pitch: degrees off the baseline. smile, blink: 0..1. hand: 1 at the
    face. face: how many faces, 0..2. None where nothing was seen."""
    step = STEP if rows.seconds <= LONG else LONG_STEP
    at: Floats = np.arange(math.ceil(rows.seconds / step)) * np.float64(step) + step / 2
    whole = np.ones(len(rows), np.bool_)
    yaw, pitch = (own.yaw, own.pitch) if own else (0.0, 0.0)
    lines: list[tuple[TrackKey, Floats, Flags, int]] = [
        ("yaw", rows["yaw"] - yaw, rows.one, 1),
        ("pitch", rows["pitch"] - pitch, rows.one, 1),
        ("smile", rows["smile"], rows.one, 2),
        ("blink", rows["blink"], rows.one, 2),
        ("hand", rows.touch, np.isfinite(rows.touch), 0),
        ("face", rows.faces.astype(np.float64), whole, 0),
    ]
    if own:
        looked = inside(rows.t, away).astype(np.float64)
        lines.insert(0, ("away", looked, rows.one | (looked > 0), 0))
    return tuple(
        Track(key=key, step=step, values=_sampled(rows, line, known, at, digits))
        for key, line, known, digits in lines
    )


def _sampled(rows: Series, line: Floats, known: Flags, at: Floats, digits: int) -> tuple[float | None, ...]:
    """The value of the row that stands for each time; None where none does."""
    usable = known & np.isfinite(line)
    t, values = rows.t[usable], line[usable]
    if not len(t):
        return (None,) * len(at)
    begin, end = held(t, rows.seconds, hands.GAP)
    row = np.clip(np.searchsorted(begin, at, side="right") - 1, 0, len(t) - 1)
    there = (begin[row] <= at) & (at <= end[row])
    rounded = np.round(values[row], digits) + 0.0
    return tuple(float(value) if seen else None for value, seen in zip(rounded, there, strict=True))
