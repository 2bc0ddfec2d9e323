"""Every face of a picture, the small ones too: the landmarker on half-overlapping tiles.

The landmarker sees a face when it is at least REACH of the picture's long side wide; in a six-person group
photo it sees nobody. A tile brings small faces within reach. Tiles are looked at only as far as they can
matter: down to faces of SIMILAR times the main face's width, and not where the main face fills the tile.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.faces.landmarker import Face, detect

REACH = 0.14  # measured: 7 faces pasted at 4 places, all found from 0.14 of the long side, most from 0.10
SIMILAR = 0.4  # a face under this share of the main face's width is a passer-by
SIDE = 512  # longest side of a tile in pixels; larger tiles are made smaller
MOST = 5  # faces asked for in one tile
SECOND_LOOKS = (3.0, 1.8)  # sides of the squares around a face found in a tile, in its own size
SAME = 0.05  # landmarks of both looks apart, in face widths: faces up to 0.02; a fold of cloth is seen once
SMALLEST = 48  # a tile with a shorter side in pixels is not looked at
FINEST = 4  # tiles a side, tried only when nothing was found with fewer

Box = tuple[float, float, float, float]


def find(rgb: NDArray[np.uint8], whole: list[Face]) -> list[Face]:
    """Faces of an (H, W, 3) uint8 sRGB picture, largest first, in its pixels.

    whole: what the landmarker finds in the picture as it is, `detect(rgb, MOST)`. The result is
    complete down to SIMILAR times the largest face's width where that is at least 0.12 of the long side.
    """
    faces = list(whole)
    for n in range(2, FINEST + 1):
        if n > _needed(rgb, faces):
            break
        for x, y, width, height in _grid(rgb, n):
            if faces and _overlap(faces[0].box, (x, y, x + width, y + height)) > 0.5 * width * height:
                continue
            for face in _within(rgb, x, y, width, height, MOST):
                if _is_new(face, faces):
                    faces.extend(_second_look(rgb, face))
        faces.sort(key=lambda face: -face.width)
    return faces


def _needed(rgb: NDArray[np.uint8], faces: list[Face]) -> int:
    """Tiles a side after which a face of SIMILAR size can no longer hide; 1 means none."""
    if not faces:
        return FINEST
    long_side = float(max(rgb.shape[:2]))
    return min(FINEST - 1, math.ceil(REACH * long_side / (SIMILAR * faces[0].width)))


def _grid(rgb: NDArray[np.uint8], n: int) -> Iterator[tuple[int, int, int, int]]:
    """(x, y, width, height) of n x n tiles and of those half-way between them."""
    height, width = rgb.shape[0] // n, rgb.shape[1] // n
    if min(height, width) < SMALLEST:
        return
    for row in range(2 * n - 1):
        for column in range(2 * n - 1):
            yield column * width // 2, row * height // 2, width, height


def _within(rgb: NDArray[np.uint8], x: int, y: int, width: int, height: int, most: int) -> list[Face]:
    """Faces in one rectangle, in pixels of the whole picture."""
    scale = min(1.0, SIDE / max(width, height))
    tile = rgb[y : y + height, x : x + width]
    if scale < 1:
        tile = cv2.resize(tile, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)
    return [face.placed(1 / scale, x, y) for face in detect(tile, most)]


def _second_look(rgb: NDArray[np.uint8], face: Face) -> list[Face]:
    """The same face found again in squares around it; nothing where it was only a pattern in the picture."""
    found: list[Face] = []
    for times in SECOND_LOOKS:
        x0, y0, x1, y1 = face.box
        side = round(times * max(face.width, face.height))
        x, y = max(0, round((x0 + x1 - side) / 2)), max(0, round((y0 + y1 - side) / 2))
        width, height = min(side, rgb.shape[1] - x), min(side, rgb.shape[0] - y)
        again = [one for one in _within(rgb, x, y, width, height, 1) if not _is_new(one, [face])]
        if not again:
            return []
        found += again
    apart = np.linalg.norm(found[0].xy - found[1].xy, axis=1).mean() / found[0].width
    return found[1:] if apart < SAME else []


def _is_new(face: Face, faces: list[Face]) -> bool:
    """Whether none of `faces` is this one; the same face seen in two tiles overlaps itself."""
    return all(_overlap(face.box, old.box) < 0.3 * min(_area(face.box), _area(old.box)) for old in faces)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _overlap(a: Box, b: Box) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, width) * max(0.0, height)
