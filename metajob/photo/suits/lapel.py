"""Lapels and jacket collar, as parts: the roll line, the gorge seam, the notch or peak, the buttonhole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metajob.photo.suits.cloth import Plane, plane
from metajob.photo.suits.forms import Form
from metajob.photo.suits.frame import Outline, Point
from metajob.photo.suits.jacket import BREAK_X, Tailor
from metajob.photo.suits.stage import Part, Roll, Seam

Vec = NDArray[np.float64]
ROLL_START: Point = (-0.66, -0.34)  # where the roll line meets the collar


@dataclass(frozen=True)
class Corners:
    """Corners of the viewer's left lapel: gorge (inner end of the collar seam), notch, tip, collar tip."""

    gorge: Point
    notch: Point
    tip: Point
    collar: Point


def corners(tailor: Tailor) -> Corners:
    """From lapel width and cut. The two sides of one suit differ by about 1 %."""
    template, female = tailor.template, tailor.body.female
    along: Vec = np.array([-0.89, 0.50 if female else 0.45])
    along /= np.linalg.norm(along)
    gorge: Vec = np.array([-0.60, 0.10 if female else -0.13])
    width = template.lapel * tailor.vary(0.012)
    if template.cut == "peak":
        notch = gorge + along * (0.58 * width)
        tip = gorge + along * width + np.array([-0.08, -0.34])
        collar = notch + 0.30 * np.array([-0.50, -0.86])
    else:
        notch = gorge + along * (0.52 * width)
        tip = gorge + along * (1.04 * width)
        collar = notch + 0.36 * tailor.vary(0.02) * np.array([-0.70, -0.72])
    a, b, c, d = ((float(p[0]), float(p[1])) for p in (gorge, notch, tip, collar))
    return Corners(a, b, c, d)


def between(a: Point, b: Point, share: float) -> Point:
    """The point a share of the way from a to b."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def moved(p: Point, dx: float, dy: float) -> Point:
    """A point shifted."""
    return p[0] + dx, p[1] + dy


def parts(tailor: Tailor) -> Iterator[Part]:
    """Lapel and collar of both sides; the side that lies on top comes last."""
    if tailor.template.cut == "collarless":
        return
    for flip in (not tailor.over, tailor.over):
        at = corners(tailor)
        yield _lapel(tailor, at, flip)
        yield _collar(tailor, at, flip)


def _rising(tailor: Tailor, flip: bool, torso: float, rise: float, start: float, drop: float = 0.0) -> Form:
    """Cloth that lies on the chest and stands up towards the neck."""
    sign = -1.0 if flip else 1.0

    def form(x: Plane, y: Plane) -> Plane:
        return plane(torso * tailor.body.torso(x, y) + rise * (x * sign + start) - drop * y)

    return form


def _lapel(tailor: Tailor, at: Corners, flip: bool) -> Part:
    stance = tailor.template.stance
    break_point = (BREAK_X, stance)
    belly = 0.12 * tailor.vary(0.25)
    pull1 = moved(between(at.tip, break_point, 0.30), -belly - 0.02, 0.0)
    pull2 = moved(between(at.tip, break_point, 0.70), -belly + 0.02, 0.02)
    roll = Outline(*ROLL_START).curve((-0.60, 0.5), (-0.28, 1.8), break_point)
    outline = (
        Outline(*ROLL_START)
        .line(at.gorge, at.notch, at.tip)
        .curve(pull1, pull2, break_point)
        .curve((-0.28, 1.8), (-0.60, 0.5), ROLL_START)
    )
    stitch = (
        Outline(*moved(between(at.notch, at.tip, 0.2), 0.02, 0.028))
        .line(moved(at.tip, 0.06, 0.045))
        .curve(moved(pull1, 0.055, 0.0), moved(pull2, 0.05, -0.04), (0.0, stance - 0.12))
    )
    folds = tailor.folds(
        flip,
        ([(-0.78, 0.35), (-0.74, 1.0), (-0.42, 1.8)], 0.12, 0.036),
        ([between(at.gorge, at.tip, 0.72), (-1.02, 0.70), (-0.66, 1.6)], 0.10, -0.026),
        ([between(at.tip, break_point, s) for s in (0.08, 0.30, 0.60)], 0.07, 0.014),
        ([moved(at.tip, 0.05, 0.10), moved(at.tip, 0.10, 0.45), moved(at.tip, 0.20, 0.85)], 0.05, 0.012),
    )
    hole = []
    if flip == tailor.over:
        middle = moved(between(at.notch, at.tip, 0.62), 0.03, 0.15)
        hole = [
            Seam(
                Outline(*moved(middle, -0.10, -0.03)).line(moved(middle, 0.12, 0.06)).flipped(flip),
                0.016,
                0.008,
            )
        ]
    return tailor.cloth(
        outline.flipped(flip),
        form=_rising(tailor, flip, 0.75, 0.20, 0.6),
        rolls=[Roll(roll.flipped(flip), 0.24, 0.105)],
        bevel=(0.017, 0.016),
        angle=0.28 if flip else -0.28,
        shadow=(0.80, 0.72),
        stitches=[stitch.flipped(flip)],
        tone=1.04,
        folds=folds,
        seams=hole,
        unevenness=0.7,
    )


def _collar(tailor: Tailor, at: Corners, flip: bool) -> Part:
    nx, ny = tailor.body.neck_x, tailor.body.neck_y
    top = (-nx + 0.07, ny - 0.10)
    outline = (
        Outline(*top)
        .curve((-nx - 0.06, ny - 0.04), moved(at.collar, 0.17, -0.24), at.collar)
        .line(at.notch, at.gorge)
        .curve((-0.64, -0.30), (-0.68, -0.46), top)
    )
    roll = Outline(*at.gorge).curve((-0.64, -0.30), (-0.68, -0.46), top)
    stitch = (
        Outline(-nx - 0.02, ny)
        .curve((-nx - 0.12, ny + 0.06), moved(at.collar, 0.24, -0.16), moved(at.collar, 0.05, 0.005))
        .line(moved(at.notch, 0.0, -0.06))
    )
    return tailor.cloth(
        outline.flipped(flip),
        form=_rising(tailor, flip, 0.55, 0.34, 0.7, 0.05),
        bevel=(0.022, 0.021),
        rolls=[Roll(roll.flipped(flip), 0.12, 0.065)],
        angle=-0.5 if flip else 0.5,
        shadow=(0.62, 0.50),
        tone=1.05,
        unevenness=0.5,
        stitches=[stitch.flipped(flip)],
    )
