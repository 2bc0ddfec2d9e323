"""The drawn interviewer's pictures: found by the face detector, solid, alive in eyes and mouth, the same every time."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from metajob.faces import Face, detect
from metajob.faces.pose import pose as head_pose
from metajob.interviewer.model import SIZE, PersonaId
from metajob.interviewer.rig import sheet
from metajob.interviewer.rig.draw import Rig
from metajob.interviewer.rig.kit import AXIS
from metajob.interviewer.rig.layers import to_picture
from metajob.interviewer.rig.motion import REST, Pose
from metajob.interviewer.rig.personas import PERSONAS

IDS: tuple[PersonaId, ...] = get_args(PersonaId)
UPPER_LIP, LOWER_LIP = 13, 14  # inner edges on the axis
LEFT_CORNER, RIGHT_CORNER = 61, 291
TURNED = [
    Pose(yaw=9),
    Pose(yaw=-9),
    Pose(0.8, 0.2, teeth=0.3, yaw=12, pitch=8, roll=-6, brow=1),
    Pose(lid_l=1, lid_r=1, pitch=-8, roll=5),
]


@pytest.fixture(scope="module")
def rigs() -> dict[PersonaId, Rig]:
    return {persona: Rig(persona) for persona in IDS}


def found(rig: Rig, pose: Pose) -> Face:
    faces = detect(sheet.rgb(rig.frame(pose)))
    assert len(faces) == 1, pose
    return faces[0]


def opening(face: Face) -> float:
    """Height of the opening between the lips, of the distance of the eyes."""
    return float(
        np.linalg.norm(face.xy[UPPER_LIP] - face.xy[LOWER_LIP]) / np.linalg.norm(np.diff(face.eyes, axis=0))
    )


def width(face: Face) -> float:
    return float(
        np.linalg.norm(face.xy[LEFT_CORNER] - face.xy[RIGHT_CORNER])
        / np.linalg.norm(np.diff(face.eyes, axis=0))
    )


def eye(frame: NDArray[np.uint8], rig: Rig, side: int) -> NDArray[np.float64]:
    """(H, W, 3) BGR around one eye of a head at rest."""
    x, y = to_picture(AXIS + side * rig.persona.eyes.x, rig.persona.eyes.y)
    return frame[int(y) - 16 : int(y) + 16, int(x) - 26 : int(x) + 26, :3].astype(float)


def dark(part: NDArray[np.float64]) -> int:
    """Pixels of iris, pupil and lashes."""
    return int((part.mean(2) < 60).sum())


def white(part: NDArray[np.float64]) -> int:
    """Pixels of the eyeball: bright, and not as warm as skin."""
    return int(((part.mean(2) > 190) & (part[..., 2] - part[..., 0] < 18)).sum())


@pytest.mark.parametrize("persona", IDS)
def test_face_is_found_at_rest_and_turned(rigs: dict[PersonaId, Rig], persona: PersonaId) -> None:
    for pose in [REST, *TURNED]:
        found(rigs[persona], pose)


@pytest.mark.parametrize("persona", IDS)
def test_turn_is_seen_as_a_turn(rigs: dict[PersonaId, Rig], persona: PersonaId) -> None:
    left, right = (head_pose(found(rigs[persona], Pose(yaw=yaw))).yaw for yaw in (-9, 9))
    assert left < -1.5
    assert right > 1.5


@pytest.mark.parametrize("persona", IDS)
def test_lips_open_as_told_and_close_when_pressed(rigs: dict[PersonaId, Rig], persona: PersonaId) -> None:
    rig = rigs[persona]
    rest, small, half, wide = (opening(found(rig, Pose(value))) for value in (0.0, 0.25, 0.6, 1.0))
    assert rest < 0.02
    assert rest + 0.03 < small
    assert small + 0.06 < half
    assert half + 0.08 < wide
    assert opening(found(rig, Pose(0.9, press=1))) < 0.02


def test_corners_go_out_and_in(rigs: dict[PersonaId, Rig]) -> None:
    for rig in rigs.values():
        pucker, plain, spread = (width(found(rig, sheet.VISEMES[name])) for name in ("U", "KK", "I"))
        assert pucker * 1.25 < plain
        assert plain * 1.08 < spread


def test_every_viseme_looks_different(rigs: dict[PersonaId, Rig]) -> None:
    rig = rigs["lead"]
    x, y = (int(v) for v in to_picture(AXIS, rig.persona.lips.y))
    mouths = {
        name: rig.frame(pose)[y - 20 : y + 40, x - 50 : x + 50].astype(float)
        for name, pose in sheet.VISEMES.items()
    }
    names = list(mouths)
    for number, name in enumerate(names):
        for other in names[:number]:
            different = np.abs(mouths[name] - mouths[other]).max(2) > 24
            assert different.sum() > 60, (name, other)


@pytest.mark.parametrize("persona", IDS)
def test_blink_shuts_both_eyes(rigs: dict[PersonaId, Rig], persona: PersonaId) -> None:
    rig = rigs[persona]
    open_eyes = rig.frame(REST).copy()
    shut_eyes = rig.frame(Pose(lid_l=1, lid_r=1)).copy()
    for side in (-1, 1):
        before, after = eye(open_eyes, rig, side), eye(shut_eyes, rig, side)
        assert white(before) > 60
        assert white(after) < 0.2 * white(before)
        assert dark(after) < 0.5 * dark(before)
    one = rig.frame(Pose(lid_l=1))
    assert np.array_equal(eye(one, rig, 1), eye(open_eyes, rig, 1))
    assert np.array_equal(eye(one, rig, -1), eye(shut_eyes, rig, -1))


@pytest.mark.parametrize("persona", IDS)
def test_no_hole_in_the_figure(rigs: dict[PersonaId, Rig], persona: PersonaId) -> None:
    """Whatever shines through lies outside: it is reached from the picture's border."""
    import cv2

    rig = rigs[persona]
    room = rig._room.copy()
    random = np.random.default_rng(3)
    try:
        for _ in range(12):
            pose = Pose(
                *random.uniform(0, 1, 6),
                yaw=random.uniform(-12, 12),
                pitch=random.uniform(-10, 10),
                roll=random.uniform(-8, 8),
                breath=random.uniform(0, 1),
            )
            seen = []
            for colour in ((0, 0, 0, 255), (255, 255, 255, 255)):
                rig._room[:] = colour
                seen.append(rig.frame(pose).copy())
            through = (np.abs(seen[0].astype(int) - seen[1]).max(2) > 3).astype(np.uint8)
            padded = np.pad(through, ((1, 0), (1, 1)), constant_values=1)  # the lower edge is all figure
            _, labels = cv2.connectedComponents(padded, connectivity=8)
            assert (labels[padded == 1] == labels[0, 0]).all(), pose
            assert through[:, SIZE // 2].argmin() < SIZE // 4  # there is a figure
    finally:
        rig._room[:] = room


def test_same_pose_same_picture(rigs: dict[PersonaId, Rig]) -> None:
    pose = TURNED[2]
    first = rigs["exec"].frame(pose).copy()
    breathing = rigs["exec"].frame(pose._replace(breath=1))
    assert not np.array_equal(breathing[500:], first[500:]), "the shoulders rise"
    assert np.array_equal(rigs["exec"].frame(pose), first)
    assert np.array_equal(Rig("exec").frame(pose), first)
    assert first.shape == (SIZE, SIZE, 4)
    assert (first[..., 3] == 255).all()


def test_wild_values_are_held(rigs: dict[PersonaId, Rig]) -> None:
    wild = Pose(*[5.0] * len(Pose._fields))
    found(rigs["hr"], wild._replace(lid_l=0, lid_r=0, press=0))
    rigs["hr"].frame(Pose(*[-5.0] * len(Pose._fields)))


def test_personas_tell_who_they_are() -> None:
    assert set(PERSONAS) == set(IDS)
    for name, persona in PERSONAS.items():
        assert persona.id == name
        assert persona.title and persona.description.endswith("요.")
    assert {p.voice for p in PERSONAS.values()} == {"jf_alpha", "jm_kumo", "jf_tebukuro"}
    looks = {(p.face.width, p.hair.colour, p.clothes.outfit, p.eyes.upper) for p in PERSONAS.values()}
    assert len(looks) == len(IDS)


def test_sheet_and_still_are_pictures() -> None:
    picture = sheet.still("exec")
    assert picture.shape == (SIZE, SIZE, 3)
    assert len(detect(picture)) == 1
    tiles = sheet.contact_sheet("exec")
    assert tiles.shape[1] == sheet.COLUMNS * sheet.TILE
    assert tiles.dtype == np.uint8
