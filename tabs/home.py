"""The first page: what the four tools do, which engines are ready here, and the promise about data."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import gradio as gr

from metajob.engines import Probe, Ready
from metajob.photo.engine import PhotoEngine
from tabs.parts.words import both, label

_PATHS = {
    "photo": '<circle cx="12" cy="9" r="3.4"/><path d="M5.5 20c.6-4 3-6 6.5-6s5.9 2 6.5 6M12 14l-1.4 2 1.4 3 1.4-3z"/>',
    "review": '<path d="M6 3.5h8.5L18.5 8v12.5H6z"/><path d="M9 12h6.5M9 15.5h4M14 3.5V8h4.5"/>',
    "interview": '<rect x="3.5" y="4.5" width="17" height="12" rx="2.5"/><path d="M8.5 20.5l3.5-4 3.5 4M8.5 10.5h7"/>',
    "specs": '<path d="M4 20.5h16M6.5 20v-7.5M12 20V5.5M17.5 20V9.5"/>',
}
OPEN = ("photo", "review", "interview", "specs")  # tools that are built; the others are described, not linked


@dataclass(frozen=True)
class Engine:
    """One row of the engine table. `title` is a key of the words."""

    title: str
    probe: Probe


def engines() -> list[Engine]:
    """What this installation can do now; cheap, no model is loaded."""
    from metajob.faces import video
    from metajob.llm import endpoint
    from metajob.photo.composite import CompositeEngine
    from metajob.photo.swap import SwapEngine
    from metajob.review.rules.engine import RuleEngine
    from tabs.parts import interviewer_work

    known: dict[str, PhotoEngine] = {"engine_composite": CompositeEngine(), "engine_swap": SwapEngine()}
    photo = [Engine(title, engine.probe()) for title, engine in known.items()]
    rules = Engine("engine_rules", RuleEngine().probe())
    model = Engine("engine_model", endpoint.probe(endpoint.from_settings()))
    spoken = [
        Engine("engine_kokoro", interviewer_work.voice_engines()[0][2]),
        Engine("engine_drawn", interviewer_work.video_engines()[0][2]),
        Engine("engine_whisper", interviewer_work.transcribers()[0][2]),
        Engine("engine_behaviour", video.probe()),
    ]
    return [photo[0], rules, *spoken, model, *photo[1:]]


def _tool(name: str, title: str, text: str) -> str:
    ready = name in OPEN
    badge = f'<span class="mj-badge {"ok" if ready else ""}">{both("tool_open" if ready else "tool_later")}</span>'
    icon = f'<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"' \
           f' stroke-linejoin="round" aria-hidden="true">{_PATHS[name]}</svg>'  # fmt: skip
    return (
        f'<li class="{"open" if ready else ""}">{icon}<h3>{both(title)} {badge}</h3><p>{both(text)}</p></li>'
    )


def engine_table() -> str:
    """The engines with their state; what is missing says where it goes."""
    rows = []
    for engine in engines():
        if isinstance(engine.probe, Ready):
            badge = f'<span class="mj-badge ok">{both("engine_ready")}</span>'
            note = f'<span class="mj-lang" lang="ko">{escape(engine.probe.note)}</span>'  # engines speak Korean only
        else:
            badge = f'<span class="mj-badge warn">{both("engine_missing")}</span>'
            note = f'<span lang="ko">{escape(engine.probe.reason)}\n{escape(engine.probe.how_to_fix)}</span>'
        rows.append(f"<li><b>{both(engine.title)}</b>{badge}<small>{note}</small></li>")
    head = both("engines_title")
    return f'<div class="mj-card mj-parts"><h2>{head}</h2><ul class="mj-engines">{"".join(rows)}</ul></div>'


def build() -> tuple[gr.Button, gr.Button, gr.Button, gr.Button, gr.HTML]:
    """The page; returns the buttons that lead to the photo, review, interview and specs tab, and the engine table,
    refreshed at every visit."""
    tools = "".join(
        _tool(name, title, text)
        for name, title, text in (
            ("photo", "tool_photo", "tool_photo_text"),
            ("review", "tool_review", "tool_review_text"),
            ("interview", "tool_interview", "tool_interview_text"),
            ("specs", "tool_specs", "tool_specs_text"),
        )
    )
    gr.HTML(
        f'<div class="mj-hero"><h2>{both("home_title")}</h2><p>{both("home_lead")}</p></div>',
        apply_default_css=False,
    )
    with gr.Row():
        start, review, interview, specs = (
            gr.Button(label(key), variant="primary", size="lg", scale=0, min_width=220, elem_id=name)
            for key, name in (
                ("home_start", "start"),
                ("home_start_review", "start-review"),
                ("home_start_interview", "start-interview"),
                ("home_start_specs", "start-specs"),
            )
        )
    gr.HTML(f'<ul class="mj-tools">{tools}</ul>', apply_default_css=False)
    with gr.Row(elem_classes="mj-cards", equal_height=False):
        with gr.Column(scale=1, min_width=300):
            table = gr.HTML(engine_table(), apply_default_css=False, elem_id="engines")
        with gr.Column(scale=1, min_width=300):
            gr.HTML(
                f'<div class="mj-card"><h2>{both("privacy_title")}</h2><p>{both("privacy_text")}</p></div>',
                apply_default_css=False,
            )
    return start, review, interview, specs, table
