"""Shirt and blouse as parts: behind the neck, the front, the collar leaves. Knows nothing of the jacket."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from metajob.photo.suits.cloth import Plane, plane
from metajob.photo.suits.forms import Body, hollow, tube
from metajob.photo.suits.frame import Fold, Outline, ellipse, flipped_points
from metajob.photo.suits.stage import Part, Roll, Seam
from metajob.photo.templates import Template

OPEN_DEPTH = {"m": 0.55, "f": 0.62}  # where an open shirt collar meets, units below the pit


def behind(x: float, y: float, top: float, low: float) -> Outline:
    """The inside of a neckline behind the neck, between the shoulders; `top` at the back, `low` in front."""
    return (
        Outline(-x, y)
        .curve((-x * 0.8, top), (x * 0.8, top), (x, y))
        .curve((x * 0.96, low * 0.6), (x * 0.5, low), (0, low))
        .curve((-x * 0.5, low), (-x * 0.96, low * 0.6), (-x, y))
    )


def back(template: Template, body: Body) -> Part:
    """The inner side of the collar or neckline, behind the neck."""
    ny, fabric = body.neck_y, template.top.fabric
    low = 0.42 if template.neckline == "closed" else 0.85
    inside = partial(Part, paint="top", material=fabric, form=hollow, shadow=None)
    if template.top.kind in ("collar", "open"):
        return inside(behind(0.72, ny - 0.02, ny - 0.34, low), tone=0.50)
    if template.top.kind == "stand":
        return inside(behind(0.76, -0.50, -0.60, 0.30), tone=0.55)
    if template.cut == "collarless":
        return inside(behind(0.80, ny + 0.18, ny + 0.04, low), tone=0.36)
    return inside(behind(0.74, ny + 0.12, ny, low), tone=0.36)


def front(template: Template, body: Body, rng: np.random.Generator) -> Iterator[Part]:
    """Everything below the neckline, buttons included; collar leaves come later, over the tie."""
    kind = template.top.kind
    if kind == "collar":
        yield _buttoned(template, body, rng)
    elif kind == "open":
        yield from _open(template, body, rng)
    else:
        yield from _blouse(template, body, rng)


def _drapes(rng: np.random.Generator, count: int, y: float, height: float) -> list[Fold]:
    """Folds that hang from the neckline and spread a little."""
    folds = []
    for x in np.linspace(-0.62, 0.62, count) + 0.09 * rng.uniform(-1, 1, count):
        a, b, c, d, e = rng.uniform(-1, 1, 5)
        points = [
            (x * 0.6, y + 0.05 + 0.5 * a * a),
            (x * 0.85 + 0.08 * b, y + 0.8),
            (x + 0.16 * c, y + 1.3 + 0.5 * d),
            (x + 0.2 * e, 2.4 + 0.8 * a),
        ]
        folds.append(
            Fold(points, 0.028 + 0.040 * abs(float(b)), height * float(np.sign(e) * (0.35 + 0.65 * abs(c))))
        )
    return folds


def _button(y: float, radius: float) -> Part:
    return Part(
        ellipse(0.0, y, radius, radius), "top", "horn", bevel=(0.03, 0.02), shadow=(0.40, 0.25), tone=0.92
    )


def _buttoned(template: Template, body: Body, rng: np.random.Generator) -> Part:
    outline = (
        Outline(-0.70, -0.40)
        .quad((-0.3, 0.06), (0, 0.10))
        .quad((0.3, 0.06), (0.70, -0.40))
        .line((0.8, 1.2), (0.3, 3.4), (-0.3, 3.4), (-0.8, 1.2))
    )
    return Part(
        outline,
        "top",
        template.top.fabric,
        form=body.chest,
        folds=_drapes(rng, 7, 0.6, 0.024),
        shadow=None,
        unevenness=1.2,
    )


def _open(template: Template, body: Body, rng: np.random.Generator) -> Iterator[Part]:
    depth = OPEN_DEPTH[template.sex]
    over = template.sex == "m"  # the viewer's right half lies on top for men, the left one for women
    for flip in (not over, over):
        on_top = flip == over
        half = (
            Outline(-0.74, -0.46)
            .curve((-0.62, 0.0), (-0.22, depth - 0.25), (0.02, depth))
            .line((0.06, 3.5), (-0.9, 3.4), (-0.9, 0.6))
        )
        placket = Outline(-0.11, depth + 0.15).line((-0.08, 3.4))
        yield Part(
            half.flipped(flip),
            "top",
            template.top.fabric,
            form=body.chest,
            folds=_drapes(rng, 5, 0.7, 0.014),
            bevel=(0.02, 0.012),
            unevenness=0.6,
            shadow=(0.45, 0.2) if on_top else None,
            stitches=[placket.flipped(flip)] if on_top else (),
        )
    yield _button(depth + 0.30, 0.048)
    yield _button(depth + 1.25, 0.048)


def _blouse(template: Template, body: Body, rng: np.random.Generator) -> Iterator[Part]:
    kind, fabric = template.top.kind, template.top.fabric
    wide = 0.80 if template.cut == "collarless" and kind == "round" else 0.73
    half, depth = {"round": (wide, 0.20), "v": (0.73, 0.62), "stand": (0.74, 0.06)}[kind]

    def neckline() -> Outline:
        top = -0.36 if kind == "stand" else -0.50
        start = Outline(-half, top)
        if kind == "v":
            return start.curve((-0.60, -0.02), (-0.30, 0.36), (-0.015, depth)).curve(
                (0.30, 0.34), (0.60, -0.02), (half, top)
            )
        return start.curve((-0.60, 0.02), (-0.30, depth), (0, depth)).curve(
            (0.30, depth), (0.60, 0.02), (half, top)
        )

    facing = neckline().mapped(lambda x, y: (x * 0.965, y + 0.062))
    hem = neckline().mapped(lambda x, y: (x * 0.955, y + 0.085))
    yield Part(
        neckline().line((0.95, 0.6), (0.8, 3.5), (-0.8, 3.5), (-0.95, 0.6)),
        "top",
        fabric,
        form=body.chest,
        folds=_drapes(rng, 12, depth + 0.06, 0.056 if fabric == "satin" else 0.020),
        bevel=(0.035, 0.022),
        shadow=None,
        unevenness=0.8,
        tone=0.97,
        seams=[Seam(facing, 0.012, 0.010)] if kind != "stand" else (),
        stitches=[hem] if kind == "round" and fabric != "satin" else (),
    )
    if kind == "v":
        yield _wrap(template, body, half, depth)
    if kind == "stand":
        yield from _stand(template, body)


def _wrap(template: Template, body: Body, half: float, depth: float) -> Part:
    """The half of a wrapped blouse that crosses over: the wearer's right over left, as for women."""
    outline = (
        Outline(half, -0.50)
        .curve((0.60, -0.02), (0.30, 0.34), (-0.06, depth + 0.06))
        .curve((-0.20, 1.0), (-0.34, 1.9), (-0.36, 3.4))
        .line((0.9, 3.4), (0.95, 0.5))
    )
    folds = [
        Fold(flipped_points(points, True), width, height)
        for points, width, height in (
            ([(0.62, -0.2), (0.42, 0.3), (0.05, 0.85), (-0.2, 1.6)], 0.03, 0.016),
            ([(0.66, 0.0), (0.5, 0.6), (0.2, 1.2), (-0.05, 2.2)], 0.045, -0.018),
            ([(0.7, 0.2), (0.55, 0.8), (0.35, 1.6), (0.2, 2.8)], 0.05, 0.016),
        )
    ]
    return Part(
        outline.flipped(),
        "top",
        template.top.fabric,
        form=body.chest,
        folds=folds,
        bevel=(0.035, 0.022),
        shadow=(0.5, 0.3),
        unevenness=0.8,
    )


def _stand(template: Template, body: Body) -> Iterator[Part]:
    """A stand-up collar band, the button strip and its buttons."""
    fabric = template.top.fabric
    band = (
        Outline(-0.74, -0.53)
        .curve((-0.56, -0.20), (-0.24, -0.10), (0, -0.09))
        .curve((0.24, -0.10), (0.56, -0.20), (0.74, -0.53))
        .line((0.78, -0.30))
        .curve((0.62, 0.06), (0.28, 0.16), (0, 0.17))
        .curve((-0.28, 0.16), (-0.62, 0.06), (-0.78, -0.30))
    )
    line = (
        Outline(-0.72, -0.26)
        .curve((-0.58, 0.02), (-0.28, 0.12), (0, 0.13))
        .curve((0.28, 0.12), (0.58, 0.02), (0.72, -0.26))
    )
    yield Part(
        band,
        "top",
        fabric,
        form=tube(0.82),
        bevel=(0.05, 0.03),
        shadow=(0.4, 0.25),
        unevenness=0.5,
        stitches=[line],
    )
    strip = Outline(-0.10, 0.16).line((0.10, 0.16), (0.09, 3.4), (-0.09, 3.4))
    yield Part(strip, "top", fabric, form=body.chest, bevel=(0.02, 0.012), shadow=(0.4, 0.15), unevenness=0.6)
    for y in (0.42, 1.0, 1.6):
        yield _button(y, 0.040)


def _round_neck(x: Plane, y: Plane) -> Plane:
    """A collar leaf lies round the neck and falls forward."""
    return plane(tube(0.92)(x, y) - 0.12 * y)


def collar(template: Template, rng: np.random.Generator) -> Iterator[Part]:
    """The two leaves of a shirt collar, over the tie."""
    if template.top.kind not in ("collar", "open"):
        return
    depth = OPEN_DEPTH[template.sex]
    for flip in (False, True):
        if template.top.kind == "collar":
            edge = Outline(-0.70, -0.66).curve((-0.60, -0.34), (-0.28, -0.06), (-0.02, 0.015))
            leaf = (
                Outline(-0.70, -0.66)
                .curve((-0.60, -0.34), (-0.28, -0.06), (-0.02, 0.015))
                .curve((-0.12, 0.22), (-0.32, 0.52), (-0.47, 0.72))
                .curve((-0.66, 0.40), (-0.80, -0.02), (-0.86, -0.34))
                .quad((-0.80, -0.60), (-0.70, -0.66))
            )
            stitch = (
                Outline(-0.08, 0.09)
                .curve((-0.16, 0.25), (-0.34, 0.50), (-0.465, 0.655))
                .curve((-0.60, 0.40), (-0.70, 0.10), (-0.76, -0.2))
            )
        else:
            x, y = (-0.66, 0.78) if template.sex == "m" else (-0.72, 0.74)
            edge = Outline(-0.70, -0.64).curve((-0.64, -0.26), (-0.38, 0.08), (-0.10, depth - 0.14))
            leaf = (
                Outline(-0.70, -0.64)
                .curve((-0.64, -0.26), (-0.38, 0.08), (-0.10, depth - 0.14))
                .curve((-0.28, 0.56), (-0.5, 0.70), (x, y))
                .curve((-0.80, 0.40), (-0.88, -0.02), (-0.88, -0.34))
                .quad((-0.80, -0.58), (-0.70, -0.64))
            )
            stitch = (
                Outline(-0.15, depth - 0.08)
                .curve((-0.30, 0.56), (-0.5, 0.66), (x, y - 0.06))
                .curve((-0.74, 0.40), (-0.82, 0.0), (-0.82, -0.3))
            )
        bend, lift = rng.uniform(-1, 1, 2)
        folds = [
            Fold(flipped_points(points, flip), width, height)
            for points, width, height in (
                ([(-0.62, -0.45), (-0.45, -0.05), (-0.34, 0.3)], 0.06, 0.016),
                ([(-0.74, -0.30), (-0.62, 0.02), (-0.54, 0.34)], 0.07, -0.020 * (1 + 0.5 * float(bend))),
                ([(-0.30, 0.02), (-0.36, 0.24), (-0.46, 0.5)], 0.05, 0.010 * (1 + float(lift))),
            )
        ]
        yield Part(
            leaf.flipped(flip),
            "top",
            template.top.fabric,
            form=_round_neck,
            rolls=[Roll(edge.flipped(flip), 0.075, 0.055)],
            bevel=(0.016, 0.012),
            stitches=[stitch.flipped(flip)],
            shadow=(0.55, 0.50),
            unevenness=1.3,
            folds=folds,
        )
