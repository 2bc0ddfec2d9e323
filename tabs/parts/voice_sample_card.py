"""The card that takes a sample of a voice to clone, with the confirmation that one may, and gives it up again.

Events: `sample` {ask, path, confirmed}, `forget`, `stop`. Value: {"n", "ask", "bar", "problem", "have": html of the
sample that is kept, "" for none}.
"""

from __future__ import annotations

import gradio as gr

from metajob.settings import settings
from tabs.parts.dictation import SOUNDS, taking
from tabs.parts.interviewer_room import value
from tabs.parts.words import both, subset

LONGEST_S = 30  # a recording ends by itself; the model uses no more


def card() -> gr.HTML:
    """The component; only for an installation that can clone a voice."""
    return gr.HTML(
        value=value(),
        html_template=f"""
<div class="mj-parts mj-dictation mj-own" data-part="root">
  <h3>{both("iv_own_title")}</h3>
  <p>{both("iv_own_text")}</p>
  <p class="mj-notice">{both("iv_own_licence")}</p>
  <div data-part="giving">
    <label class="mj-check"><input type="checkbox" data-part="consent" autocomplete="off">
      <span>{both("iv_own_confirm")}</span></label>
    {taking("iv_own_record")}
  </div>
  <div data-part="bar"></div>
  <div class="mj-acts start" data-part="busy" hidden>
    <button type="button" class="mj-btn" data-part="stop">{both("iv_stop")}</button></div>
  <div data-part="problem"></div>
  <div data-part="having" hidden><div data-part="have"></div>
    <button type="button" class="mj-btn" data-part="forget">{both("iv_own_forget")}</button></div>
  <input type="file" data-part="file" accept="{SOUNDS}" hidden>
</div>""",
        js_on_load="MJI.sample({ element, trigger, props, upload, watch }); /* 'sample' 'forget' 'stop' */",
        apply_default_css=False,
        elem_id="iv-own",
        max_mb=settings().max_upload_mb,
        longest=LONGEST_S,
        words=subset(
            *("dict_too_large", "dict_upload_failed", "dict_empty", "dict_recording", "iv_own_first"),
            *("mic_insecure", "mic_denied", "mic_none", "mic_busy", "mic_failed"),
        ),
    )
