"""`python -m metajob interview`: JSON on stdout, one Korean sentence for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from metajob.__main__ import main
from metajob.interview import analysis
from metajob.interview.model import Behaviour, Feedback, Question, Said, Track, Turn

ASK = ["--question", "자기소개를 부탁드립니다."]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What was to be looked at; the answer is always the same."""
    found: list[dict[str, object]] = []

    def analyse(question: Question, **how: object) -> Turn:
        del how["progress"]
        found.append({"question": question, **how})
        track = Track(key="yaw", step=0.5, values=(1.23456, None))
        return Turn(
            question=question,
            said=Said(text="안녕하세요.", way="upload", seconds=1.23456),
            behaviour=Behaviour(seconds=2, coverage=1, tracks=(track,)),
            feedback=Feedback(verdict="short"),
        )

    monkeypatch.setattr(analysis, "analyse", analyse)
    return found


def test_a_film(asked: list[dict[str, object]], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source, out = tmp_path / "답변.mp4", tmp_path / "결과.json"
    source.write_bytes(b"film")
    line = [
        "--video",
        str(source),
        *ASK,
        "--shape",
        "intro",
        "--terms",
        "FastAPI, Kafka,",
        "--language",
        "en",
    ]
    assert main(["interview", *line]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["said"]["text"] == "안녕하세요."
    assert shown["said"]["seconds"] == 1.235
    assert shown["behaviour"]["tracks"][0]["values"] == [1.235, None]
    assert shown["voice"] is None
    question = asked[0].pop("question")
    assert isinstance(question, Question)
    assert (question.text, question.shape, question.topic) == (ASK[1], "intro", "intro")
    assert asked[0] == {
        "data": source,
        "text": None,
        "terms": ("FastAPI", "Kafka"),
        "language": "en",
        "engine": "faster-whisper",
        "way": "upload",
    }
    assert main(["interview", str(source), *ASK, "-o", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["feedback"]["verdict"] == "short"
    assert main(["interview", str(source), *ASK, "-o", str(out)]) == 2
    assert "이미 있는 파일" in capsys.readouterr().err
    assert len(asked) == 2


def test_a_typed_answer(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def review(_question: Question, said: Said, _language: str) -> Feedback:
        return Feedback(verdict="short", next_step=said.text)

    monkeypatch.setattr("metajob.interview.feedback.rules.review", review)
    assert main(["interview", "--text", "안녕하세요. 백엔드 개발자입니다.", *ASK]) == 0
    shown = json.loads(capsys.readouterr().out, parse_constant=lambda name: pytest.fail(name))
    assert shown["said"]["way"] == "typed"
    assert shown["feedback"]["next_step"] == "안녕하세요. 백엔드 개발자입니다."


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ([], "답변을 적어 주세요"),
        (["a.mp4", "--text", "x", *ASK], "하나만"),
        (["a.mp4", "--video", "b.mp4", *ASK], "하나만"),
        (["--text", "x"], "--question"),
        (["--text", "x", "--question", "  "], "--question"),
        (["/none/a.mp4", *ASK], "열 수 없어요"),
        (["--text", "x", *ASK, "-o", "/none/x.json"], "없는 폴더"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    line: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["interview", *line]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert sentence in shown.err
    assert "Traceback" not in shown.err


def test_no_film(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(b"text")
    assert main(["interview", str(file), *ASK]) == 2
    assert "녹음이나 영상 파일이 아니에요" in capsys.readouterr().err
