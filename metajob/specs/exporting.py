"""Rows and summaries as CSV. Rows are for the operator only: in the template's columns, and they import again.

No contributor, no delete code, no month and no batch is written. A cell that a spreadsheet would calculate gets an
apostrophe in front (OWASP, CSV injection), which the importer takes off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from metajob.specs import words
from metajob.specs.certificates import certificates
from metajob.specs.importing.header import EXTRA, TEMPLATE
from metajob.specs.importing.template import HALF_KO
from metajob.specs.model import Found, MetricSummary, Summary
from metajob.specs.taxonomy import EDUCATION_KO, HIRE_KO, MAJOR_KO, SIZE_KO, STAGE_KO, industries, roles
from metajob.specs.topics import METRIC_KO, TOPICS
from metajob.store.specs import SpecBook
from metajob.store.specs_rows import SpecRow

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
_SUMMARY = ("층", "항목", "값", "단위", "조건", "인원", "출처", "링크")


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def rows_csv(book: SpecBook, part: str = "") -> Iterator[str]:
    """Lines of a CSV with all rows, or those of one part; the first begins with a byte order mark for Excel.

    Columns: the template's 27, then size, TEPS, JLPT, HSK and the number of certificates. Raises StorageError.
    """
    yield "\ufeff" + _line((*TEMPLATE, *EXTRA))
    for name in [part] if part else book.part_names():
        consent = "예" if name.startswith("user:") else ""
        for row in book.rows_of(name):
            yield _line(cells_of(row, consent))


def cells_of(row: SpecRow, consent: str = "") -> tuple[str, ...]:
    """A row's cells in the order of rows_csv. Not told is empty; none is 없음 or 0."""
    table = certificates()
    names = ", ".join(table[code].name for code in row.certificates if code in table)
    return (
        row.company,
        industries()[row.industry].name_ko if row.industry in industries() else row.industry or "",
        roles()[row.role].name_ko if row.role in roles() else row.role or "",
        str(row.hire_year),
        HALF_KO.get(row.hire_half or 0, ""),
        HIRE_KO[row.hire_type],
        STAGE_KO[row.stage],
        EDUCATION_KO.get(row.education or "", ""),
        MAJOR_KO.get(row.major or "", ""),
        "" if row.gpa_raw_centi is None else f"{row.gpa_raw_centi / 100:.2f}",
        row.gpa_scale or "",
        _number(row.toeic, none="없음"),
        _number(row.toeic_speaking, none="없음"),
        row.toeic_speaking_level or "",
        _grade(row.opic),
        names or ("없음" if row.cert_count == 0 else ""),
        _number(row.intern_count),
        _number(row.intern_months),
        _number(row.overseas_count),
        _number(row.overseas_months),
        _number(row.award_count),
        _number(row.volunteer_count),
        _number(row.volunteer_hours),
        _number(row.club_count),
        _number(row.activity_count),
        row.age_band or "",
        consent,
        "" if row.size is None else SIZE_KO[row.size],  # type: ignore[index]
        _number(row.teps, none="없음"),
        _grade(row.jlpt),
        _grade(row.hsk),
        _number(row.cert_count),
    )


def summary_csv(summary: Summary) -> str:
    """What a summary shows, published figures and own rows apart, one line each, with who says so."""
    lines = ["\ufeff" + _line(_SUMMARY)]
    for one in summary.topics:
        for found in (one.mean, one.share):
            if found is not None:
                lines.append(_line(_published(TOPICS[one.topic].label, found)))
    cell = summary.cell
    if cell is not None:
        layer = "시연용 가상 자료" if cell.kind == "demo" else "등록된 합격 스펙"
        place = next((step.label for step in reversed(cell.steps) if step.found), "")
        for metric, shown in cell.metrics.items():
            label, unit = METRIC_KO[metric]
            lines += [
                _line((layer, f"{label} {name}", value, unit if name != "보유율" else "%", place, n, "", ""))
                for name, value, n in _own(shown)
            ]
    return "".join(lines)


def _published(label: str, found: Found) -> tuple[str, ...]:
    figure = found.figure
    return (
        "공개 통계", f"{label}: {words.metric_name(figure.metric)}", words.number(figure.value), figure.unit,
        words.ladder_line(found), "" if figure.n is None else str(figure.n), words.source_line(figure), figure.url,
    )  # fmt: skip


def _own(shown: MetricSummary) -> Iterator[tuple[str, str, str]]:
    """(statistic, value, people) of what the number of people allows."""
    if shown.shown == "nothing":
        return
    answered = str(shown.answered)
    holders = answered if shown.holders is None else str(shown.holders)
    if shown.share is not None:
        yield "보유율", f"{shown.share * 100:.1f}", answered
    if shown.median is not None:
        yield "중앙값", words.number(shown.median), holders
    if shown.quartiles is not None:
        yield "하위 25%", words.number(shown.quartiles[0]), holders
        yield "상위 25%", words.number(shown.quartiles[1]), holders
    if shown.mean is not None:
        yield "평균", f"{shown.mean:.2f}", holders


def _number(value: int | None, none: str = "0") -> str:
    return "" if value is None else str(value) if value else none


def _grade(value: str | None) -> str:
    return "" if value is None else "없음" if value == "none" else value


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([guarded(cell) for cell in cells])
    return buffer.getvalue()
