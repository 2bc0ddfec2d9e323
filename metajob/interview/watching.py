"""What the camera says during the answers of one interview: rows of the present answer, the cue, and the tracker."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from metajob.errors import InputError
from metajob.interview import live

if TYPE_CHECKING:
    from metajob.interview.signals import Row
    from metajob.interview.tracker import Tracker

CHECK = "check"  # the turn that frames of the device check carry
MOST_ROWS = 9_000  # of one answer: ten minutes at 15 a second
FEW, HANDS_S, HANDS_RARELY_S = (
    2,
    0.35,
    0.95,
)  # hands double the cost of a frame; touches need a look every 1.2 s


class Watching:
    """Thread-safe. answering: whether this question is being answered now. crowd: how many interviews are live."""

    def __init__(self, answering: Callable[[str], bool], crowd: Callable[[], int]) -> None:
        self._answering, self._crowd = answering, crowd
        self._lock = threading.Lock()
        self._rows: dict[str, list[Row]] = {}
        self._by_browser: set[str] = set()
        self._shown: list[live.Shown] = []  # cues of the present answer
        self._tracker: Tracker | None = None
        self._hands = ("", 0.0)  # question and time of the last frame in which hands were looked for
        self._over = False

    def begin(self) -> None:
        """An answer begins, or begins anew."""
        with self._lock:
            self._rows.clear()
            self._shown = []

    def taken(self, turn: str) -> tuple[tuple[Row, ...], bool]:
        """The rows of this answer, which is over, and whether the browser made them."""
        with self._lock:
            return tuple(self._rows.pop(turn, [])), turn in self._by_browser

    def frame(self, jpeg: bytes, t: float, turn: str) -> dict[str, Any]:
        """One frame; t: seconds of the answer. Raises InputError for what is no small JPEG, and after the end."""
        with self._lock:
            if self._over:
                raise InputError("끝난 면접이에요.")
            if self._tracker is None:
                from metajob.interview.tracker import Tracker

                self._tracker = Tracker()
            tracker, often = self._tracker, HANDS_S if self._crowd() <= FEW else HANDS_RARELY_S
            hands = turn != CHECK and (self._hands[0] != turn or not 0 <= t - self._hands[1] < often)
            if hands:
                self._hands = (turn, t)
        return self.add([tracker.push(jpeg, t, hands)], turn)

    def add(self, rows: list[Row], turn: str, by_browser: bool = False) -> dict[str, Any]:
        """Rows of this answer, in order of time; those of another moment are dropped."""
        is_answer = turn != CHECK and self._answering(turn)
        with self._lock:
            face = rows[-1].faces if rows else 0
            if not is_answer or self._over:
                return {"n": 0, "face": face, "cue": ""}
            if by_browser:
                self._by_browser.add(turn)
            kept = self._rows.setdefault(turn, [])
            last = kept[-1].t if kept else -1.0
            kept += [row for row in rows if row.t > last][: max(0, MOST_ROWS - len(kept))]
            cue = live.cue(kept, self._shown)
            if cue:
                self._shown.append((kept[-1].t, cue))
            return {"n": len(kept), "face": face, "cue": cue}

    def rest(self) -> None:
        """Free the tracker's memory; the next frame makes a new one."""
        with self._lock:
            tracker, self._tracker = self._tracker, None
        if tracker is not None:
            tracker.close()

    def close(self) -> None:
        """The end."""
        with self._lock:
            self._over = True
            self._rows.clear()
        self.rest()
