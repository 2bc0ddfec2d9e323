"""A viseme track as six mouth parameters for every frame of a clip.

Coarticulation by dominance functions (Cohen & Massaro 1993, "Modeling coarticulation in synthetic visual speech"):
every event pulls the mouth towards its target with a weight that falls off around its middle, and the frame shows the
weighted mean. A closure of the lips is heard as wrong when it is not seen, so each is given one whole frame.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from metajob.interviewer.model import FPS, Viseme, VisemeTrack

Curves = NDArray[np.float32]  # (frames, 6): open, width, round, press, teeth, tongue
COLUMNS: Final = ("open", "width", "round", "press", "teeth", "tongue")
OPEN, WIDTH, ROUND, PRESS, TEETH, TONGUE = range(6)

# open 0..1, width -1..1, round, press, teeth, tongue 0..1; and the dominance of the viseme
TARGETS: Final[dict[Viseme, tuple[tuple[float, ...], float]]] = {
    "sil": ((0, 0, 0, 0, 0, 0), 0.6),
    "PP": ((0, -0.05, 0.1, 1, 0, 0), 3.2),
    "TT": ((0.22, 0.1, 0, 0, 0.5, 0.8), 0.55),
    "SS": ((0.12, 0.3, 0, 0, 1, 0.1), 1.2),
    "KK": ((0.25, 0, 0, 0, 0.2, 0), 0.35),
    "HH": ((0.3, 0, 0, 0, 0.2, 0), 0.3),
    "A": ((1, 0.15, 0, 0, 0.3, 0.2), 1.0),
    "EO": ((0.68, -0.05, 0.15, 0, 0.2, 0.1), 1.0),
    "O": ((0.45, -0.55, 0.8, 0, 0, 0), 1.0),
    "U": ((0.22, -0.8, 1, 0, 0, 0), 1.0),
    "EU": ((0.18, 0.35, 0, 0, 0.7, 0), 1.0),
    "I": ((0.22, 0.75, 0, 0, 0.8, 0.3), 1.0),
    "E": ((0.45, 0.5, 0, 0, 0.6, 0.2), 1.0),
}
SPREAD = 0.42  # standard deviation of the pull, as a share of the event's length …
NARROWEST = 0.022  # … and at least, in seconds: about half a frame at 25 fps
FADE = 0.09  # seconds from speech to rest
SLAB = (
    500  # frames that are made at once: work and memory grow with the length of a clip, not with its square
)
NEAR = 8.0  # standard deviations; an event further away pulls with less than 1e-13
LEAD = 0.02  # seconds that the mouth is ahead of the sound; lips part before a sound is heard


def curves(track: VisemeTrack, frames: int, fps: float = FPS, lead: float = LEAD) -> Curves:
    """(frames, 6) float32 in the order of COLUMNS, sampled in the middle of each frame, `lead` seconds ahead.

    Zero (the rest pose) in pauses and after the end. Every PP event that falls on a frame shows press 1 and open
    0 on at least one, whichever frame is nearest to its middle.
    """
    times = (np.arange(frames) + 0.5) / fps + lead
    spoken = [event for event in track.events if event.w > 0]
    if not spoken or not frames:
        return np.zeros((frames, len(COLUMNS)), np.float32)
    starts = np.array([event.t for event in spoken])
    lengths = np.array([event.d for event in spoken])
    targets = np.array([TARGETS[event.v][0] for event in spoken])
    pulls = np.array([TARGETS[event.v][1] * event.w for event in spoken])
    speech = np.array([event.v != "sil" for event in spoken])

    middles, sigma = starts + lengths / 2, np.maximum(lengths * SPREAD, NARROWEST)
    reach = np.maximum(NEAR * sigma, lengths / 2 + FADE)
    mouth = np.zeros((frames, len(COLUMNS)))
    for first in range(0, frames, SLAB):
        now = times[first : first + SLAB, None]
        near = (middles + reach >= now[0]) & (middles - reach <= now[-1])
        if not near.any():
            continue
        away = (now - middles[near]) / sigma[near]  # (frames, events)
        pull = pulls[near] * np.exp(-0.5 * away * away)
        outside = np.maximum(starts[near] - now, now - (starts + lengths)[near])
        live = np.clip(1 - np.maximum(outside, 0) / FADE, 0, 1) * speech[near]
        shape = pull @ targets[near] / (pull.sum(1, keepdims=True) + 1e-3)
        mouth[first : first + SLAB] = shape * live.max(1, keepdims=True)

    closures = np.array([event.v == "PP" for event in spoken])
    for middle in (starts + lengths / 2)[closures]:
        frame = round((middle - lead) * fps - 0.5)
        if 0 <= frame < frames:
            mouth[frame, OPEN], mouth[frame, PRESS] = 0.0, 1.0
    return np.asarray(mouth, np.float32)
