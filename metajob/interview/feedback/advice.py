"""What an interviewer would still ask after an answer, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Sequence

from metajob.interview.feedback.structure import Part
from metajob.interview.model import Question, Remark, StarFound, StarPart
from metajob.text.particles import attach

MOST = 3
_ASKED: dict[StarPart, str] = {
    "action": "그때 본인이 직접 한 일은 무엇인가요?",
    "result": "그래서 무엇이 얼마나 달라졌나요?",
    "situation": "언제, 어떤 상황이었나요?",
    "task": "그때 본인이 맡은 일이나 목표는 무엇이었나요?",
}
_DO: dict[StarPart, str] = {
    "action": "‘제가’로 시작하는 문장 하나로 직접 한 일을 말해 보세요.",
    "result": "마지막에 ‘그 결과’로 시작하는 문장 하나를 더해 달라진 것을 말해 보세요.",
    "situation": "첫 문장에 언제, 어디서, 무엇이 문제였는지 말해 보세요.",
    "task": "상황 다음에 ‘제가 맡은 일은’으로 시작하는 문장 하나를 더해 보세요.",
}
EMPTY = "30초만이라도 소리 내어 답해 보세요. 첫 문장은 ‘네, 제가 ~했던 일이 있습니다’로 시작하면 쉬워요."
REFUSED = (
    "없다, 모른다로만 끝내지 말고 가장 가까운 경험이나 ‘저라면 ~부터 알아보겠습니다’를 한 문장 덧붙여 보세요."
)
SHORT: dict[str, str] = {
    "experience": "상황 한 문장, 내가 한 일 한 문장, 결과 한 문장, 이렇게 세 문장으로 다시 말해 보세요.",
    "intro": "나는 어떤 사람인지, 가장 내세울 경험, 이 일과의 연결을 한 문장씩 말해 보세요.",
    "motive": "이곳만의 이유 한 문장과 내 경험 한 문장으로 다시 말해 보세요.",
    "knowledge": "뜻 한 문장, 예 한 문장, 한계 한 문장으로 다시 말해 보세요.",
    "opinion": "내 생각 한 문장, 까닭 한 문장, 겪은 예 한 문장으로 다시 말해 보세요.",
}


def off_topic_step(asked: str) -> str:
    """What to do when another question seems to have been answered. asked: Korean, what the question is after."""
    if not asked:
        return "질문을 한 번 되짚고, 첫 문장에서 질문에 바로 답해 보세요."
    return f"첫 문장에서 {attach(f'‘{asked}’', '을')} 바로 말한 다음에 이야기를 이어 가 보세요."


def missing(
    question: Question, star: Sequence[StarFound], lacking: Sequence[Part], remarks: Sequence[Remark]
) -> tuple[str, ...]:
    """At most three questions that are still open, the most important first."""
    gaps = {remark.key for remark in remarks if remark.level == "gap"}
    absent = {one.part for one in star if not one.quote}
    asked = [_ASKED["action"]] if "action" in absent else []
    if "ownership" in gaps:
        asked.append("그 가운데 본인이 맡은 부분은 어디까지인가요?")
    asked += [_ASKED["result"]] if "result" in absent else []
    if "specificity" in gaps and "result" not in absent:
        asked.append("그 변화를 수치로 말하면 어느 정도인가요?")
    asked += [_ASKED[part] for part in ("situation", "task") if part in absent]
    asked += [part.ask for part in lacking]
    if not asked and question.shape == "experience":
        asked = ["그 결과는 어떻게 확인하셨나요?"]
    return tuple(dict.fromkeys(asked))[:MOST]


def next_step(
    question: Question, star: Sequence[StarFound], lacking: Sequence[Part], remarks: Sequence[Remark]
) -> str:
    """Exactly one thing to do: own deeds before results, results before numbers, content before wording."""
    gaps = {remark.key: remark for remark in remarks if remark.level == "gap"}
    absent = {one.part for one in star if not one.quote}
    if "action" in absent:
        return _DO["action"]
    if "ownership" in gaps:
        return "‘저희’로 말한 문장 하나를 골라 ‘제가’ 한 일로 바꿔 말해 보세요."
    if "result" in absent:
        return _DO["result"]
    if lacking:
        return f"‘{lacking[0].blank}’의 빈칸을 채워 한 문장을 더해 보세요."
    if "situation" in absent:
        return _DO["situation"]
    if "specificity" in gaps:
        return "결과 문장에 숫자 하나(기간, 횟수, 전과 후)를 넣어 다시 말해 보세요."
    if "length" in gaps and "길어요" in gaps["length"].text:
        return "가장 중요한 행동 하나만 남기고 90초 안으로 다시 말해 보세요."
    if "hedges" in gaps:
        return f"‘{gaps['hedges'].quotes[0]}’ 대신 ‘~했습니다’로 끝맺어 다시 말해 보세요."
    if "fillers" in gaps:
        return "군말이 나오려는 자리에서 말을 멈추고 한 박자 쉬어 보세요."
    if "task" in absent:
        return _DO["task"]
    if question.shape == "experience":
        return "결과를 어떻게 확인했는지 한 문장을 준비해 두세요. 이어서 물어보기 쉬운 부분이에요."
    return "같은 내용을 한 번 더, 첫 문장에 결론을 두고 말해 보세요."
