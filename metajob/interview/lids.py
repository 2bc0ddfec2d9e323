"""Blinks: short closures of the lids."""

from __future__ import annotations

import numpy as np

from metajob.interview.events import Span, latched, spans
from metajob.interview.series import Flags, Floats, Series

CLOSED = 0.15  # above the person's own open lids; rendered full closures reach 0.26 to 0.5 above
OPEN = 0.09
LONGEST = 0.6  # s; lids down for longer look at something below, or rest
# Frames a second from which on blinks are counted (10, give or take). At 10 at least 12 of 13 blinks of 190 ms were
# found, at 8 half to all, at 5 a fifth to two thirds, depending on how they fall between the frames.
LEAST_FPS = 9.5
AROUND = 2.0  # s; open lids are the middle value of this much time around


def _closure(rows: Series) -> Floats:
    """(n,) how far the lids are down against the open lids of the seconds around; NaN without a face.

    Measured against the time around, as lids follow the gaze: looking down lowers them for longer.
    """
    lids = np.where(rows.one, rows["blink"], np.nan)
    found = np.full(len(rows), np.nan)
    for i in np.flatnonzero(np.isfinite(lids)).tolist():
        first, last = np.searchsorted(rows.t, [rows.t[i] - AROUND, rows.t[i] + AROUND])
        near = lids[first:last]
        found[i] = lids[i] - float(np.percentile(near[np.isfinite(near)], 35))
    return found


def blinks(rows: Series) -> list[Span]:
    """Closures of both lids that are open again within LONGEST."""
    begin, end = rows.held
    closure = _closure(rows)
    shut = latched(np.nan_to_num(closure, nan=0.0), CLOSED, OPEN)
    return [(start, stop) for start, stop in spans(shut, begin, end) if stop - start <= LONGEST]


def blink_rows(rows: Series) -> Flags:
    """(n,) rows that lie in a blink."""
    begin, end = rows.held
    middle = (begin + end) / 2
    mask = np.zeros(len(rows), np.bool_)
    for start, stop in blinks(rows):
        mask |= (middle >= start) & (middle <= stop)
    return mask
