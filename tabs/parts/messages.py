"""What went wrong or needs care, as small HTML boxes beside the step it belongs to; never a trace."""

from __future__ import annotations

import logging
import secrets
from html import escape
from typing import TYPE_CHECKING, Literal

from metajob.errors import Cancelled, UserError
from tabs.parts.words import Lang, both, say

if TYPE_CHECKING:
    from metajob.photo.checks import Report

log = logging.getLogger(__name__)
Tone = Literal["plain", "warn", "bad"]
MARKS = {"ok": "✓", "warn": "!", "refuse": "✕"}
LEVEL_WORDS = {"ok": "check_ok", "warn": "check_warn", "refuse": "check_refuse"}


def box(message: str, hint: str = "", tone: Tone = "plain") -> str:
    """One message; `bad` is announced at once by screen readers."""
    role = "alert" if tone == "bad" else "status"
    more = f"<span>{escape(hint)}</span>" if hint else ""
    return f'<div class="mj-say {tone}" role="{role}"><b>{escape(message)}</b>{more}</div>'


def told(error: Exception, lang: Lang) -> tuple[str, str]:
    """Message and hint for the person. What is not a UserError is a bug: one fixed sentence, details in the
    log."""
    if isinstance(error, UserError):
        return error.message, error.hint
    number = secrets.token_hex(3)
    log.error("unexpected error %s", number, exc_info=error)
    return say("error_unknown", lang), say("error_number", lang, number=number)


def trouble(error: Exception, lang: Lang) -> str:
    """`told` as a box; a cancelled job is no alarm."""
    message, hint = told(error, lang)
    return box(message, hint, "plain" if isinstance(error, Cancelled) else "bad")


def checks(report: Report, lang: Lang) -> str:
    """The findings as traffic lights: what stands in the way first, what is fine folded away."""

    def item(level: str, name: str, text: str) -> str:
        word = escape(say(LEVEL_WORDS[level], lang))
        return (
            f'<li class="{level}"><i aria-hidden="true">{MARKS[level]}</i>'
            f'<span><span class="mj-sr">{word}: </span><b>{escape(name)}</b> {escape(text)}</span></li>'
        )

    rows = {
        level: "".join(
            item(level, *((finding.label_en, finding.en) if lang == "en" else (finding.label_ko, finding.ko)))
            for finding in report.findings
            if finding.level == level
        )
        for level in ("refuse", "warn", "ok")
    }
    fine = sum(finding.level == "ok" for finding in report.findings)
    if report.refused:
        head = box(say("check_refused", lang), say("check_refused_hint", lang), "bad")
    elif rows["warn"]:
        head = box(say("check_warned", lang), say("check_warned_hint", lang), "warn")
    else:
        head = box(say("check_passed", lang))
    urgent = rows["refuse"] + rows["warn"]
    shown = f'<ul class="mj-checks" data-part="urgent">{urgent}</ul>' if urgent else ""
    folded = (
        f'<details class="mj-fine"><summary>{escape(say("check_fine", lang, count=fine))}</summary>'
        f'<ul class="mj-checks">{rows["ok"]}</ul></details>'
        if fine
        else ""
    )
    return f'<div class="mj-parts" style="display:grid;gap:10px">{head}{shown}{folded}</div>'


def step(number: int, key: str) -> str:
    """Heading of one step of a tab."""
    return f'<div class="mj-step"><i aria-hidden="true">{number}</i><h2>{both(key)}</h2></div>'
