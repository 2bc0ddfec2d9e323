"""From a photo to the person's own head, cut out and levelled: the part that is computed once a photo.

The head image is an upright crop with the face outline `FACE_MIN`..`FACE_MAX` pixels high. Everything the compositor
needs later (alpha of the head, long hair, own neck, light) is stored on it as uint8 layers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.engines import Progress, silent
from metajob.faces import OVAL, Face
from metajob.photo import masks, matting, regions
from metajob.photo.look import Light
from metajob.photo.regions import Geometry
from metajob.photo.tone import Bytes, Float, blur, polygon, to_lab

FACE_MIN, FACE_MAX = 260, 460  # height of the face outline on the head image; 460 fills a 1350-pixel picture
MATTE_FACE = 200  # height of the face outline at which closed-form matting runs
LIGHT_MARGIN = 2.5  # Lab L between the cheeks that counts as light from one side (ears and nose give about 1)


@dataclass
class Head:
    """A levelled head, ready to be put on any suit. Images are (H, W[, 3]) uint8 in head-image pixels, RGB.

    colour: foreground colours; hair_colour: the same for the strands. front: alpha of face, ears and hair down
    to the chin. long_hair: alpha of the hair below, for behind the suit; strands: for in front of it (empty unless
    hair_apart). skin: alpha of the own neck that may be shown. face: 1 inside the outline. geometry: landmarks and
    measures. zoom: head-image pixels a photo pixel (above 1 the photo was enlarged). grain: standard deviation of
    the photo's fine noise in Lab L. crown_cut: the top of the head lies outside the photo.
    """

    colour: Bytes
    hair_colour: Bytes
    front: Bytes
    long_hair: Bytes
    strands: Bytes
    skin: Bytes
    face: Bytes
    geometry: Geometry
    neck_centre: float
    neck_width: float | None
    neck_hidden: bool
    hair_is_long: bool
    hair_apart: bool
    skin_wall: bool
    light: Light
    skin_colour: Float
    zoom: float
    grain: float
    crown_cut: bool
    matrix: NDArray[np.float64]  # (2, 3) photo → head image
    notes: tuple[str, ...] = ()
    necks: dict[str, tuple[Bytes, Bytes]] = field(default_factory=dict)  # filled by metajob.photo.neck


def _align(face: Face) -> tuple[NDArray[np.float64], tuple[int, int], float]:
    """(2, 3) matrix photo → head image (eyes level), its (width, height), and the scale."""
    left, right = face.eyes.astype(np.float64)
    eye = (left + right) / 2
    angle = float(np.degrees(np.arctan2(right[1] - left[1], right[0] - left[0])))
    rotation = cv2.getRotationMatrix2D((float(eye[0]), float(eye[1])), angle, 1.0)
    upright = face.xy[list(OVAL)] @ rotation[:, :2].T + rotation[:, 2]
    outline = float(upright[:, 1].max() - upright[:, 1].min())
    target = float(np.clip(outline, FACE_MIN, FACE_MAX))
    scale = target / outline
    width, height = round(2.7 * target), round(3.3 * target)
    centre_x = float(upright[:, 0].min() + upright[:, 0].max()) / 2
    move = np.array([[scale, 0, width / 2 - scale * centre_x], [0, scale, 1.3 * target - scale * eye[1]]])
    return move @ np.vstack([rotation, [0, 0, 1]]), (width, height), scale


def _coarse(rgb: Bytes, face: Face) -> Float:
    """Coarse matte of the whole photo from a loose crop: a tight crop with repeated borders makes halos."""
    height, width = rgb.shape[:2]
    x0, y0, x1, y1 = face.box
    outline, cx, cy = y1 - y0, (x0 + x1) / 2, float(face.eyes[:, 1].mean())
    left, right = int(max(0, cx - 1.9 * outline)), int(min(width, cx + 1.9 * outline))
    top, bottom = int(max(0, cy - 1.6 * outline)), int(min(height, cy + 2.6 * outline))
    matte = np.zeros((height, width), np.float32)
    matte[top:bottom, left:right] = matting.coarse_matte(np.ascontiguousarray(rgb[top:bottom, left:right]))
    return matte


def prepare(rgb: Bytes, face: Face, progress: Progress = silent) -> Head:
    """Cut the head out of an (H, W, 3) uint8 sRGB photo. About 2 CPU seconds; cache the result for one photo."""
    progress(0.05, "얼굴을 반듯하게 맞추고 있어요")
    matrix, size, scale = _align(face)
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    source = rgb
    if scale < 0.6:  # area-average first: warpAffine alone would alias
        source = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        ratio = np.diag([rgb.shape[1] / source.shape[1], rgb.shape[0] / source.shape[0], 1.0])
        warp = matrix @ ratio
        flags = cv2.INTER_LINEAR
    else:
        warp = matrix
    crop = np.asarray(
        cv2.warpAffine(source, warp, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
    valid = cv2.warpAffine(np.ones(rgb.shape[:2], np.float32), matrix, size)
    points = (face.xy @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
    outline = polygon((size[1], size[0]), points[list(OVAL)])

    progress(0.15, "배경에서 사람을 떼어 내고 있어요")
    coarse = np.asarray(cv2.warpAffine(_coarse(rgb, face), matrix, size), np.float32)
    progress(0.45, "머리카락 경계를 다듬고 있어요")
    oval_height = float(np.ptp(points[list(OVAL), 1]))
    rows = round(float(points[152, 1]) + 1.15 * oval_height)
    alpha = matting.refine(crop, coarse, outline, MATTE_FACE / oval_height, rows)
    alpha *= (valid > 0.99).astype(np.float32)
    alpha *= matting.largest_part(alpha)
    colour = matting.foreground(crop, alpha)

    progress(0.75, "피부와 머리카락을 살피고 있어요")
    return _layers(crop, colour, alpha, valid, outline, points, matrix, scale)


def _geometry(alpha: Float, points: NDArray[np.float32]) -> Geometry:
    oval = points[list(OVAL)]
    left, right = float(oval[:, 0].min()), float(oval[:, 0].max())
    width = right - left
    centre = 0.5 * (left + right) * 0.5 + 0.5 * float(points[[33, 133, 263, 362], 0].mean())
    middle = alpha[:, max(0, int(centre - 0.35 * width)) : int(centre + 0.35 * width)].max(1)
    rows = np.flatnonzero(middle > 0.5)
    crown = float(rows[0]) if len(rows) else float(points[10, 1])
    return Geometry(points, centre, min(crown, float(points[10, 1])), float(oval[:, 1].max()), width)


def _layers(
    crop: Bytes,
    colour: Bytes,
    alpha: Float,
    valid: Float,
    outline: Bytes,
    points: NDArray[np.float32],
    matrix: NDArray[np.float64],
    scale: float,
) -> Head:
    g = _geometry(alpha, points)
    half = 0.5
    small = (round(alpha.shape[1] * half), round(alpha.shape[0] * half))
    lab = to_lab(cv2.resize(colour, small, interpolation=cv2.INTER_AREA))
    alpha_s = cv2.resize(alpha, small, interpolation=cv2.INTER_AREA)
    valid_s = cv2.resize(valid, small, interpolation=cv2.INTER_AREA)
    face_s = cv2.resize(outline, small, interpolation=cv2.INTER_NEAREST)
    gs = g.scaled(half)
    found = regions.find(lab, alpha_s, valid_s, gs)
    span = regions.neck_span(found.skin, alpha_s, gs)
    wall = masks.skin_wall(crop, cv2.resize(alpha, small), small, gs, found.skin_colour)
    own = regions.connected_skin(found.skin, alpha_s, valid_s, face_s, gs)
    layers = masks.split(found, own, face_s, alpha_s, gs, wall)

    full = (alpha.shape[1], alpha.shape[0])
    front, long_hair, strands, skin = (
        cv2.resize(m, full, interpolation=cv2.INTER_LINEAR)
        for m in (layers.front, layers.long_hair, layers.strands, layers.skin)
    )
    neck_centre = (points[172, 0] + points[397, 0]) / 2
    if span:
        middle = (span[0] + span[1]) / 2 / half
        neck_centre = np.clip(middle, g.centre - 0.08 * g.face_width, g.centre + 0.08 * g.face_width)
    hair_colour = colour
    if found.hair_is_long and found.hair_apart and found.hair_colour is not None:
        hair_colour = masks.clean_strands(crop, alpha * strands, found.hair_colour)
    detail = np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), np.float32) * (100 / 255)
    noise = np.abs(detail - blur(detail, 1.5))[outline > 0]
    difference = float(found.cheek_right[0] - found.cheek_left[0])
    notes = []
    if wall:
        notes.append(
            "배경색이 피부색과 비슷해서 목과 머리카락 경계가 거칠 수 있어요. 밝은 단색 벽 앞에서 찍으면 더 좋아요."
        )
    crown_row = alpha[max(0, int(g.crown) - 1) : int(g.crown) + 2]
    crown_cut = bool((valid[max(0, int(g.crown) - 4)] < 0.99)[int(g.centre)]) and float(crown_row.max()) > 0.5
    return Head(
        colour=colour,
        hair_colour=hair_colour,
        front=_bytes(alpha * front),
        long_hair=_bytes(alpha * long_hair),
        strands=_bytes(alpha * strands),
        skin=_bytes(skin),
        face=outline,
        geometry=g,
        neck_centre=float(neck_centre),
        neck_width=(span[1] - span[0]) / half if span and not wall else None,
        neck_hidden=layers.neck_hidden,
        hair_is_long=found.hair_is_long,
        hair_apart=found.hair_apart,
        skin_wall=wall,
        light="right" if difference > LIGHT_MARGIN else "left",
        skin_colour=found.skin_colour,
        zoom=scale,
        grain=float(np.median(noise) * 1.48) if len(noise) else 1.0,
        crown_cut=crown_cut,
        matrix=matrix,
        notes=tuple(notes),
    )


def _bytes(alpha: NDArray[np.float32]) -> Bytes:
    return np.asarray(np.clip(alpha, 0, 1) * 255 + 0.5, np.uint8)
