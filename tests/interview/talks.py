"""Small interviews to work on: questions, answers and a whole interview with chosen values."""

from __future__ import annotations

from typing import Any

from metajob.interview.model import (
    Behaviour,
    Feedback,
    Interview,
    Measure,
    Observable,
    Plan,
    Question,
    Said,
    StarFound,
    StarPart,
    Stretch,
    Turn,
    VoiceFacts,
)  # fmt: skip

STAR: tuple[StarPart, ...] = ("situation", "task", "action", "result")


def question(id: str = "q1", **changes: Any) -> Question:
    held: dict[str, Any] = {"id": id, "text": f"{id}번 질문이에요?", "topic": "job"}
    return Question(**{**held, "shape": "experience", "origin": "bank", **changes})


def follow_up(parent: str, id: str = "") -> Question:
    return question(id or f"f-{parent}", origin="follow_up", parent=parent)


def turn(id: str = "q1", text: str = "배송 추적 서비스를 만들었어요", **changes: Any) -> Turn:
    return Turn(question=question(id), said=Said(text=text, way="voice", seconds=30), **changes)


def voice(rate: float | None = 300.0, fillers: float | None = 2.0, pauses: int = 0) -> VoiceFacts:
    return VoiceFacts(
        speaking_rate=Measure(value=rate, why="" if rate else "짧아요"),
        start_delay=Measure(), silence_share=Measure(), pitch_spread=Measure(), loudness_range=Measure(),
        fillers_per_minute=Measure(value=fillers),
        long_pauses=tuple(Stretch(start=n, end=n + 3) for n in range(pauses)),
    )  # fmt: skip


def seen(away: float | None, coverage: float = 1.0, seconds: float = 30.0) -> Behaviour:
    found = Observable(key="away", value=away, unit="share", coverage=coverage)
    return Behaviour(seconds=seconds, coverage=coverage, observables=(found,))


def judged(parts: int, verdict: Any = "answered") -> Feedback:
    star = tuple(StarFound(part=part, quote="배송" if n < parts else "") for n, part in enumerate(STAR))
    return Feedback(verdict=verdict, star=star)


def interview(number: int = 1, turns: tuple[Turn, ...] | None = None, **plan: Any) -> Interview:
    """The number-th of a person, one a day."""
    return Interview(
        id=f"{number:032x}", created=f"2026-11-{number:02d}T09:00:00+00:00", plan=Plan(**plan),
        company="하늘테크", turns=(turn(),) if turns is None else turns,
    )  # fmt: skip
