"""What a report of an interview holds: answers, what was measured, progress; clean text in Korean, no number in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from metajob.interview.model import Turn

Mark = Literal["plain", "situation", "task", "action", "result", "added", "blank"]
Level = Literal["good", "gap", "fact"]

TITLE = "모의 면접 리포트"
DISCLAIMER = (
    "혼자 연습하기 위한 기록이에요. 합격 가능성도, 감정이나 성격도 말하지 않아요. 녹화는 여기 없어요."
)
STAR_KO: dict[Mark, str] = {"situation": "상황", "task": "과제", "action": "행동", "result": "결과"}
LEVEL_KO: dict[Level, str] = {"good": "좋은 점", "gap": "채울 점", "fact": "참고"}
WORDS = {
    "next": "다음에 연습할 것",
    "strengths": "이미 잘하고 있는 것",
    "answers": "답변",
    "said": "이렇게 말했어요",
    "star": "경험을 말하는 네 부분",
    "missing": "면접관이 더 물어볼 것",
    "step": "다음 한 걸음",
    "better": "이렇게 말할 수도 있어요",
    "marks": "밑줄은 더한 말이에요. 빈칸은 사실대로 채워 주세요.",
    "delivery": "목소리와 모습",
    "delivery_lead": "내용을 먼저 보고, 여기는 참고로만 봐 주세요. 잘잘못이 아니라 본 그대로예요.",
    "progress": "지난 연습과 나란히",
    "progress_lead": "내 지난 기록하고만 견주어요.",
    "methods": "어떻게 쟀고, 연구는 무엇을 말하나",
}
NOT_MEASURED = "측정 안 함"


@dataclass(frozen=True)
class Run:
    """Text in one style: a part of STAR, added to the person's own words, or a blank for the person to fill."""

    text: str
    mark: Mark = "plain"


@dataclass(frozen=True)
class Note:
    """One remark about the content. quotes: exact passages of the answer."""

    level: Level
    text: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One measured thing. text: the value in words, or why it was not measured; sure: how sure, "" for none."""

    label: str
    text: str
    sure: str = ""
    measured: bool = True


@dataclass(frozen=True)
class Method:
    """How one thing is measured, what research says of it and how sure that research is."""

    label: str
    how: str
    research: str
    sure: str


@dataclass(frozen=True)
class Answer:
    """One question with its answer. number: from 1. follows: "" or which answer it picks up, in words.

    verdict: in words; told: the verdict as a sentence where there is little else to say. transcript: () without
    words. star: (part, quote or what is missing, found). better: () without one. voice, behaviour: measured or not.
    turn: what it was made from, for the timeline.
    """

    number: int
    question: str
    follows: str
    verdict: str
    told: str
    transcript: tuple[Run, ...]
    star: tuple[tuple[str, str, bool], ...]
    notes: tuple[Note, ...]
    missing: tuple[str, ...]
    next_step: str
    better: tuple[Run, ...]
    remarks: tuple[str, ...]
    voice: tuple[Fact, ...]
    behaviour: tuple[Fact, ...]
    seen: tuple[str, ...]
    turn: Turn


@dataclass(frozen=True)
class Step:
    """Something to practise. answers: in which answers it came up, in words."""

    text: str
    answers: str


@dataclass(frozen=True)
class Progress:
    """One value: now, and in earlier interviews with their dates, all in words."""

    label: str
    now: str
    before: str


@dataclass(frozen=True)
class Report:
    """Everything the exports show, in this order. All text is clean: no control characters, \\n line breaks.

    summary: a warm sentence. steps: at most three. strengths: at most three. unanswered: plain sentences.
    """

    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    summary: str
    steps: tuple[Step, ...]
    strengths: tuple[str, ...]
    unanswered: tuple[str, ...]
    answers: tuple[Answer, ...]
    progress: tuple[Progress, ...]
    methods: tuple[Method, ...]
