"""Personal data out, placeholders in, and the way back: what a model says is found again in the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from metajob.llm.names import find_names
from metajob.llm.personal import HEADER_PATTERNS, PATTERNS, Kind, header_end

LABELS: dict[Kind, str] = {
    "resident": "주민등록번호",
    "email": "이메일",
    "phone": "전화번호",
    "birth": "생년월일",
    "address": "주소",
    "profile": "프로필 주소",
    "name": "이름",
    "instruction": "지시문 제외",
}
_OUTER = " \t\n\"'“”‘’「」『』<>*•·-–…"


@dataclass(frozen=True)
class Replacement:
    """original[start:end] is sent as `placeholder`, which is as long for a short value as for a long one."""

    start: int
    end: int
    kind: Kind
    placeholder: str


@dataclass(frozen=True)
class Masked:
    """original[start:end] with its replacements, in order and without overlap. All offsets count in `original`."""

    original: str
    start: int
    end: int
    replacements: tuple[Replacement, ...] = ()

    @property
    def text(self) -> str:
        """What may be sent."""
        return "".join(piece for piece, _start, _end in self._pieces())

    def cut(self, start: int, end: int) -> Masked:
        """The part original[start:end]; a replacement at its border goes with it as a whole."""
        inside = tuple(item for item in self.replacements if item.start < end and item.end > start)
        ends = [start, end, *(item.start for item in inside), *(item.end for item in inside)]
        return Masked(self.original, min(ends), max(ends), inside)

    def unmask(self, text: str) -> str:
        """The text with placeholders of personal data turned back into what they stand for."""
        known = {item.placeholder: item for item in self.replacements[::-1] if item.kind != "instruction"}
        if not known:
            return text
        pattern = "|".join(re.escape(placeholder) for placeholder in sorted(known, key=len, reverse=True))
        return re.sub(pattern, lambda found: self._value(known[found.group()]), text)

    def locate(self, quote: str) -> list[tuple[int, int]]:
        """Where a quote of the masked text stands in the original: every [(start, end)], white space ignored.

        Surrounding quotation marks are taken off; nothing else is forgiven. A quote that holds a removed
        instruction is nowhere.
        """
        wanted = _squeezed(unicodedata.normalize("NFC", quote).strip(_OUTER))
        if not wanted:
            return []
        letters: list[tuple[str, int, int]] = []
        for piece, start, end in self._pieces():
            whole = end - start != len(piece) or self.original[start:end] != piece
            for index, letter in enumerate(piece):
                if not letter.isspace():
                    place = (start, end) if whole else (start + index, start + index + 1)
                    letters.append((letter, *place))
        hay = "".join(letter for letter, _start, _end in letters)
        found, at = [], hay.find(wanted)
        while at >= 0:
            start, end = letters[at][1], letters[at + len(wanted) - 1][2]
            if not self._instructed(start, end):
                found.append((start, end))
            at = hay.find(wanted, at + 1)
        return found

    def _instructed(self, start: int, end: int) -> bool:
        removed = (item for item in self.replacements if item.kind == "instruction")
        return any(item.start < end and item.end > start for item in removed)

    def _value(self, item: Replacement) -> str:
        return self.original[item.start : item.end]

    def _pieces(self) -> Iterable[tuple[str, int, int]]:
        at = self.start
        for item in self.replacements:
            if item.start > at:
                yield self.original[at : item.start], at, item.start
            yield item.placeholder, item.start, item.end
            at = item.end
        if at < self.end:
            yield self.original[at : self.end], at, self.end


def mask(
    text: str,
    instructions: Iterable[tuple[int, int]] = (),
    *,
    resume: bool = True,
    taken: frozenset[str] = frozenset(),
) -> Masked:
    """Find personal data and give each value a placeholder; equal values get the same one.

    instructions: places that are not to be sent at all, such as sentences addressed to a model.
    resume: the text begins as a résumé does; False for a job posting, whose first lines name no applicant.
    taken: placeholders that already mean something else.
    """
    removed: list[tuple[int, int, Kind]] = [(start, end, "instruction") for start, end in instructions]
    places = _without_overlap(removed + _personal(text, resume))
    names: dict[tuple[Kind, str], str] = {}
    counts: dict[Kind, int] = {}
    replacements = []
    for start, end, kind in places:
        value = (kind, "" if kind == "instruction" else _squeezed(text[start:end]).casefold())
        while value not in names:
            counts[kind] = counts.get(kind, 0) + 1
            placeholder = f"[{LABELS[kind]}{f' {counts[kind]}' if counts[kind] > 1 else ''}]"
            if placeholder not in text and (kind == "instruction" or placeholder not in taken):
                names[value] = placeholder
        replacements.append(Replacement(start, end, kind, names[value]))
    return Masked(text, 0, len(text), tuple(replacements))


def _personal(text: str, resume: bool) -> list[tuple[int, int, Kind]]:
    found: list[tuple[int, int, Kind]] = []
    header = ((HEADER_PATTERNS, header_end(text)),) if resume else ()
    for patterns, end in ((PATTERNS, len(text)), *header):
        for kind, pattern in patterns:
            group = 1 if pattern.groups else 0
            for hit in pattern.finditer(text, 0, end):
                found.append((hit.start(group), hit.start(group) + len(hit[group].rstrip()), kind))
    return found + [(start, end, "name") for start, end in (find_names(text) if resume else ())]


def _without_overlap(places: list[tuple[int, int, Kind]]) -> list[tuple[int, int, Kind]]:
    """Overlapping places become one that covers them, of the kind that was found first. Edges lose blanks."""
    rank = {place: index for index, place in reversed(list(enumerate(places)))}
    merged: list[tuple[int, int, Kind]] = []
    best: list[int] = []
    for place in sorted(rank):
        start, end, kind = place
        if merged and start < merged[-1][1]:
            last = merged[-1]
            first = kind if rank[place] < best[-1] else last[2]
            merged[-1], best[-1] = (last[0], max(last[1], end), first), min(best[-1], rank[place])
        elif start < end:
            merged.append(place)
            best.append(rank[place])
    return merged


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
