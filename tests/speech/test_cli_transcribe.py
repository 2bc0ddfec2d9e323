"""`transcribe` on the command line: text, JSON with times, a file, and what cannot be used."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from metajob.errors import InputError, UserError
from metajob.speech import cli_transcribe
from metajob.speech import transcribe as pipeline
from metajob.speech.model import Hints, Transcript, Word

MADE = Transcript(
    text="저는 합니다.",
    words=(Word("저는", 0.51234, 1.0, 0.987654), Word("합니다.", 1.0, 1.5, 0.5)),
    language="ko",
    seconds=2.0,
    speech=((0.5, 1.5),),
    engine="faster-whisper",
    warnings=("녹음 파일이 손상되어 읽을 수 있는 2초만 썼어요.",),
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    calls: list[tuple[object, ...]] = []

    def fake(*args: object) -> Transcript:
        calls.append(args)
        return MADE

    monkeypatch.setattr(pipeline, "transcribe", fake)
    return calls


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli_transcribe.add_arguments(parser)
    return cli_transcribe.run(parser.parse_args(words))


def test_text_goes_to_stdout_and_warnings_to_stderr(
    asked: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("a.webm", "--question", "무엇을 하세요?", "--terms", "API, Redis,", "--language", "en") == 0
    said = capsys.readouterr()
    assert said.out == "저는 합니다.\n"
    assert "손상" in said.err
    hints = Hints("무엇을 하세요?", ("API", " Redis"))
    assert asked[0][:5] == (Path("a.webm"), "a.webm", "en", hints, "faster-whisper")


@pytest.mark.usefixtures("asked")
def test_json_has_words_with_times(capsys: pytest.CaptureFixture[str]) -> None:
    run("a.webm", "--json")
    made = json.loads(capsys.readouterr().out)
    assert made["words"][0] == {"text": "저는", "start": 0.51, "end": 1.0, "probability": 0.99}
    assert made["speech"] == [[0.5, 1.5]]
    assert made["engine"] == "faster-whisper"


@pytest.mark.usefixtures("asked")
def test_a_file_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "답변.txt"
    run("a.webm", "-o", str(out))
    assert out.read_text("utf-8") == "저는 합니다.\n"
    assert capsys.readouterr().out == ""
    (tmp_path / "other").touch()
    assert out.stat().st_mode == (tmp_path / "other").stat().st_mode, "as any new file"
    run("a.webm", "-o", str(out), "--force", "--json")
    assert json.loads(out.read_text("utf-8"))["text"] == MADE.text


@pytest.mark.parametrize(
    ("name", "force", "words"),
    [
        ("there.txt", False, "이미 있는"),
        ("folder", True, "폴더에는"),
        ("none/a.txt", False, "없는 폴더"),
        ("a" * 300, False, "저장하지 못했어요"),
        ("a.webm", True, "원본"),
    ],
)
def test_where_nothing_can_be_written_is_said_before_the_work(
    asked: list[tuple[object, ...]], tmp_path: Path, name: str, force: bool, words: str
) -> None:
    source = tmp_path / "a.webm"
    source.write_bytes(b"my answer")
    (tmp_path / "there.txt").write_bytes(b"mine")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match=words):
        run(str(source), "-o", str(tmp_path / name), *(["--force"] if force else []))
    assert asked == []
    assert source.read_bytes() == b"my answer"
    assert (tmp_path / "there.txt").read_bytes() == b"mine"


def test_a_missing_recording_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="찾을 수 없어요"):
        run(str(tmp_path / "none.webm"))


def test_an_unknown_engine_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("a.webm", "--engine", "nope")
    assert "openai-whisper" in capsys.readouterr().err
