"""Frames of a camera: measured, or refused before they are decoded."""

from __future__ import annotations

import math
import threading
import time

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from skimage import data

from metajob.errors import InputError
from metajob.interview.signals import Row
from metajob.interview.tracker import MOST_BYTES, Tracker, picture
from tests.interview.films import jpeg, with_hand


@pytest.fixture(scope="module")
def frame() -> bytes:
    """320x240, a face."""
    return jpeg(cv2.resize(data.astronaut()[:384], (320, 240)).astype(np.uint8))


def sized(frame: bytes, width: int, height: int) -> bytes:
    """The same file with another size in its header."""
    at = frame.index(b"\xff\xc0") + 5
    return frame[:at] + height.to_bytes(2) + width.to_bytes(2) + frame[at + 4 :]


def test_answers_one_after_another(frame: bytes, astronaut: NDArray[np.uint8]) -> None:
    tracker = Tracker()
    try:
        rows = [tracker.push(frame, t) for t in (0.0, 0.2, 0.2)]
        beside = tracker.push(jpeg(with_hand(astronaut, 20, 260)), 0.0, hands=True)  # the next answer
        touching = tracker.push(jpeg(with_hand(astronaut, 130, 130)), 0.2, hands=True)
    finally:
        tracker.close()
    assert [row.faces for row in (*rows, beside, touching)] == [1] * 5
    assert [row.touch for row in (rows[0], beside, touching)] == [None, False, True]
    assert math.isnan(rows[0].motion)
    assert rows[1].motion == 0
    assert math.isnan(beside.motion)
    assert touching.motion > 1
    with pytest.raises(InputError, match="더 받지 않아요"):
        tracker.push(frame, 0.4)


def test_frames_and_the_end_at_the_same_time(frame: bytes) -> None:
    tracker = Tracker()
    tracker.push(frame, 0.0)
    seen: list[Row | InputError] = []

    def send() -> None:
        for number in range(20):
            try:
                seen.append(tracker.push(frame, number / 5))
            except InputError as error:
                seen.append(error)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    while len(seen) < 4:
        time.sleep(0.005)
    tracker.close()
    for thread in threads:
        thread.join(10)
    assert len(seen) == 40
    assert isinstance(seen[0], Row)
    assert isinstance(seen[-1], InputError)


@pytest.mark.parametrize("t", [-0.1, 900.1, math.nan, math.inf])
def test_a_time_outside_the_answer(frame: bytes, t: float) -> None:
    tracker = Tracker()
    with pytest.raises(InputError, match="시간"):
        tracker.push(frame, t)
    tracker.close()


def test_what_is_no_frame(frame: bytes, astronaut: NDArray[np.uint8]) -> None:
    png = cv2.imencode(".png", astronaut)[1].tobytes()
    for wrong in (
        b"",
        b"\xff\xd8\xff",
        b"<html>",
        png[:MOST_BYTES],
        frame[:300],
        frame[:-40],
        frame[2:],
        frame[:3] * 99,
    ):
        with pytest.raises(InputError, match="읽을 수 없어요"):
            picture(wrong)
    for width, height in ((20_000, 20_000), (1281, 240), (320, 1281), (1, 1), (0, 0), (320, 31)):
        with pytest.raises(InputError, match=f"{width}x{height}"):
            picture(sized(frame, width, height))
    with pytest.raises(InputError, match="200kB"):
        picture(frame + bytes(MOST_BYTES))
    small = jpeg(astronaut[::8, ::8])
    scan = small.index(b"\xff\xda")
    with pytest.raises(InputError, match="읽을 수 없어요"):
        picture(small[:scan] + small[scan:-2] * 20 + small[-2:])


def test_a_large_frame_is_made_smaller_and_colours_are_kept() -> None:
    red = np.zeros((720, 1280, 3), np.uint8)
    red[..., 0] = 200
    rgb = picture(jpeg(red))
    assert rgb.shape == (360, 640, 3)
    assert np.abs(rgb.mean((0, 1)) - (200, 0, 0)).max() < 3


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_damaged_frames_are_read_or_refused(at: int, junk: bytes) -> None:
    whole = jpeg(data.astronaut()[::4, ::4].astype(np.uint8))
    at %= len(whole)
    try:
        rgb = picture(whole[:at] + junk + whole[at + len(junk) :])
    except InputError:
        return
    assert rgb.ndim == 3
    assert max(rgb.shape) <= 640
