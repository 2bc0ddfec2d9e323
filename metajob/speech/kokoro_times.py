"""Fits Kokoro's own times to its sound: the lead of the sound, silence that it counts as a vowel, long ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metajob.speech import loudness
from metajob.speech.model import Pcm, Phone

# The sound is this much earlier than the model's frame counts say: the best correlation of loudness with the kind of
# sound lies at 65 to 70 ms (3 voices); Kokoro's own code takes off 75 ms.
LEAD = 0.07
_STEP = 0.01  # seconds of one level
_QUIET_DB = 40.0  # silence lies so far under the loudest moment
_HOLD = 0.03  # kept behind the last audible moment: a sound dies away
_LEAST_PAUSE = 0.12  # a shorter silence belongs to the sound before it (closures, joints of words)
_HEAD, _TAIL = 0.06, 0.12  # silence kept at the ends


def fitted(pcm: Pcm, rate: int, phones: tuple[Phone, ...]) -> tuple[Pcm, tuple[Phone, ...]]:
    """Sound and phones with short ends; the phones have no gaps and go from 0 to the end of the sound exactly.

    phones: as counted by the model, the first and the last one a pause.
    """
    quiet = _quiet(pcm, rate)
    edges = [max(0.0, phone.start - LEAD) for phone in phones] + [len(pcm) / rate]
    kept: list[tuple[Phone, float]] = []  # with its start
    for phone, start, end in zip(phones, edges, edges[1:], strict=False):
        if not phone.jamo:
            if kept and kept[-1][0].jamo:
                start = _died_away(quiet, kept[-1][1], start)
            if kept and _audible(quiet, start, end):
                continue  # a space that is no pause: the sound before it goes on
        if not (kept and not kept[-1][0].jamo and not phone.jamo):
            kept.append((phone, start))
    return _trimmed(pcm, rate, kept)


def _trimmed(pcm: Pcm, rate: int, kept: list[tuple[Phone, float]]) -> tuple[Pcm, tuple[Phone, ...]]:
    first = max(0, round((kept[1][1] - _HEAD) * rate)) if len(kept) > 1 else 0
    last = len(pcm)
    if not kept[-1][0].jamo:
        last = min(last, round((kept[-1][1] + _TAIL) * rate))
    starts = [0, *(round(start * rate) - first for _, start in kept[1:]), last - first]
    timed = tuple(
        replace(phone, start=start / rate, end=end / rate)
        for (phone, _), start, end in zip(kept, starts, starts[1:], strict=False)
        if end > start
    )
    return pcm[first:last], timed


def _quiet(pcm: Pcm, rate: int) -> list[bool]:
    """For each step of 10 ms whether there is silence."""
    levels = loudness.frame_levels(pcm, rate, _STEP)
    return [bool(level) for level in levels < np.max(levels, initial=loudness.FLOOR_DB) - _QUIET_DB]


def _audible(quiet: list[bool], start: float, end: float) -> bool:
    """Whether this stretch is a sound: too short for a pause, or mostly not silent."""
    steps = quiet[round(start / _STEP) : round(end / _STEP)]
    return end - start < _LEAST_PAUSE or sum(steps) < len(steps) / 2


def _died_away(quiet: list[bool], start: float, end: float) -> float:
    """Where the sound from start to end really ends: the model gives the silence of a pause to the vowel before it."""
    at = round(end / _STEP)
    while at > round(start / _STEP) + 1 and at - 1 < len(quiet) and quiet[at - 1]:
        at -= 1
    return min(end, at * _STEP + _HOLD)
