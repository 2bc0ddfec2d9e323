"""An interview as one printable page: no script, nothing loaded from elsewhere, all text of the person escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path

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
    Note,
    Report,
    Run,
)
from metajob.interview.report.timeline import svg

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_WIDTHS = (("wide", 700), ("narrow", 330))  # pixels; the screen's width decides which is shown


def to_html(interview: Interview, rows: Sequence[ProgressRow] = ()) -> str:
    """The whole report as a page for the screen and for A4; UTF-8. rows: `compare.progress` with earlier ones."""
    report = report_of(interview, rows)
    parts = [_head(report), _summary(report)]
    if report.answers:
        parts.append(f"<h2>{WORDS['answers']}</h2>")
    parts += [_answer(answer) for answer in report.answers]
    parts += [_delivery(report), _progress(report), _methods(report)]
    body = "\n".join(part for part in parts if part)
    return (
        '<!DOCTYPE html>\n<html lang="ko">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{TITLE}</title>\n<style>\n{_css()}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n<footer>META-JOB · {escape(DISCLAIMER)}</footer>\n</main>\n</body>\n</html>\n"
    )


@cache
def _css() -> str:
    return (Path(__file__).parent / "data" / "report.css").read_text("utf-8")


def _list(items: Iterable[str], kind: str) -> str:
    """Escaped texts as a list, "" without any."""
    shown = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f'<ul class="{kind}">{shown}</ul>' if shown else ""


def _head(report: Report) -> str:
    facts = "".join(f"<div><dt>{escape(a)}</dt><dd>{escape(b)}</dd></div>" for a, b in report.facts)
    return (
        f'<h1>{TITLE}</h1>\n<p class="self">{escape(DISCLAIMER)}</p>\n<dl class="facts">{facts}</dl>\n'
        + _list(report.notes, "notes")
    )


def _summary(report: Report) -> str:
    steps = "".join(
        f"<li><b>{escape(step.text)}</b> <small>({escape(step.answers)})</small></li>"
        for step in report.steps
    )
    strengths = f"<h3>{WORDS['strengths']}</h3>{_list(report.strengths, 'good')}" if report.strengths else ""
    return (
        f'<section class="next">\n<h2>{WORDS["next"]}</h2>\n<p>{escape(report.summary)}</p>\n'
        + (f"<ol>{steps}</ol>\n" if steps else "")
        + strengths
        + _list(report.unanswered, "plain")
        + "\n</section>"
    )


def _answer(answer: Answer) -> str:
    follows = f'<span class="follow">{escape(answer.follows)}</span> ' if answer.follows else ""
    verdict = f'<span class="verdict">{escape(answer.verdict)}</span>'
    parts = [_question(answer), f'<p class="marks">{follows}{verdict}</p>']
    if answer.told:
        parts.append(f"<p>{escape(answer.told)}</p>")
    if answer.transcript:
        parts.append(
            f'<h4>{WORDS["said"]}</h4><blockquote class="said">{_runs(answer.transcript)}</blockquote>'
        )
    if answer.star:
        rows = "".join(
            f'<div class="{"" if found else "none"}"><dt>{part}</dt><dd>{escape(text)}</dd></div>'
            for part, text, found in answer.star
        )
        parts.append(f'<h4>{WORDS["star"]}</h4><dl class="star">{rows}</dl>')
    if answer.notes:
        parts.append(f'<ul class="remarks">{"".join(map(_note, answer.notes))}</ul>')
    if answer.missing:
        parts.append(f"<h4>{WORDS['missing']}</h4>{_list(answer.missing, 'plain')}")
    if answer.next_step:
        parts.append(f'<p class="step"><b>{WORDS["step"]}</b>: {escape(answer.next_step)}</p>')
    if answer.better:
        parts.append(
            f'<h4>{WORDS["better"]}</h4><p class="hint">{WORDS["marks"]}</p>'
            f'<blockquote class="better">{_runs(answer.better)}</blockquote>'
        )
    parts.append(_list(answer.remarks, "hint"))
    return '<article class="answer">\n' + "\n".join(part for part in parts if part) + "\n</article>"


def _question(answer: Answer) -> str:
    return f'<h3 class="question"><i>{answer.number}.</i> {escape(answer.question)}</h3>'


def _runs(runs: Sequence[Run]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    text = escape(run.text)
    if run.mark in STAR_KO:
        return f'<mark class="{run.mark}"><b>{STAR_KO[run.mark]}</b>{text}</mark>'
    if run.mark == "added":
        return f"<ins>{text}</ins>"
    return f'<span class="blank">{text}</span>' if run.mark == "blank" else text


def _note(note: Note) -> str:
    quotes = "".join(f" <q>{escape(quote)}</q>" for quote in note.quotes)
    return (
        f'<li class="{note.level}"><b>{LEVEL_KO[note.level]}</b><span>{escape(note.text)}{quotes}</span></li>'
    )


def _delivery(report: Report) -> str:
    shown = [
        _delivered(answer) for answer in report.answers if answer.voice or answer.behaviour or answer.seen
    ]
    if not shown:
        return ""
    lead = f'<p class="hint">{WORDS["delivery_lead"]}</p>'
    return f"<h2>{WORDS['delivery']}</h2>\n{lead}\n" + "\n".join(shown)


def _delivered(answer: Answer) -> str:
    timeline = ""
    if answer.voice or answer.turn.behaviour:
        timeline = "".join(
            f'<figure class="{name}">{svg(answer.turn, width)}</figure>' for name, width in _WIDTHS
        )
    facts = "".join(_fact(fact) for fact in (*answer.voice, *answer.behaviour))
    return (
        f'<article class="delivery">{_question(answer)}{timeline}'
        + (f'<dl class="measured">{facts}</dl>' if facts else "")
        + _list(answer.seen, "hint")
        + "</article>"
    )


def _fact(fact: Fact) -> str:
    sure = f"<small>({escape(fact.sure)})</small>" if fact.sure else ""
    kind = "" if fact.measured else ' class="none"'
    return f"<div{kind}><dt>{escape(fact.label)}</dt><dd>{escape(fact.text)} {sure}</dd></div>"


def _progress(report: Report) -> str:
    if not report.progress:
        return ""
    rows = [(row.label, row.now, row.before) for row in report.progress]
    table = _table(("항목", "이번", "지난 연습"), rows)
    return f'<h2>{WORDS["progress"]}</h2>\n<p class="hint">{WORDS["progress_lead"]}</p>\n{table}'


def _methods(report: Report) -> str:
    if not report.methods:
        return ""
    rows = [(each.label, each.how, f"{each.research}\n({each.sure})") for each in report.methods]
    return f'<h2>{WORDS["methods"]}</h2>\n<div class="small">' + (
        _table(("항목", "재는 방법", "연구가 말하는 것"), rows) + "</div>"
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    titles = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(
            f'<td data-head="{escape(name)}"><span>{escape(cell)}</span></td>'
            for name, cell in zip(head[1:], row[1:], strict=True)
        )
        + "</tr>\n"
        for row in rows
    )
    return f"<table>\n<thead><tr>{titles}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"
