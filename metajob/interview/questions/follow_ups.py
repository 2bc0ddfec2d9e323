"""A question about an earlier answer, for what that answer lacked; it repeats clean words of the person."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from metajob.interview.model import FollowUp, Plan, Question, Shape, StarFound, StarPart, Topic
from metajob.interview.questions import bank, passages, wording
from metajob.interview.questions.clauses import clause
from metajob.interview.questions.personas import STYLES

Verdict = Literal["answered", "short", "off_topic", "empty"]
_LEAST = 6  # Hangul syllables or Latin letters: less is no answer
_NO_ANSWER = re.compile(
    r"모르겠|잘 모르|없습니다|없어요|없는 것 같|떠오르지|생각이? 안|생각나지|패스|넘어가|답변을? 못|죄송"
)
_WE = re.compile(r"(?<![가-힣])(?:우리|저희|팀원들?|팀에서|다\s?같이|함께)")
_I = re.compile(r"(?<![가-힣])(?:제가|저는|저의|제\s|나는|내가|직접|혼자|혼자서|저도)")
_REASON = re.compile(
    r"때문|이유|위해|위하여|위한|왜냐|기준|비교|대신|보다|려고|고려|장점|판단|덕분"
    r"|(?:있어|없어|느려|많아|적어|부족해|필요해|어려워|불편해|중요해|좋아|좋아해|관심이 생겨)서"
)
_TROUBLE = re.compile(
    r"문제|어려[웠움운]|불편|느[렸려린]|부족|오류|장애가|불만|목표|상황|당시|민원|실수|갈등|위기|막혔|늦"
)
_RESULT = re.compile(
    r"결과|줄었|줄였|늘었|늘렸|올랐|올렸|높아|낮아|단축|향상|개선됐|개선되|감소|증가|달성|성공|해결됐|해결되|받았|만족"
)
_NUMBER = re.compile(
    r"\d|퍼센트|프로\s|절반|(?:두|세|네|다섯|열)\s?(?:배|명|건|개|시간|주|달)|[일이삼사오육칠팔구십백천만]+\s?(?:퍼센트|프로|건|명|배)"
)
_PAST = "".join(
    chr(code) for code in range(0xAC00 + 20, 0xD7A4, 28) if chr(code) not in "있겠"
)  # 했, 었, 갔, …
_DONE = re.compile(rf"[{_PAST}](?:습니다|어요|고요?(?![가-힣])|는데|지만|으며|던)")
_WORKED = re.compile(  # in a self-introduction, where 전공했습니다 is no experience to ask about
    r"(?:개발|설계|구현|진행|참여|근무|운영|담당|개선|기획|제작|분석|도입|만들|맡|이끌|준비|실습|인턴|관리)[가-힣을를]*\s?"
    rf"[가-힣]?[{_PAST}](?:습니다|어요|고|는데|으며|던)"
)
_STATE = re.compile(
    r"(?:많았|적었|있었|없었|이었|느렸|좋았|나빴|어려웠|힘들었|됐|되었|컸|높았|낮았|부족했|필요했|늦었|같았|싶었)[가-힣]{1,3}$"
)
_TOPICS = {
    "team": "협업 경험",
    "growth": "경험",
    "motive": "지원 동기",
    "posting": "경험",
    "limits": "경험",
    "intro": "경험",
}
_NATURAL: dict[Topic, FollowUp] = {  # what a question of this topic was after
    "why": "problem",
    "tech": "own_part",
    "choice": "reason",
    "result": "check",
    "team": "own_part",
}
_SUBJECTS = {
    "experience": "경험",
    "knowledge": "내용",
    "opinion": "의견",
    "motive": "지원 동기",
    "intro": "경험",
}


def follow_up(
    question: Question,
    said_text: str,
    plan: Plan,
    star: tuple[StarFound, ...] = (),
    verdict: Verdict = "answered",
) -> Question | None:
    """What this interviewer asks next about the answer; None when there is nothing to ask on.

    That is: the question was a follow-up itself; nothing or something else was answered (`verdict`, or "모르겠습니다");
    a self-introduction without a thing done; nothing is lacking and the strictness is mild.
    star: what the feedback found in the answer. The quote is an exact passage of `said_text`.
    """
    text = " ".join(said_text.split())
    if question.follow_up or question.origin == "follow_up" or not answerable(text, verdict):
        return None
    if question.shape == "intro" and not _WORKED.search(text):
        return None
    gaps = _gaps(question, text, plan, star)
    order = STYLES[plan.persona].follow_ups
    natural = _NATURAL.get(question.topic)
    for gap in sorted(gaps, key=lambda gap: (not gap.urgent, gap.kind != natural, order.index(gap.kind))):
        asked = _asked(question, said_text, plan, gap, star)
        if asked is not None:
            return asked
    return None


def answerable(said_text: str, verdict: Verdict = "answered") -> bool:
    """Whether something was answered that can be asked about."""
    letters = len(re.findall(r"[가-힣A-Za-z]", said_text))
    if verdict in {"empty", "off_topic"} or letters < _LEAST:
        return False
    return not (letters < 60 and _NO_ANSWER.search(said_text))


@dataclass(frozen=True)
class _Gap:
    kind: FollowUp
    urgent: bool = False


def _gaps(question: Question, text: str, plan: Plan, star: Iterable[StarFound]) -> list[_Gap]:
    found: set[StarPart] = {part.part for part in star if part.quote}
    if question.shape in {"knowledge", "opinion", "motive"}:
        if not _REASON.search(text):
            return [_Gap("reason")]
        if not _DONE.search(text):
            return [_Gap("own_part")]
        return [_Gap("again")] if plan.strictness == "tough" else []
    gaps: list[_Gap] = []
    if _WE.search(text) and not _I.search(text):
        gaps.append(_Gap("own_part", urgent=True))
    elif "action" not in found and not _DONE.search(text):
        gaps.append(_Gap("own_part"))
    if not found & {"situation", "task"} and not _TROUBLE.search(text):
        gaps.append(_Gap("problem"))
    if not _REASON.search(text) and question.shape == "experience":
        gaps.append(_Gap("reason"))
    if not _told_result(text, found) or not _NUMBER.search(text):
        gaps.append(_Gap("check"))
    if not gaps and plan.strictness != "mild":
        gaps.append(_Gap("again"))
    return gaps


def _told_result(text: str, found: set[StarPart]) -> bool:
    return "result" in found or bool(_RESULT.search(text))


def _asked(
    question: Question, said: str, plan: Plan, gap: _Gap, star: tuple[StarFound, ...]
) -> Question | None:
    """The follow-up in words, with a quote if the answer has a clean clause that fits the gap."""
    result = "result" if _told_result(said, {part.part for part in star if part.quote}) else "no_result"
    quote = clause(said, _fits(gap.kind, result, question.shape), _likes(gap.kind, star))
    slots = {"quote": {"q": f"‘{quote}’"}, "subject": {"s": _subject(question)}}
    fitting = [
        entry
        for entry in bank.continuations()
        if entry.kind == gap.kind
        and question.shape in entry.shapes
        and plan.strictness in entry.strictness
        and entry.when in {"", result}
    ]
    sharp = [entry for entry in fitting if entry.strictness == ("tough",)]
    pick = random.Random(hashlib.sha256(f"{question.id}{said}".encode()).hexdigest())
    if sharp and pick.random() < 0.6:
        fitting = sharp + fitting
    for about in ("quote", "subject") if quote else ("subject",):
        for entry in fitting:
            if entry.about != about:
                continue
            text = entry.spoken(plan.persona, **slots[about])
            if not wording.problems(text):
                return continued(question, text, gap.kind, quote if about == "quote" else "")
    return None


def continued(question: Question, text: str, kind: FollowUp, quote: str = "") -> Question:
    """A follow-up of this question; topic, shape and project are inherited."""
    return Question(
        id=f"{question.id}-f",
        text=text,
        topic=question.topic,
        shape="experience" if question.shape == "intro" else question.shape,
        origin="follow_up",
        project=question.project,
        quote=quote,
        follow_up=kind,
        parent=question.id,
    )


def _fits(kind: FollowUp, result: str, shape: Shape) -> Callable[[str], bool]:
    """Which clause of the answer this follow-up can go on from."""
    if shape in {"knowledge", "opinion", "motive"}:
        return lambda text: not _RESULT.search(text) or kind != "reason"
    if kind == "check" and result == "result":
        return lambda text: bool(_RESULT.search(text))
    if kind == "own_part":
        return lambda text: _did(text) and not _I.search(text)
    if kind == "reason":
        return lambda text: _did(text) and not _REASON.search(text)
    return _did


def _did(text: str) -> bool:
    """Whether the clause tells of something that was done, not how things were or became."""
    return bool(_DONE.search(f"{text} ")) and not _STATE.search(text) and not _RESULT.search(text)


def _likes(kind: FollowUp, star: tuple[StarFound, ...]) -> Callable[[str], int]:
    """The clause of an own_part that says "we"; for the others what the feedback took for the action or result."""
    wanted: StarPart = "result" if kind == "check" else "action"
    quotes = [part.quote for part in star if part.part == wanted and part.quote]
    return lambda text: (
        2 * bool(kind == "own_part" and _WE.search(text)) + any(text in quote for quote in quotes)
    )


def _subject(question: Question) -> str:
    title = passages.title(question.project) if question.project else ""
    if title and question.shape == "experience":
        return title
    if question.shape == "experience":
        return _TOPICS.get(question.topic, "경험")
    return _SUBJECTS[question.shape]
