"""`python -m metajob say`: a file, one line about it, and one Korean sentence for what is wrong."""

from __future__ import annotations

import argparse
import shlex
import tempfile
import wave
from pathlib import Path

import numpy as np
import pytest

from metajob.engines import Progress, Ready, Unavailable
from metajob.errors import StorageError
from metajob.interviewer import cli_say, clips, engines
from metajob.interviewer.model import Clip
from metajob.speech import say
from metajob.speech.model import Speech


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What was asked of the rooms below, which answer at once."""
    found: list[dict[str, object]] = []

    def make(text: str, persona: str, *, folder: Path, progress: Progress, **how: object) -> Clip:
        progress(0.5, "")
        found.append({"text": text, "persona": persona, **how})
        (folder / "x.mp4").write_bytes(b"a clip")
        return Clip(folder / "x.mp4", 3.21, "drawn", 0.5, ("대신 만들었어요.",))

    def speak(text: str, persona: str, *, progress: Progress, **how: object) -> Speech:
        progress(0.5, "")
        found.append({"text": text, "persona": persona, **how})
        return Speech(np.zeros(12_000, np.float32), 24_000, None, "kokoro")

    monkeypatch.setattr(clips, "make", make)
    monkeypatch.setattr(clips, "speak", speak)
    return found


def run(line: str) -> int:
    parser = argparse.ArgumentParser()
    cli_say.add_arguments(parser)
    return cli_say.run(parser.parse_args(shlex.split(line)))


def test_a_clip(asked: list[dict[str, object]], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "질문.mp4"
    assert run(f"'자기소개를 부탁드립니다.' --persona exec --speed 1.2 -o {out}") == 0
    assert out.read_bytes() == b"a clip"
    assert out.stat().st_mode & 0o444
    assert asked == [
        {
            "text": "자기소개를 부탁드립니다.",
            "persona": "exec",
            "speed": 1.2,
            "voice": None,
            "voice_engine": "kokoro",
            "video_engine": "drawn",
        }
    ]
    said = capsys.readouterr()
    assert said.out == f"{out} · 3.2초 · 엔진 drawn\n"
    assert said.err == "참고: 대신 만들었어요.\n"


@pytest.mark.parametrize("option", ["", "--audio-only"])
def test_only_the_sound(
    asked: list[dict[str, object]], tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    out = tmp_path / "a.WAV"
    assert run(f"안녕하세요 --voice jf_nezumi --engine kokoro {option} -o {out}") == 0
    with wave.open(str(out)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getnframes()) == (24_000, 1, 12_000)
    assert asked[0]["voice"] == "jf_nezumi"
    assert "0.5초 · 엔진 kokoro" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("-o {}/a.mp4", "문장을 적어"),
        ("'  ' -o {}/a.mp4", "문장을 적어"),
        ("안녕", "-o로 적어"),
        ("안녕 -o {}/a.avi", ".mp4"),
        ("안녕 --audio-only -o {}/a.mp4", ".wav"),
        ("안녕 -o {}/none/a.mp4", "없는 폴더"),
        ("안녕 -o {}/there.mp4", "이미 있는"),
        ("안녕 -o {}/folder.mp4", "폴더에는"),
        ("안녕 -o {}/" + "a" * 300 + ".mp4", "저장하지 못했어요"),
    ],
)
def test_what_is_wrong_is_said_before_the_work(
    asked: list[dict[str, object]], tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, words: str
) -> None:
    (tmp_path / "there.mp4").write_bytes(b"mine")
    (tmp_path / "folder.mp4").mkdir()
    assert run(line.format(tmp_path)) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert asked == []
    assert (tmp_path / "there.mp4").read_bytes() == b"mine"


@pytest.mark.usefixtures("asked")
def test_force_writes_over(tmp_path: Path) -> None:
    (tmp_path / "there.mp4").write_bytes(b"mine")
    assert run(f"안녕 --force -o {tmp_path}/there.mp4") == 0
    assert (tmp_path / "there.mp4").read_bytes() == b"a clip"


def test_errors_of_the_work_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> Clip:
        raise StorageError("영상을 저장하지 못했어요.", "저장 공간을 확인해 주세요.")

    monkeypatch.setattr(clips, "make", full)
    assert run(f"안녕 -o {tmp_path}/a.mp4") == 2
    assert capsys.readouterr().err == "영상을 저장하지 못했어요. 저장 공간을 확인해 주세요.\n"
    assert list(tmp_path.iterdir()) == []


def test_without_a_place_for_temporary_files_it_is_said(
    asked: list[dict[str, object]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "full"))
    assert run(f"안녕 -o {tmp_path}/a.mp4") == 2
    assert "저장 공간" in capsys.readouterr().err
    assert asked == []


def test_list_names_personas_and_engines_with_their_state(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--list") == 0
    shown = capsys.readouterr().out
    for word in ("hr", "lead", "exec", "jm_kumo", "kokoro", "drawn", "videoretalking", "musetalk"):
        assert word in shown
    states = [engine.probe() for engine in (*say.engines(), *engines.video_engines())]
    assert shown.count("\t쓸 수 있어요.") == sum(isinstance(state, Ready) for state in states)
    for state in states:
        if isinstance(state, Unavailable):
            assert state.reason in shown
