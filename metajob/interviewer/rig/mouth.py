"""Draws the mouth for one moment: lips, teeth, tongue, hollows around. Runs in every frame."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from metajob.interviewer.rig.kit import (
    AXIS,
    WHITE,
    Canvas,
    Point,
    clear,
    curve,
    glow,
    linear,
    mix,
    outline,
    oval,
    paint,
    ribbon,
)
from metajob.interviewer.rig.layers import Sprite
from metajob.interviewer.rig.persona import Lips, Persona

OPENING = 25.0  # gap between the lips at open 1, design units, before the jaw stretches the face
USUAL_HALF = 32.0  # half width of the mouth for which OPENING holds
JAW = 0.50  # way down of the chin, of the gap
LOWER_TEETH = 0.84  # from this much on the lower teeth show too
TIP_UP = 0.5  # from this much on the tongue lies before the upper teeth
SHUT = 5.0  # a smaller gap still shows the line between the lips
LINE_WEIGHTS = (0.7, 1.3, 1.7, 1.9, 2.0, 1.9, 1.7, 1.3, 0.7)
CAVITY = (70, 22, 28)
THROAT = (104, 36, 42)
TONGUE = (214, 116, 116)
TONGUE_DARK = (178, 80, 86)
ENAMEL = (250, 247, 242)
ENAMEL_DARK = (206, 197, 193)


class Mouth(NamedTuple):
    """The six mouth curves at one moment, each clamped, and the smile (which adds to the persona's own)."""

    open: float  # 0..1
    width: float  # -1 narrow .. 1 wide
    round: float  # 0..1
    press: float  # 0..1
    teeth: float  # 0..1
    tongue: float  # 0..1
    smile: float  # 0..1


def mouth(values: tuple[float, ...], smile: float) -> Mouth:
    """Clamp raw values (open, width, round, press, teeth, tongue)."""
    opened, width, rounded, press, teeth, tongue = values

    def held(value: float) -> float:
        return min(1.0, max(0.0, value))

    wide = min(1.0, max(-1.0, width))
    return Mouth(held(opened), wide, held(rounded), held(press), held(teeth), held(tongue), held(smile))


def gap(lips: Lips, state: Mouth) -> float:
    """Height of the opening on the axis in design units; a wider mouth opens further."""
    parted = state.open * OPENING + 3.0 * state.round * min(1.0, 5 * state.open) + 3.2 * state.teeth
    return parted * (1 - state.press) * lips.half / USUAL_HALF


def jaw_drop(lips: Lips, state: Mouth) -> float:
    """How far the chin goes down, in design units."""
    return gap(lips, state) * JAW


@dataclass(frozen=True)
class _Shape:
    """The four contours from left to right, and what else is drawn by."""

    outer_up: list[Point]
    inner_up: list[Point]
    inner_low: list[Point]
    outer_low: list[Point]
    half: float
    gap: float
    thick: float  # of the lower lip

    @property
    def top(self) -> float:
        return self.inner_up[len(self.inner_up) // 2][1]

    @property
    def bottom(self) -> float:
        return self.inner_low[len(self.inner_low) // 2][1]

    @property
    def corner(self) -> float:
        return self.inner_up[0][1]


PLACES = (0.0, 0.27, 0.58, 0.84, 1.0)  # of a contour's points, from the axis to the corner


def _row(half: float, heights: list[float], places: tuple[float, ...] = PLACES) -> list[Point]:
    right = [(AXIS + half * x, y) for x, y in zip(places, heights, strict=True)]
    left = [(AXIS - half * x, y) for x, y in zip(places, heights, strict=True)]
    return left[:0:-1] + right


def _shape(lips: Lips, state: Mouth) -> _Shape:
    g = gap(lips, state)
    smile = (lips.smile + state.smile) * (1 - 0.7 * state.round) * (1 - 0.5 * state.open)
    narrow, wide = min(state.width, 0.0), max(state.width, 0.0)
    half = lips.half + 10.5 * wide + 11 * narrow - 7.5 * state.round + 3.6 * smile - 0.06 * g
    upper = lips.upper * (1 - 0.5 * state.press) * (1 + 0.28 * state.round) - 0.045 * g
    lower = lips.lower * (1 - 0.5 * state.press) * (1 + 0.20 * state.round) - 0.07 * g - state.smile
    upper, lower = upper * (1 - 0.16 * wide), lower * (1 - 0.16 * wide)
    lift = 5.4 * smile
    corner = lips.y - lift + g * (0.16 + 0.12 * state.round)
    raised = 0.20 + 0.10 * state.round
    top, bottom = lips.y - g * raised, lips.y + g * (1 - raised)
    closed = 1 - min(1.0, g / 12)
    rounded = max(state.round, min(1.0, g / 26))

    def share(place: float) -> float:  # height above the corner: a lens when flat, an ellipse when round
        return (1 - rounded) * (1 - place**2) + rounded * math.sqrt(1 - place**2)

    def between(edge: float, place: float) -> float:
        return corner + (edge - corner) * share(place)

    # the resting line dips on the axis and rises to the corners only near them
    rest = [lips.y + 1.2, lips.y + 0.2, lips.y - lift * 0.30, lips.y - lift * 0.70, corner]
    inner_up = [closed * r + (1 - closed) * between(top, p) for r, p in zip(rest, PLACES, strict=True)]
    inner_low = [
        u + (between(bottom, p) - u) * min(1.0, g / 6) for u, p in zip(inner_up, PLACES, strict=True)
    ]
    peak = inner_up[0] - upper - 0.6
    flat = 1 - state.round
    outer_up = [
        peak + 1.9 * flat + 0.3,
        peak,
        corner + (peak - corner) * (0.56 + 0.20 * rounded),
        corner + (peak - corner) * (0.18 + 0.26 * rounded),
        corner - 0.2,
    ]
    low = inner_low[0] + lower
    full = 0.05 * rounded
    outer_low = [
        low,
        corner + (low - corner) * 0.965,
        corner + (low - corner) * (0.745 + full),
        corner + (low - corner) * (0.36 + 2.2 * full),
        corner - 0.2,
    ]
    return _Shape(
        outer_up=_row(half, outer_up, (0.0, 0.20, 0.56, 0.84, 1.03)),
        inner_up=_row(half, inner_up),
        inner_low=_row(half, inner_low),
        outer_low=_row(half, outer_low, (0.0, 0.26, 0.58, 0.85, 1.03)),
        half=half,
        gap=g,
        thick=lower,
    )


class MouthArt:
    """Draws the mouth of one persona; keeps the two soft marks that move with it."""

    def __init__(self, persona: Persona) -> None:
        skin = persona.skin
        hollow = clear(mix(skin.shade, skin.deep, 0.35), 140)
        dimple = clear(skin.deep, 135)
        self._persona = persona
        self._hollow = Sprite(lambda c: glow(c, (AXIS, 400), 19, 4.0, hollow, 3.2), AXIS, 400, 40, 22)
        self._dimple = Sprite(lambda c: glow(c, (AXIS, 400), 2.2, 3.2, dimple, 2.0), AXIS, 400, 14, 14)

    def draw(self, canvas: Canvas, state: Mouth) -> None:
        """Draw it on a canvas in figure space."""
        shape = _shape(self._persona.lips, state)
        for side in (-1, 1):
            self._dimple.put(canvas, AXIS + side * (shape.half + 2.4), shape.corner - 0.4)
        self._hollow.put(canvas, AXIS, shape.outer_low[len(shape.outer_low) // 2][1] + 5.2)
        if shape.gap > 0.6:
            _inside(canvas, state, shape)
        self._lips(canvas, shape)

    def _lips(self, canvas: Canvas, shape: _Shape) -> None:
        lips, skin = self._persona.lips, self._persona.skin
        low = shape.bottom + shape.thick
        upper = outline(shape.outer_up, shape.inner_up[::-1])
        lower = outline(shape.inner_low, shape.outer_low[::-1])
        tone = linear(
            (0, shape.bottom - 1),
            (0, low),
            mix(lips.colour, lips.dark, 0.45),
            lips.colour,
            mix(lips.colour, skin.base, 0.16),
            at=(0, 0.45, 1),
        )
        canvas.drawPath(lower, paint(shader=tone, blur=0.55))
        peak = shape.outer_up[3][1]
        tone = linear((0, peak), (0, shape.top + 1), mix(lips.colour, skin.shade, 0.12), lips.dark)
        canvas.drawPath(upper, paint(shader=tone, blur=0.55))
        shine = oval(
            (AXIS - shape.half * 0.14, shape.bottom + shape.thick * 0.48),
            shape.half * 0.28,
            max(0.8, shape.thick * 0.15),
        )
        canvas.drawOval(shine, paint(clear(WHITE, 70), blur=1.6))
        if shape.gap < SHUT:
            line = [(x, (y + v) / 2) for (x, y), (_, v) in zip(shape.inner_up, shape.inner_low, strict=True)]
            line[0] = (line[0][0] - 1.6, line[0][1] - 0.7)
            line[-1] = (line[-1][0] + 1.6, line[-1][1] - 0.7)
            ink = clear(mix(lips.dark, CAVITY, 0.55), 225 * (1 - shape.gap / SHUT))
            canvas.drawPath(ribbon(line, LINE_WEIGHTS), paint(ink))


def _inside(canvas: Canvas, state: Mouth, shape: _Shape) -> None:
    hole = outline(shape.inner_up, shape.inner_low[::-1])
    canvas.save()
    canvas.clipPath(hole, True)
    top, bottom, g, half = shape.top, shape.bottom, shape.gap, shape.half
    canvas.drawPath(hole, paint(shader=linear((0, top), (0, bottom), CAVITY, THROAT)))
    raised_tongue = state.tongue > TIP_UP
    if g > 6 and not raised_tongue and state.round < 0.5:
        _tongue(canvas, state, shape)
    show = min(1.0, 0.06 + 0.9 * state.teeth + 0.45 * state.open) * (1 - 0.9 * state.round)
    if show > 0.12:
        reach = half * (0.76 + 0.12 * state.teeth)
        tall = 2.4 + min(g * 0.34, 7.0) * show
        edge = [
            (AXIS + reach, top - 2),
            (AXIS + reach * 0.8, top + tall * 0.74),
            (AXIS, top + tall),
            (AXIS - reach * 0.8, top + tall * 0.74),
            (AXIS - reach, top - 2),
        ]
        row = outline([(AXIS - reach, top - 14), (AXIS + reach, top - 14)], edge)
        canvas.drawPath(row, paint(shader=_enamel(reach)))
        for x in (-0.52, -0.27, 0.0, 0.27, 0.52):  # a hint of single teeth
            seam = paint((150, 128, 126, 46), width=0.8)
            canvas.drawLine(AXIS + x * reach, top - 2, AXIS + x * reach, top + tall * (1 - 0.3 * x * x), seam)
    if raised_tongue and g > 2:
        _tongue(canvas, state, shape)
    elif state.teeth > LOWER_TEETH and g < 13:
        force = min(1.0, (state.teeth - LOWER_TEETH) * 6)
        row = outline(
            [(AXIS - half * 0.62, bottom + 8), (AXIS + half * 0.62, bottom + 8)],
            [
                (AXIS + half * 0.58, bottom - g * 0.28),
                (AXIS, bottom - g * 0.42),
                (AXIS - half * 0.58, bottom - g * 0.28),
            ],
        )
        canvas.drawPath(row, paint(clear(mix(ENAMEL_DARK, ENAMEL, 0.45), 255 * force)))
    canvas.drawPath(curve(shape.inner_up), paint((66, 20, 24, 84), width=4.0))
    canvas.restore()


def _enamel(reach: float) -> object:
    return linear(
        (AXIS - reach, 0), (AXIS + reach, 0), ENAMEL_DARK, ENAMEL, mix(ENAMEL, ENAMEL_DARK, 0.12), ENAMEL_DARK,
        at=(0, 0.3, 0.7, 1),
    )  # fmt: skip


def _tongue(canvas: Canvas, state: Mouth, shape: _Shape) -> None:
    """At rest behind the lower teeth; raised to the upper ones by `tongue`."""
    g, bottom = shape.gap, shape.bottom
    back = bottom - g * (0.24 + 0.52 * state.tongue)
    wide = shape.half * (0.62 + 0.12 * state.tongue)
    body = outline(
        [
            (AXIS - wide, bottom + 12),
            (AXIS - wide * 0.86, back + g * 0.16),
            (AXIS, back),
            (AXIS + wide * 0.86, back + g * 0.16),
            (AXIS + wide, bottom + 12),
        ],
        [(AXIS + wide, bottom + 12), (AXIS - wide, bottom + 12)],
    )
    canvas.drawPath(body, paint(shader=linear((0, back), (0, bottom + 6), TONGUE, TONGUE_DARK)))
    canvas.drawLine(AXIS, back + 3, AXIS, bottom + 6, paint((150, 60, 66, 54), width=1.8))
