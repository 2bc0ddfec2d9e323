"""Keeps the finished photo within sight on a phone, and says aloud what happens with it.

A small live copy of the picture floats in the corner while the picture itself is out of view; a tap leads
back to it. What the buttons start is scrolled into view unless the person has gone elsewhere meanwhile.
"""

from __future__ import annotations

import gradio as gr

from tabs.parts.words import both, subset


def peek() -> gr.HTML:
    """The component; it watches #result, #progress and #problem by itself and has no events."""
    return gr.HTML(
        value="",
        html_template=f"""
<button type="button" class="mj-peek" data-part="peek" hidden><img alt="" data-part="copy">
  <span class="mj-sr">{both("peek")}</span></button>
<p class="mj-sr" role="status" data-part="spoken"></p>""",
        js_on_load="MJ.peek({ element, props });",
        apply_default_css=False,
        elem_id="peek",
        words=subset("result_ready"),
    )
