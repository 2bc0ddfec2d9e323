"""What the page sends while somebody answers: camera frames, or the numbers its own analysis made of them.

POST meta-job-live/{token}/frame?t=<seconds of the answer>&turn=<question>, body a JPEG, and
POST meta-job-live/{token}/rows, body {"turn", "rows": [[…], …]} with the values of a `Row` in its order. Both answer
with what the room says ({"n", "face", "cue"}), or with {"error": key} and
404 gone · 408 slow · 413 large · 415 jpeg · 400 bad · 429 busy (the one before is still worked on: nothing queues) ·
503 full or unavailable · 500 failed. A secret token is all that opens a room: it is looked up before anything is read.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from typing import Any, Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from metajob.errors import InputError, UserError
from metajob.interview.signals import LONGEST_S, Row, rows_from_browser

MOUNT = "meta-job-live"
FRAME_BYTES = 200_000  # the page sends at most 25 kB
ROWS_BYTES = 32_000  # the page sends about 1 kB a second; after a pause of the network some more
BODY_SECONDS = 10.0  # from the first to the last byte
TURN_LETTERS = 80
THREADS = 2
FIELDS = tuple(field.name for field in fields(Row))
_log = logging.getLogger(__name__)


class Room(Protocol):
    """What a live interview does with them. Called in a thread, one call of a room at a time."""

    def frame(self, jpeg: bytes, t: float, turn: str) -> dict[str, Any]:
        """Raises InputError for what is no small JPEG."""

    def rows(self, rows: list[Row], turn: str) -> dict[str, Any]:
        """Rows in the order of time."""


class Rooms(Protocol):
    """The lobby: the room of a token. Raises InputError for an unknown one, UserError when all seats are taken."""

    def of(self, token: object) -> Any:
        """A `Room`; being asked for keeps it alive."""


class _Refused(Exception):
    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status, self.key = status, key


def routes(lobby: Rooms) -> list[Route]:
    """The two routes. Their work is done in two threads of their own, never in the event loop."""
    live = _Live(lobby)
    return [
        Route(f"/{MOUNT}/{{token}}/frame", live.frame, methods=["POST"]),
        Route(f"/{MOUNT}/{{token}}/rows", live.rows, methods=["POST"]),
    ]


class _Live:
    def __init__(self, lobby: Rooms) -> None:
        self._lobby = lobby
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self._busy: set[str] = set()  # tokens

    async def frame(self, request: Request) -> Response:
        return await self._answered(request, FRAME_BYTES, _frame)

    async def rows(self, request: Request) -> Response:
        return await self._answered(request, ROWS_BYTES, _rows)

    async def _answered(self, request: Request, most: int, understood: _Reader) -> Response:
        status, said = 200, {}
        try:
            said = await self._worked(request, most, understood)
        except _Refused as refused:
            status, said = refused.status, {"error": refused.key}
        except ClientDisconnect:
            status = 400  # nobody reads it
        return JSONResponse(said, status, {"cache-control": "no-store"})

    async def _worked(self, request: Request, most: int, understood: _Reader) -> dict[str, Any]:
        token = request.path_params["token"]
        try:
            room: Room = self._lobby.of(token)
        except InputError:
            raise _Refused(404, "gone") from None
        except UserError:
            raise _Refused(503, "full") from None
        if token in self._busy:
            raise _Refused(429, "busy")
        self._busy.add(token)
        try:
            work = understood(request, await _body(request, most))
            done = self._threads.submit(_safely, work, room)
        except BaseException:
            self._busy.discard(token)
            raise
        done.add_done_callback(lambda _: self._busy.discard(token))  # also when the page does not wait for it
        return await asyncio.wrap_future(done)


_Work = Callable[[Room], dict[str, Any]]
_Reader = Callable[[Request, bytes], _Work]


async def _body(request: Request, most: int) -> bytes:
    """The body, of which never more than `most` bytes and a chunk are held, whatever its header says."""
    told = request.headers.get("content-length", "0")
    if not told.isdigit() or int(told) > most:
        raise _Refused(413, "large")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise _Refused(413, "large")
    except TimeoutError:
        raise _Refused(408, "slow") from None
    return bytes(body)


def _frame(request: Request, body: bytes) -> _Work:
    if not body.startswith(b"\xff\xd8\xff"):
        raise _Refused(415, "jpeg")
    try:
        t = float(request.query_params.get("t", ""))
    except ValueError:
        t = math.nan
    turn = _turn(request.query_params.get("turn"))
    if not 0 <= t <= LONGEST_S:
        raise _Refused(400, "bad")
    return lambda room: room.frame(body, t, turn)


def _rows(_request: Request, body: bytes) -> _Work:
    try:
        sent = json.loads(body)
        turn, rows = _turn(sent["turn"]), [dict(zip(FIELDS, row, strict=True)) for row in sent["rows"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _Refused(400, "bad") from None
    return lambda room: room.rows(rows_from_browser(rows), turn)


def _turn(said: object) -> str:
    if not isinstance(said, str) or not 0 < len(said) <= TURN_LETTERS or not said.isprintable():
        raise _Refused(400, "bad")
    return said


def _safely(work: _Work, room: Room) -> dict[str, Any]:
    """What the room says; a _Refused for everything else."""
    try:
        return work(room)
    except InputError:
        raise _Refused(400, "bad") from None
    except UserError as error:
        _log.warning("a frame could not be looked at: %s", error)
        raise _Refused(503, "unavailable") from None
    except Exception:
        _log.exception("a frame could not be looked at")
        raise _Refused(500, "failed") from None
