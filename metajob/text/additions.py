"""What a rewritten passage adds: a computed diff, and the facts in it that nobody told (invented)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from metajob.text.facts import facts_of
from metajob.text.model import Piece

# A Hangul word with its particle, a Latin word or number with its unit, white space, or one other character.
_TOKEN = re.compile(r"\s+|[가-힣]+|[A-Za-z][A-Za-z0-9+#._-]*|\d[\d,.]*\d|\d|.", re.DOTALL)
_MANY_TOKENS = 4000  # above, difflib may take its shortcut for frequent tokens


def diff_pieces(source: str, rewritten: str) -> tuple[Piece, ...]:
    """Both texts as runs: same + removed is exactly `source`, same + added is exactly `rewritten`.

    Cut at words, so that a changed word is shown whole; a lone blank between two changes belongs to them.
    """
    old, new = _TOKEN.findall(source), _TOKEN.findall(rewritten)
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > _MANY_TOKENS)
    runs: list[tuple[bool, str, str]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        runs.append((kind == "equal", "".join(old[a:b]), "".join(new[c:d])))
    pieces: list[Piece] = []
    removed = added = ""
    for index, (same, gone, come) in enumerate(runs):
        between = 0 < index < len(runs) - 1
        if same and not (between and gone.isspace()):
            pieces += _changed(removed, added)
            pieces.append(Piece(kind="same", text=gone))
            removed = added = ""
        else:
            removed, added = removed + gone, added + come
    return (*pieces, *_changed(removed, added))


def _changed(removed: str, added: str) -> list[Piece]:
    """Removed before added; what both end with stays as it is."""
    tail = len(removed) - len(removed.rstrip())
    blank = removed[len(removed) - tail :] if tail and added.endswith(removed[len(removed) - tail :]) else ""
    if blank:
        removed, added = removed[: -len(blank)], added[: -len(blank)]
    pieces: list[Piece] = []
    if removed:
        pieces.append(Piece(kind="removed", text=removed))
    if added:
        pieces.append(Piece(kind="added", text=added))
    if blank:
        pieces.append(Piece(kind="same", text=blank))
    return pieces


def invented(source: str, rewritten: str, answers: Iterable[str] = ()) -> list[str]:
    """The words of `rewritten` that state what neither the source nor the person's answers say.

    Numbers with their unit (also in words), dates, technologies and other Latin names, organisations and
    proper nouns; in the order in which they stand, each once. Empty means that nothing was invented.
    """
    told = facts_of("\n".join([source, *answers]))
    new = dict.fromkeys(facts_of(rewritten).beyond(told))
    return sorted(new, key=rewritten.find)
