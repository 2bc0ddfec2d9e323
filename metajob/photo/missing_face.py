"""Why no face was found, as far as that can be told cheaply: too small a picture, dark, rotated, drawn."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.faces import detect
from metajob.faces.person import person_mask
from metajob.photo.thresholds import Say

Reason = Literal["none", "dark", "rotated", "drawing", "small"]

NO_FACE: dict[Reason, Say] = {
    "none": (
        "사람 얼굴을 찾지 못했어요. 마스크나 손으로 가려지지 않고 정면을 본 실제 사진을 올려 주세요.",
        "No face was found. Please use a real photo of an uncovered face looking at the camera.",
    ),
    "dark": (
        "사진이 너무 어두워서 얼굴을 찾지 못했어요. 밝은 곳에서 다시 찍어 주세요.",
        "The photo is too dark to find a face. Please take it again in a brighter place.",
    ),
    "rotated": (
        "사진이 돌아가 있어요. 똑바로 돌려서 다시 올려 주세요.",
        "The photo is rotated. Please turn it upright and upload it again.",
    ),
    "drawing": (
        "실제 사진이 아닌 것 같아요. 얼굴이 나온 사진을 올려 주세요.",
        "This does not look like a photo. Please use a photo that shows a face.",
    ),
    "small": (
        "사진이 너무 작아요. 가로세로가 더 큰 원본 사진을 올려 주세요.",
        "The picture is too small. Please use a larger original.",
    ),
}

SIDE = 512
SMALLEST = 160  # a shorter side cannot hold a face of usable width
DARK = 60  # 95th percentile of the brightest channel, 0..255; a face in less is noise


def is_upside_down(rgb: NDArray[np.uint8], person: NDArray[np.float32]) -> bool:
    """Whether an (H, W, 3) uint8 sRGB picture that shows no face as it is stands on its head.

    person: its mask (metajob.faces.person). The turned picture shows a face, and a body that rests on the
    lower edge as well as this one's: a masked face may look like an upright one from the wrong side.
    """
    turned = np.ascontiguousarray(np.rot90(_small(rgb), 2))
    return bool(detect(turned)) and _rests(person_mask(turned)) > _rests(person) - 0.1


def _rests(person: NDArray[np.float32]) -> float:
    """Share of the lower edge that shows a person, less that of the upper edge; -1..1."""
    band = max(1, person.shape[0] // 20)
    return float((person[-band:] > 0.5).mean()) - float((person[:band] > 0.5).mean())


def reason(rgb: NDArray[np.uint8]) -> Reason:
    """The most helpful reason; "none" covers a hidden or averted face, an animal, a landscape."""
    if min(rgb.shape[:2]) < SMALLEST:
        return "small"
    small = _small(rgb)
    if np.percentile(small.max(axis=2), 95) < DARK:
        return "dark"
    return "drawing" if _is_flat(small) else "none"


def _small(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    scale = min(1.0, SIDE / max(rgb.shape[:2]))
    if scale == 1:
        return rgb
    return np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _is_flat(rgb: NDArray[np.uint8]) -> bool:
    """Whether twelve colours make nine tenths of the picture."""
    coarse = (rgb.reshape(-1, 3) >> 3).astype(np.int32) @ np.array([1024, 32, 1], np.int32)
    counts = np.sort(np.unique(coarse, return_counts=True)[1])[::-1]
    return bool(counts[:12].sum() > 0.9 * counts.sum())
