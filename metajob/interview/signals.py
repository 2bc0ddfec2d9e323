"""What one frame says about the person, as a row of numbers, whoever looked: the server or the person's browser."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeGuard

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.errors import InputError
from metajob.faces.landmarker import OVAL, Face
from metajob.faces.pose import pose
from metajob.faces.video import Hand, Sight

NAN = math.nan
LONGEST_S = 15 * 60.0  # of an answer, as of its recording
MOST_ROWS = 300  # in one message of the browser; two messages a second are sent, 15 frames in each

_LIGHT_WIDTH = 160  # pixels; light and motion are measured in the picture made this wide
_TOUCH_REACH = 0.08  # of the face's width: a hand this near to the outline counts as touching it
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, what JPEG uses


@dataclass(frozen=True, slots=True)
class Row:
    """One frame. Left and right are the picture's, not mirrored; the measures of a face are NaN without a face.

    t: seconds of the answer. faces: 0, 1, or 2 for two and more; with two, the wider face is measured.
    yaw, pitch, roll: degrees of the head; yaw > 0 the nose points to the right, pitch > 0 it looks down, roll > 0
        tilted clockwise. pitch has an offset of its own for every camera and face (3 to 19 degrees were seen).
    gaze_x, gaze_y: the eyes in the head, -1..1, 0 straight; x > 0 to the right, y > 0 down. Blendshapes
        (eyeLook…); closing the lids looks like looking down, so y means nothing during a blink.
    smile, brow, blink, mouth: 0..1, blendshapes: mouth corners up, brows raised, lids closed (mean of both sides
        each; brow: the strongest of its three), jaw open.
    x, y: centre of the face as a share of the picture. size: face width / picture width.
    hands: a hand is in sight; touch: a hand is in the outline of the face or at it (in the picture, not in depth).
        None: hands were not looked for in this frame; touch is also None without a face.
    light: mean luma 0..255. motion: mean absolute luma difference to the frame before, NaN in the first; both of
        the picture made 160 pixels wide.
    """

    t: float
    faces: int
    yaw: float = NAN
    pitch: float = NAN
    roll: float = NAN
    gaze_x: float = NAN
    gaze_y: float = NAN
    smile: float = NAN
    brow: float = NAN
    blink: float = NAN
    mouth: float = NAN
    x: float = NAN
    y: float = NAN
    size: float = NAN
    hands: bool | None = None
    touch: bool | None = None
    light: float = NAN
    motion: float = NAN


# Least and greatest value of each measure; what a browser sends beyond is moved to the edge.
_RANGES: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("yaw", "pitch", "roll"), (-180.0, 180.0)),
    **dict.fromkeys(("gaze_x", "gaze_y"), (-1.0, 1.0)),
    **dict.fromkeys(("smile", "brow", "blink", "mouth"), (0.0, 1.0)),
    **dict.fromkeys(("x", "y"), (-1.0, 2.0)),
    "size": (0.0, 2.0),
    **dict.fromkeys(("light", "motion"), (0.0, 255.0)),
}


def row_of(
    sight: Sight, rgb_small: NDArray[np.uint8], t: float, previous: NDArray[np.uint8] | None = None
) -> Row:
    """The row of one picture.

    rgb_small: (H, W, 3) uint8 sRGB, the picture that `sight` was found in (its landmarks are in these pixels).
    t: seconds of the answer. previous: the picture before of the same stream, None for the first.
    """
    height, width = rgb_small.shape[:2]
    luma = _luma(rgb_small)
    before = None if previous is None else _luma(previous)
    motion = NAN if before is None or before.shape != luma.shape else float(np.abs(luma - before).mean())
    seen: dict[str, Any] = {"light": float(luma.mean()), "motion": motion}
    face = sight.faces[0] if sight.faces else None
    if face:
        seen |= _of_face(face, width, height)
    if sight.hands is not None:
        seen["hands"] = bool(sight.hands)
        seen["touch"] = _touches(face, sight.hands) if face else None
    return Row(t=t, faces=min(len(sight.faces), 2), **seen)


def rows_from_browser(payload: object) -> list[Row]:
    """What the page's own MediaPipe measured: a list of at most `MOST_ROWS` objects with the names of `Row`.

    t (0 to 900, not falling) and faces must be there; any other measure that is missing or null was not measured.
    Values beyond their range are moved to its edge; names that are not known are refused, as is anything that is
    no number. Raises InputError.
    """
    if not isinstance(payload, list) or len(payload) > MOST_ROWS:
        raise _not_rows("list")
    rows = [_checked(item) for item in payload]
    if any(later.t < row.t for row, later in pairwise(rows)):
        raise _not_rows("order")
    return rows


def _of_face(face: Face, width: int, height: int) -> dict[str, float]:
    head, shapes = pose(face), face.blendshapes
    x0, y0, x1, y1 = face.box
    return {
        "yaw": head.yaw,
        "pitch": math.degrees(math.atan2(float(face.matrix[2, 1]), float(face.matrix[2, 2]))),
        "roll": head.roll,
        # the person's left eye is the one at the picture's right: looking out with it is looking to the right
        "gaze_x": _mean(shapes, "eyeLookOutLeft", "eyeLookInRight")
        - _mean(shapes, "eyeLookInLeft", "eyeLookOutRight"),
        "gaze_y": _mean(shapes, "eyeLookDownLeft", "eyeLookDownRight")
        - _mean(shapes, "eyeLookUpLeft", "eyeLookUpRight"),
        "smile": _mean(shapes, "mouthSmileLeft", "mouthSmileRight"),
        "brow": max(shapes[name] for name in ("browInnerUp", "browOuterUpLeft", "browOuterUpRight")),
        "blink": _mean(shapes, "eyeBlinkLeft", "eyeBlinkRight"),
        "mouth": shapes["jawOpen"],
        "x": (x0 + x1) / 2 / width,
        "y": (y0 + y1) / 2 / height,
        "size": face.width / width,
    }


def _mean(shapes: dict[str, float], *names: str) -> float:
    return sum(shapes[name] for name in names) / len(names)


def _touches(face: Face, hands: list[Hand]) -> bool:
    """Whether one of the 21 points of a hand lies in the outline of the face or within reach of it."""
    outline = face.xy[list(OVAL)].reshape(-1, 1, 2)
    reach = _TOUCH_REACH * face.width
    return any(
        cv2.pointPolygonTest(outline, (float(x), float(y)), True) >= -reach for hand in hands for x, y in hand
    )


def _luma(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    height, width = rgb.shape[:2]
    size = (_LIGHT_WIDTH, max(1, round(_LIGHT_WIDTH * height / width)))
    luma: NDArray[np.float32] = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.float32) @ _LUMA
    return luma


def _checked(item: object) -> Row:
    if not isinstance(item, dict) or not item.keys() <= Row.__dataclass_fields__.keys():
        raise _not_rows("names")
    t, faces = item.get("t"), item.get("faces")
    if not _is_number(t) or not 0 <= t <= LONGEST_S:
        raise _not_rows("t")
    if isinstance(faces, bool) or not isinstance(faces, int) or faces < 0:
        raise _not_rows("faces")
    values: dict[str, Any] = {name: _within(item.get(name), *edges) for name, edges in _RANGES.items()}
    flags: dict[str, Any] = {name: item.get(name) for name in ("hands", "touch")}
    if any(flag is not None and not isinstance(flag, bool) for flag in flags.values()):
        raise _not_rows("flags")
    if not faces:  # without a face there is nothing that can be true of it
        values |= dict.fromkeys(values.keys() - {"light", "motion"}, NAN)
        flags["touch"] = None
    return Row(t=float(t), faces=min(faces, 2), **values, **flags)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf


def _within(value: object, least: float, greatest: float) -> float:
    if value is None:
        return NAN
    if not _is_number(value):
        raise _not_rows("value")
    return float(min(max(value, least), greatest))


def _not_rows(what: str) -> InputError:
    return InputError(f"브라우저가 보낸 측정값을 읽을 수 없어요. ({what})", "페이지를 새로 고쳐 주세요.")
