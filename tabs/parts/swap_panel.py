"""The advanced part of the photo tab: the face on a template photo with the user's own Inswapper weights.

Without the weights it says what is missing and under which licences it may be used. A template that a visitor
uploads here stays in that visitor's session; templates of the installation lie in the folder of
`metajob.photo.user_templates`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from metajob.engines import Ready
from metajob.errors import Cancelled, InputError
from tabs.parts import choices, messages, result, studio, work
from tabs.parts.visitor import VisitorBook
from tabs.parts.words import both, label, language, say

OWN = "own-upload"  # value of the choice that means the visitor's own upload


@dataclass
class SwapPanel:
    """The components of a ready engine."""

    templates: gr.Radio
    consent: gr.Checkbox
    upload: gr.UploadButton
    said: gr.HTML
    blend: gr.Slider
    start: gr.Button


def swap_panel() -> SwapPanel | None:
    """Lay out the accordion for what this installation has; None when the engine cannot work here."""
    from metajob.photo.swap import SwapEngine

    engine = SwapEngine()
    state = engine.probe()
    with gr.Accordion(label("swap_title"), open=False, elem_id="swap", elem_classes="mj-panel"):
        gr.HTML(f'<p class="mj-notice">{both("swap_text")}</p>', apply_default_css=False)
        gr.HTML(
            f'<p class="mj-notice">{both("swap_licence")} {escape(engine.licence)}</p>',
            apply_default_css=False,
        )
        if not isinstance(state, Ready):
            gr.HTML(
                f'<div class="mj-say warn"><b>{both("engine_missing")}</b>{escape(state.reason)}<br>'
                f"{escape(state.how_to_fix)}</div>",
                apply_default_css=False,
            )
            return None
        return SwapPanel(
            templates=gr.Radio(_choices(), label=label("swap_templates"), info=label("swap_folder")),
            consent=gr.Checkbox(False, label=label("swap_consent")),
            upload=gr.UploadButton(label("swap_upload"), file_types=["image"], size="md"),
            said=gr.HTML(apply_default_css=False),
            blend=gr.Slider(0, 100, 80, step=5, label=label("swap_blend"), info=label("swap_blend_info")),
            start=gr.Button(label("swap_start"), size="lg", elem_id="swap-start"),
        )


def _choices(own: str = "") -> list[tuple[str, str]]:
    from metajob.photo import user_templates

    kept = [(template.label, template.key) for template in user_templates.templates()]
    return [(own, OWN), *kept] if own else kept


def connect(panel: SwapPanel | None, book: VisitorBook, look_inputs: list[Any], outputs: list[Any]) -> None:
    """Upload a template, swap. `outputs`: progress, make, cancel, after, result, compare, problem."""
    if panel is None:
        return
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

    async def upload(request: gr.Request, file: Any, consent: Any) -> tuple[Any, str, None]:
        lang, visitor = language(request), book.of(request)
        try:
            from metajob.photo import user_templates

            data = book.take_upload(str((file or {}).get("path", "")))
            visitor.template = await work.done(user_templates.accept, data, bool(consent))
            chosen = gr.update(choices=_choices(own=say("swap_own", lang)), value=OWN)
            return chosen, messages.box(say("swap_uploaded", lang)), None
        except Exception as error:
            return gr.skip(), messages.trouble(error, lang), None

    async def swap(request: gr.Request, key: str | None, blend: float, *values: Any) -> AsyncIterator[Any]:
        lang, visitor = language(request), book.of(request)
        try:
            from metajob.photo import user_templates

            rgb = visitor.rgb
            if rgb is None or visitor.refused:
                raise InputError(visitor.refused or say("photo_first", lang), say("photo_first_hint", lang))
            if key is None or (key == OWN and visitor.template is None):
                raise InputError(say("swap_choose", lang))
            size = choices.size(*values[7:11])
            template = visitor.template if key == OWN else await work.done(user_templates.load, key)
            yield work.busy(lang)
            async for kind, value in work.follow(
                visitor, lang, studio.swap, rgb, template, blend / 100, size
            ):
                if kind == "progress":
                    yield (value, *[gr.skip()] * 6)
                    continue
                picture, file = value
                if visitor.rgb is not rgb:
                    raise Cancelled
                visitor.swapped, visitor.made = picture, True
                yield work.finished(*result.shown(rgb, picture, file, size, lang))
        except Exception as error:
            yield work.failed(messages.trouble(error, lang))

    panel.upload.upload(
        upload,
        [panel.upload, panel.consent],
        [panel.templates, panel.said, panel.upload],
        preprocess=False,
        **private,
    )
    panel.start.click(
        swap, [panel.templates, panel.blend, *look_inputs], outputs, trigger_mode="once", **private
    )
