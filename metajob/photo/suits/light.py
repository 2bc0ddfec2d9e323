"""Light on cloth: from a height field to shade, highlight and sheen. Linear light; no colours.

One key light from above at one side (grazing: its z share is .48, or cloth looks flat), a fill from the
other side, the sky.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.photo.look import Light
from metajob.photo.suits.cloth import Material, Plane, plane

Vector = NDArray[np.float32]
KEY, FILL, SKY = (
    0.78,
    0.20,
    0.24,
)  # shares of the three lights; a flat patch facing the viewer gets 1.0 after scaling


def _direction(x: float, y: float, z: float) -> Vector:
    v = np.array([x, y, z], np.float32)
    return np.asarray(v / np.linalg.norm(v), np.float32)


@dataclass(frozen=True)
class Lamp:
    """Directions (x right, y down, z to the viewer) of key and fill, and the half vector of the key."""

    side: Light
    sign: float  # +1: key from the left of the picture
    key: Vector
    fill: Vector
    half: Vector


def lamp(side: Light) -> Lamp:
    """The lamp with its key light from the upper `side` of the picture."""
    sign = 1.0 if side == "left" else -1.0
    key = _direction(-0.58 * sign, -0.66, 0.48)
    half = _direction(float(key[0]), float(key[1]), float(key[2]) + 1)
    return Lamp(side, sign, key, _direction(0.80 * sign, -0.05, 0.62), half)


@dataclass(frozen=True)
class Surface:
    """Unit normals of a height field and where it is (units). All (h, w) float32."""

    x: Plane
    y: Plane
    nx: Plane
    ny: Plane
    nz: Plane


def surface(height: Plane, x: Plane, y: Plane, unit: float) -> Surface:
    """Normals of a height field given in units, sampled at `unit` pixels per unit."""
    gx = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3, scale=unit / 8)
    gy = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3, scale=unit / 8)
    nz = 1 / np.sqrt(1 + gx * gx + gy * gy)
    return Surface(x, y, -gx * nz, -gy * nz, nz)


def shade(s: Surface, light: Lamp, cloth: Material) -> Plane:
    """Diffuse light on the surface, 1.0 on a flat patch facing the viewer."""
    wrap = cloth.wrap

    def lit(d: Vector) -> Plane:
        facing = s.nx * d[0] + s.ny * d[1] + s.nz * d[2]
        return plane(np.maximum((facing + wrap) * (1 / (1 + wrap)), 0))

    level = (KEY * (light.key[2] + wrap) + FILL * (light.fill[2] + wrap)) / (1 + wrap) + SKY * 0.62
    lum = KEY * lit(light.key) + FILL * lit(light.fill) + SKY * (0.62 - 0.38 * s.ny)
    lum *= (1.06 - 0.05 * light.sign * s.x - 0.06 * np.clip(s.y, -1, 3)) / level
    if cloth.compress:
        soft = 1 - cloth.compress
        lum = 0.985 * np.where(lum > 1, 1 + 0.36 * soft * (lum - 1), 1 - soft * (1 - lum))
    return np.asarray(lum, np.float32)


def highlight(s: Surface, light: Lamp, cloth: Material) -> Plane:
    """Colourless light that the fibres throw back, linear; never negative."""
    mirror = np.maximum(s.nx * light.half[0] + s.ny * light.half[1] + s.nz * light.half[2], 1e-4)
    shine = np.exp(np.log(mirror) * np.float32(cloth.exponent)) - light.half[2] ** cloth.exponent * 0.6
    fibres = cloth.sheen * (1 - s.nz) ** 2 * (0.6 - 0.4 * s.ny)
    return np.asarray(np.maximum(cloth.gloss * shine + fibres, 0), np.float32)
