"""The jacket's fronts, sleeves, pocket and closing, as parts. Half outlines are for the viewer's left.

A man's jacket closes left over right as the wearer sees it (the viewer's right half lies on top), a woman's
right over left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from metajob.photo.suits.forms import Body, hollow
from metajob.photo.suits.frame import Fold, Outline, Point, ellipse, flipped_points
from metajob.photo.suits.shirt import behind
from metajob.photo.suits.stage import Part, Roll, Seam
from metajob.photo.templates import Template

BREAK_X = 0.035  # where the roll line ends at the front edge
BOTTOM = 3.9  # below everything a picture shows


@dataclass(frozen=True)
class Tailor:
    """What every part of one jacket needs."""

    template: Template
    body: Body
    rng: np.random.Generator

    @property
    def over(self) -> bool:
        """flip value of the front that lies on top."""
        return self.template.sex == "m"

    def vary(self, amount: float) -> float:
        """A factor around 1."""
        return 1 + amount * float(self.rng.uniform(-1, 1))

    def cloth(self, outline: Outline, **options: Any) -> Part:
        """A part of the jacket's cloth."""
        return Part(outline, "cloth", self.template.fabric, self.template.weave, **options)

    def folds(self, flip: bool, *folds: tuple[list[Point], float, float]) -> list[Fold]:
        """Folds on one side of the body; heights vary by a third from side to side."""
        return [Fold(flipped_points(p, flip), width, height * self.vary(0.33)) for p, width, height in folds]


def back(tailor: Tailor) -> Part:
    """The inside of the collar behind the neck."""
    body = tailor.body
    if tailor.template.cut == "collarless":
        outline = behind(body.neck_x + 0.07, body.neck_y + 0.08, body.neck_y - 0.06, 0.45)
    else:
        outline = behind(body.neck_x - 0.02, body.neck_y - 0.04, body.neck_y - 0.26, 0.45)
    return tailor.cloth(outline, form=hollow, tone=0.5, shadow=None)


def fronts(tailor: Tailor) -> Iterator[Part]:
    """Both fronts with their sleeves; the one on top comes last."""
    for flip in (not tailor.over, tailor.over):
        yield _front(tailor, flip)
        yield _sleeve(tailor, flip)
        if flip and tailor.template.pocket:  # on the wearer's left
            welt = Outline(0.98, 1.62).line((1.56, 1.52), (1.58, 1.66), (1.00, 1.76))
            yield tailor.cloth(
                welt, form=tailor.body.torso, bevel=(0.012, 0.008), angle=0.2, shadow=(0.35, 0.2)
            )


def _front(tailor: Tailor, flip: bool) -> Part:
    body, stance, female = tailor.body, tailor.template.stance, tailor.body.female
    nx, ny, sw, fall, seam_y = body.neck_x, body.neck_y, body.shoulder, body.fall, body.seam_y
    plain = tailor.template.cut == "collarless"
    hem = 0.10 if flip == tailor.over and not plain else 0.02
    start = (-nx - 0.02, ny + 0.02) if plain else (-nx + 0.04, ny - 0.06)
    outline = (
        Outline(*start)
        .curve(
            (-nx - 0.16, ny + (0.10 if plain else 0.17)),
            (-sw + 0.42, seam_y - 0.42 * fall - 0.030),
            (-sw + 0.02, seam_y + 0.030),
        )
        .curve((-sw - 0.03, seam_y + 0.3), (-sw - 0.05, 2.0), (-sw + (0.08 if female else 0.02), 2.6))
        .line((-sw + (0.13 if female else 0.05), BOTTOM), (hem, BOTTOM), (BREAK_X, stance))
    )
    if plain:
        outline.curve((-0.16, 2.0), (-0.42, 1.2), (-0.56, 0.55)).curve((-0.70, 0.1), (-0.80, -0.3), start)
    else:
        outline.curve((-0.22, 1.9), (-0.52, 0.8), (-0.62, -0.2)).quad((-0.70, -0.46), (-nx, ny))
    seams = []
    if not plain:
        shoulder = Outline(-nx - 0.02, ny + 0.03).line((-sw + 0.05, seam_y + 0.015))
        seams.append(Seam(shoulder.flipped(flip), 0.01, 0.006))
    if female:
        princess = Outline(-1.30, seam_y + 0.55).curve((-1.15, 1.0), (-1.02, 1.8), (-1.0, 3.5))
        seams.append(Seam(princess.flipped(flip), 0.012, 0.010))
    else:
        dart = Outline(-1.06, 1.95).curve((-1.08, 2.3), (-1.10, 2.8), (-1.10, 3.5))
        seams.append(Seam(dart.flipped(flip), 0.009, 0.006))
    edge = (
        Outline(-nx - 0.07, ny + 0.08)
        .curve((-0.84, -0.26), (-0.76, 0.12), (-0.63, 0.56))
        .curve((-0.49, 1.2), (-0.23, 2.0), (-0.03, stance - 0.1))
    )
    folds = tailor.folds(
        flip,
        ([(-1.80, 1.95), (-1.35, 2.05), (-0.8, 2.35), (-0.25, stance)], 0.055, 0.020),
        ([(-1.72, 1.55), (-1.30, 1.75), (-1.0, 2.2), (-0.7, 3.1)], 0.085, -0.030),
        ([(-1.74, 0.28), (-1.58, 0.75), (-1.60, 1.3), (-1.72, 1.9)], 0.080, -0.042),
        ([(-1.60, 0.20), (-1.44, 0.7), (-1.44, 1.3), (-1.5, 2.0)], 0.085, 0.030),
        ([(-1.55, 0.02), (-1.48, 0.30), (-1.30, 0.62)], 0.070, -0.020),
        ([(-1.05, 0.9), (-1.15, 1.6), (-1.1, 2.4), (-1.2, 3.4)], 0.11, 0.024),
        ([(-1.78, 1.25), (-1.5, 1.42), (-1.2, 1.5)], 0.045, 0.018),
        ([(-1.84, 0.95), (-1.62, 1.02), (-1.38, 0.98)], 0.035, -0.012),
    )
    return tailor.cloth(
        outline.flipped(flip),
        form=body.torso,
        folds=folds,
        seams=seams,
        bevel=(0.02, 0.014),
        shadow=(0.55, 0.45),
        angle=-0.04 if flip else 0.04,
        softness=0.3,
        stitches=[edge.flipped(flip)] if plain else (),
    )


def _sleeve(tailor: Tailor, flip: bool) -> Part:
    """Hangs outside a curved armhole seam, full at its head, creased at the bend of the arm."""
    sw, ax, y = tailor.body.shoulder, tailor.body.arm_x, tailor.body.seam_y
    armhole = (
        Outline(-sw + 0.10, y)
        .curve((-sw + 0.20, y + 0.45), (-sw + 0.30, y + 1.0), (-sw + 0.30, 1.35))
        .curve((-sw + 0.29, 1.8), (-sw + 0.18, 2.2), (-sw + 0.12, 2.6))
    )
    outline = (
        Outline(-sw + 0.10, y - 0.010)
        .curve((-sw - 0.06, y + 0.075), (-ax + 0.05, y + 0.19), (-ax, y + 0.66))
        .curve((-ax - 0.10, 1.4), (-ax - 0.16, 2.4), (-ax - 0.18, BOTTOM))
        .line((-sw + 0.16, BOTTOM), (-sw + 0.12, 2.6))
        .curve((-sw + 0.18, 2.2), (-sw + 0.29, 1.8), (-sw + 0.30, 1.35))
        .curve((-sw + 0.30, y + 1.0), (-sw + 0.20, y + 0.45), (-sw + 0.10, y - 0.010))
    )
    folds = tailor.folds(
        flip,
        ([(-sw + 0.22, 1.20), (-sw - 0.02, 1.38), (-ax + 0.05, 1.42)], 0.05, 0.032),
        ([(-sw + 0.2, 1.55), (-sw - 0.05, 1.80), (-ax + 0.02, 1.90)], 0.06, -0.038),
        ([(-sw + 0.16, 1.9), (-sw, 2.2), (-ax, 2.4)], 0.06, 0.034),
        ([(-sw + 0.24, 0.95), (-sw + 0.06, 1.05), (-sw - 0.14, 1.00)], 0.035, -0.016),
        ([(-sw + 0.14, 2.3), (-sw - 0.1, 2.35), (-ax - 0.05, 2.15)], 0.04, -0.022),
        ([(-sw - 0.06, y + 0.12), (-sw - 0.02, y + 0.5), (-sw - 0.04, y + 0.9)], 0.05, 0.016),
        ([(-sw + 0.10, y + 0.35), (-sw + 0.04, y + 0.6), (-sw + 0.06, y + 1.0)], 0.03, -0.014),
        ([(-sw - 0.18, y + 0.30), (-sw - 0.16, y + 0.7), (-sw - 0.20, y + 1.2)], 0.045, -0.014),
    )
    return tailor.cloth(
        outline.flipped(flip),
        form=tailor.body.arm(flip),
        rolls=[Roll(armhole.flipped(flip), 0.06, 0.016)],
        bevel=(0.02, 0.006),
        angle=0.10 if flip else -0.10,
        softness=0.6,
        tone=0.97,
        shadow=(0.34, 0.30),
        folds=folds,
    )


def button(tailor: Tailor) -> Part:
    """The closing button, on the front that lies on top."""
    y = tailor.template.stance + 0.12
    return Part(
        ellipse(0.0, y, 0.095, 0.095), "cloth", "horn", shadow=(0.6, 0.4), bevel=(0.04, 0.03), tone=0.6
    )
