"""VideoReTalking by a stand-in with its command line: a clip, every way to fail, and what is missing in Korean."""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
import wave
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from metajob.engines import Ready, Unavailable
from metajob.errors import Cancelled, EngineUnavailable, InputError
from metajob.interviewer import clips, drawn, engines, face_video, outside
from metajob.interviewer.drawn import Drawn
from metajob.interviewer.model import Job
from metajob.interviewer.videoretalking import VideoReTalking
from tests.interviewer.installed import calls, install, next_runs
from tests.interviewer.test_checkout import assert_all_gone, bars, recording

RATE = 24_000
SECONDS = 0.8


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of these tests, in which a face is cut once, and that face."""
    folder = tmp_path_factory.mktemp("videoretalking")
    recording(folder / "hr.mp4", 1.0)
    return folder


@pytest.fixture
def engine(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> VideoReTalking:
    """An installation in which nothing is missing, and a face for hr."""
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setattr(face_video, "_face", lambda _: (200.0, 100.0, 280.0, 200.0))
    monkeypatch.setattr(face_video, "LENGTHS", (1, 2))
    monkeypatch.setattr(outside, "_GRACE", 0.2)
    monkeypatch.setenv("METAJOB_LLM_API_KEY", "sk-secret")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "hub"))
    (tmp_path / "면접관 얼굴").mkdir()
    shutil.copy(place / "hr.mp4", tmp_path / "면접관 얼굴")
    folder, python = install(tmp_path, "videoretalking.py", VideoReTalking.needs)
    return VideoReTalking(folder, python, tmp_path / "면접관 얼굴")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A beep after silence, as a synthetic voice gives it."""
    pcm = np.zeros(round(SECONDS * RATE), "<i2")
    pcm[RATE // 2 :][:2000] = 12_000 * np.sin(np.arange(2000) * 0.3)
    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(pcm.tobytes())
    (tmp_path / "clips").mkdir()
    return Job(tmp_path / "a.wav", "질문", "hr", tmp_path / "clips" / "질문.mp4")


def assert_nothing_left(engine: VideoReTalking, job: Job) -> None:
    assert list(job.out.parent.iterdir()) == []
    assert list(outside.safe_folder("work").iterdir()) == []
    assert engine.folder
    assert [file.suffix for file in (engine.folder / "temp").iterdir()] == [".txt"]


def test_a_clip_is_made(engine: VideoReTalking, job: Job) -> None:
    heard: list[tuple[float, str]] = []
    clip = engine.render(job, lambda share, phrase: heard.append((share, phrase)))
    assert (clip.mp4, clip.engine, clip.seconds) == (job.out, "videoretalking", SECONDS)
    with av.open(str(job.out)) as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        assert (picture.codec_context.name, picture.width, picture.height) == ("h264", 640, 640)
        lengths = [float(one.duration * one.time_base) for one in (picture, sound)]  # type: ignore[operator]
        assert lengths == pytest.approx([SECONDS, SECONDS], abs=0.04)
    with av.open(str(job.out)) as film:  # the sound is the job's own, clean and in its place
        heard_sound = np.concatenate([block.to_ndarray()[0] for block in film.decode(audio=0)])
    assert np.argmax(np.abs(heard_sound) > 0.1) / 48_000 == pytest.approx(0.5, abs=0.01)
    assert np.abs(heard_sound[:20_000]).max() < 1e-3
    shares = [share for share, phrase in heard if "단계" in phrase]
    assert shares == sorted(shares)


def test_the_program_gets_safe_names_and_no_secrets_and_uses_what_it_found_again(
    engine: VideoReTalking, job: Job
) -> None:
    for _ in range(2):
        engine.render(job)
    first, second = calls(engine)
    given = dict(zip(first["argv"][::2], first["argv"][1::2], strict=True))
    assert re.fullmatch(r"(/[A-Za-z0-9_-]+)+/iv_[0-9a-f]{12}\.mp4", given["--face"])
    for name in ("--audio", "--outfile"):
        assert re.fullmatch(r"(/[A-Za-z0-9_-]+)+/\w+\.(wav|mp4)", given[name])
    assert "sk-secret" not in first["env"].values()
    assert given["--LNet_batch_size"] == "16"
    assert given["--face"] in second["argv"]
    assert engine.folder
    assert len(list((engine.folder / "temp").glob("iv_*_landmarks.txt"))) == 1


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("crash", "멈췄어요"),
        ("faceless", "얼굴이 보여야"),
        ("nothing", "멈췄어요"),
        ("silent", "문제가 있어서"),
        ("apart", "문제가 있어서"),
        ("short", "문제가 있어서"),
        ("garbage", "문제가 있어서"),
    ],
)
def test_failures_are_told_and_leave_nothing(engine: VideoReTalking, job: Job, kind: str, words: str) -> None:
    next_runs(engine, kind)
    with pytest.raises(EngineUnavailable, match=words):
        engine.render(job)
    assert_nothing_left(engine, job)


def test_out_of_memory_is_tried_again_in_smaller_batches(engine: VideoReTalking, job: Job) -> None:
    next_runs(engine, "oom")
    engine.render(job)
    argv = calls(engine)[0]["argv"]
    assert argv[argv.index("--LNet_batch_size") + 1] == "4"
    assert argv[argv.index("--face_det_batch_size") + 1] == "1"
    job.out.unlink()
    next_runs(engine, "oom", "oom", "fine")
    with pytest.raises(EngineUnavailable, match="GPU 메모리"):
        engine.render(job)
    assert_nothing_left(engine, job)


def test_a_run_that_hangs_is_ended_with_its_children(engine: VideoReTalking, job: Job) -> None:
    next_runs(engine, "hang")
    engine.limit = (3.2, 1.0)
    with pytest.raises(EngineUnavailable, match="4초 안에"):
        engine.render(job)
    assert engine.folder
    assert_all_gone(engine.folder)
    assert_nothing_left(engine, job)


def test_cancelling_ends_it_with_its_children(engine: VideoReTalking, job: Job) -> None:
    next_runs(engine, "hang")
    assert engine.folder
    pids = engine.folder / "pids"

    def cancel(_share: float, _phrase: str) -> None:
        if pids.exists() and pids.stat().st_size:
            raise Cancelled

    with pytest.raises(Cancelled):
        engine.render(job, cancel)
    assert_all_gone(engine.folder)
    assert_nothing_left(engine, job)


def test_another_face_makes_another_clip(engine: VideoReTalking, tmp_path: Path) -> None:
    """The clips of before are not those of the new recording."""
    again = VideoReTalking(engine.folder, engine.python, engine.faces)
    assert again.version == engine.version
    recording(tmp_path / "면접관 얼굴" / "hr.mp4", 1.2)
    assert VideoReTalking(engine.folder, engine.python, engine.faces).version != engine.version


def test_the_same_face_listens(
    engine: VideoReTalking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The recording there and back, as long as the engine can be used; the drawing for the others."""
    monkeypatch.setattr(engines, "video_engines", lambda: (Drawn(), engine))
    monkeypatch.setattr(drawn, "loop", lambda _persona, path, *_: path.write_bytes(b"drawn"))
    monkeypatch.setattr(drawn, "portrait", lambda _: np.zeros((640, 640, 4), np.uint8))
    path = clips.idle("hr", tmp_path, video_engine="videoretalking")
    places = bars(path)
    assert len(places) == 50
    assert abs(places[-1] - places[0]) < 40 < max(places) - places[0]
    assert clips.idle("exec", tmp_path, video_engine="videoretalking").read_bytes() == b"drawn"
    portrait = cv2.imread(str(clips.still("hr", tmp_path, video_engine="videoretalking")))
    assert portrait is not None
    assert portrait.shape == (640, 640, 3)
    assert portrait.max() > 200
    assert engine.python
    engine.python.unlink()
    assert clips.idle("hr", tmp_path, video_engine="videoretalking").read_bytes() == b"drawn"


def test_two_at_once_take_turns(engine: VideoReTalking, job: Job) -> None:
    next_runs(engine, "slow", "slow")
    jobs = [job, Job(job.wav, job.text, job.persona, job.out.with_name("b.mp4"))]
    threads = [threading.Thread(target=engine.render, args=(one,)) for one in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = sorted(calls(engine), key=lambda call: call["began"])
    assert first["ended"] <= second["began"]
    assert all(one.out.exists() for one in jobs)


def test_persona_without_a_face_is_told(engine: VideoReTalking, job: Job) -> None:
    with pytest.raises(InputError, match=r"얼굴 영상이 없어요.*exec\.mp4"):
        engine.render(Job(job.wav, job.text, "exec", job.out))
    assert not calls(engine)


def test_nothing_missing(engine: VideoReTalking) -> None:
    state = engine.probe()
    assert isinstance(state, Ready)
    assert "비상업용" in state.note
    assert not engine.commercial


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("checkout/inference.py", "inference.py 파일이 없"),
        ("checkout/checkpoints/LNet.pth", "checkpoints/LNet.pth"),
        ("checkout/checkpoints/BFM/model.mat", "checkpoints/BFM"),
        ("env/lib/python3.11/site-packages/facexlib/weights/parsing_parsenet.pth", "인터넷에서 받는 파일"),
        ("env/bin/nvcc", "nvcc"),
        ("env/bin/ffmpeg", "ffmpeg"),
        ("env/bin/python", "파이썬이 없어요"),
        ("면접관 얼굴/hr.mp4", "면접관 얼굴 영상"),
    ],
)
def test_what_is_missing_is_named(
    engine: VideoReTalking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str, words: str
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    (tmp_path / missing).unlink()
    state = engine.probe()
    assert isinstance(state, Unavailable)
    assert words in state.reason
    assert state.how_to_fix.endswith("주세요.")


def test_pointers_of_git_lfs_and_other_versions_are_seen(engine: VideoReTalking) -> None:
    assert engine.folder
    (engine.folder / "checkpoints/DNet.pt").write_text("version https://git-lfs.github.com/spec/v1\n")
    (engine.folder / "inference.py").write_text("print('another program')")
    state = engine.probe()
    assert isinstance(state, Unavailable)
    assert "DNet.pt" in state.reason
    assert "아는 버전이 아니에요" in state.reason


def test_unsafe_place_and_no_place_at_all(engine: VideoReTalking, tmp_path: Path) -> None:
    assert engine.folder
    place = tmp_path / "video-retalking v1.0"
    engine.folder.rename(place)
    state = VideoReTalking(place, engine.python, engine.faces).probe()
    assert isinstance(state, Unavailable)
    assert "경로" in state.reason
    state = VideoReTalking().probe()
    assert isinstance(state, Unavailable)
    assert "METAJOB_VIDEORETALKING_DIR" in state.how_to_fix
    gone = VideoReTalking(tmp_path / "gone", tmp_path / "gone", tmp_path / "gone").probe()
    assert isinstance(gone, Unavailable)


def test_it_is_not_started_when_something_is_missing(engine: VideoReTalking, job: Job) -> None:
    assert engine.folder
    (engine.folder / "checkpoints/LNet.pth").unlink()
    with pytest.raises(EngineUnavailable, match=r"LNet\.pth"):
        engine.render(job)
    assert not (engine.folder / "temp").exists()


def test_deeper_check_starts_its_python(engine: VideoReTalking) -> None:
    assert engine.folder
    for name in engine.needs.imports:
        (engine.folder / f"{name}.py").touch()
    torch, dlib = engine.folder / "torch.py", engine.folder / "dlib.py"
    dlib.write_text("raise ModuleNotFoundError(\"No module named 'dlib'\")")
    state = engine.check()
    assert isinstance(state, Unavailable)
    assert "dlib 패키지가 없어요" in state.reason
    dlib.write_text("")
    for source, seconds, words in (
        ("class cuda:\n    is_available = staticmethod(lambda: False)", 60, "GPU"),
        ("raise ImportError('libcudart.so.11: cannot open shared object file')", 60, "오류"),
        ("import time; time.sleep(600)", 0.5, "답하지 않아요"),
    ):
        torch.write_text(source)
        state = engine.check(seconds)
        assert isinstance(state, Unavailable)
        assert words in state.reason
    torch.write_text("class cuda:\n    is_available = staticmethod(lambda: True)")
    assert isinstance(engine.check(), Ready)


def test_folder_that_may_not_be_looked_into(engine: VideoReTalking, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", forbidden)
    state = engine.probe()
    assert isinstance(state, Unavailable)
    assert "살펴볼 수 없어요" in state.reason
