"""A language model's feedback on one answer, laid over the rules' own: only what the answer bears out counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from metajob.engines import Progress, silent
from metajob.interview.feedback import prompt
from metajob.interview.feedback.prompt import Request, Told
from metajob.interview.feedback.star import NAMES_KO, PARTS
from metajob.interview.model import Better, Feedback, Question, Remark, Said, StarFound
from metajob.llm.client import ask
from metajob.llm.endpoint import Endpoint
from metajob.llm.errors import LLMError
from metajob.llm.schema import one_line
from metajob.text.additions import diff_pieces, invented

_LEAST_QUOTE = 6  # characters without blanks
_MOST_LINE = 200
_LONGEST_REWRITE = 2.0  # times the answer, plus 200 characters
# What no feedback here may say: feelings, character, honesty, chances, points.
_FORBIDDEN = re.compile(
    r"합격|불합격|탈락|감정|성격|인성|거짓|정직|진실성|자신감|긴장|불안해|\d\s*점(?:[^가-힣]|$)|점수"
)


@dataclass
class _Check:
    """One answer of the model being checked. notes: Korean, what was not used and why."""

    text: str
    request: Request
    notes: list[str] = field(default_factory=list)

    def place(self, quote: str) -> tuple[int, int] | None:
        """Where the quote stands in the answer."""
        for start, end in self.request.masked.locate(quote):
            if len(re.sub(r"\s", "", self.text[start:end])) >= _LEAST_QUOTE:
                return start, end
        return None

    @staticmethod
    def invented(told: str, said: str) -> list[str]:
        """What nobody told. “한 일”, a deed, reads like an amount and is none."""
        return [word for word in invented(told, said) if not re.fullmatch(r"한 ?일", word)]

    def line(self, sentence: str) -> str:
        """One Korean line with nothing invented in it, or ""."""
        said = one_line(self.request.masked.unmask(sentence), _MOST_LINE)
        facts = self.text + "\n" + self.request.text
        copied = said in prompt.instructions()
        if not re.search(r"[가-힣]", said) or "[지시문" in said or _FORBIDDEN.search(said) or copied:
            return ""
        return "" if self.invented(facts, said) else said


def outgoing(question: Question, said: Said) -> str:
    """The user message exactly as it is sent; `prompt.instructions()` goes before it. Nothing is sent here."""
    return prompt.request(question, said.text).text


def deepen(
    question: Question, said: Said, feedback: Feedback, endpoint: Endpoint, progress: Progress = silent
) -> Feedback:
    """The model's feedback where its quotes stand in the answer, else `feedback` with a Korean note.

    An empty answer is not sent. Raises only Cancelled (from `progress`, also while waiting) and EngineUnavailable
    when no model is set up.
    """
    if feedback.verdict == "empty" or not said.text.strip():
        return feedback
    request = prompt.request(question, said.text)
    phrase = "모델이 답변을 읽는 중이에요"
    progress(0.0, phrase)
    try:
        told = ask(endpoint, request.messages, Told, watch=lambda: progress(0.3, phrase)).value
    except LLMError as error:
        note = f"{error.message} 기본 피드백을 보여 드려요. {error.hint}"
        return feedback.model_copy(update={"notes": (*feedback.notes, note)})
    progress(1.0, "모델의 피드백을 확인했어요")
    return merged(question, said, feedback, told, request)


def merged(question: Question, said: Said, feedback: Feedback, told: Told, request: Request) -> Feedback:
    """The checked parts of the model's answer over the rules' feedback; what fails a check is named in a note."""
    check = _Check(said.text, request)
    if any(item.kind == "instruction" for item in request.masked.replacements):
        check.notes.append("AI에게 지시하는 듯한 말은 빼고 모델에 보냈어요. 글에는 그대로 있어요.")
    asked = [line for sentence in told.missing if (line := check.line(sentence)).endswith(("?", "？"))]
    update: dict[str, object] = {
        "star": tuple(_star(check, feedback, told)) if question.shape == "experience" else feedback.star,
        "remarks": _remarks(check, feedback, told),
        "missing": tuple(dict.fromkeys(asked))[:3] or feedback.missing,
        "next_step": check.line(told.next_step) or feedback.next_step,
        "better": _better(check, told.rewrite) or feedback.better,
        "engine": "model",
    }
    update["notes"] = (*feedback.notes, *dict.fromkeys(check.notes))
    return feedback.model_copy(update=update)


def _star(check: _Check, feedback: Feedback, told: Told) -> Iterator[StarFound]:
    before = {one.part: one for one in feedback.star}
    if feedback.verdict == "off_topic":
        return
    for part in PARTS:
        quote = getattr(told, part)
        place = check.place(quote) if quote.strip() else None
        if place is not None:
            yield StarFound(part=part, quote=check.text[place[0] : place[1]], start=place[0], end=place[1])
            continue
        if quote.strip():
            check.notes.append(
                f"{NAMES_KO[part]}: 모델이 든 말을 답변에서 확인하지 못해 기본 피드백을 보여 드려요."
            )
        yield before.get(part, StarFound(part=part))


def _remarks(check: _Check, feedback: Feedback, told: Told) -> tuple[Remark, ...]:
    """The rules' remarks, and those of the model whose quote was found, as remarks on structure."""
    found = []
    for remark in told.remarks[:3]:
        place, line = check.place(remark.quote), check.line(remark.text)
        if place is None:
            check.notes.append("모델의 말 가운데 답변에서 확인하지 못한 것은 뺐어요.")
        elif line:
            quote = check.text[place[0] : place[1]]
            found.append(Remark(key="structure", level=remark.level, text=line, quotes=(quote,)))
    return (*feedback.remarks, *found)


def _better(check: _Check, rewrite: str) -> Better | None:
    text = check.request.masked.unmask(rewrite.strip())
    too_long = len(text) > _LONGEST_REWRITE * len(check.text) + 200
    if (
        not text
        or too_long
        or "[지시문" in text
        or text == check.text.strip()
        or not re.search(r"[가-힣]", text)
    ):
        return None
    words = check.invented(check.text, text)
    if words:
        named = ", ".join(f"‘{word}’" for word in words[:5])
        check.notes.append(
            f"다시 쓴 답변에 말하지 않은 것({named})이 있어 뺐어요. 기본 예시의 빈칸을 채워 보세요."
        )
        return None
    return Better(text=text, pieces=diff_pieces(check.text, text))
