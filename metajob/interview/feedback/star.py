"""Finds situation, task, action and result in a spoken answer: cues and position, weighed by a small trained head."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from metajob.interview.feedback import cues
from metajob.interview.feedback.clauses import Clause, clauses, same_words
from metajob.interview.model import StarFound, StarPart

PARTS: tuple[StarPart, ...] = ("situation", "task", "action", "result")
NAMES_KO: dict[StarPart, str] = {"situation": "상황", "task": "과제", "action": "행동", "result": "결과"}
_FILE = Path(__file__).parent / "data" / "star_head.json"
_SAID_SO = re.compile(r"(?:그 ?결과|결과적으로|결과로는|최종적으로|덕분에)\s")
_PAST = frozenset("었았였")


def find(text: str) -> tuple[StarFound, ...]:
    """The four parts in order, each with its clearest clause or empty. Korean; other text gives four empty parts."""
    told = countable(clauses(text))
    none = tuple(StarFound(part=part) for part in PARTS)
    if not told:
        return none
    chances = _chances(features(told))
    found = []
    for at, part in enumerate(PARTS):
        allowed = [index for index, clause in enumerate(told) if may_be(part, clause)]
        best = max(allowed, key=lambda index: chances[index, at], default=-1)
        said_so = [index for index in allowed if part == "result" and _names_result(told[index])]
        if said_so and (best < 0 or chances[best, at] < _head()[1][at]):  # told first, or out of order
            best, sure = said_so[-1], True
        else:
            sure = False
        if best >= 0 and (sure or chances[best, at] >= _head()[1][at]):
            clause = told[best]
            found.append(StarFound(part=part, quote=clause.text, start=clause.start, end=clause.end))
        else:
            found.append(none[at])
    return tuple(found)


def _names_result(clause: Clause) -> bool:
    return _SAID_SO.match(cues.fillers().sub(" ", clause.text).lstrip()) is not None


def countable(told: Sequence[Clause]) -> list[Clause]:
    """The clauses that can tell something: each once, none that only praises, wishes or avoids."""
    seen: set[str] = set()
    kept = []
    for clause in told:
        key = same_words(cues.fillers().sub("", clause.text))
        if len(key) < 5 or key in seen or empty_talk(clause):
            continue
        seen.add(key)
        kept.append(clause)
    return kept


def empty_talk(clause: Clause) -> bool:
    """Praise of oneself, a wish, or a remark that says nothing that happened."""
    cue = cues.patterns()
    if cue["future"].search(clause.text) or cue["nothing"].search(clause.text):
        return True
    if (
        cue["vague"].search(clause.text)
        and not cue["number"].search(clause.text)
        and not cue["change"].search(clause.text)
    ):
        return True
    return (
        bool(cue["claim"].search(clause.text)) and not _past(clause) and not cue["task"].search(clause.text)
    )


def may_be(part: StarPart, clause: Clause) -> bool:
    """What a part cannot be without: a task its cue, an action a verb of doing, a result a change or an outcome."""
    cue = cues.patterns()
    if part == "task":
        return bool(cue["task"].search(clause.text))
    if part == "action":
        return _doing(clause)
    if part == "result":
        return any(cue[name].search(clause.text) for name in ("result", "change", "learned"))
    return not _names_result(clause) and bool(
        cue["time"].search(clause.text) or cue["trouble"].search(clause.text) or _past(clause)
    )


def features(told: Sequence[Clause]) -> NDArray[np.float64]:
    """What the head reads of each clause, (clauses, features): cues, kind of the last verb, place in the answer."""
    count = max(1, len(told) - 1)
    rows = []
    for at, clause in enumerate(told):
        words = cues.fillers().sub(" ", clause.text)
        row = [float(bool(pattern.search(words))) for pattern in cues.patterns().values()]
        last = _last_verb(clause)
        row += [float(last in cues.lemmas(name)) for name in ("state", "become", "act")]
        tags = [token.tag for token in clause.tokens]
        row += [float(_past(clause)), float("JKO" in tags), float("VCP" in tags), float(_negated(clause))]
        row += [
            float(
                clause.tokens[-1].form in {"는데", "거든요", "데요"}
                or clause.text.endswith(("는데", "는데요", "거든요"))
            )
        ]
        place = at / count if len(told) > 1 else 0.5
        row += [1.0, place, place * place, float(at == 0), float(at == len(told) - 1 and len(told) > 1)]
        rows.append(row)
    return np.asarray(rows, np.float64)


def _chances(found: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = _head()[0]
    scores = found @ weights
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(scores / scores.sum(axis=1, keepdims=True), np.float64)


@cache
def _head() -> tuple[NDArray[np.float64], tuple[float, ...]]:
    """Weights (features, 5: the parts and none) and the least chance of each part."""
    data = json.loads(_FILE.read_text("utf-8"))
    return np.asarray(data["weights"], np.float64), tuple(data["least"])


def _past(clause: Clause) -> bool:
    return any(token.tag == "EP" and token.form[-1] in _PAST for token in clause.tokens)


def _negated(clause: Clause) -> bool:
    return any(
        (token.form in {"안", "못"} and token.tag == "MAG") or token.lemma in {"없", "않", "못하"}
        for token in clause.tokens
    )


def _last_verb(clause: Clause) -> str:
    """Dictionary form of the last full verb; the noun of a noun + 하다."""
    for at in range(len(clause.tokens) - 1, -1, -1):
        token = clause.tokens[at]
        if token.tag in {"XSV", "XSA"} and at:
            return clause.tokens[at - 1].form if token.form == "하" else "되"
        if token.tag == "VX" and at:
            continue
        if token.tag in {"VV", "VA", "VCP", "VCN"} or token.tag.startswith(("VV-", "VA-")):
            return token.lemma
    return ""


def _doing(clause: Clause) -> bool:
    """Whether somebody did something: a known verb of doing, or a noun + 하다, or an object with a past verb."""
    last = _last_verb(clause)
    if last in cues.lemmas("act"):
        return True
    tags = [token.tag for token in clause.tokens]
    made = any(token.tag == "XSV" and token.form == "하" for token in clause.tokens)
    return (
        (made or "JKO" in tags)
        and last not in cues.lemmas("state")
        and not re.search(r"받았|되었|됐", clause.text)
    )
