"""Paints the three outfits: collarless jacket with a round-neck blouse, suit with a tie, notched blazer."""

from __future__ import annotations

from metajob.interviewer.rig.kit import (
    AXIS,
    BLACK,
    WHITE,
    Canvas,
    Path,
    Point,
    across,
    bead,
    brush,
    clear,
    clipped,
    curve,
    glow,
    linear,
    mix,
    moved,
    outline,
    paint,
    polygon,
    sample,
)
from metajob.interviewer.rig.persona import Persona

SIDES = (-1, 1)
BOTTOM = 720.0


def paint_outfit(canvas: Canvas, persona: Persona) -> None:
    """Blouse or shirt, lapels or edges, and what hangs on them."""
    {"collarless": _collarless, "suit": _suit, "notched": _notched}[persona.clothes.outfit](canvas, persona)


def _cast(canvas: Canvas, shape: Path, persona: Persona, dx: float = 4, dy: float = 6) -> None:
    """The shadow of one piece of cloth on the next."""
    dark = mix(persona.clothes.jacket_dark, BLACK, 0.5)
    canvas.drawPath(moved(shape, dx, dy), paint(clear(dark, 110), blur=5))


def _opening(edge: list[Point]) -> Path:
    """The area between the two front edges; edge: the right one as offsets, from the neck down."""
    return outline(across(edge, -1), across(edge[::-1]))


def _between_lapels(half: float) -> list[Point]:
    """The right edge of what lapels leave open; it lies below the lapel. half: of the neck."""
    return [(half + 8.0, 436.0), (half + 10, 520), (30, 600), (4, 690)]


# ---- collarless jacket, round neck
def _collarless(canvas: Canvas, persona: Persona) -> None:
    clothes, half = persona.clothes, persona.face.neck
    cloth, dark = clothes.jacket, clothes.jacket_dark
    edge = [
        (half + 9.0, 449.0),
        (half + 19, 488),
        (half + 13, 540),
        (half * 0.62, 606),
        (9, 664),
        (3, BOTTOM),
    ]
    neckline = [
        (-half - 16.0, 458.0),
        (-half - 2, 488),
        (-half * 0.55, 509),
        (0, 516),
        (half * 0.55, 509),
        (half + 2, 488),
        (half + 16, 458),
    ]
    opening = _opening(edge)
    with clipped(canvas, opening):
        _blouse(canvas, persona, neckline)
        _chain(canvas, persona)
        for side in SIDES:
            shade = clear(mix(clothes.shirt_shade, persona.skin.deep, 0.6), 130 if side < 0 else 80)
            canvas.drawPath(moved(curve(across(edge, side)), 2, 3), paint(shade, width=9, blur=4))
    for side in SIDES:
        band = [
            (x + 9 - 4 * max(0, i - 3) - 4 * (i == 0), y + 1.5 * (i == 0)) for i, (x, y) in enumerate(edge)
        ]
        facing = outline(across(edge, side), across(band[::-1], side))
        rim = mix(cloth, WHITE, 0.5 if side < 0 else 0.25)
        canvas.drawPath(facing, paint(mix(cloth, dark, 0.04 if side < 0 else 0.22)))
        canvas.drawPath(curve(across(edge, side)), paint(rim, width=1.8))
        canvas.drawPath(curve(across(band, side)), paint(clear(mix(dark, BLACK, 0.15), 105), width=1.0))
        dart = [(half + 58, 600), (half + 48, 655), (half + 44, BOTTOM)]
        brush(canvas, across(dart, side), 7, clear(dark, 80), 3.4)


def _blouse(canvas: Canvas, persona: Persona, neckline: list[tuple[float, float]]) -> None:
    clothes, skin = persona.clothes, persona.skin
    cloth, shade = clothes.shirt, clothes.shirt_shade
    reach = persona.face.neck + 40
    shape = outline(
        across(neckline),
        across([(reach, 470), (reach, 600), (reach, BOTTOM)]),
        across([(-reach, BOTTOM), (-reach, 600), (-reach, 470)]),
    )
    canvas.drawPath(moved(shape, 0, -3), paint(clear(mix(skin.shade, skin.deep, 0.6), 90), blur=3))
    tone = linear((AXIS - 60, 460), (AXIS + 80, 660), cloth, mix(cloth, shade, 0.3), shade)
    canvas.drawPath(shape, paint(shader=tone))
    with clipped(canvas, shape):
        for top, bottom, alpha in ((-30.0, -12.0, 60), (-6, -3, 44), (24, 11, 80), (44, 20, 60)):
            fold = [(AXIS + top, 530), (AXIS + (top + bottom) / 2 - 3, 590), (AXIS + bottom, 680)]
            brush(canvas, fold, 10, clear(mix(shade, (90, 84, 100), 0.35), alpha), 5)
    canvas.drawPath(curve(across(neckline)), paint(clear(mix(cloth, WHITE, 0.4), 220), width=2.4))
    seam = [(x * 0.98, y + 6) for x, y in neckline]
    canvas.drawPath(curve(across(seam)), paint(clear(mix(shade, (90, 84, 100), 0.3), 120), width=1.0))


def _chain(canvas: Canvas, persona: Persona) -> None:
    jewel, half = persona.clothes.jewel, persona.face.neck
    if jewel is None:
        return
    line = curve(across([(-half - 1, 450), (-half * 0.6, 478), (0, 493), (half * 0.6, 478), (half + 1, 450)]))
    canvas.drawPath(moved(line, 1, 2.5), paint(clear(persona.skin.deep, 90), width=1.8, blur=1.4))
    canvas.drawPath(line, paint(jewel, width=1.4))
    bead(canvas, (AXIS, 495), 3.8, jewel, persona.skin.deep)


# ---- notched lapels, shared by suit and blazer
def _lapel(canvas: Canvas, persona: Persona, side: int, point: float, top: float) -> None:
    """One lapel and its half of the collar. point: y where the lapels meet. top: y where the collar leaves the neck."""
    clothes, half = persona.clothes, persona.face.neck + 6
    cloth, dark = clothes.jacket, clothes.jacket_dark
    size = 0.8 + 0.2 * clothes.shoulder
    snug = 0.0 if clothes.outfit == "suit" else 5.0  # without a shirt the collar lies on the neck
    lit = mix(cloth, WHITE, 0.17 if side < 0 else 0.06)
    lapel = outline(
        across([(half - 4, top + 26), (half + 24 * size, top + 68)], side),
        across([(half + 24 * size, top + 68), (half + 60 * size, top + 58)], side),
        across(
            [
                (half + 60 * size, top + 58),
                (half + 48 * size, top + 108),
                (half * 0.62 + 14 * size, top + 176),
                (6, point),
            ],
            side,
        ),
        across([(6, point), (-2, point), (10, top + 166), (half - 10, top + 86), (half - 4, top + 26)], side),
    )
    collar = outline(
        across(
            [
                (half - 10 - snug, top - 4),
                (half + 6, top + 2),
                (half + 30 * size, top + 30),
                (half + 49 * size, top + 50),
            ],
            side,
        ),
        across([(half + 49 * size, top + 50), (half + 20 * size, top + 64)], side),
        across([(half + 20 * size, top + 64), (half - snug, top + 42), (half - 7 - snug, top + 18)], side),
    )
    for shape in (lapel, collar):
        _cast(canvas, shape, persona)
    tone = linear(
        (AXIS + side * (half + 60 * size), top + 30),
        (AXIS, point),
        lit,
        mix(cloth, dark, 0.15 if side < 0 else 0.5),
    )
    canvas.drawPath(lapel, paint(shader=tone))
    canvas.drawPath(lapel, paint(clear(WHITE, 30), width=1))
    tone = linear(
        (AXIS + side * half, top), (AXIS + side * (half + 50 * size), top + 60), mix(lit, dark, 0.35), lit
    )
    canvas.drawPath(collar, paint(shader=tone))
    canvas.drawPath(collar, paint(clear(dark, 110), width=1))


# ---- suit with shirt and tie
def _suit(canvas: Canvas, persona: Persona) -> None:
    clothes, half = persona.clothes, persona.face.neck
    cloth, shade = clothes.shirt, clothes.shirt_shade
    front = outline(
        across([(-half - 8, 440), (-62, 540), (-10, BOTTOM)]),
        across([(10, BOTTOM), (62, 540), (half + 8, 440)]),
        across([(half - 10, 452), (0, 488), (-half + 10, 452)]),
    )
    tone = linear((AXIS - 60, 440), (AXIS + 70, 640), cloth, mix(cloth, shade, 0.35), shade)
    with clipped(canvas, _opening(_between_lapels(half))):
        canvas.drawPath(front, paint(shader=tone))
        with clipped(canvas, front):
            glow(canvas, (AXIS + 6, 452), 62, 26, clear(mix(shade, (60, 70, 100), 0.55), 100), 8)
        if clothes.accent:
            _tie(canvas, persona)
    for side in SIDES:
        leaf = outline(
            across([(half - 4, 422), (half + 6, 436), (half + 8, 456)], side),
            across([(half + 8, 456), (half - 2, 488), (half - 16, 510)], side),
            across([(half - 16, 510), (18, 486), (2, 465)], side),
            across([(2, 465), (half - 22, 452), (half - 4, 422)], side),
        )
        canvas.drawPath(moved(leaf, 3, 5), paint((40, 50, 84, 76), blur=3.5))
        bright, dim = (0.0, 0.3) if side < 0 else (0.35, 0.85)
        tone = linear(
            (AXIS + side * half - 14, 430),
            (AXIS + side * half, 508),
            mix(cloth, shade, bright),
            mix(cloth, shade, dim),
        )
        canvas.drawPath(leaf, paint(shader=tone))
        canvas.drawPath(leaf, paint(clear(mix(shade, (80, 90, 120), 0.4), 110), width=0.9))
    for side in SIDES:
        _lapel(canvas, persona, side, 690, 430)


def _tie(canvas: Canvas, persona: Persona) -> None:
    cloth = persona.clothes.accent
    if cloth is None:
        return
    stripe = persona.clothes.accent_two or cloth
    blade = outline(
        across([(-9, 494), (-18, 566), (-28, BOTTOM)]), across([(28, BOTTOM), (18, 566), (9, 494)])
    )
    canvas.drawPath(moved(blade, 6, 3), paint((40, 44, 70, 84), blur=5))
    tone = linear((AXIS - 20, 500), (AXIS + 24, 660), mix(cloth, WHITE, 0.14), cloth, mix(cloth, BLACK, 0.28))
    canvas.drawPath(blade, paint(shader=tone))
    with clipped(canvas, blade):
        for y in range(500, 800, 27):
            band = [
                (AXIS - 40.0, float(y)),
                (AXIS + 40, y - 42.0),
                (AXIS + 40, y - 36.0),
                (AXIS - 40, y + 6.0),
            ]
            canvas.drawPath(polygon(band), paint(clear(stripe, 130)))
        brush(canvas, [(AXIS - 4, 500), (AXIS + 3, 540), (AXIS - 2, 600)], 7, (0, 0, 0, 40), 3)
        glow(canvas, (AXIS + 1, 494), 14, 9, (0, 0, 0, 84), 4)
    knot = outline(
        across([(-16, 464), (-12, 484), (-9, 497)]),
        across([(-9, 497), (0, 499.5), (9, 497)]),
        across([(9, 497), (12, 484), (16, 464)]),
    )
    tone = linear((AXIS - 14, 464), (AXIS + 12, 500), mix(cloth, WHITE, 0.2), cloth, mix(cloth, BLACK, 0.3))
    canvas.drawPath(knot, paint(shader=tone))
    brush(canvas, [(AXIS - 9, 470), (AXIS - 3, 484), (AXIS - 4, 496)], 2.5, (0, 0, 0, 44), 1)


# ---- notched blazer over a V-neck, with pearls or a scarf
def _notched(canvas: Canvas, persona: Persona) -> None:
    clothes, half = persona.clothes, persona.face.neck
    neckline = [
        (-half - 14.0, 456.0),
        (-half + 4, 490),
        (-16, 534),
        (0, 548),
        (16, 534),
        (half - 4, 490),
        (half + 14, 456),
    ]
    with clipped(canvas, _opening(_between_lapels(half))):
        _blouse(canvas, persona, neckline)
    if clothes.jewel:
        string = sample(
            across([(-half, 448), (-half * 0.66, 478), (0, 497), (half * 0.66, 478), (half, 448)]), 23
        )
        for x, y in string:
            glow(canvas, (x + 1, y + 3), 3.4, 3.0, clear(persona.skin.deep, 70), 1.6)
        for x, y in string:
            bead(canvas, (float(x), float(y)), 3.5, clothes.jewel, persona.skin.deep)
    for side in SIDES:
        _lapel(canvas, persona, side, 690, 434)
    if clothes.accent:  # a brooch
        x, y = AXIS + half + 36, 546.0
        glow(canvas, (x + 1.5, y + 2.5), 7, 7, (0, 0, 0, 110), 2.5)
        for dx, dy in ((0, -6), (5.7, -1.9), (3.5, 4.9), (-3.5, 4.9), (-5.7, -1.9)):
            bead(canvas, (x + dx, y + dy), 3.7, clothes.accent, (70, 50, 30))
        bead(canvas, (x, y), 3.2, clothes.accent_two or WHITE, (90, 90, 90))
