"""Where the head is turned: yaw, pitch and roll of a detected face.

Signs, as seen in the picture: yaw > 0 when the nose points to the picture's right (the person turns to their
own left), roll > 0 when the head is tilted clockwise (the eye at the picture's right is lower).
Degrees for pitch are not given: MediaPipe's matrix has an offset of 3 to 19 degrees on frontal photos. The
place of the nose tip between the eye line and the chin is used instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from metajob.faces.landmarker import Face

NOSE_TIP, CHIN = 1, 152


@dataclass(frozen=True)
class Pose:
    """yaw, roll: degrees. nose_line: (eye line → nose tip) / (eye line → chin), both measured along the face.

    nose_line is 0.32 to 0.43 on frontal photos; more means looking down, less means looking up.
    """

    yaw: float
    nose_line: float
    roll: float


def pose(face: Face) -> Pose:
    """The three figures of one face."""
    rotation = face.matrix[:3, :3]
    yaw = math.degrees(math.atan2(-rotation[2, 0], math.hypot(rotation[2, 1], rotation[2, 2])))
    return Pose(yaw=yaw, nose_line=_nose_line(face), roll=roll(face))


def roll(face: Face) -> float:
    """Tilt of the line through both eyes in degrees; 0 is level."""
    dx, dy = (face.eyes[1] - face.eyes[0]).tolist()
    return math.degrees(math.atan2(dy, dx))


def _nose_line(face: Face) -> float:
    across = face.eyes[1] - face.eyes[0]
    down = np.array([-across[1], across[0]]) / np.linalg.norm(across)
    middle = face.eyes.mean(0)
    return float((face.xy[NOSE_TIP] - middle) @ down / ((face.xy[CHIN] - middle) @ down))
