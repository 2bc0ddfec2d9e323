"""A review as Markdown (GitHub flavour). All text of the person is escaped: it shows as typed and forms no markup."""

from __future__ import annotations

import re
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
    Run,
    Table,
    Verdict,
    level_text,
)

if TYPE_CHECKING:
    from metajob.review.compare import Comparison

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#$])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


def to_markdown(review: Review, comparison: Comparison | None = None) -> str:
    """The whole report; UTF-8, \\n line breaks. comparison: with the version before."""
    report = report_of(review, comparison)
    parts = [f"# {TITLE}", f"> {DISCLAIMER}"]
    parts.append("\n".join(f"- **{label}**: {escape(text)}" for label, text in report.facts))
    if report.notes:
        parts.append("\n".join(f"- {escape(note)}" for note in report.notes))
    parts += _table(report.overview) if report.projects else ["## 한눈에 보기", "프로젝트를 찾지 못했어요."]
    parts.append("\n".join(f"- {level_text(level)}: {text}" for level, text in LEGEND))
    for table in report.changes:
        parts += _table(table)
    for number, project in enumerate(report.projects, 1):
        parts += _project(number, project)
    for table in (*report.posting, *([report.hidden] if report.hidden else [])):
        parts += _table(table)
    parts += ["## 표시한 원문", "근거 문장은 번호와 함께 【 】로 묶었어요."]
    for page in report.pages:
        parts += _page(page)
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Text that shows as it is, in a paragraph, a list, a quote or a table cell."""
    text = _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;"))
    return _LINE_START.sub(_harmless, text)


def _harmless(match: re.Match[str]) -> str:
    """A list number gets its dot escaped by an entity, as a backslash does nothing before a digit."""
    space, sign = match.groups()
    return (
        f"{space}&#{ord(sign)};"
        if len(sign) == 1 and not sign.isdigit()
        else f"{space}&#{ord(sign[0])};{sign[1:]}"
    )


def _lines(text: str, indent: str = "") -> str:
    """Line breaks that stay; leading spaces, which would make a code block, go."""
    return f"\\\n{indent}".join(line.strip() for line in text.split("\n") if line.strip())


def _runs(runs: tuple[Run, ...]) -> str:
    shown = []
    for run in runs:
        text = escape(run.text)
        if run.mark == "added" and run.text.strip():
            text = f"<ins>{text}</ins>"
        elif run.mark == "removed" and run.text.strip():
            text = f"<del>{text}</del>"
        shown.append(text)
    return _lines("".join(shown), "  ")


def _table(table: Table) -> list[str]:
    parts = [f"## {escape(table.title)}", escape(table.lead)]
    if table.rows:
        rows = [table.head, tuple("---" for _ in table.head)]
        lines = ["| " + " | ".join(cells) + " |" for cells in rows]
        lines += [
            "| " + " | ".join(escape(cell).replace("\n", "<br>") for cell in row) + " |" for row in table.rows
        ]
        parts.append("\n".join(lines))
    return parts


def _project(number: int, project: Project) -> list[str]:
    parts = [f"## 프로젝트 {number}. {escape(project.title)}"]
    techs = []
    if project.used:
        techs.append(f"- **쓴 기술**: {escape(', '.join(project.used))}")
    if project.mentioned:
        techs.append(f"- **이름만 나온 기술**: {escape(', '.join(project.mentioned))}")
    parts.append("\n".join(techs))
    for verdict in project.verdicts:
        parts += _verdict(verdict)
    return parts


def _verdict(verdict: Verdict) -> list[str]:
    parts = [f"### {verdict.title}: {level_text(verdict.level)}", f"*{' · '.join(verdict.notes)}*"]
    parts.append("\n".join(_field(field) for field in verdict.fields))
    return parts


def _field(field: Field) -> str:
    number = f" {field.number}" if field.number else ""
    note = f" ({escape(field.note)})" if field.note else ""
    text = _runs(field.runs)
    if field.kind == "quote":
        text = f"“{text}”"
    return f"- **{field.label}{number}**{note}: {text}"


def _page(page: Page) -> list[str]:
    parts = []
    for stretch in page.stretches:
        opened = "".join(f"【{number} " for number in stretch.begins)
        parts.append(opened + stretch.text + "】" * len(stretch.ends))
    text = "\n\n".join(
        _lines(escape(block)) for block in re.split(r"\n\s*\n", "".join(parts)) if block.strip()
    )
    return [f"### {page.number}쪽" if page.number else "", text]
