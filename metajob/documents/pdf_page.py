"""One PDF page: letters with their places, lines in reading order, what is hidden, whether it is a picture."""

from __future__ import annotations

import ctypes
import re
from typing import Any

from metajob.documents.flow import WHITE
from metajob.documents.model import HiddenBy
from metajob.documents.pdf_ground import Ground
from metajob.documents.pdf_layout import reading_order
from metajob.documents.pdf_types import Run, Visual
from metajob.documents.rows import Draft

TINY = 1.5  # points and below
TRANSPARENT = 20  # alpha of 255 below this
MAX_PAGE_CHARS = 40_000
RUN_BREAK = 0.8  # em; a wider gap may be a gutter
SCAN_CHARS = 20  # fewer letters than this over a large picture: a stamp on a scan, or a title on a photo
SCAN_AREA = 0.25  # share of a page without letters that its picture covers
COVERED = 0.6  # … and of a page with few letters
OUTLINES = 200  # drawn shapes on a page without letters: letters turned into outlines
UNREADABLE = 0.3  # share of letters without a meaning (fonts without a table): the page is read as a picture
# A number or bullet that stands alone before its item; it belongs to the item at up to four em.
_LABEL = re.compile(
    r"[•◦▪▫‣⁃∙·ㆍ○●◯□■◇◆▷▶▸►➢✓✔※\-–—*]|[\ue000-\uf8ff]|\(?\d{1,2}[.)]|[①-⑳]|[가-하A-Za-z][.)]"
)
LABEL_GAP = 4.0  # em
# Word processors put a quarter em between Hangul and Latin letters or digits; PDFium takes it for a space.
LETTER_SPACING = 0.36  # em, with some room
_MAYBE = "\x1f"
_HANGUL = re.compile("[가-힣]")
_LATIN = re.compile("[A-Za-z0-9%]")
_INVISIBLE_MODES = {3, 7}

Style = tuple[HiddenBy | None, float]  # what hides it (white: only on a bright ground), size in points


class PageReader:
    """Reads a loaded page once. width, height: points, as the page is shown."""

    def __init__(self, raw: Any, page: Any, number: int, draft: Draft) -> None:
        self._raw, self._page, self._number, self._draft = raw, page, number, draft
        bounds = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, ctypes.byref(bounds))
        self._edges = (bounds.left, bounds.bottom, bounds.right, bounds.top)
        self._turn = raw.FPDFPage_GetRotation(page)
        wide, tall = bounds.right - bounds.left, bounds.top - bounds.bottom
        self.width, self.height = (wide, tall) if self._turn % 2 == 0 else (tall, wide)
        self._matrix = raw.FS_MATRIX()
        self._matrix_reference = ctypes.byref(self._matrix)
        self._colours = [ctypes.c_uint() for _ in range(4)]
        self._colour_references = [ctypes.byref(colour) for colour in self._colours]
        self._styles: dict[int | None, Style] = {}
        self._ground: Ground | None = None
        self._unreadable = 0
        self.stamped = False  # few letters over a picture
        self._written = self._guessed = 0  # spaces in the file, and those that PDFium made from gaps
        self._ghost = 0  # text objects of an invisible layer over a scan
        self._hiding: list[tuple[HiddenBy, str]] = []

    def read(self) -> list[Visual]:
        """Lines of the page; hidden letters go to the draft, a page that is a picture to its `scans`."""
        raw = self._raw
        text = raw.FPDFText_LoadPage(self._page)
        if not text:
            return []
        count = min(raw.FPDFText_CountChars(text), MAX_PAGE_CHARS)
        self._ground = Ground(raw, self._page)
        area = max(self.width * self.height, 1.0)
        self._pictured = self._ground.largest_picture >= SCAN_AREA * area
        runs = self._runs(text, count)
        raw.FPDFText_ClosePage(text)
        seen = sum(len(run.text.replace(" ", "")) for run in runs)
        if self._is_picture(seen):
            self._draft.scans.append(self._number)
            return []
        if 2 * self._ghost > len(self._styles) and not any(
            code == "ocr" for code, _detail in self._draft.warnings
        ):
            self._draft.warnings.append(("ocr", ""))
        for by, letters in self._hiding:
            self._draft.hide(letters, self._number, by)
        self._settle_spaces(runs)
        return reading_order(runs, self._ground.in_view(self._view))

    def _is_picture(self, seen: int) -> bool:
        assert self._ground is not None
        if seen < SCAN_CHARS:
            self.stamped = seen > 0 and self._ground.largest_picture >= COVERED * self.width * self.height
            return seen == 0 and (self._pictured or self._ground.paths >= OUTLINES)
        return self._unreadable > UNREADABLE * (seen + self._unreadable)

    def _view(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Page coordinates → points from the top left of the page as it is shown."""
        west, south, east, north = self._edges
        if self._turn == 0:
            return left - west, north - top, right - west, north - bottom
        if self._turn == 1:
            return bottom - south, left - west, top - south, right - west
        if self._turn == 2:
            return east - right, bottom - south, east - left, top - south
        return north - top, east - right, north - bottom, east - left

    def _runs(self, text: Any, count: int) -> list[Run]:
        """Letters in the order of the file, cut into runs where a line or a wide gap ends."""
        raw = self._raw
        get_letter, get_box, get_object = (
            raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetTextObject
        )  # fmt: skip
        styles, view, turned = self._styles, self._view, self._turn
        west, _south, _east, north = self._edges
        box = raw.FS_RECTF()
        box_reference = ctypes.byref(box)
        runs: list[Run] = []
        run: Run | None = None
        spaced, space, high = False, -1, 0
        for number in range(count):
            code = get_letter(text, number)
            if code in (32, 13, 10, 9, 160):
                space = number if code == 32 and not spaced else -1
                spaced = True
                continue
            if code == 0:
                self._unreadable += 1
                continue
            if 0xD800 <= code < 0xE000:  # half of a pair
                if code < 0xDC00:
                    high = code
                    continue
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
                high = 0
            letter = "-" if code in (0xFFFE, 2) else chr(code)
            if 0xE000 <= code < 0xF900 or code == 0xFFFD:
                self._unreadable += 1
            if not get_box(text, number, box_reference):
                continue
            west_edge, south_edge, east_edge, north_edge = box.left, box.bottom, box.right, box.top
            address = get_object(text, number)
            style = styles.get(address)
            if style is None:
                style = styles[address] = self._style(text, number, address)
            by, size = style
            if north_edge - south_edge < 0.5 or east_edge - west_edge < 0.05:
                west_edge, south_edge, east_edge, north_edge = self._turned_box(text, number, size)
            if turned:
                left, top, right, bottom = view(west_edge, south_edge, east_edge, north_edge)
            else:
                left, top = west_edge - west, north - north_edge
                right, bottom = east_edge - west, north - south_edge
            by = self._hidden_by(
                by, (west_edge, south_edge, east_edge, north_edge), (left, top, right, bottom)
            )
            if by is not None:
                self._hide(by, letter, spaced)
                spaced = False
                continue
            if run is not None:
                height = bottom - top
                same = abs(run.top + run.bottom - top - bottom) < 0.8 * min(height, run.bottom - run.top)
                gap = left - run.right
                most = LABEL_GAP if gap > RUN_BREAK * height and _LABEL.fullmatch(run.text) else RUN_BREAK
                if same and -0.5 * height < gap < most * height and abs(size - run.size) < 0.3 * size + 0.5:
                    run.text += (
                        self._space(text, space, run.text[-1], letter, gap / size) + letter
                        if spaced
                        else letter
                    )
                    run.right = max(run.right, right)
                    run.top, run.bottom = min(run.top, top), max(run.bottom, bottom)
                    spaced = False
                    continue
                if spaced:
                    run.text += " "
            spaced = False
            run = Run(letter, left, top, right, bottom, size)
            runs.append(run)
        return runs

    def _settle_spaces(self, runs: list[Run]) -> None:
        """Guessed spaces between Hangul and Latin count only where the file writes no spaces of its own."""
        written = self._written > 5 and self._written > self._guessed
        for run in runs:
            if _MAYBE in run.text:
                run.text = run.text.replace(_MAYBE, "" if written else " ")

    def _space(self, text: Any, place: int, before: str, after: str, gap: float) -> str:
        """The space at a place in the file's text, or the mark of one that may be mere letter spacing. gap: in em."""
        mixed = (_HANGUL.match(before) and _LATIN.match(after)) or (
            _LATIN.match(before) and _HANGUL.match(after)
        )
        if place < 0 or self._raw.FPDFText_IsGenerated(text, place) != 1:
            self._written += 1
            return " "
        if mixed and gap < LETTER_SPACING:
            return _MAYBE
        self._guessed += 1
        return " "

    def _hide(self, by: HiddenBy, letter: str, spaced: bool) -> None:
        letter = " " + letter if spaced else letter
        if self._hiding and self._hiding[-1][0] == by:
            self._hiding[-1] = (by, self._hiding[-1][1] + letter)
        else:
            self._hiding.append((by, letter))

    def _hidden_by(
        self,
        by: HiddenBy | None,
        box: tuple[float, float, float, float],
        seen: tuple[float, float, float, float],
    ) -> HiddenBy | None:
        x, y = (seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2
        if not (-1 <= x <= self.width + 1 and -1 <= y <= self.height + 1):
            return "off_page"
        if by == "white":
            assert self._ground is not None
            return None if self._ground.shows_white(*box) else "white"
        return by

    def _style(self, text: Any, number: int, address: int | None) -> Style:
        """Of the text object that a letter belongs to. Browsers write an object for every letter: kept quick."""
        raw, matrix = self._raw, self._matrix
        size = raw.FPDFText_GetFontSize(text, number)
        if raw.FPDFText_GetMatrix(text, number, self._matrix_reference):
            size *= abs(matrix.d) if matrix.c == 0 else (matrix.c**2 + matrix.d**2) ** 0.5
        if size <= TINY:
            return "tiny", size
        mode = raw.FPDFTextObj_GetTextRenderMode(address) if address else 0
        if mode == 0:
            return self._paint(raw.FPDFText_GetFillColor, text, number), size
        if mode in _INVISIBLE_MODES:
            if self._pictured:  # the layer that a scanner's recognition lays under or over the picture
                self._ghost += 1
                return None, size
            return "transparent", size
        outline = self._paint(raw.FPDFText_GetStrokeColor, text, number) if mode in (1, 2) else None
        inside = self._paint(raw.FPDFText_GetFillColor, text, number) if mode == 2 else outline
        if outline is None or inside is None:
            return None, size
        return ("white" if "white" in (outline, inside) else "transparent"), size

    def _paint(self, get: Any, text: Any, number: int) -> HiddenBy | None:
        if not get(text, number, *self._colour_references):
            return None
        red, green, blue, alpha = self._colours
        if alpha.value < TRANSPARENT:
            return "transparent"
        if green.value <= WHITE:
            return None
        return "white" if red.value > WHITE and blue.value > WHITE else None

    def _turned_box(self, text: Any, number: int, size: float) -> tuple[float, float, float, float]:
        """Box of a letter that is turned, from its ink; at least half an em both ways."""
        edges = [ctypes.c_double() for _ in range(4)]
        self._raw.FPDFText_GetCharBox(text, number, *(ctypes.byref(edge) for edge in edges))
        left, right, bottom, top = (edge.value for edge in edges)
        x, y = (left + right) / 2, (bottom + top) / 2
        wide, tall = max(right - left, size / 2) / 2, max(top - bottom, size / 2) / 2
        return x - wide, y - tall, x + wide, y + tall
