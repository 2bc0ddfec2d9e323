"""Where things are: outlines in suit units, the pixel frame, masks, distances and fold lines.

Units: pit of the collar = (0, 0), x to the viewer's right, y down, 1 unit = face width / 1.585 (about 9.5
cm).
The frame shows what a portrait can show: 2.6 units to either side, 0.95 above the pit, 2.9 below it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.photo.suits.cloth import Plane

HALF_WIDTH, ABOVE, BELOW = 2.6, 0.95, 2.9
Point = tuple[float, float]
Box = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels, x1 and y1 excluded


class Outline:
    """A line or shape in units, of straight and Bézier steps. Methods that extend it return it."""

    def __init__(self, x: float, y: float) -> None:
        self.steps: list[tuple[str, tuple[Point, ...]]] = [("moveTo", ((x, y),))]

    def line(self, *points: Point) -> Outline:
        """Straight on to each point in turn."""
        self.steps += [("lineTo", (p,)) for p in points]
        return self

    def quad(self, a: Point, end: Point) -> Outline:
        """A quadratic curve pulled by `a`."""
        self.steps.append(("quadTo", (a, end)))
        return self

    def curve(self, a: Point, b: Point, end: Point) -> Outline:
        """A cubic curve pulled by `a`, then `b`."""
        self.steps.append(("cubicTo", (a, b, end)))
        return self

    def mapped(self, move: Callable[[float, float], Point]) -> Outline:
        """A new outline with every point moved."""
        new = Outline(0, 0)
        new.steps = [(kind, tuple(move(*p) for p in points)) for kind, points in self.steps]
        return new

    def flipped(self, flip: bool = True) -> Outline:
        """The same on the other side of the body, if `flip`."""
        return self.mapped(lambda x, y: (-x, y)) if flip else self


def flipped_points(points: Sequence[Point], flip: bool) -> list[Point]:
    """Points on the other side of the body, if `flip`."""
    return [(-x if flip else x, y) for x, y in points]


def ellipse(x: float, y: float, rx: float, ry: float) -> Outline:
    """A closed ellipse round (x, y)."""
    k = 0.5523
    return (
        Outline(x - rx, y)
        .curve((x - rx, y - k * ry), (x - k * rx, y - ry), (x, y - ry))
        .curve((x + k * rx, y - ry), (x + rx, y - k * ry), (x + rx, y))
        .curve((x + rx, y + k * ry), (x + k * rx, y + ry), (x, y + ry))
        .curve((x - k * rx, y + ry), (x - rx, y + k * ry), (x - rx, y))
    )


@dataclass(frozen=True)
class Fold:
    """A soft ridge (height > 0) or valley along a Bézier curve through control points, in units."""

    points: Sequence[Point]
    width: float
    height: float


class Frame:
    """Pixel frame of a suit: `unit` pixels per unit, the pit at `pit`. `seed`: slight natural asymmetry."""

    def __init__(self, unit: float, seed: int) -> None:
        self.unit = float(unit)
        self.width, self.height = round(2 * HALF_WIDTH * unit), round((ABOVE + BELOW) * unit)
        self.pit = (self.width / 2, ABOVE * unit)
        self._phase = np.random.default_rng(seed + 100).uniform(0, 2 * np.pi, 4)

    def warp(self, x: float, y: float) -> Point:
        """A smooth shift of about 1 %: left and right differ as on a person. Keeps the pit where it is."""
        p = self._phase
        dx = 0.012 * (np.sin(1.9 * y + p[0]) - np.sin(p[0])) + 0.010 * (np.sin(1.3 * x + p[1]) - np.sin(p[1]))
        dy = 0.012 * (np.sin(1.5 * x + p[2]) - np.sin(p[2])) + 0.010 * x * np.sin(p[3])
        return float(x + dx), float(y + dy)

    def pixel(self, x: float, y: float) -> Point:
        """Position in pixels of a (not yet warped) point in units."""
        wx, wy = self.warp(x, y)
        return wx * self.unit + self.pit[0], wy * self.unit + self.pit[1]

    def path(self, outline: Outline, close: bool = True) -> Any:
        """The warped outline as a Skia path in units."""
        import skia

        builder = skia.PathBuilder()
        for kind, points in outline.steps:
            getattr(builder, kind)(*(v for p in points for v in self.warp(*p)))
        if close:
            builder.close()
        return builder.detach()

    def box(self, path: Any) -> Box:
        """Pixels that a path can touch, inside the frame."""
        r, u, (px, py) = path.getBounds(), self.unit, self.pit
        x0, x1 = int(r.left() * u + px) - 4, int(r.right() * u + px) + 5
        y0, y1 = int(r.top() * u + py) - 4, int(r.bottom() * u + py) + 5
        return max(0, x0), max(0, y0), min(self.width, x1), min(self.height, y1)

    def grid(self, box: Box, step: int = 1) -> tuple[Plane, Plane]:
        """x and y in units at every `step`-th pixel of a box (centres of step x step cells)."""
        x = (np.arange(box[0], box[2], step, dtype=np.float32) + (step - 1) / 2 - self.pit[0]) / self.unit
        y = (np.arange(box[1], box[3], step, dtype=np.float32) + (step - 1) / 2 - self.pit[1]) / self.unit
        grid_x, grid_y = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
        return grid_x, grid_y

    def smooth(self, form: Callable[[Plane, Plane], Plane], box: Box, step: int = 4) -> Plane:
        """A smooth function of x and y over a box, evaluated on every fourth pixel and interpolated."""
        step = max(1, min(step, int(self.unit / 50)))
        whole = (
            box[0],
            box[1],
            box[0] + -(-(box[2] - box[0]) // step) * step,
            box[1] + -(-(box[3] - box[1]) // step) * step,
        )
        coarse = np.ascontiguousarray(form(*self.grid(whole, step)), np.float32)
        size = (whole[2] - whole[0], whole[3] - whole[1])
        full = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC) if step > 1 else coarse
        if step > 1:
            full = cv2.GaussianBlur(full, (0, 0), 0.6 * step)
        return np.asarray(full[: box[3] - box[1], : box[2] - box[0]], np.float32)

    def mask(self, path: Any, box: Box, stroke: float = 0, dash: float = 0, blur: float = 0) -> Plane:
        """Coverage 0..1 of a filled path, or of its line when `stroke` > 0; `dash` and `blur` in units."""
        import skia

        buffer = np.zeros((box[3] - box[1], box[2] - box[0], 4), np.uint8)
        canvas = skia.Canvas(buffer)
        canvas.translate(self.pit[0] - box[0], self.pit[1] - box[1])
        canvas.scale(self.unit, self.unit)
        paint = skia.Paint(AntiAlias=True, Color=0xFFFFFFFF)
        if stroke:
            paint.setStyle(skia.Paint.kStroke_Style)
            paint.setStrokeWidth(stroke)
            paint.setStrokeCap(skia.Paint.kRound_Cap)
        if dash:
            paint.setPathEffect(skia.DashPathEffect.Make([dash, dash], 0))
        canvas.drawPath(path, paint)
        coverage = buffer[..., 3].astype(np.float32) * (1 / 255)
        return cv2.GaussianBlur(coverage, (0, 0), blur * self.unit) if blur else coverage

    def depth(self, coverage: Plane) -> Plane:
        """Distance in units from the nearest uncovered pixel."""
        return self._distance(coverage > 0.5)

    def distance_to(self, path: Any, box: Box) -> Plane:
        """Distance in units to a line."""
        return self._distance(self.mask(path, box, max(0.006, 1.2 / self.unit)) < 0.5)

    def _distance(self, where: NDArray[np.bool_]) -> Plane:
        found = cv2.distanceTransform(where.astype(np.uint8), cv2.DIST_L2, 5)
        smooth = cv2.GaussianBlur(found, (0, 0), 0.9)  # pixel steps of the line would show as teeth
        return np.asarray(np.maximum(smooth - 0.3, 0) / self.unit, np.float32)

    def fold(self, fold: Fold, box: Box) -> tuple[Plane, Box]:
        """Height of one fold, tapered at both ends, with the part of the box that it touches."""
        t = np.linspace(0, 1, 41)
        points = np.array([self.pixel(*p) for p in fold.points])
        n = len(points) - 1
        bernstein = np.stack([comb(n, i) * (1 - t) ** (n - i) * t**i for i in range(n + 1)], 1)
        curve = bernstein @ points
        sigma = max(fold.width * self.unit, 1.0)
        reach = 3.2 * sigma
        low, high = curve.min(0) - reach, curve.max(0) + reach
        x0, y0 = max(box[0], int(low[0])), max(box[1], int(low[1]))
        x1, y1 = min(box[2], int(high[0]) + 1), min(box[3], int(high[1]) + 1)
        if x1 - x0 < 2 or y1 - y0 < 2:
            return np.zeros((0, 0), np.float32), (x0, y0, x0, y0)
        pad = int(reach)
        step = max(1, int(sigma / 4))
        shape = ((y1 - y0 + 2 * pad) // step + 2, (x1 - x0 + 2 * pad) // step + 2)
        line = np.zeros(shape, np.float32)
        place = (curve - [x0 - pad, y0 - pad]) / step
        for i in range(len(t) - 1):
            strength = float(np.sin(np.pi * (i + 0.5) / (len(t) - 1)) ** 0.7)
            a, b = (tuple(round(float(v) * 8) for v in q) for q in place[i : i + 2])
            cv2.line(line, a, b, strength, 1, cv2.LINE_8, 3)
        spread = sigma / step
        ridge = cv2.GaussianBlur(line, (0, 0), spread) * np.float32(2.507 * spread * fold.height)
        if step > 1:
            ridge = cv2.resize(ridge, (shape[1] * step, shape[0] * step), interpolation=cv2.INTER_CUBIC)
        return ridge[pad : pad + y1 - y0, pad : pad + x1 - x0], (x0, y0, x1, y1)
