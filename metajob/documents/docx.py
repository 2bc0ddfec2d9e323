"""DOCX: paragraphs, headings, lists, tables, text boxes and footnotes in reading order, hidden runs set apart."""

from __future__ import annotations

import re

from metajob.documents.archive import Archive, Element, child, local, value
from metajob.documents.docx_look import Look, Styles, shade, shape_ground
from metajob.documents.flow import Block, Paragraph, Table, heading_mark, rgb_of, rows_of_blocks, shows_white
from metajob.documents.refusals import Refused
from metajob.documents.rows import Draft

_HEADING_NAME = re.compile(r"(?:heading|제목)\s*([1-9])$", re.IGNORECASE)
_PANEL = 1_440_000  # EMU (4 cm): a drawing behind the text that is larger both ways is a panel, no ornament
_BREAKS = {"br": "\n", "cr": "\n", "tab": "  ", "ptab": "  ", "noBreakHyphen": "-"}
# Not shown, or shown elsewhere: moved-away text, the fallback twin of a drawing, deleted text.
_SKIPPED = {"moveFrom", "Fallback", "del", "rPr", "pPr", "instrText", "delText", "sdtPr"}
_HOLDERS = {
    "sdt",
    "sdtContent",
    "ins",
    "moveTo",
    "smartTag",
    "customXml",
    "hyperlink",
    "fldSimple",
    "AlternateContent",
    "Choice",
}
_SHAPES = {"wsp", "rect", "shape", "roundrect", "oval"}


def read_docx(archive: Archive) -> Draft:
    """Raises Refused."""
    root = archive.xml("word/document.xml")
    body = child(root, "body")
    if root is None or body is None:
        raise Refused("broken_docx")
    return _Reader(archive).read(root, body)


class _Reader:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._styles = Styles(archive)
        self._draft = Draft()
        self._boxes: list[Block] = []  # text boxes anchored in the paragraph that is being read

    def read(self, root: Element, body: Element) -> Draft:
        dark_page = self._dark_page(root)
        blocks = self._blocks(body, dark_page)
        notes = self._archive.xml("word/footnotes.xml")
        for note in notes if notes is not None else ():
            if value(note, "type") in ("", "normal"):
                blocks += self._blocks(note, dark_page)
        self._draft.rows = rows_of_blocks(blocks)
        return self._draft

    def _dark_page(self, root: Element) -> bool:
        """Whether white letters show on the page: a dark background, or a dark panel or picture behind the text."""
        if shows_white(rgb_of(value(child(root, "background"), "color"))):
            settings = self._archive.xml("word/settings.xml")
            if child(settings, "displayBackgroundShape") is not None:
                return True
        parts = [root, *(self._archive.xml(name) for name in sorted(self._archive.names) if _is_header(name))]
        return any(_has_panel(part) for part in parts if part is not None)

    def _blocks(self, parent: Element, on_dark: bool) -> list[Block]:
        found: list[Block] = []
        for item in parent:
            name = local(item)
            if name == "p":
                self._boxes = []
                found.append(self._paragraph(item, on_dark))
                found += self._boxes
            elif name == "tbl":
                found.append(self._table(item, on_dark))
            elif name in _HOLDERS:
                found += self._blocks(item, on_dark)
        return found

    def _table(self, item: Element, on_dark: bool) -> Table:
        table = Table()
        properties = child(item, "tblPr")
        style = value(child(properties, "tblStyle"), "val")
        rows = [row for row in item.iter() if local(row) == "tr" and _holder(row, "tbl") is item]
        for number, row in enumerate(rows):
            cells = [cell for cell in row.iter() if local(cell) == "tc" and _holder(cell, "tr") is row]
            table.rows.append([])
            for column, cell in enumerate(cells):
                look = Look(ground=_shade_of(cell)).over(
                    Look(ground=self._styles.table_ground(style, number, column))
                ).over(Look(ground=_shade_of(item)))  # fmt: skip
                ground = on_dark if look.ground is None else look.ground
                table.rows[-1].append(self._blocks(cell, ground))
        return table

    def _paragraph(self, item: Element, on_dark: bool) -> Paragraph:
        properties = child(item, "pPr")
        look = self._styles.paragraph(properties)
        parts: list[str] = []
        self._inline(item, look, on_dark, parts)
        return Paragraph("".join(parts), self._mark(properties))

    def _inline(self, parent: Element, look: Look, on_dark: bool, parts: list[str]) -> None:
        for item in parent:
            name = local(item)
            if name in _SKIPPED:
                continue
            if name == "r":
                self._run(item, self._styles.run(look, child(item, "rPr")), on_dark, parts)
            elif name in _HOLDERS:
                self._inline(item, look, on_dark, parts)

    def _run(self, run: Element, look: Look, on_dark: bool, parts: list[str]) -> None:
        by = look.hidden_by(on_dark)
        for item in run:
            name = local(item)
            if name == "t":
                if by:
                    self._draft.hide(item.text or "", 0, by)
                else:
                    parts.append(item.text or "")
            elif name in _BREAKS:
                parts.append(_BREAKS[name])
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._drawing(item, on_dark)

    def _drawing(self, drawing: Element, on_dark: bool) -> None:
        """Text boxes; the Fallback twin is only read when there is no Choice."""
        for box in drawing.iter():
            if local(box) != "txbxContent" or _inside_fallback(box, drawing):
                continue
            if _is_below(_holder(box, "txbxContent"), drawing):  # read with the box around it
                continue
            shape = next((up for up in box.iterancestors() if local(up) in _SHAPES), None)
            ground = shape_ground(shape) if shape is not None else None
            kept, self._boxes = self._boxes, []
            found = self._blocks(box, on_dark if ground is None else ground)
            self._boxes = kept + found

    def _mark(self, properties: Element | None) -> str:
        style = value(child(properties, "pStyle"), "val") or self._styles.paragraph_default
        chain = self._styles.chain(style)
        levels = [properties, *(child(item, "pPr") for item in chain)]
        for level in levels:
            outline = child(level, "outlineLvl")
            if outline is not None:
                number = value(outline, "val")
                if number.isdigit() and int(number) < 9:
                    return heading_mark(int(number))
                break
        for name in [style, *(value(child(item, "name"), "val") for item in chain)]:
            found = _HEADING_NAME.fullmatch(name) or _HEADING_NAME.search(name)
            if found:
                return heading_mark(int(found.group(1)) - 1)
            if name.lower() == "title":
                return "# "
        for level in levels:
            numbering = child(level, "numPr")
            if numbering is not None:
                return "" if value(child(numbering, "numId"), "val") == "0" else "- "
        return "- " if re.match(r"List(?!Paragraph)|목록(?! 단락)", style) else ""


def _shade_of(item: Element) -> bool | None:
    return shade(child(item, "tcPr", "shd") if local(item) == "tc" else child(item, "tblPr", "shd"))


def _holder(item: Element, name: str) -> Element | None:
    return next((up for up in item.iterancestors() if local(up) == name), None)


def _is_below(item: Element | None, top: Element) -> bool:
    return item is not None and any(up is top for up in item.iterancestors())


def _inside_fallback(item: Element, top: Element) -> bool:
    for up in item.iterancestors():
        if local(up) == "Fallback":
            return any(local(twin) == "Choice" for twin in up.getparent() or ())
        if up is top:
            return False
    return False


def _is_header(name: str) -> bool:
    return re.fullmatch(r"word/header\d*\.xml", name) is not None


def _has_panel(root: Element) -> bool:
    """A filled shape or a picture behind the text, at least 4 cm both ways."""
    for anchor in root.iter():
        if local(anchor) != "anchor" or value(anchor, "behindDoc") not in ("1", "true"):
            continue
        extent = child(anchor, "extent")
        sides = (value(extent, "cx"), value(extent, "cy"))
        if not all(side.isdigit() and int(side) >= _PANEL for side in sides):
            continue
        shapes = [item for item in anchor.iter() if local(item) == "wsp"]
        if any(shape_ground(shape) for shape in shapes) or any(
            local(item) == "pic" for item in anchor.iter()
        ):
            return True
    return False
