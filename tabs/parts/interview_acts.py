"""What each click of a live interview does, as values for the page: open, start, answer, skip, pause, stop, sync.

An act answers at once with the new state; those after which a question is asked go on until its clip is there.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from metajob.errors import Cancelled, InputError, StorageError, UserError
from metajob.interview.answering import Given, Order
from tabs.parts import interview_wish as asked
from tabs.parts import interview_work as work
from tabs.parts import messages
from tabs.parts.ask import Ask, followed
from tabs.parts.interview_material import material_of, terms
from tabs.parts.interview_shelf_acts import ShelfActs
from tabs.parts.review_model import endpoint_of
from tabs.parts.work import bar, done

if TYPE_CHECKING:
    from metajob.interview.room import Room
    from tabs.parts.visitor import VisitorBook

Values = AsyncIterator[dict[str, Any]]
CLIP_WAIT_S = 25.0  # for the question's clip; then it is shown as text
RESULTS_WAIT_S = 600.0  # for the last answers
LOOK_S = 0.05
_log = logging.getLogger(__name__)


class Acts(ShelfActs):
    """Methods yield values for the page; they raise UserError with the sentence for the person."""

    def __init__(self, book: VisitorBook) -> None:
        self.book = book

    def named(self, name: str) -> Callable[[Ask], Values]:
        """The method of an act. Raises InputError for an unknown one."""
        table: dict[str, Callable[[Ask], Values]] = {
            "open": self.open, "answer": self.answer, "video": self.video, "film": self.film, "sync": self.sync,
            "leave": self.leave,
            **dict.fromkeys(("start", "asked", "skip", "repeat", "pause", "resume", "stop"), self.step),
            **self.shelf_acts(),
        }  # fmt: skip
        if name not in table:
            raise InputError("무엇을 해야 할지 알 수 없어요.", "화면을 새로 고친 뒤 다시 해 주세요.")
        return table[name]

    # ---- beginning ----

    async def open(self, ask: Ask) -> Values:
        """Questions for what was chosen, and a room; then the interviewer's picture and greeting."""
        desk, plan = ask.visitor.interview, asked.plan(ask)
        endpoint = endpoint_of(ask.visitor.review) if ask.flag("consent") else None
        material = material_of(ask.visitor.review.review)
        await asyncio.to_thread(self.leave_room, desk.token or asked.token(ask))  # one interview at a time
        yield {"bar": bar(0.0, "", ask.lang), "problem": ""}
        made: list[Any] = []

        async def questions(ask: Ask) -> None:
            made.extend(await ask.work(work.questions, plan, material, endpoint, secrets.token_hex(4)))

        async for shown in followed(ask, questions):
            yield {"bar": shown}
        order = Order(plan, tuple(made), material, terms(material), endpoint, ask.flag("film"))
        room: Room = await asyncio.to_thread(self.book.hall.enter, order)
        if ask.visitor.gone:  # left meanwhile
            await asyncio.to_thread(self.leave_room, room.token)
            raise Cancelled
        other, desk.token, desk.over, desk.interview = desk.token, room.token, "", None
        await asyncio.to_thread(self.leave_room, other)  # of a click at the same time
        room.prepare()
        yield {"bar": "", "view": room.view()}
        async for value in self._scenery(room):
            yield value
        async for value in self._until_prepared(room):
            yield value

    async def _scenery(self, room: Room) -> Values:
        """The listening loop, and the greeting for the sound check."""
        if idle := await self._idle(room):
            yield idle
        if greeting := await self._line(room, "greeting"):
            yield greeting

    async def _idle(self, room: Room) -> dict[str, Any]:
        """The listening loop; without it there is a picture."""
        try:
            made = await done(room.files.within, work.idle, room.order.plan.persona, room.folder)
            return {"idle": {"url": _address(made)}}
        except UserError as error:
            _log.warning("no listening loop: %s", error)
        except Exception:
            _log.exception("no listening loop")
        return {}

    async def _line(self, room: Room, name: work.LineName) -> dict[str, Any]:
        """A fixed sentence of the interviewer; without it there are only words."""
        try:
            path, caption = await done(
                room.files.within, work.line, room.order.plan.persona, name, room.folder
            )
            return {"clip": {"id": name, "url": _address(path), "caption": caption}}
        except UserError as error:
            _log.warning("no %s: %s", name, error)
        except Exception:
            _log.exception("no %s", name)
        return {}

    async def _until_prepared(self, room: Room) -> Values:
        """Tells once when the first question can be asked."""
        end = time.monotonic() + CLIP_WAIT_S
        while not room.view()["prepared"] and not room.files.closed and time.monotonic() < end:
            await asyncio.sleep(LOOK_S)
        if not room.files.closed:
            yield {"view": room.view()}

    # ---- the course of it ----

    async def step(self, ask: Ask) -> Values:
        """start, asked, skip, repeat, pause, resume, stop."""
        room = self._room(ask)
        room.act(ask.text("do", 20), asked.question(ask))
        async for value in self._go_on(ask, room):
            yield value

    async def answer(self, ask: Ask) -> Values:
        """An answer by voice or in writing."""

        async def given() -> Given:
            audio, film = await self._upload(ask, "audio"), await self._upload(ask, "film")
            text = ask.text("text", asked.MOST_TEXT)
            return Given(asked.way(ask, audio is not None), audio, None if audio else text, film)

        async for value in self._answered(ask, asked.question(ask), given):
            yield value

    async def video(self, ask: Ask) -> Values:
        """A recorded answer instead of a live one."""

        async def given() -> Given:
            if (data := await self._upload(ask, "path")) is None:
                raise InputError("올린 파일을 찾지 못했어요.", "파일을 다시 골라 주세요.")
            return Given("upload", data, film=data)

        async for value in self._answered(ask, asked.question(ask, "question"), given):
            yield value

    async def _upload(self, ask: Ask, name: str) -> bytes | None:
        return await asyncio.to_thread(asked.upload, ask, self.book, name)

    async def film(self, ask: Ask) -> Values:
        """The recording of an answer that was given before; its report plays it."""
        data, room = await self._upload(ask, "film"), self._room(ask)
        if data:
            await asyncio.to_thread(room.keep_film, asked.question(ask), data)
        desk = ask.visitor.interview
        if desk.over == room.token and desk.interview is not None and not desk.kept:
            await self.finished(ask, room)
            self.book.hall.lobby.detach(room.token)
            yield await self.report_value(ask)
        else:
            yield {}

    async def _answered(self, ask: Ask, id: str, given: Callable[[], Awaitable[Given]]) -> Values:
        """given: fetches the uploads, once: a page that says it twice after a lost connection has them no more."""
        room, told = self._room(ask), dict[str, str]()
        async with ask.visitor.interview.lock:
            if room.awaits(id):
                try:
                    await asyncio.to_thread(room.answer, id, await given())
                except StorageError as error:  # of the recording only
                    told["problem"] = messages.trouble(error, ask.lang)
        async for value in self._go_on(ask, room):
            yield {**value, **told}

    async def sync(self, ask: Ask) -> Values:
        """The state, for a page that was reloaded or has lost the connection."""
        desk, token = ask.visitor.interview, asked.token(ask)
        whole = desk.interview is not None and all(turn.said for turn in desk.interview.turns)
        if whole and desk.over and desk.over == token:
            yield {}  # the report is on the screen
            return
        fresh, room = not desk.token, self.book.hall.lobby.look(token)
        try:
            if room is None or room.session.phase != "done":  # a report needs no seat
                room = self._room(ask)
            desk.token = room.token
        except InputError:
            yield {"view": None, **await self.shelf_value(ask)}
            return
        if room.deserted and room.session.phase != "done":
            await asyncio.to_thread(self.leave_room, token)
            desk.token = ""
            error = UserError("30분 동안 아무 움직임이 없어서 면접을 정리했어요.", "새로 시작해 주세요.")
            yield {"problem": messages.trouble(error, ask.lang), "view": None, **await self.shelf_value(ask)}
            return
        if room.session.phase == "ready":
            room.prepare()
            yield {"view": room.view()}
            if fresh:
                async for value in self._scenery(room):
                    yield value
            return
        if fresh and (idle := await self._idle(room)):
            yield idle
        async for value in self._go_on(ask, room):
            yield value

    async def leave(self, ask: Ask) -> Values:
        """Away with it, without a report."""
        await asyncio.to_thread(self.leave_room, asked.token(ask))
        ask.visitor.interview.token = ""
        yield {"view": None, **await self.shelf_value(ask)}

    def drop_films(self, token: str) -> None:
        """The room keeps them until it is forgotten."""
        if room := self.book.hall.lobby.look(token):
            room.drop_films()

    def leave_room(self, token: str) -> None:
        """Close it and delete its files; unknown ones are ignored."""
        self.book.hall.lobby.leave(token)

    def _room(self, ask: Ask) -> Room:
        """The live interview of this token, now this visitor's. Raises InputError."""
        room = self.book.hall.lobby.of(asked.token(ask))
        ask.visitor.interview.token = room.token
        return room

    async def _go_on(self, ask: Ask, room: Room) -> Values:
        """The state; then the clip of the question that is asked now, or the report when it is over."""
        view = room.view()
        yield {"view": view, "bar": "", "problem": ""}
        if view["phase"] == "done":
            async for value in self._end(ask, room):
                yield value
        elif view["phase"] == "asking" and view["question"]:
            yield await self._asking(room, view["question"])

    async def _asking(self, room: Room, question: dict[str, Any]) -> dict[str, Any]:
        """The clip of this question, without an address when there is none."""
        end, path = time.monotonic() + CLIP_WAIT_S, None
        while time.monotonic() < end and not room.files.closed:
            try:
                path = room.clip(question["id"])
            except UserError:
                break
            now = room.session.current
            if path is not None or now is None or now.id != question["id"]:
                break
            room.prepare()
            await asyncio.sleep(LOOK_S)
        clip = {"id": question["id"], "url": _address(path) if path else "", "caption": question["text"]}
        return {"view": room.view(), "clip": clip}

    # ---- the end ----

    async def _end(self, ask: Ask, room: Room) -> Values:
        """The last words, then the report as soon as the last answer has been worked on; the room is given back."""
        desk = ask.visitor.interview
        desk.ending = mine = object()
        if desk.bade != room.token:
            desk.bade = room.token
            if closing := await self._line(room, "closing"):
                yield closing
        end, shown = time.monotonic() + RESULTS_WAIT_S, -1
        while room.working and time.monotonic() < end and desk.ending is mine:
            if room.working != shown:
                shown = room.working
                yield {"view": room.view(), "zones": {"report": self.waiting(ask, shown)}}
            await asyncio.sleep(4 * LOOK_S)
        if desk.ending is not mine or ask.visitor.interview is not desk or desk.token != room.token:
            return  # the page has asked again, or has left, or is at something else
        await self.finished(ask, room)
        # others may enter; a reload within minutes finds the report
        await asyncio.to_thread(self.book.hall.lobby.detach, room.token)
        yield {"view": room.view(), **await self.report_value(ask)}


def _address(path: Any) -> str:
    return f"gradio_api/file={quote(str(path))}"
