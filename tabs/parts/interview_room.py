"""The mock interview's page as one HTML part: setup, device check, the interview itself, and the place of its report.

One event, `act` {act: {do, ask, token, owner, …}}. Value {"n", and what changes}: view (a dict, or None: there is no
interview any more), clip {id, url, caption}, idle {url}, bar and problem (html), zones {review, model, report, shelf}
(html), download {url, name}, lead ("report": show that screen), ask (of the act that is answered; older views are
dropped). What is not named stays. The clip "greeting" is for the sound check, "closing" is played at the end.
The page puts the camera (elem_id iv-camera) into its place in here.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape
from typing import Any, get_args

import gradio as gr

from metajob.interview.model import Strictness
from metajob.interviewer.rig.personas import PERSONAS
from metajob.settings import settings
from tabs.parts.page import MOUNT
from tabs.parts.words import Lang, both, say, subset, words

COUNTS = ("int_count_3", "int_count_5", "int_count_7")
LIMITS = ("int_limit_60", "int_limit_90", "int_limit_120", "int_limit_180")
WAYS = {
    "camera": '<rect x="3.5" y="7" width="12" height="10" rx="2.5"/><path d="M15.5 11l5-2.5v7l-5-2.5"/>',
    "voice": '<rect x="9" y="3.5" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v2.5"/>',
    "typed": '<rect x="3" y="6" width="18" height="12" rx="2.5"/><path d="M7 10h.01M11 10h.01M15 10h.01M8 14h8"/>',
}
_WAY_WORDS = {
    "camera": ("int_way_camera", "int_way_camera_text"),
    "voice": ("int_way_voice", "int_way_voice_text"),
    "typed": ("int_way_typed", "int_way_typed_text"),
}
_STRICT_WORDS = {"mild": "int_mild", "standard": "int_standard", "tough": "int_tough"}
_TRUST = (
    ("int_look_title", "int_look_text"),
    ("int_not_title", "int_not_text"),
    ("int_data_title", "int_data_text"),
)
_CHECKS = (
    ("camera", "int_row_camera", "int_wait"),
    ("mic", "int_row_mic", "int_wait"),
    ("voice", "int_row_voice", "int_voice_text"),
    ("first", "int_row_first", "int_first_wait"),
)
_numbers = itertools.count(1)


def value(**changed: Any) -> dict[str, Any]:
    """The value of this part, new each time; what is not named stays as it is on the page."""
    return {"n": next(_numbers), **changed}


def review_row(lang: Lang, name: str = "", gaps: Sequence[str] = ()) -> str:
    """Zone "review": practising what a review found weak, or the way to a review. gaps: names of criteria."""
    if not name:
        return (
            f'<p class="mj-hint">{escape(say("int_no_review", lang))} <button type="button" class="mj-btn plain small"'
            f' data-go="review">{escape(say("int_go_review", lang))}</button></p>'
        )
    listed = ", ".join(dict.fromkeys(gaps))
    told = say("int_weak_gaps", lang, gaps=listed) if listed else say("int_weak_all", lang)
    return (
        '<label class="mj-check"><input type="checkbox" data-part="weak" checked autocomplete="off"><span>'
        f"{escape(say('int_weak', lang))}<small>{escape(say('int_weak_of', lang, name=name))} · {escape(told)}</small>"
        "</span></label>"
    )


def model_row(lang: Lang, host: str = "") -> str:
    """Zone "model": the tick before text goes to a model's server; nothing without one."""
    if not host:
        return ""
    return (
        '<label class="mj-check"><input type="checkbox" data-part="consent" autocomplete="off"><span>'
        f"{escape(say('int_consent', lang, host=host))}<small>{escape(say('int_consent_text', lang))}</small>"
        "</span></label>"
    )


def _icon(paths: str) -> str:
    return (
        '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round"'
        f' stroke-linejoin="round" aria-hidden="true">{paths}</svg>'
    )


def _people() -> str:
    return "".join(
        f'<label class="mj-person"><input type="radio" name="int-persona" value="{key}" autocomplete="off"'
        f"{' checked' if key == 'hr' else ''}>"
        f'<img src="{MOUNT}/interviewer/{key}.webp" alt="" width="96" height="96" loading="lazy">'
        f'<span lang="ko"><b>{escape(persona.title)}</b><small>{escape(persona.description)}</small></span></label>'
        for key, persona in PERSONAS.items()
    )


def _pills(name: str, legend: str, options: Sequence[tuple[str, str]], chosen: str) -> str:
    """options: (value, key of the word)."""
    made = "".join(
        f'<label class="mj-pill"><input type="radio" name="int-{name}" value="{value}" autocomplete="off"'
        f'{" checked" if value == chosen else ""}><span class="in">{both(key)}</span></label>'
        for value, key in options
    )
    return f'<fieldset class="mj-pills"><legend>{both(legend)}</legend><div>{made}</div></fieldset>'


def _ways() -> str:
    cards = "".join(
        f'<label class="mj-way"><input type="radio" name="int-way" value="{way}" autocomplete="off"'
        f"{' checked' if way == 'camera' else ''}>{_icon(WAYS[way])}"
        f"<b>{both(title)}</b><small>{both(text)}</small></label>"
        for way, (title, text) in _WAY_WORDS.items()
    )
    return f'<fieldset class="mj-ways"><legend>{both("int_way")}</legend><div>{cards}</div></fieldset>'


def _tick(part: str, title: str, text: str = "", *, on: bool = False) -> str:
    small = f"<small>{both(text)}</small>" if text else ""
    return (
        f'<label class="mj-check"><input type="checkbox" data-part="{part}" autocomplete="off"'
        f"{' checked' if on else ''}><span>{both(title)}{small}</span></label>"
    )


def _setup(families: Sequence[tuple[str, str, str]]) -> str:
    options = "".join(
        f'<option value="{escape(key)}" data-lang="{lang}">{escape(name)}</option>'
        for key, *names in families
        for lang, name in zip(("ko", "en"), names, strict=True)
    )
    strict = [(key, _STRICT_WORDS[key]) for key in get_args(Strictness)]
    trust = "".join(f"<li><h3>{both(title)}</h3><p>{both(text)}</p></li>" for title, text in _TRUST)
    return f"""
<section class="mj-set" data-for="setup">
  <div class="mj-lead"><h2 data-part="head-setup" tabindex="-1">{both("int_title")}</h2><p>{both("int_lead")}</p></div>
  <div class="mj-panel mj-setcols">
    <div class="col">
      <fieldset class="mj-people"><legend>{both("int_who")}</legend>{_people()}</fieldset>
      {_pills("strictness", "int_strict", strict, "standard")}
      <label class="mj-field"><span>{both("int_family")}</span>
        <select data-part="family" autocomplete="off">{options}</select></label>
      <div class="ticks">{_tick("intro", "int_intro", on=True)}<div data-zone="review"></div></div>
    </div>
    <div class="col">
      {_ways()}
      {_pills("count", "int_count", [(key[10:], key) for key in COUNTS], "5")}
      {_pills("limit", "int_limit", [(key[10:], key) for key in LIMITS], "120")}
      <div class="ticks">
        {_tick("film", "int_film", "int_film_text")}
        {_tick("browser", "int_browser", "int_browser_text")}
        <div data-zone="model"></div>
      </div>
      <button type="button" class="mj-btn main wide" data-part="open">{both("int_prepare")}</button>
    </div>
  </div>
  <ul class="mj-trust">{trust}</ul>
</section>"""


def _check() -> str:
    rows = "".join(
        f'<li data-check="{name}"><i aria-hidden="true"></i><span><b>{both(title)}</b>'
        f'<small data-part="check-{name}">{both(text)}</small></span>'
        + (
            f'<button type="button" class="mj-btn small" data-part="listen" hidden>{both("int_listen")}</button>'
            if name == "voice"
            else ""
        )
        + "</li>"
        for name, title, text in _CHECKS
    )
    return f"""
<div class="mj-ready" data-for="check">
  <h2 data-part="head-check" tabindex="-1">{both("int_check_title")}</h2>
  <p class="mj-hint" data-part="check-text">{both("int_check_text")}</p>
  <ul class="mj-checklist">{rows}</ul>
  <div class="mj-acts start" data-part="rescue" hidden>
    <button type="button" class="mj-btn small" data-part="retry">{both("int_retry_camera")}</button>
    <button type="button" class="mj-btn small" data-part="go-voice">{both("int_without_camera")}</button>
    <button type="button" class="mj-btn small" data-part="go-typed">{both("int_without_mic")}</button>
  </div>
  <div class="mj-goes">
    <button type="button" class="mj-btn main wide" data-part="start" aria-disabled="true">{both("int_start")}</button>
    <button type="button" class="mj-btn plain" data-part="back">{both("int_back")}</button>
  </div>
</div>"""


def _controls() -> str:
    def small(part: str, key: str, shortcut: str = "", extra: str = "") -> str:
        keys = f' aria-keyshortcuts="{shortcut}"' if shortcut else ""
        return f'<button type="button" class="mj-btn {extra}" data-part="{part}"{keys}>{both(key)}</button>'

    sure = " ".join(f'data-sure-{lang}="{escape(table["int_stop_sure"])}"' for lang, table in words().items())
    return f"""
<div class="mj-live" data-for="live">
  <div class="typing" data-part="typing" hidden>
    <label class="mj-field"><span>{both("int_typed")}</span>
      <textarea data-part="text" rows="4" maxlength="4000" autocomplete="off" aria-keyshortcuts="Control+Enter"
        aria-describedby="int-typed-hint"></textarea></label>
    <small class="mj-hint" id="int-typed-hint">{both("int_typed_hint")}</small>
  </div>
  <div class="mj-pausing" data-part="pausing" hidden>
    <h3 data-part="head-pause" tabindex="-1">{both("int_paused")}</h3><p>{both("int_paused_text")}</p>
    <button type="button" class="mj-btn main" data-part="resume">{both("int_resume")}</button>
  </div>
  <div class="mj-controls" data-part="controls">
    <button type="button" class="mj-btn main go" data-part="finish"
      aria-keyshortcuts="Space">{both("int_finish")}</button>
    <button type="button" class="mj-btn main go" data-part="now" hidden>{both("int_now")}</button>
    <button type="button" class="mj-btn main go" data-part="read" hidden>{both("int_read")}</button>
    <button type="button" class="mj-btn main go" data-part="to-report" hidden>{both("int_to_report")}</button>
    <span class="rest">{small("repeat", "int_repeat", "R")}{small("skip", "int_skip")}{small("pause", "int_pause", "P")}
      <button type="button" class="mj-btn danger" data-part="stop" {sure}>{both("int_stop")}</button></span>
  </div>
  <div class="mj-under">
    <details class="mj-other" data-part="other"><summary>{both("int_other")}</summary><div class="mj-acts start">
      <button type="button" class="mj-btn small" data-part="type">{both("int_type")}</button>
      <button type="button" class="mj-btn small" data-part="shoot" hidden>{both("int_shoot")}</button>
      <button type="button" class="mj-btn small" data-part="upload">{both("int_upload")}</button></div></details>
    <small class="keys">{both("int_keys")}</small>
  </div>
  <input type="file" data-part="file" hidden>
</div>"""


def _scene() -> str:
    return f"""
<section class="mj-scene" data-for="check live">
  <header class="mj-head-live" data-for="live">
    <h2 data-part="head-live" tabindex="-1"></h2>
    <span class="mj-badge" data-part="follow" hidden>{both("int_follow")}</span>
    <button type="button" class="mj-btn plain small" data-part="captions"
      aria-pressed="true">{both("int_caption")}</button>
  </header>
  <div class="mj-stage" data-part="stage">
    <img data-part="poster" src="{MOUNT}/interviewer/hr.webp" alt="">
    <video data-part="idle" muted loop playsinline preload="auto" tabindex="-1" aria-hidden="true"></video>
    <video data-part="talk" playsinline preload="auto" tabindex="-1" aria-hidden="true"></video>
    <span class="state" data-part="state" aria-hidden="true"></span>
    <button type="button" class="mj-btn main play" data-part="play" hidden>{both("iv_play")}</button>
  </div>
  <div class="mj-you"><div data-part="camera"></div></div>
  <div class="mj-clock" data-for="live" data-part="clock" role="timer" aria-live="off">
    <svg viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="27"/>
      <circle class="on" data-part="ring" cx="32" cy="32" r="27" pathLength="100"/></svg>
    <span><small>{both("int_time")}</small><b data-part="left">–</b></span>
  </div>
  <p class="mj-cue" data-for="live" data-part="cue" role="status" aria-live="polite"></p>
  <p class="mj-asked" data-part="caption" data-for="live" lang="ko"></p>
  {_check()}{_controls()}
</section>"""


def _html(families: Sequence[tuple[str, str, str]]) -> str:
    return f"""
<div class="mj-parts mj-int" data-part="root" data-screen="setup">
  <div class="mj-say warn" data-part="lost" role="status" hidden></div>
  {_setup(families)}{_scene()}
  <section data-for="report"><div data-zone="report"></div></section>
  <p class="mj-hint" data-part="filmed" data-for="live report" role="status"></p>
  <div data-part="bar"></div><div data-part="problem"></div>
  <div data-zone="shelf" data-for="setup report"></div>
  <p class="mj-sr" role="status" data-part="told"></p>
</div>"""


def room(families: Sequence[tuple[str, str, str]], chosen: str = "other") -> gr.HTML:
    """The component. families: (key, Korean, English name) of every job family; chosen: the one at first."""
    return gr.HTML(
        value=value(),
        html_template=_html(families),
        js_on_load="MJV.room({ element, trigger, props, upload, watch }); /* 'act' */",
        apply_default_css=False,
        elem_id="iv-desk",
        mount=MOUNT,
        family=chosen,
        max_mb=settings().max_upload_mb,
        words=subset(
            *("int_vision_wait", "int_vision_no", "int_vision_server", "int_film_lost", "int_film_wait"),
            *("int_preparing", "int_allow", "int_wait", "int_check_text", "int_check_typed", "int_camera_ok"),
            *("int_camera_no", "int_mic_say", "int_mic_ok", "int_mic_no", "int_voice_played", "int_first_ok"),
            *("int_first_wait", "int_number", "int_asking", "int_answering", "int_next", "int_sending"),
            *("int_begun", "int_begun_free", "int_soon", "int_over", "int_read_text", "int_typed_empty"),
            *("int_silent", "int_too_large", "int_gone_device", "int_lost", "int_slow", "int_back_again"),
            *("int_cue_look", "int_cue_nobody", "int_cue_dark", "int_cue_two", "int_cue_closer"),
            *("int_cue_still", "int_closing", "int_paused", "iv_speaking", "iv_listening", "tab_review"),
        ),
    )
