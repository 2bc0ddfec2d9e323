"""How an answer is worded: its length, filled pauses that stand in the text, and words that take back what is said."""

from __future__ import annotations

import re
from collections import Counter

from metajob.interview.feedback import cues
from metajob.interview.model import Remark, Said

SHORT_S, LONG_S = 30, 90  # a rule of thumb of Korean interview guides, no research finding
SYLLABLES_A_SECOND = 5.0  # ordinary Korean speech, 4 to 6; for typed answers
_LEAST_FILLERS, _LEAST_HEDGES = 3, 2
_SYLLABLE = re.compile(r"[가-힣]|[A-Za-z]{1,3}|\d")


def syllables(text: str) -> int:
    """Hangul syllables and digits; about three Latin letters count as one."""
    return len(_SYLLABLE.findall(text))


def seconds_of(said: Said) -> float:
    """Length of the recording; of a typed answer how long saying it would take."""
    return said.seconds or syllables(said.text) / SYLLABLES_A_SECOND


def remarks(said: Said) -> list[Remark]:
    """Length always; fillers from three on and hedges from two on."""
    return [_length(said), *_fillers(said.text), *_hedges(said.text)]


def _length(said: Said) -> Remark:
    seconds, count = round(seconds_of(said)), syllables(said.text)
    told = (
        f"약 {seconds}초, {count}음절이에요."
        if said.seconds
        else f"{count}음절이라 말하면 약 {seconds}초예요."
    )
    rule = f"흔히 권하는 {SHORT_S}~{LONG_S}초(어림 기준)"
    if seconds < SHORT_S:
        return Remark(key="length", level="gap", text=f"{told} {rule}보다 짧아요.")
    if seconds > LONG_S:
        return Remark(key="length", level="gap", text=f"{told} {rule}보다 길어요. 행동 하나에 집중해 보세요.")
    return Remark(key="length", level="fact", text=f"{told} {rule} 안이에요.")


def _fillers(text: str) -> list[Remark]:
    found = [hit.group().strip() for hit in cues.fillers().finditer(text)]
    if len(found) < _LEAST_FILLERS:
        return []
    counted = ", ".join(f"‘{word}’ {count}번" for word, count in Counter(found).most_common(3))
    line = f"글에 남은 군말이 {len(found)}번 있어요({counted}). 그 자리에서 한 박자 쉬어 보세요."
    return [Remark(key="fillers", level="gap", text=line, quotes=tuple(dict.fromkeys(found))[:3])]


def _hedges(text: str) -> list[Remark]:
    found = [hit.group() for hit in cues.hedges().finditer(text)]
    if len(found) < _LEAST_HEDGES:
        return []
    shown = tuple(dict.fromkeys(found))[:3]
    named = ", ".join(f"‘{word}’" for word in shown)
    line = f"{named}처럼 물러서는 말이 {len(found)}번 있어요. 아는 것은 ‘~했습니다’로 끝맺어 보세요."
    return [Remark(key="hedges", level="gap", text=line, quotes=shown)]
