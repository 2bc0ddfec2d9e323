"""Programs of a user's own installation: safe paths, no secrets, one at a time, and nothing that goes on running."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as config
from hypothesis import strategies as st
from numpy.typing import NDArray

from metajob.errors import Cancelled, InputError
from metajob.interviewer import face_video, outside
from metajob.interviewer.model import FPS, SIZE

ENVIRONMENT = {"PATH": os.environ["PATH"]}


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def nothing(*_: object) -> None:
    """Hears everything and says nothing."""


@given(st.text(alphabet="ab_-/.;$ '가~", max_size=12))
def test_a_safe_path_means_nothing_to_a_shell_and_has_no_dot(tail: str) -> None:
    if outside.is_safe(Path(f"/{tail}")):
        assert not set(str(Path(f"/{tail}"))) & set(".;$ '가~")


@pytest.mark.parametrize("path", ["/opt/VideoReTalking_2/main", "/a"])
def test_ordinary_paths_are_safe(path: str) -> None:
    assert outside.is_safe(Path(path))


@pytest.mark.parametrize(
    "path", ["relative/folder", "/opt/v1.5/x", "/홈/x", "/my files/x", "/a;reboot", "/a$(b)"]
)
def test_other_paths_are_not(path: str) -> None:
    assert not outside.is_safe(Path(path))


def test_folder_for_the_work_avoids_an_unsafe_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "나의 v1.0").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "나의 v1.0"))
    folder = outside.safe_folder("probe-of-a-test")
    assert outside.is_safe(folder)
    assert folder.parent.stat().st_mode & 0o077 == 0
    folder.rmdir()


def test_secrets_stay_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("METAJOB_LLM_API_KEY", "OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY", "PYTHONPATH", "HF_TOKEN"):
        monkeypatch.setenv(name, "sk-secret")
    found = outside.scrubbed(tmp_path / "python")
    assert "sk-secret" not in found.values()
    assert found["PATH"].split(os.pathsep)[0] == str(tmp_path)


def run(
    code: str, folder: Path, seconds: float = 20, heard: object = nothing, progress: object = nothing
) -> outside.Ended:
    return outside.run([sys.executable, "-c", code], folder, ENVIRONMENT, seconds, heard, progress)  # type: ignore[arg-type]


def test_output_is_heard_line_by_line_and_its_end_is_kept(tmp_path: Path) -> None:
    lines: list[str] = []
    code = "import sys; print('[Step 1] a'); sys.stdout.write('50%| 2/4 [\\r100%| 4/4 [\\r'); print('x' * 99999); "
    code += "print(b'\\xff\\xfe'.decode('latin1')); sys.stderr.write('그림 없음'); sys.exit(3)"
    ended = run(code, tmp_path, heard=lines.append)
    assert ended.status == 3
    assert lines[:3] == ["[Step 1] a", "50%| 2/4 [", "100%| 4/4 ["]
    assert max(map(len, ended.tail)) <= 500
    assert ended.says("그림 없음", "GPU")
    assert not ended.says("GPU")


def test_a_flood_of_output_is_bounded(tmp_path: Path) -> None:
    ended = run("import sys\nfor n in range(9000): print(n)\nsys.stdout.write('y' * 3_000_000)", tmp_path)
    assert len(ended.tail) <= 200
    assert sum(map(len, ended.tail)) < 100_000


HANG = (
    "import os, pathlib, signal, subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "pathlib.Path('pids.new').write_text(f'{os.getpid()} {child.pid}'); os.rename('pids.new', 'pids')\n"
)


def alive(pid: int) -> bool:
    """Whether it still runs; a process that has ended and that nobody has asked about yet does not."""
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat")
        return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (ProcessLookupError, FileNotFoundError):
        return False


def assert_all_gone(folder: Path) -> None:
    pids = [int(pid) for pid in (folder / "pids").read_text().split()]
    assert len(pids) == 2
    end = time.monotonic() + 5
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(alive, pids))


def test_time_is_up_for_the_program_and_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "_GRACE", 0.2)
    with pytest.raises(outside.TooLong):
        run(HANG + "time.sleep(600)", tmp_path, seconds=1.5)
    assert_all_gone(tmp_path)


def test_cancelling_ends_the_program_and_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "_GRACE", 0.2)

    def cancel() -> None:
        if (tmp_path / "pids").exists():
            raise Cancelled

    with pytest.raises(Cancelled):
        run(HANG + "time.sleep(600)", tmp_path, progress=cancel)
    assert_all_gone(tmp_path)


def test_a_child_that_outlives_the_program_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "_GRACE", 0.2)
    start = time.monotonic()
    assert run(HANG, tmp_path).status == 0
    assert time.monotonic() - start < 10
    assert_all_gone(tmp_path)


def test_one_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        with outside.turn("lock", nothing):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.05)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 4
    assert list(tmp_path.iterdir())  # the lock is a file: other processes see it


def test_waiting_for_the_turn_can_be_cancelled() -> None:
    def cancel() -> None:
        raise Cancelled

    with outside.turn("lock", nothing), pytest.raises(Cancelled), outside.turn("lock", cancel):
        pytest.fail("two at once")


@pytest.mark.parametrize("steps", [6, 0])
def test_share_follows_steps_and_bars(steps: int) -> None:
    told: list[tuple[float, str]] = []
    heard, report = outside.steps(steps, lambda share, phrase: told.append((share, phrase)), "영상")
    lines = (
        "[Step 0] x",
        "[Step 1] x",
        "[Step 2] 3DMM: 50%|#| 5/10 [00:01",
        "[Step 6] 2/8 [",
        "8/8 [",
        "0/0 [",
    )
    for line in (*lines, "[Step 99]", "1/9 ["):
        heard(line)
        report()
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.2 < shares[3] < shares[4] <= 0.9
    assert told[2][1] == ("영상 (2/6단계)" if steps else "영상")


@config(max_examples=10, deadline=None)
@given(samples=st.integers(0, 30_000), rate=st.sampled_from((16_000, 24_000)))
def test_silence_becomes_a_quiet_noise_of_half_a_second_or_more(samples: int, rate: int) -> None:
    sound = face_video.bearable(np.zeros(samples, np.float32), rate)
    assert sound.dtype == np.float32
    assert len(sound) == pytest.approx(max(samples * 16_000 / rate, 8000), abs=2)
    assert 20 * np.log10(np.sqrt((sound**2).mean())) == pytest.approx(-70, abs=0.5)


def recording(path: Path, seconds: float = 1.4, rate: int = 30) -> Path:
    """A grey film 480x320 in which a bright bar moves from the left to the right."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 480, 320, "yuv420p"
        for number in range(round(seconds * rate)):
            rgb = np.full((320, 480, 3), 60, np.uint8)
            at = 100 + round(200 * number / (seconds * rate))
            rgb[:, at : at + 20] = 220
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            film.mux(stream.encode(frame))
        film.mux(stream.encode())
    return path


@pytest.fixture
def any_face(monkeypatch: pytest.MonkeyPatch) -> None:
    """The middle of any picture is a face, and loops are short."""
    monkeypatch.setattr(face_video, "_face", lambda _: (200.0, 100.0, 280.0, 200.0))
    monkeypatch.setattr(face_video, "LENGTHS", (2, 4))


def bars(path: Path) -> list[float]:
    """Where the bar is in each frame."""
    frames: Iterator[NDArray[np.uint8]] = face_video.steady(path, 99)
    return [float(np.argmax(frame[300, :, 1] > 140)) for frame in frames]


@pytest.mark.usefixtures("any_face")
def test_face_is_cut_to_a_square_and_played_to_and_fro(tmp_path: Path) -> None:
    path = face_video.loop(recording(tmp_path / "내 영상" / "hr.mp4"), tmp_path, 3.2)
    assert path.parent == tmp_path
    assert path.name.startswith("iv_") and len(path.stem) == 15
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate, stream.frames) == (SIZE, SIZE, FPS, 4 * FPS)
    places = bars(path)
    assert max(np.abs(np.diff(places))) < 40  # the bar moves 12 pixels a frame and never jumps back
    assert places[0] < 60 < 350 < max(places)
    assert places[70] == pytest.approx(places[0], abs=4)  # 36 frames there, 34 back


@pytest.mark.usefixtures("any_face")
def test_name_of_the_loop_belongs_to_its_content(tmp_path: Path) -> None:
    """The engines keep what they found in a face under this name alone."""
    first = face_video.loop(recording(tmp_path / "hr.mp4"), tmp_path, 1)
    made = first.stat().st_mtime_ns
    assert face_video.loop(tmp_path / "hr.mp4", tmp_path, 2) == first
    assert first.stat().st_mtime_ns == made
    assert face_video.loop(tmp_path / "hr.mp4", tmp_path, 3) != first
    assert face_video.loop(recording(tmp_path / "hr.mp4", 1.2), tmp_path, 1) != first


@pytest.mark.usefixtures("any_face")
def test_unfit_recordings_are_told(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no video")
    for source, words in (
        (tmp_path / "none.mp4", "읽을 수 없"),
        (tmp_path / "text.mp4", "읽을 수 없"),
        (recording(tmp_path / "short.mp4", 0.4), "짧"),
    ):
        with pytest.raises(InputError, match=words):
            face_video.loop(source, tmp_path, 1)
    with pytest.raises(InputError, match="길"):
        face_video.loop(recording(tmp_path / "hr.mp4"), tmp_path, 5)
    assert not list(tmp_path.glob("iv_*"))


def test_recording_without_a_face_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="얼굴"):
        face_video.loop(recording(tmp_path / "hr.mp4"), tmp_path, 1)
