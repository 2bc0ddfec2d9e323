"""The numbers behind the photo checks: what is in the pixels of one face, without any judgement.

Colour figures are in CIE Lab (L 0..100, a and b about -128..127) and are taken on a view of the head that is
at most VIEW_WIDTH pixels wide at the face, so that a 12-megapixel photo costs what a small one costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.faces import OVAL, Face

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

VIEW_WIDTH = 256  # pixels across the face outline

# Landmark indices (MediaPipe face mesh). "left" is the left side of the picture.
LEFT_CHEEK = (117, 118, 101, 36, 205, 187, 147, 123)
RIGHT_CHEEK = (346, 347, 330, 266, 425, 411, 376, 352)
NOSE = (5, 51, 48, 49, 2, 279, 278, 281)
BRIDGE = (9, 55, 193, 122, 196, 197, 419, 351, 417, 285)
LEFT_EYE = (226, 247, 30, 29, 27, 28, 56, 190, 243, 112, 26, 22, 23, 24, 110, 25)
RIGHT_EYE = (446, 467, 260, 259, 257, 258, 286, 414, 463, 341, 256, 252, 253, 254, 339, 255)
LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
MOUTH = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)
AROUND_LIPS = (
    205,
    203,
    167,
    164,
    393,
    423,
    425,
    436,
    432,
    422,
    424,
    418,
    421,
    200,
    201,
    194,
    204,
    202,
    212,
    216,
)


@dataclass(frozen=True)
class View:
    """A head cut out of a picture. rgb (H, W, 3) uint8; lab (H, W, 3) float32; xy (478, 2) its landmarks."""

    rgb: Pixels
    lab: NDArray[np.float32]
    xy: NDArray[np.float32]

    def area(self, marks: Sequence[int]) -> Mask:
        """(H, W) inside of a ring of landmarks."""
        mask = np.zeros(self.rgb.shape[:2], np.uint8)
        cv2.fillPoly(mask, [np.round(self.xy[list(marks)]).astype(np.int32)], 1)
        return mask.astype(bool)


def view(rgb: Pixels, face: Face) -> View:
    """The head of `face` with a margin; never enlarged."""
    x0, y0, x1, y1 = face.box
    w, h = face.width, face.height
    left, right = max(0, int(x0 - 0.4 * w)), min(rgb.shape[1], int(x1 + 0.4 * w))
    top, bottom = max(0, int(y0 - 0.6 * h)), min(rgb.shape[0], int(y1 + 0.3 * h))
    part = rgb[top:bottom, left:right]
    scale = min(1.0, VIEW_WIDTH / w)
    if scale < 1:
        part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)
    lab = cv2.cvtColor(part.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).astype(np.float32)
    return View(part, lab, (face.xy - np.array([left, top], np.float32)) * np.float32(scale))


def sharpness(rgb: Pixels, face: Face) -> float:
    """Variance of the Laplacian of the grey face box, resized to 256 pixels across."""
    x0, y0, x1, y1 = (max(0, int(v)) for v in face.box)
    part = rgb[y0:y1, x0:x1]
    if not part.size:
        return 0.0
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    how = cv2.INTER_AREA if grey.shape[1] > VIEW_WIDTH else cv2.INTER_CUBIC
    size = (VIEW_WIDTH, max(1, VIEW_WIDTH * grey.shape[0] // grey.shape[1]))
    return float(cv2.Laplacian(cv2.resize(grey, size, interpolation=how), cv2.CV_64F).var())


def light(head: View) -> tuple[float, float, float]:
    """Median L of the face, share of its pixels with L > 97, median L at the left minus at the right."""
    face = head.area(OVAL)
    L = head.lab[..., 0]
    if not face.any():
        return 0.0, 0.0, 0.0
    left = np.arange(face.shape[1])[None] < head.xy[1, 0]
    return (
        float(np.median(L[face])),
        float((L[face] > 97).mean()),
        _median(L[face & left]) - _median(L[face & ~left]),
    )


def chroma(head: View) -> float:
    """95th percentile of the colourfulness of the view; under 4 it is a black-and-white photo."""
    return float(np.percentile(np.hypot(head.lab[..., 1], head.lab[..., 2]), 95))


def skin_share(head: View) -> float:
    """Share of the nose and the cheeks that has the colour of skin. Free of beards, glasses and fringes."""
    where = head.area(LEFT_CHEEK) | head.area(RIGHT_CHEEK) | head.area(NOSE)
    return float(_is_skin(head)[where].mean()) if where.any() else 0.0


def bridge_light(head: View) -> float:
    """Median L between the eyes, which masks, beards and fringes leave free."""
    return _median(head.lab[..., 0][head.area(BRIDGE)])


def lip_contrast(head: View) -> float:
    """How much redder (Lab a) the lips are than the skin around them."""
    lips = head.area(LIPS) & ~head.area(MOUTH)
    around = head.area(AROUND_LIPS) & ~head.area(LIPS)
    return _median(head.lab[..., 1][lips]) - _median(head.lab[..., 1][around])


def dark_eyes(head: View) -> float:
    """Share of the eye areas, lids included, that is less than half as light as the cheeks."""
    eyes = head.area(LEFT_EYE) | head.area(RIGHT_EYE)
    cheeks = head.area(LEFT_CHEEK) | head.area(RIGHT_CHEEK)
    return (
        float((head.lab[..., 0][eyes] < 0.5 * _median(head.lab[..., 0][cheeks])).mean())
        if eyes.any()
        else 0.0
    )


def hat_colour(head: View) -> float:
    """Share of the area over the forehead in a colour that neither hair nor skin has: green, blue, vivid."""
    zone = _over_forehead(head)
    if not zone.any():
        return 0.0
    a, b = head.lab[..., 1][zone], head.lab[..., 2][zone]
    strong = np.hypot(a, b)
    hue = np.degrees(np.arctan2(b, a))
    return float(((strong > 12) & ((hue < 10) | (hue > 105)) | (strong > 55)).mean())


def _over_forehead(head: View) -> Mask:
    """From the hairline up by a fifth of the face, the middle 70 % of its width."""
    top, chin = head.xy[10], head.xy[152]
    up = top - chin
    side = (head.xy[454] - head.xy[234]) * 0.35
    zone = np.zeros(head.rgb.shape[:2], np.uint8)
    corners = [top - side, top - side + 0.2 * up, top + side + 0.2 * up, top + side]
    cv2.fillPoly(zone, [np.round(corners).astype(np.int32)], 1)
    return zone.astype(bool)


def flat_share(head: View) -> float:
    """Share of the face without texture (3 x 3 pixels within 1 grey level): drawings have it."""
    grey = cv2.cvtColor(head.rgb, cv2.COLOR_RGB2GRAY)
    spread = cv2.dilate(grey, np.ones((3, 3))) - cv2.erode(grey, np.ones((3, 3)))
    face = head.area(OVAL)
    return float((spread[face] <= 1).mean()) if face.any() else 0.0


def _is_skin(head: View) -> Mask:
    """Near the colour of the nose bridge, which glasses, masks, beards and fringes leave free."""
    bridge = head.area(BRIDGE)
    reference = np.median(head.lab[bridge], axis=0) if bridge.any() else np.zeros(3)
    L, a, b = head.lab[..., 0], head.lab[..., 1], head.lab[..., 2]
    near = np.hypot(a - reference[1], b - reference[2]) < 12
    return np.asarray(near & (np.abs(L - reference[0]) < 35) & (np.hypot(a, b) > 5))


def _median(values: NDArray[np.float32]) -> float:
    return float(np.median(values)) if values.size else 0.0
