"""Previews: a suit on a neutral mannequin, head and neck without a face, for the template gallery."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.photo.look import Colour
from metajob.photo.suits.cloth import Plane, plane
from metajob.photo.suits.draw import draw
from metajob.photo.suits.paint import paint_as
from metajob.photo.templates import Template

Bytes = NDArray[np.uint8]
ASPECT = 9 / 7  # height / width, as the portraits themselves
UNITS_WIDE = 3.95  # how much of the suit a preview shows
PIT_DOWN = 0.655  # where the pit of the collar is, as a share of the height
PLASTER = np.array([226, 223, 219], np.float32)  # the mannequin, a warm light grey
BACKDROP = ((247, 247, 248), (232, 233, 236))  # top and bottom of the background
Solid = Callable[[Plane, Plane, Plane], Plane]


def preview(
    template: Template,
    width: int = 240,
    cloth: Colour | None = None,
    top: Colour | None = None,
    tie: Colour | None = None,
) -> Bytes:
    """The suit in its colours (None: the template's own) on a bust: (width * 9 / 7, width, 3) uint8 sRGB."""
    height = round(width * ASPECT)
    unit = width / UNITS_WIDE
    layers = draw(template, "left", 2 * unit)
    suit = paint_as(template, layers, cloth, top, tie, 0.5)
    shift = np.array(
        [[1, 0, (width - 1) / 2 - suit.pit[0]], [0, 1, height * PIT_DOWN - suit.pit[1]]], np.float32
    )
    picture = _backdrop(width, height)
    back, body = (_placed(part, shift, width, height) for part in (suit.back, suit.body))
    _over(picture, back[..., :3], plane(back[..., 3:] / 255))
    colour, cover = mannequin(width, template.sex == "f")
    _over(picture, colour, cover[..., None])
    x = np.abs(np.arange(width) - (width - 1) / 2) / unit
    near = cv2.GaussianBlur(np.roll(body[..., 3], -round(0.03 * unit), 0), (0, 0), 0.07 * unit) / 255
    picture *= 1 - (0.42 * near * cover * (x < 0.85))[..., None]
    _over(picture, body[..., :3], plane(body[..., 3:] / 255))
    return np.asarray(np.rint(np.clip(picture, 0, 255)), np.uint8)


def _placed(part: Bytes, shift: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """RGBA as float, moved into the preview."""
    whole = part.astype(np.float32)
    moved = cv2.warpAffine(whole, shift, (width, height), borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(moved, np.float32)


def _over(picture: NDArray[np.float32], colour: NDArray[np.float32], alpha: NDArray[np.float32]) -> None:
    picture += (colour - picture) * alpha


def _backdrop(width: int, height: int) -> NDArray[np.float32]:
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None] ** 1.3
    top, bottom = (np.array(c, np.float32) for c in BACKDROP)
    return np.broadcast_to(top + (bottom - top) * down, (height, width, 3)).astype(np.float32)


@lru_cache(maxsize=8)
def mannequin(width: int, female: bool) -> tuple[NDArray[np.float32], Plane]:
    """A softly lit head and neck: colour (H, W, 3) 0..255, coverage (H, W) 0..1. Kept for each width."""
    height = round(width * ASPECT)
    unit = width / UNITS_WIDE
    fine = 1 if width >= 160 else 2
    xs = ((np.arange(width * fine) + 0.5) / fine - width / 2) / unit
    ys = ((np.arange(height * fine) + 0.5) / fine - height * PIT_DOWN) / unit
    rows = int(np.searchsorted(ys, 1.2))
    columns = np.abs(xs) < 1.5
    x, y = np.meshgrid(xs[columns].astype(np.float32), ys[:rows].astype(np.float32))
    solid = _bust(female)
    z = np.full(x.shape, 1.2, np.float32)
    hit = np.full(x.shape, 9.0, np.float32)
    closest = hit.copy()
    for _ in range(30):
        hit = solid(x, y, z)
        closest = np.minimum(closest, hit)
        z -= np.clip(hit, -0.05, 0.5) * 0.9
    cover = np.clip(1.3 - closest * unit * fine, 0, 1)
    level = _lit(solid, x, y, np.maximum(z, -1.3))
    full = np.zeros((height * fine, width * fine), np.float32)
    shade = full.copy()
    full[:rows, columns] = cover
    shade[:rows, columns] = level * cover
    size = (width, height)
    full = cv2.resize(full, size, interpolation=cv2.INTER_AREA)
    shade = cv2.resize(shade, size, interpolation=cv2.INTER_AREA) / np.maximum(full, 1e-3)
    tint = np.array([1.0, 0.995, 0.985], np.float32) ** ((1 - shade[..., None]) * -4)
    colour = PLASTER * shade[..., None] * tint
    return np.clip(colour, 0, 255).astype(np.float32), np.asarray(full, np.float32)


def _bust(female: bool) -> Solid:
    """Signed distance (units) to head, neck and shoulders. x right, y down, z towards the viewer."""
    girth = 0.50 if female else 0.57
    narrow = 0.94 if female else 1.0

    def ellipsoid(
        x: Plane, y: Plane, z: Plane, at: tuple[float, float], r: tuple[float, float, float]
    ) -> Plane:
        px, py, pz = x / r[0], (y - at[0]) / r[1], (z - at[1]) / r[2]
        near = np.sqrt(px * px + py * py + pz * pz) + 1e-5
        slope = np.sqrt((px / r[0]) ** 2 + (py / r[1]) ** 2 + (pz / r[2]) ** 2) + 1e-5
        return plane(near * (near - 1) / slope)

    def melt(a: Plane, b: Plane, k: float) -> Plane:
        h = np.clip(0.5 + 0.5 * (b - a) / k, 0, 1)
        return plane(b + (a - b) * h - k * h * (1 - h))

    def solid(x: Plane, y: Plane, z: Plane) -> Plane:
        skull = ellipsoid(x, y, z, (-1.98, -0.12), (0.77 * narrow, 0.90, 0.92))
        face = ellipsoid(x, y, z, (-1.40, 0.10), (0.645 * narrow, 0.82, 0.70))
        head = melt(skull, face, 0.40)
        along = np.clip((y + 1.3) / 1.5, 0, 1)
        radius = girth + 0.03 * (2 * along - 1) ** 2
        neck = np.hypot(x, z + 0.30 + 0.10 * along) - radius
        neck = np.maximum(neck, -1.5 - y)
        trunk = ellipsoid(x, y, z, (1.30, -0.45), (1.75, 1.45, 0.75))
        return melt(melt(neck, trunk, 0.55), head, 0.16)

    return solid


def _lit(solid: Solid, x: Plane, y: Plane, z: Plane) -> Plane:
    """Soft studio light on the surface, about 0.5..1.1."""
    e = 0.02
    nx = solid(x + e, y, z) - solid(x - e, y, z)
    ny = solid(x, y + e, z) - solid(x, y - e, z)
    nz = solid(x, y, z + e) - solid(x, y, z - e)
    length = np.sqrt(nx * nx + ny * ny + nz * nz) + 1e-6
    nx, ny, nz = nx / length, ny / length, nz / length
    key = np.array([-0.50, -0.55, 0.67])
    shadow = np.ones_like(x)
    for step in (0.10, 0.22, 0.40, 0.62, 0.85):
        gap = solid(
            x + nx * 0.03 + key[0] * step, y + ny * 0.03 + key[1] * step, z + nz * 0.03 + key[2] * step
        )
        shadow = np.minimum(shadow, np.clip(0.55 + gap / (0.35 * step), 0, 1))
    crease = np.clip(solid(x + nx * 0.18, y + ny * 0.18, z + nz * 0.18) / 0.18, 0.3, 1)
    facing = np.clip((nx * key[0] + ny * key[1] + nz * key[2] + 0.6) / 1.6, 0, None)
    sky = 0.66 - 0.24 * ny + 0.10 * nz
    rim = 0.16 * np.clip(1 - nz, 0, 1) ** 2 * np.clip(nx + 0.2, 0, 1)
    level = 0.52 * facing * (0.60 + 0.40 * shadow) + 0.62 * sky * (0.68 + 0.32 * crease) + rim
    return np.asarray(np.clip(level * 1.03, 0.2, 1.12), np.float32)
