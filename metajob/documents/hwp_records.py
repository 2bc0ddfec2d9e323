"""Records of HWP 5 streams: how they nest, and what letters, character shapes and fills say.

Follows Hancom's published description of the format ("한글 문서 파일 형식 5.0"): record header of 32 bits
(tag 10, level 10, size 12), numbers little endian, text as UTF-16 with control characters below 32.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from metajob.documents.flow import is_white, shows_white
from metajob.documents.model import HiddenBy
from metajob.documents.refusals import Refused

TINY = 200  # 1/100 pt
_NO_SHADE = 0xFFFFFFFF
_WIDE = {*range(1, 10), 11, 12, *range(14, 24)}  # control characters that take eight code units


@dataclass
class Record:
    """children: records of a deeper level that follow it."""

    tag: int
    level: int
    data: bytes
    children: list[Record]


@dataclass(frozen=True)
class Look:
    """hidden: why letters of this shape are not seen on paper. shade: whether white shows on its own shade."""

    hidden: HiddenBy | None = None
    shade: bool | None = None


def char_look(data: bytes) -> Look:
    """Of one character shape record."""
    if len(data) < 64:
        return Look()
    height = struct.unpack_from("<i", data, 42)[0]
    colour, shade = struct.unpack_from("<I", data, 52)[0], struct.unpack_from("<I", data, 60)[0]
    ground = None if shade in (_NO_SHADE, 0xFFFFFF) else shows_white(_rgb(shade))
    if 0 < height <= TINY:
        return Look("tiny", ground)
    return Look("white" if is_white(_rgb(colour)) else None, ground)


def _rgb(colour: int) -> tuple[int, int, int]:
    """COLORREF 0x00bbggrr."""
    return colour & 255, colour >> 8 & 255, colour >> 16 & 255


def fill_of(data: bytes, at: int) -> bool | None:
    """Whether white letters show on the fill that is described at this place; None when nothing is painted."""
    if len(data) < at + 8:
        return None
    kind, colour = struct.unpack_from("<II", data, at)
    if kind & 1:
        return None if colour == _NO_SHADE else shows_white(_rgb(colour))
    return True if kind & 6 else None  # picture, gradation


def letters(data: bytes) -> Iterator[tuple[int, str]]:
    """(place in code units, letter) of one paragraph; controls are left out."""
    units = struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])
    at = 0
    while at < len(units):
        unit = units[at]
        if unit in _WIDE:
            if unit == 9:
                yield at, "  "
            at += 8
            continue
        if unit >= 32:
            if 0xD800 <= unit < 0xDC00 and at + 1 < len(units) and 0xDC00 <= units[at + 1] < 0xE000:
                yield at, chr(0x10000 + ((unit - 0xD800) << 10) + units[at + 1] - 0xDC00)
                at += 1
            elif not 0xD800 <= unit < 0xE000:
                yield at, chr(unit)
        elif unit in (10, 13):
            yield at, "\n"
        elif unit in (24, 30, 31):
            yield at, "-" if unit == 24 else " "
        at += 1


def records(data: bytes) -> Iterator[Record]:
    """Raises Refused when one is cut off."""
    at = 0
    while at + 4 <= len(data):
        head = struct.unpack_from("<I", data, at)[0]
        length = head >> 20
        at += 4
        if length == 0xFFF:
            length = struct.unpack_from("<I", data, at)[0]
            at += 4
        if at + length > len(data):
            raise Refused("broken_hwp")
        yield Record(head & 0x3FF, head >> 10 & 0x3FF, data[at : at + length], [])
        at += length


def tree(data: bytes) -> list[Record]:
    """Top records, each with what stands below it by level."""
    top: list[Record] = []
    open_records: list[Record] = []
    for record in records(data):
        while open_records and open_records[-1].level >= record.level:
            open_records.pop()
        (open_records[-1].children if open_records else top).append(record)
        open_records.append(record)
    return top
