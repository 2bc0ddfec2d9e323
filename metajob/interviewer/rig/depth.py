"""How far each point of the head lies before the axis of the neck: what makes a turn foreshorten the face."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from metajob.interviewer.rig.kit import AXIS
from metajob.interviewer.rig.persona import Persona

Field = NDArray[np.float32]

# (y of design space, depth on the axis): crown, forehead, brows, below the nose, mouth, chin, throat
PROFILE = (
    (40, 0),
    (70, 12),
    (105, 42),
    (165, 70),
    (230, 82),
    (262, 80),
    (300, 84),
    (356, 90),
    (404, 82),
    (445, 40),
    (520, 10),
)
NOSE_RISE = 24.0  # the tip stands this far before the cheeks
NOSE_HALF = 12.0  # half width of the ridge at 1/e
SOCKET = 4.0  # eyes lie this much deeper


def head_depth(persona: Persona, x: Field, y: Field) -> Field:
    """Depth in design units at points of design space: an ellipsoid with a nose."""
    offset = x - AXIS
    heights, depths = zip(*PROFILE, strict=True)
    on_axis = np.interp(y, np.array(heights, float), np.array(depths, float))
    reach = np.clip(np.abs(offset) / (persona.face.width * 1.14), 0, 1)
    depth = on_axis * np.sqrt(1 - reach**2)
    top, tip = persona.eyes.y - 18, persona.face.nose_y - 6
    ridge = np.interp(y, (top, tip, tip + 5, tip + 17), (0, 1, 1, 0))
    depth += NOSE_RISE * ridge * np.exp(-((offset / NOSE_HALF) ** 2))
    sockets = ((np.abs(offset) - persona.eyes.x) / 24) ** 2 + ((y - persona.eyes.y) / 16) ** 2
    depth -= SOCKET * np.exp(-sockets)
    return np.asarray(depth, np.float32)


def jaw_share(persona: Persona, x: Field, y: Field) -> Field:
    """How much of the jaw's way down each point goes: 0 above the mouth, 1 at the chin, fading to the sides."""
    start, end = persona.lips.y - 10, persona.face.chin_y - 10
    t = np.clip((y - start) / (end - start), 0, 1)
    fade = np.clip((y - end) / 60, 0, 1)  # hair and collar below the chin stay
    side = np.clip(1 - (np.abs(x - AXIS) / (persona.face.width * 1.15)) ** 4, 0, 1)
    return np.asarray(t * t * (3 - 2 * t) * (1 - fade) * side, np.float32)
