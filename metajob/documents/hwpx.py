"""HWPX: paragraphs, outline headings, lists, tables, text boxes and notes; hidden runs are set apart."""

from __future__ import annotations

import posixpath
import re

from metajob.documents.archive import Archive, Element, child, local, value
from metajob.documents.flow import (
    Block,
    Paragraph,
    Table,
    heading_mark,
    is_white,
    rgb_of,
    rows_of_blocks,
    shows_white,
)
from metajob.documents.model import HiddenBy
from metajob.documents.refusals import Refused
from metajob.documents.rows import Draft

TINY = 200  # HWPUNIT height = 2 pt
_SECTION = re.compile(r"Contents/section(\d+)\.xml")
_INLINE = {"tab": "  ", "lineBreak": "\n", "hyphen": "-", "nbSpace": " ", "fwSpace": " "}
# Controls whose text is not on the page, or is repeated on every page.
_SKIPPED = {
    "hiddenComment",
    "header",
    "footer",
    "secPr",
    "fieldBegin",
    "shapeComment",
    "compose",
    "parameters",
}


def read_hwpx(archive: Archive) -> Draft:
    """Raises Refused."""
    manifest = archive.xml("META-INF/manifest.xml")
    if manifest is not None and any(local(item) == "encryption-data" for item in manifest.iter()):
        raise Refused("encrypted")
    reader = _Reader(_Looks(archive.xml("Contents/header.xml")))
    blocks: list[Block] = []
    for name in _sections(archive):
        root = archive.xml(name)
        if root is not None:
            blocks += reader.blocks(root, False)
    reader.draft.rows = rows_of_blocks(blocks)
    return reader.draft


def _sections(archive: Archive) -> list[str]:
    """Section files in the order of the package's spine, else by number."""
    numbered = sorted(
        (name for name in archive.names if _SECTION.fullmatch(name)),
        key=lambda name: int("".join(_SECTION.findall(name))),
    )
    if not numbered:
        raise Refused("broken_hwpx")
    package = archive.xml("Contents/content.hpf")
    manifest, spine = child(package, "manifest"), child(package, "spine")
    if manifest is None or spine is None:
        return numbered
    files = {value(item, "id"): value(item, "href") for item in manifest}
    wanted = [files.get(value(item, "idref"), "") for item in spine]
    paths = [
        name if name.startswith("Contents/") else posixpath.normpath(f"Contents/{name}") for name in wanted
    ]
    spined = [name for name in dict.fromkeys(paths) if name in numbered]
    return spined + [name for name in numbered if name not in spined]


class _Looks:
    """header.xml: what character, paragraph, style and border ids mean."""

    def __init__(self, head: Element | None) -> None:
        items = list(head.iter()) if head is not None else []
        self.hidden = {value(item, "id"): _hidden_by(item) for item in items if local(item) == "charPr"}
        # shadeColor behind letters: True when white letters show on it
        self.shade = {
            value(item, "id"): _ground(value(item, "shadeColor")) for item in items if local(item) == "charPr"
        }
        self.fill = {value(item, "id"): _fill(item) for item in items if local(item) == "borderFill"}
        paragraphs = [item for item in items if local(item) == "paraPr"]
        self.heading = {value(item, "id"): _heading(item) for item in paragraphs}
        self.behind = {
            value(item, "id"): self.fill.get(value(_first(item, "border"), "borderFillIDRef"))
            for item in paragraphs
        }
        self.style = {value(item, "id"): value(item, "name") for item in items if local(item) == "style"}


def _first(item: Element, name: str) -> Element | None:
    return next((found for found in item.iter() if local(found) == name), None)


def _hidden_by(item: Element) -> HiddenBy | None:
    height = value(item, "height")
    if height.isdigit() and int(height) <= TINY:
        return "tiny"
    return "white" if is_white(rgb_of(value(item, "textColor"))) else None


def _ground(colour: str) -> bool | None:
    rgb = rgb_of(colour)
    return None if rgb is None else shows_white(rgb)


def _fill(item: Element) -> bool | None:
    """Whether white letters show on a fill; None when nothing is painted. A picture counts as dark."""
    brush = _first(item, "fillBrush")
    if brush is None:
        return None
    for part in brush:
        if local(part) == "winBrush":
            return _ground(value(part, "faceColor"))
        if local(part) == "gradation":
            return any(shows_white(rgb_of(value(colour, "value"))) for colour in part)
        if local(part) == "imgBrush":
            return True
    return None


def _heading(item: Element) -> tuple[str, int]:
    found = child(item, "heading")
    if found is None:
        found = _first(item, "heading")
    level = value(found, "level")
    return value(found, "type", "NONE"), int(level) if level.isdigit() else 0


class _Reader:
    def __init__(self, looks: _Looks) -> None:
        self._looks = looks
        self.draft = Draft()
        self._after: list[Block] = []  # tables and boxes anchored in the paragraph that is being read

    def blocks(self, parent: Element, on_dark: bool) -> list[Block]:
        """Paragraphs of a section, cell, box or note, each followed by what is anchored in it."""
        found: list[Block] = []
        for item in parent:
            if local(item) == "p":
                kept, self._after = self._after, []
                paragraph = self._paragraph(item, on_dark)
                found += [paragraph, *self._after]
                self._after = kept
            elif local(item) == "subList":
                found += self.blocks(item, on_dark)
        return found

    def _paragraph(self, item: Element, on_dark: bool) -> Paragraph:
        look = value(item, "paraPrIDRef")
        behind = self._looks.behind.get(look)
        ground = on_dark if behind is None else behind
        parts: list[str] = []
        for run in item:
            if local(run) == "run":
                self._run(run, ground, parts)
        return Paragraph("".join(parts), self._mark(look, value(item, "styleIDRef")))

    def _run(self, run: Element, on_dark: bool, parts: list[str]) -> None:
        look = value(run, "charPrIDRef")
        by, shade = self._looks.hidden.get(look), self._looks.shade.get(look)
        if by == "white" and (on_dark if shade is None else shade):
            by = None
        for item in run:
            if local(item) == "t":
                text = _text(item)
                if by:
                    self.draft.hide(text, 0, by)
                else:
                    parts.append(text)
            else:
                self._anchored(item, on_dark)

    def _anchored(self, item: Element, on_dark: bool) -> None:
        name = local(item)
        if name in _SKIPPED:
            return
        if name == "tbl":
            self._after.append(self._table(item, on_dark))
            return
        fill = _fill(item) if child(item, "drawText") is not None else None
        for part in item:
            if local(part) in ("drawText", "footNote", "endNote", "subList", "caption"):
                self._after += self.blocks(part, on_dark if fill is None else fill)
            else:
                self._anchored(part, on_dark)

    def _table(self, item: Element, on_dark: bool) -> Table:
        table = Table()
        whole = self._looks.fill.get(value(item, "borderFillIDRef"))
        for row in item:
            if local(row) != "tr":
                continue
            table.rows.append([])
            for cell in row:
                if local(cell) == "tc":
                    fill = self._looks.fill.get(value(cell, "borderFillIDRef"))
                    ground = next((found for found in (fill, whole) if found is not None), on_dark)
                    table.rows[-1].append(self.blocks(cell, ground))
        return table

    def _mark(self, look: str, style: str) -> str:
        kind, level = self._looks.heading.get(look, ("NONE", 0))
        named = re.match(
            r"(?:개요|제목|Outline|Heading)\s*(\d+)", self._looks.style.get(style, ""), re.IGNORECASE
        )
        if named:
            return heading_mark(int(named.group(1)) - 1)
        if kind == "OUTLINE":
            return heading_mark(level)
        return "- " if kind in ("BULLET", "NUMBER") else ""


def _text(item: Element) -> str:
    """Text of one hp:t with its inline elements; deleted text is marked by borders, not nested, and stays."""
    parts = [item.text or ""]
    for inline in item:
        parts.append(_INLINE.get(local(inline), "") or (_text(inline) if len(inline) or inline.text else ""))
        parts.append(inline.tail or "")
    return "".join(parts)
