"""PDF: all pages through PDFium as rows with places; one page as a picture for OCR."""

from __future__ import annotations

import ctypes
from statistics import median
from typing import Any

from metajob.documents.flow import heading_mark
from metajob.documents.pdf_ground import drawn
from metajob.documents.pdf_page import PageReader
from metajob.documents.pdf_types import Visual
from metajob.documents.refusals import MAX_PAGES, Refused
from metajob.documents.rows import MAX_CHARS, Draft, Row

HEADINGS = (1.7, 1.35, 1.15)  # times the usual letter size, for "# ", "## " and "### "
HEADING_CHARS = 60
OCR_DPI = 200
OCR_PIXELS = 12_000_000
_PASSWORD_ERRORS = {4, 5}


def _opened(data: bytes) -> tuple[Any, Any, int]:
    import pypdfium2.raw as raw

    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise Refused("encrypted" if raw.FPDF_GetLastError() in _PASSWORD_ERRORS else "broken_pdf")
    pages = int(raw.FPDF_GetPageCount(document))
    if pages == 0:
        raise Refused("broken_pdf")
    if pages > MAX_PAGES:
        raise Refused("too_many_pages", str(pages))
    return raw, document, pages


def read_pdf(data: bytes) -> Draft:
    """Raises Refused. `data` must stay alive while it runs."""
    raw, document, pages = _opened(data)
    # addresses are quicker to look up than pointer objects
    raw.FPDFText_GetTextObject.restype = ctypes.c_void_p
    raw.FPDFTextObj_GetTextRenderMode.argtypes = [ctypes.c_void_p]
    draft = Draft(pages=pages)
    found: list[tuple[int, float, float, list[Visual]]] = []
    stamped: list[int] = []
    room = MAX_CHARS + 1000
    for number in range(pages):
        page = raw.FPDF_LoadPage(document, number)
        if not page:
            continue
        reader = PageReader(raw, page, number + 1, draft)
        visuals = reader.read() if room > 0 else []
        found.append((number + 1, reader.width, reader.height, visuals))
        stamped += [number + 1] if reader.stamped else []
        room -= sum(len(line.text) + 1 for line in visuals)
        raw.FPDF_ClosePage(page)
    if 2 * (len(draft.scans) + len(stamped)) > pages:  # most pages are pictures: the few letters are stamps
        draft.scans = sorted(draft.scans + stamped)
    usual = _usual_size(found)
    for number, width, height, visuals in found:
        for line in visuals:
            draft.rows.append(_row(line, number, width, height, usual))
    return draft


def draw_page(data: bytes, number: int) -> bytes:
    """A page (1-based) as a grey PGM picture of at most 200 dpi. Raises Refused."""
    raw, document, pages = _opened(data)
    page = raw.FPDF_LoadPage(document, number - 1) if 0 < number <= pages else None
    if not page:
        raise Refused("broken_pdf")
    wide, tall = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    scale = min(OCR_DPI / 72, (OCR_PIXELS / max(wide * tall, 1.0)) ** 0.5)
    pixels, width, height, stride = drawn(raw, page, max(int(wide * scale), 1), max(int(tall * scale), 1))
    rows = (pixels[row * stride : row * stride + width] for row in range(height))
    return b"P5 %d %d 255\n" % (width, height) + b"".join(rows)


def _usual_size(pages: list[tuple[int, float, float, list[Visual]]]) -> float:
    sizes = [
        run.size for _n, _w, _h, lines in pages for line in lines for run in line.runs for _ in run.text[::4]
    ]
    return median(sizes) if sizes else 0.0


def _row(line: Visual, page: int, width: float, height: float, usual: float) -> Row:
    left, top, right, bottom = line.box
    box = (_share(left, width), _share(top, height), _share(right, width), _share(bottom, height))
    level = next(
        (level for level, times in enumerate(HEADINGS) if usual and line.size >= times * usual), None
    )
    short = len(line.text) <= HEADING_CHARS and any(letter.isalpha() for letter in line.text)
    mark = heading_mark(level) if level is not None and short else ""
    return Row(mark + line.text, page, box, line.blank)


def _share(place: float, side: float) -> float:
    return round(min(max(place / side, 0.0), 1.0), 5) if side > 0 else 0.0
