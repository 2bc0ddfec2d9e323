"""The fixed sentences of each interviewer: greeting, what is said between questions, into silence and at the end.

They are spoken beforehand (`prepare`), so they hold no names, times or numbers, and are short. The manners differ: the
HR manager is warm, the team leader brisk and about the work, the executive calm and formal.
"""

from __future__ import annotations

from dataclasses import dataclass

from metajob.interviewer.model import PersonaId


@dataclass(frozen=True)
class Lines:
    """greeting: opens the interview. opening: greeting and the request for a self-introduction in one, the first
    question of an interview that begins so. bridges: after an answer, one of them. encouragement: when nothing is
    said for a while. again: when nothing could be understood. closing: ends the interview."""

    greeting: str
    opening: str
    bridges: tuple[str, str, str]
    encouragement: str
    again: str
    closing: str

    def all(self) -> tuple[str, ...]:
        """Every sentence, the one that is needed first at the front."""
        return (self.greeting, self.opening, *self.bridges, self.encouragement, self.again, self.closing)


LINES: dict[PersonaId, Lines] = {
    "hr": Lines(
        greeting="안녕하세요, 반갑습니다. 인사 담당자입니다. 편하게 말씀해 주세요.",
        opening="안녕하세요, 인사 담당자입니다. 먼저 편하게 자기소개를 들려주시겠어요?",
        bridges=("네, 잘 들었습니다.", "그러셨군요, 감사합니다.", "네, 다음 질문 드릴게요."),
        encouragement="괜찮아요. 천천히 말씀해 주셔도 됩니다.",
        again="죄송해요. 한 번만 더 말씀해 주시겠어요?",
        closing="오늘 와 주셔서 감사합니다. 수고 많으셨어요.",
    ),
    "lead": Lines(
        greeting="안녕하세요. 지원하신 팀의 팀장입니다. 바로 시작하겠습니다.",
        opening="안녕하세요. 지원하신 팀의 팀장입니다. 자기소개부터 해 주시겠습니까?",
        bridges=("네, 알겠습니다.", "네, 다음으로 넘어가죠.", "좋습니다. 다음 질문입니다."),
        encouragement="생각한 순서대로 말씀해 보세요.",
        again="잘 안 들렸습니다. 다시 말씀해 주세요.",
        closing="제 질문은 여기까지입니다. 수고하셨습니다.",
    ),
    "exec": Lines(
        greeting="안녕하십니까. 오늘 면접을 맡은 임원입니다. 와 주셔서 감사합니다.",
        opening="안녕하십니까. 오늘 면접을 맡은 임원입니다. 먼저 자기소개를 해 주시겠습니까?",
        bridges=("네, 말씀 잘 들었습니다.", "말씀 감사합니다.", "네, 이어서 여쭙겠습니다."),
        encouragement="서두르지 않으셔도 됩니다.",
        again="잘 들리지 않았습니다. 다시 한번 말씀해 주십시오.",
        closing="면접은 여기까지입니다. 귀한 시간 내 주셔서 감사합니다.",
    ),
}
