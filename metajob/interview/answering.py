"""The heavy work of a live interview as plain functions of plain data: a question's clip, an answer's results."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from metajob.engines import Progress, silent
from metajob.errors import Cancelled, UserError
from metajob.interview.model import AnswerWay, Feedback, Material, Plan, Question, Said, Turn

if TYPE_CHECKING:
    from metajob.interview.signals import Row
    from metajob.llm.endpoint import Endpoint

VIDEO_S = 60.0  # seconds that a video engine with a GPU may take: about an answer
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """What an interview is made from. terms: names that may be said in an answer. endpoint: the model that the person
    agreed to send text to, None without one. film: keep the recordings for the report."""

    plan: Plan
    questions: tuple[Question, ...]
    material: Material = field(default_factory=Material)
    terms: tuple[str, ...] = ()
    endpoint: Endpoint | None = None
    film: bool = False


@dataclass(frozen=True)
class Given:
    """An answer as it came in. data: a recording (sound, or with picture when it was uploaded). film: the recording
    that may be kept. text: typed. rows: of the camera; by_browser: made in the page, not here."""

    way: AnswerWay
    data: bytes | None = None
    text: str | None = None
    film: bytes | None = None
    rows: tuple[Row, ...] = ()
    by_browser: bool = False


def clip(order: Order, question: Question, folder: Path, progress: Progress = silent) -> bytes:
    """The question as an mp4. What tells nothing of a person is made once for everybody, the rest in `folder`.

    Raises UserError when there can be none, Cancelled.
    """
    from metajob.interviewer import clips, prepare
    from metajob.settings import settings

    shared = question.origin in {"opening", "bank"} and not question.quote
    where = prepare.folder() if shared else folder
    made = clips.make(
        question.text,
        order.plan.persona,
        video_engine=settings().interview_video,
        folder=where,
        deadline=VIDEO_S,
        progress=progress,
    )
    return made.mp4.read_bytes()


def turn_of(order: Order, question: Question, given: Given, progress: Progress = silent) -> Turn:
    """Transcript, measures and feedback of one answer; a reason in their place when it cannot be read.

    Raises Cancelled only.
    """
    from metajob.interview.analysis import analyse

    progress(0.0, "답변을 살펴보고 있어요")
    try:
        turn = analyse(
            question,
            data=given.data,
            text=given.text,
            rows=given.rows,
            terms=order.terms,
            way=given.way,
            producer="browser" if given.by_browser else "server",
            progress=progress,
        )
        if turn.said is not None:
            return turn
        blank = unreadable(question, given.way, UserError("녹화에 소리가 없어서 답변을 듣지 못했어요."))
        return blank.model_copy(
            update={"behaviour": turn.behaviour}
        )  # a silent film is looked at all the same
    except Cancelled:
        raise
    except UserError as error:
        return unreadable(question, given.way, error)
    except Exception:
        _log.exception("an answer could not be worked on")
        return unreadable(question, given.way, UserError("답변을 살펴보다가 문제가 생겼어요."))


def follow_up(order: Order, turn: Turn, progress: Progress = silent) -> Question | None:
    """A question that picks up what was said: the model's if there is one, else ours; None when nothing suits."""
    from metajob.interview.questions import follow_ups, generated

    if turn.said is None or turn.feedback is None:
        return None
    star, verdict = turn.feedback.star, turn.feedback.verdict
    if order.endpoint is None:
        return follow_ups.follow_up(turn.question, turn.said.text, order.plan, star, verdict)
    return generated.generate_follow_up(
        turn.question,
        turn.said,
        order.plan,
        order.endpoint,
        order.material,
        progress,
        star=star,
        verdict=verdict,
    )


def deeper(order: Order, turn: Turn, progress: Progress = silent) -> Turn | None:
    """The turn with a model's feedback on top of ours; None without a model or an answer. Raises Cancelled only."""
    if not (order.endpoint and turn.said and turn.feedback and turn.feedback.verdict == "answered"):
        return None
    from metajob.interview.feedback.deep import deepen

    feedback = deepen(turn.question, turn.said, turn.feedback, order.endpoint, progress)
    return turn.model_copy(update={"feedback": feedback})


def unreadable(question: Question, way: AnswerWay, error: UserError) -> Turn:
    """A turn whose answer could not be read: told, not guessed."""
    why = f"{error.message} {error.hint}".strip()
    said = Said(text="", way=way, warnings=(why,))
    return Turn(question=question, said=said, feedback=Feedback(verdict="empty", notes=(why,)))
