"""What cloth is made of: how a material takes light, weaves, tie patterns. Knows nothing of garments.

Lengths are in suit units (1 unit is about 9.5 cm). Weaves and patterns are functions of the position on the
cloth, so that they can be evaluated at any resolution; what would be finer than the pixels fades out
instead of making moiré.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]


def plane(values: Any) -> Plane:
    """The same values as float32."""
    return np.asarray(values, np.float32)


@dataclass(frozen=True)
class Material:
    """How cloth takes light.

    wrap: how far diffuse light reaches round a fold, 0..1. gloss, exponent: strength (linear light) and
    sharpness of the highlight. sheen: light caught by fibres at grazing angles. noise, weave: texture
    amplitude as a share of the albedo.
    compress: how much soft inner scattering flattens the shading (0 none .. 1 flat). crumple: share of fine
    lengthwise unevenness.
    """

    wrap: float
    gloss: float
    exponent: float
    sheen: float
    noise: float
    weave: float
    compress: float = 0.0
    crumple: float = 0.0


MATERIALS = {
    "wool": Material(wrap=0.12, gloss=0.011, exponent=6, sheen=0.022, noise=0.12, weave=0.13, crumple=1.0),
    "tweed": Material(wrap=0.15, gloss=0.008, exponent=5, sheen=0.022, noise=0.30, weave=0.24, crumple=1.0),
    "cotton": Material(
        wrap=0.34, gloss=0.004, exponent=6, sheen=0.03, noise=0.010, weave=0.012, compress=0.2
    ),
    "satin": Material(
        wrap=0.36, gloss=0.085, exponent=22, sheen=0.01, noise=0.008, weave=0.0, compress=0.08, crumple=0.6
    ),
    "knit": Material(wrap=0.55, gloss=0.0, exponent=8, sheen=0.02, noise=0.025, weave=0.05, compress=0.2),
    "silk": Material(wrap=0.25, gloss=0.026, exponent=14, sheen=0.02, noise=0.045, weave=0.07),
    "horn": Material(wrap=0.20, gloss=0.22, exponent=30, sheen=0.0, noise=0.02, weave=0.0),
}

TAU = 2 * np.pi


def _visible(period: float, unit: float) -> float:
    """0..1: how much of a pattern of this period (units) a picture of `unit` pixels per unit can carry."""
    return float(np.clip((period * unit - 1.8) / 1.6, 0, 1))


def _wave(phase: Plane, period: float, unit: float) -> Plane:
    """A sine of the given period along `phase` (units), faded where the pixels are too coarse."""
    strength = _visible(period, unit)
    return plane(np.sin(phase * (TAU / period)) * strength) if strength else np.zeros_like(phase)


def _lines(phase: Plane, period: float, offset: float, width: float, unit: float) -> Plane:
    """Thin lines, 0..1: `offset` and `width` are shares of the period. Edges are one pixel soft."""
    distance = np.abs((phase / period - offset + 0.5) % 1 - 0.5) * period
    return plane(np.clip((width * period / 2 - distance) * unit + 0.5, 0, 1))


def weave(kind: str, x: Plane, y: Plane, angle: float, unit: float) -> Plane:
    """Brightness of the weave, about -1..1. x, y: position in units. angle: turn of the cloth, radians."""
    c, s = np.cos(angle), np.sin(angle)
    u, v = x * c + y * s, y * c - x * s
    if kind == "twill":
        return _wave(u * 0.581 + v * 0.814, 0.0157, unit)
    if kind == "birdseye":
        return _wave((u + v) * 0.7071, 0.0325, unit) * _wave((u - v) * 0.7071, 0.0325, unit) * 1.7
    if kind == "herringbone":
        zigzag = np.abs((u / 0.26) % 1 - 0.5) * 0.26
        return _wave(zigzag * 0.768 + v * 0.640, 0.0230, unit) * 1.1
    if kind == "check":
        twill = _wave((u + v) * 0.7071, 0.0212, unit) * 0.7
        panes = [
            _lines(q, 0.46, at, wide, unit) * k
            for q in (u, v)
            for at, wide, k in ((0.5, 0.10, 0.85), (0.22, 0.04, 0.50))
        ]
        return plane(twill + sum(panes) - 0.2)
    if kind == "pinstripe":
        return plane(
            _wave((u + v) * 0.7071, 0.0157, unit) * 0.8 + _lines(u, 0.27, 0.5, 0.045, unit) * 2.2 - 0.1
        )
    if kind == "tweed":
        bent = u + 0.008 * np.sin(v * 31) + 0.006 * np.sin(v * 83 + u * 17)
        return _wave(bent, 0.050, unit) * _wave(v + 0.006 * np.sin(u * 47), 0.045, unit)
    if kind == "rib":
        return _wave(u * 0.625 + v * 0.781, 0.0172, unit)
    return np.zeros_like(x)


Pattern = Callable[[Plane, Plane], Plane]


def _soft(signed: Plane, unit: float) -> Plane:
    """Signed distance in units -> coverage 0..1, about one pixel soft (never sharper than 0.004 unit)."""
    return plane(np.clip(signed / max(0.008, 1.2 / unit) + 0.5, 0, 1))


def tie_pattern(kind: str, angle: float, unit: float) -> Pattern:
    """Share of the pattern colour (0 ground .. 1 pattern) on tie cloth turned by `angle` radians."""
    c, s = float(np.cos(angle)), float(np.sin(angle))

    def stripe(u: Plane, v: Plane) -> Plane:
        del u
        broad = _soft(0.045 - np.abs((v / 0.34) % 1 - 0.5) * 0.34, unit)
        fine = _soft(0.010 - np.abs((v / 0.34 + 0.26) % 1 - 0.5) * 0.34, unit)
        return plane(broad + 0.55 * fine)

    def dot(u: Plane, v: Plane) -> Plane:
        row = v / 0.135
        column = u / 0.135 + 0.5 * (np.floor(row) % 2)
        return _soft(0.020 - np.hypot(column % 1 - 0.5, row % 1 - 0.5) * 0.135, unit)

    def grid(u: Plane, v: Plane) -> Plane:
        return sum(
            (0.55 * _soft(0.008 - np.abs((q / 0.12) % 1 - 0.5) * 0.12, unit) for q in (u, v)),
            np.zeros_like(u),
        )

    def solid(u: Plane, v: Plane) -> Plane:
        return np.zeros_like(u + v)

    figure = {"stripe": stripe, "dot": dot, "grid": grid, "solid": solid}[kind]

    def share(x: Plane, y: Plane) -> Plane:
        return plane(np.clip(figure(x * c + y * s, y * c - x * s), 0, 1))

    return share
