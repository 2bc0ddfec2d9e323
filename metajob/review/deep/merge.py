"""One criterion of a model's review laid over the offline finding: only what the text bears out counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from metajob.llm.masking import Masked
from metajob.llm.schema import one_line
from metajob.review.deep.prompt import Said, instructions
from metajob.review.model import Finding, Level, Quote, Rewrite, Severity
from metajob.text.additions import diff_pieces, invented

Problem = Literal["quote", "spread", "rewrite"]
_MOST_REASON, _MOST_QUESTION, _MOST_SUGGESTION = 300, 200, 500
_LEAST_QUOTE = 6  # characters without blanks; less is no sentence (a technology's name may be shorter)
_LONGEST_REWRITE = 3.0  # times the source, plus a line
# What makes level 3: a number, a comparison or an alternative in the quote.
_BACKED = re.compile(
    r"\d|대신|보다|비교|대비|반면|견주|절반|[두세네]\s?배|에서\s.{1,20}(?:으로|로)\s|(?:\bvs\b|\bthan\b|instead|compared|versus|rather)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Merged:
    """The finding to show, and what of the model's was not used. words: the invented ones."""

    finding: Finding
    problem: Problem | None = None
    words: tuple[str, ...] = ()


def merge(
    offline: Finding,
    said: Said,
    masked: Masked,
    *,
    answers: Sequence[str] = (),
    pages: Sequence[int] = (),
    overused: frozenset[str] = frozenset(),
) -> Merged:
    """The model's finding where its quote stands in the project, else the offline one.

    masked: the project as it was sent. overused: quotes the model gave for most criteria at once; they count
    only where the rules point at the same place. pages: offset at which each page begins.
    Rule quotes are kept, the offline level is kept in `offline_level`; what the person pointed at is not lowered.
    """
    facts = _facts(masked, answers)
    said = _unmasked(said, masked)
    if not said.found or said.level == 0 or not said.evidence.strip():
        if offline.level > 0:
            return Merged(offline)
        return _with_words(offline, said, facts, level=0, quotes=())
    place = _place(said.evidence, masked, offline)
    if place is None:
        return Merged(offline, "quote")
    start, end = place
    if said.evidence in overused and not any(_overlap(quote, start, end) for quote in offline.quotes):
        return Merged(offline, "spread")
    text = masked.original[start:end]
    quote = Quote(start=start, end=end, text=text, source="model", page=bisect_right(pages, start))
    same = next((rule for rule in offline.quotes if (rule.start, rule.end) == (start, end)), None)
    quotes = (same or quote, *(rule for rule in offline.quotes if rule is not same))
    level = min(said.level, 3 if offline.level == 3 or _BACKED.search(text) else 2)
    if offline.engine == "user":
        level = max(level, offline.level)
    merged = _with_words(offline, said, facts, level=level, quotes=quotes)
    return _with_rewrite(merged, said, quote, facts, answers)


def overused_quotes(all_said: Sequence[Said]) -> frozenset[str]:
    """Quotes given for more than three of the five criteria: a model that copies instead of reading."""
    given = [said.evidence for said in all_said if said.evidence.strip()]
    return frozenset(quote for quote in given if given.count(quote) > 3)


def _facts(masked: Masked, answers: Sequence[str]) -> str:
    return "\n".join([masked.unmask(masked.text), *answers])


def _unmasked(said: Said, masked: Masked) -> Said:
    free = ("reason", "reader_question", "question", "suggestion", "rewrite")
    return said.model_copy(update={name: masked.unmask(getattr(said, name)) for name in free})


def _place(evidence: str, masked: Masked, offline: Finding) -> tuple[int, int] | None:
    """Where the quote stands; where it stands twice, the place the rules found too."""
    least = 2 if offline.criterion == "tech" else _LEAST_QUOTE
    places = [
        place
        for place in masked.locate(evidence)
        if len(re.sub(r"\s", "", masked.original[place[0] : place[1]])) >= least
    ]
    shared = [place for place in places if any(_overlap(quote, *place) for quote in offline.quotes)]
    return next(iter(shared or places), None)


def _overlap(quote: Quote, start: int, end: int) -> bool:
    return quote.start < end and start < quote.end


def _with_words(
    offline: Finding, said: Said, facts: str, *, level: Level, quotes: tuple[Quote, ...]
) -> Merged:
    """The model's sentences; one that states what nobody told is replaced by the offline one."""
    reason = (_usable(said.reason, _MOST_REASON, facts) if level else "") or offline.reason
    suggestion = _usable(said.suggestion, _MOST_SUGGESTION, facts)
    if level == 3:
        suggestion = ""
    elif "[" not in suggestion:  # without a blank to fill it only pads
        suggestion = offline.suggestion
    finding = offline.model_copy(
        update={
            "level": level,
            "quotes": quotes,
            "unsure": False,
            "reason": reason,
            "missing": _usable(said.reader_question, _MOST_QUESTION, facts, check=False) or offline.missing,
            "question": _asking(_usable(said.question, _MOST_QUESTION, facts, check=False))
            or offline.question,
            "suggestion": suggestion,
            "severity": _severity(offline, level),
            "engine": "user" if offline.engine == "user" else "model",
            "offline_level": offline.level,
        }
    )
    return Merged(finding)


def _usable(sentence: str, most: int, facts: str, *, check: bool = True) -> str:
    """One Korean line of the model, or nothing: other language, copied from us or the document, facts nobody told."""
    line = one_line(sentence, most)
    copied = _bare(line) in _bare(instructions()) or _bare(line) in _bare(facts)
    if not re.search(r"[가-힣]", line) or "[지시문" in line or copied:
        return ""
    return "" if check and invented(facts, line) else line


def _asking(sentence: str) -> str:
    return sentence if sentence.endswith(("?", "？")) else ""


def _bare(text: str) -> str:
    return re.sub(r"[\s.]+", "", text)


def _severity(offline: Finding, level: Level) -> Severity:
    if level == offline.level:
        return offline.severity
    return "may" if level >= 2 else "should" if level == 1 else "must"


def _with_rewrite(merged: Merged, said: Said, original: Quote, facts: str, answers: Sequence[str]) -> Merged:
    text = said.rewrite.strip()
    too_long = len(text) > _LONGEST_REWRITE * len(original.text) + 100
    parroted = _bare(text) in _bare(instructions())
    if not text or too_long or parroted or text == original.text.strip() or "[지시문" in text:
        return merged
    words = invented(facts, text, answers)
    if words:
        return Merged(merged.finding, "rewrite", tuple(words))
    rewrite = Rewrite(original=original, text=text, pieces=diff_pieces(original.text, text))
    return Merged(merged.finding.model_copy(update={"rewrite": rewrite}))
