"""When a hand was at the face."""

from __future__ import annotations

import numpy as np

from metajob.interview.events import Span, inside, spans
from metajob.interview.series import Flags, Series, held

GAP = 1.2  # s; hands are looked at in every second frame only
BRIDGE, SHORTEST = 1.2, 0.3  # s
MARGIN = 0.3  # s before and after in which the hand may already be there


def at_face(rows: Series) -> list[Span]:
    """Stretches with a hand at the face."""
    looked = np.isfinite(rows.touch)
    begin, end = held(rows.t[looked], rows.seconds, GAP)
    return spans(rows.touch[looked] > 0.5, begin, end, BRIDGE, SHORTEST)


def coverage(rows: Series) -> float:
    """Share of the answer in which hands were looked for, with a face in sight."""
    begin, end = held(rows.t[np.isfinite(rows.touch)], rows.seconds, GAP)
    return min(1.0, float((end - begin).sum()) / rows.seconds) if rows.seconds > 0 else 0.0


def covered(rows: Series) -> Flags:
    """(n,) rows in which a hand may hide part of the face: the landmarks, and with them the pose, are then off."""
    return inside(rows.t, [(start - MARGIN, stop + MARGIN) for start, stop in at_face(rows)])
