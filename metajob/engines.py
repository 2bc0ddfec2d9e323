"""What every engine says of itself: ready, or not and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ready:
    """The engine can be used now. `note` is one Korean phrase for the screen (device, model), may be empty."""

    note: str = ""


@dataclass(frozen=True)
class Unavailable:
    """The engine cannot be used. Both sentences are Korean and shown as they are."""

    reason: str
    how_to_fix: str


Probe = Ready | Unavailable

# Called by heavy work with (share done 0..1, Korean phrase for the screen). May raise Cancelled.
Progress = Callable[[float, str], None]


def silent(_share: float, _phrase: str) -> None:
    """The Progress that says nothing."""
