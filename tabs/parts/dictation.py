"""Trying out one's own microphone: record or choose a file, read what was understood, and what was measured.

Events: `answer` {ask, path, language, engine, consent}, `stop`. Value: {"n", "ask", "bar", "html": result, "problem"}.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from metajob.settings import settings
from tabs.parts.interviewer_room import choice, consent, value
from tabs.parts.interviewer_work import Offer
from tabs.parts.words import Lang, both, say, subset

if TYPE_CHECKING:
    from metajob.speech.delivery import Delivery, Measured
    from metajob.speech.model import Transcript

LONGEST_S = 600  # a recording ends by itself
SOUNDS = "audio/*,video/webm,video/mp4,.webm,.m4a,.mp3,.wav,.ogg,.flac,.mp4"
_MIC = (
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"'
    ' aria-hidden="true"><rect x="9" y="3.5" width="6" height="11" rx="3"/>'
    '<path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v2.5"/></svg>'
)


def taking(record: str) -> str:
    """The buttons of a recording, for the script's `recorder`. record: key of the first one."""
    return f"""
    <div class="mj-level" data-part="level" hidden><i aria-hidden="true"></i>
      <output data-part="time" aria-live="off">0:00</output></div>
    <div class="mj-row">
      <button type="button" class="mj-btn main" data-part="record">{both(record)}</button>
      <button type="button" class="mj-btn main" data-part="finish" hidden>{both("dict_finish")}</button>
      <button type="button" class="mj-btn" data-part="drop" hidden>{both("dict_drop")}</button>
      <button type="button" class="mj-btn" data-part="choose">{both("dict_choose")}</button>
    </div>
    <span class="mj-sr" role="status" data-part="told"></span>"""


def _html(engines: list[Offer]) -> str:
    return f"""
<div class="mj-parts mj-dictation" data-part="root">
  <div class="mj-drop">
    {_MIC}
    <h3>{both("dict_title")}</h3>
    <p class="hint">{both("dict_text")}</p>
    {taking("dict_record")}
    <div class="mj-inline">
      <label class="mj-field inline"><span>{both("dict_language")}</span>
        <select data-part="language" autocomplete="off">
          <option value="ko" lang="ko">한국어</option><option value="en" lang="en">English</option></select></label>
      {choice("engine", "dict_engine", engines)}
    </div>
    {consent("dict_consent", engines)}
  </div>
  <div data-part="bar"></div>
  <div class="mj-acts start" data-part="busy" hidden>
    <button type="button" class="mj-btn" data-part="stop">{both("iv_stop")}</button></div>
  <div data-part="problem"></div>
  <audio controls data-part="own" hidden></audio>
  <div class="mj-result" data-part="result" tabindex="-1"></div>
  <input type="file" data-part="file" accept="{SOUNDS}" hidden>
</div>"""


def dictation(engines: list[Offer]) -> gr.HTML:
    """The component. engines: every transcription engine, the default first."""
    return gr.HTML(
        value=value(),
        html_template=_html(engines),
        js_on_load="MJI.dictation({ element, trigger, props, upload, watch }); /* 'answer' 'stop' */",
        apply_default_css=False,
        elem_id="iv-dictation",
        max_mb=settings().max_upload_mb,
        longest=LONGEST_S,
        words=subset(
            *("dict_too_large", "dict_upload_failed", "dict_empty", "dict_recording", "dict_consent_first"),
            *("mic_insecure", "mic_denied", "mic_none", "mic_busy", "mic_failed"),
        ),
    )


def shown(transcript: Transcript, delivery: Delivery, lang: Lang) -> str:
    """What was understood, with the time of every word, and what was measured. Nothing is judged."""
    warned = "".join(
        f'<div class="mj-say warn" lang="ko">{escape(text)}</div>' for text in transcript.warnings
    )
    if not transcript.words:
        return warned
    words = " ".join(
        f'<button type="button" class="mj-word{" unsure" if word.probability < 0.5 else ""}"'
        f' data-at="{word.start:.2f}" tabindex="{-1 if number else 0}">{escape(word.text.strip())}</button>'
        for number, word in enumerate(transcript.words)
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(told)}</td></tr>'
        for name, told in _rows(delivery, lang)
    )
    return (
        f"{warned}<section><h3>{escape(say('dict_heard', lang))}</h3>"
        f'<p class="mj-heard" lang="{transcript.language}">{words}</p>'
        f'<p class="hint">{escape(say("dict_unsure", lang))}</p></section>'
        f"<section><h3>{escape(say('dict_measured', lang))}</h3>"
        f'<table class="mj-measures"><tbody>{rows}</tbody></table>'
        f'<p class="mj-notice">{escape(say("dict_how", lang))}</p></section>'
    )


def _rows(delivery: Delivery, lang: Lang) -> list[tuple[str, str]]:
    """(name, value) of every measure; what was not measured says so and why (reasons are Korean)."""

    def told(key: str, measured: Measured[Any], form: Callable[[Any], str]) -> tuple[str, str]:
        if measured.value is None:
            return say(key, lang), f"{say('not_measured', lang)} · {measured.why}"
        return say(key, lang), form(measured.value)

    rate = say("per_minute", lang)
    long = delivery.long_pauses.value or ()

    def pauses(found: tuple[tuple[float, float], ...]) -> str:
        places = ", ".join(f"{start:.1f}–{end:.1f}s" for start, end in long[:5])
        return say("pauses_told", lang, count=len(found), long=len(long)) + (f" ({places})" if places else "")

    return [
        told("dict_rate", delivery.speaking_rate, lambda value: f"{value:.0f} {rate}"),
        told("dict_articulation", delivery.articulation_rate, lambda value: f"{value:.0f} {rate}"),
        told("dict_delay", delivery.start_delay, lambda value: f"{value:.1f} s"),
        told("dict_pauses", delivery.pauses, pauses),
        told("dict_silence", delivery.silence_share, lambda value: f"{value:.0%}"),
        told("dict_loudness", delivery.loudness_range, lambda value: f"{value:.0f} dB"),
        told("dict_pitch", delivery.pitch_median, lambda value: f"{value:.0f} Hz"),
        told(
            "dict_pitch_spread",
            delivery.pitch_spread,
            lambda value: say("semitones", lang, value=f"{value:.1f}"),
        ),
        told(
            "dict_fillers",
            delivery.fillers_per_minute,
            lambda value: f"{value:.1f} {say('times_minute', lang)}",
        ),
    ]
