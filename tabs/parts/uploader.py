"""The part that takes a photo: file, drop, paste or camera, usable with the keyboard and with a phone.

Own HTML instead of gr.Image, because the server must decode the file (HEIC, EXIF, limits), the camera must
really stop, and every failure needs a Korean sentence. Event: photo(path). Value: {"src": preview, "message":
trouble, "usable": whether the checks let it pass}.
"""

from __future__ import annotations

import gradio as gr

from metajob.settings import settings
from tabs.parts.words import both, subset

# The list for the file dialogue; what really is an image is decided by the server from the bytes.
ACCEPT = "image/*,.heic,.heif,.jpg,.jpeg,.png,.webp,.bmp,.tif,.tiff"
_FACE = (
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">'
    '<rect x="3.5" y="3" width="17" height="18" rx="3"/><circle cx="12" cy="10" r="3.1"/>'
    '<path d="M6.5 18.4c.8-2.8 2.9-4.1 5.5-4.1s4.7 1.3 5.5 4.1" stroke-linecap="round"/></svg>'
)
_GUIDE = (
    '<svg viewBox="0 0 400 300" preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
    '<ellipse cx="200" cy="135" rx="62" ry="84" fill="none" stroke="#fff" stroke-width="3" stroke-dasharray="9 7"/>'
    '<path d="M95 300c6-58 50-78 105-78s99 20 105 78" fill="none" stroke="#fff" stroke-width="3"'
    ' stroke-dasharray="9 7"/></svg>'
)


def _html() -> str:
    return f"""
<div class="mj-parts"><div class="mj-drop" data-part="root" role="group" aria-labelledby="uploader-title">
  <div class="empty">
    {_FACE.replace("<svg", '<svg style="width:46px;height:46px;margin:0 auto 6px;display:block"', 1)}
    <p><b id="uploader-title">{both("photo_drop")}</b></p>
    <p class="hint">{both("photo_advice")}</p>
    <div class="mj-row">
      <button type="button" class="mj-btn main" data-part="choose">{both("photo_choose")}</button>
      <button type="button" class="mj-btn" data-part="film">{both("photo_film")}</button>
    </div>
  </div>
  <div class="full">
    <img data-part="preview" alt="" width="132">
    <div>
      <b class="good">{both("photo_taken")}</b><b class="refused">{both("photo_refused")}</b>
      <p class="hint">{both("photo_replace")}</p>
      <div class="mj-row">
        <button type="button" class="mj-btn" data-part="again">{both("photo_again")}</button>
        <button type="button" class="mj-btn" data-part="film-again">{both("photo_film_again")}</button>
      </div>
    </div>
  </div>
  <div class="mj-camera" data-part="camera" hidden>
    <div class="frame"><video data-part="video" autoplay playsinline muted></video>{_GUIDE}</div>
    <p class="hint" style="margin-top:8px">{both("camera_guide")}</p>
    <div class="mj-row">
      <button type="button" class="mj-btn main" data-part="shoot">{both("camera_shoot")}</button>
      <button type="button" class="mj-btn" data-part="close">{both("camera_close")}</button>
    </div>
  </div>
  <p class="mj-busy" data-part="status" role="status"></p>
  <div class="mj-say bad mj-trouble" data-part="trouble" role="alert" hidden></div>
  <input type="file" data-part="file" accept="{ACCEPT}" hidden>
  <input type="file" data-part="snap" accept="image/*" capture="user" hidden>
</div></div>"""


def uploader() -> gr.HTML:
    """The component; listen with `.photo(fn)` and read `evt.path`."""
    return gr.HTML(
        value={"src": "", "message": "", "usable": True},
        html_template=_html(),
        js_on_load="MJ.uploader({ element, trigger, props, upload, watch }); /* 'photo' */",
        apply_default_css=False,
        elem_id="uploader",
        max_mb=settings().max_upload_mb,
        words=subset(
            "photo_reading", "photo_too_large", "photo_upload_failed",
            "camera_insecure", "camera_denied", "camera_none", "camera_busy", "camera_failed",
        ),
    )  # fmt: skip
