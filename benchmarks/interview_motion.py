"""How well known motion is measured: a face moved by a schedule, through the real tracker, as a table.

    python -m benchmarks.interview_motion [--portraits DIR] [--only looks blinks touches still rows] [--seconds 60]

Every frame is rendered, compressed as the page does (320x240 JPEG, quality 0.7) and read by the server's own tracker.
DIR is any folder of portraits; without it the one shipped with scikit-image is used. The promises: looking-away share
within 5 points, blinks within 10 %, touches within 1. Exit code 1 when one is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from benchmarks.interview_motion_puppet import Pose, Puppet
from metajob.interview import lids
from metajob.interview.behaviour import observe
from metajob.interview.model import Behaviour
from metajob.interview.series import series
from metajob.interview.signals import Row
from metajob.interview.tracker import Tracker

Span = tuple[float, float]
QUALITY = 70
BLINKS = {"290 ms": (0.08, 0.04, 0.17), "190 ms": (0.05, 0.03, 0.11)}  # closing, shut, opening
HANDS = ((0.53, 0.09), (0.47, -0.10))  # where the drawn hand is recognised
RATES = (5, 8, 10, 12, 15, 30)


def bump(t: float, start: float, rise: float, hold: float, fall: float) -> float:
    """0 → 1 → 0, beginning at `start`, straight flanks."""
    return float(np.interp(t - start, (0, rise, rise + hold, rise + hold + fall), (0, 1, 1, 0)))


def plan(random: np.random.Generator, first: float, until: float, length: Span, gap: Span) -> list[Span]:
    """Stretches with gaps between."""
    found, t = [], first
    while (end := t + random.uniform(*length)) < until:
        found.append((t, end))
        t = end + random.uniform(*gap)
    return found


def turned(t: float, looks: Sequence[Span], to: Sequence[float]) -> float:
    """Degrees: `to` in each look, with 150 ms there and back; half way is the begin and end of the look."""
    return sum(a * bump(t, s - 0.075, 0.15, e - s - 0.15, 0.15) for (s, e), a in zip(looks, to, strict=True))


def alive(t: float) -> Pose:
    """A person at rest: small turns and blinks, nothing that counts."""
    return Pose(
        shut=bump(t % 3.7, 1.0, *BLINKS["290 ms"]),
        yaw=4 * np.sin(0.9 * t),
        pitch=2 * np.sin(1.3 * t),
        gaze=3 * np.sin(2.1 * t),
        dx=0.05 * np.sin(0.5 * t),
    )


def filmed(puppet: Puppet, pose: Callable[[float], Pose], seconds: float, fps: float) -> list[Row]:
    """Rows of the real tracker; times jitter by a tenth of a frame, hands are looked at in every second frame."""
    random, tracker = np.random.default_rng(7), Tracker()
    try:
        rows = []
        for i in range(int(seconds * fps)):
            t = (i + 0.5 + random.uniform(-0.1, 0.1)) / fps
            bgr = puppet.frame(pose(t))[:, :, ::-1]
            jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()
            rows.append(tracker.push(jpeg, t, i % 2 == 0))
        return rows
    finally:
        tracker.close()


def value(seen: Behaviour, key: str) -> float | None:
    return next(one.value for one in seen.observables if one.key == key)


def say(what: str, known: float, got: float | None, limit: float, unit: str = "") -> bool:
    met = got is not None and abs(got - known) <= limit + 1e-9
    text = "-" if got is None else f"{got:.1f}"
    print(
        f"{what:<44}{known:>9.1f}{text:>10}{unit:<7}{limit:>7.1f}  {'met' if met else 'MISSED'}", flush=True
    )
    return met


def looks(puppet: Puppet, name: str, seconds: float) -> Iterator[bool]:
    """Head turned, head lowered, only the eyes turned; blinks and small turns in between do not count."""
    random = np.random.default_rng(3)
    away = plan(random, 5.0, seconds - 1, (0.8, 4.0), (2.0, 7.0))
    signs = random.choice([-1.0, 1.0], len(away))
    shut = np.cumsum(random.uniform(2.0, 5.0, int(seconds)))
    known = 100 * sum(e - s for s, e in away) / seconds
    for kind, degrees in (("yaw", 32.0), ("pitch", 30.0), ("gaze", 38.0)):
        to = (signs if kind != "pitch" else np.abs(signs)) * degrees

        def pose(t: float, kind: str = kind, to: Sequence[float] = tuple(to)) -> Pose:
            calm = alive(t)
            lid = max(bump(t, b, *BLINKS["290 ms"]) for b in shut)
            return replace(calm, **{kind: getattr(calm, kind) + turned(t, away, to), "shut": lid})

        seen = observe(filmed(puppet, pose, seconds, 5), seconds, "server")
        share, times = value(seen, "away"), value(seen, "away_times")
        got = None if share is None else 100 * share
        met = say(f"{name}: away by {kind} {degrees:.0f}°, 5 fps", known, got, 5.0, " %")
        if kind != "gaze":  # the eyes alone are shown, not promised
            yield met
        print(f"{'':<8}looks {len(away)}, found {times:.0f}" if times is not None else f"{'':<8}not measured")


def blinks(puppet: Puppet, name: str, seconds: float) -> Iterator[bool]:
    """One film at 30 frames a second; fewer are taken from it in three phases."""
    for kind, shape in BLINKS.items():
        random = np.random.default_rng(5)
        starts = np.cumsum(random.uniform(1.5, 4.5, int(seconds)))
        starts = starts[starts < seconds - 0.5]

        def pose(t: float, starts: np.ndarray = starts, shape: tuple[float, float, float] = shape) -> Pose:
            return replace(alive(t), shut=max(bump(t, b, *shape) for b in starts))

        rows = filmed(puppet, pose, seconds, 30)
        for fps in RATES:
            step = 30 / fps
            found = []
            for phase in range(3 if fps < 30 else 1):
                picked = [rows[int(i * step + phase * step / 3)] for i in range(int(len(rows) / step) - 1)]
                found.append(len(lids.blinks(series(picked, seconds))))
            what = f"{name}: blinks of {kind}, {fps} fps ({min(found)}-{max(found)})"
            met = say(what, len(starts), float(np.mean(found)), 0.1 * len(starts))
            if fps >= lids.LEAST_FPS:
                yield met and all(abs(n - len(starts)) <= 0.1 * len(starts) for n in found)


def touches(puppet: Puppet, name: str, seconds: float) -> Iterator[bool]:
    """A drawn hand at the cheek for 0.9 to 3 s."""
    random = np.random.default_rng(11)
    spans = plan(random, 4.0, seconds - 1, (0.9, 3.0), (2.5, 8.0))

    def pose(t: float) -> Pose:
        at = next((i for i, (s, e) in enumerate(spans) if s <= t <= e), None)
        return replace(alive(t), hand=None if at is None else HANDS[at % len(HANDS)])

    rows = filmed(puppet, pose, seconds, 5)
    looked = [row.hands for row in rows if row.hands is not None and pose(row.t).hand]
    seen = observe(rows, seconds, "server")
    yield say(f"{name}: hand at the face, 5 fps", len(spans), value(seen, "touches"), 1.0)
    print(f"{'':<8}the tracker recognised the drawing in {sum(looked)} of {len(looked)} frames")


def still(puppet: Puppet, name: str, seconds: float) -> Iterator[bool]:
    """The same picture again and again; a photo moved in the hand; somebody alive."""
    for what, pose, known in (
        ("the same picture", lambda _: Pose(), 1),
        ("a photo in the hand", lambda t: Pose(dx=0.1 * np.sin(t), dy=0.04 * np.sin(2.2 * t)), 1),
        ("somebody who blinks", alive, 0),
    ):
        seen = observe(filmed(puppet, pose, min(seconds, 30), 5), min(seconds, 30), "server")
        yield say(f"{name}: {what}: said", known, sum("움직이지 않았" in note for note in seen.notes), 0)
        speed, sway = value(seen, "head_movement"), value(seen, "sway")
        if speed is not None:
            print(f"{'':<8}head {speed:.2f} deg/s, sway {sway:.3f} widths/s")


def noisy(
    random: np.random.Generator, away: Sequence[Span], hands: Sequence[Span], seconds: float
) -> list[Row]:
    """Rows without pictures: 5 a second, noise of 1 degree, a tenth lost, jitter, now and then a gap."""
    rows, t, i = [], 0.1, 0
    while t < seconds:
        i += 1
        looking = any(s <= t <= e for s, e in away)
        if random.random() > 0.1:
            touch = any(s <= t <= e for s, e in hands) if i % 2 else None
            values = random.normal(0, (1.0, 0.7, 0.5, 0.04, 0.04, 0.03, 0.02))
            names = ("yaw", "pitch", "roll", "gaze_x", "gaze_y", "smile", "blink")
            one = dict(zip(names, values.tolist(), strict=True))
            one["yaw"] += 26 * looking
            one["pitch"] += 11
            rows.append(
                Row(
                    t=t,
                    faces=1,
                    **one,
                    x=0.5,
                    y=0.5,
                    size=0.25,
                    light=120,
                    motion=3,
                    hands=touch,
                    touch=touch,
                )
            )
        t += 0.2 * random.uniform(0.7, 1.3) + (0.7 if random.random() < 0.01 else 0)
    return rows


def synthetic(runs: int, seconds: float) -> Iterator[bool]:
    errors: list[float] = []
    counts: list[float] = []
    for seed in range(runs):
        random = np.random.default_rng(seed)
        away = plan(random, 4.0, seconds - 1, (0.8, 5.0), (1.0, 8.0))
        hands = plan(random, 4.0, seconds - 1, (0.9, 3.0), (2.5, 9.0))
        seen = observe(noisy(random, away, hands, seconds), seconds, "rows")
        known = sum(e - s for s, e in away) / seconds
        errors.append(100 * abs((value(seen, "away") or 0.0) - known))
        counts.append(abs((value(seen, "touches") or 0.0) - len(hands)))
    yield say(f"{runs} schedules of noisy rows: worst away error", 0, max(errors), 5.0, " %")
    print(f"{'':<8}mean {np.mean(errors):.2f} points")
    yield say(f"{runs} schedules of noisy rows: worst touch error", 0, max(counts), 1.0)


def turns(puppet: Puppet, name: str) -> None:
    """Known yaw and pitch against measured, for the documentation."""
    for kind in ("yaw", "pitch"):
        known = [-30, -20, -10, 0, 10, 20, 30]
        poses = [Pose(**{kind: float(degrees)}) for degrees in known]
        rows = filmed(puppet, lambda t, poses=poses: poses[min(int(t), len(poses) - 1)], len(known), 2)
        measured = [getattr(rows[2 * i + 1], kind) for i in range(len(known))]
        shown = " ".join(f"{k:+d}→{m - measured[3]:+.0f}" for k, m in zip(known, measured, strict=True))
        slope = np.mean([(b - a) / 10 for a, b in pairwise(measured)])
        print(f"{name}: {kind} {shown}   ({slope:.2f} of the turn)")


def puppets(folder: Path | None) -> Iterator[tuple[str, Puppet]]:
    if folder is None:
        from skimage.data import astronaut

        yield "astronaut", Puppet(astronaut())
        return
    for path in sorted(folder.glob("*.jpg")):
        try:
            yield path.stem, Puppet(np.ascontiguousarray(cv2.imread(str(path))[:, :, ::-1]))
        except ValueError as error:
            print(f"{path.stem}: {error}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--portraits", type=Path)
    parser.add_argument("--only", nargs="+", default=["looks", "blinks", "touches", "still", "rows"])
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    print(f"{'what':<44}{'known':>9}{'measured':>10}{'':<7}{'within':>7}")
    start, results = time.process_time(), []
    parts = {"looks": looks, "touches": touches, "still": still, "blinks": blinks}
    for name, puppet in puppets(options.portraits):
        turns(puppet, name)
        for part, run in parts.items():
            if part in options.only:
                results += list(run(puppet, name, options.seconds))
    if "rows" in options.only:
        results += list(synthetic(100, options.seconds))
    print(f"{sum(results)} of {len(results)} promises met, {time.process_time() - start:.0f} s of CPU")
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
