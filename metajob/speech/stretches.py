"""Where somebody speaks, to 10 ms: the spans of voice detection trimmed and split by energy, and the pauses between."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from metajob.speech.loudness import Levels, frame_levels
from metajob.speech.model import Pcm

Span = tuple[float, float]  # start, end in seconds
STEP_S = 0.01
SILENCE_S = 0.2  # a stop consonant is closed for up to 0.15 s; below that a gap is no pause
_CLICK_S = 0.05
_BELOW_SPEECH_DB = 30.0
_ABOVE_NOISE_DB = 6.0
_LEAST_CONTRAST_DB = 16.0


def refine(pcm: Pcm, rate: int, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans (seconds) trimmed to what is audible and split at silences of 0.2 s or more.

    Voice detection pads its spans and joins what is close; energy does not know a voice from a noise. So energy
    is asked only inside the spans. A frame is silent when it lies 30 dB under the loud frames of the speech
    (their 95th percentile; the manner of N. H. de Jong & T. Wempe 2009, "Praat script to detect syllable
    nuclei", who use 25 dB under the maximum) or less than 6 dB over the noise between the spans. Where speech
    and noise lie closer than 16 dB, energy says nothing and the spans stay as they are.
    """
    spans = _tidy(spans, len(pcm) / rate)
    levels = frame_levels(pcm, rate, STEP_S)
    inside = np.zeros(len(levels), bool)
    for start, end in spans:
        inside[round(start / STEP_S) : round(end / STEP_S)] = True
    if not inside.any():
        return spans
    threshold = _threshold(levels, inside)
    if threshold is None:
        return spans
    loud = levels > threshold
    return tuple(piece for span in spans for piece in _pieces(loud, span))


def gaps(spans: Sequence[Span], longer_than: float) -> tuple[Span, ...]:
    """What lies between consecutive spans and lasts longer than this (seconds)."""
    between = ((before[1], after[0]) for before, after in pairwise(spans))
    return tuple((start, end) for start, end in between if end - start > longer_than)


def _tidy(spans: Sequence[Span], seconds: float) -> tuple[Span, ...]:
    """Sorted, inside the recording, overlapping ones joined."""
    tidy: list[Span] = []
    for start, end in sorted((max(0.0, start), min(end, seconds)) for start, end in spans):
        if end - start < STEP_S:
            continue
        if tidy and start <= tidy[-1][1]:
            tidy[-1] = (tidy[-1][0], max(end, tidy[-1][1]))
        else:
            tidy.append((start, end))
    return tuple(tidy)


def _threshold(levels: Levels, inside: NDArray[np.bool_]) -> float | None:
    """Level (dB) between silence and speech, None where they cannot be told apart."""
    speech = float(np.percentile(levels[inside], 95))
    outside = levels[~inside]
    noise = float(np.median(outside)) if len(outside) * STEP_S >= 0.3 else float(np.percentile(levels, 5))
    if speech - noise < _LEAST_CONTRAST_DB:
        return None
    return max(speech - _BELOW_SPEECH_DB, noise + _ABOVE_NOISE_DB)


def _pieces(loud: NDArray[np.bool_], span: Span) -> list[Span]:
    """The audible parts of one span; clicks shorter than 50 ms are none."""
    first, last = round(span[0] / STEP_S), round(span[1] / STEP_S)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud[first:last], [False]]).astype(np.int8)))
    runs = [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and (start - joined[-1][1]) * STEP_S < SILENCE_S - 1e-9:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [
        (round((first + start) * STEP_S, 2), round((first + end) * STEP_S, 2))
        for start, end in joined
        if (end - start) * STEP_S >= _CLICK_S - 1e-9
    ]
