"""The face landmarks: where they land, what they say about pose, and that the process ends quietly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from metajob.faces import detect, landmarker, person
from metajob.faces.person import person_mask
from metajob.faces.pose import pose
from tests.pictures import turned

ROOT = Path(__file__).resolve().parents[2]
Picture = NDArray[np.uint8]


def test_finds_the_astronaut_where_she_is(astronaut: Picture) -> None:
    (face,) = detect(astronaut)
    x0, y0, x1, y1 = face.box
    assert face.points.shape == (478, 3)
    assert 170 < x0 < 195 and 255 < x1 < 285
    assert 60 < y0 < 85 and 165 < y1 < 190
    assert face.eyes[0, 0] < face.eyes[1, 0]
    assert face.blendshapes["mouthSmileLeft"] > 0.5 > face.blendshapes["eyeBlinkLeft"]


def test_a_view_of_an_array_works_like_a_copy(astronaut: Picture) -> None:
    part = astronaut[:300, 50:400]
    assert np.allclose(detect(part)[0].xy, detect(part.copy())[0].xy)


def test_no_face_in_an_empty_wall() -> None:
    assert detect(np.full((400, 300, 3), 180, np.uint8)) == []


def test_roll_follows_the_picture(astronaut: Picture) -> None:
    before = pose(detect(astronaut)[0]).roll
    assert pose(detect(turned(astronaut, 15))[0]).roll - before == pytest.approx(15, abs=3)


def test_yaw_changes_sign_with_the_mirror(astronaut: Picture) -> None:
    mirrored = np.ascontiguousarray(astronaut[:, ::-1])
    assert abs(pose(detect(astronaut)[0]).yaw + pose(detect(mirrored)[0]).yaw) < 4


def test_yaw_is_negative_when_the_nose_points_to_the_left_of_the_picture(shared_data: Path) -> None:
    from tests.pictures import read

    painting = read(shared_data / "portraits" / "portrait_6.jpg")
    assert pose(detect(painting)[0]).yaw < -20
    assert pose(detect(np.ascontiguousarray(painting[:, ::-1]))[0]).yaw > 20


def test_nose_line_does_not_depend_on_roll(astronaut: Picture) -> None:
    straight, tilted = (pose(detect(rgb)[0]).nose_line for rgb in (astronaut, turned(astronaut, 25)))
    assert tilted == pytest.approx(straight, abs=0.05)


def test_person_mask_tells_the_head_from_the_wall(astronaut: Picture) -> None:
    mask = person_mask(astronaut)
    assert mask.shape == (512, 512)
    assert mask[120, 225] > 0.9 and mask[20, 120] < 0.1


def test_person_mask_of_a_large_picture_keeps_its_shape(astronaut: Picture) -> None:
    mask = person_mask(np.tile(astronaut[:, 100:400], (2, 2, 1)))
    assert max(mask.shape) == 512
    assert mask.shape[1] / mask.shape[0] == pytest.approx(600 / 1024, abs=0.01)


@pytest.mark.parametrize("first", ["metajob.faces", "mediapipe"])
def test_a_process_that_looked_at_a_face_ends_without_complaint(first: str) -> None:
    code = (
        f"import {first}, numpy as np\n"
        "from metajob.photo.checks import check_photo\n"
        "print(check_photo(np.zeros((300, 300, 3), np.uint8)).level)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "refuse"
    assert not any(word in done.stderr for word in ("Error", "Traceback", "ignored")), done.stderr


def test_closed_models_are_loaded_again(astronaut: Picture) -> None:
    landmarker.close()
    person.close()
    assert len(detect(astronaut)) == 1
    assert person_mask(astronaut)[120, 225] > 0.9
