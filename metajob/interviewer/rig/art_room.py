"""Paints the quiet office behind the interviewer: window, far skyline, shelf, plant; out of focus."""

from __future__ import annotations

import math

import numpy as np

from metajob.interviewer.rig.kit import (
    AXIS,
    WHITE,
    Canvas,
    Rgb,
    box,
    clear,
    glow,
    linear,
    mix,
    oval,
    packed,
    paint,
    radial,
    rounded,
)
from metajob.interviewer.rig.persona import Room

SIZE = 640
MARGIN = 60  # painted around the picture, so that the blur finds no edge
BLUR = 11.0
SLATE: Rgb = (90, 98, 112)
NIGHT: Rgb = (34, 40, 58)
SILL = 470.0


def paint_room(canvas: Canvas, room: Room) -> None:
    """The whole background, 640 x 640 units."""
    import skia

    sharp = skia.Surface(
        (SIZE + 2 * MARGIN) // 2, (SIZE + 2 * MARGIN) // 2
    )  # half size: it is blurred anyway
    inner = sharp.getCanvas()
    inner.scale(0.5, 0.5)
    inner.translate(MARGIN, MARGIN)
    random = np.random.default_rng(room.seed)
    inner.clear(packed(room.wall))
    far = mix(room.wall, (70, 76, 92), 0.26)
    daylight = linear((0, 0), (640, 300), mix(room.wall, WHITE, 0.5), room.wall, far)
    inner.drawRect(box(-60, -60, 700, 700), paint(shader=daylight))
    _window(inner, room, random)
    _shelf(inner, room, random)
    for x, y, radius in room.lamps:
        glow(inner, (x, y), radius * 2.4, radius * 2.4, (255, 226, 170, 80), 24)
        inner.drawCircle(x, y, radius, paint((255, 232, 190, 240)))
    if room.plant:
        _plant(inner, room, room.plant, random)
    soft = skia.Paint(ImageFilter=skia.ImageFilters.Blur(BLUR, BLUR))
    canvas.save()
    canvas.scale(2, 2)
    soft = skia.Paint(ImageFilter=skia.ImageFilters.Blur(BLUR / 2, BLUR / 2))
    linear_sampling = skia.SamplingOptions(skia.FilterMode.kLinear)
    canvas.drawImage(sharp.makeImageSnapshot(), -MARGIN / 2, -MARGIN / 2, linear_sampling, soft)
    canvas.restore()
    shade = radial((250, 210), 560, (255, 250, 240, 40), (255, 255, 255, 0), clear(NIGHT, 70), at=(0, 0.5, 1))
    canvas.drawRect(box(0, 0, SIZE, SIZE), paint(shader=shade))
    canvas.drawOval(oval((AXIS + 26, 640), 330, 190), paint(clear(NIGHT, 56), blur=40))


def _window(canvas: Canvas, room: Room, random: np.random.Generator) -> None:
    sky, right = room.sky, room.window
    glare = linear((0, -40), (0, SILL), mix(sky, WHITE, 0.25), WHITE, mix(sky, (255, 246, 230), 0.5))
    canvas.drawRect(box(-60, -60, right, SILL), paint(shader=glare))
    x = -60.0
    while x < right - 10:
        width, height = float(random.integers(26, 62)), float(random.integers(60, 240))
        tone = mix(sky, (120, 142, 172), random.uniform(0.18, 0.5))
        canvas.drawRect(box(x, SILL - height, min(x + width, right), SILL), paint(tone))
        x += width + float(random.integers(0, 16))
    for post in range(-20, int(right) + 1, 118):
        canvas.drawRect(box(post, -60, post + 9, 480), paint(mix(room.wall, SLATE, 0.4)))
    canvas.drawRect(box(right - 4, -60, right + 12, 700), paint(mix(room.wall, SLATE, 0.32)))
    below = linear(
        (0, SILL), (0, 640), mix(room.wall, (110, 114, 126), 0.35), mix(room.wall, (80, 84, 98), 0.55)
    )
    canvas.drawRect(box(-60, SILL, right, 700), paint(shader=below))


def _shelf(canvas: Canvas, room: Room, random: np.random.Generator) -> None:
    left = room.window + 64
    for y in (150, 268, 386, 504):
        canvas.drawRect(box(left, y, 720, y + 11), paint(room.wood))
        x = left + 8
        while x < 690:
            width, height = float(random.integers(10, 24)), float(random.integers(52, 92))
            tone = room.books[int(random.integers(0, len(room.books)))]
            if random.random() < 0.75:
                canvas.drawRect(box(x, y - height, x + width, y), paint(mix(tone, room.wall, 0.34)))
            x += width + 2


def _plant(
    canvas: Canvas, room: Room, place: tuple[float, float, float], random: np.random.Generator
) -> None:
    import skia

    x, y, scale = place
    for _ in range(26):
        turn, length = random.uniform(-1.25, 1.25), random.uniform(70, 150) * scale
        tip_x, tip_y = x + math.sin(turn) * length, y - math.cos(turn) * length
        width = random.uniform(0.12, 0.2) * length
        side_x, side_y = math.cos(turn) * width, math.sin(turn) * width
        leaf = skia.Path()
        leaf.moveTo(x, y)
        leaf.quadTo((x + tip_x) / 2 + side_x, (y + tip_y) / 2 + side_y, tip_x, tip_y)
        leaf.quadTo((x + tip_x) / 2 - side_x, (y + tip_y) / 2 - side_y, x, y)
        canvas.drawPath(leaf, paint(mix((66, 112, 84), (150, 186, 132), random.random())))
    pot = rounded(x - 30 * scale, y - 6, x + 30 * scale, y - 6 + 80 * scale, 8, 8)
    canvas.drawRRect(pot, paint(mix(room.wall, WHITE, 0.3)))
