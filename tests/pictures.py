"""Pictures for the tests: those in installed packages, and disguises painted on a photo of one face."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from metajob.faces import Face, detect

Picture = NDArray[np.uint8]


def read(path: Path) -> Picture:
    """(H, W, 3) RGB."""
    bgr = cv2.imread(str(path))
    assert bgr is not None, path
    return np.ascontiguousarray(bgr[..., ::-1], np.uint8)


def insightface_picture(name: str) -> Picture:
    """One of the pictures in the insightface wheel, without importing it."""
    spec = importlib.util.find_spec("insightface")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("insightface is not installed")
    return read(Path(spec.submodule_search_locations[0]) / "data" / "images" / name)


def face_of(rgb: Picture) -> Face:
    """The one face of a picture that has one."""
    return detect(rgb)[0]


def with_mask(rgb: Picture, colour: str) -> Picture:
    """A mask over nose, mouth and chin; blue, black, green or white cloth of the insightface wheel."""
    cloth = insightface_picture(f"mask_{colour}.jpg")
    xy = face_of(rgb).xy
    height, width = cloth.shape[:2]
    left, right, chin = xy[234], xy[454], xy[152]
    middle = (left + right) / 2
    top = (xy[6] + xy[197]) / 2 - middle
    down = (chin - middle) * 1.05
    corners = [left + top * 0.7, right + top * 0.7]
    corners += [left * 0.25 + right * 0.75 + down, left * 0.75 + right * 0.25 + down]
    warp = cv2.getPerspectiveTransform(
        np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32),
        np.array(corners, np.float32),
    )
    size = (rgb.shape[1], rgb.shape[0])
    there = cv2.warpPerspective(np.ones((height, width), np.float32), warp, size)[..., None]
    return np.asarray(rgb * (1 - there) + cv2.warpPerspective(cloth, warp, size) * there, np.uint8)


def with_sunglasses(rgb: Picture) -> Picture:
    """Two opaque dark lenses and a bridge."""
    face, out = face_of(rgb), rgb.copy()
    for marks in ((226, 27, 243, 23), (446, 257, 463, 253)):
        x, y = face.xy[list(marks)].mean(0)
        width = float(np.ptp(face.xy[list(marks), 0]))
        cv2.ellipse(
            out, ((float(x), float(y)), (width * 1.45, width * 1.15), 0), (20, 20, 22), -1, cv2.LINE_AA
        )
    ends = [tuple(int(v) for v in face.xy[mark]) for mark in (193, 417)]
    cv2.line(out, ends[0], ends[1], (20, 20, 22), max(2, int(face.width * 0.03)))
    return out


def with_hat(rgb: Picture, colour: tuple[int, int, int]) -> Picture:
    """A round hat with a brim."""
    face, out = face_of(rgb), rgb.copy()
    x, y = (int(v) for v in face.xy[10] * 0.9 + face.xy[152] * 0.1)
    width, height = face.width, face.height
    cv2.ellipse(out, (x, y), (int(width * 0.62), int(height * 0.55)), 0, 180, 360, colour, -1, cv2.LINE_AA)
    brim = tuple(int(v * 0.7) for v in colour)
    cv2.ellipse(out, (x, y), (int(width * 0.7), int(height * 0.08)), 0, 0, 360, brim, -1, cv2.LINE_AA)
    return out


def as_cartoon(rgb: Picture, colours: int = 8) -> Picture:
    """The same picture in a few flat colours."""
    smooth = rgb
    for _ in range(4):
        smooth = cv2.bilateralFilter(smooth, 9, 60, 9).astype(np.uint8)
    pixels = smooth.reshape(-1, 3).astype(np.float32)
    cv2.setRNGSeed(1)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 10, 1.0)
    start = np.zeros((0,), np.int32)
    _, _, palette = cv2.kmeans(pixels[::7].copy(), colours, start, stop, 1, cv2.KMEANS_PP_CENTERS)
    nearest = ((pixels[:, None] - palette[None]) ** 2).sum(2).argmin(1)
    return np.ascontiguousarray(palette[nearest].reshape(rgb.shape).astype(np.uint8))


def drawn_face() -> Picture:
    """A face of ellipses that the landmarker takes for one."""
    out = np.full((600, 500, 3), 250, np.uint8)
    cv2.ellipse(out, (250, 280), (130, 170), 0, 0, 360, (255, 220, 190), -1, cv2.LINE_AA)
    cv2.ellipse(out, (250, 170), (135, 90), 0, 180, 360, (60, 40, 30), -1, cv2.LINE_AA)
    for x in (200, 300):
        cv2.ellipse(out, (x, 260), (22, 12), 0, 0, 360, (255, 255, 255), -1, cv2.LINE_AA)
        cv2.circle(out, (x, 260), 9, (40, 30, 30), -1, cv2.LINE_AA)
        cv2.ellipse(out, (x, 232), (30, 8), 0, 180, 360, (60, 40, 30), 5, cv2.LINE_AA)
    cv2.polylines(
        out, [np.array([[250, 270], [240, 320], [258, 322]])], False, (200, 150, 120), 4, cv2.LINE_AA
    )
    cv2.ellipse(out, (250, 370), (45, 20), 0, 0, 180, (200, 60, 60), -1, cv2.LINE_AA)
    return out


def turned(rgb: Picture, degrees: float) -> Picture:
    """Rolled clockwise around the face, the border continued."""
    x0, y0, x1, y1 = face_of(rgb).box
    move = cv2.getRotationMatrix2D(((x0 + x1) / 2, (y0 + y1) / 2), -degrees, 1)
    size = (rgb.shape[1], rgb.shape[0])
    return np.asarray(cv2.warpAffine(rgb, move, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)
