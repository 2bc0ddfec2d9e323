"""What was said, as HTML: words that know their time, the STAR parts marked, a better version with its blanks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from html import escape

from metajob.interview.model import Better, Said, SaidWord, StarFound, StarPart
from tabs.parts.words import Lang, say

STAR_WORDS: dict[StarPart, str] = {
    "situation": "int_star_situation", "task": "int_star_task", "action": "int_star_action",
    "result": "int_star_result",
}  # fmt: skip
UNSURE = 0.5
_BLANK = re.compile(r"\[\s*\]")


def _places(text: str, words: Sequence[SaidWord]) -> list[tuple[int, int, SaidWord]]:
    """Where each word stands in the text; words that are not found there in order are left out."""
    found, at = [], 0
    for word in words:
        wanted = word.text.strip()
        start = text.find(wanted, at) if wanted else -1
        if start >= 0:
            at = start + len(wanted)
            found.append((start, at, word))
    return found


def unsure(word: SaidWord) -> bool:
    """Whether the word was hard to hear."""
    return word.probability < UNSURE


def transcript(said: Said, star: Sequence[StarFound], lang: Lang, *, playable: bool) -> str:
    """The answer. playable: there is a recording, so that words are buttons; else they only know their time."""
    text = said.text
    words = _places(text, said.words)
    marks = [
        one
        for one in star
        if one.quote and 0 <= one.start < one.end and text[one.start : one.end] == one.quote
    ]
    cuts = sorted(
        {0, len(text), *(edge for start, end, _ in words for edge in (start, end))}
        | {edge for one in marks for edge in (one.start, one.end)}
    )
    out: list[str] = []
    inside: StarFound | None = None
    first = True
    for start, end in itertools.pairwise(cuts):
        mark = next((one for one in marks if one.start <= start < one.end), None)
        if mark is not inside:
            out.append(("</mark>" if inside else "") + (_open(mark, lang) if mark else ""))
            inside = mark
        word = next((one for low, high, one in words if low <= start < high), None)
        piece = escape(text[start:end])
        if word is None:
            out.append(piece)
        else:
            out.append(_word(piece, word, playable, first))
            first = False
    out.append("</mark>" if inside else "")
    return f'<p class="mj-said" lang="ko">{"".join(out)}</p>'


def _open(mark: StarFound, lang: Lang) -> str:
    name = escape(say(STAR_WORDS[mark.part], lang))
    return f'<mark data-star="{mark.part}"><span class="tag" lang="{lang}">{name}</span>'


def _word(piece: str, word: SaidWord, playable: bool, first: bool) -> str:
    look = "mj-word unsure" if unsure(word) else "mj-word"
    at = f'data-at="{word.start:.2f}"'
    if playable:
        return f'<button type="button" class="{look}" {at} tabindex="{0 if first else -1}">{piece}</button>'
    return f'<span class="{look}" {at}>{piece}</span>'


def star_row(star: Sequence[StarFound], lang: Lang) -> str:
    """Which of the four parts were found; nothing for answers that need none."""
    if not star:
        return ""
    cells = "".join(
        f'<li data-star="{one.part}"{"" if one.quote else " class=none"}>'
        f"<b>{escape(say(STAR_WORDS[one.part], lang))}</b>"
        f"<small>{escape(say('int_star_found' if one.quote else 'int_star_missing', lang))}</small></li>"
        for one in star
    )
    return f'<ul class="mj-star" aria-label="{escape(say("int_star", lang))}">{cells}</ul>'


def better(one: Better, lang: Lang) -> str:
    """The better version: what was added is underlined, `[  ]` is a blank; what was left out is not shown."""
    pieces = [(piece.kind, piece.text) for piece in one.pieces if piece.kind != "removed"] or [
        ("same", one.text)
    ]
    blank = f'<span class="mj-blank">{escape(say("blank", lang))}</span>'

    def shown(text: str) -> str:
        return blank.join(escape(part) for part in _BLANK.split(text))

    return "".join(
        f"<ins>{shown(text)}</ins>" if kind == "added" and not _BLANK.fullmatch(text.strip()) else shown(text)
        for kind, text in pieces
    )
