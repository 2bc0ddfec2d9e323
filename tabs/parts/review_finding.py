"""One criterion of one project as a foldable row: level, quotes, reason, what a reader asks, what could be added."""

from __future__ import annotations

import json
import re
from html import escape

from metajob.review.model import Finding, ProjectSpan, Quote, Rewrite, Source
from metajob.review.words import SEVERITY_EN, SEVERITY_KO
from tabs.parts import review_html as h
from tabs.parts.words import Lang, say

_SOURCES: dict[Source, str] = {
    "rules": "source_rules", "similar": "source_similar", "model": "source_model", "user": "source_user",
}  # fmt: skip
_BLANK = re.compile(r"\[([^\[\]\n]{0,60})\]")
_TAGS = {"same": "span", "added": "ins", "removed": "del"}


def is_open(finding: Finding) -> bool:
    """Whether the row is unfolded at first: gaps and guesses are, what is fine is not."""
    return finding.level <= 1 or finding.unsure or finding.rewrite is not None


def row(finding: Finding, span: ProjectSpan, lang: Lang, change: str = "", answer: str | None = None) -> str:
    """The row. change: chip for what happened since the previous review, may be empty.

    answer: what the person has answered to the question; None where nobody would read it (no model).
    """
    project = span.id
    key = f"{project}:{finding.criterion}"
    title = h.criterion(finding.criterion, lang)
    opened = " open" if is_open(finding) else ""
    return (
        f'<details class="mj-crit" data-key="{escape(key)}" data-criterion="{finding.criterion}"{opened}>'
        f'<summary><i class="dot" aria-hidden="true"></i><span class="head">'
        f"<b>{escape(title)}</b>{_engine(finding, lang)}{change}</span>"
        f"{h.badge(finding.level, lang)}</summary>"
        f'<div class="in">{_evidence(finding, project, lang)}{_advice(finding, span.id, lang, answer)}'
        f"{_rewrite(finding.rewrite, key, lang)}{_point(finding, span, title, lang)}</div></details>"
    )


def _engine(finding: Finding, lang: Lang) -> str:
    if finding.engine == "model":
        offline = finding.offline_level
        told = "" if offline is None else say("offline_level", lang, level=h.level_word(offline, lang))
        more = f'<small class="was">{escape(told)}</small>' if told else ""
        return f' <span class="mj-badge model">{h.word("source_model", lang)}</span>{more}'
    if finding.engine == "user":
        return f' <span class="mj-badge">{h.word("source_user", lang)}</span>'
    return ""


def _evidence(finding: Finding, project: str, lang: Lang) -> str:
    """The quotes, or that there are none; a guess is put as a question."""
    reason = f'<p class="why" lang="ko">{escape(finding.reason)}</p>' if finding.reason else ""
    if not finding.quotes:
        nothing = h.word("nothing_found", lang)
        return reason or f"<p>{nothing}</p>"
    quotes = "".join(h.quote(one, lang, source(one, lang)) for one in finding.quotes)
    if not finding.unsure:
        return f"{quotes}{reason}"
    args = {"project": project, "criterion": finding.criterion}
    name = h.criterion(finding.criterion, lang)
    yes = h.button(
        say("guess_yes", lang), do="yes", look="small main", args=args,
        id_=f"yes-{project}-{finding.criterion}", aria_label=f"{say('guess_yes', lang)}: {name}",
    )  # fmt: skip
    no = h.button(
        say("guess_no", lang), do="no", look="small", args=args,
        id_=f"no-{project}-{finding.criterion}", aria_label=f"{say('guess_no', lang)}: {name}",
    )  # fmt: skip
    return (
        f'<div class="mj-guess"><p><b>{h.word("guess", lang)}</b></p>{quotes}'
        f'<div class="mj-acts">{yes}{no}</div></div>{reason}'
    )


def source(one: Quote, lang: Lang) -> str:
    """Who says that a quote is evidence."""
    return say(_SOURCES[one.source], lang)


def _advice(finding: Finding, project: str, lang: Lang, answer: str | None) -> str:
    """What is missing, one question, and the supplement with visible blanks."""
    lines = [
        f'<dt>{h.word(word, lang)}</dt><dd lang="ko">{escape(text)}</dd>'
        for word, text in (("reader_asks", finding.missing), ("ask_you", finding.question))
        if text
    ]
    asked = f'<dl class="mj-asks">{"".join(lines)}</dl>' if lines else ""
    if finding.question and answer is not None:
        asked += _answer(finding, project, answer, lang)
    if not finding.suggestion:
        return asked
    name = f"s-{project}-{finding.criterion}"
    copy = h.button(
        say("copy", lang), "copy", look="small", data_from=name,
        aria_label=f"{say('copy', lang)}: {h.criterion(finding.criterion, lang)}",
    )  # fmt: skip
    return (
        f'{asked}<div class="mj-suggest"><h5>{h.word("suggestion", lang)}{_urgency(finding, lang)}</h5>'
        f'<p id="{escape(name)}" lang="ko" data-plain="{escape(finding.suggestion)}">'
        f"{blanks(finding.suggestion, lang)}</p>"
        f'<div class="mj-acts"><small>{h.word("suggestion_note", lang)}</small>{copy}</div></div>'
    )


def _urgency(finding: Finding, lang: Lang) -> str:
    """How much it matters, where it does."""
    names = SEVERITY_EN if lang == "en" else SEVERITY_KO
    return "" if finding.severity == "may" else f" · {escape(names[finding.severity])}"


def _answer(finding: Finding, project: str, answer: str, lang: Lang) -> str:
    """The field for the person's answer; it is sent when it loses the focus."""
    name = f"answer-{project}-{finding.criterion}"
    args = h.attributes(data_args=json.dumps({"project": project, "criterion": finding.criterion}))
    return (
        f'<label class="mj-field"><span>{h.word("answer", lang)}</span><textarea id="{escape(name)}" rows="2"'
        f' maxlength="1000" data-change="answer"{args}>{escape(answer)}</textarea></label>'
    )


def blanks(text: str, lang: Lang) -> str:
    """Text with its `[  ]` drawn as empty fields; `[what]` says what belongs there."""
    parts = []
    for number, part in enumerate(_BLANK.split(text)):
        if number % 2 == 0:
            parts.append(escape(part))
        else:
            word = f'<span class="mj-sr">{h.word("blank", lang)} </span>'
            parts.append(f'<span class="mj-blank">{word}{escape(part.strip())}</span>')
    return "".join(parts)


def _rewrite(rewrite: Rewrite | None, key: str, lang: Lang) -> str:
    """A model's rewritten passage with what it added and took away."""
    if rewrite is None:
        return ""
    pieces = "".join(
        f"<{_TAGS[piece.kind]}>{escape(piece.text)}</{_TAGS[piece.kind]}>" for piece in rewrite.pieces
    )
    name = f"w-{key.replace(':', '-')}"
    copy = h.button(say("copy", lang), "copy", look="small", data_from=name)
    return (
        f'<div class="mj-suggest rewrite"><h5>{h.word("rewrite", lang)}</h5>'
        f'<p id="{escape(name)}" lang="ko" data-plain="{escape(rewrite.text)}">{pieces}</p>'
        f'<div class="mj-acts"><small>{h.word("rewrite_note", lang)}</small>{copy}</div></div>'
    )


def _point(finding: Finding, span: ProjectSpan, title: str, lang: Lang) -> str:
    """'여기 있어요': the person shows the passage."""
    asked = say("pick_point", lang, criterion=title)
    hint = say("point_hint", lang) if finding.level < 3 else say("point_other_hint", lang)
    here = h.button(
        say("point", lang), "pick", look="small", id_=f"point-{span.id}-{finding.criterion}", data_from=span.start,
        args={"do": "point", "project": span.id, "criterion": finding.criterion}, data_ask=asked,
        aria_label=f"{say('point', lang)}: {title}",
    )  # fmt: skip
    return f'<div class="mj-acts point"><small>{escape(hint)}</small>{here}</div>'
