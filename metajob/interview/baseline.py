"""The person's own baseline: how they held head, eyes and mouth in the first seconds of the answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metajob.interview.series import Series

LENGTH = 3.0  # s
WITHIN = 10.0  # s; the baseline has to end by then
COVERED = 2.0  # s of the three with exactly one face
LEAST_ROWS = 6
MOST_TURN = 35.0  # degrees; a head turned further is no baseline


@dataclass(frozen=True, slots=True)
class Baseline:
    """Medians over the rows with exactly one face. yaw, pitch: degrees. gaze_x, gaze_y: -1..1 (0 where the eyes were
    not measured). smile, brow, blink: 0..1. start: seconds of the answer."""

    start: float
    yaw: float
    pitch: float
    gaze_x: float
    gaze_y: float
    smile: float
    brow: float
    blink: float


def baseline(rows: Series) -> Baseline | None:
    """Of the first LENGTH seconds, or of the first LENGTH seconds within WITHIN that are usable, or None."""
    starts = [0.0, *rows.t[rows.one & (rows.t <= WITHIN - LENGTH)].tolist()]
    for start in starts:
        picked = rows.one & (rows.t >= start) & (rows.t <= start + LENGTH)
        if picked.sum() < LEAST_ROWS or rows.time(picked) < COVERED:
            continue
        own = {name: _middle(rows[name][picked]) for name in Baseline.__dataclass_fields__ if name != "start"}
        if abs(own["yaw"]) <= MOST_TURN:
            return Baseline(start=start, **own)
    return None


def _middle(values: np.ndarray) -> float:
    values = values[np.isfinite(values)]
    return float(np.median(values)) if len(values) else 0.0
