"""The face and hand tracker of one video stream, with the real models."""

from __future__ import annotations

import threading
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from metajob.faces import video
from metajob.faces.video import FaceTracker
from tests.interview.films import with_hand


@pytest.fixture(scope="module")
def small(_astronaut: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What a camera sends: 320x240."""
    return np.ascontiguousarray(cv2.resize(_astronaut[:384], (320, 240)), np.uint8)


def test_the_face_in_the_pixels_of_the_picture(small: NDArray[np.uint8]) -> None:
    tracker = FaceTracker()
    try:
        sight = tracker.see(small, 0)
        left, top, right, bottom = sight.faces[0].box
    finally:
        tracker.close()
    assert len(sight.faces) == 1
    assert sight.hands is None
    assert 100 < left < right < 180  # the astronaut's face is at 180..271 of 512
    assert 35 < top < bottom < 120


def test_two_faces_and_nobody(astronaut: NDArray[np.uint8]) -> None:
    tracker = FaceTracker()
    try:
        near = astronaut[20:260, 100:340]
        two = np.hstack([near, near])
        assert [len(tracker.see(two, ms).faces) for ms in (0, 100)] == [2, 2]
        assert tracker.see(np.zeros_like(two), 200).faces == []
    finally:
        tracker.close()


def test_hands_are_shared_and_go_with_the_last_tracker(astronaut: NDArray[np.uint8]) -> None:
    picture = with_hand(astronaut, 20, 260)
    first, second = FaceTracker(), FaceTracker()
    for tracker in (first, second):
        hands = tracker.see(picture, 0, hands=True).hands
        assert hands is not None
        assert len(hands) == 1
        assert hands[0].shape == (21, 2)
        assert (hands[0] > (20, 260)).all()
        assert (hands[0] < (140, 380)).all()
    first.close()
    assert len(video._hands) == 1
    second.close()
    assert not video._hands


def test_a_closed_tracker_sees_nothing_and_leaves_no_thread(small: NDArray[np.uint8]) -> None:
    def threads() -> int:
        status = Path("/proc/self/status")
        if not status.exists():
            return threading.active_count()
        return int(status.read_text().partition("Threads:")[2].split()[0])

    FaceTracker().close()  # never used: nothing to free
    before = threads()
    for _ in range(4):
        tracker = FaceTracker()
        tracker.see(small, 0)
        tracker.close()
        tracker.close()
    assert threads() <= before + 2  # MediaPipe's own thread pool of Python
    with pytest.raises(RuntimeError, match="closed"):
        tracker.see(small, 1)


def test_time_must_grow(small: NDArray[np.uint8]) -> None:
    tracker = FaceTracker()
    try:
        tracker.see(small, 5)
        with pytest.raises(ValueError, match="increasing"):
            tracker.see(small, 5)
    finally:
        tracker.close()
