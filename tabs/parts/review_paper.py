"""The document beside the review: quoted places marked, pages and projects separated, every sentence selectable."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from metajob.review.model import CRITERIA, Criterion, Review
from tabs.parts import review_html as h
from tabs.parts.words import Lang, say

_STOP = re.compile(r"(?<=[가-힣\w)\]\"'”’][.!?。])[ \t]+(?=\S)")
_HIDDEN_BY = {
    "white": "hidden_white", "tiny": "hidden_tiny", "transparent": "hidden_transparent",
    "off_page": "hidden_off_page", "vanish": "hidden_vanish",
}  # fmt: skip
_NUMBER = re.compile(r"[\s#*\-]*\d{1,3}\.\s*")  # what stands before a numbered line is no sentence of its own
_BULLET = re.compile(r"[ \t]*[-*+•·][ \t]+(?=\S)")
_HEADING = re.compile(r"^(#{1,6}[ \t]+)\S.*$", re.M)
_BOLD = re.compile(r"(\*\*)(?=\S)[^\n*]+(?<=\S)(\*\*)")
HIDDEN_SHOWN = 5  # passages of hidden text that are listed; the others are counted


@dataclass(frozen=True)
class Mark:
    """text[start:end] is quoted for a criterion of a project."""

    start: int
    end: int
    project: str
    criterion: Criterion
    unsure: bool = False


def marks(review: Review) -> list[Mark]:
    """Every quote of every finding, in the order of the text."""
    found = {
        Mark(quote.start, quote.end, project.span.id, finding.criterion, finding.unsure)
        for project in review.projects
        for finding in project.findings
        for quote in finding.quotes
        if quote.start < quote.end
    }
    return sorted(found, key=lambda mark: (mark.start, -mark.end, CRITERIA.index(mark.criterion)))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what can be pointed at: sentences of each line, without bullet and white space around."""
    for line in re.finditer(r"[^\n]+", text):
        borders = [
            line.start() + (bullet.end() if (bullet := _BULLET.match(line.group())) else 0),
            *(
                line.start() + stop.end()
                for stop in _STOP.finditer(line.group())
                if not _NUMBER.fullmatch(line.group(), 0, stop.end())
            ),
            line.end(),
        ]
        for start, end in itertools.pairwise(borders):
            body = text[start:end]
            left = start + len(body) - len(body.lstrip())
            right = end - (len(body) - len(body.rstrip()))
            if left < right:
                yield left, right


@dataclass(frozen=True)
class Look:
    """Markdown in the text: where its signs stand (kept in the page, but not seen), headings, bold words."""

    signs: list[tuple[int, int]]
    headings: list[tuple[int, int]]
    bold: list[tuple[int, int]]

    def dress(self, start: int, end: int, body: str) -> str:
        """HTML of text[start:end], which crosses none of the borders."""
        if _within(start, end, self.signs):
            return f'<span class="sign">{body}</span>'
        return f"<b>{body}</b>" if _within(start, end, self.bold) else body


def look(text: str) -> Look:
    """Find headings (`# …`) and bold words (`**…**`)."""
    headings, bold = list(_HEADING.finditer(text)), list(_BOLD.finditer(text))
    return Look(
        [one.span(1) for one in headings] + [one.span(side) for one in bold for side in (1, 2)],
        [one.span() for one in headings],
        [one.span() for one in bold],
    )


def _within(start: int, end: int, places: list[tuple[int, int]]) -> bool:
    return any(left <= start and end <= right for left, right in places)


def paper(review: Review, lang: Lang) -> str:
    """The whole document."""
    found = marks(review)
    keywords = [
        (quote.start, quote.end)
        for keyword in (review.posting.keywords if review.posting else ())
        for quote in keyword.found
    ]
    cuts = {point for mark in found for point in (mark.start, mark.end)}
    cuts |= {point for pair in keywords for point in pair}
    heads = _heads(review, lang)
    cuts |= set(heads)
    dress = look(review.text)
    cuts |= {point for pair in (*dress.signs, *dress.bold) for point in pair}
    ordered = sorted(cuts)
    body, at, legend = [], 0, _legend(lang)
    for start, end in sentences(review.text):
        body.append(_between(review.text, at, start, heads))
        body.append(_sentence(review.text, start, end, ordered, found, heads, dress, lang))
        at = end
    body.append(_between(review.text, at, len(review.text), heads))
    back = h.button(say("back_to_card", lang), "close", look="small back")
    return (
        f'<div class="mj-paper-head"><h3 id="paper-title">{escape(review.name)}</h3>{back}</div>'
        f'<div class="mj-picking" data-part="picking" role="status" hidden><b data-part="ask"></b>'
        f'<button type="button" class="mj-btn small" data-unpick>{h.word("cancel", lang)}</button></div>'
        f'{legend}<div class="mj-paper" data-part="paper" lang="ko" tabindex="0" role="region"'
        f' aria-labelledby="paper-title">{"".join(body)}</div>'
    )


def _legend(lang: Lang) -> str:
    names = "".join(
        f'<li data-criterion="{name}"><i class="dot" aria-hidden="true"></i>{escape(h.short(name, lang))}</li>'
        for name in CRITERIA
    )
    return f'<ul class="mj-legend" aria-label="{h.word("legend", lang)}">{names}</ul>'


def _heads(review: Review, lang: Lang) -> dict[int, str]:
    """Offset → separator that stands before it: page numbers and the beginnings of projects."""
    heads: dict[int, str] = {}
    for number, offset in enumerate(review.pages, 1):
        text = h.word("page", lang, page=number)
        heads[offset] = heads.get(offset, "") + f'<span class="mj-page">{text}</span>'
    for number, project in enumerate(review.projects, 1):
        text = h.word("project_number", lang, number=number)
        at = project.span.start
        heads[at] = (
            heads.get(at, "")
            + f'<span class="mj-from" data-project="{escape(project.span.id)}">{text}</span>'
        )
    return heads


def _between(text: str, start: int, end: int, heads: dict[int, str]) -> str:
    """White space between sentences, with the separators that fall into it."""
    parts = []
    for at in [offset for offset in sorted(heads) if start <= offset < end]:
        parts.append(escape(text[start:at]) + heads.pop(at))
        start = at
    return "".join(parts) + escape(text[start:end])


def _sentence(
    text: str,
    start: int,
    end: int,
    cuts: list[int],
    found: list[Mark],
    heads: dict[int, str],
    dress: Look,
    lang: Lang,
) -> str:
    """One selectable sentence; its pieces carry offsets, so that a quote can be found again."""
    inner = cuts[bisect_right(cuts, start) : bisect_right(cuts, end - 1)]
    borders = [start, *inner, end]
    pieces = []
    for left, right in itertools.pairwise(borders):
        pieces.append(heads.pop(left, ""))
        over = [mark for mark in found if mark.start <= left and right <= mark.end]
        pieces.append(_piece(text, left, right, over, dress, lang))
    kind = "s title" if _within(start, end, dress.headings) else "s"
    return f'<span class="{kind}" data-s="{start}" data-e="{end}">{"".join(pieces)}</span>'


def _piece(text: str, start: int, end: int, over: list[Mark], dress: Look, lang: Lang) -> str:
    body = dress.dress(start, end, escape(text[start:end]))
    if not over:
        return f'<span data-s="{start}" data-e="{end}">{body}</span>'
    tags = "".join(
        f'<button type="button" class="tag" data-criterion="{mark.criterion}"'
        f' data-jump="{escape(mark.project)}:{mark.criterion}"'
        f' aria-label="{h.word("mark_label", lang, criterion=h.criterion(mark.criterion, lang))}">'
        f"{escape(h.short(mark.criterion, lang))}</button>"
        for mark in over
        if mark.start == start
    )
    # the colour is that of the rarer thing: nearly every sentence of a developer names a technology
    main = next((mark for mark in over if mark.criterion != "tech"), over[0])
    unsure = " unsure" if all(mark.unsure for mark in over) else ""
    return (
        f'<mark class="m{unsure}" data-criterion="{main.criterion}" data-s="{start}" data-e="{end}"'
        f' data-jump="{escape(main.project)}:{main.criterion}">{tags}{body}</mark>'
    )


def hidden_notice(review: Review, lang: Lang) -> str:
    """What was in the file but cannot be seen by a person; in red, because others find it too."""
    if not review.hidden:
        return ""
    shown = "".join(
        f"<li><q lang='ko'>{escape(_cut(one.text))}</q> <small>"
        + (f"{h.word('page', lang, page=one.page)} · " if one.page else "")
        + f"{escape(say(_HIDDEN_BY[one.by], lang) if one.by in _HIDDEN_BY else one.by)}</small></li>"
        for one in review.hidden[:HIDDEN_SHOWN]
    )
    rest = len(review.hidden) - HIDDEN_SHOWN
    more = f"<li>{h.word('hidden_more', lang, count=rest)}</li>" if rest > 0 else ""
    return (
        f'<div class="mj-say bad mj-hidden" role="alert"><b>{h.word("hidden_title", lang)}</b>'
        f"<span>{h.word('hidden_text', lang)}</span><ul>{shown}{more}</ul></div>"
    )


def _cut(text: str, most: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
