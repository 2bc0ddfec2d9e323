"""Sentences and bullets of a project, each with its morphemes and what the heading above it promises."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from metajob.review.model import ProjectSpan
from metajob.text.morphs import Morph, sentences

Heading = Literal["why", "tech", "choice", "result", "limits", "plain", ""]


@dataclass(frozen=True)
class Unit:
    """One sentence or bullet: text[start:end] of the document, without its mark.

    heading: the criterion that the heading above (or the label before it) promises, "plain" for another heading,
    "" for none. morphs: empty for English.
    """

    start: int
    end: int
    text: str
    morphs: tuple[Morph, ...]
    heading: Heading = ""

    @property
    def korean(self) -> bool:
        """Whether it has Hangul."""
        return bool(_HANGUL.search(self.text))


_WORD = re.compile(r"[^\W_]")
_HANGUL = re.compile(r"[가-힣]")
_MARK = re.compile(
    r"\s*(?:[-*+•·▪◦‣–—○●□■◆◇▶►▷※☞✓✔→>#]+\s+|[■◆◇▶►▷●○□▪◦※☞✓✔•‣]|\(?\d{1,2}[.)]\s+|[①-⑳㉠-㉻]\s*|[가-하][.)]\s+|\*\*)+"
)
_ENDS = re.compile(r"(?:[.!?…。:;|]|다|요|음|함|됨|임|[\])>}」』”\"'])\s*$")

_TOLD = re.compile(r"(?:[.!?。]|[가-힣](?:다|요))\s*$")

# What a heading promises; the first that fits. A heading is a hint, never evidence.
_PROMISES: dict[Heading, str] = {
    "limits": "한계|아쉬|미흡|보완|남은|남긴|부족|과제$|개선(?:할|점|이 필요)|트러블|어려웠|회고|못 ?(?:한|다)"
    "|limit|caveat|drawback|what.{0,6}(?:left|missing|wrong)|next steps?|(?:open|known) issues|downside|lessons",
    "choice": "선택|이유|판단|결정|근거|대안|비교|고민|왜 (?:이|그|골|선|썼)|채택"
    "|decision|choice|trade-?off|why (?:this|not|i chose|we chose)|alternatives",
    "result": "결과|성과|효과|실적|변화|얻은|result|impact|outcome|achievement|effect",
    "why": "배경|문제|동기|계기|목적|목표|상황|필요|왜|불편|취지"
    r"|situation|problem|background|motivation|context|goal|^why\b|task",
    "tech": "기술|구현|방법|도구|스택|활용|사용|수행|과정|해결|한 일|진행|접근|설계|개발|활동|실행|구성"
    r"|tech|stack|tools?|action|approach|implementation|method|how|^what\b|solution|built",
}
_PROMISED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PROMISES.items()}
_LABEL = re.compile(
    r"\s*(?:[\[<【(]\s*([^\]>】)\n]{1,18})\s*[\]>】)]\s*(?:[:：—–-]\s*)?"
    r"|(?:\d{1,2}[.)]?\s*)?([^\s:：—|,.]{1,12}(?: [^\s:：—|,.]{1,8}){0,2})\s*(?:[:：|]|\s[—–]|\s-)\s+)"
)


def promise(heading: str) -> Heading:
    """The criterion that a heading promises."""
    return next((name for name, pattern in _PROMISED.items() if pattern.search(heading)), "plain")


def units(text: str, span: ProjectSpan, wraps: Collection[int] | None = None) -> tuple[Unit, ...]:
    """The units of one project, in the order of the text. Headings inside it are no units.

    wraps: offsets of the line breaks that only wrap (PDF); None when nobody knows (pasted text, DOCX).
    """
    found: list[tuple[int, int, tuple[Morph, ...], Heading]] = []
    heading: Heading = ""
    for number, (start, end) in enumerate(paragraphs(text, span.start, span.end, wraps)):
        line = text[start:end]
        if number == 0 and _same(line, span.title):
            continue
        if _is_heading(line):
            heading = promise(line)
            continue
        here = heading
        label = _LABEL.match(line)
        if label and label.end() < len(line):
            name = label.group(1) or label.group(2)
            if (told := promise(name)) != "plain" or label.group(1):
                here = told
                if label.group(1):
                    heading = told
                start += label.end()
        elif heading and number and not _MARK.match(line) and not _near(text, start):
            heading = here = ""
        found += [
            (a, b, morphs, here) for a, b, morphs in sentences(text, start, end) if _WORD.search(text, a, b)
        ]
    return tuple(Unit(a, b, text[a:b], morphs, head) for a, b, morphs, head in found)


def alone(sentence: str) -> Unit:
    """A sentence without a document around it."""
    mark = _MARK.match(sentence)
    begin = mark.end() if mark and mark.end() < len(sentence) else 0
    parts = sentences(sentence, begin, len(sentence))
    return Unit(begin, len(sentence), sentence[begin:], tuple(m for _, _, morphs in parts for m in morphs))


def paragraphs(
    text: str, start: int, end: int, wraps: Collection[int] | None = None
) -> list[tuple[int, int]]:
    """Lines without their marks; a line that was only wrapped is joined with the next one.

    Without `wraps` a text counts as wrapped when several lines end near the same width without a sentence's end.
    """
    lines: list[tuple[int, int, bool]] = []  # start, end, begins something new
    at = start
    for raw in text[start:end].splitlines(keepends=True):
        body = raw.rstrip()
        if body.strip():
            mark = _MARK.match(body)
            skip = mark.end() if mark and mark.end() < len(body) else len(body) - len(body.lstrip())
            fresh = bool(mark) or bool(_LABEL.match(body)) or raw.lstrip().startswith("|")
            lines.append((at + skip, at + len(body), fresh))
        else:
            lines.append((at, at, True))
        at += len(raw)
    full = _full(text, lines) if wraps is None else {(a, b) for a, b, _ in lines if _break(text, b) in wraps}
    joined: list[tuple[int, int]] = []
    goes_on = False
    for a, b, fresh in lines:
        if a < b:
            if goes_on and not fresh:
                joined[-1] = (joined[-1][0], b)
            else:
                joined.append((a, b))
        goes_on = (a, b) in full
    return joined


def _full(text: str, lines: list[tuple[int, int, bool]]) -> set[tuple[int, int]]:
    """Lines that end near the widest one without a sentence's end, when there are enough to look like a margin."""
    width = {(a, b): sum(1 if letter.isascii() else 2 for letter in text[a:b]) for a, b, _ in lines}
    widest = max(width.values(), default=0)
    full = {
        (a, b)
        for (a, b), wide in width.items()
        if wide >= 50 and wide > 0.88 * widest and not _ENDS.search(text[a:b]) and not _closed(text[b - 1])
    }
    return full if len(full) >= 3 else set()


def _closed(letter: str) -> bool:
    """Whether a Korean syllable ends in ㅁ, as noun forms at the end of a bullet do."""
    return "가" <= letter <= "힣" and (ord(letter) - ord("가")) % 28 == 16


def _break(text: str, end: int) -> int:
    found = text.find("\n", end)
    return found if found >= 0 else len(text)


def _is_heading(line: str) -> bool:
    bare = line.strip(" *#[]<>【】()—–-:：■◆▶●0123456789.")
    if not bare:
        return True
    boxed = re.fullmatch(r"\s*[\[<【(][^\]>】)]{1,24}[\]>】)]\s*[:：]?\s*", line) is not None
    short = len(bare) <= 18 and not re.search(r"[.,;→\d%]|[:：|]\s*\S|(?:다|요|음|함|됨)$", bare)
    return boxed or (short and promise(bare) != "plain" and len(bare.split()) <= 4)


def _same(line: str, title: str) -> bool:
    """Whether the line is the title; a sentence that a project was named after is no title."""
    if _TOLD.search(line):
        return False
    squeeze = re.compile(r"[\W_]+")
    a, b = squeeze.sub("", line), squeeze.sub("", title)
    return bool(b) and (a == b or (b in a and len(a) < len(b) + 28))


def _near(text: str, start: int) -> bool:
    """Whether the line follows without an empty line above it."""
    return not text[:start].endswith("\n\n")
