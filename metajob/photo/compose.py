"""Head, neck and suit put together on a background: the quick part that runs for every slider.

Layers from back to front: background, hair behind the suit, suit back (inside of the collar), neck, head, suit body,
hair in front of the suit. Everything is warped straight to the size that is asked for, so a small picture is cheap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.photo import suits
from metajob.photo.head import Head
from metajob.photo.look import Hair, Look
from metajob.photo.neck import FACE_UNITS, PIT, neck_layer, neck_width
from metajob.photo.suits import PaintedSuit
from metajob.photo.templates import templates
from metajob.photo.tone import Bytes, Float, blur, ramp, shifted

HEAD_SHARE = 0.50  # crown to chin, of the picture height (résumé photos; 여권 rules would be 0.71-0.80)
CHIN_AT = 0.60  # so the crown lies at 0.10 of the height
CUT_OVERLAP = 0.012  # of a cut crown, hidden above the upper edge
WIDEST = 0.86  # a landscape format shrinks the head until its face width fits this share of the picture width
SHOULDER_SCALE = 1.05  # shoulders a little wider than drawn: the camera is nearer to the face than to them
COLLAR_STEP = 0.08  # collar slider at 1: collar higher by this many face widths
WORK_HEIGHT, WORK_ZOOM = 1000, 1.6  # small pictures are rendered larger and averaged down
TARGET_LIGHT = 72.0  # Lab L of well lit skin in studio portraits (docs/photo.md)


@dataclass(frozen=True)
class Placement:
    """Head image → canvas: canvas = scale · head + shift, in pixels. pit: (x, y) where the suit's collar pit goes."""

    scale: float
    shift: tuple[float, float]
    unit: float
    pit: tuple[float, float]
    width: int
    height: int

    @property
    def matrix(self) -> NDArray[np.float64]:
        return np.array([[self.scale, 0, self.shift[0]], [0, self.scale, self.shift[1]]])


def place(head: Head, look: Look, sex: str, width: int, height: int) -> Placement:
    """Where head and suit go on a canvas of width x height pixels."""
    g = head.geometry
    target = HEAD_SHARE * height * look.head
    target = min(target, WIDEST * width * g.head_height / (1.4 * g.face_width))
    scale = target / g.head_height
    # a photo that cuts the crown off goes to the upper edge: there a cut looks like the frame's
    chin = target - CUT_OVERLAP * height if head.crown_cut else CHIN_AT * height
    shift = (width / 2 - scale * g.centre, chin - scale * g.chin)
    face = scale * g.face_width
    pit_y = chin + (PIT[sex] - COLLAR_STEP * look.collar) * face
    unit = face / FACE_UNITS * SHOULDER_SCALE * look.shoulders
    return Placement(scale, shift, unit, (scale * head.neck_centre + shift[0], pit_y), width, height)


def render(head: Head, look: Look, size: tuple[int, int]) -> Bytes:
    """(H, W, 3) uint8 sRGB picture of `size` = (width, height) pixels. Raises KeyError for an unknown template."""
    width, height = size
    zoom = float(np.clip(WORK_HEIGHT / height, 1.0, WORK_ZOOM))
    canvas = _render(head, look, round(width * zoom), round(height * zoom))
    if zoom == 1.0:
        return canvas
    small = np.asarray(cv2.resize(canvas, size, interpolation=cv2.INTER_AREA), np.float32)
    sharp = 1.35 * small - 0.35 * cv2.GaussianBlur(small, (0, 0), 0.8)
    return np.asarray(np.clip(sharp + 0.5, 0, 255), np.uint8)


def _render(head: Head, look: Look, width: int, height: int) -> Bytes:
    template = templates()[look.template]
    at = place(head, look, template.sex, width, height)
    layers = suits.load(look.template, head.light)
    suit = suits.paint(layers, look.cloth, look.top, look.tie, scale=1.0 if at.unit > 170 else 0.5)
    back, body = _wear(suit, layers.neck_half, at, head, template.sex)
    curve = _tone_curve(head, look.brightness)
    colour = cv2.LUT(_warp(head.colour, at), curve)
    front, long_hair = _warp(head.front, at), _warp(head.long_hair, at)
    neck_rgb, neck_alpha = neck_layer(head, template.sex)
    neck_rgb, neck_alpha = cv2.LUT(_warp(neck_rgb, at), curve), _warp(neck_alpha, at)

    hair_in_front = head.hair_is_long and _in_front(look.hair, head)
    hh = at.scale * head.geometry.head_height
    canvas = np.empty((height, width, 3), np.float32)
    canvas[:] = look.background
    if head.hair_is_long:
        over(canvas, colour, long_hair)
        shade = 1 - 0.35 * blur(long_hair, 0.02 * hh)[..., None] / 255
        over(canvas, back[..., :3] * shade, back[..., 3])
    else:
        over(canvas, back[..., :3], back[..., 3])
    over(canvas, neck_rgb, neck_alpha)
    over(canvas, colour, front)
    chin_row = at.scale * head.geometry.chin + at.shift[1]
    _collar_shadow(canvas, body[..., 3], np.maximum(neck_alpha, front), chin_row, hh)
    shaded = _fall_shadow(body, front, long_hair if head.hair_is_long else None, chin_row, hh)
    over(canvas, shaded, body[..., 3])
    if hair_in_front:
        strands = _warp(head.strands, at)
        _hair_shadow(canvas, strands, body[..., 3], hh)
        over(canvas, cv2.LUT(_warp(head.hair_colour, at), curve), strands)
    return np.asarray(np.clip(canvas + 0.5, 0, 255), np.uint8)


def over(canvas: Float, rgb: NDArray[Any], alpha: Bytes) -> None:
    """Composite straight-alpha rgb over the canvas in place, only inside the box where alpha is not zero."""
    box = cv2.boundingRect(alpha)
    x, y, w, h = box
    if w == 0 or h == 0:
        return
    part = canvas[y : y + h, x : x + w]
    share = alpha[y : y + h, x : x + w, None].astype(np.float32) / 255
    part += share * (rgb[y : y + h, x : x + w] - part)


def _warp(image: Bytes, at: Placement) -> Bytes:
    flags = cv2.INTER_LINEAR if at.scale > 0.6 else cv2.INTER_AREA
    source, matrix = image, at.matrix
    if at.scale < 0.6:
        source = cv2.resize(image, None, fx=at.scale, fy=at.scale, interpolation=cv2.INTER_AREA)
        ratio = image.shape[1] / source.shape[1], image.shape[0] / source.shape[0]
        matrix = matrix @ np.diag([ratio[0], ratio[1], 1.0])
        flags = cv2.INTER_LINEAR
    elif at.scale > 1:
        flags = cv2.INTER_CUBIC
    border = cv2.BORDER_REPLICATE if image.ndim == 3 else cv2.BORDER_CONSTANT
    return np.asarray(
        cv2.warpAffine(source, matrix, (at.width, at.height), flags=flags, borderMode=border), np.uint8
    )


def _wear(suit: PaintedSuit, neck_half: float, at: Placement, head: Head, sex: str) -> tuple[Bytes, Bytes]:
    """Back and body of the suit as RGBA on the canvas; only the collar zone is fitted to the neck."""
    step = suit.unit / at.unit
    top = int(np.clip(at.pit[1] - suit.pit[1] / step, 0, at.height - 1))  # above it there is no suit
    x = (np.arange(at.width, dtype=np.float32) - at.pit[0]) / at.unit
    drawn = neck_half * at.unit
    wanted = at.scale * neck_width(head, sex) / 2
    fit = float(np.clip(wanted / drawn, 0.88, 1.12))
    squeezed = x / (1 + (fit - 1) * np.exp(-((x / 1.15) ** 4)))
    rows = (np.arange(top, at.height, dtype=np.float32) - at.pit[1]) * step + suit.pit[1]
    map_x, map_y = np.meshgrid(
        (squeezed * suit.unit + suit.pit[0]).astype(np.float32), rows.astype(np.float32)
    )
    softness = float(np.clip(0.40 * (head.zoom * at.scale - 0.9), 0, 1.3))
    worn = []
    for layer in (suit.back, suit.body):
        image = np.zeros((at.height, at.width, 4), np.uint8)
        image[top:] = cv2.remap(layer, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        if softness > 0.25:
            image[top:] = cv2.GaussianBlur(image[top:], (0, 0), softness)
        worn.append(image)
    return worn[0], worn[1]


def _tone_curve(head: Head, brightness: float) -> Bytes:
    """(256,) uint8 curve v + k·v·(1 - v): skin pulled to the studio's lightness, plus the slider.

    Black and white stay where they are, nothing clips, and dark hair is scaled, not lifted to grey as by a gamma.
    """
    pull = float(np.clip((TARGET_LIGHT - head.skin_colour[0]) * 0.6, -5, 16)) + 10 * brightness
    value = np.arange(256, dtype=np.float32) / 255
    k = float(np.clip(pull / 25, -0.8, 0.95))  # k moves the middle by k/4 of the range, about 25 k Lab L
    return np.asarray(255 * (value + k * value * (1 - value)) + 0.5, np.uint8)


def _in_front(hair: Hair, head: Head) -> bool:
    """Behind unless asked for: that edge is always clean. Hair of the colour of the own clothes stays behind."""
    return hair == "front" and head.hair_apart


def _collar_shadow(canvas: Float, body: Bytes, skin: Bytes, chin: float, hh: float) -> None:
    """Contact shadow of the collar on the neck, slightly warm."""
    y0, y1 = int(max(0, chin - 0.10 * hh)), int(min(len(canvas), chin + 0.7 * hh))
    part = body[y0:y1].astype(np.float32) / 255
    cast = blur(shifted(part, 0, -0.008 * hh), 0.014 * hh) * (1 - part)
    rows = ramp(np.arange(y0, y1, dtype=np.float32)[:, None], chin - 0.02 * hh, chin + 0.05 * hh)
    amount = 0.55 * cast * rows * (skin[y0:y1].astype(np.float32) / 255)
    canvas[y0:y1] *= 1 - amount[..., None] * np.array([0.85, 1.0, 1.05], np.float32)


def _fall_shadow(body: Bytes, front: Bytes, long_hair: Bytes | None, chin: float, hh: float) -> Float:
    """The suit darkened by chin and hair above it."""
    alpha = front.astype(np.float32) / 255
    rows = ramp(np.arange(len(body), dtype=np.float32)[:, None], chin - 0.05 * hh, chin + 0.02 * hh)
    factor = 1 - 0.30 * blur(shifted(alpha, 0, 0.085 * hh), 0.045 * hh) * rows
    if long_hair is not None:
        factor *= 1 - 0.22 * blur(long_hair.astype(np.float32) / 255, 0.03 * hh)
    return np.asarray(body[..., :3] * factor[..., None], np.float32)


def _hair_shadow(canvas: Float, hair: Bytes, body: Bytes, hh: float) -> None:
    """Soft shadow of hair that lies on the suit."""
    cast = blur(shifted(hair, 0.008 * hh, 0.012 * hh), 0.012 * hh) / 255
    amount = 0.30 * cast * (body.astype(np.float32) / 255)
    canvas *= 1 - amount[..., None]


__all__ = ["Placement", "place", "render"]
