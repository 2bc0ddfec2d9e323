"""Draws one eye for one moment: ball, iris, lids, lashes and the fold above. Runs in every frame."""

from __future__ import annotations

from dataclasses import dataclass

from metajob.interviewer.rig.kit import (
    AXIS,
    WHITE,
    Canvas,
    Point,
    box,
    clear,
    curve,
    linear,
    mix,
    outline,
    oval,
    paint,
    radial,
    ribbon,
)
from metajob.interviewer.rig.layers import FIGURE, Sprite
from metajob.interviewer.rig.persona import Eyes, Persona

CREASE_WEIGHTS = (0.1, 1.0, 1.6, 1.7, 1.5, 0.6)
LASH_BLACK = (28, 17, 18)
PUPIL = (18, 11, 11)
LOOK_X, LOOK_Y = 5.6, 3.4  # travel of the iris at gaze 1, design units
IRIS_Y = -1.6  # the iris sits a little above the middle
LOWER_SHARE = 0.16  # part of a blink that the lower lid does


@dataclass(frozen=True)
class Look:
    """One eye's moment. shut: 0 open .. 1 shut. x, y: gaze, -1..1. squint: lower lid up by a smile, 0..1."""

    shut: float
    x: float
    y: float
    squint: float


def _blend(first: float, second: float, part: float) -> float:
    return first + (second - first) * part


def _upper_open(eyes: Eyes) -> list[Point]:
    """Upper lid from the nose side to the temple, x towards the temple, around the eye's centre."""
    half, up = eyes.half, eyes.upper
    return [
        (-half, 4.2),
        (-half * 0.80, -up * 0.18),
        (-half * 0.46, -up * 0.76),
        (-half * 0.02, -up),
        (half * 0.42, -up * (0.93 - 0.06 * eyes.hood)),
        (half * 0.78, -up * (0.55 - 0.16 * eyes.hood) - eyes.tilt * 0.4),
        (half, -eyes.tilt),
    ]


def _lower(eyes: Eyes, rise: float) -> list[Point]:
    """Lower lid from the temple to the nose side; rise: units upwards."""
    half, low = eyes.half, eyes.lower - rise
    return [
        (half, -eyes.tilt),
        (half * 0.66, low * 0.60),
        (half * 0.20, low),
        (-half * 0.32, low * 0.95),
        (-half * 0.76, low * 0.70),
        (-half, 4.2),
    ]


def _shut(eyes: Eyes, rise: float) -> list[Point]:
    """Where the upper lid lies when shut: just inside the lower lid."""
    half, low = eyes.half, eyes.lower - rise
    return [
        (-half, 4.4),
        (-half * 0.80, low * 0.64 + 0.6),
        (-half * 0.46, low * 0.88),
        (-half * 0.02, low * 0.96),
        (half * 0.42, low * 0.80),
        (half * 0.78, low * 0.36 - eyes.tilt * 0.3),
        (half, -eyes.tilt + 0.8),
    ]


class EyeArt:
    """Draws the eyes of one persona; keeps the ball and the iris, which only move."""

    def __init__(self, persona: Persona) -> None:
        self._persona = persona
        eyes = persona.eyes
        size, radius = eyes.half * FIGURE + 2, eyes.iris_radius * FIGURE + 2
        self._white = Sprite(lambda c: _paint_white(c, eyes), 0, 0, size, size * 0.7)
        self._iris = Sprite(lambda c: _paint_iris(c, eyes), 0, 0, radius, radius)

    def draw(self, canvas: Canvas, side: int, look: Look) -> None:
        """Draw the eye at the left (side -1) or right (side 1) of the picture."""
        persona, eyes = self._persona, self._persona.eyes
        shut = min(1.0, max(0.0, look.shut))
        rise = look.squint * 2.2 + shut * LOWER_SHARE * eyes.lower
        opened, closed = _upper_open(eyes), _shut(eyes, rise)
        upper = [
            (_blend(a, c, shut), _blend(b, d, shut)) for (a, b), (c, d) in zip(opened, closed, strict=True)
        ]
        lower = _lower(eyes, rise)
        canvas.save()
        canvas.translate(AXIS + side * eyes.x, eyes.y)
        canvas.scale(side, 1)  # from here on x points to the temple
        if shut > 0.03:
            _lid(canvas, persona, opened, upper)
        if shut < 0.95:
            self._ball(canvas, side, look, upper, lower)
        _lashes(canvas, persona, shut, upper, lower)
        _crease(canvas, persona, shut, opened, upper)
        canvas.restore()

    def _ball(self, canvas: Canvas, side: int, look: Look, upper: list[Point], lower: list[Point]) -> None:
        canvas.save()
        canvas.clipPath(outline(upper, lower), True)
        self._white.put(canvas, 0, 0)
        canvas.save()
        canvas.scale(side, 1)  # the light comes from the same side for both
        self._iris.put(canvas, look.x * LOOK_X - side * 0.7, IRIS_Y + look.y * LOOK_Y)
        canvas.restore()
        canvas.drawPath(curve(upper), paint((40, 22, 24, 74), width=8.0))  # shadow of the lid
        canvas.restore()


def _paint_white(canvas: Canvas, eyes: Eyes) -> None:
    white = linear(
        (0, -eyes.upper), (0, eyes.lower), (204, 196, 198), (240, 236, 235), (250, 247, 245), at=(0, 0.45, 1)
    )
    canvas.drawRect(box(-60, -60, 60, 60), paint(shader=white))
    corner = radial((-eyes.half, 4.4), 6.5, (222, 150, 140, 210), (222, 150, 140, 0))
    canvas.drawCircle(-eyes.half, 4.4, 6.5, paint(shader=corner))
    temple = radial((eyes.half, -1), 9, (150, 120, 120, 90), (150, 120, 120, 0))
    canvas.drawCircle(eyes.half, -1, 9, paint(shader=temple))


def _paint_iris(canvas: Canvas, eyes: Eyes) -> None:
    radius, colour = eyes.iris_radius, eyes.iris
    rim = mix(colour, (14, 8, 8), 0.78)
    glowing = mix(colour, (188, 128, 84), 0.55)
    tone = radial(
        (0, radius * 0.4),
        radius * 1.35,
        glowing,
        mix(colour, glowing, 0.2),
        colour,
        rim,
        at=(0, 0.34, 0.62, 1),
    )
    canvas.drawCircle(0, 0, radius, paint(shader=tone))
    canvas.drawCircle(0, 0, radius - 0.5, paint(clear(rim, 150), width=1.3))
    canvas.drawCircle(0, 0, radius * 0.45, paint(PUPIL))
    light = (-0.34 * radius, -0.40 * radius)
    canvas.drawOval(oval(light, radius * 0.27, radius * 0.30), paint(clear(WHITE, 240)))
    canvas.drawCircle(radius * 0.34, radius * 0.42, radius * 0.13, paint(clear(WHITE, 120)))


def _lid(canvas: Canvas, persona: Persona, opened: list[Point], upper: list[Point]) -> None:
    skin, eyes = persona.skin, persona.eyes
    tone = linear(
        (0, -eyes.upper),
        (0, eyes.lower),
        mix(skin.base, skin.shade, 0.30),
        mix(skin.base, skin.shade, 0.55),
        mix(skin.base, skin.shade, 0.85),
        at=(0, 0.5, 1),
    )
    canvas.drawPath(outline(opened, upper[::-1]), paint(shader=tone))


def _lashes(canvas: Canvas, persona: Persona, shut: float, upper: list[Point], lower: list[Point]) -> None:
    eyes = persona.eyes
    strength = 0.66 + 0.34 * eyes.lash
    ink = mix(persona.brows.colour, LASH_BLACK, 0.8)
    weights = [w * strength for w in (0.9, 1.7, 2.4, 2.7, 2.8, 2.6, 1.0)]
    top = [(x, y - w) for (x, y), w in zip(upper, weights, strict=True)]
    end_x, end_y = upper[-1]
    tip = (end_x + 1.2 + 3.0 * eyes.lash, _blend(end_y - 1.0 - 2.0 * eyes.lash, end_y + 1.2, shut))
    below = [(x, y + 0.7) for x, y in upper[::-1]]
    canvas.drawPath(outline([*top[:-1], tip], [tip, *below]), paint(ink))
    rim = clear(mix(persona.skin.deep, ink, 0.35), 120)
    canvas.drawPath(curve([(x, y + 0.4) for x, y in lower[:5]]), paint(rim, width=1.0))


def _crease(canvas: Canvas, persona: Persona, shut: float, opened: list[Point], upper: list[Point]) -> None:
    height = persona.eyes.crease
    if not height:
        return
    part = (0.25, 0.72, 1.0, 1.05, 1.0, 0.85)
    flat = 1 - 0.5 * shut
    line = [
        (x * 1.02, _blend(y, v, shut * 0.42) - height * share * flat - 1.0)
        for (x, y), (_, v), share in zip(opened[1:], upper[1:], part, strict=True)
    ]
    colour = clear(mix(persona.skin.deep, persona.brows.colour, 0.3), 130)
    canvas.drawPath(ribbon(line, CREASE_WEIGHTS), paint(colour))
