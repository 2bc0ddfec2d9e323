"""Rows: what a frame says, with the right signs, and what of a browser's rows is believed."""

from __future__ import annotations

import json
import math
from dataclasses import asdict

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from metajob.errors import InputError
from metajob.faces.landmarker import OVAL, Face
from metajob.faces.video import FaceTracker, Hand, Sight
from metajob.interview.signals import MOST_ROWS, Row, row_of, rows_from_browser

SHAPES = (
    *(
        "eyeLookOutLeft",
        "eyeLookInLeft",
        "eyeLookOutRight",
        "eyeLookInRight",
        "eyeLookUpLeft",
        "eyeLookUpRight",
    ),
    *("eyeLookDownLeft", "eyeLookDownRight", "mouthSmileLeft", "mouthSmileRight", "browInnerUp", "jawOpen"),
    *("browOuterUpLeft", "browOuterUpRight", "eyeBlinkLeft", "eyeBlinkRight"),
)
GREY = np.full((240, 320, 3), 100, np.uint8)


def face(down: float = 0.0, right: float = 0.0, **shapes: float) -> Face:
    """A round face of 100 pixels around (160, 120), its head turned by degrees."""
    points = np.zeros((478, 3), np.float32)
    angles = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    points[list(OVAL), 0] = 160 + 50 * np.sin(angles)
    points[list(OVAL), 1] = 120 - 50 * np.cos(angles)
    points[[33, 133, 263, 362], :2] = [(130, 110), (150, 110), (190, 110), (170, 110)]
    points[[1, 152], :2] = [(160, 130), (160, 170)]
    a, b = math.radians(down), math.radians(right)
    pitch = np.array([[1, 0, 0], [0, math.cos(a), -math.sin(a)], [0, math.sin(a), math.cos(a)]])
    yaw = np.array([[math.cos(b), 0, math.sin(b)], [0, 1, 0], [-math.sin(b), 0, math.cos(b)]])
    matrix = np.eye(4, dtype=np.float32)
    matrix[:3, :3] = yaw @ pitch
    return Face(points, dict.fromkeys(SHAPES, 0.0) | shapes, matrix)


def hand(x: float, y: float) -> Hand:
    return np.full((21, 2), (x, y), np.float32)


def test_where_the_head_and_the_eyes_point() -> None:
    row = row_of(
        Sight([face(down=12, right=-20, eyeLookOutLeft=0.6, eyeLookInRight=0.4, eyeLookUpLeft=0.2)]),
        GREY,
        1.5,
    )
    assert row.t == 1.5
    assert row.pitch == pytest.approx(12, abs=1e-4)
    assert row.yaw == pytest.approx(-20, abs=1e-4)
    assert row.roll == 0
    assert row.gaze_x == pytest.approx(0.5)  # the person's left is the picture's right
    assert row.gaze_y == pytest.approx(-0.1)
    assert (row.x, row.y, row.size) == pytest.approx((0.5, 0.5, 0.3125))


def test_lids_brows_and_mouth() -> None:
    shapes = {
        "mouthSmileLeft": 0.4,
        "eyeBlinkRight": 1.0,
        "browInnerUp": 0.1,
        "browOuterUpLeft": 0.3,
        "jawOpen": 0.7,
    }
    row = row_of(Sight([face(**shapes)]), GREY, 0.0)
    assert (row.smile, row.blink, row.brow, row.mouth) == pytest.approx((0.2, 0.5, 0.3, 0.7))


@pytest.mark.parametrize(
    ("x", "touch"),
    [(160, True), (112, True), (103, True), (101, False), (217, True), (219, False), (300, False)],
)
def test_a_hand_touches_within_eight_hundredths_of_the_face(x: float, touch: bool) -> None:
    row = row_of(Sight([face()], [hand(20, 20), hand(x, 120)]), GREY, 0.0)
    assert (row.hands, row.touch) == (True, touch)


def test_what_was_not_looked_at_is_not_said() -> None:
    nobody = row_of(Sight([]), GREY, 0.0)
    assert nobody.faces == 0
    assert math.isnan(nobody.yaw)
    assert (nobody.hands, nobody.touch) == (None, None)
    assert row_of(Sight([face()], []), GREY, 0.0).touch is False
    only_hand = row_of(Sight([], [hand(160, 120)]), GREY, 0.0)
    assert (only_hand.hands, only_hand.touch) == (True, None)
    assert row_of(Sight([face()] * 3), GREY, 0.0).faces == 2


def test_light_and_motion() -> None:
    first = row_of(Sight([]), GREY, 0.0)
    assert first.light == pytest.approx(100, abs=0.01)
    assert math.isnan(first.motion)
    assert row_of(Sight([]), GREY, 0.2, GREY).motion == 0
    half = GREY.copy()
    half[:, 160:] += 10
    assert row_of(Sight([]), half, 0.2, GREY).motion == pytest.approx(5, abs=0.01)
    assert math.isnan(row_of(Sight([]), GREY, 0.2, GREY[:100]).motion)


def test_a_real_face_and_its_mirror(astronaut: NDArray[np.uint8]) -> None:
    small = np.ascontiguousarray(cv2.resize(astronaut[:384], (320, 240)), np.uint8)
    rows = []
    for rgb in (small, np.ascontiguousarray(small[:, ::-1])):
        tracker = FaceTracker()
        rows.append(row_of(tracker.see(rgb, 0), rgb, 0.0))
        tracker.close()
    one, other = rows
    assert one.smile > 0.5  # she laughs
    assert one.blink < 0.5
    assert one.x == pytest.approx(225 / 512, abs=0.02)
    assert one.roll > 2
    assert other.yaw == pytest.approx(-one.yaw, abs=4)
    assert other.roll == pytest.approx(-one.roll, abs=2)
    assert other.gaze_x == pytest.approx(-one.gaze_x, abs=0.15)
    assert other.x == pytest.approx(1 - one.x, abs=0.01)


ROW = Row(1.0, 1, 3.0, -4.0, 0.5, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.5, 0.4, 0.3, True, False, 120.0, 1.5)


def test_a_browsers_row_arrives_as_it_was() -> None:
    assert rows_from_browser(json.loads(json.dumps([asdict(ROW)]))) == [ROW]


def test_a_browser_may_leave_out_and_go_beyond() -> None:
    (row,) = rows_from_browser(
        [{"t": 2, "faces": 3, "yaw": 400, "smile": -1e-9, "pitch": None, "light": 10**400}]
    )
    assert (row.t, row.faces, row.yaw, row.smile, row.light) == (2.0, 2, 180.0, 0.0, 255.0)
    assert math.isnan(row.pitch)
    (nobody,) = rows_from_browser([asdict(ROW) | {"faces": 0}])
    assert math.isnan(nobody.yaw)
    assert nobody.light == 120
    assert nobody.touch is None


@pytest.mark.parametrize(
    "payload",
    [
        None,
        {},
        "[]",
        [1],
        [[]],
        [{}],
        [{"t": 1}],
        [{"t": -1, "faces": 1}],
        [{"t": 901, "faces": 1}],
        [{"t": math.nan, "faces": 1}],
        [{"t": True, "faces": 1}],
        [{"t": 1, "faces": True}],
        [{"t": 1, "faces": -1}],
        [{"t": 1, "faces": 1.5}],
        [{"t": 1, "faces": 1, "yaw": "3"}],
        [{"t": 1, "faces": 1, "yaw": math.inf}],
        [{"t": 1, "faces": 1, "hands": 1}],
        [{"t": 1, "faces": 1, "name": "x"}],
        [{"t": 2, "faces": 1}, {"t": 1, "faces": 1}],
        [{"t": 1, "faces": 1}] * (MOST_ROWS + 1),
    ],
)
def test_what_is_no_row_is_refused(payload: object) -> None:
    with pytest.raises(InputError, match="측정값"):
        rows_from_browser(payload)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*Row.__dataclass_fields__, "x2"]), inner, max_size=6)
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=60, deadline=None)
def test_anything_else_ends_in_rows_or_a_refusal(payload: object) -> None:
    try:
        rows = rows_from_browser(payload)
    except InputError:
        return
    assert all(row.faces in (0, 1, 2) and 0 <= row.t <= 900 for row in rows)
