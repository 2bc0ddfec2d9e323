"""Small image operations the compositor is made of: colour spaces, large blurs, ramps, the 'over' operator."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
Bytes = NDArray[np.uint8]


def to_lab(rgb: NDArray[Any]) -> Float:
    """(H, W, 3) sRGB as uint8 or 0..1 float → CIE Lab float32 (L 0..100)."""
    floats = rgb.astype(np.float32) / 255 if rgb.dtype == np.uint8 else rgb.astype(np.float32)
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(floats), cv2.COLOR_RGB2LAB), np.float32)


def to_rgb(lab: NDArray[Any]) -> Float:
    """(H, W, 3) CIE Lab → sRGB 0..1 float32, clipped to the gamut."""
    rgb = cv2.cvtColor(np.ascontiguousarray(lab, np.float32), cv2.COLOR_LAB2RGB)
    return np.asarray(np.clip(rgb, 0, 1), np.float32)


def blur(image: NDArray[Any], sigma: float) -> Float:
    """Gaussian blur as float32; large sigmas run on a reduced copy (sigma stays in pixels of `image`)."""
    image = np.asarray(image, np.float32)
    shrink = 1 if sigma < 5 else 2 if sigma < 10 else 4 if sigma < 30 else 8
    height, width = image.shape[:2]
    if sigma <= 0:
        return image
    if shrink == 1 or min(height, width) < 8 * shrink:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.float32)
    small = cv2.resize(image, (width // shrink, height // shrink), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def ramp(value: NDArray[Any], start: float, end: float) -> Float:
    """0 at `start`, 1 at `end`, linear between and clamped; `end` may be smaller than `start`."""
    return np.asarray(np.clip((value - start) / (end - start), 0, 1), np.float32)


def smooth(value: NDArray[Any], start: float, end: float) -> Float:
    """`ramp` with soft ends (smoothstep)."""
    t = ramp(value, start, end)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def shifted(image: NDArray[Any], dx: float, dy: float) -> Float:
    """The image moved by (dx, dy) pixels, right and down positive, edges repeated."""
    height, width = image.shape[:2]
    matrix = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
    moved = cv2.warpAffine(
        np.asarray(image, np.float32), matrix, (width, height), borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, np.float32)


def polygon(shape: tuple[int, int], points: NDArray[Any]) -> Bytes:
    """(H, W) uint8 mask, 1 inside the polygon of (N, 2) pixel points; drawn with sub-pixel precision."""
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.round(np.asarray(points) * 16).astype(np.int32)], 1, lineType=cv2.LINE_8, shift=4)
    return mask


def disc(radius: float) -> Bytes:
    """Round structuring element of about this radius in pixels."""
    size = 2 * max(1, round(radius)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)
