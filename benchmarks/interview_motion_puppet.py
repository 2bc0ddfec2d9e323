"""A photographed face that is moved by known amounts: turned, nodded, lids shut, eyes turned, a drawn hand in front.

The picture is stretched over the 478 points that MediaPipe finds in it, with two rings for the rest of the head, and
the points are moved in three dimensions. Turned as if frozen: shading and the far side of the head are not right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from metajob.faces.landmarker import OVAL, detect

WIDTH, HEIGHT = 320, 240  # what the page sends
FACE = 76.0  # pixels
# Upper and lower lid from corner to corner, and the iris, of the eye at the picture's left and right.
LIDS = (
    ((246, 161, 160, 159, 158, 157, 173), (7, 163, 144, 145, 153, 154, 155), range(468, 473)),
    ((466, 388, 387, 386, 385, 384, 398), (249, 390, 373, 374, 380, 381, 382), range(473, 478)),
)
CORNERS = ((33, 133), (362, 263))
MOUTH_CORNERS = ((61, -1.0), (291, 1.0))
EYEBALL = 12 / 30  # radius of the ball / width of the eye
RINGS = ((1.18, 0.15), (1.45, 0.30))  # outline pushed out, and back (face widths)


@dataclass(frozen=True)
class Pose:
    """yaw, pitch, gaze: degrees; > 0: to the picture's right, down, right. shut: 0..1. dx, dy: face widths.
    hand: (x, y) of the palm in face widths from the middle of the face, None without one."""

    yaw: float = 0.0
    pitch: float = 0.0
    gaze: float = 0.0
    shut: float = 0.0
    dx: float = 0.0
    dy: float = 0.0
    hand: tuple[float, float] | None = None


class Puppet:
    """One face. Raises ValueError when the picture has none."""

    def __init__(self, rgb: NDArray[np.uint8]) -> None:
        found = detect(rgb)
        if not found:
            raise ValueError("no face in the picture")
        x0, y0, x1, y1 = found[0].box
        scale = FACE / found[0].width
        move = np.array(
            [
                [scale, 0, WIDTH / 2 - (x0 + x1) / 2 * scale],
                [0, scale, HEIGHT * 0.45 - (y0 + y1) / 2 * scale],
            ]
        )
        size = (WIDTH, HEIGHT)
        if scale < 1:  # warpAffine does not average
            rgb = cv2.GaussianBlur(rgb, (0, 0), 0.4 / scale)  # type: ignore[assignment]
        picture = cv2.warpAffine(rgb, move, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        face = next(iter(detect(np.asarray(picture, np.uint8))), None)
        if face is None:
            raise ValueError("no face in the small picture")
        x0, y0, x1, y1 = face.box
        self._middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
        self._width = face.width
        self._points = np.vstack([face.points.astype(np.float64), *self._rings(face.points)])
        self._depth = float(face.points[list(OVAL), 2].mean()) + 0.15 * face.width  # the axis it turns on
        self._triangles = _triangles(self._points[:, :2])
        self._image = skia.Image.fromarray(np.dstack([picture, np.full((HEIGHT, WIDTH), 255, np.uint8)]))

    def frame(self, pose: Pose) -> NDArray[np.uint8]:
        """(HEIGHT, WIDTH, 3) uint8 sRGB."""
        points = self._points.copy()
        self._eyes(points, pose)
        flat, depth = self._turned(points, pose)
        order = self._triangles[np.argsort(-depth[self._triangles].mean(1))].ravel()
        surface = skia.Surface(WIDTH, HEIGHT)
        canvas = surface.getCanvas()
        canvas.drawImage(self._image, pose.dx * self._width, pose.dy * self._width)
        mesh = skia.Vertices(
            skia.Vertices.kTriangles_VertexMode,
            _skia_points(flat[order]),
            _skia_points(self._points[order]),
            None,
        )
        linear = skia.SamplingOptions(skia.FilterMode.kLinear)
        shader = self._image.makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, linear)
        canvas.drawVertices(mesh, skia.Paint(AntiAlias=True, Shader=shader), skia.BlendMode.kSrcOver)
        if pose.hand:
            x, y = self._middle + np.array(pose.hand) * self._width
            draw_hand(canvas, float(x), float(y), 0.4 * self._width)
        pixels: NDArray[np.uint8] = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
        return np.ascontiguousarray(pixels[:, :, :3])

    def _rings(self, points: NDArray[np.float32]) -> list[NDArray[np.float64]]:
        oval = points[list(OVAL)].astype(np.float64)
        rings = []
        for out, back in RINGS:
            ring = oval.copy()
            ring[:, :2] = self._middle + (oval[:, :2] - self._middle) * out
            ring[:, 2] += back * self._width
            rings.append(ring)
        return rings

    def _eyes(self, points: NDArray[np.float64], pose: Pose) -> None:
        for (upper, lower, iris), (left, right) in zip(LIDS, CORNERS, strict=True):
            eye = abs(points[left, 0] - points[right, 0])
            points[list(iris), 0] += EYEBALL * eye * math.sin(math.radians(pose.gaze))
            points[list(upper)] += pose.shut * (points[list(lower)] - points[list(upper)])
            points[list(iris), 1] += pose.shut * (points[list(lower), 1].mean() - points[list(iris), 1])

    def _turned(
        self, points: NDArray[np.float64], pose: Pose
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Pixels and depth of the points, with a little perspective."""
        x, y, z = (points - np.array([*self._middle, self._depth])).T
        a, b = math.radians(pose.yaw), math.radians(pose.pitch)
        x, z = x * math.cos(a) - z * math.sin(a), x * math.sin(a) + z * math.cos(a)
        y, z = y * math.cos(b) - z * math.sin(b), y * math.sin(b) + z * math.cos(b)
        near = 1 / (1 + z / (6 * self._width))
        moved = self._middle + np.array([pose.dx, pose.dy]) * self._width
        return moved + np.stack([x * near, y * near], 1), z


def _triangles(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """(m, 3) Delaunay triangles of (n, 2) points."""
    plane = cv2.Subdiv2D((-4 * WIDTH, -4 * HEIGHT, 9 * WIDTH, 9 * HEIGHT))
    names = {}
    for i, (x, y) in enumerate(points.astype(np.float32).tolist()):
        names[plane.insert((x, y))] = i
    found = []
    for x0, y0, x1, y1, x2, y2 in plane.getTriangleList().tolist():
        corners = [names.get(plane.findNearest(p)[0]) for p in ((x0, y0), (x1, y1), (x2, y2))]
        inside = all(abs(v) < 8 * WIDTH for v in (x0, y0, x1, y1, x2, y2))
        if inside and None not in corners:
            found.append(corners)
    return np.array(found, np.int64)


def _skia_points(points: NDArray[np.float64]) -> list[skia.Point]:
    return [skia.Point(x, y) for x, y in points[:, :2].tolist()]


# ---- the hand: palm to the viewer; unit: width of the palm, y down, the fingers up
FINGERS = (
    ((-0.42, -0.45), (-0.62, -1.35), 0.105),
    ((-0.15, -0.52), (-0.20, -1.62), 0.11),
    ((0.13, -0.50), (0.20, -1.52), 0.105),
    ((0.38, -0.42), (0.55, -1.20), 0.09),
)
THUMB = ((-0.42, 0.25), (-0.80, -0.10), (-0.98, -0.50))
CREASES = (
    ((-0.4, -0.15), (-0.1, -0.05), (0.2, -0.25)),
    ((-0.35, -0.05), (0, 0.15), (0.35, 0.05)),
    ((-0.3, -0.1), (-0.15, 0.25), (-0.2, 0.6)),
)
LEAN = -20.0  # degrees
SKIN = (218, 165, 134)


def draw_hand(canvas: skia.Canvas, x: float, y: float, palm: float) -> None:
    """A hand, its palm `palm` pixels wide around (x, y)."""
    dark, mid = (tuple(int(v * part) for v in SKIN) for part in (0.72, 0.9))
    canvas.save()
    canvas.translate(x, y)
    canvas.rotate(LEAN)
    canvas.scale(palm, palm)
    shapes = [_palm(), *(_limb((a, b), r) for a, b, r in FINGERS), _limb(THUMB, 0.13)]
    tones = [skia.Color(*SKIN), skia.Color(*mid)]
    light = skia.GradientShader.MakeLinear([skia.Point(-0.6, -1), skia.Point(0.6, 0.8)], tones)
    edge, line = _stroke(dark, 0.05), _stroke(dark, 0.035)
    for shape in shapes:
        canvas.drawPath(shape, edge)
    for shape in shapes:
        canvas.drawPath(shape, skia.Paint(AntiAlias=True, Shader=light))
    for (ax, ay), (bx, by), r in FINGERS:
        for part in (0.06, 0.42, 0.72):
            mx, my = ax + (bx - ax) * part, ay + (by - ay) * part
            canvas.drawLine(mx - r * 0.8, my, mx + r * 0.8, my, line)
    for start, bend, end in CREASES:
        path = skia.Path()
        path.moveTo(*start)
        path.quadTo(*bend, *end)
        canvas.drawPath(path, line)
    canvas.restore()


def _stroke(colour: tuple[int, ...], width: float) -> skia.Paint:
    return skia.Paint(
        AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width, Color=skia.Color(*colour)
    )


def _palm() -> skia.Path:
    path = skia.Path()
    path.moveTo(-0.46, -0.5)
    path.cubicTo(-0.2, -0.62, 0.2, -0.6, 0.47, -0.45)
    path.cubicTo(0.55, 0, 0.45, 0.4, 0.33, 0.6)
    path.lineTo(0.33, 1.6)
    path.lineTo(-0.33, 1.6)
    path.lineTo(-0.33, 0.62)
    path.cubicTo(-0.5, 0.4, -0.52, 0, -0.46, -0.5)
    path.close()
    return path


def _limb(points: tuple[tuple[float, float], ...], radius: float) -> skia.Path:
    line, outline = skia.Path(), skia.Path()
    line.moveTo(*points[0])
    for point in points[1:]:
        line.lineTo(*point)
    pen = skia.Paint(
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=2 * radius,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )
    pen.getFillPath(line, outline)
    return outline
