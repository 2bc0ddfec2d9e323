"""The word lists of data/posting_cues.toml, as sets or as one alternative of a pattern."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

CUES = Path(__file__).with_name("data") / "posting_cues.toml"


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(CUES.read_text("utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(str(_raw()["words"][name]).split())


@cache
def either(name: str) -> str:
    """The words of one list as "(?:a|b|c)"."""
    return "(?:" + "|".join(str(_raw()["words"][name]).split()) + ")"
