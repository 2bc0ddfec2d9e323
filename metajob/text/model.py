"""Plain data about text that several features share: a span, and the pieces of a computed diff."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Data(BaseModel):
    """Base of all of them: frozen, unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Data):
    """text[start:end] of a document."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Piece(Data):
    """A run of a rewritten passage, from a computed diff against the source."""

    kind: Literal["same", "added", "removed"]
    text: str
