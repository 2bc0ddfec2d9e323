"""How the promises of the suit photo are measured on the finished picture: geometry and identity."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.faces import OVAL, Face, detect
from metajob.photo.compose import place
from metajob.photo.head import Head
from metajob.photo.look import Look
from metajob.photo.templates import templates


@dataclass(frozen=True)
class Geometry:
    """head: crown to chin as a share of the height. centre: face centre from the middle, share of the width, signed.

    roll: angle of the eye line in degrees.
    """

    head: float
    centre: float
    roll: float


def geometry(rgb: NDArray[np.uint8], background: tuple[int, int, int]) -> Geometry | None:
    """Measured on the result alone: landmarks found anew, crown where the background ends above the face."""
    faces = detect(rgb)
    if not faces:
        return None
    face = faces[0]
    height, width = rgb.shape[:2]
    left, _, right, _ = face.box
    eyes = face.eyes
    centre = (left + right) / 4 + float(eyes[:, 0].mean()) / 2
    columns = np.abs(np.arange(width) - centre) < 0.35 * face.width
    person = np.abs(rgb.astype(int) - background).max(2) > 40
    crown = float(np.flatnonzero(person[:, columns].any(1))[0])
    roll = float(np.degrees(np.arctan2(eyes[1, 1] - eyes[0, 1], eyes[1, 0] - eyes[0, 0])))
    return Geometry((face.box[3] - crown) / height, centre / width - 0.5, roll)


def identity_error(
    photo: NDArray[np.uint8], face: Face, head: Head, look: Look, result: NDArray[np.uint8]
) -> float:
    """Mean difference in grey levels inside the face outline (landmark hull shrunk by 5 %).

    The result is warped back onto the photo and one gain and offset a channel is fitted and taken out; the worst
    channel counts.
    """
    height, width = result.shape[:2]
    at = place(head, look, templates()[look.template].sex, width, height)
    forward = np.vstack([at.matrix, [0, 0, 1]]) @ np.vstack([head.matrix, [0, 0, 1]])
    shrinking = np.sqrt(abs(np.linalg.det(forward[:2, :2]))) > 1
    back = cv2.warpAffine(
        result,
        np.linalg.inv(forward)[:2],
        photo.shape[1::-1],
        flags=cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR,
    )
    hull = cv2.convexHull(face.xy[list(OVAL)].astype(np.float32))[:, 0]
    hull = hull.mean(0) + (hull - hull.mean(0)) * 0.95
    mask = np.zeros(photo.shape[:2], np.uint8)
    cv2.fillPoly(mask, [hull.astype(np.int32)], 1)
    inside = mask > 0
    errors = []
    for channel in range(3):
        before = photo[..., channel][inside].astype(float)
        after = back[..., channel][inside].astype(float)
        design = np.c_[before, np.ones_like(before)]
        fitted = design @ np.linalg.lstsq(design, after, rcond=None)[0]
        errors.append(float(np.abs(fitted - after).mean()))
    return max(errors)
