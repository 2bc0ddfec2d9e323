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
    """The components; `tools` is shown only while the engine is ready."""

    whole: gr.Accordion
    state: gr.HTML
    again: gr.Button
    tools: gr.Column
    templates: gr.Radio
    consent: gr.Checkbox
    upload: gr.UploadButton
    said: gr.HTML
    blend: gr.Slider
    start: gr.Button


def swap_panel() -> SwapPanel:
    """Lay out the accordion; what is missing is looked up again whenever it is opened."""
    missing = _missing()
    with gr.Accordion(label("swap_title"), open=False, elem_id="swap", elem_classes="mj-panel") as whole:
        gr.HTML(f'<p class="mj-notice">{both("swap_text")}</p>', apply_default_css=False)
        gr.HTML(f'<p class="mj-notice">{both("swap_licence")}</p>', apply_default_css=False)
        state = gr.HTML(missing, apply_default_css=False, elem_id="swap-state")
        again = gr.Button(label("swap_again"), size="md", visible=bool(missing), elem_id="swap-again")
        with gr.Column(visible=not missing) as tools:
            return SwapPanel(
                whole=whole,
                state=state,
                again=again,
                tools=tools,
                templates=gr.Radio(_choices(), label=label("swap_templates"), info=label("swap_folder")),
                consent=gr.Checkbox(False, label=label("swap_consent")),
                upload=gr.UploadButton(label("swap_upload"), file_types=["image"], size="md"),
                said=gr.HTML(apply_default_css=False),
                blend=gr.Slider(0, 100, 80, step=5, label=label("swap_blend"), info=label("swap_blend_info")),
                start=gr.Button(label("swap_start"), variant="primary", size="lg", elem_id="swap-start"),
            )


def _missing() -> str:
    """What the engine lacks and where it goes; empty when it is ready."""
    from metajob.photo.swap import SwapEngine

    state = SwapEngine().probe()
    if isinstance(state, Ready):
        return ""
    return (
        f'<div class="mj-say warn" role="status"><b>{both("engine_missing")}</b>'
        f'<span lang="ko">{escape(state.reason)}<br>{escape(state.how_to_fix)}</span></div>'
    )


def _choices(own: str = "") -> list[tuple[str, str]]:
    from metajob.photo import user_templates

    kept = [(template.label, template.key) for template in user_templates.templates()]
    return [(own, OWN), *kept] if own else kept


def connect(panel: SwapPanel, book: VisitorBook, look_inputs: list[Any], outputs: list[Any]) -> None:
    """Look for the engine again, upload a template, swap. `outputs`: as in `tabs.parts.work`."""
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

    async def probe(request: gr.Request) -> tuple[Any, ...]:
        missing = await work.done(_missing)
        kept = _choices(
            own=say("swap_own", language(request)) if book.of(request).template is not None else ""
        )
        return (
            missing,
            gr.update(visible=bool(missing)),
            gr.update(visible=not missing),
            gr.update(choices=kept),
        )

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
                    yield work.progress(value)
                    continue
                picture, file = value
                if visitor.rgb is not rgb:
                    raise Cancelled
                visitor.swapped, visitor.made = picture, True
                yield work.finished(lang, *result.shown(rgb, picture, file, size, lang))
        except Exception as error:
            yield work.failed(messages.trouble(error, lang))

    gr.on(
        [panel.whole.expand, panel.again.click],
        probe,
        None,
        [panel.state, panel.again, panel.tools, panel.templates],
        **private,
    )
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
