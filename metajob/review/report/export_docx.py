"""A review as a Word file: headings, tables, a Korean font, additions underlined; the same review, the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

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
    Table,
    Verdict,
    level_text,
)

if TYPE_CHECKING:
    from metajob.review.compare import Comparison

FONT = "맑은 고딕"  # on every Korean Windows and Office; others put their own in its place
_LEVEL_COLOURS = ("8A2F12", "6B4E00", "1C4E86", "17663F")
_SOFT, _ADDED, _REMOVED, _ACCENT = "55606F", "14532D", "8A2F12", "23467F"
_SHADE, _MARK = "F4F6F9", "FFF0B3"
_TEXT_WIDTH = 170  # millimetres
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)  # the file tells nothing about when or by whom it was made


def to_docx(review: Review, comparison: Comparison | None = None) -> bytes:
    """The whole report as a .docx for A4. comparison: with the version before."""
    import docx

    report = report_of(review, comparison)
    document = docx.Document()
    _styles(document)
    _properties(document)
    _head(document, report)
    _table(document, report.overview)
    if not report.projects:
        document.add_paragraph("프로젝트를 찾지 못했어요.")
    for level, text in LEGEND:
        line = document.add_paragraph()
        _write(line, f"{level_text(level)}  ", bold=True, colour=_LEVEL_COLOURS[level], size=9)
        _write(line, text, colour=_SOFT, size=9)
    for table in report.changes:
        _table(document, table)
    for number, project in enumerate(report.projects, 1):
        _project(document, number, project)
    for table in (*report.posting, *([report.hidden] if report.hidden else [])):
        _table(document, table)
    document.add_heading("표시한 원문", 1)
    document.add_paragraph("근거 문장은 색으로 표시하고 번호를 붙였어요.")
    for page in report.pages:
        _page(document, page)
    made = io.BytesIO()
    document.save(made)
    return _same_bytes(made.getvalue())


def _same_bytes(data: bytes) -> bytes:
    """The zip again with one fixed time on each member."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return made.getvalue()


def _styles(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _TEXT_WIDTH) / 2)
    section.top_margin = section.bottom_margin = Mm(18)
    sizes = {"Normal": 10.5, "Title": 20, "Heading 1": 15, "Heading 2": 12, "Heading 3": 10.5}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(attribute), FONT)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(_ACCENT)
    normal = document.styles["Normal"]
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no gap between 1 and 쪽
        properties = normal.element.get_or_add_pPr()
        properties.append(properties.makeelement(qn(name), {qn("w:val"): "0"}))
    normal.paragraph_format.space_after = Pt(4)
    letters = normal.element.get_or_add_rPr()
    letters.append(letters.makeelement(qn("w:lang"), {qn("w:val"): "en-US", qn("w:eastAsia"): "ko-KR"}))


def _properties(document: Any) -> None:
    """Neither author nor time; and no thumbnail, which would be the template's."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    of_package = document.part.package.rels
    for key in [key for key, rel in of_package.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del of_package[key]
    core = document.core_properties
    core.title = TITLE
    core.author = core.last_modified_by = core.keywords = core.subject = core.category = ""
    core.comments = DISCLAIMER
    core.language = "ko-KR"
    core.revision = 1
    core.created = core.modified = _EPOCH.replace(tzinfo=None)


def _write(paragraph: Any, text: str, *, bold: bool = False, colour: str = "", size: float = 0) -> Any:
    """A run of text; line breaks stay."""
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.bold = bold or None
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if size:
        run.font.size = Pt(size)
    return run


def _shade(properties: Any, colour: str) -> None:
    """Background of a run or a cell, from its w:rPr or w:tcPr."""
    from docx.oxml.ns import qn

    tag = properties.makeelement(
        qn("w:shd"), {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): colour}
    )
    properties.append(tag)


def _head(document: Any, report: Report) -> None:
    document.add_heading(TITLE, 0)
    _write(document.add_paragraph(), DISCLAIMER, colour=_SOFT, size=9.5)
    for label, text in report.facts:
        line = document.add_paragraph()
        _write(line, f"{label}  ", colour=_SOFT)
        _write(line, text)
    for note in report.notes:
        document.add_paragraph(note, style="List Bullet")


def _table(document: Any, table: Table) -> None:
    from docx.shared import Mm

    document.add_heading(table.title, 1)
    if table.lead:
        document.add_paragraph(table.lead)
    if not table.rows:
        return
    grid = document.add_table(rows=1, cols=len(table.head), style="Table Grid")
    for cell, text in zip(grid.rows[0].cells, table.head, strict=True):
        _write(cell.paragraphs[0], text, bold=True, size=9)
        _shade(cell._tc.get_or_add_tcPr(), _SHADE)
    _repeat_head(grid.rows[0])
    for row in table.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], text, size=9)
    for column, width in zip(grid.columns, _widths(table), strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    document.add_paragraph()


def _widths(table: Table) -> list[float]:
    """Millimetres of each column, by its longest text."""
    longest = [
        min(40, max(7, *(len(row[at]) for row in (table.head, *table.rows)))) for at in range(len(table.head))
    ]
    return [_TEXT_WIDTH * share / sum(longest) for share in longest]


def _repeat_head(row: Any) -> None:
    """The head row is shown again on each page."""
    from docx.oxml.ns import qn

    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {}))


def _project(document: Any, number: int, project: Project) -> None:
    document.add_heading(f"프로젝트 {number}. {project.title}", 1)
    for label, names in (("쓴 기술", project.used), ("이름만 나온 기술", project.mentioned)):
        if names:
            line = document.add_paragraph()
            _write(line, f"{label}  ", colour=_SOFT)
            _write(line, ", ".join(names))
    for verdict in project.verdicts:
        _verdict(document, verdict)


def _verdict(document: Any, verdict: Verdict) -> None:
    heading = document.add_heading(f"{verdict.title}  ", 2)
    _write(heading, level_text(verdict.level), colour=_LEVEL_COLOURS[verdict.level])
    _write(document.add_paragraph(), " · ".join(verdict.notes), colour=_SOFT, size=9)
    for field in verdict.fields:
        _field(document, field)


def _field(document: Any, field: Field) -> None:
    from docx.shared import Mm

    number = f" [{field.number}]" if field.number else ""
    note = f"  {field.note}" if field.note else ""
    label = document.add_paragraph()
    label.paragraph_format.keep_with_next = True
    label.paragraph_format.space_after = 0
    _write(label, field.label + number, bold=True, colour=_SOFT, size=9)
    _write(label, note, colour=_SOFT, size=9)
    text = document.add_paragraph()
    text.paragraph_format.left_indent = Mm(4)
    for run in field.runs:
        _marked(text, run)


def _marked(paragraph: Any, run: Run) -> None:
    """Additions underlined and green, what was taken out struck through and red, blanks underlined and shaded."""
    colours = {"added": _ADDED, "removed": _REMOVED, "blank": _ACCENT}
    written = _write(paragraph, run.text, bold=run.mark == "blank", colour=colours.get(run.mark, ""))
    written.font.underline = run.mark in {"added", "blank"} or None
    written.font.strike = run.mark == "removed" or None
    if run.mark == "blank":
        _shade(written._r.get_or_add_rPr(), _SHADE)


def _page(document: Any, page: Page) -> None:
    if page.number:
        document.add_heading(f"{page.number}쪽", 3)
    paragraph = document.add_paragraph()
    for stretch in page.stretches:
        for index, line in enumerate(stretch.text.split("\n")):
            if index:
                paragraph = document.add_paragraph()
            if line:
                written = _write(paragraph, line)
                if stretch.numbers:
                    _shade(written._r.get_or_add_rPr(), _MARK)
        for number in stretch.ends:
            _write(paragraph, f"[{number}]", bold=True, colour=_ACCENT).font.superscript = True
