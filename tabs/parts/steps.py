"""The looks a photo has had, so that a change can be taken back one step at a time. Plain values, no picture."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

KEPT = 60
ONE_DRAG = 1.5  # seconds; changes of one control that follow each other faster are one step


class Steps:
    """A stack of control values; the last one is what is shown."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._stack: list[tuple[Any, ...]] = []
        self._clock = clock
        self._last: tuple[list[int], float] = ([], 0.0)

    def note(self, values: Sequence[Any]) -> None:
        """The controls now have these values. A slider that is being dragged makes one step, not fifty."""
        now = tuple(dict(value) if isinstance(value, dict) else value for value in values)
        if not self._stack:
            self._stack.append(now)
            return
        changed = [index for index, value in enumerate(now) if value != self._stack[-1][index]]
        if not changed:
            return
        before, when = self._last
        if changed == before and self._clock() - when < ONE_DRAG and len(self._stack) > 1:
            self._stack[-1] = now
        else:
            self._stack = [*self._stack, now][-KEPT:]
        self._last = changed, self._clock()

    def back(self) -> tuple[Any, ...] | None:
        """The values before the last change, which is forgotten; None at the beginning."""
        if len(self._stack) < 2:
            return None
        self._stack.pop()
        self._last = [], 0.0
        return self._stack[-1]
