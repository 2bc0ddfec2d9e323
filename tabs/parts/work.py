"""Heavy work from an event handler: submitted to the app's pool, followed without blocking, shown as
progress."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from metajob import workers
from metajob.errors import Cancelled
from tabs.parts.words import Lang, say

if TYPE_CHECKING:
    from tabs.parts.visitor import Visitor

BEAT = 0.08  # seconds between two looks at a running job


async def done(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The result of `fn` from the pool; for work too short to show progress. Raises what it raised."""
    job = workers.run(fn, *args, **kwargs)
    while not job.done:
        await asyncio.sleep(BEAT / 4)
    return job.result()


async def follow(
    visitor: Visitor, lang: Lang, fn: Callable[..., Any], *args: Any
) -> AsyncIterator[tuple[str, Any]]:
    """("progress", html) while `fn` runs, then ("result", value). `visitor.cancel()` ends it with Cancelled."""
    visitor.cancel()
    job = visitor.job = workers.run(fn, *args)
    shown: tuple[float, str] | None = None
    try:
        while not job.done:
            if visitor.job is not job:  # cancelled: answer now; the work itself ends at its next stage border
                raise Cancelled
            if job.progress != shown:
                share, phrase = shown = job.progress
                yield "progress", bar(share, phrase, lang)
            await asyncio.sleep(BEAT)
        yield "result", job.result()
    finally:
        if visitor.job is job:
            visitor.job = None
        job.cancel()  # no-op when done; stops the work when the event itself was given up


def bar(share: float, phrase: str, lang: Lang) -> str:
    """A progress bar with its phrase; the engines speak Korean only."""
    text = escape(phrase if phrase and lang == "ko" else say("work_wait", lang))
    return (
        f'<div class="mj-work"><span>{text}</span>'
        f'<progress max="100" value="{round(share * 100)}" aria-label="{text}"></progress></div>'
    )


# What every step of work writes to: progress, make, cancel, after, ready, result, compare, problem.
SKIPPED = (gr.skip(),) * 7


def progress(html: str) -> tuple[Any, ...]:
    """A step of the running work; everything but the bar stays."""
    return html, *SKIPPED


def busy(lang: Lang) -> tuple[Any, ...]:
    """Work begins."""
    return bar(0, "", lang), gr.update(interactive=False), gr.update(visible=True), *SKIPPED[:4], ""


def finished(lang: Lang, picture: str, compare: str, problem: str) -> tuple[Any, ...]:
    """Work is done: the photo, and everything that can be done with it. The next step is to save it."""
    return (
        "",
        gr.update(interactive=True, variant="secondary", value=say("make_again", lang)),
        gr.update(visible=False),
        gr.update(visible=True),
        gr.update(visible=True),
        picture,
        compare,
        problem,
    )


def failed(problem: str) -> tuple[Any, ...]:
    """Work ended without a photo; the last picture stays."""
    return "", gr.update(interactive=True), gr.update(visible=False), *SKIPPED[:4], problem


def unmade(lang: Lang, usable: bool) -> tuple[Any, ...]:
    """Another photo has come: make, after, ready, and the two lines about saved files."""
    first = gr.update(interactive=usable, variant="primary", value=say("make", lang))
    return first, gr.update(visible=False), gr.update(visible=False), "", ""
