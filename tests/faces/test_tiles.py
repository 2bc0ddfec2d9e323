"""Small faces: a group photo is seen as one, one person stays one person."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from metajob.faces import Face, detect, tiles
from tests.pictures import face_of, insightface_picture

Picture = NDArray[np.uint8]


def _find(rgb: Picture) -> list[Face]:
    return tiles.find(rgb, detect(rgb, tiles.MOST))


def _head(astronaut: Picture) -> Picture:
    x0, y0, x1, y1 = (int(v) for v in face_of(astronaut).box)
    return astronaut[y0 - 60 : y1 + 40, x0 - 50 : x1 + 50]


def test_six_people_are_six_faces_although_the_whole_picture_shows_none() -> None:
    group = insightface_picture("t1.jpg")
    assert detect(group, tiles.MOST) == []
    faces = _find(group)
    assert len(faces) == 6
    assert all(80 < face.width < 130 for face in faces)


def test_one_person_is_found_once(astronaut: Picture) -> None:
    assert len(_find(astronaut)) == 1


def test_a_cat_is_nobody() -> None:
    from skimage import data

    assert _find(np.asarray(data.chelsea(), np.uint8)) == []  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("share", [1.0, 0.6, 0.45])
def test_a_second_face_is_seen_down_to_the_similar_size(astronaut: Picture, share: float) -> None:
    head = _head(astronaut)
    small = cv2.resize(head, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    canvas = np.full((700, 900, 3), (150, 140, 130), np.uint8)
    canvas[60 : 60 + 2 * head.shape[0], 60 : 60 + 2 * head.shape[1]] = cv2.resize(head, None, fx=2, fy=2)
    canvas[200 : 200 + 2 * small.shape[0], 520 : 520 + 2 * small.shape[1]] = cv2.resize(
        small, None, fx=2, fy=2
    )
    first, second = sorted(_find(canvas), key=lambda face: face.box[0])
    assert second.width / first.width == pytest.approx(share, abs=0.1)
    assert second.box[0] > 520 and second.box[2] < 520 + 2 * small.shape[1]


def test_a_small_face_is_found_where_it_is(astronaut: Picture) -> None:
    head = _head(astronaut)
    canvas = np.full((1500, 1500, 3), (150, 140, 130), np.uint8)
    canvas[900 : 900 + head.shape[0], 1100 : 1100 + head.shape[1]] = head
    assert detect(canvas) == []
    (face,) = _find(canvas)
    assert np.allclose(face.xy.mean(0), np.add(face_of(head).xy.mean(0), (1100, 900)), atol=4)


def test_folds_of_cloth_are_nobody(astronaut: Picture) -> None:
    head = cv2.resize(_head(astronaut), None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    canvas = np.full((800, 900, 3), (150, 140, 130), np.uint8)
    canvas[100 : 100 + head.shape[0], 20 : 20 + head.shape[1]] = head
    assert len(_find(canvas)) == 1  # the collar alone makes a face in some tiles


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (4, 2000), (2000, 4)])
def test_sizes_that_no_face_fits_in(shape: tuple[int, int]) -> None:
    assert _find(np.full((*shape, 3), 128, np.uint8)) == []
