"""Waiting for a server with an end to the patience, while somebody may cancel."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from time import monotonic
from typing import Any, TypeVar

from metajob.engines import Progress

T = TypeVar("T")

_POLL_S = 0.1


async def watched(work: Coroutine[Any, Any, T], seconds: float, progress: Progress, phrase: str) -> T:
    """The result of `work`, or what it raises. progress: hears `phrase` ten times a second, and may raise.

    What progress raises (Cancelled), or TimeoutError after `seconds`, ends the work.
    """
    task = asyncio.ensure_future(work)
    until = monotonic() + seconds
    try:
        while not task.done():
            progress(0.5, phrase)
            if monotonic() > until:
                raise TimeoutError
            await asyncio.wait({task}, timeout=_POLL_S)
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
