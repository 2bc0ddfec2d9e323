"""Every sentence on the screen, in Korean and English. Korean is shown to everyone who does not ask for
English.

Three ways to the screen: `label(key)` for Gradio's own components (translated in the browser by `gr.I18n`),
`both(key)` for fixed HTML (both languages, the page's lang hides one), `say(key, lang)` for what a handler
answers.
"""

from __future__ import annotations

import html
import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import gradio as gr

Lang = Literal["ko", "en"]
FOLDER = Path(__file__).resolve().parents[2] / "assets" / "words"


@cache
def words() -> dict[Lang, dict[str, str]]:
    """Language → key → sentence."""
    return {
        "ko": json.loads((FOLDER / "ko.json").read_text("utf-8")),
        "en": json.loads((FOLDER / "en.json").read_text("utf-8")),
    }


@cache
def i18n() -> gr.I18n:
    """The table handed to `launch(i18n=…)`."""
    return gr.I18n(**words())


def label(key: str) -> Any:
    """The word of `key` for a Gradio component; the browser picks the language."""
    if key not in words()["ko"]:
        raise KeyError(key)
    return i18n()(key)


def say(key: str, lang: Lang, **values: object) -> str:
    """Plain text of `key` with `{name}` filled in. Not escaped."""
    return words()[lang][key].format(**values)


def both(key: str, tag: str = "span") -> str:
    """HTML with the sentence in both languages; `html[lang]` in app.css shows one of them."""
    return "".join(
        f'<{tag} lang="{lang}" class="mj-lang">{html.escape(table[key])}</{tag}>'
        for lang, table in words().items()
    )


def language(request: gr.Request | None) -> Lang:
    """English when the browser puts English first, else Korean. The page script uses the same rule."""
    wanted = request.headers.get("accept-language", "") if request is not None else ""
    return "en" if wanted.strip().lower().startswith("en") else "ko"


def subset(*keys: str) -> dict[Lang, dict[str, str]]:
    """Some keys of both languages, for a part's own script."""
    return {lang: {key: table[key] for key in keys} for lang, table in words().items()}
