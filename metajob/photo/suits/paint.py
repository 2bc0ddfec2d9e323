"""Gives colourless suit layers their colours: a sum of planes times colours, quick enough for a slider.

pixel = cloth x C (+ texture x C x strength) + sheen + top x T + ground x G + pattern x P + gloss
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.photo.look import Colour
from metajob.photo.suits.frame import Box, Point
from metajob.photo.suits.layers import Bytes, Layer, SuitLayers, decode_table
from metajob.photo.suits.stage import PLANES
from metajob.photo.templates import Template, templates

GAMMA = 2.2  # display gamma, both ways
LEVELS = 16384  # steps of linear light in the table back to sRGB
BLACKEST = 0.0090  # least linear albedo of cloth: real black cloth is not a hole (about sRGB 30)
COOL = np.array([0.98, 0.99, 1.02], np.float32)  # colourless light has a trace of sky in it
SHADOW_ON_WHITE = np.array([0.055, 0.032, -0.01], np.float32)  # how much cooler white cloth gets in shadow


@dataclass(frozen=True)
class PaintedSuit:
    """back (behind the neck) and body (over it): (H, W, 4) uint8 sRGB with straight alpha, the same size.

    unit: pixels per suit unit. pit: (x, y) of the pit of the collar in pixels.
    """

    back: Bytes
    body: Bytes
    unit: float
    pit: Point


def linear(colour: Colour) -> NDArray[np.float32]:
    """sRGB 0..255 -> linear 0..1."""
    return np.asarray((np.asarray(colour, np.float32) / 255) ** GAMMA, np.float32)


def pattern_colour(ground: Colour, template: Template) -> Colour:
    """Pattern colour of a tie on a chosen ground: as much lighter or darker and as muted as the template's."""
    tie = template.tie
    if tie is None or tuple(ground) == tuple(tie.ground):
        return tie.pattern if tie else ground
    chosen, own, figure = (_lab(c) for c in (ground, tie.ground, tie.pattern))
    step = figure[0] - own[0]
    lightness = chosen[0] + step
    if not 8 <= lightness <= 96:
        lightness = chosen[0] - step
    muted = min(1.0, float(np.hypot(*figure[1:])) / max(float(np.hypot(*own[1:])), 12.0))
    lab = np.array([[[np.clip(lightness, 4, 98), chosen[1] * muted, chosen[2] * muted]]], np.float32)
    r, g, b = (int(v) for v in np.rint(np.clip(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)[0, 0], 0, 1) * 255))
    return r, g, b


def _lab(colour: Colour) -> NDArray[np.float32]:
    pixel = np.array([[colour]], np.float32) / np.float32(255)
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0, 0], np.float32)


def paint(
    layers: SuitLayers,
    cloth: Colour | None = None,
    top: Colour | None = None,
    tie: Colour | None = None,
    scale: float = 1.0,
) -> PaintedSuit:
    """Colour a suit. cloth, top, tie: sRGB, None for the template's own. scale: 1 = as drawn."""
    template = templates()[layers.key]
    return paint_as(template, layers, cloth, top, tie, scale)


def paint_as(
    template: Template,
    layers: SuitLayers,
    cloth: Colour | None,
    top: Colour | None,
    tie: Colour | None,
    scale: float,
) -> PaintedSuit:
    """`paint` for a template that need not be in the gallery."""
    ground = tie or (template.tie.ground if template.tie else (0, 0, 0))
    tables = _tables(
        linear(cloth or template.cloth),
        linear(top or template.top.colour),
        linear(ground),
        linear(pattern_colour(ground, template)),
    )
    x, y = layers.anchors["pit"]
    return PaintedSuit(
        _colour(layers.back, tables, scale),
        _colour(layers.body, tables, scale),
        layers.unit * scale,
        ((x + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5),
    )


Tables = dict[str, NDArray[np.float32]]


def _tables(
    cloth: NDArray[np.float32],
    top: NDArray[np.float32],
    ground: NDArray[np.float32],
    pattern: NDArray[np.float32],
) -> Tables:
    """For each plane (256, 3): what a code adds to linear R, G, B."""
    tables = {name: decode_table(name)[:, None] for name in PLANES}
    mean, top_mean = float(cloth.mean()), float(top.mean())
    light_cloth, dark_cloth = min(1.0, mean / 0.45), float(np.exp(-mean / 0.035))
    light_top, dark_top = min(1.0, top_mean / 0.5), float(np.exp(-top_mean / 0.06))
    cloth, top = cloth + max(0.0, BLACKEST - mean), top + max(0.0, BLACKEST - top_mean)
    shade = tables["cloth"]
    shade = np.where(
        shade > 1, 1 + (shade - 1) * (1 - 0.7 * light_cloth), shade
    )  # white cloth keeps its folds
    tables["cloth"] = shade * cloth * _cooled(shade, max(0.0, light_cloth * 1.2 - 0.6))
    tables["texture"] = tables["texture"] * cloth * (1 - 0.62 * light_cloth)
    tables["sheen"] = tables["sheen"] * COOL * (0.9 + 0.5 * dark_cloth)
    shade = tables["top"] ** (1 + 0.9 * dark_top)  # a black shirt shows its form by contrast
    tables["top"] = shade * top * _cooled(shade, light_top)
    tables["ground"] = tables["ground"] * ground
    tables["pattern"] = tables["pattern"] * pattern
    tables["gloss"] = tables["gloss"] * COOL
    return {name: np.asarray(table, np.float32) for name, table in tables.items()}


def _cooled(shade: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """Factor (256, 3) that makes the shadows of light cloth a little cooler."""
    return np.asarray(1 - np.clip(1 - shade, 0, 1) * SHADOW_ON_WHITE * share, np.float32)


@cache
def _to_srgb() -> Bytes:
    """Linear light in LEVELS steps -> sRGB."""
    return np.asarray(np.rint(255 * (np.arange(LEVELS) / (LEVELS - 1)) ** (1 / GAMMA)), np.uint8)


def _resized(plane: Bytes, size: tuple[int, int]) -> Bytes:
    if (plane.shape[1], plane.shape[0]) == size:
        return plane
    shrink = size[0] < plane.shape[1]
    return np.asarray(
        cv2.resize(plane, size, interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC), np.uint8
    )


def _colour(layer: Layer, tables: Tables, scale: float) -> Bytes:
    """(H, W, 4) uint8; works only where a plane holds something."""
    height, width = (max(1, round(n * scale)) for n in layer.alpha.shape)
    size = (width, height)
    out = np.zeros((height, width, 4), np.uint8)
    out[..., 3] = _resized(layer.alpha, size)
    boxes = {name: _scaled(box, scale, size) for name, box in layer.boxes.items()}
    left, upper = (min(b[i] for b in boxes.values()) for i in (0, 1))
    right, lower = (max(b[i] for b in boxes.values()) for i in (2, 3))
    light = np.zeros((lower - upper, right - left, 3), np.float32)
    for name, (x0, y0, x1, y1) in boxes.items():
        code = _resized(layer.planes[name], size)[y0:y1, x0:x1]
        part = light[y0 - upper : y1 - upper, x0 - left : x1 - left]
        cv2.add(part, cv2.LUT(cv2.merge([code, code, code]), tables[name][None]), dst=part)
    index = np.clip(light * (LEVELS - 1), 0, LEVELS - 1).astype(np.uint16)
    out[upper:lower, left:right, :3] = np.take(_to_srgb(), index)
    return out


def _scaled(box: Box, scale: float, size: tuple[int, int]) -> Box:
    """A box in the scaled picture, rounded outwards."""
    low = [max(0, int(np.floor(v * scale)) - 1) for v in box[:2]]
    high = [min(n, int(np.ceil(v * scale)) + 1) for v, n in zip(box[2:], size, strict=True)]
    return low[0], low[1], max(low[0], high[0]), max(low[1], high[1])
