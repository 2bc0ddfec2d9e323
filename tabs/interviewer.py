"""The tab 목소리·면접관: hear and see the interviewers before the interview, and try out the microphone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import gradio as gr

from metajob.engines import Ready
from metajob.errors import Cancelled
from tabs.parts import dictation, messages, voice_sample_card
from tabs.parts import interviewer_wish as asked
from tabs.parts import interviewer_work as work
from tabs.parts.interviewer_room import room, value
from tabs.parts.visitor import Visitor, VisitorBook
from tabs.parts.words import Lang, both, language, say
from tabs.parts.work import bar, done, follow

if TYPE_CHECKING:
    from metajob.interviewer.model import Clip
    from tabs.parts.interviewer_wish import Wish

PRIVATE: dict[str, Any] = {
    "api_visibility": "private",
    "show_progress": "hidden",
    "concurrency_limit": None,
    "trigger_mode": "multiple",  # a press after a cancel comes before the cancelled one has ended
}


def build(book: VisitorBook) -> None:
    """Lay out the tab and connect it."""
    gr.HTML(
        f'<div class="mj-lead"><h2>{both("iv_title")}</h2><p>{both("iv_lead")}</p></div>',
        apply_default_css=False,
    )
    events, cloning = Events(book), work.cloning()
    with gr.Column(elem_classes="mj-panel"):
        stage = room(work.voice_engines(), work.video_engines(), cloning)
    if isinstance(cloning, Ready):
        with gr.Column(elem_classes="mj-panel"):
            card = voice_sample_card.card()
        card.sample(events.sample, None, [card, stage], **PRIVATE)
        card.forget(events.forget, None, [card, stage], **PRIVATE)
        card.stop(events.stop, queue=False, **PRIVATE)
    with gr.Column(elem_classes="mj-panel"):
        own = dictation.dictation(work.transcribers())
    stage.choose(events.choose, None, stage, **PRIVATE)
    stage.speak(events.speak, None, stage, **PRIVATE)
    stage.stop(events.stop, queue=False, **PRIVATE)
    own.answer(events.answer, None, own, **PRIVATE)
    own.stop(events.stop, queue=False, **PRIVATE)


class Events:
    """What happens on each event. Holds the visitors, no sound."""

    def __init__(self, book: VisitorBook) -> None:
        self.book = book

    async def choose(self, event: gr.EventData, request: gr.Request) -> dict[str, Any]:
        """Another interviewer: the listening loop, as soon as it is there."""
        lang, visitor, data = language(request), self.book.of(request), asked.sent(event)
        try:
            who, video = asked.persona(data.get("persona")), asked.video(data.get("video"))
            path = await done(work.within, visitor, work.idle, who, video, _folder(visitor))
            if visitor.gone:
                raise Cancelled
        except Exception as error:
            return value(problem=messages.trouble(error, lang))
        return value(idle={"persona": who, "video": video, "url": _address(path)})

    async def speak(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[dict[str, Any]]:
        """The sentence as a clip, with progress on the way."""
        lang, visitor, data = language(request), self.book.of(request), asked.sent(event)
        ask, folder = asked.tag(data), _folder(visitor)
        try:
            wish = asked.wish(data, lang, work.has_sample(folder))
            yield value(ask=ask, bar=bar(0.0, "", lang), problem="")
            async for kind, told in follow(visitor, lang, work.within, visitor, work.speak, wish, folder):
                if kind == "progress":
                    yield value(ask=ask, bar=told)
                    continue
                if visitor.gone:
                    raise Cancelled
                yield value(ask=ask, bar="", problem="", clip=_clip(told, wish, lang))
        except Exception as error:
            yield value(ask=ask, bar="", problem=messages.trouble(error, lang))

    async def answer(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[dict[str, Any]]:
        """A recording: what was understood, and what was measured. The file is deleted at once."""
        lang, visitor, data = language(request), self.book.of(request), asked.sent(event)
        ask = asked.tag(data)
        try:
            sound = asked.upload(self.book, data.get("path"))
            engine, spoken = asked.transcriber(data, lang)
            yield value(ask=ask, bar=bar(0.0, "", lang), problem="", html="")
            async for kind, told in follow(visitor, lang, work.write_down, sound, spoken, engine):
                if kind == "progress":
                    yield value(ask=ask, bar=told)
                else:
                    transcript, delivery = told
                    yield value(ask=ask, bar="", html=dictation.shown(transcript, delivery, lang))
        except Exception as error:
            yield value(ask=ask, bar="", problem=messages.trouble(error, lang))

    async def sample(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[tuple[Any, Any]]:
        """A recording to clone the voice of: kept in the visitor's folder, nowhere else."""
        lang, visitor, data = language(request), self.book.of(request), asked.sent(event)
        ask, folder = asked.tag(data), _folder(visitor)
        try:
            sound = asked.upload(self.book, data.get("path"))
            confirmed = data.get("confirmed") is True
            yield value(ask=ask, bar=bar(0.0, "", lang), problem=""), gr.skip()
            steps = follow(visitor, lang, work.within, visitor, work.take_sample, sound, confirmed, folder)
            async for kind, told in steps:
                if kind == "progress":
                    yield value(ask=ask, bar=told), gr.skip()
                    continue
                if visitor.gone:
                    raise Cancelled
                have = messages.box(say("iv_own_have", lang, seconds=f"{told:.0f}"))
                yield value(ask=ask, bar="", have=have), value(own=True)
        except Exception as error:
            yield value(ask=ask, bar="", problem=messages.trouble(error, lang)), gr.skip()

    def forget(self, request: gr.Request) -> tuple[dict[str, Any], dict[str, Any]]:
        """The sample and what was said with it go."""
        visitor = self.book.of(request)
        visitor.cancel()
        work.forget(_folder(visitor))
        gone = messages.box(say("iv_own_gone", language(request)))
        return value(have="", problem=gone), value(own=False)

    def stop(self, request: gr.Request) -> None:
        """The cancel button."""
        self.book.of(request).cancel()


def _folder(visitor: Visitor) -> Path:
    """Where this visitor's clips lie; goes with the visitor."""
    return visitor.folder / "interviewer"


def _address(path: Path) -> str:
    return f"gradio_api/file={quote(str(path))}"


def _clip(clip: Clip, wish: Wish, lang: Lang) -> dict[str, Any]:
    """What the page needs to show a clip: who made it is told with it."""
    titles = {offer.id: offer.title for offer in work.video_engines()}
    seconds = f"{clip.seconds:.1f}"
    made = say("iv_by", lang, engine=titles.get(clip.engine, clip.engine), seconds=seconds)
    note = f'<p class="mj-made">{escape(made)}</p>' + "".join(
        messages.box(text, "", "warn") for text in clip.warnings
    )
    return {
        "persona": wish.persona,
        "own": wish.voice == work.OWN,
        "url": _address(clip.mp4),
        "caption": wish.text,
        "note": note,
        "name": f"interviewer_{wish.persona}.mp4",
    }
