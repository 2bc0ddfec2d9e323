"""Rooms of live interviews: never more than the cap, nobody in another one's room, nothing left behind."""

from __future__ import annotations

import os
import stat
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from metajob.errors import InputError, StorageError, UserError
from metajob.interview.lobby import Lobby


@dataclass
class Desk:
    token: str
    folder: Path
    rests: int = 0
    closes: int = 0
    broken: bool = False

    def rest(self) -> None:
        self.rests += 1
        assert not self.broken

    def close(self) -> None:
        self.closes += 1
        assert self.folder.is_dir()
        assert not self.broken


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lobby(tmp_path: Path, clock: Clock) -> Any:
    made: Lobby[Desk] = Lobby(tmp_path / "rooms", 2, clock=clock)
    yield made
    made.close()


def reapers() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "interview-lobby"]


def test_a_room_of_ones_own(lobby: Lobby[Desk]) -> None:
    hers, his = lobby.enter(Desk), lobby.enter(Desk)
    (hers.folder / "answer.webm").write_bytes(b"voice")
    assert hers.token != his.token
    assert hers.token not in str(hers.folder)
    assert (lobby.of(hers.token), lobby.of(his.token)) == (hers, his)
    if os.name == "posix":
        assert stat.S_IMODE(hers.folder.stat().st_mode) == stat.S_IMODE(lobby.root.stat().st_mode) == 0o700
    lobby.leave(hers.token)
    assert (hers.closes, hers.folder.exists(), his.closes, his.folder.exists()) == (1, False, 0, True)
    with pytest.raises(InputError):
        lobby.of(hers.token)
    lobby.leave(hers.token)
    assert hers.closes == 1


@pytest.mark.parametrize("token", ["", "x", "a" * 100_000, "../", "\x00", None, 7, ["a"], {"token": 1}, b"x"])
def test_other_tokens_open_nothing_and_are_not_repeated(lobby: Lobby[Desk], token: Any) -> None:
    room = lobby.enter(Desk)
    for call in (lobby.of, lobby.touch):
        with pytest.raises(InputError, match="찾지 못했어요") as refused:
            call(token)
        assert room.token not in str(refused.value)
        assert len(str(refused.value)) < 200
    lobby.detach(token)
    lobby.leave(token)
    assert (len(lobby), room.rests, room.closes) == (1, 0, 0)


def test_full_says_how_many_and_that_one_may_wait(lobby: Lobby[Desk]) -> None:
    first = lobby.enter(Desk)
    lobby.enter(Desk)
    with pytest.raises(UserError, match=r"지금 2명이 면접을 보고 있어요\. 자리가 나면 바로 시작할 수 있어요"):
        lobby.enter(Desk)
    assert len([*lobby.root.iterdir()]) == 2
    lobby.leave(first.token)
    lobby.enter(Desk)


def test_who_comes_back_finds_the_room(lobby: Lobby[Desk], clock: Clock) -> None:
    room = lobby.enter(Desk)
    lobby.detach(room.token)
    assert (room.rests, len(lobby), room.folder.exists()) == (1, 0, True)
    clock.now = 800
    lobby.reap()
    assert lobby.of(room.token) is room
    assert len(lobby) == 1
    lobby.detach(room.token)
    clock.now = 1699
    lobby.reap()
    assert room.closes == 0
    clock.now = 1701
    lobby.reap()
    assert (room.closes, room.folder.exists()) == (1, False)


def test_who_comes_back_when_it_is_full_waits_and_keeps_the_room(lobby: Lobby[Desk], clock: Clock) -> None:
    room = lobby.enter(Desk)
    lobby.detach(room.token)
    other, _ = lobby.enter(Desk), lobby.enter(Desk)
    clock.now = 50
    with pytest.raises(UserError, match="지금 2명"):
        lobby.of(room.token)
    lobby.leave(other.token)
    assert lobby.of(room.token) is room


def test_silence_frees_the_seat(lobby: Lobby[Desk], clock: Clock) -> None:
    quiet, lively = lobby.enter(Desk), lobby.enter(Desk)
    clock.now = 55
    lobby.touch(lively.token)
    clock.now = 61
    newcomer = lobby.enter(Desk)
    assert (quiet.rests, lively.rests, quiet.closes) == (1, 0, 0)
    assert newcomer.folder.is_dir()
    clock.now = 61 + 901
    lobby.reap()
    assert (quiet.closes, quiet.folder.exists()) == (1, False)


def test_rooms_whose_page_is_gone_do_not_pile_up(lobby: Lobby[Desk], clock: Clock) -> None:
    rooms = []
    for n in range(9):
        clock.now = n
        rooms.append(lobby.enter(Desk))
        lobby.detach(rooms[-1].token)
    assert [room.closes for room in rooms] == [1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert len([*lobby.root.iterdir()]) == 6


def test_a_room_that_cannot_be_made_leaves_nothing(lobby: Lobby[Desk]) -> None:
    def fails(_token: str, folder: Path) -> Desk:
        (folder / "half").touch()
        raise UserError("모델을 불러오지 못했어요.")

    for _ in range(3):
        with pytest.raises(UserError, match="모델"):
            lobby.enter(fails)
    assert (len(lobby), lobby.root.exists(), reapers()) == (0, False, [])


def test_no_place_for_folders(tmp_path: Path) -> None:
    (tmp_path / "rooms").write_text("in the way")
    lobby: Lobby[Desk] = Lobby(tmp_path / "rooms", 2)
    with pytest.raises(StorageError, match="폴더"):
        lobby.enter(Desk)
    assert len(lobby) == 0


def test_a_room_that_does_not_end_properly_is_gone_all_the_same(lobby: Lobby[Desk]) -> None:
    room = lobby.enter(Desk)
    room.broken = True
    lobby.detach(room.token)
    assert len(lobby) == 0
    lobby.leave(room.token)
    assert not room.folder.exists()


def test_fifty_rooms_leave_nothing(tmp_path: Path) -> None:
    lobby: Lobby[Desk] = Lobby(tmp_path / "rooms", 3)
    for _ in range(50):
        lobby.leave(lobby.enter(Desk).token)
    for thread in reapers():
        thread.join(5)
    assert (len(lobby), lobby._entries, [*tmp_path.iterdir()], reapers()) == (0, {}, [], [])
    lobby.enter(Desk)  # and it goes on
    assert len(reapers()) == 1
    lobby.close()
    assert ([*tmp_path.iterdir()], reapers()) == ([], [])
    with pytest.raises(UserError, match="꺼지는"):
        lobby.enter(Desk)
    assert not (tmp_path / "rooms").exists()


def test_the_reaper_looks_by_itself(tmp_path: Path) -> None:
    lobby: Lobby[Desk] = Lobby(tmp_path / "rooms", 1, idle_s=0.08, grace_s=0.05)
    room = lobby.enter(Desk)
    for thread in reapers():
        thread.join(10)
    assert (room.rests, room.closes, reapers(), [*tmp_path.iterdir()]) == (1, 1, [], [])


def test_many_threads_never_exceed_the_cap(tmp_path: Path) -> None:
    counting = threading.Lock()
    alive, most = 0, 0

    class Counted(Desk):
        def __init__(self, token: str, folder: Path) -> None:
            nonlocal alive, most
            super().__init__(token, folder)
            with counting:
                alive += 1
                most = max(most, alive)

        def rest(self) -> None:
            time.sleep(0.0005)
            super().rest()

        def close(self) -> None:
            nonlocal alive
            time.sleep(0.0005)
            with counting:
                alive -= 1

    lobby: Lobby[Counted] = Lobby(tmp_path / "rooms", 4)

    def visit(_number: int) -> int:
        try:
            room = lobby.enter(Counted)
        except UserError:
            return 0
        (room.folder / "file").touch()
        assert lobby.of(room.token) is room
        assert len(lobby) <= 4
        lobby.leave(room.token)
        return 1

    with ThreadPoolExecutor(12) as pool:
        entered = sum(pool.map(visit, range(300)))
    assert entered > 4
    assert most <= 4
    lobby.close()
    assert (alive, [*tmp_path.iterdir()], reapers()) == (0, [], [])


class ComingAndGoing(RuleBasedStateMachine):
    """Any order of entering, leaving, falling silent and coming back."""

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.lobby: Lobby[Desk] = Lobby(Path(self.home.name) / "rooms", 3, clock=self.clock)
        self.rooms: list[Desk] = []

    @rule()
    def enter(self) -> None:
        self.lobby.reap()
        full = len(self.lobby) == 3
        try:
            self.rooms.append(self.lobby.enter(Desk))
            assert not full
        except UserError:
            assert full

    @rule(which=strategies.integers(0, 30), do=strategies.sampled_from(["of", "touch", "detach", "leave"]))
    def act(self, which: int, do: str) -> None:
        if self.rooms:
            room = self.rooms[which % len(self.rooms)]
            try:
                getattr(self.lobby, do)(room.token)
            except InputError:
                assert room.closes == 1
            except UserError:
                assert len(self.lobby) == 3

    @rule(seconds=strategies.sampled_from([1, 30, 61, 901]))
    def wait(self, seconds: int) -> None:
        self.clock.now += seconds
        self.lobby.reap()

    @invariant()
    def sound(self) -> None:
        assert len(self.lobby) <= 3
        assert all((room.closes == 0) == room.folder.exists() for room in self.rooms)
        assert all(room.closes <= 1 for room in self.rooms)
        assert sum(room.closes == 0 for room in self.rooms) <= 3 + 9

    def teardown(self) -> None:
        self.lobby.close()
        assert all(room.closes == 1 for room in self.rooms)
        assert [*Path(self.home.name).iterdir()] == []
        self.home.cleanup()


TestComingAndGoing = ComingAndGoing.TestCase
TestComingAndGoing.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
