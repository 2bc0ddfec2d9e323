"""Speech of a recording → stretches of at most 28 s for an engine, long silences cut short, and times mapped back.

Whisper always works on a window of 30 s, however little of it is speech: full windows are three times cheaper than
one sentence at a time. Cuts lie in pauses wherever there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from metajob.speech.model import Pcm
from metajob.speech.vad import RATE, Span

LONGEST_S = 28.0  # of the 30 s window
_KEPT_GAP_S = 0.8  # a longer silence is shortened to twice the pad
_PAD_S = 0.2  # VAD cuts soft onsets and endings short
_SEARCH_S = 4.0  # how far back from a forced cut the quietest place is looked for
_FRAME = RATE // 20


@dataclass(frozen=True)
class Piece:
    """A part of a stretch. at: where it lies in the stretch; start, end: in the recording; all seconds."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Stretch:
    """What an engine gets at once. speech: seconds of it that are speech."""

    pieces: tuple[Piece, ...]
    speech: float

    @property
    def end(self) -> float:
        """Second of the recording up to which it reaches."""
        return self.pieces[-1].end

    def pcm(self, recording: Pcm) -> Pcm:
        """The sound, mono float32 at 16 kHz, at most 30 s."""
        parts = [recording[round(p.start * RATE) : round(p.end * RATE)] for p in self.pieces]
        return np.ascontiguousarray(np.concatenate(parts), np.float32)

    def original(self, start: float, end: float) -> Span:
        """A word's times in the stretch → in the recording; a word never reaches over a cut."""
        middle = (start + end) / 2
        piece = next((one for one in reversed(self.pieces) if one.at <= middle), self.pieces[0])
        moved = [min(max(time - piece.at + piece.start, piece.start), piece.end) for time in (start, end)]
        return moved[0], moved[1]


def stretches(recording: Pcm, spans: Sequence[Span], longest: float = LONGEST_S) -> tuple[Stretch, ...]:
    """Cut the speech (spans in seconds, sorted) of a recording (16 kHz) into stretches of at most `longest` s."""
    groups: list[list[Span]] = [[]]
    for span in (part for whole in spans for part in _halved(recording, whole, longest)):
        while groups[-1] and _length([*groups[-1], span]) > longest:
            kept, carried = _at_pause(groups[-1], span, longest)
            groups[-1] = kept
            groups.append(carried)
        groups[-1].append(span)
    seconds = len(recording) / RATE
    flat = [group for group in groups if group]
    made = []
    for number, group in enumerate(flat):
        before = flat[number - 1][-1][1] if number else 0.0
        after = flat[number + 1][0][0] if number + 1 < len(flat) else seconds
        made.append(_stretch(group, before, after))
    return tuple(made)


def _length(group: Sequence[Span]) -> float:
    """Seconds of the stretch that these spans make, silences already shortened."""
    total = 2 * _PAD_S + sum(end - start for start, end in group)
    gaps = (after[0] - before[1] for before, after in pairwise(group))
    return total + sum(gap if gap <= _KEPT_GAP_S else 2 * _PAD_S for gap in gaps)


def _at_pause(group: list[Span], following: Span, longest: float) -> tuple[list[Span], list[Span]]:
    """Cut a full group at its longest pause that leaves it at least half full; what is behind goes on."""
    line = [*group, following]
    best, pause = len(group), -1.0
    for number in range(1, len(line)):
        gap = line[number][0] - line[number - 1][1]
        if gap > pause and _length(line[:number]) >= longest / 2:
            best, pause = number, gap
    return group[:best], group[best:]


def _halved(recording: Pcm, span: Span, longest: float) -> list[Span]:
    """A span without a pause for too long is cut at its quietest 50 ms before the limit."""
    start, end = span
    parts = []
    while end - start + 2 * _PAD_S > longest:
        limit = start + longest - 2 * _PAD_S
        begin = round((limit - _SEARCH_S) * RATE)
        frames = recording[begin : round(limit * RATE)]
        frames = frames[: len(frames) // _FRAME * _FRAME].reshape(-1, _FRAME)
        cut = (begin + (int((frames**2).sum(1).argmin()) + 0.5) * _FRAME) / RATE if len(frames) else limit
        parts.append((start, cut))
        start = cut
    return [*parts, (start, end)]


def _stretch(group: list[Span], before: float, after: float) -> Stretch:
    """before, after: where the neighbours' speech ends and begins; the pads share the silence with them."""
    joined: list[list[float]] = []
    for start, end in group:
        if joined and start - joined[-1][1] <= _KEPT_GAP_S:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    pieces, at = [], 0.0
    for number, (start, end) in enumerate(joined):
        room = start - before if number == 0 else _KEPT_GAP_S
        behind = after - end if number + 1 == len(joined) else _KEPT_GAP_S
        first, last = start - min(_PAD_S, max(room, 0) / 2), end + min(_PAD_S, max(behind, 0) / 2)
        pieces.append(Piece(at, first, last))
        at += last - first
    return Stretch(tuple(pieces), sum(end - start for start, end in group))
