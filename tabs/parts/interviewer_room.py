"""The interviewer's room as one HTML part: who asks, what is said, and the stage where it is seen and heard.

Events: `choose` {persona, video}, `speak` {ask, persona, text, speed, voice, video, consent}, `stop`. Value: {"n", and
what changes: "idle": {persona, video, url}, "clip": {url, caption, …}, "bar" and "problem": html, "own": a sample is
there}. What answers a request carries its "ask"; the page drops what it has given up meanwhile.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape
from typing import Any

import gradio as gr

from metajob.engines import Probe, Ready, Unavailable
from metajob.interviewer.rig.personas import PERSONAS
from tabs.parts.interviewer_wish import FASTEST, MAX_TEXT, SLOWEST
from tabs.parts.interviewer_work import OWN, Offer
from tabs.parts.page import MOUNT
from tabs.parts.words import both, subset, words

SAMPLES = ("iv_sample_1", "iv_sample_2", "iv_sample_3")
_numbers = itertools.count(1)


def number() -> int:
    """A new one each time, so that the page sees a change even when the rest is equal."""
    return next(_numbers)


def value(**changed: Any) -> dict[str, Any]:
    """The value of a part of this tab; what is not named stays as it is on the page."""
    return {"n": number(), **changed}


def choice(part: str, title: str, offers: Sequence[Offer], later: str = "") -> str:
    """A list of the engines that are ready; nothing to choose, nothing shown. later: ready, but not yet."""
    ready = [one for one in offers if isinstance(one.probe, Ready)]
    options = "".join(
        f'<option value="{one.id}" data-host="{escape(one.host)}"{" hidden disabled" if one.id == later else ""}>'
        f"{escape(one.title)}{'' if one.commercial else escape(' · 비상업용')}</option>"
        for one in ready
    )
    hidden = " hidden" if len([one for one in ready if one.id != later]) < 2 else ""
    return (
        f'<label class="mj-field"{hidden}><span>{both(title)}</span>'
        f'<select data-part="{part}" autocomplete="off">{options}</select></label>'
    )


def consent(key: str, offers: Sequence[Offer]) -> str:
    """The tick before something leaves this computer; the script shows it with the engine that sends."""
    host = next((one.host for one in offers if one.host and isinstance(one.probe, Ready)), "")
    told = "".join(
        f'<span lang="{lang}" class="mj-lang">{escape(table[key].format(host=host))}</span>'
        for lang, table in words().items()
    )
    return (
        '<label class="mj-check" data-part="sending" hidden>'
        f'<input type="checkbox" data-part="consent" autocomplete="off"><span>{told}</span></label>'
    )


def _people() -> str:
    return "".join(
        f'<label class="mj-person"><input type="radio" name="mj-persona" value="{key}" autocomplete="off"'
        f"{' checked' if key == 'hr' else ''}>"
        f'<img src="{MOUNT}/interviewer/{key}.webp" alt="" width="96" height="96" loading="lazy">'
        f'<span lang="ko"><b>{escape(persona.title)}</b><small>{escape(persona.description)}</small></span></label>'
        for key, persona in PERSONAS.items()
    )


def _missing(offers: Sequence[Offer]) -> str:
    rows = "".join(
        f"<li><b>{escape(one.title)}</b><small>{escape(one.probe.reason)}\n{escape(one.probe.how_to_fix)}</small></li>"
        for one in offers
        if isinstance(one.probe, Unavailable)
    )
    if not rows:
        return ""
    return (
        f'<details class="mj-fold"><summary>{both("iv_more")}</summary><div class="in">'
        f'<p class="mj-notice">{both("iv_licence")}</p><ul class="mj-engines" lang="ko">{rows}</ul></div></details>'
    )


def _html(voices: list[Offer], videos: list[Offer], cloning: Probe) -> str:
    voices = [one._replace(probe=cloning) if one.id == OWN else one for one in voices]
    samples = "".join(
        f'<button type="button" class="mj-chip" data-part="sample">{both(key)}</button>' for key in SAMPLES
    )
    return f"""
<div class="mj-parts mj-room" data-part="root">
  <div class="mj-show">
    <div class="mj-stage" data-part="stage">
      <img data-part="poster" src="{MOUNT}/interviewer/hr.webp" alt="">
      <video data-part="idle" muted loop playsinline preload="auto" tabindex="-1" aria-hidden="true"></video>
      <video data-part="talk" playsinline preload="auto" tabindex="-1" aria-hidden="true"></video>
      <span class="state" data-part="state" aria-hidden="true"></span>
      <button type="button" class="mj-btn main play" data-part="play" hidden>{both("iv_play")}</button>
    </div>
    <p class="mj-caption" data-part="caption" lang="ko"></p>
    <div class="mj-acts" data-part="after" hidden>
      <button type="button" class="mj-btn" data-part="again">{both("iv_again")}</button>
      <a class="mj-btn" data-part="save" download>{both("iv_save")}</a>
    </div>
    <div data-part="note"></div>
  </div>
  <div class="mj-ask">
    <fieldset class="mj-people"><legend>{both("iv_who")}</legend>{_people()}</fieldset>
    <div class="mj-words">
      <label class="mj-field"><span>{both("iv_text")}</span>
        <textarea data-part="text" rows="3" maxlength="{MAX_TEXT}" autocomplete="off" aria-describedby="iv-count"
          aria-keyshortcuts="Control+Enter"></textarea></label>
      <small class="mj-count" id="iv-count" data-part="count">0 / {MAX_TEXT}</small>
    </div>
    <div class="mj-chips" role="group" aria-labelledby="iv-samples">
      <span class="mj-sr" id="iv-samples">{both("iv_samples")}</span>{samples}</div>
    {choice("voice", "iv_voice_engine", voices, OWN)}{consent("iv_consent", voices)}
    {choice("video", "iv_video_engine", videos)}
    <div class="mj-go">
      <label class="mj-field mj-speed"><span>{both("iv_speed")}
          <output data-part="said-speed" aria-live="off">1.00</output></span>
        <input type="range" data-part="speed" min="{SLOWEST}" max="{FASTEST}" step="0.05" value="1"
          autocomplete="off"></label>
      <button type="button" class="mj-btn" data-part="stop" hidden>{both("iv_stop")}</button>
      <button type="button" class="mj-btn main" data-part="speak" id="iv-speak">{both("iv_speak")}</button>
    </div>
    <div data-part="bar"></div>
    <div data-part="problem"></div>
    <span class="mj-sr" role="status" data-part="told"></span>
    {_missing([*voices, *videos])}
    <p class="mj-notice">{both("iv_made")}</p>
  </div>
</div>"""


def room(voices: list[Offer], videos: list[Offer], cloning: Probe) -> gr.HTML:
    """The component. voices, videos: every engine, the default first. cloning: a voice could be given a sample."""
    return gr.HTML(
        value=value(),
        html_template=_html(voices, videos, cloning),
        js_on_load="MJI.room({ element, trigger, props, watch }); /* 'choose' 'speak' 'stop' */",
        apply_default_css=False,
        elem_id="iv-room",
        mount=MOUNT,
        most=MAX_TEXT,
        own=OWN,
        words=subset(
            *("iv_empty", "iv_full", "iv_consent_first", "iv_speaking", "iv_listening", "iv_broken"),
            *("iv_working", "iv_ready", "iv_stopped"),
        ),
    )
