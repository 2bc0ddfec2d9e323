"""Which of the person's pixels are skin, hair or own clothes, from colour alone.

There is no face parser here: every region is a colour model with seeds at places where the landmarks say what
must be there (cheeks, above the forehead, below the shoulders), compared pixel by pixel in Lab. What it cannot know:
hair and clothes of the same colour, and a wall of the colour of the skin (reported as `skin_wall`).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.photo.tone import Bytes, Float, blur, disc, ramp

CHEEKS = (50, 101, 205, 118, 280, 330, 425, 347)  # landmarks on both cheeks, first four at the picture's left
CHIN = (152, 148, 377, 176, 400)
SKIN_AB = 9.5  # largest a*b* distance to a skin sample (docs/photo.md)
SKIN_MIN_CHROMA = 9.0  # below this it is grey: stubble shadow, collar, wall
HAIR_LIMIT = 2.4  # normalised distance to the hair model that still counts as hair
LONG_HAIR_SHARE = 0.24  # of the side bands beside the lower face (measured 0.00-0.14 short, 0.96-1.00 long)


@dataclass(frozen=True)
class Geometry:
    """Measures in pixels of the head image the regions are computed on.

    points: (478, 2). centre: x of the face. crown, chin: y. face_width: outline width. head_height: crown to chin.
    ear: y of the ear lobes. mouth, nose: y.
    """

    points: NDArray[np.float32]
    centre: float
    crown: float
    chin: float
    face_width: float

    @property
    def head_height(self) -> float:
        return self.chin - self.crown

    @property
    def ear(self) -> float:
        return float(self.points[[132, 361], 1].mean())

    @property
    def jaw(self) -> float:
        """y of the jaw corners."""
        return float(self.points[[172, 397], 1].mean())

    @property
    def mouth(self) -> float:
        return float(self.points[17, 1])

    @property
    def nose(self) -> float:
        return float(self.points[2, 1])

    def scaled(self, factor: float) -> Geometry:
        """The same head on an image resized by `factor`."""
        return Geometry(
            (self.points * factor).astype(np.float32),
            self.centre * factor,
            self.crown * factor,
            self.chin * factor,
            self.face_width * factor,
        )


@dataclass(frozen=True)
class Regions:
    """Soft masks (H, W) float32 0..1 and what was learned on the way. Lab colours are (3,) float arrays.

    hair: hair below the ears (above them everything of the person is kept anyway), generous at its edge.
    strands: the same, but safely inside the hair and only what can be told from the clothes.
    hair_is_long: hair hangs beside the lower face. hair_apart: hair and clothes can be told apart by colour.
    """

    skin: Float
    hair: Float
    strands: Float
    hair_is_long: bool
    hair_apart: bool
    hair_colour: Float | None
    skin_colour: Float
    cheek_left: Float
    cheek_right: Float


def _patch(lab: Float, x: float, y: float, radius: int) -> Float:
    x0, y0 = max(0, int(x) - radius), max(0, int(y) - radius)
    part = lab[y0 : y0 + 2 * radius + 1, x0 : x0 + 2 * radius + 1].reshape(-1, 3)
    return np.asarray(np.median(part, 0) if len(part) else np.zeros(3), np.float32)


def _hue(colour: Float) -> float:
    return float(np.degrees(np.arctan2(colour[2], colour[1])))


def skin_samples(lab: Float, g: Geometry) -> tuple[list[Float], Float, Float, Float]:
    """Skin colours of this person: all samples, then the median, the left and the right cheek."""
    radius = max(2, int(0.02 * g.face_width))
    cheeks = [_patch(lab, g.points[i, 0], g.points[i, 1], radius) for i in CHEEKS]
    left, right = np.median(cheeks[:4], 0).astype(np.float32), np.median(cheeks[4:], 0).astype(np.float32)
    skin = np.median(cheeks, 0).astype(np.float32)
    chin = np.median([_patch(lab, g.points[i, 0], g.points[i, 1] - 2 * radius, radius) for i in CHIN], 0)
    samples = [skin, chin.astype(np.float32), left, right]
    # The own neck is darker and, in mixed light, of another hue: accept samples that still look like this skin.
    for dx, dy in ((-0.22, 0.05), (0, 0.05), (0.22, 0.05), (-0.2, 0.10), (0, 0.10), (0.2, 0.10)):
        y = g.chin + dy * g.head_height
        if y >= lab.shape[0] - radius:
            continue
        colour = _patch(lab, g.centre + dx * g.face_width, y, radius)
        chroma = float(np.hypot(*colour[1:]) / max(1.0, float(np.hypot(*skin[1:]))))
        if abs(_hue(colour) - _hue(skin)) < 28 and 0.55 < chroma < 1.7 and -42 < colour[0] - skin[0] < 4:
            samples.append(colour)
    return samples, skin, left, right


def _clusters(pixels: Float, count: int, least: float) -> Float:
    """(k, 3) centres of up to `count` colour clusters that hold at least `least` of the pixels each."""
    step = max(1, len(pixels) // 4000)
    data = np.ascontiguousarray(pixels[::step], np.float32)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 15, 1.0)
    cv2.setRNGSeed(1)
    _, labels, centres = cv2.kmeans(
        data, min(count, len(data)), np.empty(0, np.int32), criteria, 2, cv2.KMEANS_PP_CENTERS
    )
    share = np.bincount(labels.ravel(), minlength=len(centres)) / len(data)
    kept = centres[share >= least]
    return np.asarray(kept if len(kept) else centres, np.float32)


def _seen_at(centres: Float, pixels: Float) -> Float:
    """The hair colours that hang beside the face too; a hair band or a hat is only on top. All, if none does."""
    if len(pixels) < 50:
        return centres
    near = [(np.abs((pixels - c) / np.array([16, 8, 8], np.float32)).max(-1) < 1).mean() for c in centres]
    kept = centres[np.array(near) > 0.05]
    return np.asarray(kept if len(kept) else centres, np.float32)


def _distance(lab: Float, centres: Float, spread: Float) -> Float:
    """(H, W) smallest normalised distance to any of the (k, 3) centres."""
    best = np.full(lab.shape[:2], np.float32(1e3))
    for centre in centres:
        delta = (lab - centre) / spread
        best = np.minimum(best, np.sqrt((delta * delta).sum(-1)))
    return best


def find(lab: Float, alpha: Float, valid: Float, g: Geometry) -> Regions:
    """Regions of one head image. lab: (H, W, 3) of the foreground colours; alpha, valid: (H, W) 0..1."""
    height, width = alpha.shape
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    off = np.abs(xx - g.centre)
    fw, hh = g.face_width, g.head_height
    samples, skin_colour, left, right = skin_samples(lab, g)
    ab = np.min([np.hypot(lab[..., 1] - c[1], lab[..., 2] - c[2]) for c in samples], 0)
    light = lab[..., 0] - skin_colour[0]
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    coloured = chroma > min(SKIN_MIN_CHROMA, 0.6 * float(np.hypot(*skin_colour[1:])))
    is_skin = ((ab < SKIN_AB) & (light > -45) & (light < 16) & coloured).astype(np.uint8)
    is_skin = cv2.morphologyEx(is_skin, cv2.MORPH_CLOSE, disc(0.012 * fw))
    skin = is_skin.astype(np.float32)

    crown_seed = (yy < g.points[10, 1] - 0.01 * hh) & (alpha > 0.95) & (off < 0.5 * fw)
    if crown_seed.sum() < 0.004 * fw * fw:
        none = np.zeros_like(alpha)
        return Regions(skin, none, none, False, False, None, skin_colour, left, right)
    hair_pixels = lab[crown_seed]
    centres = _clusters(hair_pixels, 3, 0.2)
    beside = (yy > g.points[1, 1]) & (yy < g.chin) & (off > 0.52 * fw) & (off < 0.8 * fw) & (alpha > 0.9)
    centres = _seen_at(centres, lab[beside])
    nearest = centres[np.argmin([((hair_pixels - c) ** 2).sum(-1) for c in centres], 0)]
    spread = np.maximum(np.abs(hair_pixels - nearest).mean(0) * 1.8, [8, 4, 4]).astype(np.float32)
    hair_colour = np.median(hair_pixels, 0).astype(np.float32)
    to_hair = _distance(lab, centres, spread)

    band = (yy > g.nose) & (yy < g.mouth) & (off > 0.52 * fw) & (off < 0.75 * fw)
    share = float(((to_hair < HAIR_LIMIT) & (alpha > 0.6) & band).sum() / max(1, band.sum()))
    is_long = share > LONG_HAIR_SHARE

    garment = (yy > g.chin + 0.42 * hh) & (alpha > 0.95) & (valid > 0.5) & (to_hair > HAIR_LIMIT)
    low = (yy > g.chin + 0.42 * hh) & (alpha > 0.95) & (valid > 0.5)
    outer = low & (off > 1.15 * fw)  # shoulders and sleeves: hair seldom hangs there
    apart = bool(
        garment.sum() > 0.02 * fw * fw
        and (outer & garment).sum() > 0.55 * outer.sum()
        and garment.sum() > 0.15 * low.sum()
    )
    beside_neck = (yy > g.chin - 0.06 * hh) & (off < 0.55 * fw)  # shadows and own collars hide here
    hair = to_hair < np.where(beside_neck, 0.7 * HAIR_LIMIT, HAIR_LIMIT)
    if garment.sum() > 0.01 * fw * fw:
        spread_cloth = np.array([14, 6, 6], np.float32)
        to_cloth = _distance(lab, _clusters(lab[garment], 4, 0.08), spread_cloth)
        hair &= ~((to_cloth < 0.8 * to_hair) & (yy > g.chin))
    reach = fw * (1.02 - 0.20 * ramp(yy, g.chin, g.chin + 0.25 * hh)) if not apart else fw * 1.35
    hair &= (off < reach) & (alpha > 0.05)
    hanging = _hanging(hair | (yy < g.nose), alpha, int(g.nose), slope=max(1, round(0.004 * fw)))
    soft, strands = _connected(hanging, yy < g.nose, alpha, fw)
    if is_long:
        alike = (alpha > 0.3) & (to_hair < 1.4 * HAIR_LIMIT)
        soft = _hang_down(soft, alike.astype(np.float32), int(g.chin - 0.05 * hh), int(g.chin + 0.35 * hh))
    return Regions(skin, soft, strands, is_long, apart, hair_colour, skin_colour, left, right)


def _connected(
    hair: NDArray[np.bool_], top: NDArray[np.bool_], alpha: Float, fw: float
) -> tuple[Float, Float]:
    """Hair that hangs together with the head, softened: with a margin, and safely inside its edge."""
    mask = ((hair | top) & (alpha > 0.05)).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, disc(0.006 * fw))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, disc(0.014 * fw))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    first_row = np.flatnonzero(top.any(1))
    lowest = first_row[-1] if len(first_row) else 0
    keep = [i for i in range(1, count) if stats[i, 1] <= lowest and stats[i, 4] > 0.004 * fw * fw]
    joined = np.isin(labels, keep) & (hair | (cv2.erode(mask, disc(0.006 * fw)) > 0))
    edge = joined.astype(np.uint8)
    wide = blur(cv2.dilate(edge, disc(0.006 * fw)), 0.006 * fw)
    tight = np.clip(2 * blur(edge, 0.008 * fw) - 1, 0, 1)
    return wide, np.asarray(tight, np.float32)


def _hanging(hair: NDArray[np.bool_], alpha: Float, first: int, slope: int) -> NDArray[np.bool_]:
    """Hair reached from above, row by row, at most `slope` pixels sideways a row: hair hangs, shoulders rise."""
    reached = hair & (alpha > 0.05)
    kernel = np.ones((1, 2 * slope + 1), np.uint8)
    for y in range(max(1, first), len(hair)):
        above = cv2.dilate(reached[y - 1 : y].astype(np.uint8), kernel)[0] > 0
        reached[y] &= above
    return reached


def _hang_down(hair: Float, alike: Float, first: int, last: int) -> Float:
    """Hair that cannot be told from the clothes is continued straight down; the suit's shoulder covers its end."""
    hung = hair.copy()
    for y in range(max(1, first), min(len(hair), last)):
        hung[y] = np.maximum(hung[y], 0.985 * hung[y - 1])
    return np.asarray(np.maximum(hair, hung * alike), np.float32)


def connected_skin(skin: Float, alpha: Float, valid: Float, face: Bytes, g: Geometry) -> Bytes:
    """(H, W) uint8: visible skin that hangs together with the face (own neck, ears), own face excluded."""
    solid = ((skin > 0.5) & (alpha > 0.95) & (valid > 0.5)).astype(np.uint8)
    solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, disc(0.010 * g.face_width))
    _, labels = cv2.connectedComponents(((solid > 0) | (face > 0)).astype(np.uint8))
    nose = g.points[1].astype(int)
    return np.asarray((labels == labels[nose[1], nose[0]]) & (solid > 0), np.uint8)


def neck_span(skin: Float, alpha: Float, g: Geometry) -> tuple[float, float] | None:
    """Left and right x of the person's own neck, or None when it is hidden or cannot be told from the wall."""
    best: tuple[float, float] | None = None
    columns = np.abs(np.arange(skin.shape[1]) - g.centre) < 0.62 * g.face_width
    for start, end in ((-0.025, 0.055), (0.02, 0.10), (0.05, 0.18)):
        edges = []
        for y in range(int(g.chin + start * g.head_height), int(g.chin + end * g.head_height), 2):
            if not 0 <= y < skin.shape[0]:
                continue
            row = np.flatnonzero((skin[y] > 0.5) & (alpha[y] > 0.6) & columns)
            if len(row) > 0.05 * g.face_width:
                edges.append((np.percentile(row, 3), np.percentile(row, 97)))
        if len(edges) > 3:
            left, right = np.median(edges, 0)
            plausible = 0.56 * g.face_width < right - left < 0.90 * g.face_width
            if plausible and (best is None or right - left > best[1] - best[0]):
                best = (float(left), float(right))
    return best
