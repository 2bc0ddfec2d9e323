"""The stage on which a garment is laid part by part: height field, light, shadow, and one plane per paint.

No colours here. For each side of the light the stage keeps planes of linear light; `paint` multiplies them
with colours later: shade of the jacket cloth and its texture, shade of shirt or blouse, tie ground, tie
pattern, and colourless light (`sheen` from the jacket cloth, `gloss` from everything else). Each part
covers what lies below it in every plane.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.photo.look import Light
from metajob.photo.suits import light as lighting
from metajob.photo.suits.cloth import MATERIALS, Material, Pattern, Plane, plane, weave
from metajob.photo.suits.frame import Box, Fold, Frame, Outline

Paint = Literal["cloth", "top", "tie"]
Form = Callable[[Plane, Plane], Plane]
PLANES = ("cloth", "texture", "sheen", "top", "ground", "pattern", "gloss")
INDEX = {name: i for i, name in enumerate(PLANES)}


@dataclass(frozen=True)
class Roll:
    """Cloth that turns over along a line: height rises from 0 at the line to `height` at `width` (units)."""

    line: Outline
    width: float
    height: float


@dataclass(frozen=True)
class Seam:
    """A sewn groove along a line (units)."""

    line: Outline
    width: float
    depth: float


@dataclass(frozen=True)
class Part:
    """One piece of cloth. Lengths in units. form: smooth height under it. bevel: (width, height) of its edge.

    shadow: (contact, wide) strength on what lies below, or None. angle: turn of the weave. tone: albedo
    factor.
    unevenness: share of the unplanned waviness. softness: extra blur of its edge in pixels of a 260-pixel
    unit.
    share: for ties, where the pattern colour is.
    """

    outline: Outline
    paint: Paint
    material: str
    weave: str = "plain"
    form: Form | None = None
    bevel: tuple[float, float] = (0.02, 0.010)
    rolls: Sequence[Roll] = ()
    folds: Sequence[Fold] = ()
    seams: Sequence[Seam] = ()
    stitches: Sequence[Outline] = ()
    angle: float = 0.0
    shadow: tuple[float, float] | None = (0.6, 0.5)
    unevenness: float = 1.0
    softness: float = 0.0
    tone: float = 1.0
    share: Pattern | None = None


def _rounded(distance: Plane, width: float) -> Plane:
    """0 at the edge, 1 from `width` on, as a quarter circle."""
    t = 1 - np.clip(distance * (1 / width), 0, 1)
    return plane(np.sqrt(np.maximum(1 - t * t, 0)))


class Chance:
    """Unplanned irregularities of cloth, (H, W) each: waviness, lengthwise crumple, shade, fibres."""

    def __init__(self, frame: Frame, seed: int) -> None:
        h, w, u = frame.height, frame.width, frame.unit
        rng = np.random.default_rng(seed)

        def clouds(sigma_x: float, sigma_y: float, doublings: int) -> Plane:
            while doublings and min(sigma_x, sigma_y) * u < 1.5 * 2**doublings:
                doublings -= 1
            step = 2**doublings
            noise = rng.standard_normal((h // step + 2, w // step + 2), np.float32)
            noise = cv2.GaussianBlur(noise, (0, 0), sigmaX=sigma_x * u / step, sigmaY=sigma_y * u / step)
            noise /= noise.std()
            for _ in range(doublings):  # pyrUp keeps slopes smooth; resize would leave a grid in the light
                noise = cv2.pyrUp(noise)
            return np.asarray(noise[:h, :w], np.float32)

        self.uneven = 0.022 * clouds(0.30, 0.30, 4) + 0.0045 * clouds(0.10, 0.10, 3)  # units of height
        self.crumple = 0.0055 * clouds(0.05, 0.20, 2)  # units of height
        self.cloudy = clouds(0.16, 0.16, 3)
        grain = rng.standard_normal((h, w), np.float32)
        fineness = min(1.0, u / 260)  # coarser pixels average the fibres out
        self.fibre = fineness * (0.45 * grain + 1.65 * cv2.GaussianBlur(grain, (0, 0), 1.1))


def _meet(a: Box, b: Box) -> Box:
    """The part that two boxes share; empty when x1 <= x0 or y1 <= y0."""
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def join(a: Box, b: Box) -> Box:
    """The box round two boxes."""
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


class Stage:
    """Planes of linear light, premultiplied with coverage: light[side] is (7, H, W) float32, alpha (H, W).

    used: for each plane, the box that may hold anything but zero.
    """

    def __init__(self, frame: Frame, sides: Sequence[Light], chance: Chance) -> None:
        self.frame = frame
        self.chance = chance
        self.lamps = [lighting.lamp(side) for side in sides]
        self.light = {side: np.zeros((len(PLANES), frame.height, frame.width), np.float32) for side in sides}
        self.alpha = np.zeros((frame.height, frame.width), np.float32)
        self.used: dict[str, Box] = {}

    def lay(self, part: Part) -> None:
        """Put a part on top of everything laid before."""
        frame = self.frame
        path = frame.path(part.outline)
        box = frame.box(path)
        if box[2] - box[0] < 3 or box[3] - box[1] < 3:
            return
        soft = max(0.45, (0.75 + part.softness) * min(1.0, frame.unit / 260))
        cover = cv2.GaussianBlur(frame.mask(path, box), (0, 0), soft)
        x, y = frame.grid(box)
        material = MATERIALS[part.material]
        height, albedo = self._relief(part, material, cover, x, box)
        surface = lighting.surface(height, x, y, frame.unit)
        texture = material.noise * self.chance.fibre[box[1] : box[3], box[0] : box[2]]
        if material.weave and part.weave != "plain":
            texture += material.weave * weave(part.weave, x + 0.15 * height, y, part.angle, frame.unit)
        if part.shadow:
            self._cast(cover, box, *part.shadow)
        window = np.s_[box[1] : box[3], box[0] : box[2]]
        if part.material in ("wool", "tweed"):
            albedo = albedo + 0.02 * self.chance.cloudy[window]
        share = part.share(x, y) if part.share else None
        self._dim(1 - cover, box)
        for lamp in self.lamps:
            lum = lighting.shade(surface, lamp, material) * part.tone
            extra = lighting.highlight(surface, lamp, material)
            for name, value in _planes(part.paint, lum, albedo, texture, extra, share).items():
                self.light[lamp.side][INDEX[name]][window] += value * cover
                self.used[name] = join(self.used.get(name, box), box)
        below = self.alpha[window]
        below += (1 - below) * cover

    def _dim(self, factor: Plane, box: Box, side: Light | None = None) -> None:
        """Multiply what is already there in a box, in one light or in all."""
        for name, used in self.used.items():
            x0, y0, x1, y1 = _meet(used, box)
            if x1 <= x0 or y1 <= y0:
                continue
            part = factor[y0 - box[1] : y1 - box[1], x0 - box[0] : x1 - box[0]]
            for lit in (side,) if side else self.light:
                self.light[lit][INDEX[name], y0:y1, x0:x1] *= part

    def _relief(
        self, part: Part, material: Material, cover: Plane, x: Plane, box: Box
    ) -> tuple[Plane, Plane]:
        """Height (units) and albedo factor of a part over its box."""
        frame = self.frame
        window = np.s_[box[1] : box[3], box[0] : box[2]]
        height = self.chance.uneven[window] * part.unevenness
        if material.crumple:
            near_sleeve = np.exp(-(((np.abs(x[:1]) - 1.65) / 0.32) ** 2))
            height += self.chance.crumple[window] * (
                (0.25 + near_sleeve) * (part.unevenness * material.crumple)
            )
        if part.form:
            height += frame.smooth(part.form, box)
        if part.bevel[1]:
            height += part.bevel[1] * _rounded(frame.depth(cover), part.bevel[0])
        for roll in part.rolls:
            line = frame.path(roll.line, close=False)
            height += roll.height * _rounded(frame.distance_to(line, box), roll.width)
        for fold in part.folds:
            ridge, place = frame.fold(fold, box)
            height[place[1] - box[1] : place[3] - box[1], place[0] - box[0] : place[2] - box[0]] += ridge
        albedo = np.ones_like(height)
        for seam in part.seams:
            path = frame.path(seam.line, close=False)
            groove = frame.mask(path, box, seam.width, blur=seam.width * 0.45)
            height -= seam.depth * groove
            albedo *= 1 - 0.30 * groove
        for line in part.stitches:
            path = frame.path(line, close=False)
            thread = frame.mask(path, box, 0.008, dash=0.022, blur=0.003)
            albedo *= 1 - 0.12 * thread
            height -= 0.0024 * frame.mask(path, box, 0.02, blur=0.010)
        return plane(cv2.GaussianBlur(height, (0, 0), max(0.006 * frame.unit, 0.5))), plane(albedo)

    def _cast(self, cover: Plane, box: Box, contact: float, wide: float) -> None:
        """Shadow on what is there: narrow at the edge, wide and soft beyond, away from the key light."""
        u = self.frame.unit
        pad = int(0.36 * u)
        x0, y0 = max(0, box[0] - pad), max(0, box[1] - pad)
        x1, y1 = min(self.frame.width, box[2] + pad), min(self.frame.height, box[3] + pad)
        if not self.alpha[y0:y1, x0:x1].any():
            return
        caster = np.zeros((y1 - y0, x1 - x0), np.float32)
        caster[box[1] - y0 : box[3] - y0, box[0] - x0 : box[2] - x0] = cover

        def thrown(sigma: float, dx: float, dy: float) -> Plane:
            step = max(1, int(sigma * u / 2.2))
            size = (-(-(x1 - x0) // step), -(-(y1 - y0) // step))
            small = cv2.resize(caster, size, interpolation=cv2.INTER_AREA)
            shift = np.array([[1, 0, dx * u / step], [0, 1, dy * u / step]], np.float32)
            moved = cv2.warpAffine(small, shift, size, borderMode=cv2.BORDER_REPLICATE)
            soft = cv2.GaussianBlur(moved, (0, 0), sigma * u / step)
            return np.asarray(
                cv2.resize(soft, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR), np.float32
            )

        for lamp in self.lamps:
            near = thrown(0.018, 0.008 * lamp.sign, 0.012)
            far = thrown(0.085, 0.045 * lamp.sign, 0.060)
            self._dim((1 - contact * near) * (1 - wide * far), (x0, y0, x1, y1), lamp.side)


def _planes(
    paint: Paint, lum: Plane, albedo: Plane, texture: Plane, extra: Plane, share: Plane | None
) -> dict[str, NDArray[Any]]:
    """Which planes a paint fills. The jacket's texture is kept apart: its strength depends on the colour."""
    if paint == "cloth":
        return {"cloth": lum * albedo, "texture": lum * texture, "sheen": extra}
    woven = lum * (albedo + (texture if paint == "tie" else 0.45 * texture))
    if paint == "top":
        return {"top": woven, "gloss": extra}
    pattern = share if share is not None else np.zeros_like(lum)
    return {"ground": woven * (1 - pattern), "pattern": woven * pattern, "gloss": extra}
