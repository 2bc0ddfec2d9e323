"""How each interviewer asks: what comes first, what is preferred, and the manner in which a sentence is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from metajob.interview.model import FollowUp, Topic
from metajob.interviewer.model import PersonaId

Slot = Literal["motive", "document", "posting", "job", "team", "growth"]
_FIRST, _FINALS = 0xAC00, 28
_B, _N = 17, 4  # ㅂ and ㄴ as final consonants


@dataclass(frozen=True)
class Style:
    """slots: what is asked about, in order. topics: what is preferred. follow_ups: which gap is asked about first."""

    slots: tuple[Slot, ...]
    topics: tuple[Topic, ...]
    follow_ups: tuple[FollowUp, ...]


STYLES: dict[PersonaId, Style] = {
    "hr": Style(
        slots=("motive", "document", "team", "document", "posting", "document", "growth"),
        topics=("why", "team", "result", "job", "limits", "growth", "tech", "choice"),
        follow_ups=("own_part", "problem", "check", "reason", "again"),
    ),
    "lead": Style(
        slots=("document", "job", "document", "posting", "job", "document", "team"),
        topics=("choice", "limits", "tech", "result", "why", "job", "team", "growth"),
        follow_ups=("reason", "check", "own_part", "problem", "again"),
    ),
    "exec": Style(
        slots=("document", "motive", "posting", "document", "job", "document", "growth"),
        topics=("result", "why", "choice", "job", "limits", "tech", "team", "growth"),
        follow_ups=("check", "problem", "reason", "own_part", "again"),
    ),
}


def manner(text: str, persona: PersonaId) -> str:
    """The same sentence as this interviewer would say it: warm, plain, or formal (합쇼체)."""
    if persona == "hr":
        return text.replace(" 쓰셨는데, ", " 적어 주셨는데, ").replace(" 하셨는데, ", " 말씀해 주셨는데, ")
    if persona == "exec":
        return formal(text.replace(" 쓰셨는데, ", " 적으셨습니다. ").replace(" 하셨는데, ", " 하셨습니다. "))
    return text


def formal(text: str) -> str:
    """The question's last word in 합쇼체: 하셨나요? 하셨습니까?, 무엇인가요? 무엇입니까?, 하시겠어요? 하시겠습니까?

    What ends otherwise comes back as it is.
    """
    if text.endswith("겠어요?"):
        return text.removesuffix("어요?") + "습니까?"
    if text.endswith("세요?"):
        return text.removesuffix("세요?") + "십니까?"
    if re.search(r"[가-힣]나요\?$", text):
        stem = text.removesuffix("나요?")
        return stem + "습니까?" if _final(stem[-1]) else _with_final(stem, _B) + "니까?"
    if text.endswith("은가요?"):
        return text.removesuffix("은가요?") + "습니까?"
    if re.search(r"[가-힣]가요\?$", text) and _final(text[-4]) == _N:
        return _with_final(text.removesuffix("가요?"), _B) + "니까?"
    return text


def _final(syllable: str) -> int:
    return (ord(syllable) - _FIRST) % _FINALS


def _with_final(stem: str, final: int) -> str:
    return stem[:-1] + chr(ord(stem[-1]) - _final(stem[-1]) + final)
