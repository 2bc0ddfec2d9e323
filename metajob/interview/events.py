"""Turns a signal into happenings: stretches of time, with hysteresis and a shortest duration."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metajob.interview.model import Stretch
from metajob.interview.series import Flags, Floats

Span = tuple[float, float]


def latched(level: Floats, enter: float, leave: float) -> Flags:
    """(n,) on from where `level` exceeds `enter` until it is below `leave` (hysteresis). NaN keeps the state."""
    on, found = False, np.zeros(len(level), np.bool_)
    for i, value in enumerate(level.tolist()):
        on = value > enter if not on else not value < leave
        found[i] = on
    return found


def spans(mask: Flags, begin: Floats, end: Floats, bridge: float = 0.0, shortest: float = 0.0) -> list[Span]:
    """Stretches in which `mask` holds. begin, end: what each row stands for, seconds. Gaps up to `bridge` are closed
    first; then what is shorter than `shortest` is dropped."""
    found: list[Span] = []
    for i in np.flatnonzero(mask).tolist():
        start, stop = float(begin[i]), float(end[i])
        if found and start - found[-1][1] <= bridge + 1e-9:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        else:
            found.append((start, stop))
    return [(start, stop) for start, stop in found if stop - start >= shortest - 1e-9]


def inside(t: Floats, found: Sequence[Span]) -> Flags:
    """(n,) which times lie in one of the stretches."""
    mask = np.zeros(len(t), np.bool_)
    for start, stop in found:
        mask |= (t >= start) & (t <= stop)
    return mask


def length(found: Sequence[Span]) -> float:
    """Seconds altogether."""
    return sum(stop - start for start, stop in found)


def stretches(found: Sequence[Span]) -> tuple[Stretch, ...]:
    """For keeping: rounded to hundredths."""
    return tuple(Stretch(start=round(start, 2), end=round(stop, 2)) for start, stop in found)


def dips(t: Floats, level: Floats, least: float, most_s: float) -> list[Span]:
    """Swings of `level` up by `least` and back by at least 60 % of that, in `most_s` seconds altogether.

    For the pitch (> 0 looks down) this is a nod. A slow lowering, or one that stays down, is none. level: no NaN.
    """
    found: list[Span] = []
    for i, (now, peak) in enumerate(zip(t.tolist(), level.tolist(), strict=True)):
        first, after = np.searchsorted(t, [now - most_s / 2, now + most_s / 2 + 1e-9])
        before, behind = level[first : i + 1], level[i:after]
        if peak < max(before.max(), behind.max()) or (found and now <= found[-1][1]):
            continue
        rise, back = peak - float(before.min()), peak - float(behind.min())
        if rise >= least and back >= 0.6 * least:
            start = first + int(np.flatnonzero(before <= peak - 0.8 * rise)[-1])
            stop = i + int(np.flatnonzero(behind <= peak - 0.6 * back)[0])
            found.append((float(t[start]), float(t[stop])))
    return found
