"""What was measured of voice and behaviour, in words: the value with its unit, or 측정 안 함 with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from metajob.interview.compare import ProgressKey, ProgressRow
from metajob.interview.model import (
    Behaviour,
    Confidence,
    Measure,
    Observable,
    Turn,
    VoiceFacts,
)
from metajob.interview.report.report_model import NOT_MEASURED, Fact, Method, Progress
from metajob.text.clean import clean

if TYPE_CHECKING:
    from metajob.interview.research import Grade

SURE_KO: dict[Confidence, str] = {"low": "참고만 하세요", "medium": "보통", "high": "높음"}
_UNIT_KO = {
    "share": "답변의 {:.0%}", "s": "{:.1f}초", "times": "{:.0f}번", "per_min": "1분에 {:.1f}번",
    "deg_s": "1초에 {:.1f}도", "width_s": "1초에 얼굴 너비의 {:.2f}배",
}  # fmt: skip
_VOICE_KO = {
    "speaking_rate": ("말 빠르기", "1분에 {:.0f}음절"),
    "start_delay": ("말을 꺼내기까지", "{:.1f}초"),
    "long_pauses": ("2.5초 넘는 침묵", "{:.0f}번"),
    "silence_share": ("쉰 시간", "말한 구간의 {:.0%}"),
    "fillers_per_minute": ("군말(‘음’, ‘어’ 등)", "1분에 {:.1f}번"),
    "pitch_spread": ("목소리 높낮이의 폭", "{:.1f}반음"),
    "loudness_range": ("목소리 크기의 폭", "{:.1f}dB"),
}
# Studies: findings of A.5; numbers are those of the papers' abstracts.
_COMPOSITE = (
    "목소리 특징을 모두 합치면 면접 평가 차이의 약 13%를 설명했다는 메타분석이 있어요(Martín-Raugh 외). "
    "하나만으로는 알 수 없어요."
)
_PAUSES = (
    "침묵은 면접 연구에서 쓰는 목소리 특징 가운데 하나예요(Naim 외). 몇 번이 알맞은지는 정해진 것이 없어요."
)
_VOICE_METHODS: dict[str, tuple[str, str, Grade]] = {
    "speaking_rate": (
        "받아쓴 글의 음절 수를 말한 시간으로 나눠요. 쉰 시간도 들어가요.",
        "느린 말은 긴장한 것처럼 보이기 쉽다는 연구가 있어요(Feiler·Powell, 125명). "
        "한국어 기준값은 찾지 못했어요.",
        "moderate",
    ),
    "start_delay": ("녹음이 시작된 뒤 첫 말소리까지 재요.", "찾은 연구가 없어요. 잠깐 생각해도 괜찮아요.", "weak"),
    "long_pauses": ("답변 가운데 2.5초 넘게 말소리가 없던 곳을 세요.", _PAUSES, "moderate"),
    "silence_share": ("0.3초 넘게 쉰 시간을 모두 더해요.", _PAUSES, "moderate"),
    "fillers_per_minute": (
        "받아쓴 글과 소리에서 찾아요. 어림값이에요.",
        "군말이 많으면 덜 미덥게 들렸다는 연구가 있어요(Gikas·Sutcliffe, 145명).",
        "moderate",
    ),
    "pitch_spread": ("말하는 동안 목소리 높이의 표준편차예요.", _COMPOSITE, "moderate"),
    "loudness_range": ("말하는 동안 작은 소리와 큰 소리의 차이예요. 마이크에 따라 달라져요.", _COMPOSITE, "moderate"),
}  # fmt: skip
_PROGRESS_KO: dict[ProgressKey, tuple[str, str]] = {
    "answered": ("답한 질문", "{:.0%}"),
    "on_topic": ("질문에 맞게 답함", "{:.0%}"),
    "star": ("경험 답변에서 찾은 STAR", "4가지 중 {:.1f}가지"),
    "seconds": ("답변 길이", "{:.0f}초"),
    "speaking_rate": ("말 빠르기", "1분에 {:.0f}음절"),
    "fillers": ("군말", "1분에 {:.1f}번"),
    "long_pauses": ("2.5초 넘는 침묵", "답변마다 {:.1f}번"),
    "away": ("시선이 벗어난 시간", "{:.0%}"),
}


def voice_facts(voice: VoiceFacts | None) -> tuple[Fact, ...]:
    """The seven values of a voice; none without one."""
    if voice is None:
        return ()
    long = Measure(value=float(len(voice.long_pauses)))
    if voice.silence_share.value is None and not voice.pauses:
        long = Measure(why=voice.silence_share.why)
    measures = {key: long if key == "long_pauses" else getattr(voice, key) for key in _VOICE_KO}
    facts = []
    for key, measure in measures.items():
        label, pattern = _VOICE_KO[key]
        sure = SURE_KO["low"] if key == "fillers_per_minute" else ""
        facts.append(_fact(label, measure.value, pattern, measure.why, sure))
    return tuple(facts)


def behaviour_facts(behaviour: Behaviour | None) -> tuple[Fact, ...]:
    """One fact an observable."""
    return tuple(_observed(each) for each in behaviour.observables) if behaviour else ()


def seen_notes(turn: Turn) -> tuple[str, ...]:
    """Remarks on sound and picture."""
    said, voice, behaviour = turn.said, turn.voice, turn.behaviour
    notes = [*(said.warnings if said else ()), *(behaviour.notes if behaviour else ())]
    if voice and voice.quiet:
        notes.append("목소리가 아주 작게 녹음됐어요. 마이크를 가까이 두면 더 잘 잴 수 있어요.")
    if voice and voice.clipped:
        notes.append("소리가 너무 커서 깨진 곳이 있어요. 마이크에서 조금 떨어져 보세요.")
    return tuple(dict.fromkeys(clean(note, True) for note in notes))


def methods(turns: Iterable[Turn]) -> tuple[Method, ...]:
    """How everything that appears in these answers is measured, each once: voice, then behaviour."""
    from metajob.interview.research import GRADES, OBSERVABLES

    found = list(turns)
    made = []
    if any(turn.voice for turn in found):
        made = [
            Method(_VOICE_KO[key][0], how, research, GRADES[grade])
            for key, (how, research, grade) in _VOICE_METHODS.items()
        ]
    keys = dict.fromkeys(each.key for turn in found if turn.behaviour for each in turn.behaviour.observables)
    made += [
        Method(about.name, about.how, about.research, GRADES[about.grade])
        for about in (OBSERVABLES[key] for key in keys)
    ]
    return tuple(made)


def progress_rows(rows: Sequence[ProgressRow]) -> tuple[Progress, ...]:
    """Now beside earlier interviews, those with their dates."""
    made = []
    for row in rows:
        label, pattern = _PROGRESS_KO[row.key]
        now = NOT_MEASURED if row.now is None else pattern.format(row.now)
        before = [f"{clean(created, True)[:10]} {pattern.format(value)}" for created, value in row.before]
        made.append(Progress(label, now, "\n".join(before) or "지난 기록이 없어요."))
    return tuple(made)


def _observed(observable: Observable) -> Fact:
    from metajob.interview.research import OBSERVABLES

    sure = f"확실함: {SURE_KO[observable.confidence]} · 답변의 {observable.coverage:.0%}에서 봤어요"
    return _fact(
        OBSERVABLES[observable.key].name, observable.value, _UNIT_KO[observable.unit], observable.why, sure
    )


def _fact(label: str, value: float | None, pattern: str, why: str, sure: str) -> Fact:
    if value is None:
        return Fact(label, clean(f"{NOT_MEASURED} · {why or '알 수 없었어요.'}", True), "", measured=False)
    return Fact(label, pattern.format(value), sure)
