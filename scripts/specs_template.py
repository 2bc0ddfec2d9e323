"""Makes assets/specs/import_template.csv and .xlsx anew from the columns the importer knows: run after changing them.

`.venv/bin/python scripts/specs_template.py`
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Write both files."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    from metajob.specs.importing.header import TEMPLATE
    from metajob.specs.importing.template import EXAMPLE_ROW, explanations

    folder = ROOT / "assets" / "specs"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(TEMPLATE)
    (folder / "import_template.csv").write_bytes(text.getvalue().encode("utf-8-sig"))

    book = Workbook()
    sheet = book.active
    sheet.title = "합격 스펙"
    sheet.append(TEMPLATE)
    sheet.append(EXAMPLE_ROW)
    for at, title in enumerate(TEMPLATE, 1):
        sheet.cell(1, at).font = Font(bold=True)
        sheet.cell(1, at).fill = PatternFill("solid", fgColor="E8EEF7")
        sheet.cell(2, at).font = Font(italic=True, color="666666")
        sheet.column_dimensions[get_column_letter(at)].width = max(10, 2 * len(title) + 2)
    for row in sheet.iter_rows(min_row=2, max_row=500, max_col=len(TEMPLATE)):
        for cell in row:
            cell.number_format = "@"  # text: a spreadsheet would make dates of 25-26 and 3.8/4.5
    sheet.freeze_panes = "A2"
    notes = book.create_sheet("설명")
    notes.append(("칸", "무엇을 적나요"))
    notes.append(
        (
            "",
            "‘예시)’로 시작하는 줄은 가져오지 않아요. 이름, 연락처, 학교처럼 누구인지 알 수 있는 것은 적지 마세요.",
        )
    )
    for line in explanations():
        notes.append(line)
    notes.column_dimensions["A"].width = 20
    notes.column_dimensions["B"].width = 110
    for row in notes.iter_rows():
        row[0].font = Font(bold=True)
        row[1].alignment = Alignment(wrap_text=True, vertical="top")
    book.save(folder / "import_template.xlsx")


if __name__ == "__main__":
    main()
