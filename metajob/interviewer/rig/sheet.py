"""Contact sheets and still portraits: every viseme, blink, brow, listening pose and turn of a persona to look at."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.interviewer.model import PersonaId, Viseme
from metajob.interviewer.rig.draw import Rig
from metajob.interviewer.rig.layers import Pixels
from metajob.interviewer.rig.motion import REST, Pose, idle

TILE, LABEL = 240, 20  # pixels
COLUMNS = 6
CROP = (120, 40, 400)  # left, top, size: the head
INK = (40, 40, 48)

# Targets of each viseme at full weight, to look at; what clips use comes from `interviewer.visemes`.
VISEMES: dict[Viseme, Pose] = {
    "sil": REST,
    "PP": Pose(0.0, -0.05, 0.1, 1.0),
    "TT": Pose(0.26, 0.10, 0.0, 0.0, 0.4, 0.9),
    "SS": Pose(0.12, 0.30, 0.0, 0.0, 1.0, 0.1),
    "KK": Pose(0.25, 0.0, 0.0, 0.0, 0.2, 0.0),
    "HH": Pose(0.38, 0.0, 0.0, 0.0, 0.2, 0.0),
    "A": Pose(1.0, 0.15, 0.0, 0.0, 0.3, 0.2),
    "EO": Pose(0.68, -0.10, 0.15, 0.0, 0.2, 0.1),
    "O": Pose(0.45, -0.55, 0.8),
    "U": Pose(0.22, -0.8, 1.0),
    "EU": Pose(0.18, 0.35, 0.0, 0.0, 0.7, 0.0),
    "I": Pose(0.22, 0.80, 0.0, 0.0, 0.8, 0.3),
    "E": Pose(0.45, 0.5, 0.0, 0.0, 0.6, 0.2),
}
OTHERS: dict[str, Pose] = {
    "half blink": Pose(lid_l=0.5, lid_r=0.5),
    "blink": Pose(lid_l=1, lid_r=1),
    "brows up": Pose(brow=1),
    "frown": Pose(frown=0.7),
    "smile": Pose(smile=1),
    "look left": Pose(gaze_x=-0.8),
    "look down": Pose(gaze_y=0.8),
    "yaw -9": Pose(yaw=-9),
    "yaw 9": Pose(yaw=9),
    "pitch -7": Pose(pitch=-7),
    "pitch 7": Pose(pitch=7),
    "roll 6": Pose(roll=6),
    "turn, A": Pose(1.0, 0.15, teeth=0.3, yaw=6, pitch=-2, roll=-2),
}
LISTENING = (38, 44, 58, 74)  # frames of the listening loop


def rgb(frame: Pixels) -> NDArray[np.uint8]:
    """(H, W, 3) RGB copy of a BGRA frame."""
    return np.ascontiguousarray(frame[..., 2::-1])


def still(persona: PersonaId) -> NDArray[np.uint8]:
    """(640, 640, 3) uint8 RGB: the persona at rest."""
    return rgb(Rig(persona).frame(REST))


def _tile(frame: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    left, top, size = CROP
    head = np.ascontiguousarray(frame[top : top + size, left : left + size])
    small: NDArray[np.uint8] = np.asarray(
        cv2.resize(head, (TILE, TILE), interpolation=cv2.INTER_AREA), np.uint8
    )
    small[-LABEL:] = 255
    cv2.putText(small, name, (6, TILE - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.5, INK, 1, cv2.LINE_AA)
    return small


def contact_sheet(persona: PersonaId) -> NDArray[np.uint8]:
    """(rows * 240, 1440, 3) uint8 RGB: a labelled tile for each viseme and each other pose."""
    rig, loop = Rig(persona), idle()
    poses: list[tuple[str, Pose]] = [*VISEMES.items(), *OTHERS.items()]
    poses += [(f"listening {i}", loop[i]) for i in LISTENING]
    tiles = [_tile(rgb(rig.frame(pose)), name) for name, pose in poses]
    tiles += [np.full_like(tiles[0], 255)] * (-len(tiles) % COLUMNS)
    return np.vstack([np.hstack(tiles[i : i + COLUMNS]) for i in range(0, len(tiles), COLUMNS)])
