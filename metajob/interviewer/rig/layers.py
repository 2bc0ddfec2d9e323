"""Pixel layers: rectangles of the picture painted once, finer than the picture, and small soft sprites.

A layer is premultiplied BGRA. The picture is 640 x 640 pixels; the figure's design space is drawn into it a
little smaller (`FIGURE`), so that there is air above the hair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metajob.interviewer.model import SIZE
from metajob.interviewer.rig.kit import AXIS, Canvas

Pixels = NDArray[np.uint8]  # (height, width, 4) premultiplied BGRA
Painter = Callable[[Canvas], None]

FIGURE = 0.95  # size of a design unit in pixels
LIFT = 8.0  # where y = 0 of design space lies in the picture
DETAIL = 1.5
GRID = 8  # boxes are whole multiples of this


def to_picture(x: float, y: float) -> tuple[float, float]:
    """Design space → pixels of the picture."""
    return AXIS + (x - AXIS) * FIGURE, y * FIGURE + LIFT


@dataclass(frozen=True)
class Box:
    """A rectangle of the picture in whole pixels; it may reach beyond the picture."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def around(cls, left: float, top: float, right: float, bottom: float) -> Box:
        """The smallest box of whole grid cells around a rectangle."""
        x, y = int(np.floor(left)), int(np.floor(top))
        columns, rows = -(-int(np.ceil(right) - x) // GRID), -(-int(np.ceil(bottom) - y) // GRID)
        return cls(x, y, columns * GRID, rows * GRID)


class Sheet:
    """A canvas over an own pixel array. box: the part of the picture it covers. detail: pixels for one pixel."""

    def __init__(self, box: Box, detail: float = DETAIL) -> None:
        import skia

        self.box, self.detail = box, detail
        height, width = round(box.height * detail), round(box.width * detail)
        self.pixels: Pixels = np.zeros((height, width, 4), np.uint8)
        info = skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
        self._surface = skia.Surface.MakeRasterDirect(info, self.pixels, width * 4)
        self.canvas: Canvas = self._surface.getCanvas()
        self.canvas.scale(detail, detail)
        self.canvas.translate(-box.left, -box.top)

    def figure_space(self) -> Sheet:
        """From now on the canvas draws in design space."""
        self.canvas.translate(AXIS * (1 - FIGURE), LIFT)
        self.canvas.scale(FIGURE, FIGURE)
        return self

    def image(self) -> Any:
        """A copy of the pixels as skia.Image."""
        return self._surface.makeImageSnapshot()


def painted(box: Box, *painters: Painter, detail: float = DETAIL) -> Sheet:
    """A sheet with the painters' marks, each painting in design space."""
    sheet = Sheet(box, detail).figure_space()
    for painter in painters:
        painter(sheet.canvas)
    return sheet


def tight(box: Box, margin: int, *painters: Painter) -> Box:
    """The part of `box` that the painters touch, `margin` pixels wider (judged at half resolution)."""
    seen = painted(box, *painters, detail=0.5).pixels[..., 3] > 0
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    if not len(rows):
        return Box(box.left, box.top, GRID, GRID)
    return Box.around(
        box.left + 2 * columns[0] - margin,
        box.top + 2 * rows[0] - margin,
        box.left + 2 * columns[-1] + 2 + margin,
        box.top + 2 * rows[-1] + 2 + margin,
    )


WHOLE = Box(0, 0, SIZE, SIZE)


class Sprite:
    """A small soft mark, painted once around a point of design space and put anywhere from then on."""

    def __init__(self, painter: Painter, x: float, y: float, reach_x: float, reach_y: float) -> None:
        import skia

        u, v = to_picture(x, y)
        box = Box.around(u - reach_x, v - reach_y, u + reach_x, v + reach_y)
        self._image = painted(box, painter).image()
        zero_x, zero_y = (AXIS * (1 - FIGURE) - box.left) / FIGURE, (LIFT - box.top) / FIGURE
        self._x, self._y = -zero_x - x, -zero_y - y
        self._sampling = skia.SamplingOptions(skia.FilterMode.kLinear)
        self._paint = skia.Paint()

    def put(self, canvas: Canvas, x: float, y: float, alpha: float = 1.0) -> None:
        """Draw it with its point at (x, y) of design space; the canvas must be in figure space."""
        if alpha <= 0.01:
            return
        self._paint.setAlphaf(min(1.0, alpha))
        unit = 1 / (FIGURE * DETAIL)
        canvas.save()
        canvas.translate(x + self._x, y + self._y)
        canvas.scale(unit, unit)
        canvas.drawImage(self._image, 0, 0, self._sampling, self._paint)
        canvas.restore()
