"""How much the head moved, nodded and swayed."""

from __future__ import annotations

import numpy as np

from metajob.interview.events import Span, dips
from metajob.interview.series import GRID, Floats, Series

NOD = 3.5  # degrees down and back
NOISE = 4.0  # times the pitch's own noise, where that is more
NOD_S = 1.2  # s
STILL = 0.15  # degrees a grid step; a still head reads as moving by less (measured, docs/behaviour.md)
STILL_WIDTHS = 0.002  # face widths a grid step


def head_speed(rows: Series) -> tuple[float, float]:
    """Degrees a second that the head turned in the mean (yaw, pitch and roll together), and seconds measured.

    On a grid of 5 a second, smoothed: quick shaking is underestimated, tracking noise does not add up.
    """
    steps = np.stack([np.diff(rows.gridded(name)) for name in ("yaw", "pitch", "roll")])
    return _speed(np.sqrt((steps**2).sum(0)), STILL)


def sway_speed(rows: Series) -> tuple[float, float]:
    """Face widths a second that the face moved sideways in the mean, and seconds measured."""
    x, size = rows.gridded("x"), rows["size"][rows.one]
    size = size[np.isfinite(size) & (size > 0)]
    if not len(size):
        return 0.0, 0.0
    return _speed(np.abs(np.diff(x)) / float(np.median(size)), STILL_WIDTHS)


def nods(rows: Series) -> list[Span]:
    """Down-and-up swings of the head."""
    seen = rows.only(rows.one)
    if len(seen) < 3:
        return []
    return dips(seen.t, seen["pitch"], max(NOD, NOISE * _noise(seen["pitch"])), NOD_S)


def _noise(values: Floats) -> float:
    """Standard deviation of what changes from frame to frame, from the middle second difference (robust)."""
    bend = np.abs(values[2:] - 2 * values[1:-1] + values[:-2])
    return 1.4826 * float(np.median(bend)) / np.sqrt(6) if len(bend) else 0.0


def _speed(steps: Floats, still: float) -> tuple[float, float]:
    known = np.isfinite(steps)
    moved = np.where(steps[known] > still, steps[known], 0.0)
    seconds = float(known.sum()) * GRID
    return (float(moved.sum()) / seconds if seconds else 0.0), seconds
