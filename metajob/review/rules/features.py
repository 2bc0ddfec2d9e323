"""What the judge sees of a unit, as named features: cues, words and their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable

from metajob.review.rules import cues
from metajob.review.rules.units import Unit
from metajob.text.morphs import Morph
from metajob.text.technology.techs import TechHit

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d,.]*%?|[→|:%]")
_CLAUSE_END = "EC"  # a connective ending closes a clause


def features(unit: Unit, techs: Iterable[TechHit] = ()) -> set[str]:
    """The features of a unit; `techs` are those found in it."""
    found = _korean(unit.morphs) if unit.korean else _english(unit.text)
    uses = [hit.use for hit in techs]
    found.update(f"tech:{use}:{min(uses.count(use), 3)}" for use in set(uses))
    found.add(f"len:{min(5, len(unit.text) // 25)}")
    found.add("lang:ko" if unit.korean else "lang:en")
    return found


def _korean(morphs: tuple[Morph, ...]) -> set[str]:
    words = [f"{morph.lemma}/{morph.tag[0]}" for morph in morphs]
    found = _neighbours(words)
    whole = cues.korean(_written(morphs))
    found.update(_pairs(whole))
    border = max((i for i, morph in enumerate(morphs[:-3]) if morph.tag == _CLAUSE_END), default=-1)
    found.update(f"final:{name}" for name in cues.korean(_written(morphs[border + 1 :])))
    if border >= 0:
        found.update(f"opening:{name}" for name in cues.korean(_written(morphs[: border + 1])))
    return found


def _english(text: str) -> set[str]:
    words = [re.sub(r"^\d.*", "0", word) for word in _WORD.findall(text.lower())]
    return _neighbours(words) | set(_pairs(cues.english(text)))


def _neighbours(words: list[str]) -> set[str]:
    """Words, pairs of neighbours, and the last five once more as the end of the sentence."""
    found = set(words)
    found.update(f"{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True))
    found.update(f"end:{word}" for word in words[-5:])
    return found


def _pairs(names: list[str]) -> list[str]:
    """The cues and all pairs of them: a reason and a decision together say more than either."""
    found = [f"cue:{name}" for name in names]
    found += [f"{a}&{b}" for i, a in enumerate(names) for b in names[i + 1 :]]
    return found


def _written(morphs: tuple[Morph, ...]) -> str:
    return "".join(f" {morph.lemma}/{morph.tag}" for morph in morphs) + " "
