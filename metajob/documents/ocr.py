"""Letters from pictures through the tesseract program, when it is installed with Korean."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from functools import cache
from statistics import median

from metajob.documents.pdf_layout import reading_order
from metajob.documents.pdf_types import Drawing, Run
from metajob.documents.process import in_child
from metajob.documents.refusals import Refused
from metajob.documents.rows import Row
from metajob.engines import Progress

PAGE_SECONDS = 60.0  # of one page; a dense A4 page takes about 3 s
TOTAL_SECONDS = 150.0  # of one file; later pages are left out and named
MIN_CONFIDENCE = 20.0  # of 100; below it is a stain, not a word
LETTER_GAP = 0.35  # usual word heights; tesseract gives Korean letters as words of their own
LONG_GAP = 1.3  # usual word heights; more may be a gutter between columns
_MARK = re.compile(r"^[©®*＊°»] ?(?=\S)")  # what tesseract makes of a bullet
POINTS = 595.0  # a page's width in points, as the layout expects it


@cache
def program() -> str | None:
    """Path of a tesseract that reads Korean, None when there is none. Looked up once."""
    path = shutil.which("tesseract")
    if path is None:
        return None
    try:
        listed = subprocess.run([path, "--list-langs"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return path if b"kor" in listed.stdout.split() else None


def read_pages(
    data: bytes, kind: str, pages: Sequence[int], progress: Progress
) -> tuple[list[Row], list[int]]:
    """(rows, pages that were left out). kind: `pdf` or `image`. Raises Refused and what progress raises."""
    path = program()
    if path is None:
        raise Refused("photo_no_ocr" if kind == "image" else "scan_no_ocr")
    rows: list[Row] = []
    left_out: list[int] = []
    end = time.monotonic() + TOTAL_SECONDS
    for done, page in enumerate(pages):
        if time.monotonic() > end:
            left_out.append(page)
            continue
        share = 0.3 + 0.65 * done / len(pages)
        phrase = "그림 속 글자를 읽고 있어요" + (f" ({done + 1}/{len(pages)}쪽)" if len(pages) > 1 else "")
        try:
            rows += _read_page(path, data, kind, page, progress, share, phrase)
        except Refused:
            if kind == "image":
                raise
            left_out.append(page)
    return rows, left_out


def _read_page(
    path: str, data: bytes, kind: str, page: int, progress: Progress, share: float, phrase: str
) -> list[Row]:
    task = "page" if kind == "pdf" else "picture"
    picture = in_child(task, data, progress, share, phrase, argument=str(page))
    if picture.startswith(b"!"):
        raise Refused(picture[1:].decode())
    # page segmentation 4: lines across the page; columns are told apart by `reading_order`
    words = [path, "stdin", "stdout", "-l", "kor+eng", "--psm", "4", "--dpi", "200", "tsv"]
    table = in_child("ocr", picture, progress, share, phrase, argument="\n".join(words), seconds=PAGE_SECONDS)
    width, height = (int(part) for part in picture[:40].split()[1:3])
    return rows_of_table(table.decode("utf-8", "replace"), page, width, height)


def rows_of_table(table: str, page: int, width: int, height: int) -> list[Row]:
    """Rows from tesseract's TSV, in the reading order that PDF pages are read in too. width, height: pixels."""
    words = [cells for entry in table.splitlines()[1:] if _is_word(cells := entry.split("\t"))]
    usual = median(float(cells[9]) for cells in words) if words else 1.0
    runs: list[Run] = []
    line: list[str] = []
    for cells in words:
        left, top, wide, tall = (float(cell) for cell in cells[6:10])
        last = runs[-1] if runs and cells[1:5] == line else None
        gap = (left - last.right) / usual if last else LONG_GAP
        if last and gap < LONG_GAP:
            last.text += cells[11].strip() if gap < LETTER_GAP else f" {cells[11].strip()}"
            last.right, last.top = max(last.right, left + wide), min(last.top, top)
            last.bottom = max(last.bottom, top + tall)
        else:
            runs.append(Run(cells[11].strip(), left, top, left + wide, top + tall, tall))
        line = cells[1:5]
    scale = POINTS / max(width, 1)
    for run in runs:
        run.left, run.right, run.top, run.bottom = (
            place * scale for place in (run.left, run.right, run.top, run.bottom)
        )
        run.size *= scale
    rows: list[Row] = []
    for visual in reading_order(runs, Drawing([], [])):
        left, top, right, bottom = visual.box
        box = (left / POINTS, top / scale / height, right / POINTS, bottom / scale / height)
        rows.append(Row(_MARK.sub("- ", visual.text), page, box, visual.blank and bool(rows)))
    return rows


def _is_word(cells: list[str]) -> bool:
    return (
        len(cells) == 12
        and cells[0] == "5"
        and bool(cells[11].strip())
        and float(cells[10]) >= MIN_CONFIDENCE
    )
