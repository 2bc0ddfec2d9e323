"""One answer → its Turn: which parts there are for which kind of answer."""

from __future__ import annotations

import time

import cv2
import numpy as np
import pytest
from skimage import data

from metajob.engines import Progress
from metajob.errors import Cancelled, InputError
from metajob.interview import analysis
from metajob.interview.analysis import analyse, voice_facts
from metajob.interview.model import Feedback, Question, Said, Turn
from metajob.interview.signals import Row
from metajob.speech import audio, delivery, transcribe, wav
from metajob.speech.model import Hints, Transcript, Word
from tests.interview.films import film

QUESTION = Question(
    id="q", text="가장 어려웠던 일은 무엇인가요?", topic="job", shape="experience", origin="bank"
)
ROWS = [
    Row(t=n / 5, faces=1, yaw=0.0, pitch=0.0, roll=0.0, gaze_x=0.0, gaze_y=0.0, x=0.5, y=0.5)
    for n in range(40)
]


def recording(seconds: float, loud: float = 0.0) -> bytes:
    pcm = np.zeros(int(seconds * 16_000), np.float32)
    if loud:
        pcm[:] = loud * np.sin(2 * np.pi * 220 * np.arange(len(pcm)) / 16_000)
    return wav.to_bytes(pcm, 16_000)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the transcriber was asked; it hears the same three words in every recording."""
    asked: list[tuple[object, ...]] = []

    def write_down(
        sound: audio.Recording, language: str, hints: Hints, engine: str, progress: Progress
    ) -> Transcript:
        asked.append((language, hints, engine))
        progress(0.5, "받아쓰고 있어요")
        words = (Word("제가", 0.1, 0.4, 0.9), Word("음", 0.4, 0.6, 1.1), Word("했습니다.", 0.7, 0.9, 0.8))
        return Transcript(
            "제가 음 했습니다.", words, "ko", sound.seconds, ((0.1, 0.9),), "faster-whisper", ("들렸어요.",)
        )

    monkeypatch.setattr(transcribe, "write_down", write_down)
    return asked


@pytest.fixture(autouse=True)
def reviewed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Said, str]]:
    """What the feedback was asked."""
    asked: list[tuple[Said, str]] = []

    def review(_question: Question, said: Said, language: str) -> Feedback:
        asked.append((said, language))
        return Feedback(verdict="answered" if said.text else "empty")

    monkeypatch.setattr("metajob.interview.feedback.rules.review", review)
    return asked


def parts(turn: Turn) -> tuple[bool, ...]:
    return tuple(part is not None for part in (turn.said, turn.voice, turn.behaviour, turn.feedback))


def test_a_recording_with_rows(heard: list[tuple[object, ...]], reviewed: list[tuple[Said, str]]) -> None:
    shares: list[float] = []
    turn = analyse(
        QUESTION,
        recording(8, 0.3),
        rows=ROWS,
        terms=["FastAPI"],
        producer="browser",
        progress=lambda share, _: shares.append(share),
    )
    assert parts(turn) == (True, True, True, True)
    assert turn.said is not None
    assert (turn.said.text, turn.said.way, turn.said.engine) == (
        "제가 음 했습니다.",
        "camera",
        "faster-whisper",
    )
    assert turn.said.seconds == pytest.approx(8)
    assert turn.said.words[1].probability == 1.0
    assert turn.said.warnings == ("들렸어요.",)
    assert turn.behaviour is not None
    assert (turn.behaviour.producer, turn.behaviour.seconds) == ("browser", pytest.approx(8))
    assert heard == [("ko", Hints(QUESTION.text, ("FastAPI",)), transcribe.DEFAULT)]
    assert reviewed == [(turn.said, "ko")]
    assert shares == sorted(shares)


def test_an_uploaded_film_is_looked_at(heard: list[tuple[object, ...]]) -> None:
    face = cv2.resize(data.astronaut()[:384], (320, 240)).astype(np.uint8)
    tone = (0.3 * np.sin(np.arange(16_000) / 20)).astype(np.float32)
    turn = analyse(QUESTION, film([face] * 10, sound=tone), way="upload", language="en")
    assert parts(turn) == (True, True, True, True)
    assert turn.behaviour is not None
    assert turn.behaviour.producer == "upload"
    assert heard[0][0] == "en"
    silent = analyse(QUESTION, film([face] * 3), way="upload")
    assert parts(silent) == (False, False, True, False)
    assert silent.behaviour is not None
    assert any("소리가 없는" in note for note in silent.behaviour.notes)


def test_typed_spoken_or_only_seen(heard: list[tuple[object, ...]]) -> None:
    typed = analyse(QUESTION, text="  제가 했습니다.\n", way="typed")
    assert parts(typed) == (True, False, False, True)
    assert typed.said == Said(text="제가 했습니다.", way="typed")
    assert parts(analyse(QUESTION, recording(1, 0.3), way="voice")) == (True, True, False, True)
    assert parts(analyse(QUESTION, rows=ROWS)) == (False, False, True, False)
    assert parts(analyse(QUESTION)) == (False,) * 4
    assert len(heard) == 1


def test_nothing_was_said(reviewed: list[tuple[Said, str]]) -> None:
    """The real transcriber: silence costs a search for speech and no more."""
    before = time.process_time()
    turn = analyse(QUESTION, recording(300), way="voice")
    assert time.process_time() - before < 15
    assert turn.said is not None
    assert (turn.said.text, turn.said.warnings) == ("", (transcribe.NO_SPEECH,))
    assert turn.voice is not None
    assert turn.voice.speaking_rate.value is None
    assert turn.voice.speaking_rate.why
    assert turn.feedback is not None
    assert turn.feedback.verdict == "empty"
    analyse(QUESTION, text=" \n ", way="typed")
    assert [said.text for said, _ in reviewed] == ["", ""]


def test_the_real_feedback_calls_silence_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    turn = analyse(QUESTION, text="", way="typed")
    assert turn.feedback is not None
    assert turn.feedback.verdict == "empty"


def test_what_is_refused(heard: list[tuple[object, ...]]) -> None:
    with pytest.raises(InputError, match="15분"):
        analyse(QUESTION, recording(30 * 60), way="voice")
    with pytest.raises(InputError):
        analyse(QUESTION, b"no recording", way="camera")
    with pytest.raises(InputError, match="20,000자"):
        analyse(QUESTION, text="가" * (analysis.MOST_CHARACTERS + 1), way="typed")
    assert not heard


def test_it_can_be_cancelled(heard: list[tuple[object, ...]]) -> None:
    def stop(share: float, _phrase: str) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        analyse(QUESTION, recording(2, 0.3), progress=stop)
    assert len(heard) == 1


def test_voice_facts_keep_values_and_reasons() -> None:
    pcm = np.zeros(16_000 * 12, np.float32)
    sound = 0.3 * np.sin(2 * np.pi * 150 * np.arange(16_000 * 4) / 16_000)
    pcm[: 16_000 * 4] = pcm[16_000 * 8 :] = sound
    text = "제가 맡은 일을 끝까지 해냈습니다."
    measured = delivery.measure(
        pcm,
        16_000,
        Transcript(text, (Word("어", 0.1, 0.3, 0.9),), "ko", 12.0, ((0.0, 4.0), (8.0, 12.0)), "x"),
    )
    facts = voice_facts(measured)
    assert facts.speaking_rate.value == measured.speaking_rate.value
    assert facts.start_delay.value == pytest.approx(0, abs=0.05)
    assert [(stretch.start, stretch.end) for stretch in facts.long_pauses] == [pytest.approx((4, 8), abs=0.1)]
    assert facts.fillers[0].text == "어"
    assert facts.fillers[0].probability == measured.fillers[0].confidence
    assert not facts.quiet
