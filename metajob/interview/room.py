"""One live interview: the session, its clips being made ahead, the answers being worked on, and the camera's tracker.

The page talks to it through three kinds of calls: what the person does (start, answer, skip …), frames of the camera,
and looking at the state. Nothing here waits: heavy work goes to the pool and shows in `view()` when it is done.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metajob.engines import Progress, silent
from metajob.errors import Cancelled, InputError, UserError
from metajob.interview import answering
from metajob.interview.answering import Given, Order
from metajob.interview.model import Interview, Question, Turn
from metajob.interview.room_files import RoomFiles, safe
from metajob.interview.session import FOLLOW_UPS, Session
from metajob.interview.watching import Watching

if TYPE_CHECKING:
    from metajob.interview.signals import Row
    from metajob.workers import Job, Pool

DESERTED_S = 1800.0  # without a click or an answer, whatever the page says on its own: nobody is there
_log = logging.getLogger(__name__)


class Room:
    """Thread-safe. pool: works on answers; clips: another one for clips. crowd: how many interviews are live.

    Raises InputError for what is not its turn.
    """

    def __init__(
        self, token: str, folder: Path, order: Order, pool: Pool, clock: Callable[[], float] = time.monotonic,
        clips: Pool | None = None, crowd: Callable[[], int] = lambda: 1,
    ) -> None:  # fmt: skip
        self.token, self.folder, self.order = token, folder, order
        self.id = secrets.token_hex(16)  # of the interview that comes of it, however often it is looked at
        self.session = Session(order.plan, order.questions)
        self.files = RoomFiles(folder)
        self.created = datetime.now(UTC)
        self._pool, self._clock, self._studio = pool, clock, clips or pool
        self._acted = clock()
        self._lock = threading.RLock()
        self._asked_for: set[str] = set()  # questions whose clip is being made or is there
        self._clips: dict[str, Path | UserError] = {}
        self._jobs: list[Job[None]] = []
        self._answers: list[Job[None]] = []
        self._backlog: list[tuple[Question, Given]] = []  # answers that the pool has no place for yet
        self._watching = Watching(self._is_answered, crowd)

    # ---- what the person does ----

    def act(self, name: str, id: str = "") -> None:
        """start, asked, skip, repeat, pause, resume, stop. id: of the question that is meant. Raises InputError."""
        with self._lock:
            now = self._clock()
            calls: dict[str, Callable[[], object]] = {
                "start": lambda: self.session.start(now),
                "asked": lambda: self.session.asked(now, id),
                "skip": lambda: self.session.skip(now, id),
                "repeat": lambda: self.session.repeat(now, id),
                "pause": lambda: self.session.pause(now, id),
                "resume": lambda: self.session.resume(now, id),
                "stop": lambda: self.session.stop(now),
            }
            if name not in calls:
                raise InputError("무엇을 해야 할지 알 수 없어요.", "화면을 새로 고친 뒤 다시 해 주세요.")
            before, self._acted = self.session.phase, now
            calls[name]()
            if name in {"asked", "repeat", "resume"} and self.session.phase != before:
                self._watching.begin()  # the answer begins anew; said twice, it goes on
            self.prepare()

    def awaits(self, id: str) -> bool:
        """Whether an answer would count now; False when it has been given. Raises InputError when it never would."""
        with self._lock:
            if id in self.session.ways:
                return False
            if self.session.phase == "paused":
                raise InputError("면접이 잠시 멈춰 있어요.", "이어서 하기를 누른 뒤 다시 해 주세요.")
            if self._question(id) not in (self.session.current, self.session.cut):
                raise InputError("이미 건너뛴 질문이에요.", "화면을 새로 고치면 지금 상태를 볼 수 있어요.")
            return True

    def answer(self, id: str, given: Given) -> None:
        """An answer has been given: the next question is up, this one is worked on.

        Raises InputError when this question is not being answered, StorageError when the film cannot be kept; the
        answer counts all the same.
        """
        with self._lock:
            question = self._question(id)
            if not self.session.submit(self._clock(), id, given.way):
                return  # the page says it twice
            self._acted = self._clock()
            rows, by_browser = self._watching.taken(id)
            bare = replace(given, rows=rows, by_browser=by_browser, film=None)
            self._backlog.append((question, bare))
            self.prepare()
        if given.film and self.order.film:
            self.keep_film(id, given.film)

    def prepare(self) -> None:
        """Let the clips be made that are needed now and next, and the answers be worked on."""
        with self._lock, contextlib.suppress(UserError):  # the pool is full: asked for again at the next call
            for question in (self.session.current, self.session.next_up()):
                if question is None or question.id in self._asked_for or self.files.closed:
                    continue
                self._jobs.append(self._studio.run(self._make_clip, question))
                self._asked_for.add(question.id)
            while self._backlog:
                self._answers.append(self._pool.run(self._work_on, *self._backlog[0]))
                self._backlog.pop(0)

    # ---- what the page shows ----

    def view(self) -> dict[str, Any]:
        """The session as the page draws it, with whether its clip is there. Plain JSON values."""
        with self._lock:
            seen = self.session.view(self._clock())
            current = self.session.current or self.session.next_up()
            return {
                **seen,
                "token": self.token,
                "prepared": current is None or current.id in self._clips,
                "film": self.order.film,
            }

    def clip(self, id: str) -> Path | None:
        """The clip of a question once it is there. Raises UserError when it could not be made."""
        with self._lock:
            found = self._clips.get(id)
        if isinstance(found, UserError):
            raise found
        return found

    def film(self, id: str) -> Path | None:
        """The recording of an answer, if it was kept."""
        return self.files.film(id)

    def keep_film(self, id: str, film: bytes) -> None:
        """Keep the recording of an answer that was submitted, if that was wanted. Raises InputError, StorageError."""
        with self._lock:
            if not self.order.film or self._question(id).id not in self.session.ways:
                raise InputError("남길 녹화가 아니에요.", "녹화를 남기려면 면접을 준비할 때 골라 주세요.")
        self.files.keep_film(id, film)

    def drop_films(self) -> None:
        """Delete all recordings of this interview."""
        self.order = replace(self.order, film=False)  # one that is still on its way is not kept either
        self.files.drop_films()

    @property
    def deserted(self) -> bool:
        """Nobody has clicked or answered for half an hour."""
        return self._clock() - self._acted > DESERTED_S

    @property
    def working(self) -> int:
        """Answers that are still being worked on."""
        self.prepare()
        with self._lock:
            return len(self._backlog) + sum(not job.done for job in self._answers)

    def interview(self, id: str) -> Interview:
        """What has come of it so far."""
        with self._lock:
            made = self.session.interview(id, self.created.isoformat(), self.order.material.company, ())
        named = {turn.question.id: film.name for turn in made.turns if (film := self.film(turn.question.id))}
        turns = [
            turn.model_copy(update={"recording": named.get(turn.question.id, "")}) for turn in made.turns
        ]
        return made.model_copy(update={"turns": tuple(turns)})

    # ---- the camera ----

    def frame(self, jpeg: bytes, t: float, turn: str) -> dict[str, Any]:
        """One frame of the camera; t: seconds of the answer. Raises InputError for what is no small JPEG."""
        return self._watching.frame(jpeg, t, turn)

    def rows(self, rows: list[Row], turn: str) -> dict[str, Any]:
        """Rows that the browser has made itself; none of them: the page is still there."""
        return self._watching.add(rows, turn, by_browser=bool(rows))

    def _is_answered(self, id: str) -> bool:
        """Whether this question is being answered now."""
        with self._lock:
            current = self.session.current
            return current is not None and current.id == id and self.session.phase == "answering"

    # ---- the end ----

    def rest(self) -> None:
        """The page has gone for now: the tracker's memory is freed, the interview can go on."""
        self._watching.rest()

    def close(self) -> None:
        """The end: all work stops, nothing is written any more. The folder belongs to the lobby."""
        with self._lock:
            self.files.close()
            jobs = [*self._jobs, *self._answers]
            self._backlog.clear()
        for job in jobs:
            job.cancel()
        self._watching.close()

    # ---- work in the pool ----

    def _make_clip(self, question: Question, progress: Progress = silent) -> None:
        """The question as an mp4 in the room's folder; the page shows the text when there can be none."""
        made: Path | UserError
        try:
            mp4 = self.files.within(answering.clip, self.order, question, self.folder / "clips", progress)
            made = self.files.write(f"asked/{safe(question.id)}.mp4", mp4)
        except Cancelled:
            raise
        except UserError as error:
            _log.warning("a question has no clip: %s", error)
            made = error
        except Exception:
            _log.exception("a question has no clip")
            made = UserError("질문의 영상을 만들지 못했어요.")
        with self._lock:
            self._clips[question.id] = made

    def _work_on(self, question: Question, given: Given, progress: Progress = silent) -> None:
        """Write the answer down, measure it, give feedback; maybe there is a question to follow up with."""
        turn = answering.turn_of(self.order, question, given, progress)
        self._fill(turn)
        try:
            if self._wants_more(question) and (more := answering.follow_up(self.order, turn, progress)):
                self._asked_for.add(more.id)
                self._make_clip(more, progress)
                with self._lock:
                    self.session.offer(more)
            if deeper := answering.deeper(self.order, turn, progress):
                self._fill(deeper)
        except Cancelled:
            raise
        except Exception:
            _log.exception("an answer has its results, but nothing beyond them")

    def _wants_more(self, question: Question) -> bool:
        """Whether a follow-up to this question could still be asked."""
        with self._lock:
            asked = sum(turn.question.origin == "follow_up" for turn in self.session.turns)
            is_open = self.session.phase != "done" and question.origin != "follow_up"
            return is_open and asked + len(self.session.offered) < FOLLOW_UPS[self.order.plan.strictness]

    def _fill(self, turn: Turn) -> None:
        with self._lock:
            if self.files.closed:
                raise Cancelled
            self.session.fill(turn.question.id, turn)

    def _question(self, id: str) -> Question:
        asked = (turn.question for turn in self.session.turns)
        cut = [self.session.cut] if self.session.cut else []
        for question in (*asked, *cut):
            if question.id == id:
                return question
        raise InputError("그 질문을 찾지 못했어요.", "화면을 새로 고친 뒤 다시 해 주세요.")
