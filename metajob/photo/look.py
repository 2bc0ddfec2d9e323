"""What the person chose for the suit photo: template, colours, sliders. Plain data, validated once at the edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Light = Literal["left", "right"]  # side of the picture the key light comes from
Hair = Literal["auto", "front", "behind"]  # long hair in front of the suit or behind it
Colour = tuple[int, int, int]  # sRGB, 0..255


@dataclass(frozen=True)
class Look:
    """One rendering of one photo. Sliders are factors or shifts around the default."""

    template: str = "m1_navy_stripe"  # key of metajob.photo.templates.TEMPLATES
    cloth: Colour | None = None  # jacket colour; None: the template's own
    top: Colour | None = None  # shirt or blouse
    tie: Colour | None = None  # ground colour of the tie; ignored by templates without one
    background: Colour = (255, 255, 255)
    head: float = 1.0  # head size, 0.85..1.15 of the default (head = half the picture height)
    collar: float = 0.0  # collar height, -1 (lower) .. 1 (higher); 1 = 8 % of the face width
    shoulders: float = 1.0  # shoulder width, 0.85..1.15
    brightness: float = 0.0  # -1..1; tone of the whole person
    hair: Hair = "auto"
