"""From the values of the controls to plain data: Look, Size, format and limit. Raises InputError for
nonsense."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metajob.errors import InputError
from metajob.photo.look import Colour, Hair, Look

if TYPE_CHECKING:
    from metajob.photo.export import Format, Size

_HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
_HAIR: dict[object, Hair] = {"auto": "auto", "front": "front", "behind": "behind"}


def colour(text: object) -> Colour | None:
    """'#rrggbb' → (r, g, b); '' → None."""
    if text in ("", None):
        return None
    match = _HEX.fullmatch(str(text))
    if match is None:
        raise InputError("색을 이해하지 못했어요.", "#1f2a44처럼 여섯 자리로 적어 주세요.")
    red, green, blue = (int(part, 16) for part in match.groups())
    return red, green, blue


def _between(value: object, low: float, high: float, default: float) -> float:
    if not isinstance(value, (int, float)) or value != value:
        return default
    return min(high, max(low, float(value)))


def look(
    suit: dict[str, Any],
    background: object,
    head: object,
    collar: object,
    shoulders: object,
    brightness: object,
    hair: object,
) -> Look:
    """Values of the suit picker, the background and the sliders (percent and tenths) → Look."""
    from metajob.photo.templates import templates

    template = str(suit.get("template", "")) if isinstance(suit, dict) else ""
    if template not in templates():
        raise InputError("없는 템플릿이에요.", "옷을 다시 골라 주세요.")
    return Look(
        template=template,
        cloth=colour(suit.get("cloth")),
        top=colour(suit.get("top")),
        tie=colour(suit.get("tie")),
        background=colour(background) or (255, 255, 255),
        head=_between(head, 85, 115, 100) / 100,
        collar=_between(collar, -10, 10, 0) / 10,
        shoulders=_between(shoulders, 85, 115, 100) / 100,
        brightness=_between(brightness, -10, 10, 0) / 10,
        hair=_HAIR.get(str(hair), "auto"),
    )


def size(key: object, width: object, height: object, unit: object) -> Size:
    """A named size, or the user's own for the key 'custom'."""
    from metajob.photo.export import SIZES, custom_size

    if key in SIZES:
        return SIZES[str(key)]
    if not isinstance(width, (int, float)) or not isinstance(height, (int, float)):
        raise InputError("사진 크기를 적어 주세요.", "가로와 세로를 모두 숫자로 적어 주세요.")
    return custom_size(float(width), float(height), "px" if unit == "px" else "cm")


def limit(key: object, own: object) -> int | None:
    """File limit in KB; None for no limit."""
    if key == "none":
        return None
    value = own if key == "custom" else key
    try:
        return int(float(str(value)))
    except (ValueError, OverflowError):
        raise InputError("용량 제한을 적어 주세요.", "숫자로 적어 주세요. 예: 300") from None


def file_format(name: object) -> Format:
    """'jpg', 'jpeg' or 'png', in any case."""
    wanted = str(name).lower().lstrip(".")
    if wanted in ("jpg", "jpeg"):
        return "jpg"
    if wanted == "png":
        return "png"
    raise InputError("jpg나 png만 만들 수 있어요.", "format을 jpg나 png로 적어 주세요.")
