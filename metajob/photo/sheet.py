"""Many copies of one photo on a sheet of photo paper, with hairlines to cut along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.errors import InputError
from metajob.photo.sizes import PRINT_DPI, Size

Paper = Literal["4x6", "a4"]

# px at 300 dpi, (width, height) upright
PAPERS: dict[Paper, tuple[int, int]] = {"4x6": (1200, 1800), "a4": (2480, 3508)}

MARGIN = 47  # px, 4 mm: what home printers leave white
GAP = 30  # px, 2.5 mm between photos
CLEAR = 8  # px between the copies and the cut marks, which run to the paper's edge
_HAIRLINE: tuple[int, int, int] = (190, 190, 190)
_MARK_GREY: tuple[int, int, int] = (90, 90, 90)


@dataclass(frozen=True)
class Grid:
    """Where the copies lie. width, height: paper in px; cell: one copy; left, top: first copy."""

    width: int
    height: int
    columns: int
    rows: int
    cell: tuple[int, int]

    @property
    def count(self) -> int:
        return self.columns * self.rows

    @property
    def lefts(self) -> list[int]:
        return _starts(self.width, self.cell[0], self.columns)

    @property
    def tops(self) -> list[int]:
        return _starts(self.height, self.cell[1], self.rows)


def _starts(paper: int, cell: int, count: int) -> list[int]:
    used = count * cell + (count - 1) * GAP
    first = (paper - used) // 2
    return [first + i * (cell + GAP) for i in range(count)]


def layout(size: Size, paper: Paper) -> Grid:
    """The grid with most copies, paper upright or on its side. Raises InputError when not even one fits."""
    cell = (round(size.width * PRINT_DPI / size.dpi), round(size.height * PRINT_DPI / size.dpi))
    short, long = PAPERS[paper]
    best = max((_grid(short, long, cell), _grid(long, short, cell)), key=lambda grid: grid.count)
    if best.count == 0:
        raise InputError(
            "이 크기의 사진은 인쇄용지 한 장에 들어가지 않아요.",
            "더 큰 용지나 더 작은 사진 크기를 골라 주세요.",
        )
    return best


def _grid(width: int, height: int, cell: tuple[int, int]) -> Grid:
    columns = max(0, (width - 2 * MARGIN + GAP) // (cell[0] + GAP))
    rows = max(0, (height - 2 * MARGIN + GAP) // (cell[1] + GAP))
    return Grid(width, height, columns, rows, cell)


def print_sheet(rgb: NDArray[np.uint8], size: Size, paper: Paper) -> NDArray[np.uint8]:
    """A photo (h, w, 3) uint8 of any resolution → a sheet (H, W, 3) uint8 at 300 dpi with as many as fit.

    Hairlines run just outside each copy, so nothing of the photo is lost; marks at the paper's edge show
    where to lay the ruler.
    """
    grid = layout(size, paper)
    width, height = grid.cell
    copy = rgb
    if (rgb.shape[1], rgb.shape[0]) != grid.cell:
        shrinks = rgb.shape[1] >= width and rgb.shape[0] >= height
        copy = np.asarray(
            cv2.resize(rgb, grid.cell, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC), np.uint8
        )
    sheet = np.full((grid.height, grid.width, 3), 255, np.uint8)
    lefts, tops = grid.lefts, grid.tops
    marks = ((tops[0] - CLEAR, tops[-1] + height + CLEAR), (lefts[0] - CLEAR, lefts[-1] + width + CLEAR))
    for x in (edge for left in lefts for edge in (left - 1, left + width)):
        sheet[: marks[0][0], x] = sheet[marks[0][1] :, x] = _MARK_GREY
    for y in (edge for top in tops for edge in (top - 1, top + height)):
        sheet[y, : marks[1][0]] = sheet[y, marks[1][1] :] = _MARK_GREY
    for top in tops:
        for left in lefts:
            sheet[top - 1 : top + height + 1, left - 1 : left + width + 1] = _HAIRLINE
            sheet[top : top + height, left : left + width] = copy
    return sheet
