"""MuseTalk 1.5 by a stand-in with its command line: a face is prepared once, and nothing is asked on the terminal."""

from __future__ import annotations

import tempfile
import wave
from pathlib import Path

import numpy as np
import pytest

from metajob.engines import Ready, Unavailable
from metajob.errors import EngineUnavailable
from metajob.interviewer import face_video, outside
from metajob.interviewer.model import Job
from metajob.interviewer.musetalk import MuseTalk
from tests.interviewer.installed import calls, install, next_runs
from tests.interviewer.test_checkout import recording


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of these tests, in which a face is cut once, and that face."""
    folder = tmp_path_factory.mktemp("musetalk")
    recording(folder / "faces" / "lead.mp4", 1.0)
    return folder


@pytest.fixture
def engine(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> MuseTalk:
    """An installation in which nothing is missing, and a face for lead."""
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setattr(face_video, "_face", lambda _: (200.0, 100.0, 280.0, 200.0))
    monkeypatch.setattr(face_video, "LENGTHS", (1,))
    monkeypatch.setattr("metajob.interviewer.musetalk._FACE_SECONDS", 1.0)
    monkeypatch.setattr(outside, "_GRACE", 0.2)
    folder, python = install(tmp_path, "musetalk.py", MuseTalk.needs)
    (folder / "scripts" / "__init__.py").touch()
    return MuseTalk(folder, python, place / "faces")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setparams((1, 2, 24_000, 0, "NONE", ""))
        sound.writeframes(np.zeros(16_800, "<i2").tobytes())
    return Job(tmp_path / "a.wav", "질문", "lead", tmp_path / "clip.mp4")


def test_a_face_is_prepared_once(engine: MuseTalk, job: Job) -> None:
    for _ in range(2):
        clip = engine.render(job)
        assert (clip.engine, clip.seconds) == ("musetalk", pytest.approx(0.72, abs=0.021))
        job.out.unlink()
    first, second = (next(iter(call["order"].values())) for call in calls(engine))
    assert (first["preparation"], second["preparation"]) == (True, False)
    assert first["video_path"] == second["video_path"]
    assert outside.is_safe(Path(first["video_path"]).parent)
    assert engine.folder
    assert not list(engine.folder.glob("results/**/vid_output/*"))
    assert not list(outside.safe_folder("work").iterdir())


def test_a_face_that_was_half_prepared_is_prepared_again(engine: MuseTalk, job: Job) -> None:
    next_runs(engine, "half")
    with pytest.raises(EngineUnavailable):
        engine.render(job)
    engine.render(job)
    assert job.out.exists()


def test_frames_of_an_ended_run_do_not_get_into_the_next_clip(engine: MuseTalk, job: Job) -> None:
    next_runs(engine, "left")
    with pytest.raises(EngineUnavailable):
        engine.render(job)
    engine.render(job)
    assert [one["preparation"] for call in calls(engine) for one in call["order"].values()] == [False]


def test_a_question_on_the_terminal_is_no_hanging(engine: MuseTalk, job: Job) -> None:
    next_runs(engine, "ask")
    engine.limit = (20, 0)
    with pytest.raises(EngineUnavailable, match="멈췄어요"):
        engine.render(job)


def test_out_of_memory_is_tried_again_in_smaller_batches(engine: MuseTalk, job: Job) -> None:
    next_runs(engine, "oom")
    engine.render(job)
    argv = calls(engine)[0]["argv"]
    assert argv[argv.index("--batch_size") + 1] == "4"


@pytest.mark.parametrize("kind", ["crash", "silent", "nothing"])
def test_failures_are_told_and_leave_nothing(engine: MuseTalk, job: Job, kind: str) -> None:
    next_runs(engine, kind)
    with pytest.raises(EngineUnavailable):
        engine.render(job)
    assert not job.out.exists()
    assert not list(outside.safe_folder("work").iterdir())


def test_terms_and_what_is_missing(engine: MuseTalk) -> None:
    state = engine.probe()
    assert isinstance(state, Ready)
    assert "조건" in state.note
    assert engine.folder
    (engine.folder / "models/musetalkV15/unet.pth").write_text("version https://git-lfs.github.com/spec/v1\n")
    (engine.folder / "scripts/realtime_inference.py").write_text("# version 1.0 has no such option")
    state = engine.probe()
    assert isinstance(state, Unavailable)
    assert "unet.pth" in state.reason
    assert "아는 버전이 아니에요" in state.reason
