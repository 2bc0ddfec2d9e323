"""One click with its payload: what was asked for, who asks, and the work it starts, with its progress."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from tabs.parts import work
from tabs.parts.words import Lang

if TYPE_CHECKING:
    from tabs.parts.visitor import Visitor

_HALF = re.compile(r"[\ud800-\udfff]")  # half a character, as a browser leaves it when it cuts an emoji
TEXT_LIMIT = 400_000  # characters of one value


@dataclass
class Ask:
    """`data` comes from the browser and is not trusted. progress: the bar as HTML while something runs."""

    lang: Lang
    visitor: Visitor
    data: dict[str, Any]
    progress: str = ""
    download: dict[str, str] | None = None

    async def work(self, fn: Callable[..., Any], *args: Any) -> Any:
        """`fn` in the worker pool, followed and cancellable. Raises what it raised, or Cancelled."""
        async for kind, value in work.follow(self.visitor, self.lang, fn, *args):
            if kind == "result":
                return value
            self.progress = value
        raise AssertionError("work ended without a result")

    def text(self, name: str, most: int = TEXT_LIMIT) -> str:
        """A value as text that can be written as UTF-8, "" when absent."""
        value = self.data.get(name)
        return _HALF.sub("\ufffd", value[:most]) if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        """A value as yes or no."""
        return self.data.get(name) is True


A = TypeVar("A", bound=Ask)


async def followed(ask: A, method: Callable[[A], Awaitable[None]]) -> AsyncIterator[str]:
    """The progress bar's HTML while `method` runs; ends when it has ended. Raises what it raised."""
    task = asyncio.ensure_future(method(ask))
    shown = ""
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=work.BEAT)
            if ask.progress != shown and not task.done():
                shown = ask.progress
                yield shown
        task.result()
    finally:
        if not task.done():  # the visitor has gone
            task.cancel()
