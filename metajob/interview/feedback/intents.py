"""What a question is after, whether an answer takes it up, and of which trade both are (data/intents.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from metajob.interview.model import Question

_FILE = Path(__file__).parent / "data" / "intents.toml"
_QUOTED = re.compile(r"[‘'“\"][^’'”\"]{4,}[’'”\"]")


def _every(_word: str) -> bool:
    return True


@dataclass(frozen=True)
class Intent:
    """One thing a question can be after. name: Korean, as shown; ask: over the question; told: over the answer;
    weak: counts only where nothing else fits; core: what hardly any fitting answer is without, None when unknown."""

    id: str
    name: str
    ask: re.Pattern[str]
    told: re.Pattern[str]
    weak: bool
    core: re.Pattern[str] | None


@dataclass(frozen=True)
class Kind:
    """A kind of answer that fits only some questions. fits: ids of intents; heard: Korean, before “것처럼 들려요”."""

    id: str
    heard: str
    fits: frozenset[str]
    pattern: re.Pattern[str]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _intents() -> tuple[Intent, ...]:
    return tuple(
        Intent(
            one["id"],
            one["name"],
            re.compile(one["ask"]),
            re.compile(one["told"]),
            one.get("weak", False),
            re.compile(one["core"]) if "core" in one else None,
        )
        for one in _data()["intent"]
    )


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of answers: motive, intro, knowledge, daily, wish."""
    return tuple(
        Kind(one["id"], one["heard"], frozenset(one["fits"]), re.compile(one["pattern"]))
        for one in _data()["kind"]
    )


@cache
def _fields() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in _data()["fields"].items()}


def asked(question: Question) -> tuple[Intent, ...]:
    """What the question is after, none when it cannot be told; a quoted passage does not count."""
    text = _QUOTED.sub(" ", question.text)
    found = tuple(intent for intent in _intents() if intent.ask.search(text))
    return tuple(intent for intent in found if not intent.weak) or found


def told(intents: tuple[Intent, ...], text: str, known: Callable[[str], bool] = _every) -> int:
    """How many different words of the answer take up one of the intents. known: which words count, for training."""
    return len({hit.group() for one in intents for hit in one.told.finditer(text) if known(hit.group())})


def core(intents: tuple[Intent, ...], text: str, known: Callable[[str], bool] = _every) -> int | None:
    """How many different core words the answer has; None when no intent knows its core."""
    cores = [one.core for one in intents if one.core]
    if not cores:
        return None
    return len({hit.group() for one in cores for hit in one.finditer(text) if known(hit.group())})


def shows(kind: Kind, text: str) -> int:
    """How many different words or turns show that the answer is of this kind."""
    return len({hit.group() for hit in kind.pattern.finditer(text)})


def fields(text: str, known: Callable[[str], bool] = _every) -> dict[str, int]:
    """Trade → number of its different words in the text, trades without one left out."""
    found = {
        name: len({hit.group() for hit in pattern.finditer(text) if known(hit.group())})
        for name, pattern in _fields().items()
    }
    return {name: count for name, count in found.items() if count}
