"""An interview as Markdown (GitHub flavour). What was said and asked is escaped: it forms no markup and no link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from metajob.interview.compare import ProgressRow
from metajob.interview.model import Interview
from metajob.interview.report.report import report_of
from metajob.interview.report.report_model import (
    DISCLAIMER,
    LEVEL_KO,
    STAR_KO,
    TITLE,
    WORDS,
    Answer,
    Fact,
    Report,
    Run,
)

# A backslash before ASCII punctuation makes it plain (CommonMark 2.4); : . @ only where GFM would make a link.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~#$&!]|:(?=//)|@|(?<=www)\.", re.IGNORECASE)
_LINE_START = re.compile(r"^(\s*\d*)([-+=.)])", re.MULTILINE)


def to_markdown(interview: Interview, rows: Sequence[ProgressRow] = ()) -> str:
    """The whole report; UTF-8, \\n line breaks. rows: `compare.progress` with earlier interviews."""
    report = report_of(interview, rows)
    parts = [f"# {TITLE}", f"> {DISCLAIMER}"]
    parts.append(_list(f"**{label}**: {escape(text)}" for label, text in report.facts))
    parts.append(_list(escape(note) for note in report.notes))
    parts += _summary(report)
    parts += [f"## {WORDS['answers']}"] if report.answers else []
    for answer in report.answers:
        parts += _answer(answer)
    parts += _delivery(report)
    parts += _tables(report)
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Text that shows as it is in a paragraph, a list, a quote or a table cell."""
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", text))


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _lines(text: str) -> str:
    """Line breaks that stay; leading spaces, which would make a code block, go."""
    return "\\\n".join(line.strip() for line in text.split("\n") if line.strip())


def _runs(runs: Sequence[Run]) -> str:
    shown = []
    for run in runs:
        text = escape(run.text)
        if run.mark in STAR_KO:
            text = f"【{STAR_KO[run.mark]}: {text}】"
        elif run.mark == "added" and text.strip():
            text = f"<ins>{text}</ins>"
        shown.append(text)
    return _lines("".join(shown))


def _summary(report: Report) -> list[str]:
    parts = [f"## {WORDS['next']}", escape(report.summary)]
    parts.append(
        "\n".join(
            f"{number}. {escape(step.text)} ({step.answers})" for number, step in enumerate(report.steps, 1)
        )
    )
    if report.strengths:
        parts += [f"### {WORDS['strengths']}", _list(escape(text) for text in report.strengths)]
    return [*parts, _list(escape(text) for text in report.unanswered)]


def _answer(answer: Answer) -> list[str]:
    parts = [f"### {answer.number}. {escape(answer.question)}"]
    parts.append(" · ".join(part for part in (answer.follows, f"**{answer.verdict}**") if part))
    parts.append(escape(answer.told))
    if answer.transcript:
        parts += [f"**{WORDS['said']}**", "> " + _runs(answer.transcript).replace("\n", "\n> ")]
    if answer.star:
        parts += [
            f"**{WORDS['star']}**",
            _list(f"**{part}**: {escape(text)}" for part, text, _ in answer.star),
        ]
    parts.append(
        _list(
            f"**{LEVEL_KO[note.level]}**: {escape(note.text)}"
            + "".join(f" “{escape(quote)}”" for quote in note.quotes)
            for note in answer.notes
        )
    )
    if answer.missing:
        parts += [f"**{WORDS['missing']}**", _list(escape(text) for text in answer.missing)]
    if answer.next_step:
        parts.append(f"**{WORDS['step']}**: {escape(answer.next_step)}")
    if answer.better:
        parts += [f"**{WORDS['better']}**", WORDS["marks"], "> " + _runs(answer.better).replace("\n", "\n> ")]
    return [*parts, _list(escape(text) for text in answer.remarks)]


def _delivery(report: Report) -> list[str]:
    parts = []
    for answer in report.answers:
        facts = [*answer.voice, *answer.behaviour]
        if facts or answer.seen:
            parts.append(f"### {answer.number}. {escape(answer.question)}")
            parts += [_list(_fact(fact) for fact in facts), _list(escape(text) for text in answer.seen)]
    return [f"## {WORDS['delivery']}", WORDS["delivery_lead"], *parts] if parts else []


def _fact(fact: Fact) -> str:
    return f"**{escape(fact.label)}**: {escape(fact.text)}" + (f" ({escape(fact.sure)})" if fact.sure else "")


def _tables(report: Report) -> list[str]:
    parts = []
    if report.progress:
        rows = [(row.label, row.now, row.before) for row in report.progress]
        parts += [
            f"## {WORDS['progress']}",
            WORDS["progress_lead"],
            _table(("항목", "이번", "지난 연습"), rows),
        ]
    if report.methods:
        known = [(each.label, each.how, f"{each.research}\n({each.sure})") for each in report.methods]
        parts += [
            f"## {WORDS['methods']}",
            _table(("항목", "재는 방법", "연구가 말하는 것"), known),
        ]
    return parts


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head))]
    lines += ["| " + " | ".join(escape(cell).replace("\n", "<br>") for cell in row) + " |" for row in rows]
    return "\n".join(lines)
