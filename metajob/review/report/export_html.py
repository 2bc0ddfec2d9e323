"""A review as one printable page: no script, nothing loaded from elsewhere, all text of the person escaped."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from metajob.review.model import Review
from metajob.review.report.report import report_of
from metajob.review.report.report_model import (
    DISCLAIMER,
    LEGEND,
    TITLE,
    Field,
    Page,
    Project,
    Report,
    Run,
    Stretch,
    Table,
    Verdict,
    dots,
)
from metajob.review.words import LEVEL_KO

if TYPE_CHECKING:
    from metajob.review.compare import Comparison

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_LONG = 700  # characters; a longer passage may be cut by the edge of a sheet
_TAGS = {
    "added": ("<ins>", "</ins>"),
    "removed": ("<del>", "</del>"),
    "blank": ('<span class="blank">', "</span>"),
}


def to_html(review: Review, comparison: Comparison | None = None) -> str:
    """The whole report as a page for the screen and for A4; UTF-8. comparison: with the version before."""
    report = report_of(review, comparison)
    parts = [_head(report)]
    parts += [_table(report.overview) if report.projects else _none(), _legend()]
    parts += [_table(table) for table in report.changes]
    parts += [_project(number, project) for number, project in enumerate(report.projects, 1)]
    parts += [_table(table) for table in report.posting]
    if report.hidden:
        parts.append(_table(report.hidden))
    parts.append(_source(report.pages))
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="ko">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{TITLE} - {escape(report.name)}</title>\n<style>\n{_css()}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n<footer>META-JOB · {escape(DISCLAIMER)}</footer>\n</main>\n</body>\n</html>\n"
    )


@cache
def _css() -> str:
    return (Path(__file__).parent / "data" / "report.css").read_text("utf-8")


def _head(report: Report) -> str:
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in report.facts)
    notes = "".join(f"<li>{escape(note)}</li>" for note in report.notes)
    return f'<h1>{TITLE}</h1>\n<p class="self">{escape(DISCLAIMER)}</p>\n<dl class="facts">{facts}</dl>' + (
        f'\n<ul class="notes">{notes}</ul>' if notes else ""
    )


def _none() -> str:
    return "<h2>한눈에 보기</h2>\n<p>프로젝트를 찾지 못했어요.</p>"


def _chip(level: int) -> str:
    return f'<span class="chip l{level}"><i aria-hidden="true">{dots(level)}</i>{LEVEL_KO[level]}</span>'


def _legend() -> str:
    return (
        '<ul class="legend">' + "".join(f"<li>{_chip(level)}{text}</li>" for level, text in LEGEND) + "</ul>"
    )


def _table(table: Table) -> str:
    lead = f"<p>{escape(table.lead)}</p>\n" if table.lead else ""
    if not table.rows:
        return f"<h2>{escape(table.title)}</h2>\n{lead}"
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "".join(f"<tr>{_row(table.head, row)}</tr>\n" for row in table.rows)
    grid = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"
    return f"<h2>{escape(table.title)}</h2>\n{lead}{grid}"


def _row(head: tuple[str, ...], row: tuple[str, ...]) -> str:
    cells = [f'<th scope="row">{escape(row[0])}</th>']
    cells += [
        f'<td data-head="{escape(name)}">{_cell(text)}</td>'
        for name, text in zip(head[1:], row[1:], strict=True)
    ]
    return "".join(cells)


def _cell(text: str) -> str:
    """A level as its chip, anything else as text."""
    for level in LEVEL_KO:
        if text == f"{dots(level)} {LEVEL_KO[level]}":
            return _chip(level)
    return f"<span>{escape(text)}</span>" if text else ""


def _project(number: int, project: Project) -> str:
    parts = [f"<h2>프로젝트 {number}. {escape(project.title)}</h2>"]
    for label, names in (("쓴 기술", project.used), ("이름만 나온 기술", project.mentioned)):
        if names:
            parts.append(f'<p class="techs"><b>{label}</b>{escape(", ".join(names))}</p>')
    parts += [_verdict(verdict) for verdict in project.verdicts]
    return "\n".join(parts)


def _verdict(verdict: Verdict) -> str:
    notes = escape(" · ".join(verdict.notes))
    fields = "\n".join(_field(field) for field in verdict.fields)
    long = " long" if any(_long(field) for field in verdict.fields) else ""
    return (
        f'<section class="verdict{long}">\n<header><h3>{escape(verdict.title)}</h3>{_chip(verdict.level)}'
        f"<small>{notes}</small></header>\n{fields}\n</section>"
    )


def _field(field: Field) -> str:
    note = f" <span>{escape(field.note)}</span>" if field.note else ""
    link = f' <a href="#q{field.number}">[{field.number}]</a>' if field.number else ""
    text = "".join(_run(run) for run in field.runs)
    long = " long" if _long(field) else ""
    return f'<div class="field {field.kind}{long}"><b>{escape(field.label)}{link}{note}</b><div>{text}</div></div>'


def _long(field: Field) -> bool:
    return sum(len(run.text) for run in field.runs) > _LONG


def _run(run: Run) -> str:
    opening, closing = _TAGS.get(run.mark, ("", ""))
    return f"{opening}{escape(run.text)}{closing}"


def _source(pages: tuple[Page, ...]) -> str:
    shown = []
    for page in pages:
        if page.number:
            shown.append(f"<h4>{page.number}쪽</h4>")
        text = "".join(_stretch(stretch) for stretch in page.stretches).strip("\n")
        shown.append(f'<div class="source">{text}</div>')
    lead = "<p>근거 문장은 색으로 표시하고 번호를 붙였어요.</p>"
    return "<h2>표시한 원문</h2>\n" + lead + "\n" + "\n".join(shown)


def _stretch(stretch: Stretch) -> str:
    if not stretch.numbers:
        return escape(stretch.text)
    anchors = "".join(f'<a id="q{number}"></a>' for number in stretch.begins)
    ends = "".join(f"<sup>[{number}]</sup>" for number in stretch.ends)
    return f"{anchors}<mark>{escape(stretch.text)}</mark>{ends}"
