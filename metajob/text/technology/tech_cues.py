"""The patterns and word lists of data/tech_cues.toml, compiled when first asked for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

CUES = Path(__file__).with_name("data") / "tech_cues.toml"


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(CUES.read_text("utf-8"))


def _filled(pattern: str) -> str:
    """With the words of <name> in its place."""
    return re.sub(r"(?<!\(\?)<([a-z_]+)>", lambda found: _either(found[1]), pattern)


@cache
def _either(name: str) -> str:
    raw = _raw()
    if name in raw["shared"]:
        return str(raw["shared"][name])
    return _filled("(?:" + "|".join(raw["words"][name].split()) + ")")


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of one name of [patterns], case ignored."""
    return re.compile("|".join(_filled(one) for one in _raw()["patterns"][name]), re.I)


@cache
def tokens(name: str) -> frozenset[str]:
    """The words of one name of [tokens]."""
    return frozenset(_raw()["tokens"][name].split())


def names() -> tuple[str, ...]:
    """All names of [patterns]."""
    return tuple(_raw()["patterns"])
