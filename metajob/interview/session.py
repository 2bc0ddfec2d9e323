"""The course of one interview: which question it is, whose turn it is, how long is left, which results are missing.

Pure and small: no thread, no file, no picture. The clock is whatever monotonic seconds the caller passes as `now`.
Not thread-safe: whoever owns a session (the room) holds its lock around every call, `view` and `dump` included.

A page may send an event again after a lost connection. Each call that concerns a question carries its id: what was
already done is ignored, what cannot be done now raises InputError and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from metajob.errors import InputError
from metajob.interview.model import AnswerWay, Interview, Plan, Question, Said, Seconds, Turn
from metajob.text.model import Data

Phase = Literal["ready", "asking", "answering", "paused", "done"]
MAX_REPEATS = 2  # of one question, beyond the first hearing
FOLLOW_UPS = {"mild": 1, "standard": 2, "tough": 3}  # most in one interview, by strictness
_OVER = "이미 끝난 면접이에요."


class _State(Data):
    """A session as JSON. used: seconds of the current answer that had passed when it was written down."""

    v: Literal[1] = 1
    plan: Plan
    questions: tuple[Question, ...]
    phase: Phase
    turns: tuple[Turn, ...]
    offered: tuple[Question, ...]
    ways: dict[str, AnswerWay]
    taken: Annotated[int, Field(ge=0)]
    repeats: int
    used: Seconds
    paused_in: Literal["asking", "answering"]
    cut: Question | None


@dataclass
class Session:
    """plan: what was chosen. questions: the planned ones in order, at least one, ids unique (else ValueError).

    turns: asked so far, the current one last. ways: how each submitted answer was given, by question id.
    offered: follow-ups that wait to be asked. The rest is the session's own business.
    """

    plan: Plan
    questions: tuple[Question, ...]
    phase: Phase = "ready"
    turns: list[Turn] = field(default_factory=list)
    offered: list[Question] = field(default_factory=list)
    ways: dict[str, AnswerWay] = field(default_factory=dict)
    taken: int = 0  # planned questions that were asked
    repeats: int = 0  # of the current question
    used: float = 0.0  # seconds of the current answer before `since`
    since: float | None = None  # when the clock was last set going; None while it stands
    paused_in: Literal["asking", "answering"] = "asking"
    cut: Question | None = None  # stopped in the middle of it; its answer may still arrive

    def __post_init__(self) -> None:
        ids = [question.id for question in self.questions]
        if not ids or len(set(ids)) < len(ids):
            raise ValueError("an interview has at least one question, and every id once")

    @property
    def current(self) -> Question | None:
        """The question that is being asked or answered; None before the start and after the end."""
        return self.turns[-1].question if self.turns and self.phase not in {"ready", "done"} else None

    @property
    def number(self) -> int:
        """Which planned question it is, from 1; a follow-up has the number of the one before it. 0: not started."""
        return self.taken

    @property
    def total(self) -> int:
        """How many planned questions there are."""
        return len(self.questions)

    @property
    def pending(self) -> tuple[str, ...]:
        """Ids of submitted answers whose results have not arrived."""
        return tuple(t.question.id for t in self.turns if t.said is None and t.question.id in self.ways)

    def start(self, now: float) -> None:  # noqa: ARG002  every event brings its time, used or not
        """Ask the first question. Again: nothing happens."""
        if self.phase == "done":
            raise _not_now(_OVER)
        if self.phase == "ready":
            self._advance()

    def asked(self, now: float, id: str) -> None:
        """The question's clip has ended: the answer begins and the clock runs."""
        if self._is_current(id) and self.phase == "asking":
            self.phase, self.used, self.since = "answering", 0.0, now

    def submit(self, now: float, id: str, way: AnswerWay) -> str:  # noqa: ARG002
        """The answer was given; on to the next question or to the end. Late ones count as long as it is their turn.

        Returns the id when results are now to be made and filled in; "" when this answer was submitted before.
        An answer that arrives after `stop` cut its question short is taken, too.
        """
        if way == "skipped":
            raise ValueError("skip() skips")
        if self.cut is not None and self.cut.id == id:
            self.turns.append(Turn(question=self.cut))
            self.ways[id], self.cut = way, None
            return id
        if not self._is_current(id):
            if id not in self.ways:
                raise _not_now("이미 건너뛴 질문이에요.")
            return ""
        self._must_run()
        self.ways[id] = way
        self._advance()
        return id

    def skip(self, now: float, id: str) -> str:  # noqa: ARG002
        """No answer to this one; on to the next or to the end. Returns the id, "" when it is already behind us."""
        if not self._is_current(id):
            return ""
        self._must_run()
        self.turns[-1] = self.turns[-1].model_copy(update={"said": Said(text="", way="skipped")})
        self._advance()
        return id

    def repeat(self, now: float, id: str = "") -> None:  # noqa: ARG002
        """Ask the current question again; the answer starts anew. Free while it is still being asked."""
        if not self._is_current(id or self._here):
            return
        self._must_run()
        if self.phase == "answering":
            if self.repeats >= MAX_REPEATS:
                raise InputError(
                    f"같은 질문은 {MAX_REPEATS}번까지 다시 들을 수 있어요.", "자막을 켜면 글로 볼 수 있어요."
                )
            self.repeats += 1
            self.phase, self.used, self.since = "asking", 0.0, None

    def pause(self, now: float, id: str = "") -> None:  # noqa: ARG002  every event brings its time
        """Stand still; an answer that had begun begins anew afterwards, with all its time. Again: nothing happens."""
        if self._is_current(id or self._here) and self.phase in {"asking", "answering"}:
            self.used, self.since = 0.0, None
            self.paused_in = "answering" if self.phase == "answering" else "asking"
            self.phase = "paused"

    def resume(self, now: float, id: str = "") -> None:
        """Go on where it was paused. Again: nothing happens."""
        if self._is_current(id or self._here) and self.phase == "paused":
            self.phase = self.paused_in
            self.since = now if self.phase == "answering" else None

    def stop(self, now: float) -> None:  # noqa: ARG002
        """End it, from any phase. The question that was open is taken out unless its answer still arrives."""
        if self.current is not None:
            self.cut = self.turns.pop().question
        self._end()

    def offer(self, question: Question) -> bool:
        """A follow-up that could be asked next (its clip is ready); whether it will be.

        It must be about an answer that was submitted, the first about that answer, and within FOLLOW_UPS.
        """
        taken = [turn.question for turn in self.turns] + self.offered
        follow_ups = [one for one in taken if one.origin == "follow_up"]
        fits = (
            self.phase not in {"ready", "done"}
            and question.origin == "follow_up"
            and bool(question.text.strip())
            and question.parent in self.ways
            and question.parent not in {one.parent for one in follow_ups}
            and question.id not in {one.id for one in (*self.questions, *taken)}
            and len(follow_ups) < FOLLOW_UPS[self.plan.strictness]
        )
        if fits:
            self.offered.append(question)
        return fits

    def fill(self, id: str, turn: Turn) -> None:
        """Results of a submitted answer, in any phase; later ones (a model's) replace earlier ones.

        turn.said may not be None, else ValueError: an answer that could not be read has no text and a warning.
        """
        for place, held in enumerate(self.turns):
            if held.question.id == id and id in self.ways:
                if turn.said is None:
                    raise ValueError("the page would wait for ever")
                self.turns[place] = turn.model_copy(update={"question": held.question})
                return
        raise _not_now("이 질문에는 받은 답변이 없어요.")

    def next_up(self) -> Question | None:
        """What is asked next if nothing changes; its clip can be prepared. None when nothing follows."""
        if self.phase == "done":
            return None
        if self.offered:
            return self.offered[0]
        return self.questions[self.taken] if self.taken < len(self.questions) else None

    def remaining(self, now: float) -> float | None:
        """Seconds left for the current answer, 0 when the time is over; None before the start and after the end."""
        if self.current is None:
            return None
        return max(0.0, self.plan.limit_s - self._elapsed(now))

    def view(self, now: float) -> dict[str, Any]:
        """What the page shows, as JSON. question: None, or id, text and whether it is a follow-up."""
        shown, remaining = self.current, self.remaining(now)
        question = shown and {
            "id": shown.id, "text": shown.text, "follow_up": shown.origin == "follow_up",
        }  # fmt: skip
        return {
            "phase": self.phase,
            "number": self.number,
            "total": self.total,
            "question": question,
            "limit_s": self.plan.limit_s,
            "remaining_s": None if remaining is None else round(remaining, 1),
            "repeats_left": MAX_REPEATS - self.repeats if shown else 0,
            "can_skip": self.phase in {"asking", "answering"},
            "answered": len(self.ways),
            "pending": len(self.pending),
        }

    def interview(self, id: str, created: str, company: str = "", notes: tuple[str, ...] = ()) -> Interview:
        """What is kept: every question that was answered or skipped. id, created: see Interview."""
        over = [turn for turn in self.turns if turn.said is not None or turn.question.id in self.ways]
        return Interview(
            id=id, created=created, plan=self.plan, company=company, turns=tuple(over), notes=notes
        )

    def dump(self, now: float) -> dict[str, Any]:
        """The whole state as JSON-able data."""
        held = {name: getattr(self, name) for name in _State.model_fields if name not in {"v", "used"}}
        return _State(**held, used=self._elapsed(now)).model_dump(mode="json")

    @classmethod
    def load(cls, data: Any, now: float) -> Session:
        """A session from `dump`, its clock going on at `now`. Raises InputError for anything else."""
        try:
            state = _State.model_validate(data)
            made = cls(**{name: getattr(state, name) for name in _State.model_fields if name != "v"})
            if made.phase in {"asking", "answering", "paused"} and not made.turns:
                raise ValueError("in the middle of no question")
        except (ValidationError, ValueError, TypeError) as error:
            raise InputError("면접을 이어서 할 수 없어요.", "새로 시작해 주세요.") from error
        made.turns, made.offered = list(state.turns), list(state.offered)
        made.since = now if made.phase == "answering" else None
        return made

    def _elapsed(self, now: float) -> float:
        return self.used + (max(0.0, now - self.since) if self.since is not None else 0.0)

    @property
    def _here(self) -> str:
        return self.current.id if self.current else ""

    def _is_current(self, id: str) -> bool:
        """False for a question that is behind us. Raises InputError for one that was not asked."""
        if self.current is not None and id == self.current.id:
            return True
        behind = {turn.question.id for turn in self.turns} | ({self.cut.id} if self.cut else set())
        if not isinstance(id, str) or id not in behind:
            raise _not_now(_OVER if self.phase == "done" else "지금은 할 수 없는 동작이에요.")
        return False

    def _must_run(self) -> None:
        if self.phase == "paused":
            raise InputError("면접이 잠시 멈춰 있어요.", "이어서 하기를 누른 뒤 다시 해 주세요.")

    def _advance(self) -> None:
        following = self.next_up()
        if following is None:
            self._end()
            return
        if self.offered:
            self.offered.pop(0)
        else:
            self.taken += 1
        self.turns.append(Turn(question=following))
        self.phase, self.repeats, self.used, self.since = "asking", 0, 0.0, None

    def _end(self) -> None:
        self.phase, self.repeats, self.used, self.since = "done", 0, 0.0, None
        self.offered.clear()


def _not_now(message: str) -> InputError:
    return InputError(message, "화면을 새로 고치면 지금 상태를 볼 수 있어요.")
