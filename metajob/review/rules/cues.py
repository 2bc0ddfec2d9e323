"""The rules of the judge: named cues of a Korean or English sentence, read from `data/cues.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

RULES = Path(__file__).parent / "data" / "cues.toml"


@cache
def _rules() -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    book: dict[str, dict[str, str]] = tomllib.loads(RULES.read_text("utf-8"))
    families = book["families"]

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"<(\w+)>", lambda name: families[name[1]], pattern), re.IGNORECASE)

    korean_rules = {name: compiled(pattern) for name, pattern in book["korean"].items()}
    return korean_rules, {name: compiled(pattern) for name, pattern in book["english"].items()}


def korean(morphemes: str) -> list[str]:
    """Names of the cues in a sentence written as morphemes: " 서버/NNG 가/JKS 죽/VV … "."""
    return [name for name, pattern in _rules()[0].items() if pattern.search(morphemes)]


def english(sentence: str) -> list[str]:
    """Names of the cues in an English sentence."""
    return [f"en:{name}" for name, pattern in _rules()[1].items() if pattern.search(sentence)]
