"""Feedback on one answer by rules alone, on this machine: verdict, STAR, remarks, open questions, a better form."""

from __future__ import annotations

import re

from metajob.interview.feedback import (
    advice,
    cues,
    ownership,
    relevance,
    specificity,
    star,
    structure,
    wording,
)
from metajob.interview.feedback.better import better, cleaned
from metajob.interview.model import Feedback, Question, Remark, Said, StarFound
from metajob.text.clean import clean

_SHORT = 25  # syllables: five seconds of speech
_REFUSED = 45  # syllables up to which “I do not know” is the whole answer
_OTHER_LANGUAGE = 0.3  # share of Hangul among letters below which the answer is not Korean
KOREAN_ONLY = "상황·과제·행동·결과와 다듬은 답은 한국어 답에서만 찾아요."


def review(question: Question, said: Said, language: str = "ko") -> Feedback:
    """Judge what was said; never the person. Every quote is an exact passage of `said.text`.

    language: "ko" or "en", of the interview; what is written here is Korean either way, and whether STAR is read
    is told from the text itself. First call 6 s of CPU (tokenizer, sentence vectors), then see docs/feedback.md.
    """
    text = said.text
    bare = cleaned(clean(text))
    count = wording.syllables(bare)
    if said.way == "skipped" or count < 3:
        return Feedback(verdict="empty", next_step=advice.EMPTY, notes=("답변 없음: 알아들은 말이 없어요.",))
    if not _korean(bare):
        return _foreign(question, said, count, language)
    found = star.find(text) if question.shape == "experience" else ()
    refused = count <= _REFUSED and bool(cues.refusal().search(bare.rstrip(" .!"))) and not _told(found)
    if count < _SHORT or refused:
        step = advice.REFUSED if refused else advice.SHORT[question.shape]
        remarks = tuple(wording.remarks(said)[:1])
        lacking = structure.parts_of(question.shape)
        asked = advice.missing(question, found, lacking, ())
        return Feedback(verdict="short", star=found, remarks=remarks, missing=asked, next_step=step)
    about = relevance.relevance(question, text)
    if about.off_topic:
        return Feedback(
            verdict="off_topic",
            remarks=(_off_topic(about), *wording.remarks(said)),
            missing=(f"다시 여쭐게요. {question.text}",),
            next_step=advice.off_topic_step(about.asked),
            notes=(
                "질문과 다른 이야기로 들려 상황·과제·행동·결과는 살피지 않았어요. 잘못 짚었을 수도 있어요.",
            ),
        )
    return _answered(question, said, found, about)


def _answered(
    question: Question, said: Said, found: tuple[StarFound, ...], about: relevance.Relevance
) -> Feedback:
    text = said.text
    lacking = structure.missing(text, question.shape)
    remarks = []
    if about.unsure:
        asked = f"‘{about.asked}’" if about.asked else "질문에 나온 것"
        line = f"질문은 {asked}에 관한 것이었어요. 내 답변이 그 이야기로 들리는지 한 번 더 살펴보세요."
        remarks.append(Remark(key="relevance", level="fact", text=line))
    if about.shared:
        named = ", ".join(f"‘{word}’" for word in about.shared[:3])
        quotes = (about.best.text,) if about.best else ()
        line = f"질문에 나온 {named}에 대해 말했어요."
        remarks.append(Remark(key="relevance", level="good", text=line, quotes=quotes))
    experience = question.shape == "experience"
    remarks += specificity.remarks(text, experience)
    if experience:
        remarks += ownership.remarks(text)
    remarks += structure.remarks(text, question.shape)
    remarks += wording.remarks(said)
    return Feedback(
        verdict="answered",
        star=found,
        remarks=tuple(remarks),
        missing=advice.missing(question, found, lacking, remarks),
        next_step=advice.next_step(question, found, lacking, remarks),
        better=better(text, question.shape, found, lacking),
    )


def _off_topic(about: relevance.Relevance) -> Remark:
    asked = f"질문은 ‘{about.asked}’에 관한 것인데, " if about.asked else ""
    line = f"{asked}{about.heard or '다른 질문에 답한'} 것처럼 들려요."
    return Remark(key="relevance", level="gap", text=line)


def _foreign(question: Question, said: Said, count: int, language: str) -> Feedback:
    words = len(re.findall(r"[A-Za-z]+", said.text))
    short = (words or count) < 12
    remarks = (*wording.remarks(said)[:1], *specificity.remarks(said.text, False))
    asked = () if language == "en" else ("한국어로도 말해 주시겠어요?",)
    step = advice.SHORT[question.shape] if short else "결과 문장에 숫자 하나를 넣어 한 번 더 말해 보세요."
    return Feedback(
        verdict="short" if short else "answered",
        remarks=remarks,
        missing=asked,
        next_step=step,
        notes=(KOREAN_ONLY,),
    )


def _korean(text: str) -> bool:
    letters = re.findall(r"[^\W\d_]", text)
    hangul = re.findall(r"[가-힣]", text)
    return not letters or len(hangul) >= _OTHER_LANGUAGE * len(letters)


def _told(found: tuple[StarFound, ...]) -> bool:
    return any(one.quote for one in found if one.part in {"action", "result"})
