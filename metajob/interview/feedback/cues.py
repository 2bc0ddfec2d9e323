"""The words and patterns that answers are recognised by, from data/cues.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "data" / "cues.toml"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Cue name → pattern over one clause."""
    return {name: re.compile(pattern) for name, pattern in _data()["patterns"].items()}


@cache
def lemmas(name: str) -> frozenset[str]:
    """Dictionary forms without 다 of one kind of verb: state, become, act."""
    return frozenset(_data()["lemmas"][name])


@cache
def fillers() -> re.Pattern[str]:
    """A filled pause in a transcript. “그 결과”, “그 뒤” are none."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in _data()["fillers"].values()))


@cache
def hedges() -> re.Pattern[str]:
    """A wording that takes back what is said."""
    return re.compile(_data()["hedges"]["pattern"])


@cache
def refusal() -> re.Pattern[str]:
    """“I do not know”, “I have none”."""
    return re.compile(_data()["refusal"]["pattern"])


@cache
def generic() -> frozenset[str]:
    """Nouns of a question that say nothing of its subject."""
    return frozenset(_data()["generic"]["nouns"])
