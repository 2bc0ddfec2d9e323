"""Made-up interviews for the tests of the report and the shelf."""

from __future__ import annotations

from metajob.interview.model import (
    Behaviour,
    Better,
    Feedback,
    Interview,
    Measure,
    Observable,
    Plan,
    Question,
    Remark,
    Said,
    SaidWord,
    StarFound,
    Stretch,
    Turn,
    VoiceFacts,
)
from metajob.text.model import Piece

TEXT = "응답이 3초가 넘었어요. 저는 캐시를 붙였어요. <b>빨라졌어요.</b>"
ACTION = "저는 캐시를 붙였어요."


def question(id: str = "q1", **more: object) -> Question:
    """A question about an experience."""
    base = {"text": "어떤 문제를 <풀었>나요?", "topic": "choice", "shape": "experience", "origin": "bank"}
    return Question.model_validate({"id": id, **base, **more})


def spoken(**more: object) -> Turn:
    """An answer on camera with everything: words, STAR, remarks, a better version, voice, behaviour."""
    words, at = [], 1.0
    for text in TEXT.split():
        words.append(SaidWord(text=text, start=at, end=at + 0.4, probability=0.3 if "캐시" in text else 0.9))
        at += 0.5
    start = TEXT.index(ACTION)
    measured = Measure(value=0.25)
    turn = Turn(
        question=question(),
        said=Said(text=TEXT, way="camera", words=tuple(words), seconds=9.0, engine="faster-whisper"),
        voice=VoiceFacts(
            speaking_rate=Measure(value=251.0), start_delay=measured, silence_share=measured,
            pitch_spread=Measure(why="목소리가 짧아요."), loudness_range=measured, fillers_per_minute=measured,
            pauses=(Stretch(start=3.0, end=5.0),),
        ),
        behaviour=Behaviour(
            seconds=9.0, coverage=0.9,
            observables=(
                Observable(
                    key="away", value=0.12, unit="share", coverage=0.9, confidence="high",
                    events=(Stretch(start=2.0, end=3.5),),
                ),
                Observable(key="nods", value=None, unit="times", why="얼굴이 잠깐만 보였어요."),
            ),
        ),
        feedback=Feedback(
            verdict="answered",
            star=(
                StarFound(part="situation"), StarFound(part="task"),
                StarFound(part="action", quote=ACTION, start=start, end=start + len(ACTION)), StarFound(part="result"),
            ),
            remarks=(Remark(key="specificity", level="gap", text="숫자가 없어요.", quotes=("빨라졌어요",)),),
            missing=("얼마나 빨라졌나요?",),
            next_step="숫자를 하나 넣어 보세요.",
            better=Better(
                text="", pieces=(
                    Piece(kind="removed", text="음 "), Piece(kind="same", text=ACTION),
                    Piece(kind="added", text=" 그래서 [  ]초로 줄었어요."),
                ),
            ),
        ),
    )  # fmt: skip
    return turn.model_copy(update=more)


def interview(*turns: Turn) -> Interview:
    """A kept interview of these turns."""
    return Interview(
        id="0" * 32, created="2026-11-22T11:00:00+00:00", plan=Plan(family="backend"), turns=turns
    )
