"""Rows of a known motion, for the tests: what a camera would have measured, with noise, losses and jitter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metajob.interview.model import Behaviour, Observable
from metajob.interview.signals import Row

Span = tuple[float, float]
NAMES = ("yaw", "pitch", "roll", "gaze_x", "gaze_y", "smile", "brow", "blink", "mouth")
REST = np.array([0, 11, 0, 0.05, 0.1, 0.1, 0.1, 0.08, 0.1])
NOISE = (0.7, 0.6, 0.4, 0.03, 0.03, 0.02, 0.02, 0.02, 0.05)


def during(t: float, spans: Sequence[Span]) -> bool:
    return any(start <= t <= end for start, end in spans)


def filmed(
    seconds: float,
    *,
    away: Sequence[Span] = (),
    hands: Sequence[Span] = (),
    gone: Sequence[Span] = (),
    two: Sequence[Span] = (),
    smiles: Sequence[Span] = (),
    nods: Sequence[float] = (),
    blinks: Sequence[float] = (),
    turn: tuple[str, float] = ("yaw", 26.0),
    fps: float = 5.0,
    lost: float = 0.05,
    seed: int = 0,
    stop: float | None = None,
    calm: bool = False,
    **fixed: float,
) -> list[Row]:
    """Rows of one answer. away, gone, …: when. turn: what is turned while away. lost: share of frames lost.

    stop: the camera is gone from here on. calm: no noise at all. fixed: measures with a value of their own.
    """
    random = np.random.default_rng(seed)
    rows: list[Row] = []
    for i in range(int(seconds * fps)):
        t = float((i + 0.5 + random.uniform(-0.25, 0.25)) / fps)
        if random.random() < lost or (stop is not None and t > stop):
            continue
        light = {"light": 120.0, "motion": 0.0 if calm else 2.5} | {
            k: v for k, v in fixed.items() if k in {"light", "motion"}
        }
        if during(t, gone):
            rows.append(Row(t=t, faces=0, hands=False if i % 2 else None, **light))
            continue
        noise = np.zeros(9) if calm else random.normal(0, NOISE)
        one = dict(zip(NAMES, (noise + REST).tolist(), strict=True))
        one[turn[0]] += turn[1] * during(t, away)
        one["smile"] += 0.5 * during(t, smiles)
        one["pitch"] += 8 * max(
            [np.interp(t - n, (0, 0.25, 0.35, 0.6), (0, 1, 1, 0)) for n in nods], default=0
        )
        one["blink"] += 0.5 * max(
            [np.interp(t - b, (0, 0.06, 0.1, 0.22), (0, 1, 1, 0)) for b in blinks], default=0
        )
        one |= {"x": 0.5, "y": 0.5, "size": 0.25}
        one |= {k: v for k, v in fixed.items() if k not in light}
        touch = during(t, hands) if i % 2 else None
        rows.append(Row(t=t, faces=2 if during(t, two) else 1, hands=touch, touch=touch, **{**one, **light}))
    return rows


def got(seen: Behaviour, key: str) -> Observable:
    return next(one for one in seen.observables if one.key == key)


def planned(random: np.random.Generator, seconds: float, length: Span, gap: Span) -> list[Span]:
    """Stretches after the first four seconds, with gaps between."""
    found, t = [], 4.0
    while (end := t + random.uniform(*length)) < seconds - 1:
        found.append((float(t), float(end)))
        t = end + random.uniform(*gap)
    return found
