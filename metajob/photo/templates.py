"""The suit templates: data in assets/photo/templates.json, checked once. Knows nothing of drawing.

A new suit is a new entry of that file; no code changes.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from metajob.photo.look import Colour

FILE = Path(__file__).resolve().parents[2] / "assets" / "photo" / "templates.json"


def _colour(value: object) -> object:
    """'#rrggbb' -> (r, g, b)."""
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError(f"a colour is written #rrggbb, not {value!r}")
    return tuple(bytes.fromhex(value[1:]))


Hex = Annotated[Colour, BeforeValidator(_colour)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Top(_Data):
    """Shirt or blouse. kind: collar (for a tie), open (shirt collar, top button undone), round, v, stand."""

    kind: Literal["collar", "open", "round", "v", "stand"]
    fabric: Literal["cotton", "satin", "knit"] = "cotton"
    colour: Hex = (250, 250, 251)


class Tie(_Data):
    """A tie: its pattern and the two colours of the cloth."""

    kind: Literal["solid", "stripe", "dot", "grid"] = "solid"
    ground: Hex
    pattern: Hex = (200, 200, 205)


class Template(_Data):
    """One suit. Lengths in suit units (about 9.5 cm): lapel width, stance (where it closes), shoulder."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")
    ko: str = Field(min_length=1)
    en: str = Field(min_length=1)
    sex: Literal["m", "f"]
    cut: Literal["notch", "peak", "collarless"] = "notch"
    lapel: float = Field(default=0.90, ge=0.60, le=1.10)
    stance: float = Field(default=2.75, ge=1.9, le=2.9)
    cloth: Hex
    fabric: Literal["wool", "tweed"] = "wool"
    weave: Literal["plain", "twill", "birdseye", "herringbone", "check", "pinstripe", "tweed"] = "twill"
    top: Top
    tie: Tie | None = None
    slope: float = Field(default=20.0, ge=14, le=28, description="shoulder slope, degrees")
    shoulder: float = Field(default=2.12, ge=1.8, le=2.3)
    pocket: bool = False
    seed: int = Field(ge=0, description="decides the small irregularities of this suit")

    @model_validator(mode="after")
    def _fits_together(self) -> Template:
        if self.tie is not None and self.top.kind != "collar":
            raise ValueError(f"a tie needs top.kind 'collar', not {self.top.kind!r}")
        return self

    @property
    def neckline(self) -> Literal["closed", "v", "open"]:
        """Closed at the neck, or skin below the pit: v (blouse) or open (shirt collar)."""
        return "v" if self.top.kind == "v" else "open" if self.top.kind == "open" else "closed"


def read(entries: list[dict[str, Any]]) -> dict[str, Template]:
    """Check entries and return them by key, in order. Raises ValueError naming the entry and the field."""
    found: dict[str, Template] = {}
    for number, entry in enumerate(entries, 1):
        name = entry.get("key", f"number {number}") if isinstance(entry, dict) else f"number {number}"
        try:
            template = Template.model_validate(entry)
        except ValidationError as error:
            wrong = "; ".join(
                f"{'.'.join(map(str, e['loc'])) or 'entry'}: {e['msg']}" for e in error.errors()
            )
            raise ValueError(f"suit template {name}: {wrong}") from None
        if template.key in found:
            raise ValueError(f"suit template {name}: the key is used twice")
        found[template.key] = template
    return found


@cache
def templates() -> dict[str, Template]:
    """All templates in the order of the gallery."""
    return read(json.loads(FILE.read_text("utf-8")))
