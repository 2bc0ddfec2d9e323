"""An mp4 that plays: right codecs, sound in its place, both streams equally long, and whole or not there at all."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as config
from hypothesis import strategies as st
from numpy.typing import NDArray

from metajob.errors import Cancelled, InputError, StorageError
from metajob.interviewer import film as player
from metajob.interviewer.encode import encode
from metajob.interviewer.model import FPS

Frame = NDArray[np.uint8]


def pictures(number: int, side: int = 640, depth: int = 4) -> Iterator[Frame]:
    """One buffer that is drawn into again and again, as the rig does: a block of blue on yellow that moves."""
    frame = np.zeros((side, side, depth), np.uint8)
    for shown in range(number):
        frame[:] = (40, 200, 220, 255)[:depth]
        frame[100:200, shown : shown + 100, :3] = (200, 60, 30)
        yield frame


def decoded(path: Path) -> tuple[list[Frame], NDArray[np.float32], int]:
    """Frames (RGB), the sound from the film's time 0 on, and its rate."""
    with av.open(str(path)) as film:
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    with av.open(str(path)) as film:
        blocks = list(film.decode(audio=0))
    late = np.zeros(round(float(blocks[0].time or 0) * blocks[0].sample_rate), np.float32)
    return frames, np.concatenate([late, *(block.to_ndarray()[0] for block in blocks)]), blocks[0].sample_rate


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100])
def test_clicks_are_heard_where_they_were(tmp_path: Path, rate: int) -> None:
    pcm = np.zeros(rate * 2, np.float32)
    clicks = (0.2, 0.9, 1.6)
    for click in clicks:
        pcm[round(click * rate) :][:200] = np.hanning(400)[200:] * np.sin(np.arange(200) * 0.9) * 0.8
    encode(pictures(50, 64), tmp_path / "clip.mp4", (pcm, rate))
    _, sound, out_rate = decoded(tmp_path / "clip.mp4")
    for click in clicks:
        near = np.abs(sound[round((click - 0.1) * out_rate) : round((click + 0.1) * out_rate)])
        begins = click - 0.1 + int(np.argmax(near > 0.3 * near.max())) / out_rate
        assert begins == pytest.approx(click, abs=0.005)


def test_browsers_can_play_it_and_it_starts_before_it_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    seconds = encode(pictures(30), path, (np.zeros(28_800, np.float32), 24_000))
    with av.open(str(path)) as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        assert (picture.codec_context.name, picture.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (sound.codec_context.name, sound.codec_context.layout.name) == ("aac", "mono")
        assert (picture.average_rate, picture.frames, picture.width, picture.height) == (FPS, 30, 640, 640)
        assert picture.start_time == sound.start_time == 0
        lengths = [float(one.duration * one.time_base) for one in (picture, sound)]  # type: ignore[operator]
    assert lengths == pytest.approx([seconds, seconds], abs=0.001)
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@config(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    frames=st.integers(1, 12),
    samples=st.integers(1, 30_000),
    rate=st.sampled_from((8000, 16_000, 22_050, 24_000)),
)
def test_both_streams_are_as_long_as_the_longer(tmp_path: Path, frames: int, samples: int, rate: int) -> None:
    seconds = encode(pictures(frames, 32), tmp_path / "clip.mp4", (np.zeros(samples, np.float32), rate))
    assert seconds == pytest.approx(max(frames / FPS, samples / rate), abs=1 / FPS)
    with av.open(str(tmp_path / "clip.mp4")) as film:
        lengths = [float(one.duration * one.time_base) for one in film.streams]  # type: ignore[operator]
    assert len(lengths) == 2
    assert lengths == pytest.approx([seconds] * 2, abs=0.025)


@pytest.mark.parametrize(("depth", "wanted"), [(4, (220, 200, 40)), (3, (40, 200, 220))])
def test_colours_and_order_of_the_frames_survive(
    tmp_path: Path, depth: int, wanted: tuple[int, int, int]
) -> None:
    """BGRA as the rig draws, RGB as a video is read; the buffer is used again for every frame."""
    encode(pictures(12, 320, depth), tmp_path / "clip.mp4", (np.zeros(4800, np.float32), 24_000))
    frames, _, _ = decoded(tmp_path / "clip.mp4")
    assert len(frames) == 12
    for number, frame in enumerate(frames):
        assert np.abs(frame[300, 300].astype(int) - wanted).max() <= 4
        block = np.abs(frame[150].astype(int) - wanted).sum(1) > 150
        assert int(np.argmax(block)) == pytest.approx(number, abs=2)


def test_a_loop_has_no_sound_and_all_its_frames(tmp_path: Path) -> None:
    assert encode(pictures(20, 64), tmp_path / "loop.mp4") == 0.8
    with av.open(str(tmp_path / "loop.mp4")) as film:
        assert [stream.type for stream in film.streams] == ["video"]
        assert [frame.pts * frame.time_base for frame in film.decode(video=0)] == [
            Fraction(n, 25) for n in range(20)
        ]


def test_cancelling_and_broken_drawing_leave_nothing(tmp_path: Path) -> None:
    def stop(_share: float, _phrase: str) -> None:
        raise Cancelled

    def broken() -> Iterator[Frame]:
        yield from pictures(3, 64)
        raise RuntimeError("the drawing failed")

    with pytest.raises(Cancelled):
        encode(pictures(60, 64), tmp_path / "clip.mp4", progress=stop)
    with pytest.raises(RuntimeError, match="the drawing failed"):
        encode(broken(), tmp_path / "clip.mp4")
    assert list(tmp_path.iterdir()) == []


def test_progress_grows_to_nearly_one(tmp_path: Path) -> None:
    heard: list[float] = []
    encode(
        pictures(60, 64), tmp_path / "clip.mp4", expected=60, progress=lambda share, _: heard.append(share)
    )
    assert heard == sorted(heard)
    assert heard[0] < 0.5 < heard[-1] < 1


def test_full_disk_is_told_and_keeps_the_old_clip(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"the clip of before")
    noise = np.random.default_rng(0).integers(0, 255, (6, 320, 320, 4), np.uint8)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(StorageError, match="저장"):
            encode(noise, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == b"the clip of before"
    assert list(tmp_path.iterdir()) == [path]


def test_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError):
        encode(pictures(1, 64), tmp_path / "file" / "clip.mp4")


def test_a_clip_that_is_broken_inside_is_told_by_the_player(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    encode(pictures(10, 64), path, (np.zeros(9_600, np.float32), 24_000))
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + 4
    data[start:] = bytes(len(data) - start)
    path.write_bytes(data)
    with pytest.raises(InputError, match="읽을 수 없는"):
        list(player.pictures(path))
    path.write_text("no film")
    with pytest.raises(InputError, match="읽을 수 없는"):
        player.sound(path)
