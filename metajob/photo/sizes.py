"""Picture sizes that Korean applications ask for, and the user's own, in pixels at a print resolution."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Literal

from metajob.errors import InputError

Unit = Literal["cm", "px"]

PRINT_DPI = 300
HD_HEIGHT = 1350  # px, height of the canvas that the composite engine works on
MIN_PX, MAX_PX = 100, 2000
MIN_CM, MAX_CM = 1.0, 16.0  # 118 and 1890 px at 300 dpi
MIN_ASPECT, MAX_ASPECT = 0.6, 1.25  # width / height that leaves room for shoulders and for the crown


@dataclass(frozen=True)
class Size:
    """width, height in pixels; `name` is part of the file name; dpi gives the size on paper."""

    width: int
    height: int
    name: str
    dpi: int = PRINT_DPI


def _pixels(cm: float) -> int:
    return round(cm / 2.54 * PRINT_DPI)


def _cm(width: float, height: float) -> Size:
    return Size(_pixels(width), _pixels(height), f"{width:g}x{height:g}cm")


SIZES: dict[str, Size] = {
    "3x4": _cm(3, 4),  # 반명함판, the usual résumé photo: 354x472
    "3.5x4.5": _cm(3.5, 4.5),  # 413x531
    "5x7": _cm(5, 7),  # 명함판: 591x827
}


def custom_size(width: float, height: float, unit: Unit) -> Size:
    """The user's own size. Raises InputError in Korean when it is no sensible portrait size."""
    word = "cm" if unit == "cm" else "픽셀"
    low, high = (MIN_CM, MAX_CM) if unit == "cm" else (MIN_PX, MAX_PX)
    if not all(math.isfinite(side) and low <= side <= high for side in (width, height)):
        raise InputError(
            "사진 크기를 확인해 주세요.", f"가로와 세로를 각각 {low:g}~{high:g}{word} 사이로 적어 주세요."
        )
    if unit == "px" and (width != int(width) or height != int(height)):
        raise InputError("픽셀 크기는 소수점 없이 적어 주세요.", "예: 413x531px")
    if not MIN_ASPECT <= width / height <= MAX_ASPECT:
        raise InputError(
            "가로와 세로의 비율이 증명사진과 너무 달라요.",
            f"가로가 세로의 {MIN_ASPECT:g}~{MAX_ASPECT:g}배가 되게 적어 주세요. 예: 3x4cm",
        )
    if unit == "cm":
        return _cm(width, height)
    return Size(int(width), int(height), f"{int(width)}x{int(height)}px")


_WRITTEN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[xX×*]\s*(\d+(?:\.\d+)?)\s*(cm|px|)\s*", re.ASCII)


def parse_size(text: str) -> Size:
    """'3x4', '3.5x4.5', '5x7', 'WxHcm' or 'WxHpx' → Size. Raises InputError."""
    if text.strip() in SIZES:
        return SIZES[text.strip()]
    match = _WRITTEN.fullmatch(text)
    if match is None or not match[3]:
        raise InputError(
            f"사진 크기를 이해하지 못했어요: {text[:40]}",
            "3x4, 3.5x4.5, 5x7 중 하나이거나 4x5cm, 300x400px처럼 적어 주세요.",
        )
    return custom_size(float(match[1]), float(match[2]), "cm" if match[3] == "cm" else "px")


def hd_size(size: Size) -> Size:
    """The same picture 1350 px high: same aspect, same size on paper. 413x531 → 1050x1350."""
    if size.height >= HD_HEIGHT:
        return size
    return replace(
        size,
        width=round(size.width * HD_HEIGHT / size.height),
        height=HD_HEIGHT,
        name=f"{size.name}-hd",
        dpi=round(size.dpi * HD_HEIGHT / size.height),
    )
