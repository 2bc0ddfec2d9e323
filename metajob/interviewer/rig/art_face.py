"""Paints the skin of the head: face, ears, nose and the lines of age. Light comes from the upper left."""

from __future__ import annotations

import math

from metajob.interviewer.rig.art_hair import front_outline
from metajob.interviewer.rig.kit import (
    AXIS,
    WHITE,
    Canvas,
    Path,
    Point,
    across,
    bead,
    box,
    brush,
    clear,
    clipped,
    glow,
    linear,
    mix,
    moved,
    outline,
    paint,
    radial,
    ring,
    sample,
    stroke,
)
from metajob.interviewer.rig.persona import Persona

SIDES = (-1, 1)
FAR = 1.15  # folds on the side away from the light are a little darker
NEAR = 0.85
CHEEK_Y = 258.0  # the widest place of the face


def face_outline(persona: Persona, grow: float = 0.0) -> Path:
    """Outline of the face from the hairline to the chin, `grow` units wider all around."""
    face = persona.face
    width, jaw, bottom = face.width + grow, face.jaw + grow, face.chin_y + grow
    half = [(width * 0.58, 124.0 - grow), (width * 0.89, 168.0), (width * 0.985, 215.0), (width, CHEEK_Y)]
    # below the cheekbones |x / width| ** chin + t ** power = 1 with t = 0 at the cheeks, 1 at the chin
    at_jaw = (face.jaw_y - CHEEK_Y) / (bottom - CHEEK_Y)
    power = math.log(1 - (jaw / width) ** face.chin) / math.log(at_jaw)
    half += [
        (width * (1 - t**power) ** (1 / face.chin), CHEEK_Y + t * (bottom - CHEEK_Y))
        for t in (0.14, 0.32, 0.50, 0.67, 0.81, 0.91, 0.975)
    ]
    return ring(across([(0, 110 - grow)]) + across(half) + across([(0, bottom)]) + across(half[::-1], -1))


def paint_ears(canvas: Canvas, persona: Persona) -> None:
    """Both ears, as far as the hair shows them, with their earrings."""
    skin, edge = persona.skin, persona.face.width - 5
    for side, shown in zip(SIDES, persona.face.ears, strict=True):
        if not shown:
            continue
        size = persona.face.ear

        def at(points: list[Point], side: int = side, size: float = size) -> list[Point]:
            return across([(edge + x * size, 280 + y * size) for x, y in points], side)

        shape = ring(
            at(
                [
                    (0, -26),
                    (7, -33),
                    (15, -31),
                    (19.5, -20),
                    (18, -2),
                    (12.5, 18),
                    (6, 30),
                    (-3, 27),
                    (-10, 0),
                ]
            )
        )
        tone = mix(skin.base, skin.shade, 0.6 if side > 0 else 0.3)
        light = linear(
            (AXIS + side * (edge + 18), 250),
            (AXIS + side * (edge - 4), 312),
            mix(tone, skin.light, 0.25),
            mix(tone, skin.deep, 0.14),
        )
        canvas.drawPath(shape, paint(shader=light))
        with clipped(canvas, shape):
            brush(
                canvas,
                at([(1, -12), (6, -25), (13, -23), (14.5, -8), (10, 12)]),
                3.4,
                clear(skin.deep, 88),
                1.0,
            )
            brush(canvas, at([(4, -8), (9, -14), (9, 0), (4, 10)]), 3.4, clear(skin.deep, 84), 1.3)
            glow(canvas, at([(3, 2)])[0], 3.2, 8, clear(skin.deep, 66), 2.4)
            glow(canvas, at([(-4, 0)])[0], 5, 34, clear(skin.deep, 46), 4)
        if persona.clothes.earring:
            _earring(canvas, persona, *at([(4.5, 29)])[0])


def _earring(canvas: Canvas, persona: Persona, x: float, y: float) -> None:
    jewel = persona.clothes.earring
    if jewel is None:
        return
    if persona.clothes.outfit == "notched":  # a pearl at the lobe
        glow(canvas, (x + 1.5, y + 2.5), 5.6, 5.6, (60, 30, 20, 60), 2)
        bead(canvas, (x, y), 5.2, jewel, persona.skin.deep)
    else:  # a small drop
        brush(canvas, [(x, y), (x + 0.4, y + 10)], 1.8, jewel)
        bead(canvas, (x, y), 2.6, jewel, persona.skin.deep)
        bead(canvas, (x + 0.4, y + 13), 3.8, jewel, persona.skin.deep)


def paint_face(canvas: Canvas, persona: Persona) -> None:
    """The face without eyes, brows, nose and mouth."""
    skin, eyes = persona.skin, persona.eyes
    shape = face_outline(persona)
    light = radial(
        (AXIS - 30, 236), 236, skin.light, skin.base, mix(skin.base, skin.shade, 0.55), at=(0.05, 0.55, 1)
    )
    canvas.drawPath(shape, paint(shader=light))
    with clipped(canvas, shape):
        _planes(canvas, persona)
        shadow = moved(front_outline(persona.hair), 3, 8)
        canvas.drawPath(shadow, paint(clear(mix(skin.shade, skin.deep, 0.45), 150), blur=8))
        for side in SIDES:
            socket = clear(mix(skin.shade, skin.deep, 0.15), 50 + 26 * skin.age)
            glow(canvas, (AXIS + side * (eyes.x - 6), eyes.y - 15), 25, 10, socket, 7)
            bridge = clear(mix(skin.shade, skin.deep, 0.3), 60 if side > 0 else 32)
            glow(canvas, (AXIS + side * 18, eyes.y - 8), 6, 13, bridge, 5)
            lid = (AXIS + side * eyes.x, eyes.y + eyes.lower + 6)
            glow(canvas, lid, 17, 3.0, clear(skin.light, 120), 2.2)
            glow(canvas, (AXIS + side * persona.face.width * 0.6, 310), 26, 16, skin.blush, 13)
        _lights(canvas, persona)
        _mouth_surroundings(canvas, persona)
        if skin.age:
            _age(canvas, persona)


def _planes(canvas: Canvas, persona: Persona) -> None:
    """The side of the face that turns away from the light, and the round of the jaw."""
    import skia

    for grow, dx, dy, colour, blur in (
        (-5, -11, -5, clear(persona.skin.shade, 170), 15),
        (0, -1, -2, clear(persona.skin.deep, 52), 7),
    ):
        around = skia.Path()
        around.addRect(box(0, 0, 640, 640))
        around.addPath(face_outline(persona, grow))
        around.setFillType(skia.PathFillType.kEvenOdd)
        canvas.drawPath(moved(around, dx, dy), paint(colour, blur=blur))


def _lights(canvas: Canvas, persona: Persona) -> None:
    light = persona.skin.light
    glow(canvas, (AXIS - 18, 182), 46, 22, clear(light, 110), 17)
    glow(canvas, (AXIS - 55, 290), 21, 10, (255, 250, 244, 64), 8)
    glow(canvas, (AXIS + 53, 290), 16, 8, (255, 246, 238, 34), 7)
    glow(canvas, (AXIS - 3, persona.face.chin_y - 19), 14, 8, clear(light, 110), 6)


def _mouth_surroundings(canvas: Canvas, persona: Persona) -> None:
    skin, lips, face = persona.skin, persona.lips, persona.face
    glow(canvas, (AXIS + 1, face.nose_y + 14), 4.2, 6.5, clear(skin.shade, 110), 3)
    if skin.stubble:
        beard = outline(
            across(
                [
                    (-face.width, 322),
                    (-face.jaw + 20, 332),
                    (-44, 328),
                    (0, 326),
                    (44, 328),
                    (face.jaw - 20, 332),
                    (face.width, 322),
                ]
            ),
            across([(face.width, 430), (-face.width, 430)]),
        )
        canvas.drawPath(beard, paint((96, 104, 112, int(52 * skin.stubble)), blur=13))
    for side in SIDES:
        cheek = [
            (face.nose + 6, face.nose_y - 4),
            (face.nose + 15, face.nose_y + 10),
            (lips.half + 9, lips.y - 10),
            (lips.half + 11, lips.y),
        ]
        brush(canvas, across(cheek, side), 8, clear(mix(skin.shade, skin.deep, 0.25), 24), 5)
        glow(canvas, (AXIS + side * 51, lips.y - 30), 16, 9, clear(skin.light, 44), 8)


def _age(canvas: Canvas, persona: Persona) -> None:
    skin, lips, face, eyes = persona.skin, persona.lips, persona.face, persona.eyes
    for side in SIDES:
        force = skin.age * (FAR if side > 0 else NEAR)
        fold = [
            (face.nose + 5, face.nose_y - 5),
            (face.nose + 16, face.nose_y + 9),
            (lips.half + 10, lips.y - 9),
            (lips.half + 12, lips.y + 4),
        ]
        brush(canvas, across(fold, side), 4.0, clear(skin.deep, 66 * force), 2.4)
        corner = [(lips.half + 5, lips.y + 7), (lips.half + 7, lips.y + 19)]
        brush(canvas, across(corner, side), 3.0, clear(skin.deep, 32 * force), 1.6)
        outer = eyes.x + eyes.half + 6
        for dy, length in ((-5, 9), (2, 10), (8, 8)):
            wrinkle = [(outer, eyes.y + dy * 0.6), (outer + length, eyes.y + dy * 1.5)]
            brush(canvas, across(wrinkle, side), 1.8, clear(skin.deep, 56 * skin.age), 0.7)
        under = [
            (eyes.x - 19, eyes.y + eyes.lower + 12),
            (eyes.x - 4, eyes.y + eyes.lower + 17),
            (eyes.x + 13, eyes.y + eyes.lower + 15),
        ]
        brush(canvas, across(under, side), 2.4, clear(skin.deep, 62 * skin.age), 1.2)
    for y, half in ((178, 40), (192, 48)):
        line = [(-half, y + 2.0), (-half * 0.3, y - 1.0), (half * 0.3, y), (half, y + 2.0)]
        brush(canvas, across(line), 2.0, clear(skin.deep, 34 * skin.age), 1.0)


def paint_nose(canvas: Canvas, persona: Persona) -> None:
    """Bridge, tip, wings and nostrils."""
    skin, half, y = persona.skin, persona.face.nose, persona.face.nose_y
    top = persona.eyes.y
    soft = mix(skin.shade, skin.deep, 0.25)
    flank = outline(
        [(AXIS + 5, top - 10), (AXIS + 7.5, top + 18), (AXIS + half - 4, y - 17), (AXIS + half, y - 5)],
        [(AXIS + 6, y - 4), (AXIS + 4.5, y - 24), (AXIS + 2.5, top)],
    )
    canvas.drawPath(flank, paint(clear(soft, 95), blur=4))
    glow(canvas, (AXIS - 2, (top + y) / 2 - 14), 3.0, 24, (255, 252, 246, 84), 3)
    glow(canvas, (AXIS + 1.5, y + 1), half * 0.82, 4.6, clear(mix(skin.shade, skin.deep, 0.4), 120), 3.2)
    glow(canvas, (AXIS - 1, y - 9), 8.5, 6.5, clear(mix(skin.base, skin.light, 0.6), 120), 4)
    glow(canvas, (AXIS - 2.5, y - 11.5), 3.4, 2.6, clear(WHITE, 72), 2.2)
    for side in SIDES:
        wing = [(half - 2.5, y - 12), (half + 0.6, y - 6), (half - 1.2, y - 0.4), (half - 5.5, y + 0.6)]
        brush(canvas, across(wing, side), 2.3, clear(skin.deep, 120 if side > 0 else 84), 0.8)
        nostril = sample(across([(half - 6, y + 0.4), (8, y - 0.9), (4.6, y + 1.6)], side), 14)
        canvas.drawPath(
            stroke(nostril, 3.0, 0.6), paint(clear(mix(skin.deep, (80, 30, 26), 0.5), 165), blur=0.8)
        )
    brush(canvas, across([(-5, y + 3), (0, y + 4.4), (5, y + 3)]), 2.0, clear(skin.deep, 80), 0.9)


def paint_smile_folds(canvas: Canvas, persona: Persona) -> None:
    """What a smile adds: folds beside the nose and lifted cheeks."""
    skin, lips, face = persona.skin, persona.lips, persona.face
    for side in SIDES:
        fold = [
            (face.nose + 5, face.nose_y - 4),
            (face.nose + 16, face.nose_y + 8),
            (lips.half + 11, lips.y - 13),
            (lips.half + 13, lips.y - 3),
        ]
        brush(canvas, across(fold, side), 5.0, clear(skin.deep, 78), 2.6)
        lifted = clear(mix(skin.light, skin.blush, 0.25), 110)
        glow(canvas, (AXIS + side * 55, face.nose_y - 9), 21, 11, lifted, 7)
