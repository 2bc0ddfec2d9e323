"""What drawing hands to painting: planes of coded light without colours, and how they are coded in 8 bits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.photo.look import Light
from metajob.photo.suits.frame import Box, Point
from metajob.photo.suits.stage import INDEX, Stage

Bytes = NDArray[np.uint8]

# Largest linear light a plane can hold. Square-root coding keeps the steps in the dark small; texture is
# signed and linear.
RANGE = {"cloth": 1.8, "texture": 1.0, "sheen": 0.16, "top": 1.3, "ground": 1.7, "pattern": 1.7, "gloss": 0.5}


@dataclass(frozen=True)
class Layer:
    """alpha and planes: (H, W) uint8, straight (not premultiplied), bled a little beyond the edge.

    boxes: for each plane, the pixels (x0, y0, x1, y1) that may hold anything. Planes of paints that do not
    occur are left out.
    """

    alpha: Bytes
    planes: dict[str, Bytes]
    boxes: dict[str, Box]


@dataclass(frozen=True)
class SuitLayers:
    """One drawn suit in one light, without colours. Lengths in pixels unless said otherwise.

    unit: pixels per suit unit (face width / 1.585). anchors: pit, shoulderL/R, neckL/R as (x, y); L is the
    viewer's left.

    neck_half: half width of the collar opening in units (.60 men, .52 women). neckline: is skin to be seen
    below the pit?
    """

    key: str
    light: Light
    unit: float
    anchors: dict[str, Point]
    neck_half: float
    neckline: Literal["closed", "v", "open"]
    body: Layer
    back: Layer


def decode_table(name: str) -> NDArray[np.float32]:
    """256 linear values of a coded plane."""
    code = np.arange(256, dtype=np.float32)
    if name == "texture":
        return np.asarray((code - 128) / 127 * RANGE[name], np.float32)
    return np.asarray((code / 255) ** 2 * RANGE[name], np.float32)


def encode(stage: Stage, side: Light) -> Layer:
    """Code what was laid on a stage in one of its lights."""
    planes: dict[str, Bytes] = {}
    dither = np.random.default_rng(0).uniform(-0.5, 0.5, stage.alpha.shape).astype(np.float32)
    for name, (x0, y0, x1, y1) in stage.used.items():
        window = np.s_[y0:y1, x0:x1]
        light, alpha = stage.light[side][INDEX[name]][window], stage.alpha[window]
        straight = light / np.maximum(alpha, 0.5)
        thin = alpha < 0.98
        bled = cv2.GaussianBlur(light, (0, 0), 3) / (cv2.GaussianBlur(alpha, (0, 0), 3) + 1e-4)
        np.copyto(straight, bled, where=thin)
        if name == "texture":
            code = straight * (127 / RANGE[name]) + 128 + dither[window]
        else:
            code = np.sqrt(np.clip(straight * (1 / RANGE[name]), 0, 1)) * 255
            code += dither[window] * (code > 2)
        coded = np.full(stage.alpha.shape, 128 if name == "texture" else 0, np.uint8)
        coded[window] = np.clip(np.rint(code), 0, 255).astype(np.uint8)
        planes[name] = coded
    return Layer(np.rint(np.clip(stage.alpha, 0, 1) * 255).astype(np.uint8), planes, dict(stage.used))
