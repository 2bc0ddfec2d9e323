"""The person's own words in a better order: fillers and doubled words out, blanks where a part was not told."""

from __future__ import annotations

import re

from metajob.interview.feedback import cues
from metajob.interview.feedback.clauses import Clause, clauses, same_words
from metajob.interview.feedback.star import empty_talk, may_be
from metajob.interview.feedback.structure import Part, parts_of
from metajob.interview.model import Better, Shape, StarFound, StarPart
from metajob.text.additions import diff_pieces, invented

BLANKS: dict[StarPart, str] = {
    "situation": "당시 상황은 [  ]였습니다.",
    "task": "제가 맡은 일은 [  ]였습니다.",
    "action": "그래서 제가 [  ]을 했습니다.",
    "result": "그 결과 [  ]이 달라졌습니다.",
}
_ORDER: tuple[StarPart, ...] = ("situation", "task", "action", "result")
_DOUBLED = re.compile(r"(?<![가-힣A-Za-z0-9])([가-힣A-Za-z]{1,12})(?:\s+\1)+(?![가-힣A-Za-z0-9])")
_POLITE = re.compile(r"(?:요|니다|니까|죠|까)$")
_THEN = re.compile(r"(?:그래서|저는|제가|먼저|우선)\s")
_REPEATED_ON_PURPOSE = frozenset(("하나", "조금", "매일", "점점", "차근", "계속", "자주"))


def better(
    text: str, shape: Shape, found: tuple[StarFound, ...], lacking: tuple[Part, ...] = ()
) -> Better | None:
    """The answer cleaned, in S-T-A-R order for an experience, with one blank sentence for each missing part.

    Every word but the blanks is the person's. None when there is nothing to make better, or when the check for
    invented facts finds any.
    """
    told = _once(clauses(text))
    sentences = _experience(told, found) if shape == "experience" else _other(told, shape, lacking)
    made = " ".join(sentence for sentence in sentences if sentence)
    if not made or same_words(made) == same_words(text) or invented(text, made):
        return None
    return Better(text=made, pieces=diff_pieces(text, made))


def cleaned(text: str) -> str:
    """Without filled pauses and doubled words, one blank between words."""
    bare = cues.fillers().sub(" ", text)
    bare = re.sub(r"\s+(?=[,.?!])|^[\s,.]+", "", " ".join(bare.split()))
    return _DOUBLED.sub(lambda hit: hit.group() if hit[1] in _REPEATED_ON_PURPOSE else hit[1], bare)


def _once(told: tuple[Clause, ...]) -> list[Clause]:
    seen: set[str] = set()
    kept = []
    for clause in told:
        key = same_words(cleaned(clause.text))
        if key and key not in seen:
            seen.add(key)
            kept.append(clause)
    return kept


def _experience(told: list[Clause], found: tuple[StarFound, ...]) -> list[str]:
    """Whole sentences under the part that they tell, in S-T-A-R order; the others stay with the one before them."""
    starts = {one.start: one.part for one in found if one.quote}
    runs: dict[StarPart, list[str]] = {part: [] for part in _ORDER}
    here: StarPart = "situation"
    for sentence in _whole_sentences(told):
        own = [starts[clause.start] for clause in sentence if clause.start in starts]
        kept = [clause.text for clause in sentence if clause.start in starts or not empty_talk(clause)]
        if own:
            here = own[0]
        elif (
            _THEN.match(kept[0] if kept else "")
            and here in {"situation", "task"}
            and may_be("action", sentence[-1])
        ):
            here = "action"
        if kept:
            runs[here].append(_sentences(kept))
    present = set(starts.values())
    lines = []
    for part in _ORDER:
        lines += runs[part]
        if part not in present:
            lines.append(BLANKS[part])
    return lines


def _whole_sentences(told: list[Clause]) -> list[list[Clause]]:
    groups: list[list[Clause]] = [[]]
    for clause in told:
        groups[-1].append(clause)
        if _POLITE.search(cleaned(clause.text).rstrip(" ,.?!")):
            groups.append([])
    return [group for group in groups if group]


def _other(told: list[Clause], shape: Shape, lacking: tuple[Part, ...]) -> list[str]:
    lines = [_sentences([clause.text for clause in told])]
    wanted = parts_of(shape)
    if wanted and wanted[0] in lacking:
        lines.insert(0, wanted[0].blank)
    return lines + [part.blank for part in lacking if part is not wanted[0]]


def _sentences(parts: list[str]) -> str:
    """Clauses as sentences: a full stop after a polite ending, a comma after a connective one."""
    made = ""
    for at, part in enumerate(parts):
        line = cleaned(part).rstrip(" ,.")
        if not line:
            continue
        asks = line.endswith(("?", "!"))
        last = at == len(parts) - 1
        made += line + ("" if asks else "." if _POLITE.search(line) else "…" if last else ",") + " "
    return made.strip()
