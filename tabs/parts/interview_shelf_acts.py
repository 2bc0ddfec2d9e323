"""What can be done with a finished interview: keep it, save it as a file, delete it, open an earlier one."""

from __future__ import annotations

import abc
import asyncio
import logging
import secrets
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from metajob.errors import Cancelled, InputError, StorageError, UserError
from tabs.parts import interview_keeping as keeping
from tabs.parts import interview_report, interview_shelf, messages
from tabs.parts.ask import Ask
from tabs.parts.interview_desk import InterviewDesk
from tabs.parts.words import say
from tabs.parts.work import done

if TYPE_CHECKING:
    from metajob.interview.model import Interview
    from metajob.interview.room import Room

Values = AsyncIterator[dict[str, Any]]
_log = logging.getLogger(__name__)


class ShelfActs(abc.ABC):
    """Part of `tabs.parts.interview_acts.Acts`."""

    def shelf_acts(self) -> dict[str, Callable[[Ask], Values]]:
        """Name → method."""
        return {
            "shelf": self.shelf, "again": self.again, "keep": self.keep, "unfilm": self.unfilm,
            "save-md": self.save, "save-html": self.save,
            "kept-open": self.open_kept, "kept-delete": self.delete_kept, "kept-erase": self.erase_kept,
        }  # fmt: skip

    # ---- drawing ----

    def waiting(self, ask: Ask, pending: int) -> str:
        """The report's place while answers are being worked on."""
        return interview_report.waiting(ask.lang, pending)

    async def report_value(self, ask: Ask) -> dict[str, Any]:
        """The report on the screen, and the shelf below it."""
        desk = ask.visitor.interview
        html = (
            interview_report.zone(
                desk.interview,
                ask.lang,
                progress=desk.progress,
                films=desk.addresses,
                kept=desk.kept,
                can_keep=bool(desk.owner),
                said=desk.said.pop("report", ""),
            )
            if desk.interview is not None
            else ""
        )
        shelf = await self.shelf_value(ask)
        return {"zones": {"report": html, **shelf["zones"]}}

    async def shelf_value(self, ask: Ask) -> dict[str, Any]:
        """What this browser has kept."""
        desk = ask.visitor.interview
        try:
            desk.rows = await done(keeping.listing, desk.owner)
        except UserError as error:
            desk.rows = ()
            desk.said["shelf"] = messages.trouble(error, ask.lang)
        shown = interview_shelf.zone(desk.rows, ask.lang, said=desk.said.pop("shelf", ""))
        return {"zones": {"shelf": shown}}

    async def finished(self, ask: Ask, room: Room) -> None:
        """What has come of a live interview is this visitor's now; nothing happens when it is on the screen already."""
        desk = ask.visitor.interview
        async with desk.lock:
            interview = room.interview(room.id)
            if desk.over == room.token and desk.interview == interview:
                return
            films = {
                turn.question.id: film for turn in interview.turns if (film := room.film(turn.question.id))
            }
            folder, shown = _fresh(ask), keeping.Films()
            try:
                shown = await done(ask.visitor.within, keeping.copied, films, folder)
            except StorageError as error:  # the report does without
                desk.said["report"] = messages.trouble(error, ask.lang)
            await self._on_screen(ask, desk, interview, shown, folder)
            desk.over = room.token

    async def _on_screen(
        self, ask: Ask, desk: InterviewDesk, interview: Interview, films: keeping.Films, folder: Path
    ) -> None:
        """The desk's lock is held. folder: of the films; those shown before go. Raises Cancelled after the end."""
        if ask.visitor.interview is not desk:  # left, or back at the beginning
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
            raise Cancelled
        desk.interview, desk.films, desk.kept, desk.over = interview, films, False, ""
        await asyncio.to_thread(_only, _films(ask), folder)
        try:
            desk.progress = await done(keeping.progress, desk.owner, interview)
        except UserError as error:
            _log.warning("no earlier interviews to compare with: %s", error)
            desk.progress = ()

    # ---- acts ----

    async def shelf(self, ask: Ask) -> Values:
        """The list, when the page is opened."""
        yield await self.shelf_value(ask)

    async def again(self, ask: Ask) -> Values:
        """Back to the beginning; what was not kept goes."""
        desk = ask.visitor.interview
        async with desk.lock:
            ask.visitor.interview = InterviewDesk(owner=desk.owner)
            for token in {desk.over, desk.token}:
                await asyncio.to_thread(self.leave_room, token)
            await asyncio.to_thread(shutil.rmtree, _films(ask), ignore_errors=True)
        yield await self.report_value(ask)

    async def keep(self, ask: Ask) -> Values:
        """Keep the report and its recordings in the store."""
        desk, interview = ask.visitor.interview, _needed(ask)
        if not desk.owner:
            raise StorageError(say("int_keep_no", ask.lang), "")
        async with desk.lock:
            desk.interview = await done(keeping.keep, desk.owner, interview, desk.films)
            desk.kept = True
        yield await self.report_value(ask)

    async def unfilm(self, ask: Ask) -> Values:
        """Delete the recordings, kept ones too; the report stays."""
        desk = ask.visitor.interview
        async with desk.lock:
            interview = _needed(ask)
            await asyncio.to_thread(self.drop_films, desk.over)
            await asyncio.to_thread(shutil.rmtree, _films(ask), ignore_errors=True)
            desk.films = {}
            bare = tuple(turn.model_copy(update={"recording": ""}) for turn in interview.turns)
            desk.interview = interview.model_copy(update={"turns": bare})
            if desk.owner:
                await asyncio.to_thread(keeping.recordings().delete, desk.owner, interview.id)
            if desk.kept:
                await done(keeping.keep, desk.owner, desk.interview, {})
        desk.said["report"] = messages.box(say("int_unfilmed", ask.lang))
        yield await self.report_value(ask)

    @abc.abstractmethod
    def drop_films(self, token: str) -> None:
        """Delete the recordings that the live interview of this token still has."""

    @abc.abstractmethod
    def leave_room(self, token: str) -> None:
        """Delete all that the live interview of this token still has."""

    async def save(self, ask: Ask) -> Values:
        """A download."""
        interview, rows, kind = _needed(ask), ask.visitor.interview.progress, ask.text("do", 20)
        name, data = await done(lambda: interview_report.file(interview, rows, kind))
        path = ask.visitor.save(name, data)
        yield {"download": {"url": f"gradio_api/file={quote(str(path))}", "name": name}}

    async def open_kept(self, ask: Ask) -> Values:
        """A kept interview comes to the screen."""
        desk = ask.visitor.interview
        async with desk.lock:
            folder, id = _fresh(ask), ask.text("id", 64)
            interview, films = await done(ask.visitor.within, keeping.fetch, desk.owner, id, folder)
            await self._on_screen(ask, desk, interview, films, folder)
            desk.kept = True
        yield {"lead": "report", **await self.report_value(ask)}

    async def delete_kept(self, ask: Ask) -> Values:
        """One kept interview and its recordings go for good; what is on the screen stays there."""
        desk, id = ask.visitor.interview, ask.text("id", 64)
        async with desk.lock:
            await done(keeping.forget, desk.owner, id)
            if desk.interview is not None and desk.interview.id == id:
                desk.kept = False
        desk.said["shelf"] = messages.box(say("int_deleted", ask.lang))
        yield await self.report_value(ask)

    async def erase_kept(self, ask: Ask) -> Values:
        """All that this browser has kept of interviews goes for good."""
        desk = ask.visitor.interview
        async with desk.lock:
            count = await done(keeping.erase, desk.owner) if desk.owner else 0
            desk.kept = False
        desk.said["shelf"] = messages.box(say("int_erased", ask.lang, count=count))
        yield await self.report_value(ask)


def _films(ask: Ask) -> Path:
    """Where the recordings lie that the report plays."""
    return ask.visitor.folder / "films"


def _fresh(ask: Ask) -> Path:
    """A folder of its own for each interview on the screen: recordings of different ones have the same names."""
    return _films(ask) / secrets.token_urlsafe(9)


def _only(folder: Path, kept: Path) -> None:
    """Delete everything in `folder` but one."""
    for other in folder.glob("*"):
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)


def _needed(ask: Ask) -> Interview:
    """The interview on the screen. Raises InputError without one."""
    if ask.visitor.interview.interview is None:
        raise InputError("아직 면접 결과가 없어요.", "면접을 마치면 여기에서 볼 수 있어요.")
    return ask.visitor.interview.interview
