"""The person's own camera and microphone as one HTML part: picture, level, state, and help when it does not start.

The page's other scripts drive it through `await MJC.ready()`; assets/js/camera.js says what it can do. It has no events
and no value of its own: pictures and sound go to routes and uploads, not through Gradio.
"""

from __future__ import annotations

import gradio as gr

from metajob.weights_table import VISION_VERSION
from tabs.parts import page, vision_files
from tabs.parts.words import subset

_CAMERA = (
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"'
    ' aria-hidden="true"><rect x="3" y="6.5" width="12.5" height="11" rx="2.5"/><path d="M15.5 11l5-3v8l-5-3"/></svg>'
)


def _html() -> str:
    return f"""
<div class="mj-parts mj-cam" data-part="root">
  <div class="frame">
    {_CAMERA}
    <video data-part="video" muted playsinline autoplay tabindex="-1" aria-hidden="true"></video>
    <span class="rec" data-part="rec" aria-hidden="true" hidden></span>
    <i class="meter" data-part="meter" aria-hidden="true"></i>
  </div>
  <p class="state" data-part="state" role="status"></p>
  <div class="mj-say warn" data-part="problem" role="alert" hidden></div>
</div>"""


def camera() -> gr.HTML:
    """The component, elem_id "iv-camera". The class "small" on it makes it a picture in a corner."""
    return gr.HTML(
        value="",
        html_template=_html(),
        js_on_load="MJC.camera({ element, props, watch, trigger });",
        apply_default_css=False,
        elem_id="iv-camera",
        scripts=f"{page.MOUNT}/js",
        vision=vision_files.MOUNT,
        version=VISION_VERSION,
        words=subset(
            *(
                "cam_off",
                "cam_asking",
                "cam_on",
                "cam_on_video",
                "cam_on_audio",
                "cam_recording",
                "cam_filming",
            ),
            *(
                "cam_video",
                "cam_audio",
                "cam_both",
                "cam_denied",
                "cam_none",
                "cam_busy",
                "cam_failed",
                "cam_lost",
                "cam_lost_kept",
                "cam_rec",
                "cam_rec_film",
            ),
            *("cam_rest_audio", "cam_rest_typed", "cam_insecure", "cam_insecure_why", "cam_insecure_here"),
            *(
                "cam_insecure_there",
                "cam_insecure_typed",
                "cam_looking",
                "cam_vision_none",
                "cam_vision_server",
            ),
        ),
    )
