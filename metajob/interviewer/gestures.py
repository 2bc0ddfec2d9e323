"""Blinks, nods and raised brows that go with what is said, from the phrases of the viseme events.

People nod where a phrase begins or ends, raise the brows for a question, and blink in pauses, about every three to four
seconds (Bentivoglio et al. 1997: 26 blinks a minute in conversation, fewer while reading).
"""

from __future__ import annotations

from collections.abc import Sequence

from metajob.interviewer.model import Gesture, VisemeEvent

PAUSE = 0.12  # seconds of rest that part two phrases
BLINK_EVERY = 3.4  # seconds at most without a blink
BLINK_APART = 1.2  # seconds at least between two
NOD_APART = 1.5


def phrases(events: Sequence[VisemeEvent]) -> list[tuple[float, float]]:
    """(start, end) seconds of the stretches of speech between rests of PAUSE seconds or more."""
    found: list[tuple[float, float]] = []
    for event in events:
        if event.v == "sil":
            continue
        end = event.t + event.d
        if found and event.t - found[-1][1] < PAUSE:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((event.t, end))
    return found


def gestures(events: Sequence[VisemeEvent], duration: float, text: str = "") -> tuple[Gesture, ...]:
    """Gestures sorted by time, within 0..duration; the same for the same input."""
    spoken = phrases(events)
    if not spoken:
        return ()
    found: list[Gesture] = []
    question = text.rstrip().endswith("?")
    nodded = -NOD_APART
    for number, (start, end) in enumerate(spoken):
        last = number == len(spoken) - 1
        if start - nodded >= NOD_APART and end - start > 0.5:
            found.append(Gesture(t=round(start + 0.08, 3), type="nod", amp=0.45 if number == 0 else 0.3))
            nodded = start
        if number == 0:
            found.append(Gesture(t=round(start, 3), type="brow", amp=0.3))
        if last and question:
            found.append(Gesture(t=round(max(start, end - 0.5), 3), type="brow", amp=0.5))
        elif last and end - nodded >= NOD_APART:
            found.append(Gesture(t=round(max(start, end - 0.25), 3), type="nod", amp=0.4))
    found += [Gesture(t=round(t, 3), type="blink") for t in _blinks(spoken, duration)]
    return tuple(sorted((one for one in found if one.t <= duration), key=lambda one: (one.t, one.type)))


def _blinks(spoken: list[tuple[float, float]], duration: float) -> list[float]:
    """One at the start of each pause, and more where it is long until the next."""
    wanted = [end + 0.04 for _start, end in spoken if end + 0.2 < duration]
    found: list[float] = []
    before = -BLINK_APART
    for border in [*wanted, duration]:
        while border - before > BLINK_EVERY + BLINK_APART:
            before = before + BLINK_EVERY if found else min(spoken[0][0] + 0.9, border)
            found.append(before)
        if border != duration and border - before >= BLINK_APART:
            before = border
            found.append(border)
    return found
