"""The résumé-photo tab (이력서 사진): a casual photo in, a formal photo in a suit out.

Events only hand plain values to `tabs.parts.studio` in the worker pool and put the answers on the screen.
After the first photo every change draws it again; when changes come faster than drawings, only the latest is
drawn.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import gradio as gr

from metajob.errors import Cancelled, InputError
from tabs.parts import choices, messages, result, studio, swap_panel
from tabs.parts.photo_form import DEFAULTS, lay_out
from tabs.parts.suit_picker import preview_url
from tabs.parts.visitor import VisitorBook
from tabs.parts.words import language, say
from tabs.parts.work import busy, done, failed, finished, follow, progress, unmade

if TYPE_CHECKING:
    from metajob.photo.export import Format

LOOK = 7  # the first values of `Form.look_inputs` are the look, the others the size
HIDDEN: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def build(book: VisitorBook) -> None:
    """Lay out the tab and connect it."""
    form = lay_out()
    events = Events(book)
    look_inputs = form.look_inputs
    shown = [form.result, form.compare, form.problem]
    work = [form.progress, form.make, form.cancel, form.after, form.ready, *shown]

    form.uploader.photo(
        events.photo,
        look_inputs,
        [form.uploader, form.checks, form.make, form.after, form.ready, form.saved, form.saved_more, *shown],
        trigger_mode="once",
        **HIDDEN,
    )
    form.make.click(events.make, look_inputs, work, trigger_mode="once", **HIDDEN)
    form.cancel.click(events.cancel, queue=False, **HIDDEN)
    again: dict[str, Any] = {"fn": events.redraw, "inputs": look_inputs, "outputs": shown, **HIDDEN}
    gr.on(
        [
            form.suits.input,
            form.background.input,
            *(slider.input for slider in form.sliders),
            form.hair.input,
        ],
        trigger_mode="always_last",
        concurrency_limit=None,
        **again,
    )
    gr.on(
        [form.size.input, form.width.input, form.height.input, form.unit.input],
        events.resize,
        look_inputs,
        shown,
        trigger_mode="always_last",
        concurrency_limit=None,
        **HIDDEN,
    )
    form.back.click(
        events.back,
        look_inputs,
        [form.suits, form.background, *form.sliders, form.hair, *shown],
        trigger_mode="once",
        **HIDDEN,
    )
    form.undo.click(
        lambda: [*DEFAULTS.values()], None, [form.background, *form.sliders, form.hair], queue=False, **HIDDEN
    ).then(**again)
    form.size.change(
        lambda key: gr.update(visible=key == "custom"), form.size, form.custom, queue=False, **HIDDEN
    )
    form.limit.change(
        lambda key: gr.update(visible=key == "custom"), form.limit, form.own_kb, queue=False, **HIDDEN
    )
    for kind, button, said in form.downloads:
        button.click(
            events.downloader(kind),
            [*look_inputs, form.format, form.limit, form.own_kb],
            [form.saver, said],
            trigger_mode="once",
            **HIDDEN,
        )
    swap_panel.connect(form.swap, book, look_inputs, work)


class Events:
    """What happens on each event. Holds the visitors, no photo."""

    def __init__(self, book: VisitorBook) -> None:
        self.book = book

    async def photo(self, event: gr.EventData, request: gr.Request, *values: Any) -> tuple[Any, ...]:
        """An upload has arrived: decode, check, show."""
        lang, visitor = language(request), self.book.of(request)
        visitor.cancel()
        try:
            data = self.book.take_upload(str(event.path))
            rgb, report, preview = await done(studio.look_at, data)
        except Exception as error:
            visitor.new_photo(None, None, "")
            message, hint = messages.told(error, lang)
            return (
                {"src": "", "message": f"{message} {hint}".strip(), "usable": False},
                "",
                *unmade(lang, False),
                *self._stage(result.bust(self._picture_of(values), lang)),
            )
        usable = not report.refused and report.face is not None
        visitor.new_photo(rgb, report.face, "" if usable else say("check_refused", lang))
        return (
            {"src": result.data_url(preview), "message": "", "usable": usable},
            messages.checks(report, lang),
            *unmade(lang, usable),
            *self._stage(result.bust(self._picture_of(values), lang)),
        )

    async def make(self, request: gr.Request, *values: Any) -> AsyncIterator[Any]:
        """The one button: prepare the head, put on the suit, show progress on the way."""
        lang, visitor = language(request), self.book.of(request)
        try:
            look, size = self._choice(values)
            rgb, face = visitor.rgb, visitor.face
            if rgb is None or face is None or visitor.refused:
                raise InputError(visitor.refused or say("photo_first", lang), say("photo_first_hint", lang))
            yield busy(lang)
            visitor.wanted = None
            async for kind, value in follow(visitor, lang, studio.make, rgb, face, visitor.head, look, size):
                if kind == "progress":
                    yield progress(value)
                    continue
                head, picture, file = value
                if visitor.rgb is not rgb:  # another photo came meanwhile
                    raise Cancelled
                if visitor.wanted not in (None, (look, size)):  # the person went on choosing
                    look, size = visitor.wanted
                    picture, file = await done(studio.draw, head, look, size)
                visitor.head, visitor.made, visitor.swapped = head, True, None
                visitor.steps.note(values[:LOOK])
                yield finished(lang, *result.shown(rgb, picture, file, size, lang))
        except Exception as error:
            yield failed(messages.trouble(error, lang))

    def cancel(self, request: gr.Request) -> None:
        """The cancel button."""
        self.book.of(request).cancel()

    async def redraw(self, request: gr.Request, *values: Any) -> tuple[Any, ...]:
        """The look has changed: the photo again if there is one, else the suit on the bust."""
        lang, visitor = language(request), self.book.of(request)
        try:
            look, size = self._choice(values)
            if visitor.job is not None:
                visitor.wanted = look, size
                return (gr.skip(),) * 3
            rgb, head = visitor.rgb, visitor.head
            if rgb is None or head is None or not visitor.made:
                url = self._picture_of(values)
                if not url or any(values[0].get(part) for part in ("cloth", "top", "tie")):
                    url = result.data_url(await done(studio.dress_bust, look))
                return (gr.skip(),) * 3 if visitor.made else self._stage(result.bust(url, lang))
            picture, file = await done(studio.draw, head, look, size)
            if visitor.head is not head:  # another photo came meanwhile
                return (gr.skip(),) * 3
            visitor.swapped = None
            visitor.steps.note(values[:LOOK])
            return result.shown(rgb, picture, file, size, lang)
        except Exception as error:
            return gr.skip(), gr.skip(), messages.trouble(error, lang)

    async def back(self, request: gr.Request, *values: Any) -> tuple[Any, ...]:
        """One step back: the controls as they were before the last change, and the photo again."""
        before = self.book.of(request).steps.back()
        if before is None:
            return (gr.skip(),) * (LOOK + 3)
        return *before, *await self.redraw(request, *before, *values[LOOK:])

    async def resize(self, request: gr.Request, *values: Any) -> tuple[Any, ...]:
        """Another size: a swapped picture stays and is only cut anew."""
        lang, visitor = language(request), self.book.of(request)
        if visitor.rgb is None or visitor.swapped is None:
            return await self.redraw(request, *values)
        try:
            _, size = self._choice(values)
            file = await done(studio.cut, visitor.swapped, size)
            return result.shown(visitor.rgb, visitor.swapped, file, size, lang)
        except Exception as error:
            return gr.skip(), gr.skip(), messages.trouble(error, lang)

    def downloader(self, kind: studio.Kind) -> Callable[..., Any]:
        """The handler of one download button: make the file, keep it for the visitor, let the browser fetch
        it."""

        async def download(request: gr.Request, *values: Any) -> tuple[Any, Any]:
            lang, visitor = language(request), self.book.of(request)
            *chosen, wanted, limit, own_kb = values
            try:
                look, size = self._choice(tuple(chosen))
                if not visitor.made:
                    raise InputError(say("photo_first", lang), say("photo_first_hint", lang))
                swapped = visitor.swapped.rgb if visitor.swapped is not None else None
                form: Format = "png" if wanted == "png" else "jpg"
                max_kb = choices.limit(limit, own_kb)
                name, data = await done(studio.export, visitor.head, swapped, look, size, kind, form, max_kb)
                path = visitor.save(name, data)
                said = say("saved", lang, name=name, kb=f"{max(1, round(len(data) / 1024)):,}")
                return {"url": f"gradio_api/file={quote(str(path))}", "name": name}, messages.box(said)
            except Exception as error:
                return gr.skip(), messages.trouble(error, lang)

        return download

    @staticmethod
    def _choice(values: tuple[Any, ...]) -> tuple[Any, Any]:
        return choices.look(*values[:7]), choices.size(*values[7:11])

    @staticmethod
    def _picture_of(values: tuple[Any, ...]) -> str:
        suit = values[0] if values and isinstance(values[0], dict) else {}
        return preview_url(str(suit.get("template", "")))

    @staticmethod
    def _stage(html: str) -> tuple[str, str, str]:
        return html, "", ""
