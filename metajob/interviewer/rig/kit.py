"""Drawing kit: colours, paints, gradients and smooth outlines over skia. Knows nothing of faces.

Design space: 640 x 640 units, y down. Art is described as offsets from the vertical axis of the figure
(x = 0 is the middle of the face); `across` turns such offsets into points of design space.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

AXIS = 320.0  # x of the figure's axis in design space
HANDLE = 0.36  # length of a Bezier handle, of its chord; keeps curves from overshooting

Point = tuple[float, float]
Curve = Sequence[Point]
Rgb = tuple[int, int, int]
Rgba = tuple[int, int, int, int]
Colour = Rgb | Rgba
Points = NDArray[np.float64]  # (n, 2)
Canvas = Any  # skia.Canvas
Path = Any  # skia.Path

WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)


# ---- colours
def mix(first: Colour, second: Colour, part: float) -> Rgb:
    """`first` at part 0, `second` at part 1."""
    r, g, b = (round(u + (v - u) * part) for u, v in zip(first[:3], second[:3], strict=True))
    return r, g, b


def clear(colour: Colour, alpha: float) -> Rgba:
    """The colour with an alpha of 0..255."""
    return colour[0], colour[1], colour[2], int(min(255.0, max(0.0, alpha)))


def packed(colour: Colour) -> int:
    """The colour as skia takes it, 0xAARRGGBB."""
    alpha = colour[3] if len(colour) == 4 else 255
    return alpha << 24 | colour[0] << 16 | colour[1] << 8 | colour[2]


# ---- paints
def paint(colour: Colour | None = None, *, shader: Any = None, blur: float = 0.0, width: float = 0.0) -> Any:
    """A skia.Paint. blur: sigma of a soft edge. width: > 0 draws the line instead of the area."""
    import skia

    made = skia.Paint(AntiAlias=True)
    if colour is not None:
        made.setColor(packed(colour))
    if shader is not None:
        made.setShader(shader)
    if width:
        made.setStyle(skia.Paint.kStroke_Style)
        made.setStrokeWidth(width)
        made.setStrokeCap(skia.Paint.kRound_Cap)
        made.setStrokeJoin(skia.Paint.kRound_Join)
    if blur:
        made.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    return made


def linear(start: Point, end: Point, *colours: Colour, at: Sequence[float] | None = None) -> Any:
    """A gradient from start to end; at: where each colour lies, 0..1."""
    import skia

    ends = [skia.Point(*start), skia.Point(*end)]
    return skia.GradientShader.MakeLinear(ends, [packed(c) for c in colours], list(at) if at else None)


def radial(centre: Point, radius: float, *colours: Colour, at: Sequence[float] | None = None) -> Any:
    """A gradient from the centre outwards; at: where each colour lies, 0..1."""
    import skia

    stops = list(at) if at else None
    return skia.GradientShader.MakeRadial(skia.Point(*centre), radius, [packed(c) for c in colours], stops)


# ---- outlines
def across(offsets: Curve, side: int = 1) -> list[Point]:
    """Offsets from the axis → points; side -1 mirrors them to the left of the picture."""
    return [(AXIS + side * x, y) for x, y in offsets]


def _directions(points: Curve) -> list[Point]:
    last = len(points) - 1
    found = []
    for i in range(last + 1):
        (ax, ay), (bx, by) = points[max(i - 1, 0)], points[min(i + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        found.append(((bx - ax) / length, (by - ay) / length))
    return found


def _curve_on(path: Path, points: Curve, directions: Curve) -> None:
    for i in range(len(points) - 1):
        (x0, y0), (x1, y1) = points[i], points[i + 1]
        (u0, v0), (u1, v1) = directions[i], directions[i + 1]
        h = math.hypot(x1 - x0, y1 - y0) * HANDLE
        path.cubicTo(x0 + u0 * h, y0 + v0 * h, x1 - u1 * h, y1 - v1 * h, x1, y1)


def curve(points: Curve) -> Path:
    """An open smooth line through the points."""
    import skia

    path = skia.Path()
    path.moveTo(*points[0])
    _curve_on(path, points, _directions(points))
    return path


def outline(*segments: Curve) -> Path:
    """A closed outline: smooth inside each segment, with corners where segments meet."""
    import skia

    path = skia.Path()
    path.moveTo(*segments[0][0])
    for points in segments:
        path.lineTo(*points[0])
        _curve_on(path, points, _directions(points))
    path.close()
    return path


def ring(points: Curve) -> Path:
    """A closed outline that is smooth everywhere."""
    import skia

    n = len(points)
    around = [points[i % n] for i in range(-1, n + 2)]
    directions = _directions(around)[1:-1]
    path = skia.Path()
    path.moveTo(*points[0])
    _curve_on(path, around[1:-1], directions)
    path.close()
    return path


def moved(path: Path, dx: float, dy: float) -> Path:
    """A copy of the path at another place."""
    import skia

    copy = skia.Path(path)
    copy.offset(dx, dy)
    return copy


def polygon(points: Points | Curve) -> Path:
    """A closed outline of straight lines."""
    import skia

    path = skia.Path()
    path.addPoly([skia.Point(float(x), float(y)) for x, y in points], True)
    return path


def oval(centre: Point, rx: float, ry: float) -> Any:
    """The rectangle around an ellipse, for Canvas.drawOval."""
    import skia

    return skia.Rect.MakeLTRB(centre[0] - rx, centre[1] - ry, centre[0] + rx, centre[1] + ry)


def box(left: float, top: float, right: float, bottom: float) -> Any:
    """A skia.Rect."""
    import skia

    return skia.Rect.MakeLTRB(left, top, right, bottom)


def rounded(left: float, top: float, right: float, bottom: float, rx: float, ry: float) -> Any:
    """A skia.RRect."""
    import skia

    return skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(left, top, right, bottom), rx, ry)


# ---- brush marks
def sample(points: Curve, count: int) -> Points:
    """(count, 2) points along the curve that `curve` draws, evenly spread by segment."""
    nodes = np.asarray(points, float)
    tangents = np.asarray(_directions(points), float)
    chords = np.linalg.norm(np.diff(nodes, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(chords)])
    places = np.linspace(0.0, along[-1], count)
    i = np.clip(np.searchsorted(along, places, side="right") - 1, 0, len(chords) - 1)
    t = ((places - along[i]) / np.maximum(chords[i], 1e-9))[:, None]
    h = (chords[i] * HANDLE)[:, None]
    p0, p3 = nodes[i], nodes[i + 1]
    p1, p2 = p0 + tangents[i] * h, p3 - tangents[i + 1] * h
    rest = 1 - t
    return np.asarray(rest**3 * p0 + 3 * rest**2 * t * p1 + 3 * rest * t**2 * p2 + t**3 * p3)


def stroke(line: Points, width: float, power: float = 0.8, head: float = 0.0, tail: float = 0.0) -> Path:
    """A brush mark along the line, thin at both ends. head, tail: least part of the width at either end."""
    t = np.linspace(0.0, 1.0, len(line))
    tangent = np.gradient(line, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-9
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], 1)
    half = np.maximum(np.sin(np.pi * t) ** power, np.where(t < 0.5, head, tail))[:, None] * (width / 2)
    return polygon(np.concatenate([line + normal * half, (line - normal * half)[::-1]]))


def ribbon(line: Curve, weights: Sequence[float]) -> Path:
    """A nearly level mark of changing thickness through a few points: cheaper than `stroke`, for every frame."""
    upper = [(x, y - weight / 2) for (x, y), weight in zip(line, weights, strict=True)]
    lower = [(x, y + weight / 2) for (x, y), weight in zip(line, weights, strict=True)]
    return outline(upper, lower[::-1])


def brush(
    canvas: Canvas, points: Curve, width: float, colour: Colour, blur: float = 0.0, power: float = 0.8
) -> None:
    """Draw one brush mark through the points."""
    canvas.drawPath(stroke(sample(points, 20), width, power), paint(colour, blur=blur))


def glow(canvas: Canvas, centre: Point, rx: float, ry: float, colour: Colour, blur: float) -> None:
    """Draw one soft spot of light or shade."""
    canvas.drawOval(oval(centre, rx, ry), paint(colour, blur=blur))


def bead(canvas: Canvas, centre: Point, radius: float, colour: Colour, shade: Colour) -> None:
    """Draw one shiny ball: pearls, pendants, studs, buttons."""
    x, y = centre
    light = radial(
        (x - radius * 0.35, y - radius * 0.4),
        radius * 1.6,
        mix(colour, WHITE, 0.85),
        colour,
        mix(colour, shade, 0.55),
    )
    canvas.drawCircle(x, y, radius, paint(shader=light))


class clipped:  # noqa: N801 - reads as a verb: with clipped(canvas, path): …
    """Draw only inside a path while the block runs."""

    def __init__(self, canvas: Canvas, path: Path) -> None:
        self._canvas, self._path = canvas, path

    def __enter__(self) -> None:
        self._canvas.save()
        self._canvas.clipPath(self._path, True)

    def __exit__(self, *_: object) -> None:
        self._canvas.restore()
