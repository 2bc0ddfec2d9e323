"""The part that takes a document for review: file or pasted text, job family, a job posting if there is one.

Event `start` with everything that was chosen as one payload. Value: {"state": "empty" | "done", "problem": message
box, "keep": whether reviews are kept at first}. After a review it shrinks to one line.
"""

from __future__ import annotations

from html import escape

import gradio as gr

from metajob.review.model import Role
from metajob.review.words import ROLE_EN, ROLE_KO
from tabs.parts.words import Lang, both, say, subset

DOCUMENTS = ".pdf,.docx,.hwp,.hwpx,.md,.markdown,.txt"
PICTURES = ",.png,.jpg,.jpeg,.webp,.tif,.tiff,.bmp"
MAX_MB = 10
_SHEET = (
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"'
    ' stroke-linecap="round" aria-hidden="true"><path d="M6 3.5h8.5L18.5 8v12.5H6z"/>'
    '<path d="M14 3.5V8h4.5M9 12h6.5M9 15.5h4"/></svg>'
)


def _roles() -> str:
    """Options in both languages; the script takes away those of the other one. The first says that one may skip it."""
    names: list[tuple[Lang, dict[Role, str]]] = [("ko", ROLE_KO), ("en", ROLE_EN)]
    return "".join(
        f'<option value="{role}" data-lang="{lang}">{escape(name)}</option>'
        for lang, table in names
        for role, name in (("other", say("role_any", lang)), *table.items())
        if role != "other" or name != table["other"]
    )


def _html(accept: str, kinds: str) -> str:
    return f"""
<div class="mj-parts mj-intake" data-part="root">
  <div class="slim" data-part="slim" hidden><p>{both("again_text")}</p>
    <div class="mj-acts"><button type="button" class="mj-btn main" data-part="fixed">{both("again_fixed")}</button>
    <button type="button" class="mj-btn" data-part="unfold">{both("again_other")}</button></div></div>
  <div class="whole" data-part="whole">
  <div class="mj-drop" data-part="drop" role="group" aria-labelledby="intake-title">
    <div class="empty">{_SHEET}
      <p><b id="intake-title">{both("doc_drop")}</b></p>
      <p class="hint">{kinds}</p>
      <div class="mj-row">
        <button type="button" class="mj-btn main" data-part="choose">{both("doc_choose")}</button>
        <button type="button" class="mj-btn" data-part="sample">{both("doc_sample")}</button>
      </div></div>
    <div class="full">{_SHEET}<div><b data-part="name"></b><p class="hint" data-part="size"></p></div>
      <div class="mj-row"><button type="button" class="mj-btn" data-part="again">{both("doc_again")}</button>
        <button type="button" class="mj-btn plain" data-part="drop-file">{both("doc_remove")}</button></div></div>
  </div>
  <label class="mj-field" data-part="paste"><span>{both("doc_paste")}</span>
    <textarea data-part="text" rows="4" maxlength="200000"></textarea></label>
  <label class="mj-field"><span>{both("role")}</span><select data-part="role">{_roles()}</select></label>
  <details class="mj-fold"><summary>{both("posting_fold")}</summary><div class="in">
    <label class="mj-field"><span>{both("posting_paste")}</span>
      <textarea data-part="posting" rows="5" maxlength="20000"></textarea></label>
    <div class="mj-acts start">
      <button type="button" class="mj-btn small" data-part="posting-choose">{both("posting_file")}</button>
      <small data-part="posting-name"></small>
      <button type="button" class="mj-btn small plain" data-part="posting-drop" hidden>{both("doc_remove")}</button>
    </div>
    <label class="mj-field"><span>{both("posting_company")}</span><input data-part="company" maxlength="80"></label>
  </div></details>
  <label class="mj-check"><input type="checkbox" data-part="keep">
    <span>{both("keep")}<small>{both("keep_text")}</small></span></label>
  <button type="button" class="mj-btn main wide" data-part="start" id="review-start">{both("review_start")}</button>
  <p class="mj-notice">{both("review_privacy")}</p>
  </div>
  <p class="mj-busy" data-part="status" role="status"></p>
  <div data-part="problem"></div>
  <input type="file" data-part="file" accept="{accept}" hidden>
  <input type="file" data-part="posting-file" accept="{accept}" hidden>
</div>"""


def intake(keep: bool) -> gr.HTML:
    """The component; listen with `.start(fn)`. keep: whether the box for keeping is ticked at first."""
    from metajob.documents.ocr import program

    pictures = program() is not None
    return gr.HTML(
        value={"state": "empty", "problem": "", "n": 0},
        html_template=_html(
            DOCUMENTS + (PICTURES if pictures else ""), both("doc_kinds_ocr" if pictures else "doc_kinds")
        ),
        js_on_load="MJR.intake({ element, trigger, props, upload, watch }); /* 'start' */",
        apply_default_css=False,
        elem_id="review-intake",
        max_mb=MAX_MB,
        keep=keep,
        words=subset(
            "doc_too_large", "doc_send_failed", "doc_none", "review_working"
        ),
    )  # fmt: skip
