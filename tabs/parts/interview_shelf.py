"""지난 면접: what this browser has kept of interviews, and how the one on the screen compares with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from metajob.interview.families import FAMILY_EN, FAMILY_KO
from metajob.interviewer.rig.personas import PERSONAS
from tabs.parts.review_html import button
from tabs.parts.review_shelf import KST, date
from tabs.parts.words import Lang, say

if TYPE_CHECKING:
    from metajob.interview.compare import ProgressRow
    from metajob.store.interviews import InterviewRow

_STRICT = {"mild": "int_mild", "standard": "int_standard", "tough": "int_tough"}
_ROWS = {  # key → name, how a value is told ("": per cent), decimals
    "answered": ("int_pg_answered", "", 0),
    "on_topic": ("int_pg_on_topic", "", 0),
    "star": ("int_pg_star", "int_times", 1),
    "seconds": ("int_length", "int_seconds", 0),
    "speaking_rate": ("int_rate", "int_rate_value", 0),
    "fillers": ("int_fillers", "int_a_minute", 1),
    "long_pauses": ("int_pg_long_pauses", "int_times", 1),
    "away": ("int_pg_away", "", 0),
}


def zone(rows: Sequence[InterviewRow], lang: Lang, said: str = "") -> str:
    """The list with what can be done, newest first. said: a message box shown once."""
    if rows:
        erase = button(
            say("int_shelf_erase", lang), do="kept-erase", look="small danger", id_="int-erase",
            sure=say("int_shelf_erase_sure", lang),
        )  # fmt: skip
        items = "".join(_row(row, lang) for row in rows)
        body = f'<ul class="mj-shelf">{items}</ul><div class="mj-acts end">{erase}</div>'
    else:
        body = f'<p class="mj-none">{escape(say("int_shelf_empty", lang))}</p>'
    return (
        '<section class="mj-card mj-shelfcard" aria-labelledby="int-shelf-title">'
        f'<h3 id="int-shelf-title">{escape(say("int_shelf", lang))}</h3>{body}{said}</section>'
    )


def _row(row: InterviewRow, lang: Lang) -> str:
    families = {str(key): title for key, title in (FAMILY_EN if lang == "en" else FAMILY_KO).items()}
    titles = {str(key): persona.title for key, persona in PERSONAS.items()}
    name = " · ".join(part for part in (row.name, families.get(row.family, row.family)) if part)
    when = date(row.created.astimezone(KST))
    facts = [
        when,
        titles.get(row.persona, row.persona),
        say(_STRICT[row.strictness], lang) if row.strictness in _STRICT else row.strictness,
        say("int_shelf_row", lang, count=row.questions, answered=row.answered),
    ]
    args, label = {"id": row.id}, f"{name}, {when}"
    open_ = button(
        say("int_shelf_open", lang), do="kept-open", look="small", args=args, id_=f"int-open-{row.id}",
        aria_label=f"{say('int_shelf_open', lang)}: {label}",
    )  # fmt: skip
    delete = button(
        say("int_shelf_delete", lang), do="kept-delete", look="small danger", args=args, id_=f"int-delete-{row.id}",
        sure=say("int_shelf_delete_sure", lang), aria_label=f"{say('int_shelf_delete', lang)}: {label}",
    )  # fmt: skip
    return (
        f"<li><div><b>{escape(name)}</b><small>{escape(' · '.join(facts))}</small></div>"
        f'<div class="mj-acts">{open_}{delete}</div></li>'
    )


def progress_table(rows: Sequence[ProgressRow], lang: Lang) -> str:
    """This interview beside earlier ones; nothing without an earlier one."""
    moments = list(dict.fromkeys(created for row in rows for created, _ in row.before))
    if not moments:
        return ""
    moments.sort(reverse=True)
    heads = "".join(f'<th scope="col">{escape(_day(moment))}</th>' for moment in moments)
    body = "".join(_progress_row(row, moments, lang) for row in rows)
    title, note = say("int_progress", lang), say("int_progress_text", lang)
    return (
        f'<section class="mj-card mj-progress"><h3>{escape(title)}</h3><p class="mj-hint">{escape(note)}</p>'
        f'<div class="mj-scroll" tabindex="0" role="region" aria-label="{escape(title)}"><table><thead><tr>'
        f'<th scope="col">{escape(say("int_progress_what", lang))}</th>'
        f'<th scope="col">{escape(say("int_now_short", lang))}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></section>"
    )


def _progress_row(row: ProgressRow, moments: Sequence[str], lang: Lang) -> str:
    name, form, digits = _ROWS[row.key]

    def told(value: float | None) -> str:
        if value is None:
            return "–"
        return say(form, lang, value=f"{value:.{digits}f}") if form and row.key != "star" else (
            f"{value:.{digits}f}" if form else f"{value:.0%}"
        )  # fmt: skip

    before = dict(row.before)
    cells = "".join(f"<td>{escape(told(before.get(moment)))}</td>" for moment in moments)
    return f'<tr><th scope="row">{escape(say(name, lang))}</th><td><b>{escape(told(row.now))}</b></td>{cells}</tr>'


def _day(created: str) -> str:
    """11.05 14:03 in Korea; as it is when it cannot be read."""
    try:
        return datetime.fromisoformat(created).astimezone(KST).strftime("%m.%d %H:%M")
    except ValueError:
        return created
