"""The one quiet cue that may appear during an answer. Keys only; the words belong to the page.

Sparse on purpose: a word or two every 20 s is preferred to a running display, and what teaches is the report
afterwards (docs/behaviour.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from metajob.interview import picture
from metajob.interview.baseline import LENGTH, WITHIN, baseline
from metajob.interview.looking import STAY, looking_away
from metajob.interview.series import Floats, Series, series
from metajob.interview.signals import Row

CueKey = Literal["", "look", "nobody", "dark", "two", "closer", "still"]
Shown = tuple[float, CueKey]  # seconds of the answer, key

QUIET_S = 5.0  # nothing in the first seconds
APART_S = 20.0
MOST = 3  # in one answer
TIMES = 2  # the same cue in one answer
NOBODY_S, DARK_S, TWO_S, CLOSER_S, LOOK_S, STILL_S = 2.5, 3.0, 3.0, 5.0, 4.0, 8.0
NEARLY = 0.85  # share of the rows in that time
LEAST_FPS = 2.0  # rows a second below which nothing is said
SAME = 0.3  # mean luma difference of a picture that stands still


def cue(rows: Sequence[Row], shown: Sequence[Shown] = ()) -> CueKey:
    """What to say now, mostly "". rows: of this answer so far, in order of time. shown: cues of this answer, each with
    the time at which it was given. Costs about 2 ms, as it is asked after every frame."""
    now = rows[-1].t if rows else 0.0
    if now < QUIET_S or len(shown) >= MOST or any(now - t < APART_S for t, _ in shown):
        return ""
    recent = _last(rows, now, STILL_S)
    for key, seconds, holds in _CHECKS:
        if sum(given == key for _, given in shown) >= TIMES:
            continue
        last = recent.only(recent.t >= now - seconds)
        if len(last) >= LEAST_FPS * seconds and now - float(last.t[0]) >= 0.8 * seconds and holds(last):
            return key
    return "look" if sum(key == "look" for _, key in shown) < TIMES and _looks_away(rows, recent, now) else ""


def _last(rows: Sequence[Row], now: float, seconds: float) -> Series:
    """The rows of the last `seconds`."""
    first = len(rows)
    while first and rows[first - 1].t >= now - seconds:
        first -= 1
    return series(rows[first:], now)


def _mostly(mask: np.ndarray) -> bool:
    return bool(mask.mean() >= NEARLY)


def _still(last: Series) -> bool:
    """The very same picture: a held photo moves and is left to the report."""
    motion: Floats = last["motion"][np.isfinite(last["motion"])]
    yaw: Floats = last["yaw"][last.one]
    return _mostly(last.one) and len(motion) > 0 and motion.max() < SAME and bool(np.ptp(yaw) < SAME)


_CHECKS: tuple[tuple[CueKey, float, Callable[[Series], bool]], ...] = (
    ("nobody", NOBODY_S, lambda last: _mostly(last.faces == 0)),
    ("dark", DARK_S, picture.dark),
    ("two", TWO_S, lambda last: _mostly(last.faces == 2)),
    ("still", STILL_S, _still),
    ("closer", CLOSER_S, lambda last: _mostly(last.one) and picture.small(last)),
)


def _looks_away(rows: Sequence[Row], recent: Series, now: float) -> bool:
    """For LOOK_S without a break, against the person's own first seconds."""
    last = recent.only(recent.t >= now - LOOK_S)
    if len(last) < LEAST_FPS * LOOK_S or not _mostly(last.one):
        return False
    first = next((i for i, row in enumerate(rows) if row.t > WITHIN + LENGTH), len(rows))
    own = baseline(series(rows[:first], now))
    if own is None:
        return False
    level = looking_away(last, own)[last.one]
    return bool((level > STAY).all() and np.median(level) > 1.0)
