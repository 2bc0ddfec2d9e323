"""The best division of a sound into given segments, by dynamic programming with explicit lengths.

A segmental Viterbi search: unlike a plain hidden Markov model it knows how long each sound lasts, which keeps a
sentence from slipping by a syllable where the colours of two neighbours are alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metajob.interviewer.features import SILENCE

Scores = NDArray[np.float64]
NEVER = -1e9


@dataclass(frozen=True)
class Segment:
    """One stretch of one sound class. mean: expected frames. spread: standard deviation of the log of it."""

    kind: int
    mean: float
    spread: float
    phone: int  # index of the phone it belongs to


@dataclass(frozen=True)
class Rest:
    """A pause, of any length from `least` frames on. silent, skipped: what it costs to be there, and not to be."""

    silent: float
    skipped: float
    least: int = 3


Part = Segment | Rest


def divide(
    parts: Sequence[Part], likely: Scores, band: Sequence[tuple[int, int]], longest: int = 45
) -> NDArray[np.int64]:
    """(len(parts) + 1,) frame borders 0 … T, non-decreasing; a skipped rest has none of its own.

    likely: (T, classes) log likelihoods. band: for each part, the first and last border at which it may end, which
    bounds the work for long sounds. longest: frames that a segment may last at most.
    """
    frames = len(likely)
    sums = np.zeros((frames + 1, likely.shape[1]))
    np.cumsum(likely, axis=0, out=sums[1:])
    best = np.full(frames + 1, NEVER)
    best[0] = 0.0
    back = []  # for each part: (first border of the band, where the part began for each border in it)
    lengths = np.arange(1, longest + 1)
    for part, (low, high) in zip(parts, band, strict=True):
        low, high = max(low, 0), min(high, frames)
        total = sums[:, SILENCE if isinstance(part, Rest) else part.kind]
        open_ = best - total
        if isinstance(part, Rest):
            began, score = _rest(part, best, open_, total, low, high)
        else:
            prior = -0.5 * (np.log(lengths / part.mean) / part.spread) ** 2
            padded = np.concatenate([np.full(longest, NEVER), open_[: high + 1]])
            window = np.lib.stride_tricks.sliding_window_view(padded, longest)[low : high + 1, ::-1] + prior
            chosen = window.argmax(1)
            score = window[np.arange(len(chosen)), chosen] + total[low : high + 1]
            began = np.arange(low, high + 1) - lengths[chosen]
        best = np.full(frames + 1, NEVER)
        best[low : high + 1] = score
        back.append((low, began))
    borders = np.zeros(len(parts) + 1, np.int64)
    borders[-1] = frames if best[frames] > NEVER / 2 else int(best.argmax())
    for number in range(len(parts) - 1, -1, -1):
        low, began = back[number]
        borders[number] = max(int(began[np.clip(borders[number + 1] - low, 0, len(began) - 1)]), 0)
    return borders


def _rest(
    part: Rest, best: Scores, open_: Scores, total: Scores, low: int, high: int
) -> tuple[NDArray[np.int64], Scores]:
    """Where the rest began, and the score, for each border from low to high."""
    reach = open_[: high + 1]
    peak = np.maximum.accumulate(reach)
    place = np.maximum.accumulate(np.where(reach >= peak, np.arange(high + 1), 0))
    ends = np.arange(low, high + 1)
    since = ends - part.least
    there = np.where(since >= 0, peak[np.maximum(since, 0)] + total[ends] - part.silent, NEVER)
    absent = best[ends] - part.skipped
    return np.where(there > absent, place[np.maximum(since, 0)], ends), np.maximum(there, absent)
