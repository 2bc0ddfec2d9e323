"""Recorded answers: rows from the picture, the sound beside it, and an InputError for what is hostile."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from metajob.errors import Cancelled, InputError
from metajob.interview import recorded
from metajob.interview.recorded import watch
from tests.interview.films import film

Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def moving() -> list[Picture]:
    """One second at 10 pictures a second, 320x240: a face that wanders to the right."""
    face = cv2.resize(data.astronaut()[:384], (320, 240)).astype(np.uint8)
    return [np.roll(face, 4 * number, axis=1) for number in range(10)]


@pytest.fixture(scope="module")
def tone() -> NDArray[np.float32]:
    return (0.3 * np.sin(2 * np.pi * 220 * np.arange(16_000) / 16_000)).astype(np.float32)


def test_mp4_with_sound(moving: list[Picture], tone: NDArray[np.float32]) -> None:
    shares: list[float] = []
    watched = watch(film(moving, sound=tone), lambda share, _: shares.append(share))
    assert [row.t for row in watched.rows] == pytest.approx([n / 10 for n in range(10)], abs=0.06)
    assert [row.faces for row in watched.rows] == [1] * 10
    assert [row.hands for row in watched.rows] == [False, None] * 5
    places = [row.x for row in watched.rows]
    assert places == sorted(places)
    assert places[-1] - places[0] == pytest.approx(9 * 4 / 320, abs=0.02)
    assert math.isnan(watched.rows[0].motion)
    assert watched.rows[1].motion > 1
    assert watched.recording is not None
    assert watched.seconds == pytest.approx(1, abs=0.15)
    assert watched.notes == ()
    assert shares == sorted(shares)


def test_webm_of_a_browser_without_a_duration(moving: list[Picture], tone: NDArray[np.float32]) -> None:
    watched = watch(film(moving, sound=tone, kind="webm", live=True))
    assert 9 <= len(watched.rows) <= 10
    assert watched.recording is not None
    assert watched.recording.seconds == pytest.approx(1, abs=0.1)


def test_a_phone_held_upright(astronaut: Picture, tmp_path: Path) -> None:
    """The picture lies on its side in the file, and the file says by how much."""
    portrait = np.ascontiguousarray(astronaut[:, 90:346])
    seen = []
    for turned, turns in ((90.0, -1), (-90.0, 1)):
        file = tmp_path / "phone.mov"
        file.write_bytes(film([np.ascontiguousarray(np.rot90(portrait, turns))], turned=turned))
        seen += watch(file).rows
    assert [row.faces for row in seen] == [1, 1]
    assert all(abs(row.roll) < 10 for row in seen)
    assert all(row.y < 0.4 for row in seen)


def test_a_silent_film_and_sound_alone(moving: list[Picture], tone: NDArray[np.float32]) -> None:
    silent = watch(film(moving[:3]))
    assert silent.recording is None
    assert len(silent.rows) == 3
    assert "소리가 없는" in silent.notes[0]
    alone = watch(film([], sound=tone))
    assert alone.rows == []
    assert alone.recording is not None
    assert alone.notes == ()


def test_a_hundred_and_twenty_a_second(moving: list[Picture]) -> None:
    watched = watch(film([moving[0]] * 60, fps=120))
    assert [row.t for row in watched.rows][:5] == pytest.approx([0, 0.1, 0.2, 0.3, 0.4], abs=0.05)
    assert len(watched.rows) <= 6


def test_a_truncated_film(moving: list[Picture], tone: NDArray[np.float32]) -> None:
    webm = film(moving, sound=tone, kind="webm", live=True)
    cut = watch(webm[: int(len(webm) * 0.9)])
    assert 5 <= len(cut.rows) <= 8
    assert cut.recording is not None
    assert cut.recording.seconds < 0.8
    mp4 = film(moving, sound=tone)  # its index stands at the end
    with pytest.raises(InputError, match="깨졌거나"):
        watch(mp4[: len(mp4) // 2])


def test_pictures_that_are_too_large(moving: list[Picture], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="4112x16"):
        watch(film([np.zeros((16, 4112, 3), np.uint8)]))
    monkeypatch.setattr(recorded, "MOST_PIXELS", 320 * 240 - 1)
    with pytest.raises(InputError, match="320x240"):
        watch(film(moving[:1]))


def test_a_film_that_is_too_long(moving: list[Picture], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "LONGEST_S", 2.0)
    for film_of_ten in (film([moving[0]] * 10, fps=1), film([moving[0]] * 10, fps=1, kind="webm", live=True)):
        with pytest.raises(InputError, match="너무 길어요"):
            watch(film_of_ten)


def test_no_end_to_decoding(
    moving: list[Picture], tone: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded, "MAX_WALL_S", -1.0)
    watched = watch(film(moving, sound=tone))
    assert watched.rows == []
    assert "읽지 못해서" in watched.notes[0]


@pytest.mark.parametrize(
    "junk",
    [b"", b"text", b"\x1a\x45\xdf\xa3" + bytes(2000), b"\0\0\0\x20ftypisom" + bytes(2000), b"\x89PNG\r\n"],
)
def test_what_is_no_film(junk: bytes) -> None:
    with pytest.raises(InputError):
        watch(junk)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="열 수 없어요"):
        watch(tmp_path / "none.mp4")


def test_damage_in_the_middle(moving: list[Picture], tone: NDArray[np.float32]) -> None:
    whole = film(moving, sound=tone, kind="webm")
    for seed in range(3):
        chance = np.random.default_rng(seed)
        bytes_ = np.frombuffer(whole, np.uint8).copy()
        bytes_[chance.integers(0, len(bytes_), 30)] = chance.integers(0, 256, 30)
        try:
            watched = watch(bytes_.tobytes())
        except InputError:
            continue
        assert all(0 <= row.t <= 900 for row in watched.rows)


def test_it_can_be_cancelled(moving: list[Picture]) -> None:
    def stop(_share: float, _phrase: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        watch(film(moving), stop)
