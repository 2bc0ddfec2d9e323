"""The rooms of live interviews: how many at once, which token opens which, and the end of those nobody is in."""

from __future__ import annotations

import contextlib
import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from metajob.errors import InputError, StorageError, UserError

_AWAY_FOR_EACH_SEAT = 3  # rooms without a page that are kept, for each live one; the longest away go first
_LOOKS = 4  # times within the idle time that the reaper looks
_log = logging.getLogger(__name__)


class Room(Protocol):
    """One live interview. rest() and close() come from any thread, may come twice, and lock for themselves."""

    token: str
    folder: Path

    def rest(self) -> None:
        """The page is away: give back what is heavy (trackers), keep the interview."""

    def close(self) -> None:
        """The end: give everything back. The folder is deleted afterwards."""


T = TypeVar("T", bound=Room)


@dataclass
class _Entry(Generic[T]):
    """seat: counts against the cap, until its heavy things are given back. away: the page is gone."""

    room: T
    seen: float
    seat: bool = True
    away: bool = False
    going: bool = False


class Lobby(Generic[T]):
    """At most `cap` rooms with a live page; any thread may call anything.

    root: folder below which each room has its own (mode 0700). idle_s: seconds without a sign of the page until its
    room rests; grace_s: seconds of rest until it is closed, so that a reload or a lost connection finds it again.
    clock: monotonic seconds.
    """

    def __init__(
        self,
        root: Path,
        cap: int,
        idle_s: float = 60.0,
        grace_s: float = 900.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if cap < 1:
            raise ValueError("somebody must be able to enter")
        self.root, self.cap, self.idle_s, self.grace_s = root, cap, idle_s, grace_s
        self._clock = clock
        self._entries: dict[str, _Entry[T]] = {}
        self._making = 0  # seats of rooms that are being made
        self._lock = threading.Lock()
        self._reaper: threading.Thread | None = None
        self._wake = threading.Event()
        self._closed = False

    def enter(self, make: Callable[[str, Path], T]) -> T:
        """A new room from `make(token, folder)`, which keeps both as they are.

        Raises UserError when all seats are taken, StorageError when there is no folder to be had, and what `make`
        raises; nothing is left then.
        """
        self.reap()
        with self._lock:
            self._take_a_seat()
            self._making += 1
        folder = self.root / secrets.token_urlsafe(12)  # not the token: a path may be read by others
        entry: _Entry[T] | None = None
        try:
            _make_folder(folder)
            entry = _Entry(make(secrets.token_urlsafe(24), folder), self._clock())
        finally:
            with self._lock:
                self._making -= 1
                welcome = entry is not None and not self._closed
                if entry is not None and welcome:
                    self._entries[entry.room.token] = entry
                    self._start_reaper()
            if not welcome:
                if entry is not None:
                    _quietly(entry.room.close)
                self._remove(folder)
        if not welcome:
            raise UserError("앱이 꺼지는 중이에요.", "다시 켜지면 시작해 주세요.")
        return entry.room

    def of(self, token: object) -> T:
        """The room that this token opens; being asked for keeps it alive, and wakes it when it rested.

        Raises InputError for a token that opens none, UserError when it rested and all seats are taken meanwhile.
        """
        with self._lock:
            entry = self._entries.get(token) if isinstance(token, str) else None
            if entry is None or entry.going:
                raise InputError(
                    "이 면접을 찾지 못했어요.", "오래 자리를 비우면 면접을 정리해요. 새로 시작해 주세요."
                )
            entry.seen = self._clock()
            if not entry.seat:
                self._take_a_seat()
                entry.seat = True
            entry.away = False
            return entry.room

    def look(self, token: object) -> T | None:
        """The room that this token opens, if any; one that rests goes on resting and needs no seat."""
        with self._lock:
            entry = self._entries.get(token) if isinstance(token, str) else None
            if entry is None or entry.going:
                return None
            entry.seen = self._clock()
            return entry.room

    def touch(self, token: object) -> None:
        """The page of this room is alive. Raises as `of`."""
        self.of(token)

    def detach(self, token: object) -> None:
        """The page has gone: the room rests. Unknown tokens and resting rooms are ignored."""
        with self._lock:
            entry = self._entries.get(token) if isinstance(token, str) else None
        if entry is not None:
            self._rest(entry, self._clock())

    def _rest(self, entry: _Entry[T], now: float, since: float | None = None) -> None:
        """since: only when nothing was heard of the page after that moment."""
        with self._lock:
            if entry.away or entry.going or (since is not None and entry.seen != since):
                return
            entry.away, entry.seen = True, now
        _quietly(entry.room.rest)
        with self._lock:
            if entry.away and not entry.going:  # nor back already
                entry.seat = False
            away = [name for name, one in self._entries.items() if one.away and not one.going]
            away.sort(key=lambda name: self._entries[name].seen)
            surplus = [self._entries[name] for name in away[: -_AWAY_FOR_EACH_SEAT * self.cap]]
            seen = [one.seen for one in surplus]
        for one, when in zip(surplus, seen, strict=True):
            self._end(one, when)

    def leave(self, token: object) -> None:
        """Close a room and delete its folder; when this returns, both are done. Unknown tokens are ignored."""
        with self._lock:
            entry = self._entries.get(token) if isinstance(token, str) else None
        if entry is not None:
            self._end(entry)

    def _end(self, entry: _Entry[T], since: float | None = None) -> None:
        """since: only when nothing was heard of the page after that moment."""
        with self._lock:
            if entry.going or (since is not None and entry.seen != since):
                return
            entry.going = True
        _quietly(entry.room.close)
        with self._lock:
            del self._entries[entry.room.token]
            if not self._entries:
                self._wake.set()
        self._remove(entry.room.folder)

    def reap(self, now: float | None = None) -> None:
        """Rooms without a sign of their page rest, those that rested too long leave. now: the clock's, if not now."""
        at = self._clock() if now is None else now
        with self._lock:
            live = [entry for entry in self._entries.values() if not entry.going]
            old = [
                (entry, entry.away, entry.seen)
                for entry in live
                if at - entry.seen > (self.grace_s if entry.away else self.idle_s)
            ]
        for entry, away, seen in old:
            if away:
                self._end(entry, seen)
            else:
                self._rest(entry, at, seen)

    def close(self) -> None:
        """The app stops: every room leaves, nobody enters any more, the reaper has ended when this returns."""
        with self._lock:
            self._closed = True
            tokens, reaper = list(self._entries), self._reaper
        for token in tokens:
            self.leave(token)
        self._wake.set()
        if reaper is not None and reaper is not threading.current_thread():
            reaper.join()

    def __len__(self) -> int:
        """Rooms with a live page."""
        with self._lock:
            return self._seated()

    def _seated(self) -> int:
        return sum(entry.seat for entry in self._entries.values())

    def _take_a_seat(self) -> None:
        """Raises UserError when there is none. The lock is held."""
        seated = self._seated() + self._making
        if seated >= self.cap:
            raise UserError(
                f"지금 {seated}명이 면접을 보고 있어요. 자리가 나면 바로 시작할 수 있어요.",
                "잠시 기다렸다가 다시 눌러 주세요.",
            )

    def _remove(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            self.root.rmdir()  # only when no other room is left

    def _start_reaper(self) -> None:
        """The lock is held."""
        if self._reaper is None:
            self._wake = threading.Event()
            self._reaper = threading.Thread(
                target=self._watch, args=(self._wake,), name="interview-lobby", daemon=True
            )
            self._reaper.start()

    def _watch(self, wake: threading.Event) -> None:
        while True:
            wake.wait(self.idle_s / _LOOKS)
            self.reap()
            with self._lock:
                if not self._entries:
                    self._reaper = None
                    return
                wake.clear()


def _make_folder(folder: Path) -> None:
    """Raises StorageError. Another room may be removing the empty root meanwhile, hence the second try."""
    for last in (False, True):
        try:
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700)
            return
        except FileNotFoundError as error:
            if last:
                raise _no_room_on_disk() from error
        except OSError as error:
            raise _no_room_on_disk() from error


def _no_room_on_disk() -> StorageError:
    return StorageError("면접을 위한 폴더를 만들지 못했어요.", "디스크에 남은 공간을 확인해 주세요.")


def _quietly(give_back: Callable[[], None]) -> None:
    """One room that cannot end properly does not keep the others from it."""
    try:
        give_back()
    except Exception:
        _log.exception("an interview's room did not end properly")
