"""The interviewer's tab behind the page: clips, recordings, voices of one's own, and what a forged event cannot do."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import numpy as np
import pytest

from metajob.engines import Probe, Progress, Ready, silent
from metajob.interviewer import engines
from metajob.interviewer.model import Clip, Job
from metajob.speech import say, transcribe, xtts
from metajob.speech.model import Speech, Voice, Word
from metajob.speech.wav import to_bytes as wav_bytes
from tabs.interviewer import Events
from tabs.parts.visitor import VisitorBook
from tests.speech.recordings import Sound, spoken

HELLO = {"ask": 7, "persona": "hr", "text": "안녕하세요.", "speed": 1.0, "voice": "kokoro", "video": "drawn"}


class Says:
    """A voice that hums. heard: what it was asked to say."""

    version, commercial = "1", True

    def __init__(self, id: str = "kokoro", host: str = "") -> None:
        self.id, self.title, self.host, self.heard = id, f"목소리 {id}", host, list[str]()

    def probe(self) -> Probe:
        return Ready()

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("hum", "콧노래", "f"),)

    def speak(self, text: str, _voice: str, _speed: float = 1.0, _progress: Progress = silent) -> Speech:
        self.heard.append(text)
        return Speech(np.sin(np.arange(12_000) / 20).astype(np.float32) * 0.3, 24_000, None, self.id)


class Shows:
    """A film of nothing. during: what happens while it is made."""

    id, title, version, commercial = "drawn", "그림", "1", True

    def __init__(self) -> None:
        self.during: Any = lambda: None

    def probe(self) -> Probe:
        return Ready()

    def render(self, job: Job, _progress: Progress = silent) -> Clip:
        self.during()
        job.out.parent.mkdir(parents=True, exist_ok=True)
        job.out.write_bytes(b"film")
        return Clip(job.out, 0.5, self.id, 0.1)


class Writes:
    """Hears the same in everything."""

    def __init__(self, id: str = "faster-whisper", host: str = "") -> None:
        self.id, self.title, self.host, self.times = id, f"받아쓰기 {id}", host, 0

    def probe(self) -> Probe:
        return Ready()

    def transcribe(self, *_: Any) -> tuple[Word, ...]:
        self.times += 1
        return (Word("<b>저는", 0.5, 0.8, 0.9), Word("개발자예요.", 0.9, 1.5, 0.2))


@pytest.fixture(scope="session")
def sentence() -> Sound:
    """Somebody speaks for five seconds, 16 kHz; made before the engines are replaced."""
    return spoken()[8_000:-8_000]


@pytest.fixture
def cast(sentence: Sound, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The engines of this installation: a default each, and a server that speaks and writes down."""
    assert len(sentence)
    found = SimpleNamespace(voice=Says(), far=Says("endpoint", "voice.example"), film=Shows())
    found.writer, found.away = Writes(), Writes("endpoint", "text.example")
    monkeypatch.setattr(say, "engines", lambda: (found.voice, xtts.Xtts(), found.far))
    monkeypatch.setattr(engines, "video_engines", lambda: (found.film,))
    monkeypatch.setattr(transcribe, "engines", lambda: (found.writer, found.away))
    return found


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VisitorBook]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    book = VisitorBook(tmp_path / "visitors")
    yield book
    book.close()


@pytest.fixture
def events(cast: SimpleNamespace, book: VisitorBook) -> Events:
    assert cast
    return Events(book)


def asks(session: str = "me", languages: str = "ko") -> Any:
    return SimpleNamespace(session_hash=session, headers={"accept-language": languages})


def send(method: Any, data: Any, request: Any = None) -> list[Any]:
    """All answers to one event, in a thread of its own: the browser tests keep a loop running in this one."""

    async def all_of() -> list[Any]:
        answer = method(gr.EventData(None, data), request or asks())
        return [one async for one in answer] if inspect.isasyncgen(answer) else [await answer]

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, all_of()).result(60)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def uploaded(tmp_path: Path, data: bytes) -> Path:
    """As Gradio's upload route leaves it."""
    file = tmp_path / "gradio" / "abc" / "answer.wav"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def recording(times: int = 1) -> bytes:
    return wav_bytes(np.concatenate([spoken()[8_000:-8_000]] * times), 16_000)  # from its cache


def refused(answers: list[Any], said: str) -> None:
    """A sentence for the person, and no number of a bug."""
    last = answers[-1][0] if isinstance(answers[-1], tuple) else answers[-1]
    assert said in last["problem"] and "번호" not in last["problem"]
    assert not any("clip" in one or one.get("html") for one in answers if isinstance(one, dict))


def test_a_sentence_becomes_a_clip_of_this_visitor(events: Events, cast: SimpleNamespace, book: VisitorBook):
    answers = send(events.speak, HELLO)
    clip = answers[-1]["clip"]
    mine = book.of(asks()).folder
    assert all(one["ask"] == 7 for one in answers), "the page tells late answers by this"
    assert Path(clip["url"].removeprefix("gradio_api/file=")).is_relative_to(mine)
    assert (clip["persona"], clip["caption"]) == ("hr", "안녕하세요.") and "그림" in clip["note"]
    send(events.speak, HELLO)
    assert len(cast.voice.heard) == 1, "said once, kept"
    book.leave(asks())
    assert not mine.exists()


def test_who_leaves_while_it_is_made_leaves_nothing(events: Events, cast: SimpleNamespace, book: VisitorBook):
    cast.film.during = lambda: book.leave(asks())
    answers = send(events.speak, HELLO)
    assert "clip" not in answers[-1]
    assert not book.root.exists()


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        ({"persona": "../hr"}, "면접관"),
        ({"persona": ["hr"]}, "면접관"),
        ({"text": "  \n"}, "할 말"),
        ({"text": {"a": 1}}, "할 말"),
        ({"text": "가" * 301}, "300자"),
        ({"text": "😀"}, "글"),
        ({"speed": float("nan")}, "속도"),
        ({"speed": 10**400}, "속도"),
        ({"speed": "fast"}, "속도"),
        ({"voice": "espeak"}, "엔진"),
        ({"voice": ["kokoro"]}, "엔진"),
        ({"video": "../drawn"}, "엔진"),
        ({"voice": "xtts"}, "XTTS"),
        ({"voice": "endpoint"}, "동의"),
        ({"voice": "endpoint", "consent": "yes"}, "동의"),
    ],
)
def test_a_forged_wish_is_refused(events: Events, cast: SimpleNamespace, forged: dict[str, Any], said: str):
    refused(send(events.speak, {**HELLO, **forged}), said)
    assert cast.voice.heard == cast.far.heard == []


@pytest.mark.parametrize("data", [None, "x", [1], {}, {"ask": "x"}, {"ask": 10**30}])
def test_what_is_no_payload_is_refused(events: Events, data: Any):
    for method, said in (
        (events.speak, "면접관"),
        (events.choose, "면접관"),
        (events.answer, "찾지 못했어요"),
    ):
        refused(send(method, data), said)
    refused(send(events.sample, data), "찾지 못했어요")


def test_half_an_emoji_is_left_out(events: Events, cast: SimpleNamespace):
    assert send(events.speak, {**HELLO, "text": "안녕\ud83d하세요."})[-1]["clip"]["caption"] == "안녕하세요."
    assert cast.voice.heard == ["안녕하세요."]


def test_text_goes_to_a_server_only_after_consent(events: Events, cast: SimpleNamespace):
    assert "clip" in send(events.speak, {**HELLO, "voice": "endpoint", "consent": True})[-1]
    assert cast.far.heard == ["안녕하세요."]


def test_a_recording_is_written_down_and_deleted(events: Events, tmp_path: Path):
    file = uploaded(tmp_path, recording())
    last = send(events.answer, {"ask": 3, "path": str(file), "language": "ko", "engine": "faster-whisper"})[
        -1
    ]
    assert "&lt;b&gt;저는" in last["html"] and "<b>저는" not in last["html"]
    assert last["html"].count("unsure") == 1
    assert "음절/분" in last["html"] and (last["ask"], last["bar"]) == (3, "")
    assert not file.exists()


def test_a_recording_without_speech_is_told_and_not_measured(events: Events, tmp_path: Path):
    file = uploaded(tmp_path, wav_bytes(np.zeros(32_000, np.float32), 16_000))
    last = send(events.answer, {"path": str(file)})[-1]
    assert "말소리를 찾지 못했어요" in last["html"] and "<table" not in last["html"]


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        ({"path": "/etc/hostname"}, "찾지 못했어요"),
        ({"path": "a\0b"}, "찾지 못했어요"),
        ({"path": "a" * 5000}, "찾지 못했어요"),
        ({"path": 7}, "찾지 못했어요"),
        ({"engine": "endpoint"}, "동의"),
        ({"engine": "whisper.cpp"}, "엔진"),
    ],
)
def test_a_forged_recording_is_refused_and_goes(
    events: Events, cast: SimpleNamespace, tmp_path: Path, forged: dict[str, Any], said: str
):
    file = uploaded(tmp_path, b"RIFF")
    refused(send(events.answer, {"path": str(file), **forged}), said)
    assert cast.away.times == 0
    assert file.exists() == ("path" in forged), "what the page did send is deleted all the same"


def test_no_recording_of_somebody_else_is_read(events: Events, book: VisitorBook):
    theirs = book.of(asks("other")).save("answer.wav", b"RIFF")
    refused(send(events.answer, {"path": str(theirs)}), "찾지 못했어요")
    assert theirs.exists()
