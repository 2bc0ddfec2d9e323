"""Keeps interviews in the store, opens them again and deletes them with their recordings."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import ValidationError

from metajob.errors import StorageError
from metajob.interview.model import Interview, Turn
from metajob.store.book import to_json

if TYPE_CHECKING:
    from metajob.interview.recordings import Recordings
    from metajob.store.interviews import InterviewBook, InterviewRow


@dataclass(frozen=True)
class Summary:
    """What a list of kept interviews shows without opening them. seconds: of all answers; words: said or typed."""

    family: str
    persona: str
    strictness: str
    questions: int
    answered: int
    words: int
    seconds: float


def keep(book: InterviewBook, owner: str, interview: Interview) -> InterviewRow:
    """Save an interview; again under the same id replaces it. Raises StorageError."""
    summary = summary_of(interview)
    return book.save(
        owner,
        id=interview.id,
        created=_moment(interview.created),
        name=interview.company,
        family=summary.family,
        persona=summary.persona,
        strictness=summary.strictness,
        questions=summary.questions,
        answered=summary.answered,
        summary=to_json(asdict(summary)),
        body=to_json(interview.model_dump(mode="json")),
    )


def open_interview(book: InterviewBook, owner: str, id: str) -> Interview:
    """A kept interview. Raises StorageError when it is not there, damaged, or from a newer version of the app."""
    row = book.load(owner, id)
    try:
        kept = json.loads(row.body)
        if isinstance(kept, dict) and kept.get("schema_version", 1) > 1:
            raise StorageError(
                "더 새로운 버전의 앱이 저장한 면접이에요.", "앱을 최신 버전으로 바꾸면 열 수 있어요."
            )
        return Interview.model_validate(kept)
    except (ValueError, TypeError, ValidationError) as error:
        raise StorageError(
            "저장된 면접을 읽을 수 없어요.", "이 기록은 지우고, 면접을 다시 해 주세요."
        ) from error


def earlier_than(
    book: InterviewBook, owner: str, interview: Interview, most: int = 20
) -> tuple[Interview, ...]:
    """The owner's interviews before this one, newest first, at most `most`; unreadable ones are left out."""
    before = _moment(interview.created)
    found: list[Interview] = []
    for row in book.list(owner):
        if row.id != interview.id and row.created < before and len(found) < most:
            try:
                found.append(open_interview(book, owner, row.id))
            except StorageError:
                continue
    return tuple(found)


def forget(book: InterviewBook, recordings: Recordings, owner: str, id: str) -> bool:
    """Delete one interview with its recordings, for good. False when there was neither."""
    films = recordings.delete(owner, id)
    return book.delete(owner, id) or films > 0


def erase(book: InterviewBook, recordings: Recordings, owner: str) -> int:
    """Delete all interviews and recordings of an owner, for good. Returns how many interviews there were."""
    recordings.erase(owner)
    return book.erase(owner)


def summary_of(interview: Interview) -> Summary:
    """What a list shows of this interview."""
    said = [turn.said for turn in interview.turns if turn.said is not None and was_answered(turn)]
    return Summary(
        family=interview.plan.family,
        persona=interview.plan.persona,
        strictness=interview.plan.strictness,
        questions=len(interview.turns),
        answered=len(said),
        words=sum(len(answer.text.split()) for answer in said),
        seconds=round(sum(answer.seconds for answer in said), 1),
    )


def summary_in(row: InterviewRow) -> Summary:
    """The summary of a kept row; what cannot be read of it is 0."""
    try:
        told = json.loads(row.summary)
        words, seconds = int(told["words"]), float(told["seconds"])
    except (ValueError, TypeError, KeyError, OverflowError):
        words, seconds = 0, 0.0
    return Summary(
        row.family, row.persona, row.strictness, row.questions, row.answered, max(0, words), max(0.0, seconds)
    )


def was_answered(turn: Turn) -> bool:
    """Something was said or typed: not skipped, not silent."""
    empty = turn.feedback is not None and turn.feedback.verdict == "empty"
    return turn.said is not None and turn.said.way != "skipped" and bool(turn.said.text.strip()) and not empty


def _moment(created: str) -> datetime:
    """ISO 8601 → aware; without a zone it is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(created)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
