"""The components of the photo tab and where they stand; no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from metajob.photo.templates import templates
from tabs.parts import messages, result
from tabs.parts.peek import peek
from tabs.parts.suit_picker import background_picker, preview_url, suit_picker
from tabs.parts.swap_panel import SwapPanel, swap_panel
from tabs.parts.uploader import uploader
from tabs.parts.words import both, label

# What the undo button restores, in the order of the controls.
DEFAULTS: dict[str, Any] = {
    "background": "#ffffff", "head": 100, "collar": 0, "shoulders": 100, "brightness": 0, "hair": "auto",
}  # fmt: skip


@dataclass
class Form:
    """Every component that an event reads or writes."""

    uploader: gr.HTML
    checks: gr.HTML
    suits: gr.HTML
    make: gr.Button
    cancel: gr.Button
    progress: gr.HTML
    problem: gr.HTML
    result: gr.HTML
    compare: gr.HTML
    after: gr.Column
    ready: gr.Column
    background: gr.HTML
    sliders: list[gr.Slider]
    hair: gr.Radio
    back: gr.Button
    undo: gr.Button
    size: gr.Radio
    custom: gr.Row
    width: gr.Number
    height: gr.Number
    unit: gr.Radio
    format: gr.Radio
    limit: gr.Radio
    own_kb: gr.Number
    downloads: list[tuple[Any, gr.Button, gr.HTML]]
    saved: gr.HTML
    saved_more: gr.HTML
    saver: gr.HTML
    swap: SwapPanel

    @property
    def look_inputs(self) -> list[Any]:
        """In the order that `tabs.parts.choices` expects: look (7), then size (4)."""
        return [
            self.suits, self.background, *self.sliders, self.hair,
            self.size, self.width, self.height, self.unit,
        ]  # fmt: skip


def _html(value: str = "", **options: Any) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, **options)


def _radio(word: str, options: list[tuple[Any, str]], value: str, **more: Any) -> gr.Radio:
    return gr.Radio(options, value=value, label=label(word), interactive=True, **more)


def lay_out() -> Form:
    """Steps at the left and the picture staying in view at the right; on a phone one below the other."""
    part: dict[str, Any] = {}
    with gr.Row(elem_classes=["mj-cards", "mj-flow"], equal_height=False):
        with gr.Column(scale=6, min_width=300):
            with gr.Column(elem_classes="mj-panel"):
                _html(messages.step(1, "step_photo"))
                part["uploader"] = uploader()
                part["checks"] = _html(elem_id="checks")
            with gr.Column(elem_classes="mj-panel"):
                _html(messages.step(2, "step_suit"))
                part["suits"] = suit_picker(templates())
            with gr.Column(visible=False, elem_classes="mj-late") as after:
                part["after"] = after
                _tuning(part)
                _saving(part)
            with gr.Column(elem_classes="mj-last"):
                part["swap"] = swap_panel()
        with gr.Column(scale=5, min_width=300, elem_classes="mj-aside"):
            _stage(part)
    peek()
    save, *more = part.pop("buttons")
    part["downloads"] = [
        ("photo", part.pop("save"), part["saved"]),
        ("photo", save, part["saved_more"]),
        *(
            (kind, one, part["saved_more"])
            for kind, one in zip(("hd", "sheet-4x6", "sheet-a4"), more, strict=True)
        ),
    ]
    return Form(**part)


def _stage(part: dict[str, Any]) -> None:
    with gr.Column(elem_classes="mj-panel"):
        _html(messages.step(3, "step_make"))
        with gr.Row():
            part["make"] = gr.Button(
                label("make"), variant="primary", size="lg", interactive=False, elem_id="make", scale=3
            )
            part["cancel"] = gr.Button(
                label("cancel"), size="lg", visible=False, elem_id="cancel", scale=1, min_width=90
            )
        part["progress"] = _html(elem_id="progress")
        part["problem"] = _html(elem_id="problem")
        part["result"] = _html(result.bust(preview_url(next(iter(templates()))), "ko"), elem_id="result")
        with gr.Column(visible=False, elem_id="ready") as ready:
            part["ready"] = ready
            part["save"] = gr.Button(label("save"), variant="primary", size="lg", elem_id="save")
            part["saved"] = _html(elem_id="saved")
        part["compare"] = _html(elem_id="compare")
        _html(f'<p class="mj-notice">{both("notice")}</p>', elem_id="notice")


def _tuning(part: dict[str, Any]) -> None:
    with gr.Column(elem_classes="mj-panel", elem_id="tuning"):
        _html(f'<div class="mj-step"><h2>{both("step_tune")}</h2></div>')
        part["background"] = background_picker()
        part["sliders"] = [
            gr.Slider(85, 115, DEFAULTS["head"], step=1, label=label("head"), elem_id="head"),
            gr.Slider(-10, 10, DEFAULTS["collar"], step=1, label=label("collar"), elem_id="collar"),
            gr.Slider(85, 115, DEFAULTS["shoulders"], step=1, label=label("shoulders"), elem_id="shoulders"),
            gr.Slider(
                -10, 10, DEFAULTS["brightness"], step=1, label=label("brightness"), elem_id="brightness"
            ),
        ]
        hair = [
            (label("hair_auto"), "auto"),
            (label("hair_front"), "front"),
            (label("hair_behind"), "behind"),
        ]
        part["hair"] = _radio("hair", hair, DEFAULTS["hair"], elem_id="hair")
        with gr.Row():
            part["back"] = gr.Button(label("undo_step"), size="md", min_width=120, elem_id="undo-step")
            part["undo"] = gr.Button(label("undo"), size="md", min_width=120, elem_id="undo")


def _saving(part: dict[str, Any]) -> None:
    with gr.Column(elem_classes="mj-panel", elem_id="saving"):
        _html(f'<div class="mj-step"><h2>{both("step_save")}</h2></div>')
        sizes = [("3×4 cm", "3x4"), ("3.5×4.5 cm", "3.5x4.5"), ("5×7 cm", "5x7"), (label("own"), "custom")]
        part["size"] = _radio("size", sizes, "3.5x4.5", elem_id="size")
        with gr.Row(visible=False) as custom:
            part["custom"] = custom
            part["width"] = gr.Number(3, label=label("width"), minimum=1, min_width=90)
            part["height"] = gr.Number(4, label=label("height"), minimum=1, min_width=90)
            part["unit"] = _radio("unit", [("cm", "cm"), ("px", "px")], "cm", min_width=140)
        part["format"] = _radio("format", [("JPG", "jpg"), ("PNG", "png")], "jpg", elem_id="format")
        limits = [(label("limit_none"), "none"), *((f"{kb} KB", str(kb)) for kb in (100, 200, 300, 500))]
        part["limit"] = _radio("limit", [*limits, (label("own"), "custom")], "none", elem_id="limit")
        part["own_kb"] = gr.Number(250, label=label("own_kb"), visible=False, minimum=5)
        # On a phone the button below the picture is far away from here; a wide screen shows only that one.
        save = gr.Button(label("save"), variant="primary", size="lg", elem_id="save-here")
        with gr.Row(elem_classes="mj-more"):
            hd = gr.Button(label("save_hd"), size="md", min_width=120, elem_id="save-hd")
            small = gr.Button(label("save_4x6"), size="md", min_width=120, elem_id="save-4x6")
            large = gr.Button(label("save_a4"), size="md", min_width=120, elem_id="save-a4")
        part["buttons"] = [save, hd, small, large]
        part["saved_more"] = _html(elem_id="saved-more")
        part["saver"] = gr.HTML(
            value={"url": "", "name": ""}, html_template="", js_on_load="MJ.saver({ props, watch });",
            apply_default_css=False,
        )  # fmt: skip
