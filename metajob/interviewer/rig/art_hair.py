"""Paints hair as sheets of strands between two edges, with broken rings of light across them; and eyebrows."""

from __future__ import annotations

import math

import numpy as np

from metajob.interviewer.rig.kit import (
    AXIS,
    BLACK,
    Canvas,
    Path,
    across,
    brush,
    clear,
    clipped,
    curve,
    glow,
    linear,
    mix,
    outline,
    paint,
    sample,
    stroke,
)
from metajob.interviewer.rig.persona import Brows, Hair, Panel

NODES = 26  # points along one strand
ROOT_ALPHA = 90
TIP = 0.22  # how far the tip of a sheet is rounded, of its width


def front_outline(hair: Hair) -> Path:
    """Everything of the hair that lies before the face, as one path (for its shadow)."""
    import skia

    whole = skia.Path()
    if hair.cap:
        whole.addPath(outline(*[across(part) for part in hair.cap]))
    for panel in hair.panels:
        whole.addPath(_panel_outline(panel))
    return whole


def _panel_outline(panel: Panel) -> Path:
    """The sheet with a rounded tip."""
    inner, outer = across(panel.inner), across(panel.outer)
    (ax, ay), (bx, by) = inner[-1], outer[-1]
    dx, dy = ax + bx - inner[-2][0] - outer[-2][0], ay + by - inner[-2][1] - outer[-2][1]
    reach = TIP * math.hypot(ax - bx, ay - by) / (math.hypot(dx, dy) or 1.0)
    tip = ((ax + bx) / 2 + dx * reach, (ay + by) / 2 + dy * reach)
    return outline([*inner, tip, *outer[::-1]])


def paint_back(canvas: Canvas, hair: Hair) -> None:
    """Hair behind neck and ears."""
    if hair.back:
        shape = outline(*[across(part) for part in hair.back])
        tone = linear((0, 90), (0, 470), mix(hair.colour, hair.dark, 0.35), mix(hair.colour, hair.dark, 0.9))
        canvas.drawPath(shape, paint(shader=tone))
        with clipped(canvas, shape):
            glow(canvas, (AXIS + 4, 390), 96, 104, clear(mix(hair.dark, BLACK, 0.35), 130), 22)
    for number, panel in enumerate(hair.back_panels):
        _sheet(canvas, hair, panel, 50 + number)


def paint_front(canvas: Canvas, hair: Hair) -> None:
    """Hair before the face; the roots fade into the skin."""
    roots = clear(mix(hair.colour, hair.dark, 0.4), ROOT_ALPHA)
    for part in hair.cap[1:]:
        canvas.drawPath(curve(across(part)), paint(roots, width=5, blur=2.6))
    for panel in hair.panels:
        canvas.drawPath(curve(across(panel.inner)), paint(roots, width=4, blur=2.2))
    if hair.cap:
        shape = outline(*[across(part) for part in hair.cap])
        tone = linear((0, 80), (0, 290), mix(hair.colour, hair.light, 0.12), mix(hair.colour, hair.dark, 0.6))
        canvas.drawPath(shape, paint(shader=tone))
    for number, panel in enumerate(hair.panels):
        _sheet(canvas, hair, panel, number)


def _sheet(canvas: Canvas, hair: Hair, panel: Panel, seed: int) -> None:
    """One panel: ground tone, strands, light, and darker edges."""
    random = np.random.default_rng([7, seed])
    inner, outer = sample(across(panel.inner), NODES), sample(across(panel.outer), NODES)
    shape = _panel_outline(panel)
    bounds = shape.computeTightBounds()
    ground = linear(
        (bounds.left(), bounds.top()),
        (bounds.left() + bounds.width() * 0.25, bounds.bottom()),
        mix(hair.colour, hair.light, 0.20),
        hair.colour,
        mix(hair.colour, hair.dark, 0.6),
        at=(0, 0.4, 1),
    )
    canvas.drawPath(shape, paint(shader=ground))
    gap = float(np.linalg.norm(inner[NODES // 2] - outer[NODES // 2])) / panel.strands
    with clipped(canvas, shape):
        _strands(canvas, hair, panel, inner, outer, gap, random)
        _shine(canvas, hair, panel, inner, outer, gap, random)
        canvas.drawPath(curve(across(panel.inner)), paint(clear(hair.dark, 105), blur=5, width=9))
        canvas.drawPath(curve(across(panel.outer)), paint(clear(hair.dark, 60), blur=5, width=7))
    for number in range(2 * panel.loose):  # half of them outside, half over the skin
        edge = 1 + random.uniform(-0.01, 0.012) if number % 2 else -random.uniform(0.0, 0.035)
        line = inner + (outer - inner) * edge
        start = int(random.uniform(0.1, 0.5) * NODES)
        end = start + int(random.uniform(0.3, 0.5) * NODES)
        canvas.drawPath(stroke(line[start:end], 1.0, 0.6), paint(clear(hair.colour, 110)))


def _strands(
    canvas: Canvas,
    hair: Hair,
    panel: Panel,
    inner: np.ndarray,
    outer: np.ndarray,
    gap: float,
    random: np.random.Generator,
) -> None:
    along = np.linspace(0, 1, NODES)
    for number in range(panel.strands):
        part = (number + 0.5) / panel.strands + random.normal(0, 0.25 / panel.strands)
        line = inner + (outer - inner) * part
        line[:, 0] += np.sin(along * random.uniform(3, 6) + random.uniform(0, 6)) * gap * 0.5
        if hair.streaks and random.random() < 0.3:
            tone = hair.streaks
        elif random.random() < 0.5:
            tone = mix(hair.dark, hair.colour, 0.1)
        else:
            tone = mix(hair.colour, hair.light, random.uniform(0.35, 0.8))
        start = int(random.uniform(0, 0.14) * NODES)
        end = max(int(random.uniform(0.7, 1.0) * NODES), start + 8)
        mark = stroke(line[start:end], gap * random.uniform(0.8, 2.2), 0.7)
        canvas.drawPath(mark, paint(clear(tone, random.uniform(20, 54))))


def _shine(
    canvas: Canvas,
    hair: Hair,
    panel: Panel,
    inner: np.ndarray,
    outer: np.ndarray,
    gap: float,
    random: np.random.Generator,
) -> None:
    for first, last in panel.shine:
        for _ in range(int(panel.strands * 1.3)):
            part = random.uniform(0.04, 0.93)
            wave = 0.05 * math.sin(part * 9)
            start = max(0, round((first + random.normal(0, 0.03) + wave) * NODES))
            end = min(NODES, round((last + random.normal(0, 0.04) + wave) * NODES))
            if end - start >= 3:
                line = inner[start:end] + (outer[start:end] - inner[start:end]) * part
                mark = stroke(line, gap * random.uniform(0.7, 1.7), 1.2)
                canvas.drawPath(mark, paint(clear(hair.light, random.uniform(30, 96))))


def paint_brow(canvas: Canvas, brows: Brows, side: int) -> None:
    """One eyebrow around the origin (0, 0), which is the point above the eye's centre at the brow's height."""
    strip = brows.strip
    upper = [(side * x, y - half) for x, y, half in strip]
    lower = [(side * x, y + half) for x, y, half in strip]
    shape = outline(upper, lower[::-1])
    colour = brows.colour
    tone = linear(
        (side * strip[0][0], 0),
        (side * strip[-1][0], 0),
        clear(colour, 40),
        clear(colour, 150),
        clear(colour, 205),
        clear(colour, 170),
        at=(0, 0.22, 0.65, 1),
    )
    canvas.drawPath(shape, paint(shader=tone, blur=1.1))
    random = np.random.default_rng(5)
    nodes = np.asarray(strip, float)
    with clipped(canvas, shape):
        for place in np.linspace(0, 0.97, 24):
            x, y, half = (
                np.interp(place * (len(strip) - 1), range(len(strip)), nodes[:, k]) for k in range(3)
            )
            x += random.normal(0, 0.6)
            lean = 3 + 8 * place
            hair = [(x - 1, y + half), (x + lean * 0.5, y), (x + lean, y - half * (1 - place * 0.9))]
            dark = clear(mix(colour, (20, 14, 14), 0.4), 18 + 52 * min(1.0, place * 3))
            brush(canvas, [(side * u, v) for u, v in hair], 1.3, dark)
