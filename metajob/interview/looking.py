"""When the person looked away: head and eyes together, against their own baseline."""

from __future__ import annotations

import numpy as np

from metajob.interview import hands
from metajob.interview.baseline import Baseline
from metajob.interview.events import Span, latched, spans
from metajob.interview.lids import blink_rows
from metajob.interview.series import Flags, Floats, Series

ACROSS, DOWN = (
    18.0,
    15.0,
)  # degrees off the baseline that count as away; half a laptop screen is about 16 by 9
STAY = 0.72  # of these: back only when closer than this, so that a gaze at the border does not flicker
SHORTEST, BRIDGE = 0.4, 0.4  # s
LOST = 2.0  # s; a face lost between two looks away was turned too far to be seen

UNDER_HAND = 2.0  # times DOWN; a drawn hand at the cheek changed the pitch by 3 to 7 degrees

# The eyes' -1..1 in degrees. On faces turned by a known angle as if frozen, MediaPipe's eyes read as if they turned
# back by this much a degree; moved irises read 0.2 to 0.4 for 20 degrees (docs/behaviour.md).
EYES, EYES_DOWN = 80.0, 40.0
EYES_BACK = 20.0  # eyes turned back towards the screen count less, as that reading is the less certain
TURNED_BACK, TURNED_BACK_DOWN = 0.007, 0.011


def looking_away(rows: Series, own: Baseline) -> Floats:
    """(n,) how far from the baseline the person looks; above 1 is away. NaN in rows without the one face.

    In a blink the lids hide the iris, and a hand at the face shifts what is measured: there the head alone counts,
    under a hand only what is far beyond.
    """
    turned, lowered = rows["yaw"] - own.yaw, rows["pitch"] - own.pitch
    under_hand = hands.covered(rows)
    hidden = blink_rows(rows) | under_hand
    across = _sight(turned, _eyes(rows["gaze_x"] - own.gaze_x, hidden), EYES, EYES_BACK, TURNED_BACK)
    down = _sight(lowered, _eyes(rows["gaze_y"] - own.gaze_y, hidden), EYES_DOWN, EYES_BACK, TURNED_BACK_DOWN)
    level = np.hypot(across / ACROSS, down / (DOWN * np.where(under_hand, UNDER_HAND, 1.0)))
    return np.where(rows.one, level, np.nan)


def away_spans(rows: Series, own: Baseline) -> list[Span]:
    """Stretches of looking away, at least SHORTEST long."""
    seen = rows.only(rows.one)
    begin, end = seen.held
    away = latched(looking_away(seen, own), 1.0, STAY)
    found = spans(away, begin, end, BRIDGE, SHORTEST)
    return _over_losses(found, rows)


def _eyes(moved: Floats, hidden: Flags) -> Floats:
    return np.where(hidden | ~np.isfinite(moved), 0.0, moved)


def _sight(head: Floats, eyes: Floats, along: float, back: float, turned_back: float) -> Floats:
    """Degrees of the line of sight off the baseline, from the head's degrees and the eyes' -1..1 (0: unknown)."""
    eyes = np.where(eyes == 0.0, 0.0, eyes + turned_back * head)
    against = np.where(eyes * head < 0, np.minimum(np.abs(eyes), np.abs(head) / back), 0.0)
    straight = head - np.sign(head) * against * back  # what the eyes leave of the head's turn
    sight: Floats = straight + np.sign(eyes) * (np.minimum(np.abs(eyes), 0.8) - against).clip(0) * along
    return sight


def _over_losses(found: list[Span], rows: Series) -> list[Span]:
    """Joins two looks away when between them there was no face at all, for LOST seconds at most."""
    joined: list[Span] = []
    for start, stop in found:
        if joined and start - joined[-1][1] <= LOST:
            between = (rows.t > joined[-1][1]) & (rows.t < start)
            if between.any() and not rows.one[between].any():
                joined[-1] = (joined[-1][0], stop)
                continue
        joined.append((start, stop))
    return joined
