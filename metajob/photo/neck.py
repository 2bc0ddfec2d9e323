"""The neck between chin and collar: the person's own where it shows, a painted one where their clothes hid it.

The painted neck takes its colour from the lower cheeks and chin, diffused downwards, and is shaded as a cylinder
with the shadow that jaw and chin throw on it; without that shadow the chin has no edge and the seam shows.
"""

from __future__ import annotations

import cv2
import numpy as np

from metajob.photo.head import Head
from metajob.photo.regions import Geometry
from metajob.photo.tone import Bytes, Float, blur, polygon, ramp, shifted, smooth, to_lab, to_rgb

FACE_UNITS = 1.585  # face width in suit units (1 unit is about 9.5 cm)
# Pit of the collar below the chin, in face widths.
PIT = {"m": 0.40, "f": 0.45}
# Width of a hidden neck in face widths. Korean adults: neck girth about 37.5 / 32 cm, face 14.8 / 14.0 cm
# (Size Korea, 20-29 years), so 0.80 and 0.72; a measured neck may lie in NECK_RANGE.
NECK_WIDTH = {"m": 0.79, "f": 0.70}
NECK_RANGE = {"m": (0.72, 0.90), "f": (0.64, 0.82)}


def neck_width(head: Head, sex: str) -> float:
    """Width of the neck in head-image pixels that suits of this cut are drawn on."""
    fw = head.geometry.face_width
    low, high = NECK_RANGE[sex]
    return float(np.clip(head.neck_width or NECK_WIDTH[sex] * fw, low * fw, high * fw))


def neck_layer(head: Head, sex: str) -> tuple[Bytes, Bytes]:
    """RGB (H, W, 3) and alpha (H, W), uint8, on the head image. Kept on the head for the next template."""
    if sex not in head.necks:
        head.necks[sex] = _paint(head, sex)
    return head.necks[sex]


def _outline(head: Head, sex: str, g: Geometry) -> np.ndarray:
    """Neck polygon in half-size pixels: straight under the jaw, then the slope to the shoulders."""
    half, unit = neck_width(head, sex) / 4, g.face_width / FACE_UNITS
    pit, centre = g.chin + PIT[sex] * g.face_width, head.neck_centre / 2
    right = [
        (half * 0.99, g.jaw - 0.06 * g.head_height),
        (half * 0.98, g.chin),
        (half * 1.0, max(g.chin + 2, pit - 0.62 * unit)),
        (half * 1.05, pit - 0.46 * unit),
        (max(half * 1.18, 0.70 * unit), pit - 0.30 * unit),
        (max(half * 1.45, 0.95 * unit), pit - 0.06 * unit),
        (1.5 * unit, pit + 0.3 * unit),
        (1.8 * unit, pit + 1.2 * unit),
    ]
    return np.array([(centre - x, y) for x, y in right] + [(centre + x, y) for x, y in right[::-1]])


def _paint(head: Head, sex: str) -> tuple[Bytes, Bytes]:
    height, width = head.front.shape
    size = (width // 2, height // 2)
    g = head.geometry.scaled(0.5)
    lab = to_lab(cv2.resize(head.colour, size, interpolation=cv2.INTER_AREA))
    face = cv2.resize(head.face, size, interpolation=cv2.INTER_NEAREST)
    own = cv2.resize(head.skin, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    yy, xx = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    mask = blur(polygon((size[1], size[0]), _outline(head, sex, g)), 0.010 * g.face_width)

    tone = _skin_tone(lab, face, own, head, g)
    shaded = _shade(tone, face, head, sex, g, yy, xx)
    alpha = np.asarray(mask * ramp(yy, g.jaw - 0.04 * g.head_height, g.jaw), np.float32)

    first = int(np.clip(g.jaw - 0.05 * g.head_height, 0, size[1] - 2))  # nothing is painted above the jaw
    top, below = 2 * first, (width, height - 2 * first)
    rgb = cv2.resize(to_rgb(shaded[first:]), below, interpolation=cv2.INTER_LINEAR)
    rgb += _grain((below[1], width), head)[..., None]
    real = head.skin[top:].astype(np.float32)[..., None] / 255
    colour = np.zeros_like(head.colour)
    colour[top:] = np.clip(rgb * 255 * (1 - real) + head.colour[top:] * real + 0.5, 0, 255).astype(np.uint8)
    opacity = np.zeros_like(head.front)
    full = cv2.resize(alpha[first:], below, interpolation=cv2.INTER_LINEAR)
    opacity[top:] = np.clip(full * 255 + 0.5, 0, 255).astype(np.uint8)
    return colour, opacity


def _skin_tone(lab: Float, face: Bytes, own: Float, head: Head, g: Geometry) -> Float:
    """(H, W, 3) Lab: skin colour at every place of the neck, diffused from the jaw and from the visible neck."""
    hh = g.head_height
    inside = cv2.distanceTransform(face, cv2.DIST_L2, 5)
    yy = np.arange(len(face), dtype=np.float32)[:, None]
    skin_like = np.hypot(lab[..., 1] - head.skin_colour[1], lab[..., 2] - head.skin_colour[2]) < 12
    lit = lab[..., 0] > head.skin_colour[0] - 22  # a beard or a strand of hair is not the colour of the neck
    jaw = (inside > 0.03 * hh) & (inside < 0.13 * hh) & (yy > g.nose)
    band = (jaw & skin_like & lit).astype(np.float32)
    if band.sum() < 0.01 * g.face_width**2:
        band = ((inside > 0.03 * hh) & (yy > g.nose) & lit).astype(np.float32)
    visible = ((own > 0.9) & (yy > g.chin + 0.01 * hh)).astype(np.float32)
    weight = np.maximum(band * (1.0 if head.neck_hidden else 0.15), visible)
    spread = blur(weight, 0.09 * hh) + 1e-5
    local = np.dstack([blur(lab[..., c] * weight, 0.09 * hh) / spread for c in range(3)])
    chosen = lab[weight > 0.5]
    median = np.median(chosen, 0) if len(chosen) > 50 else head.skin_colour
    if head.neck_hidden:
        median = median * [1, 0.6, 0.6] + head.skin_colour * [
            0,
            0.34,
            0.4,
        ]  # a neck is less flushed than a cheek
    trust = ramp(spread, 0, 0.02)[..., None]
    share = 0.6 if head.neck_hidden else 0.8
    tone = local * trust + median * (1 - trust)
    return np.asarray(tone * share + median * (1 - share), np.float32)


def _shade(tone: Float, face: Bytes, head: Head, sex: str, g: Geometry, yy: Float, xx: Float) -> Float:
    hh = g.head_height
    half = neck_width(head, sex) / 4
    side = -1.0 if head.light == "right" else 1.0
    u = (xx - head.neck_centre / 2) / half
    pit = g.chin + PIT[sex] * g.face_width
    low = ramp(yy, g.chin, pit)
    fade = low * ramp(yy, pit + 0.16 * hh, pit)
    under = blur(shifted(face, -0.010 * hh * side, 0.060 * hh), 0.032 * hh)
    deep = blur(shifted(face, -0.004 * hh * side, 0.020 * hh), 0.014 * hh)
    strength = (15.0, 9.0) if head.neck_hidden else (8.0, 3.0)
    dim = float(np.clip(head.skin_colour[0] / 80, 0.5, 1.1))  # shadows of a darker face take fewer L away
    light = tone[..., 0] - dim * (strength[0] * under + strength[1] * deep)
    light -= (
        5.0 * dim if head.neck_hidden else 0.0
    )  # real necks are darker than the face above them by 8-15 L
    light -= 12 * dim * np.clip(np.abs(u + 0.22 * side), 0, 1.3) ** 2.2

    def tendon(at: float, wide: float) -> Float:
        return np.asarray(np.exp(-(((u - at * (1 - 0.45 * low)) / wide) ** 2)) * fade, np.float32)

    relief = 1.0 if sex == "m" else 0.6
    light += relief * 2.0 * (tendon(-0.46, 0.13) + tendon(0.50, 0.13))
    light -= relief * 2.2 * (tendon(-0.62, 0.12) + tendon(0.66, 0.12))
    light -= 2.4 * np.exp(-((u / 0.22) ** 2)) * smooth(yy, pit - 0.10 * hh, pit + 0.02 * hh)
    warm = (0.35 + under) if head.neck_hidden else 0.5 * under
    return np.dstack([light, tone[..., 1] + 0.6 * warm, tone[..., 2] + 0.5 + 2.2 * warm]).astype(np.float32)


def _grain(shape: tuple[int, int], head: Head) -> Float:
    """Noise like the photo's own, so that painted skin is not smoother than the face above it; in 0..1 RGB."""
    random = np.random.default_rng(0)
    fine = blur(random.standard_normal(shape, np.float32), float(np.clip(0.55 * head.zoom, 0.6, 1.6)))
    fine *= float(np.clip(head.grain, 0.4, 2.2)) * 0.75 / max(1e-6, float(fine.std()))
    blotch = blur(random.standard_normal((shape[0] // 8, shape[1] // 8), np.float32), 2.6)
    blotch *= 0.7 / max(1e-6, float(blotch.std()))
    wide = cv2.resize(blotch, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray((fine + wide) / 100, np.float32)
