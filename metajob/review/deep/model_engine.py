"""The review by a language model, on top of the offline one: one project a call, every quote checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from metajob.engines import Progress, silent
from metajob.llm.client import Answer, ask
from metajob.llm.cost import Tokens, message_tokens, won
from metajob.llm.endpoint import Endpoint
from metajob.llm.errors import Kind, LLMError
from metajob.llm.habits import Habits
from metajob.review.deep import prompt
from metajob.review.deep.merge import Merged, merge, overused_quotes
from metajob.review.deep.prompt import Request, SaidReview
from metajob.review.model import CRITERIA, Criterion, ProjectReview, ProjectSpan, Role, Usage

Answers = Mapping[str, Sequence[str]]  # what the person answered, by project id
NAMES: dict[Criterion, str] = {
    "why": "왜 했는가",
    "tech": "쓴 기술",
    "choice": "고른 이유",
    "result": "결과",
    "limits": "한계",
}
_OUTPUT_TOKENS = 1400  # of one project's answer: five criteria of about 280 tokens
_SCHEMA_TOKENS = 450  # the schema counts as input on most servers
_STOPPING: frozenset[Kind] = frozenset(
    {"auth", "model", "quota", "address", "rejected"}
)  # the next one fails too
_TROUBLE: frozenset[Kind] = frozenset({"network", "timeout", "server"})  # twice in a row is enough


@dataclass(frozen=True)
class Estimate:
    """What a review will take, told before anything is sent. won: None when no price is set."""

    calls: int
    input_tokens: int
    output_tokens: int
    won: float | None


def estimate(
    text: str, spans: Sequence[ProjectSpan], endpoint: Endpoint, posting: str = "", role: Role = "other"
) -> Estimate:
    """Calls and tokens of a review without repairs, and its price; see `metajob.llm.cost` for the formula."""
    built = prompt.requests(text, spans, posting, role)
    sent = sum(message_tokens(request.messages) + _SCHEMA_TOKENS for request in built)
    answered = min(_OUTPUT_TOKENS, endpoint.max_output_tokens) * len(built)
    price = won(Tokens(sent, answered), endpoint.price_in, endpoint.price_out)
    return Estimate(len(built), sent, answered, price)


def outgoing(
    text: str,
    spans: Sequence[ProjectSpan],
    posting: str = "",
    role: Role = "other",
    answers: Answers | None = None,
) -> list[str]:
    """The user message of every call, exactly as it is sent; `prompt.instructions()` goes before each."""
    return [request.text for request in prompt.requests(text, spans, posting, role, answers)]


def review_projects(
    text: str,
    offline: tuple[ProjectReview, ...],
    endpoint: Endpoint,
    posting: str = "",
    role: Role = "other",
    answers: Answers | None = None,
    pages: Sequence[int] = (),
    progress: Progress = silent,
) -> tuple[tuple[ProjectReview, ...], Usage, list[str]]:
    """The offline reviews with the model's findings on top, what it took, and Korean notes for the person.

    Whatever a server does, each project ends in a review: the model's, or the offline one with a note.
    Raises only Cancelled (from `progress`, also while waiting for an answer) and EngineUnavailable.
    """
    run = _Run(endpoint, offline, progress)
    requests = prompt.requests(text, [project.span for project in offline], posting, role, answers)
    reviewed = []
    for project, request in zip(offline, requests, strict=True):
        reviewed.append(run.one(project, request, (answers or {}).get(project.span.id, ()), pages))
    progress(1.0, "모델의 검토를 마쳤어요")
    return tuple(reviewed), run.usage(), run.notes(requests)


class _Run:
    """One review: what was spent, what failed, and whether going on makes sense."""

    def __init__(self, endpoint: Endpoint, offline: tuple[ProjectReview, ...], progress: Progress) -> None:
        self._endpoint, self._progress, self._count = endpoint, progress, len(offline)
        self._habits = Habits()
        self._start = monotonic()
        self._spent, self._calls, self._done = Tokens(), 0, 0
        self._model = endpoint.model
        self._failed: list[tuple[str, LLMError]] = []
        self._skipped: list[str] = []
        self._in_a_row = 0
        self._merged: list[tuple[str, Merged]] = []

    def one(
        self, project: ProjectReview, request: Request, answers: Sequence[str], pages: Sequence[int]
    ) -> ProjectReview:
        """The project's review by the model, or the offline one."""
        title, share = project.span.title, self._done / max(1, self._count)
        self._done += 1
        phrase = f"모델이 읽는 중이에요 ({self._done}/{self._count})"
        self._progress(share, phrase)
        if self._hopeless():
            self._skipped.append(title)
            return project
        try:
            answer = ask(
                self._endpoint,
                request.messages,
                SaidReview,
                watch=lambda: self._progress(share, phrase),
                habits=self._habits,
            )
        except LLMError as error:
            self._failed.append((title, error))
            self._in_a_row += 1
            self._spent, self._calls = self._spent + error.tokens, self._calls + error.attempts
            return project
        self._in_a_row = 0
        self._count_in(answer)
        overused = overused_quotes([answer.value.of(criterion) for criterion in CRITERIA])
        findings = []
        for finding in project.findings:
            merged = merge(
                finding,
                answer.value.of(finding.criterion),
                request.masked,
                answers=answers,
                pages=pages,
                overused=overused,
            )
            self._merged.append((title, merged))
            findings.append(merged.finding)
        return project.model_copy(update={"findings": tuple(findings)})

    def _hopeless(self) -> bool:
        if not self._failed:
            return False
        kind = self._failed[-1][1].kind
        return kind in _STOPPING or (kind in _TROUBLE and self._in_a_row >= 2)

    def _count_in(self, answer: Answer[SaidReview]) -> None:
        self._spent, self._calls = self._spent + answer.usage, self._calls + answer.attempts
        self._model = answer.model or self._model

    def usage(self) -> Usage:
        """What the whole review took."""
        return Usage(
            model=self._model,
            input_tokens=self._spent.input,
            output_tokens=self._spent.output,
            calls=self._calls,
            seconds=round(monotonic() - self._start, 1),
            won=won(self._spent, self._endpoint.price_in, self._endpoint.price_out),
            prompt_version=prompt.version(),
        )

    def notes(self, requests: Sequence[Request]) -> list[str]:
        """What the person should know of this review, in Korean."""
        found = []
        removed = sum(
            item.kind == "instruction" for request in requests for item in request.masked.replacements
        )
        if removed:
            found.append(
                f"AI에게 지시하는 듯한 문장 {removed}개를 빼고 모델에 보냈어요. 문서에는 그대로 있어요."
            )
        for kind in dict.fromkeys(error.kind for _title, error in self._failed):
            titles = [title for title, error in self._failed if error.kind == kind]
            error = next(error for _title, error in self._failed if error.kind == kind)
            found.append(f"{error.message} {_named(titles)} 기본 검토를 보여 드려요. {error.hint}")
        if self._skipped:
            found.append(f"같은 까닭으로 {_named(self._skipped)} 모델에 보내지 않고 기본 검토를 보여 드려요.")
        found += self._notes_of_merging()
        if self._spent.input and not self._spent.counted:
            found.append("모델 서버가 사용량을 다 알려 주지 않아 어림한 값이에요.")
        return found

    def _notes_of_merging(self) -> list[str]:
        found = []
        for title in dict.fromkeys(title for title, _merged in self._merged):
            here = [merged for name, merged in self._merged if name == title]
            wrong = [NAMES[m.finding.criterion] for m in here if m.problem in {"quote", "spread"}]
            if wrong:
                found.append(
                    f"‘{title}’의 {', '.join(wrong)}: 모델이 든 문장을 원문에서 확인하지 못해 기본 검토를 보여 드려요."
                )
            found += [_about_rewrite(title, merged) for merged in here if merged.problem == "rewrite"]
        return found


def _about_rewrite(title: str, merged: Merged) -> str:
    words = ", ".join(f"‘{word}’" for word in merged.words[:5])
    name = NAMES[merged.finding.criterion]
    return (
        f"‘{title}’의 {name}: 다시 쓴 문장에 원문에 없는 말({words})이 있어 뺐어요. 빈칸 예시를 채워 보세요."
    )


def _named(titles: Sequence[str]) -> str:
    shown = ", ".join(f"‘{title}’" for title in titles[:3])
    return f"{shown}{f' 등 {len(titles)}개' if len(titles) > 3 else ''} 프로젝트는"
