"""Questions by a connected model, each checked; where one fails, or the server does, the planner's is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from metajob.engines import Progress, silent
from metajob.errors import EngineUnavailable
from metajob.interview.model import Material, Plan, Question, Said, Shape, StarFound
from metajob.interview.questions import prompt
from metajob.interview.questions.follow_ups import Verdict, continued, follow_up
from metajob.interview.questions.grounded import place, refusal
from metajob.interview.questions.planner import plan_questions
from metajob.interview.questions.prompt import Asked, AskedAll, AskedOn, Request
from metajob.llm.client import ask
from metajob.llm.cost import Tokens, message_tokens, won
from metajob.llm.endpoint import Endpoint
from metajob.llm.errors import LLMError
from metajob.llm.schema import one_line

_SCHEMA_TOKENS = 250  # the schema counts as input on most servers
_QUESTION_TOKENS = 130  # of one question with its quote, title and topic
_MOST_LINE = 200
_OPINION = re.compile(r"(?:시겠어요|시겠습니까|보시나요|보십니까|생각하세요|생각하십니까|생각하시나요)\?$")
_DONE = re.compile(r"경험|적이 있|[셨했었았였]|쓰신|하신|맡으신|만드신|고르신|선택하신")


@dataclass(frozen=True)
class Estimate:
    """What the questions of an interview will take, told before anything is sent. won: None when no price is set.

    Follow-ups come on top: at most three calls, each with one answer.
    """

    calls: int
    input_tokens: int
    output_tokens: int
    won: float | None


def outgoing(plan: Plan, material: Material, avoid: Sequence[str] = ()) -> list[str]:
    """The user message of every call for the planned questions, exactly as it is sent; `prompt.instructions()` goes
    before it. A follow-up also sends one answer, see `outgoing_follow_up`."""
    return [prompt.for_questions(plan, material, avoid).text]


def outgoing_follow_up(question: Question, said_text: str, plan: Plan) -> str:
    """The user message for a follow-up about this answer, "" when none would be sent."""
    base = follow_up(question, said_text, plan)
    if base is None or base.follow_up is None:
        return ""
    return prompt.for_follow_up(question, said_text, plan, base.follow_up).text


def estimate(plan: Plan, material: Material, endpoint: Endpoint, avoid: Sequence[str] = ()) -> Estimate:
    """Tokens of the planned questions without repairs, and the price; see `metajob.llm.cost`."""
    sent = message_tokens(prompt.for_questions(plan, material, avoid).messages) + _SCHEMA_TOKENS
    answered = min(_QUESTION_TOKENS * (plan.count - plan.intro), endpoint.max_output_tokens)
    return Estimate(1, sent, answered, won(Tokens(sent, answered), endpoint.price_in, endpoint.price_out))


def generate(
    plan: Plan,
    material: Material,
    endpoint: Endpoint,
    progress: Progress = silent,
    *,
    seed: str = "",
    avoid: Sequence[str] = (),
    notes: list[str] | None = None,
) -> tuple[Question, ...]:
    """Exactly `plan.count` questions: the model's where they pass `grounded.refusal`, the planner's elsewhere.

    notes: gets Korean sentences about what did not work. Whatever a server does, it ends in questions; raises only
    Cancelled (from `progress`, also while waiting).
    """
    base = plan_questions(plan, material, seed, avoid)
    request = prompt.for_questions(plan, material, avoid)
    phrase = "모델이 질문을 만들고 있어요"
    progress(0.0, phrase)
    said: list[Asked] = []
    try:
        answer = ask(endpoint, request.messages, AskedAll, watch=lambda: progress(0.1, phrase))
        said = answer.value.questions
    except (LLMError, EngineUnavailable) as error:
        _note(notes, f"{error.message} 준비된 질문으로 진행해요.")
    good = _good(said, request, avoid)
    chosen = _filled(base, good, plan)
    missing = sum(question.origin not in {"model", "opening"} for question in chosen)
    if said and missing:
        _note(notes, f"모델의 질문 가운데 쓸 수 없는 것을 준비된 질문 {missing}개로 바꾸었어요.")
    progress(1.0, "질문을 준비했어요")
    return chosen


def generate_follow_up(
    question: Question,
    said: Said,
    plan: Plan,
    endpoint: Endpoint,
    material: Material | None = None,
    progress: Progress = silent,
    *,
    star: tuple[StarFound, ...] = (),
    verdict: Verdict = "answered",
) -> Question | None:
    """The model's follow-up, or that of `follow_ups.follow_up`; None where that gives None, without any call.

    material: what else a question may speak of. Raises only Cancelled.
    """
    base = follow_up(question, said.text, plan, star, verdict)
    if base is None or base.follow_up is None:
        return None
    request = prompt.for_follow_up(question, said.text, plan, base.follow_up)
    if material is not None:
        request = replace(request, facts=f"{request.facts}\n{material.text}")
    phrase = "모델이 이어서 물을 질문을 만들고 있어요"
    try:
        answer = ask(endpoint, request.messages, AskedOn, watch=lambda: progress(0.1, phrase))
    except (LLMError, EngineUnavailable):
        return base
    text, quote = one_line(answer.value.question, _MOST_LINE), answer.value.quote
    if refusal(text, quote, request) or _bare(text) == _bare(question.text):
        return base
    return continued(question, text, base.follow_up, place(quote, request))


def _good(said: Sequence[Asked], request: Request, avoid: Sequence[str]) -> list[Question]:
    """The model's questions that may be asked, each once; ids come later."""
    taken = {_bare(text) for text in avoid}
    found = []
    for asked in said:
        text = one_line(asked.question, _MOST_LINE)
        if _bare(text) in taken or asked.topic == "intro" or refusal(text, asked.quote, request):
            continue
        taken.add(_bare(text))
        found.append(
            Question(
                id="new",
                text=text,
                topic=asked.topic,
                shape=_shape(asked),
                origin="model",
                project=request.titles.get(asked.project.strip(), ""),
                quote=place(asked.quote, request),
            )
        )
    return found


def _shape(asked: Asked) -> Shape:
    """What a good answer is made of, by what the question asks for."""
    if asked.topic == "motive":
        return "motive"
    if _OPINION.search(asked.question.strip()) and "주시겠" not in asked.question:
        return "opinion"
    if asked.quote or asked.project or _DONE.search(asked.question):
        return "experience"
    return "knowledge"


def _filled(base: tuple[Question, ...], good: Sequence[Question], plan: Plan) -> tuple[Question, ...]:
    """The opening, the good ones, and from the planner what is still needed: rather what is about something else."""
    kept = list(base[: int(plan.intro)])
    kept += good[: plan.count - len(kept)]
    rest = [question for question in base if question not in kept]
    new = {_bare(question.text) for question in kept}
    covered = {(question.project, question.topic) for question in kept}
    rest.sort(
        key=lambda question: (_bare(question.text) in new, (question.project, question.topic) in covered)
    )
    kept += rest[: plan.count - len(kept)]
    return tuple(question.model_copy(update={"id": f"q{at}"}) for at, question in enumerate(kept, start=1))


def _note(notes: list[str] | None, text: str) -> None:
    if notes is not None:
        notes.append(text)


def _bare(text: str) -> str:
    return re.sub(r"[^\w]", "", text)
