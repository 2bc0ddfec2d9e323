"""Small pieces of the review's HTML: buttons that say what they do, level badges, quotes. Everything is escaped."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from metajob.review.model import Criterion, Level, Quote, Role
from metajob.review.words import CRITERION_EN, CRITERION_KO, LEVEL_EN, LEVEL_KO, ROLE_EN, ROLE_KO
from tabs.parts.words import Lang, say

_SHORT: dict[Criterion, str] = {
    "why": "short_why", "tech": "short_tech", "choice": "short_choice", "result": "short_result",
    "limits": "short_limits",
}  # fmt: skip


def criterion(name: Criterion, lang: Lang) -> str:
    """Name of a criterion on the screen."""
    return (CRITERION_EN if lang == "en" else CRITERION_KO)[name]


def word(key: str, lang: Lang, **values: object) -> str:
    """`say`, escaped."""
    return escape(say(key, lang, **values))


def short(name: Criterion, lang: Lang) -> str:
    """Its short name, for the overview and the marks in the document."""
    return say(_SHORT[name], lang)


def level_word(level: Level, lang: Lang) -> str:
    """Name of a level on the screen."""
    return (LEVEL_EN if lang == "en" else LEVEL_KO)[level]


def role_options(lang: Lang, chosen: Role) -> str:
    """<option>s of the job families."""
    names = ROLE_EN if lang == "en" else ROLE_KO
    return "".join(
        f'<option value="{role}"{" selected" if role == chosen else ""}>{escape(name)}</option>'
        for role, name in names.items()
    )


def dots(level: Level) -> str:
    """Three dots, `level` of them filled; the word beside them says the same."""
    return f'<span class="mj-dots" data-level="{level}" aria-hidden="true"><i></i><i></i><i></i></span>'


def badge(level: Level, lang: Lang) -> str:
    """Dots and word of a level."""
    return (
        f'<span class="mj-level" data-level="{level}">{dots(level)}{escape(level_word(level, lang))}</span>'
    )


def chip(text: str, tone: str = "") -> str:
    """A small label."""
    return f'<span class="mj-badge {tone}">{escape(text)}</span>'


def attributes(**values: object) -> str:
    """` name="value"` for every value that is not None; True becomes a bare name, _ becomes -."""
    written = []
    for name, value in values.items():
        key = name.rstrip("_").replace("_", "-")
        if value is True:
            written.append(f" {key}")
        elif value is not None and value is not False:
            written.append(f' {key}="{escape(str(value))}"')
    return "".join(written)


def button(
    text: str, kind: str = "act", *, look: str = "", args: dict[str, Any] | None = None, **more: object
) -> str:
    """A button that assets/js/review.js understands. text: plain. kind: act, pick, copy, paper …

    args: sent with the event (act) or shown by the script. more: attributes, e.g. id_, sure (asks once more).
    """
    do = more.pop("do", None)
    sure = more.pop("sure", None)
    data = json.dumps(args, ensure_ascii=False) if args else None
    written = attributes(data_act=do if kind == "act" else None, data_args=data, data_sure=sure, **more)
    marker = "" if kind == "act" else f" data-{kind}"
    return f'<button type="button" class="mj-btn {look}"{marker}{written}>{escape(text)}</button>'


def place(start: int, end: int) -> str:
    """Attribute that leads to text[start:end] in the document."""
    return f' data-go="{start},{end}"'


def quote(one: Quote, lang: Lang, label: str = "") -> str:
    """A passage of the document; pressing it shows where it stands."""
    page = f"<small>{word('page', lang, page=one.page)}</small>" if one.page else ""
    by = f"<small>{escape(label)}</small>" if label else ""
    return (
        f'<blockquote class="mj-quote" lang="ko"><button type="button"{place(one.start, one.end)}>'
        f'<span>{escape(one.text)}</span><span class="by">{page}{by}'
        f'<small class="to">{word("show_place", lang)}</small></span></button></blockquote>'
    )
