"""Motion of the interviewer: the pose of every frame while idle, listening or talking. Draws nothing.

Every clip begins and ends in `REST`, so any two can be joined.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metajob.interviewer.model import FPS, VisemeTrack

LOOP = 6.0  # seconds of an idle loop
EASE = 0.35  # seconds in which gestures come in and go out at the ends of a talking clip
MOUTH_EASE = 0.08
PHRASE_PAUSE = 0.18  # a longer silence begins a new phrase
LONG_BLINKLESS = (1.8, 3.4)  # seconds between blinks while talking; people blink 15 to 25 times a minute

BLINK = 0.29  # seconds of a blink

Beat = tuple[float, float]  # start in seconds, strength 0..1
Glance = tuple[float, float, float, float]  # start, duration in seconds, gaze x, gaze y


class Pose(NamedTuple):
    """One moment of the figure.

    open, round, press, teeth, tongue: 0..1; width: -1 narrow .. 1 wide. smile: 0..1, added to the persona's
    own. lid_l, lid_r: 0 open .. 1 shut (left, right of the picture). gaze_x, gaze_y: -1..1, right and down;
    0 looks at the viewer however the head is turned. brow: up, frown: knit, 0..1. yaw, pitch, roll: degrees;
    > 0: nose to the picture's right, looking down, tilted clockwise. breath: 0..1.
    """

    open: float = 0.0
    width: float = 0.0
    round: float = 0.0
    press: float = 0.0
    teeth: float = 0.0
    tongue: float = 0.0
    smile: float = 0.0
    lid_l: float = 0.0
    lid_r: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    brow: float = 0.0
    frown: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    breath: float = 0.0


REST = Pose()


# ---- building blocks, all functions of time in seconds
def smooth(x: float) -> float:
    """0 below 0, 1 above 1, without a kink between."""
    x = min(1.0, max(0.0, x))
    return x * x * (3 - 2 * x)


def bump(t: float, start: float, rise: float, hold: float, fall: float) -> float:
    """0 → 1 → 0, beginning at `start`."""
    return smooth((t - start) / rise) * (1 - smooth((t - start - rise - hold) / fall))


def blink(t: float, start: float) -> float:
    """Closure of the lids: 80 ms down, 40 ms shut, 170 ms up."""
    return bump(t, start, 0.08, 0.04, 0.17)


def nod(t: float, start: float, amount: float = 1.0) -> float:
    """Degrees of pitch of a small double nod."""
    first, second = bump(t, start, 0.22, 0.02, 0.28), bump(t, start + 0.50, 0.20, 0.02, 0.34)
    return amount * (4.6 * first + 2.6 * second)


def glance(t: float, plan: Iterable[Glance]) -> tuple[float, float]:
    """Gaze with quick saccades: 50 ms there, 60 ms back."""
    x = y = 0.0
    for start, duration, to_x, to_y in plan:
        part = smooth((t - start) / 0.05) * (1 - smooth((t - start - duration) / 0.06))
        x, y = x + to_x * part, y + to_y * part
    return x, y


def _sway(phase: float, times: int) -> float:
    """A wave of the loop that begins and ends at rest: value and speed are 0 at both ends. phase: 0..1."""
    turn = 2 * math.pi * times * phase
    return (math.sin(turn) - 0.5 * math.sin(2 * turn)) / 1.3


# ---- idle
LISTENING_GLANCES: tuple[Glance, ...] = (
    (0.55, 0.5, -0.05, 0.03),
    (2.3, 0.6, -0.16, 0.05),
    (3.5, 0.5, 0.12, 0.0),
    (4.6, 0.4, 0.03, 0.10),
    (5.2, 0.4, 0.05, -0.02),
)
CALM_GLANCES: tuple[Glance, ...] = ((1.1, 0.6, 0.05, 0.04), (2.9, 0.8, -0.07, 0.02), (4.7, 0.5, 0.04, -0.03))


def idle(listening: bool = True) -> list[Pose]:
    """LOOP seconds at FPS: listening (nods, small smile) or calm. First and last pose are REST."""
    count = round(LOOP * FPS)
    make = _listening if listening else _calm
    return [REST, *(make(i / (count - 1)) for i in range(1, count - 1)), REST]


def _listening(phase: float) -> Pose:
    t = phase * LOOP
    lid = max(blink(t, 0.9), blink(t, 2.75), blink(t, 4.95))
    gaze_x, gaze_y = glance(t, LISTENING_GLANCES)
    follow = bump(t, 2.3, 0.5, 0.3, 0.8) - bump(
        t, 3.4, 0.5, 0.3, 0.8
    )  # the head follows the glances a little
    return REST._replace(
        smile=0.30 * bump(t, 1.4, 0.45, 0.9, 0.8) + 0.20 * bump(t, 4.1, 0.4, 0.6, 0.7),
        lid_l=lid,
        lid_r=lid,
        gaze_x=gaze_x,
        gaze_y=gaze_y,
        brow=0.30 * bump(t, 1.35, 0.25, 0.35, 0.5) + 0.12 * bump(t, 3.9, 0.3, 0.3, 0.5),
        yaw=1.6 * _sway(phase, 1) - 0.9 * follow,
        pitch=nod(t, 1.5) + nod(t, 4.15, 0.6) + 0.5 * _sway(phase, 2),
        roll=1.3 * _sway(phase, 1) + 0.9 * bump(t, 2.9, 0.7, 0.6, 0.9),
        breath=0.5 - 0.5 * math.cos(4 * math.pi * phase),
    )


def _calm(phase: float) -> Pose:
    t = phase * LOOP
    lid = max(blink(t, 1.6), blink(t, 4.3))
    gaze_x, gaze_y = glance(t, CALM_GLANCES)
    return REST._replace(
        smile=0.12 * bump(t, 2.6, 0.8, 0.8, 0.9),
        lid_l=lid,
        lid_r=lid,
        gaze_x=gaze_x,
        gaze_y=gaze_y,
        yaw=1.1 * _sway(phase, 1),
        pitch=0.5 * _sway(phase, 2),
        roll=-0.9 * _sway(phase, 1),
        breath=0.5 - 0.5 * math.cos(4 * math.pi * phase),
    )


# ---- talking
class _Plan(NamedTuple):
    """Gestures of one sentence. Times in seconds of the clip; lean, tilt: one value -1..1 a phrase."""

    seconds: float
    phrases: list[float]
    lean: list[float]
    tilt: list[float]
    blinks: list[float]
    glances: list[Glance]
    nods: list[Beat]
    brows: list[Beat]


def _phrases(track: VisemeTrack, seconds: float) -> tuple[list[float], list[float]]:
    """Starts of the phrases, and of the pauses between them."""
    voiced = [event.t for event in track.events if event.v != "sil"]
    starts, pauses = [min(voiced, default=0.1)], []
    for event in track.events:
        begin, end = event.t, event.t + event.d
        if event.v == "sil" and event.d > PHRASE_PAUSE and begin > 0.4 and end < seconds - 0.6:
            pauses.append(begin)
            starts.append(end)
    return starts, pauses


def _plan(track: VisemeTrack, seconds: float, seed: int) -> _Plan:
    random = np.random.default_rng(seed)
    phrases, pauses = _phrases(track, seconds)
    blinks, nods, brows = _given(track) if track.gestures else _own(phrases, pauses, seconds, random)
    glances: list[Glance] = []
    for start in phrases:  # a look aside while the thought begins, then back to the viewer
        x, y = random.uniform(-0.22, 0.22), random.uniform(-0.06, 0.12)
        glances.append((start + random.uniform(0.3, 0.8), random.uniform(0.3, 0.65), x, y))
    t = 0.5
    while t < seconds - 0.6:  # tiny saccades: eyes that rest quite still look dead
        x, y = random.uniform(-0.05, 0.05), random.uniform(-0.03, 0.04)
        glances.append((t, random.uniform(0.2, 0.5), x, y))
        t += random.uniform(0.7, 1.4)
    return _Plan(
        seconds=seconds,
        phrases=phrases,
        lean=[random.uniform(0.4, 1.0) * random.choice((-1, 1)) for _ in phrases],
        tilt=[random.uniform(-1, 1) for _ in phrases],
        blinks=[start for start in blinks if 0.05 < start < seconds - BLINK],
        glances=glances,
        nods=nods,
        brows=brows,
    )


def _given(track: VisemeTrack) -> tuple[list[float], list[Beat], list[Beat]]:
    """Blinks, nods and brows of the track itself."""
    kinds: dict[str, list[Beat]] = {"blink": [], "nod": [], "brow": []}
    for gesture in track.gestures:
        kinds[gesture.type].append((gesture.t, gesture.amp))
    return [start for start, _ in kinds["blink"]], kinds["nod"], kinds["brow"]


def _own(
    phrases: list[float], pauses: list[float], seconds: float, random: np.random.Generator
) -> tuple[list[float], list[Beat], list[Beat]]:
    """Blinks in the pauses and where none is for long, brows at the phrases, a nod at the end."""
    blinks = [pause + 0.05 for pause in pauses]
    if seconds > 1.2:
        blinks.append(seconds - 0.48)
    t = 1.1
    while t < seconds - 0.9:
        if all(abs(t - other) > 1.2 for other in blinks):
            blinks.append(t)
        t += random.uniform(*LONG_BLINKLESS)
    nods = [(seconds - 0.85, 0.6)] if seconds > 1.6 else []
    return blinks, nods, [(start - 0.05, 0.5) for start in phrases]


def _gestures(plan: _Plan, t: float, voice: float) -> Pose:
    """Everything but the mouth. voice: how far the mouth is open around this moment, 0..1."""
    weight = smooth(t / EASE) * smooth((plan.seconds - t) / EASE)
    phase = t / plan.seconds if plan.seconds else 0.0
    times = max(1, round(plan.seconds / 5))
    lean = sum(k * bump(t, start, 0.6, 0.6, 1.1) for k, start in zip(plan.lean, plan.phrases, strict=True))
    tilt = sum(
        k * bump(t, start + 0.2, 0.6, 0.5, 1.0) for k, start in zip(plan.tilt, plan.phrases, strict=True)
    )
    beat = sum(bump(t, start, 0.2, 0.15, 0.5) for start in plan.phrases)
    nods = sum(4.4 * amount * bump(t, start, 0.22, 0.02, 0.36) for start, amount in plan.nods)
    brow = sum(amount * bump(t, start, 0.18, 0.18, 0.5) for start, amount in plan.brows)
    breath = sum(bump(t, start - 0.45, 0.45, 0.1, 1.6) for start in plan.phrases)
    lid = max((blink(t, start) for start in plan.blinks), default=0.0)
    gaze_x, gaze_y = glance(t, plan.glances)
    return REST._replace(
        smile=0.10 * weight * (1 - voice),
        lid_l=lid,
        lid_r=lid,
        gaze_x=gaze_x * weight,
        gaze_y=gaze_y * weight,
        brow=weight * min(1.0, brow + 0.12 * voice),
        yaw=weight * (1.2 * _sway(phase, times) + 2.2 * lean),
        pitch=weight * (0.5 * _sway(phase, 2 * times) - 0.9 * voice + 1.0 * beat + nods),
        roll=weight * (0.8 * _sway(phase, times) + 1.1 * tilt),
        breath=weight * min(1.0, breath),
    )


def talk(mouth: NDArray[np.float32], track: VisemeTrack, seed: int = 0) -> list[Pose]:
    """Poses of a talking clip, one for each row of `mouth`; the same for the same (mouth, track, seed).

    mouth: (frames, 6) at FPS: open, width, round, press, teeth, tongue. track: in times of the clip, for phrases
    and the track's own gestures (made up here where it has none). Raises ValueError when mouth has another shape.
    """
    if mouth.ndim != 2 or mouth.shape[1] != 6:
        raise ValueError(f"mouth curves are (frames, 6), not {mouth.shape}")
    count = len(mouth)
    if count == 0:
        return []
    seconds = (count - 1) / FPS
    plan = _plan(track, seconds, seed)
    poses = []
    for i in range(count):
        t = i / FPS
        voice = float(np.clip(mouth[max(0, i - 2) : i + 3, 0].mean(), 0, 1))
        near = smooth(t / MOUTH_EASE) * smooth((seconds - t) / MOUTH_EASE)
        shape = dict(zip(Pose._fields[:6], (float(v) * near for v in mouth[i]), strict=True))
        poses.append(_gestures(plan, t, voice)._replace(**shape))
    poses[0] = poses[-1] = REST
    return poses
