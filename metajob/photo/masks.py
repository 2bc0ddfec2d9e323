"""Which share of the person goes to which layer: head, long hair, strands in front of the suit, own neck."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from metajob.photo import matting
from metajob.photo.regions import Geometry, Regions
from metajob.photo.tone import Bytes, Float, blur, disc, ramp, smooth, to_lab, to_rgb


@dataclass(frozen=True)
class Masks:
    """Shares of alpha, (H, W) float32 0..1. neck_hidden: too little of the own neck shows to be used."""

    front: Float
    long_hair: Float
    strands: Float
    skin: Float
    neck_hidden: bool


def skin_wall(crop: Bytes, alpha: Float, size: tuple[int, int], g: Geometry, skin: Float) -> bool:
    """Is the wall around the head of the colour of the skin? Then skin colour says nothing about the neck's edge."""
    lab = to_lab(cv2.resize(crop, size, interpolation=cv2.INTER_AREA))
    y0, y1 = max(0, int(g.crown)), int(g.chin + 0.1 * g.head_height)
    x0, x1 = max(0, int(g.centre - g.face_width)), int(g.centre + g.face_width)
    near = alpha[y0:y1, x0:x1] < 0.05
    if not near.any():
        return False
    ab = np.hypot(*(lab[y0:y1, x0:x1][near][:, 1:] - skin[1:]).T)
    return float((ab < 11).mean()) > 0.3  # within 12 the skin model takes the wall for skin (docs/photo.md)


def split(found: Regions, own: Bytes, face: Bytes, alpha: Float, g: Geometry, wall: bool) -> Masks:
    """The layers of one head. own: connected skin, face: outline, wall: the background looks like skin."""
    height, width = alpha.shape
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    hh, fw = g.head_height, g.face_width
    off = np.abs(xx - g.centre)
    outside = cv2.distanceTransform(1 - face, cv2.DIST_L2, 5)
    face_soft = blur(cv2.erode(face, disc(0.010 * fw)), 0.012 * fw)

    skin = blur(cv2.erode(own, disc(0.012 * fw)), 0.010 * fw)
    skin, hidden = cut_at_collar(skin, yy, off, g)

    hair = found.hair
    if found.hair_is_long:
        # nothing dark in front of the neck: own jacket, collar, tie, shadow
        reach = (0.26 if found.hair_apart else 0.33) * fw
        before_neck = (yy > g.chin + 0.02 * hh) & (off < reach)
        hair = hair * (1 - blur(before_neck.astype(np.float32), 0.02 * fw))
    else:  # short hair ends at the ears: what has its colour below them is a jacket or the wall
        beside_ear = (yy > g.ear - 0.12 * hh) & (yy < g.ear) & (off > 0.50 * fw) & (off < 0.75 * fw)
        loose = float((hair * alpha)[beside_ear].mean()) > 0.10  # loose strands or a bob, not a sideburn
        end = max(g.ear, g.mouth - 0.02 * hh) if loose else g.ear
        hair = hair * ramp(yy, end + 0.06 * hh, end - 0.02 * hh)
    above_ear = ramp(yy, g.ear + 0.03 * hh, g.ear)
    beside_jaw = ramp(outside, 0.045 * fw, 0.02 * fw) if not wall else ramp(outside, 0.03 * fw, 0.012 * fw)
    lobe = blur(cv2.dilate((own > 0).astype(np.uint8), disc(0.010 * fw)), 0.008 * fw)
    lobe = (
        lobe
        * np.maximum(beside_jaw, ramp(yy, g.mouth, g.mouth - 0.05 * hh))
        * ramp(yy, g.chin, g.chin - 0.03 * hh)
    )
    if hidden:  # what is left of the own neck beside the jaw gives way to the painted one
        lobe = lobe * ramp(yy, g.chin - 0.03 * hh, g.chin - 0.12 * hh)
    keep = np.maximum.reduce([above_ear, hair, face_soft, np.clip(1.2 * lobe, 0, 1)])
    # no bright slit between cheek and hair
    closed = cv2.morphologyEx(keep, cv2.MORPH_CLOSE, disc(0.018 * fw))
    keep = np.maximum(keep, closed * ramp(yy, g.chin + 0.03 * hh, g.chin))
    below = smooth(yy, g.chin - 0.06 * hh, g.chin + 0.03 * hh) * (1 - face_soft)
    none = np.zeros_like(keep)
    if not found.hair_is_long:
        return Masks(keep, none, none, skin, hidden)
    hanging = (1 - face_soft) * smooth(yy, g.chin - 0.14 * hh, g.chin - 0.06 * hh)
    strands = found.strands * hanging if found.hair_apart else none
    return Masks(keep * (1 - below), hair * hanging, strands, skin, hidden)


def clean_strands(crop: Bytes, strands: Float, hair: Float) -> Bytes:
    """(H, W, 3) uint8: the photo with the own clothes' colour taken out of the strands' edges.

    Edges are estimated at half size, the inside keeps the photo's sharpness. Dark hair is capped a little above its
    own highlights, which darkens what is left of a bright shirt between the strands.
    """
    colour = crop.copy()
    x, y, w, h = cv2.boundingRect((strands > 0).astype(np.uint8))
    if w < 4 or h < 4:
        return colour
    alpha, part = strands[y : y + h, x : x + w], crop[y : y + h, x : x + w]
    half = (w // 2, h // 2)
    estimate = matting.foreground(
        cv2.resize(part, half, interpolation=cv2.INTER_AREA), cv2.resize(alpha, half)
    )
    edge = ramp(alpha, 1.0, 0.9)[..., None]
    mixed = part * (1 - edge) + cv2.resize(estimate, (w, h), interpolation=cv2.INTER_CUBIC) * edge
    if hair[0] <= 50:
        lab = to_lab(mixed / 255)
        lab[..., 0] = np.minimum(lab[..., 0], hair[0] + 10 + 0.10 * lab[..., 0])
        mixed = to_rgb(lab) * 255
    colour[y : y + h, x : x + w] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    return colour


def cut_at_collar(skin: Float, yy: Float, off: Float, g: Geometry) -> tuple[Float, bool]:
    """The own neck down to where the own collar begins; True when too little of it is left to be used."""
    inner = off < 0.19 * g.face_width
    first, last = int(g.chin + 0.03 * g.head_height), int(min(len(skin), g.chin + 0.45 * g.head_height))
    cover = [float((skin[y] * inner[y]).sum() / max(1, inner[y].sum())) for y in range(first, last)]
    gone = [i for i, value in enumerate(cover) if value < 0.86]
    collar = first + gone[0] if gone else last
    if gone:
        free = collar - g.chin
        fade = min(0.11 * g.head_height, max(0.05 * g.head_height, 0.6 * free))
        skin = skin * ramp(yy, collar - 0.012 * g.head_height, collar - fade)
    hidden = collar - g.chin < 0.10 * g.head_height
    if hidden:
        skin = skin * ramp(yy, g.chin, g.chin - 0.09 * g.head_height)
    return skin, hidden
