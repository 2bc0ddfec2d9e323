"""Paints glasses and the shadow they throw on the face."""

from __future__ import annotations

from metajob.interviewer.rig.kit import (
    AXIS,
    Canvas,
    across,
    box,
    clear,
    curve,
    linear,
    paint,
    polygon,
    rounded,
)
from metajob.interviewer.rig.persona import Glasses, Persona

SIDES = (-1, 1)


def paint_glasses(canvas: Canvas, persona: Persona, glasses: Glasses) -> None:
    """Frame, bridge, temples and the light on the lenses."""
    ink = paint(glasses.frame, width=glasses.weight)
    top, bottom = glasses.y - glasses.height, glasses.y + glasses.height
    centre = persona.eyes.x + 0.5
    for side in SIDES:
        x = AXIS + side * centre
        left, right = x - glasses.half, x + glasses.half
        lens = rounded(left, top, right, bottom, 17, 19)
        canvas.save()
        canvas.clipRRect(lens, True)
        film = linear(
            (left, top), (right, bottom), (255, 255, 255, 34), (255, 255, 255, 6), (190, 215, 235, 20)
        )
        canvas.drawRRect(lens, paint(shader=film))
        for shift, width in ((-17.0, 11.0), (-2.0, 5.0)):
            streak = [
                (x + shift, top),
                (x + shift + width, top),
                (x + shift + width - 22, bottom),
                (x + shift - 22, bottom),
            ]
            canvas.drawPath(polygon(streak), paint((255, 255, 255, 20)))
        canvas.restore()
        canvas.drawRRect(lens, ink)
        canvas.save()
        canvas.clipRect(box(left - 4, top - 4, right + 4, glasses.y - 6))
        canvas.drawRRect(lens, paint(glasses.frame, width=glasses.weight * 1.5))
        canvas.restore()
        canvas.drawLine(left + 16, top - 0.8, x - 6, top - 0.8, paint((255, 255, 255, 90), width=1))
        edge = persona.face.width
        temple = [
            (centre + glasses.half, glasses.y - 12),
            (edge - 4, glasses.y - 14),
            (edge + 4, glasses.y - 11),
        ]
        canvas.drawPath(curve(across(temple, side)), paint(glasses.frame, width=glasses.weight * 1.3))
    inner = centre - glasses.half
    bridge = [(-inner, -6.0), (-inner * 0.5, -10.5), (inner * 0.5, -10.5), (inner, -6.0)]
    canvas.drawPath(curve(across([(x, glasses.y + y) for x, y in bridge])), ink)


def paint_shadow(canvas: Canvas, persona: Persona, glasses: Glasses) -> None:
    """A soft line on the skin below the frame."""
    for side in SIDES:
        x = AXIS + side * (persona.eyes.x + 0.5) + 2.5
        lens = rounded(
            x - glasses.half,
            glasses.y - glasses.height + 5,
            x + glasses.half,
            glasses.y + glasses.height + 5,
            17,
            19,
        )
        canvas.drawRRect(lens, paint(clear(persona.skin.deep, 64), blur=2.2, width=3.6))
