"""How the head sits in the picture: room above, below and beside it, size, closeness of the camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metajob.faces import Face

HAIR = 0.35  # least hair above the face outline in face heights; seen 0.35 (short) to 0.80 (bun)
MOST_HAIR = 1.0  # what the person mask shows above this is not the head
HEAD = 1.5  # head height, crown to chin, in face heights
OUTPUT_HEAD = 265.0  # head height in pixels of a 413 x 531 photo
NOSE_WIDTH = 0.27  # usual width of the nose in widths of the face; a close camera widens it


@dataclass(frozen=True)
class Framing:
    """Room around the head.

    headroom: face heights above the crown, < 0 when about that much is cut off. chin: head heights below the
    chin. sides: face widths beside the face outline on the tighter side, 0 where hair or ears touch the edge.
    """

    headroom: float
    chin: float
    sides: float


def framing(shape: tuple[int, ...], face: Face, person: NDArray[np.float32]) -> Framing:
    """shape: of the picture, (H, W, …). person: mask of the picture, any size (see metajob.faces.person)."""
    height, width = shape[:2]
    x0, y0, x1, y1 = face.box
    scale = person.shape[0] / height
    crown = _crown(face, person, scale)
    headroom = crown / face.height if crown > 0 else min(0.0, y0 / face.height - HAIR)
    sides = min(x0, width - x1) / face.width
    rows = person[int(max(0.0, crown) * scale) : max(1, int(y1 * scale))] > 0.5
    if rows.size and max(rows[:, 0].mean(), rows[:, -1].mean()) > 0.1:
        sides = min(sides, 0.0)
    return Framing(headroom, (height - y1) / (HEAD * face.height), sides)


def enlarging(face: Face) -> float:
    """How many times the head is enlarged for a 413 x 531 photo."""
    return OUTPUT_HEAD / (HEAD * face.height)


def closeness(shape: tuple[int, ...], face: Face) -> float:
    """Share of the picture's short side that the face takes, times how wide the nose looks in it.

    Only a hint of a wide-angle selfie: a tight crop of a photo taken from afar has a large share as well.
    """
    nose = np.linalg.norm(face.xy[48] - face.xy[278]) / np.linalg.norm(face.xy[234] - face.xy[454])
    return float(face.width / min(shape[:2]) * nose / NOSE_WIDTH)


def _crown(face: Face, person: NDArray[np.float32], scale: float) -> float:
    """Row of the crown in picture pixels: top of the person over the middle of the face; 0 at the edge."""
    x0, y0, x1, _ = face.box
    middle, reach = (x0 + x1) / 2, 0.35 * face.width
    top = max(0, int((y0 - MOST_HAIR * face.height) * scale))
    left, right = int(max(0.0, middle - reach) * scale), int((middle + reach) * scale)
    rows = np.flatnonzero((person[top : max(0, int(y0 * scale)), left:right] > 0.5).any(axis=1))
    least = y0 - HAIR * face.height
    return max(0.0, min(least, (top + float(rows[0])) / scale) if rows.size else least)
