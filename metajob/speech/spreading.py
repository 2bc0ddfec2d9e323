"""Times for the words of a text from whatever times there are: of words, of sentences, or only of the speech."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from metajob.speech.invented import squeezed
from metajob.speech.vad import Span


@dataclass(frozen=True)
class Timed:
    """A part of a text with its times in seconds."""

    text: str
    start: float
    end: float


def spread(text: str, timed: Sequence[Timed], spans: Sequence[Span]) -> tuple[Timed, ...]:
    """The words of `text` as they are written between spaces, each with times.

    timed: the same text in parts, which may lack punctuation or differ a little. Without any, letters are spread
    evenly over the speech (`spans`, seconds). Letters lie in `timed` where they lie in `text`, by count.
    """
    words = text.split()
    lengths = [len(squeezed(word)) for word in words]
    total = sum(lengths)
    parts = [(len(squeezed(one.text)), one.start, one.end) for one in timed]
    parts = [part for part in parts if part[0]]
    marks: list[tuple[float, float, float]] = [(float(count), start, end) for count, start, end in parts]
    if not marks:
        marks = [(end - start, start, end) for start, end in spans if end > start]
    if not total or not marks:
        return ()
    edges = [0.0, *accumulate(weight for weight, _, _ in marks)]
    scale = edges[-1] / total
    made, passed = [], 0
    for word, length in zip(words, lengths, strict=True):
        start = _time(marks, edges, passed * scale, opens=True)
        end = _time(marks, edges, (passed + length) * scale, opens=False)
        made.append(Timed(word, start, max(start, end)))
        passed += length
    return tuple(made)


def _time(
    marks: Sequence[tuple[float, float, float]], edges: Sequence[float], place: float, opens: bool
) -> float:
    """The time at a place of the line of marks; at a border the later mark opens and the earlier one closes."""
    nudge = 1e-9 * edges[-1]
    number = bisect_right(edges, place + (nudge if opens else -nudge)) - 1
    number = min(max(number, 0), len(marks) - 1)
    weight, start, end = marks[number]
    share = min(max((place - edges[number]) / weight, 0.0), 1.0)
    return start + share * (end - start)
