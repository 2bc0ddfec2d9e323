"""The picture on the screen: suit on a bust before there is a photo, the finished photo after, in memory
only.

Pictures travel as data URLs inside the page's own answer, so nothing of them is written to disk.
"""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tabs.parts.words import Lang, say

if TYPE_CHECKING:
    from metajob.photo.engine import Picture
    from metajob.photo.export import Size

Pixels = NDArray[np.uint8]
ENGINE_WORDS = {"composite": "engine_composite", "swap": "engine_swap"}


def data_url(data: bytes, kind: str = "jpeg") -> str:
    """An image file as a data URL."""
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def small_jpeg(rgb: Pixels, side: int) -> bytes:
    """(H, W, 3) uint8 → JPEG with the longest side at most `side` pixels, without any metadata."""
    import cv2

    scale = min(1.0, side / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA) if scale < 1 else rgb
    done, data = cv2.imencode(".jpg", small[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88])
    if not done:
        raise ValueError("JPEG encoder refused the picture")
    return bytes(data)


def bust(url: str, lang: Lang) -> str:
    """The chosen suit on a neutral bust, with a word on what will stand here."""
    alt, text = escape(say("result_bust_alt", lang)), escape(say("result_empty", lang))
    picture = f'<img src="{escape(url)}" alt="{alt}" width="420" height="540">' if url else ""
    return (
        f'<figure class="mj-result" data-state="bust"><div class="stage empty">{picture}'
        f"<span>{text}</span></div></figure>"
    )


def portrait(picture: Picture, file: bytes, size: Size, lang: Lang) -> str:
    """The finished photo and the engine that made it. `file`: the picture as JPEG, metadata included."""
    engine = say(ENGINE_WORDS.get(picture.engine, "engine_composite"), lang)
    made, alt = escape(say("result_made_by", lang, engine=engine)), escape(say("result_alt", lang))
    live = escape(say("result_live", lang)) if picture.engine == "composite" else ""
    notes = "".join(f'<div class="mj-say warn">{escape(note)}</div>' for note in picture.notes)
    return (
        f'<figure class="mj-result" tabindex="-1" data-state="photo" data-engine="{escape(picture.engine)}">'
        f'<div class="stage"><img src="{data_url(file)}" alt="{alt}" width="{size.width}" height="{size.height}">'
        f'</div><figcaption><span class="made">{made}</span><span>{size.width}×{size.height}px</span>'
        f"<span>{live}</span></figcaption>{notes}</figure>"
    )


def comparison(before: str, after: str, lang: Lang) -> str:
    """Before and after side by side, folded away."""
    summary = escape(say("compare", lang))
    words = escape(say("compare_before", lang)), escape(say("compare_after", lang))
    figures = "".join(
        f'<figure><img src="{url}" alt="{word}"><figcaption>{word}</figcaption></figure>'
        for url, word in zip((before, after), words, strict=True)
    )
    return (
        f'<details class="mj-fine mj-parts"><summary>{summary}</summary>'
        f'<div class="mj-compare">{figures}</div></details>'
    )


def shown(before: Pixels, picture: Picture, file: bytes, size: Size, lang: Lang) -> tuple[str, str, str]:
    """What a finished photo puts on the screen: figure, comparison, no trouble."""
    return (
        portrait(picture, file, size, lang),
        comparison(data_url(small_jpeg(before, 420)), data_url(file), lang),
        "",
    )
