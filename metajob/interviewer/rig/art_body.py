"""Paints neck and torso; what is worn on them comes from `art_clothes`."""

from __future__ import annotations

from metajob.interviewer.rig.art_clothes import paint_outfit
from metajob.interviewer.rig.art_face import SIDES, face_outline
from metajob.interviewer.rig.kit import (
    AXIS,
    BLACK,
    WHITE,
    Canvas,
    Path,
    across,
    brush,
    clear,
    clipped,
    glow,
    linear,
    mix,
    moved,
    outline,
    paint,
)
from metajob.interviewer.rig.persona import Persona

BOTTOM = 720.0  # below the picture


def paint_neck(canvas: Canvas, persona: Persona) -> None:
    """Neck and the skin below it down to the collar, with the shadow of the head."""
    skin, half = persona.skin, persona.face.neck
    left = [(-half, 330.0), (-half - 1.5, 390), (-half - 6, 420), (-half - 19, 448), (-half - 40, 468)]
    right = [(-x, y) for x, y in left[::-1]]
    shape = outline(across(left), across([(-half - 40, 530), (0, 580), (half + 40, 530)]), across(right))
    tone = linear(
        (AXIS - half - 30, 0),
        (AXIS + half + 40, 0),
        mix(skin.base, skin.shade, 0.12),
        skin.base,
        mix(skin.base, skin.shade, 0.9),
        mix(skin.shade, skin.deep, 0.35),
        at=(0, 0.35, 0.8, 1),
    )
    canvas.drawPath(shape, paint(shader=tone))
    with clipped(canvas, shape):
        canvas.drawPath(moved(face_outline(persona), 6, 30), paint(clear(skin.deep, 96), blur=9))
        close = clear(mix(skin.deep, (90, 40, 34), 0.35), 110)
        canvas.drawPath(moved(face_outline(persona), 3, 11), paint(close, blur=6))
        for side in SIDES:
            tendon = [(half * 0.74, 416), (half * 0.46, 446), (10, 476)]
            brush(canvas, across(tendon, side), 9, clear(skin.deep, 28), 4)
            bone = [(12, 486), (34, 479), (72, 472)]
            brush(canvas, across(bone, side), 5, clear(skin.deep, 50), 2.4)
            ridge = [(14, 481), (36, 474), (68, 467)]
            brush(canvas, across(ridge, side), 4, clear(skin.light, 100), 2.4)
        glow(canvas, (AXIS, 482), 8, 6, clear(skin.deep, 44), 4)


def torso_outline(persona: Persona) -> Path:
    """The jacket's silhouette, with the hole for the neck."""
    width, half = persona.clothes.shoulder, persona.face.neck
    left = [
        (-half - 12.0, 446.0),
        (-half - 46, 463),
        (-138 * width, 484),
        (-196 * width, 508),
        (-232 * width, 546),
        (-252 * width, 610),
        (-266 * width, BOTTOM),
    ]
    right = [(-x, y) for x, y in left[::-1]]
    down = [(half + 12, 462.0), (half + 11, 490), (half * 0.8, 530), (half * 0.3, 568)]
    hole = [*down, (0.0, 580.0), *[(-x, y) for x, y in down[::-1]]]
    return outline(across(left), across(right), across(hole))


def paint_torso(canvas: Canvas, persona: Persona) -> None:
    """Jacket cloth with sleeves and folds, then the outfit."""
    clothes, width = persona.clothes, persona.clothes.shoulder
    cloth, dark = clothes.jacket, clothes.jacket_dark
    canvas.save()
    canvas.translate(0, clothes.drop)
    shape = torso_outline(persona)
    tone = linear(
        (AXIS - 240 * width, 470),
        (AXIS + 250 * width, 650),
        mix(cloth, WHITE, 0.16),
        cloth,
        mix(cloth, dark, 0.7),
        dark,
        at=(0, 0.3, 0.74, 1),
    )
    canvas.drawPath(shape, paint(shader=tone))
    with clipped(canvas, shape):
        deepest = mix(dark, BLACK, 0.35)
        for side in SIDES:
            arm = [(188 * width, 520), (172 * width, 580), (180 * width, 690)]
            brush(canvas, across(arm, side), 30, clear(dark, 105), 11)
            seam = [(199 * width, 560), (190 * width, 600), (196 * width, 700)]
            brush(canvas, across(seam, side), 3.4, clear(deepest, 120), 1.4)
            fold = [(164 * width, 570), (138 * width, 610), (118 * width, 670)]
            brush(canvas, across(fold, side), 16, clear(dark, 62), 8)
            ridge = [(136 * width, 489), (192 * width, 514), (226 * width, 556)]
            brush(canvas, across(ridge, side), 8, clear(WHITE, 40 if side < 0 else 12), 5)
            cap = [(176 * width, 502), (190 * width, 530), (192 * width, 566)]
            brush(canvas, across(cap, side), 2.4, clear(deepest, 56), 1.0)
        canvas.drawPath(
            moved(face_outline(persona, 6), 10, 84), paint(clear(mix(dark, BLACK, 0.4), 80), blur=18)
        )
    paint_outfit(canvas, persona)
    canvas.restore()
