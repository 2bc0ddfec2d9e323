"""Colour words and #rrggbb → sRGB triples, for backgrounds and cloth."""

from __future__ import annotations

import re

from metajob.errors import InputError
from metajob.photo.look import Colour

BACKGROUNDS: dict[str, Colour] = {
    "white": (255, 255, 255),
    "grey": (226, 228, 231),
    "blue": (199, 220, 240),
}

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")


def parse_colour(text: str) -> Colour:
    """'#1f2a44' or '1f2a44' → (31, 42, 68). Raises InputError."""
    match = _HEX.fullmatch(text.strip())
    if match is None:
        raise InputError(
            f"색을 이해하지 못했어요: {text[:40]}", "#1f2a44처럼 여섯 자리 색 번호로 적어 주세요."
        )
    red, green, blue = bytes.fromhex(match[1])
    return red, green, blue


def parse_background(text: str) -> Colour:
    """'white', 'grey', 'blue' or a hex colour. Raises InputError."""
    return BACKGROUNDS.get(text.strip().lower()) or parse_colour(text)
