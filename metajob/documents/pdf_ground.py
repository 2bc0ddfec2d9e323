"""What lies on a PDF page besides letters: ruled lines, and whether white letters show where they stand."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

from metajob.documents.flow import BRIGHT, shows_white
from metajob.documents.pdf_types import Drawing, Rule

MAX_OBJECTS = 20_000  # of one page; later ones are not looked at
THIN = 2.5  # points; a box thinner than this is a line
DOT = (1.2, 7.0)  # points across
_LONG_SIDE = 1200  # pixels of the picture that is looked at
_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5


@dataclass(slots=True)
class Panel:
    """Something that covers an area. dark: whether white shows on it, None when that must be looked at."""

    left: float
    bottom: float
    right: float
    top: float
    dark: bool | None


class Ground:
    """Objects of one page, in page coordinates (points, origin bottom left)."""

    def __init__(self, raw: Any, page: Any) -> None:
        self._raw, self._page = raw, page
        self.panels: list[Panel] = []
        self.rules: list[tuple[float, float, float, float]] = []
        self.dots: list[tuple[float, float]] = []
        self.paths = 0
        self.largest_picture = 0.0  # square points
        self._pixels: tuple[bytes, int, int, int] | None = None
        self._look_at_objects()

    def _look_at_objects(self) -> None:
        raw = self._raw
        edges = [ctypes.c_float() for _ in range(4)]
        references = [ctypes.byref(edge) for edge in edges]
        for number in range(min(raw.FPDFPage_CountObjects(self._page), MAX_OBJECTS)):
            item = raw.FPDFPage_GetObject(self._page, number)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == _TEXT or not raw.FPDFPageObj_GetBounds(item, *references):
                continue
            left, bottom, right, top = (edge.value for edge in edges)
            if kind == _PATH:
                self.paths += 1
                self._add_path(item, left, bottom, right, top)
            else:
                self.panels.append(Panel(left, bottom, right, top, None))
                if kind == _IMAGE:
                    self.largest_picture = max(self.largest_picture, (right - left) * (top - bottom))
                if kind == _FORM:
                    self._look_into(item)

    def _look_into(self, form: Any) -> None:
        """Only counts: scanners and drawing programs wrap whole pages in a form."""
        raw = self._raw
        edges = [ctypes.c_float() for _ in range(4)]
        for number in range(min(raw.FPDFFormObj_CountObjects(form), 2000)):
            item = raw.FPDFFormObj_GetObject(form, number)
            kind = raw.FPDFPageObj_GetType(item)
            self.paths += kind == _PATH
            if kind == _IMAGE and raw.FPDFPageObj_GetBounds(form, *(ctypes.byref(edge) for edge in edges)):
                left, bottom, right, top = (edge.value for edge in edges)
                self.largest_picture = max(self.largest_picture, (right - left) * (top - bottom))

    def _add_path(self, item: Any, left: float, bottom: float, right: float, top: float) -> None:
        raw = self._raw
        wide, tall = right - left, top - bottom
        if DOT[0] < wide < DOT[1] and DOT[0] < tall < DOT[1] and abs(wide - tall) < 0.3 * wide:
            self.dots.append(((left + right) / 2, (bottom + top) / 2))
            return
        if wide < THIN or tall < THIN:
            self.rules.append((left, bottom, right, top))
            return
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroked)):
            return
        if stroked.value and raw.FPDFPath_CountSegments(item) <= 6:  # an outlined box: its four sides
            self.rules += [
                (left, top, right, top), (left, bottom, right, bottom), (left, bottom, left, top),
                (right, bottom, right, top),
            ]  # fmt: skip
        if not mode.value:
            return
        colours = [ctypes.c_uint() for _ in range(4)]
        known = raw.FPDFPageObj_GetFillColor(item, *(ctypes.byref(colour) for colour in colours))
        red, green, blue, alpha = (colour.value for colour in colours)
        straight = raw.FPDFPath_CountSegments(item) <= 6
        dark = shows_white((red, green, blue)) if known and alpha > 200 and straight else None
        self.panels.append(Panel(left, bottom, right, top, dark))

    def in_view(self, view: Any) -> Drawing:
        """Ruled lines and dots; `view` maps page coordinates to points from the top left."""
        found: list[Rule] = []
        for line in self.rules:
            left, top, right, bottom = view(*line)
            if right - left >= bottom - top:
                found.append(Rule(True, (top + bottom) / 2, left, right))
            else:
                found.append(Rule(False, (left + right) / 2, top, bottom))
        return Drawing(found, [view(x, y, x, y)[:2] for x, y in self.dots])

    def shows_white(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether white letters in this box can be seen. Looks at the drawn page where colours cannot tell."""
        x, y = (left + right) / 2, (bottom + top) / 2
        behind = [p for p in self.panels if p.left <= x <= p.right and p.bottom <= y <= p.top]
        if not behind or behind[-1].dark is False:
            return False
        return bool(behind[-1].dark) or self._looks_dark(left, bottom, right, top)

    def _looks_dark(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether the ground is dark in the drawn page; white letters cover less than three quarters of a box."""
        raw = self._raw
        if self._pixels is None:
            self._pixels = self._drawn()
        data, width, height, stride = self._pixels
        corners = []
        for x, y in ((left, bottom), (right, top)):
            column, row = ctypes.c_int(), ctypes.c_int()
            raw.FPDF_PageToDevice(
                self._page, 0, 0, width, height, 0, x, y, ctypes.byref(column), ctypes.byref(row)
            )
            corners.append((column.value, row.value))
        (x0, y0), (x1, y1) = corners
        x0, x1 = max(min(x0, x1), 0), min(max(x0, x1) + 1, width)
        y0, y1 = max(min(y0, y1), 0), min(max(y0, y1) + 1, height)
        pixels = sorted(b"".join(data[row * stride + x0 : row * stride + x1] for row in range(y0, y1)))
        return bool(pixels) and pixels[len(pixels) // 4] < BRIGHT

    def _drawn(self) -> tuple[bytes, int, int, int]:
        raw = self._raw
        wide, tall = raw.FPDF_GetPageWidthF(self._page), raw.FPDF_GetPageHeightF(self._page)
        scale = min(2.0, _LONG_SIDE / max(wide, tall, 1.0))
        return drawn(raw, self._page, max(int(wide * scale), 1), max(int(tall * scale), 1))


def drawn(raw: Any, page: Any, width: int, height: int) -> tuple[bytes, int, int, int]:
    """(grey pixels, width, height, bytes per row) of a page on white paper."""
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        return ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height), width, height, stride
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
