"""Aligned face crops: the similarity that maps five face points to a network's template, and the way back.

The five points are always: the eye at the left of the picture, the eye at the right, nose tip, left
mouth corner, right mouth corner.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.faces import Face

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]

# MediaPipe face mesh: iris centres, nose tip, mouth corners.
_FIVE = (468, 473, 4, 61, 291)


def five_points(face: Face) -> Floats:
    """(5, 2) pixel positions taken from the 478 MediaPipe landmarks."""
    return face.xy[list(_FIVE)].astype(np.float64)


def similarity(points: Floats, template: Floats) -> Floats:
    """(2, 3) matrix of the least-squares rotation, uniform scale and shift that takes `points` to `template`.

    Both (N, 2). Closed form of Umeyama 1991 without reflection.
    """
    p, q = points - points.mean(0), template - template.mean(0)
    spread = float((p * p).sum())
    if spread == 0.0:
        raise ValueError("the points coincide")
    a = float((p * q).sum()) / spread
    b = float((p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]).sum()) / spread
    turn = np.array([[a, -b], [b, a]])
    return np.hstack([turn, (template.mean(0) - turn @ points.mean(0))[:, None]])


def crop(picture: Pixels, matrix: Floats, side: int) -> Pixels:
    """The (side, side, 3) aligned crop; `matrix` maps picture to crop. Outside: the edge colour."""
    return np.asarray(
        cv2.warpAffine(
            picture, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def box_mask(side: int, margin: float) -> NDArray[np.float32]:
    """(side, side) 0..1: 1 in the middle, falling smoothly to 0 at the border over `margin` of the side."""
    ramp = np.minimum(np.arange(side), np.arange(side)[::-1]) / (margin * side)
    edge = np.clip(ramp, 0, 1)
    edge = edge * edge * (3 - 2 * edge)
    return np.outer(edge, edge).astype(np.float32)


def paste(picture: Pixels, patch: Pixels, matrix: Floats, mask: NDArray[np.float32]) -> Pixels:
    """A new picture with the aligned `patch` laid back over it where `mask` says so.

    picture (H, W, 3), patch (S, S, 3) in the same colour order; mask (S, S) 0..1; `matrix` maps picture to
    patch. Pixels with mask 0 keep their exact value.
    """
    height, width = picture.shape[:2]
    side = patch.shape[0]
    back = cv2.invertAffineTransform(matrix)
    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float64) @ back[:, :2].T + back[:, 2]
    x0, y0 = np.maximum(np.floor(corners.min(0)).astype(int) - 1, 0)
    x1, y1 = np.minimum(np.ceil(corners.max(0)).astype(int) + 1, (width, height))
    result = picture.copy()
    if x0 >= x1 or y0 >= y1:
        return result
    local = matrix.copy()
    local[:, 2] += matrix[:, :2] @ (x0, y0)
    size = (int(x1 - x0), int(y1 - y0))
    inverse = cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(
        patch, local, size, flags=cv2.INTER_CUBIC | inverse, borderMode=cv2.BORDER_REPLICATE
    )
    alpha = cv2.warpAffine(mask, local, size, flags=cv2.INTER_LINEAR | inverse, borderValue=0)[..., None]
    region = result[y0:y1, x0:x1]
    mixed = region + (laid.astype(np.float32) - region) * alpha
    result[y0:y1, x0:x1] = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    return result
