"""The sound alone, when nobody knows the words: the likeliest sounds, each held for a plausible time.

The last resort. It opens and closes the mouth with the speech and sees most closures, but knows no language.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from metajob.interviewer import features
from metajob.interviewer.features import CLASSES, RATE, SILENCE
from metajob.speech.model import Pcm, Phone, Role

CHANGE = 3.5  # log; what it costs to go over to another sound
HEARD_CONFIDENCE = 0.3
VOWELS = frozenset("ㅏㅓㅗㅜㅡㅣㅔ")


def hear(pcm: Pcm, rate: int) -> tuple[tuple[Phone, ...], float]:
    """Phones by ear, sorted and without gaps, and the confidence in them. pcm: mono -1..1, rate: Hz, from 8000."""
    likely = features.likelihood(features.mel(pcm, rate)).astype(np.float64)
    return by_ear(likely, 0.0, len(pcm) / rate), HEARD_CONFIDENCE


def by_ear(likely: NDArray[np.float64], start: float, end: float) -> tuple[Phone, ...]:
    """Phones between two times in seconds. likely: (frames, classes) log likelihoods of the whole sound."""
    first, last = round(start * RATE), min(round(end * RATE), len(likely))
    if last <= first:
        return (Phone("", "pause", start, end),) if end > start else ()
    path = _path(likely[first:last])
    edges = np.flatnonzero(np.diff(path)) + 1
    begins = [start, *((first + edge) / RATE for edge in edges)]
    ends = [*begins[1:], end]
    kinds = path[np.concatenate([[0], edges])]
    return tuple(
        Phone(CLASSES[kind], _role(kind), a, b) for kind, a, b in zip(kinds, begins, ends, strict=True)
    )


def _path(likely: NDArray[np.float64]) -> NDArray[np.int64]:
    """(frames,) the likeliest class of each frame when every change costs CHANGE (Viterbi)."""
    best = likely[0].copy()
    came = np.zeros(likely.shape, np.int64)
    same = np.arange(likely.shape[1])
    for frame in range(1, len(likely)):
        top = int(best.argmax())
        change = best[top] - CHANGE > best
        came[frame] = np.where(change, top, same)
        best = np.where(change, best[top] - CHANGE, best) + likely[frame]
    path = np.zeros(len(likely), np.int64)
    path[-1] = best.argmax()
    for frame in range(len(likely) - 1, 0, -1):
        path[frame - 1] = came[frame, path[frame]]
    return path


def _role(kind: int) -> Role:
    if kind == SILENCE:
        return "pause"
    return "vowel" if CLASSES[kind] in VOWELS else "onset"
