"""The routes of frames and rows: one at a time for a room, limits before anything is parsed, nothing for strangers."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette

from metajob.errors import InputError, UserError, WeightsError
from metajob.interview.signals import Row
from tabs.parts import live

JPEG = b"\xff\xd8\xff\xe0" + bytes(5_000)
ROW = [1.25, 1, 3.5, 4, 0, 0.1, -0.1, 0.2, 0, 0.3, 0, 0.5, 0.4, 0.3, True, None, 120, 0.8]


class Room:
    """Remembers what came; can be told to raise or to wait."""

    def __init__(self) -> None:
        self.frames: list[tuple[bytes, float, str]] = []
        self.kept: list[Row] = []
        self.trouble: Exception | None = None
        self.go = threading.Event()
        self.go.set()
        self.threads: set[str] = set()

    def frame(self, jpeg: bytes, t: float, turn: str) -> dict[str, Any]:
        assert self.go.wait(10)
        self.threads.add(threading.current_thread().name)
        if self.trouble:
            raise self.trouble
        self.frames.append((jpeg, t, turn))
        return {"n": len(self.frames), "face": 1, "cue": ""}

    def rows(self, rows: list[Row], turn: str) -> dict[str, Any]:
        assert turn == "q1"
        self.kept += rows
        return {"n": len(self.kept), "face": 1, "cue": "look"}


class Rooms:
    """A lobby with two rooms, and one token whose seat is taken."""

    def __init__(self) -> None:
        self.rooms = {"secret": Room(), "other": Room()}

    def of(self, token: object) -> Room:
        if token == "waiting":
            raise UserError("지금은 자리가 없어요.")
        if token not in self.rooms:
            raise InputError("이 면접을 찾지 못했어요.")
        return self.rooms[str(token)]


@pytest.fixture
def lobby() -> Iterator[Rooms]:
    made = Rooms()
    yield made
    for room in made.rooms.values():
        room.go.set()


@pytest.fixture
async def page(lobby: Rooms, anyio_backend: str) -> AsyncIterator[httpx.AsyncClient]:
    assert anyio_backend == "asyncio"
    app = httpx.ASGITransport(Starlette(routes=live.routes(lobby)))
    async with httpx.AsyncClient(transport=app, base_url="http://here/meta-job-live/") as client:
        yield client


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


pytestmark = pytest.mark.anyio
FRAME = "secret/frame?t=1.5&turn=q1"


async def chunks(total: int) -> AsyncIterator[bytes]:
    """A body of which nobody says how long it is."""
    yield JPEG[:4]
    for _ in range(total // 10_000):
        yield bytes(10_000)


async def test_a_frame_reaches_its_room_in_another_thread(page: httpx.AsyncClient, lobby: Rooms):
    answer = await page.post(FRAME, content=JPEG)
    assert (answer.status_code, answer.json()) == (200, {"n": 1, "face": 1, "cue": ""})
    assert lobby.rooms["secret"].frames == [(JPEG, 1.5, "q1")]
    assert all(name.startswith("live") for name in lobby.rooms["secret"].threads)
    assert answer.headers["cache-control"] == "no-store"
    assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_rows_become_rows(page: httpx.AsyncClient, lobby: Rooms):
    sent = {"turn": "q1", "rows": [ROW, [1.35, 0, *[None] * 14, 90, 1]]}
    answer = await page.post("secret/rows", json=sent)
    assert answer.json()["cue"] == "look"
    first, second = lobby.rooms["secret"].kept
    assert (first.t, first.faces, first.yaw, first.hands, first.touch) == (1.25, 1, 3.5, True, None)
    assert first.light == 120 and first.motion == 0.8
    assert (second.faces, second.light) == (0, 90) and second.yaw != second.yaw


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[",
        b"[" * 20_000,
        b"null",
        b'{"rows": []}',
        json.dumps({"turn": "q1", "rows": [ROW[:-1]]}).encode(),
        json.dumps({"turn": "q1", "rows": [[*ROW, 1]]}).encode(),
        json.dumps({"turn": "q1", "rows": [["1", *ROW[1:]]]}).encode(),
        json.dumps({"turn": "q1", "rows": [[float("nan"), *ROW[1:]]]}).encode(),
        json.dumps({"turn": "q1", "rows": [5]}).encode(),
        json.dumps({"turn": 7, "rows": [ROW]}).encode(),
        b"\xff\xfe\x00",
    ],
)
async def test_rows_that_are_none(sent: bytes, page: httpx.AsyncClient, lobby: Rooms):
    answer = await page.post("secret/rows", content=sent)
    assert (answer.status_code, answer.json()) == (400, {"error": "bad"})
    assert lobby.rooms["secret"].kept == []


@pytest.mark.parametrize("path", ["nobody", "", "secre", "secrets", "SECRET", "secret%00"])
async def test_strangers_learn_nothing(path: str, page: httpx.AsyncClient):
    """All the same answer, whatever they send: nothing is read before the token is known."""
    for what, body in (("frame?t=1&turn=q1", JPEG), ("frame", chunks(500_000)), ("rows", b"{")):
        answer = await page.post(f"{path}/{what}", content=body)
        assert answer.status_code == 404
        assert path == "" or answer.json() == {"error": "gone"}


async def test_a_taken_seat(page: httpx.AsyncClient):
    answer = await page.post("waiting/frame?t=1&turn=q1", content=JPEG)
    assert (answer.status_code, answer.json()) == (503, {"error": "full"})


@pytest.mark.parametrize("told", [True, False], ids=["length told", "chunked"])
@pytest.mark.parametrize(("what", "most"), [("frame?t=1&turn=q1", 200_000), ("rows", 32_000)])
async def test_too_large(what: str, most: int, told: bool, page: httpx.AsyncClient, lobby: Rooms):
    body = JPEG + bytes(most) if told else chunks(most + 10_000)
    answer = await page.post(f"secret/{what}", content=body)
    assert (answer.status_code, answer.json()) == (413, {"error": "large"})
    assert lobby.rooms["secret"].frames == []
    assert (await page.post(FRAME, content=JPEG)).status_code == 200, "the room is free again"


async def test_a_length_that_lies_does_not_help(page: httpx.AsyncClient):
    answer = await page.post(FRAME, content=chunks(400_000), headers={"content-length": "10"})
    assert answer.status_code == 413
    assert (await page.post(FRAME, content=b"x", headers={"content-length": "-1"})).status_code == 413


@pytest.mark.parametrize("body", [b"", b"GIF89a", b"<svg>", JPEG[1:]])
async def test_only_jpeg(body: bytes, page: httpx.AsyncClient):
    assert (await page.post(FRAME, content=body)).json() == {"error": "jpeg"}


@pytest.mark.parametrize(
    "query", ["", "t=1", "turn=q1", "t=nan&turn=q1", "t=-1&turn=q1", "t=1e9&turn=q1", f"t=1&turn={'q' * 99}"]
)
async def test_a_frame_of_no_answer(query: str, page: httpx.AsyncClient):
    assert (await page.post(f"secret/frame?{query}", content=JPEG)).status_code == 400


async def test_only_post(page: httpx.AsyncClient):
    for method in ("GET", "PUT", "OPTIONS", "DELETE"):
        assert (await page.request(method, FRAME)).status_code == 405


async def test_one_frame_at_a_time(page: httpx.AsyncClient, lobby: Rooms):
    room, answers = lobby.rooms["secret"], []
    room.go.clear()

    async def send() -> None:
        answers.append((await page.post(FRAME, content=JPEG)).status_code)

    async with anyio.create_task_group() as together:
        together.start_soon(send)
        await anyio.sleep(0.05)
        assert (await page.post(FRAME, content=JPEG)).json() == {"error": "busy"}
        assert (await page.post("other/frame?t=1&turn=q1", content=JPEG)).status_code == 200
        room.go.set()
    assert answers == [200] and len(room.frames) == 1
    assert (await page.post(FRAME, content=JPEG)).status_code == 200


@pytest.mark.parametrize(
    ("trouble", "status"),
    [
        (InputError("작은 사진이 아니에요."), 400),
        (WeightsError("모델이 없어요."), 503),
        (ZeroDivisionError(), 500),
    ],
)
async def test_a_room_in_trouble(trouble: Exception, status: int, page: httpx.AsyncClient, lobby: Rooms):
    lobby.rooms["secret"].trouble = trouble
    answer = await page.post(FRAME, content=JPEG)
    assert answer.status_code == status and set(answer.json()) == {"error"}
    lobby.rooms["secret"].trouble = None
    assert (await page.post(FRAME, content=JPEG)).status_code == 200, "the next one is looked at"


async def test_a_body_that_never_ends(page: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live, "BODY_SECONDS", 0.05)

    async def drip() -> AsyncIterator[bytes]:
        yield JPEG
        await anyio.sleep(5)

    assert (await page.post(FRAME, content=drip())).json() == {"error": "slow"}
