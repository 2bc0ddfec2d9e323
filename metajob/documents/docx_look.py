"""How a run of a DOCX looks: colour, size and `vanish` through styles, and the ground it stands on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from metajob.documents.archive import Archive, Element, child, local, value
from metajob.documents.flow import is_white, rgb_of, shows_white
from metajob.documents.model import HiddenBy

TINY = 2.0  # points and below: nobody reads it

_DARK_HIGHLIGHTS = {
    "black", "blue", "darkBlue", "darkCyan", "darkGreen", "darkMagenta", "darkRed", "darkYellow", "darkGray", "red",
    "magenta", "green",
}  # fmt: skip
_LIGHT_SCHEME = {"bg1", "bg2", "lt1", "lt2", "background1", "background2", "light1", "light2"}
_OFF = {"0", "false", "off"}
_MAX_CHAIN = 20


@dataclass(frozen=True)
class Look:
    """What is known of a run; None: not said at this level. ground: True when white letters show on it."""

    white: bool | None = None
    points: float | None = None
    vanish: bool | None = None
    ground: bool | None = None

    def over(self, base: Look) -> Look:
        """This look where it says something, else the base."""
        said = {name: found for name, found in vars(self).items() if found is not None}
        return replace(base, **said)

    def hidden_by(self, on_dark: bool) -> HiddenBy | None:
        """on_dark: whether cell, shape or page behind shows white letters."""
        if self.vanish:
            return "vanish"
        if self.points is not None and self.points <= TINY:
            return "tiny"
        ground = on_dark if self.ground is None else self.ground
        return "white" if self.white and not ground else None


def look_of(properties: Element | None) -> Look:
    """Look said by one w:rPr."""
    if properties is None:
        return Look()
    white = points = vanish = ground = None
    for item in properties:
        name, said = local(item), value(item, "val")
        if name == "color":
            theme = value(item, "themeColor") in _LIGHT_SCHEME - {"bg2", "background2", "lt2", "light2"}
            white = is_white(rgb_of(said)) or (
                theme and not value(item, "themeShade") and said in ("", "auto")
            )
        elif name == "sz" and said.replace(".", "", 1).isdigit():
            points = float(said) / 2
        elif name == "vanish":
            vanish = said not in _OFF
        elif name == "shd":
            ground = _or(shade(item), ground)
        elif name == "highlight" and said != "none":
            ground = said in _DARK_HIGHLIGHTS
    return Look(white, points, vanish, ground)


def _or(found: bool | None, base: bool | None) -> bool | None:
    return base if found is None else found


def shade(item: Element | None) -> bool | None:
    """Whether white letters show on a w:shd; None when it paints nothing."""
    if item is None:
        return None
    pattern, fill = value(item, "val"), rgb_of(value(item, "fill"))
    if pattern == "nil":
        return None
    if pattern == "solid":
        fill = rgb_of(value(item, "color")) or (0, 0, 0)
    elif pattern.startswith("pct") and pattern[3:].isdigit() and int(pattern[3:]) >= 40:
        return shows_white(rgb_of(value(item, "color")) or (0, 0, 0))
    theme = value(item, "themeFill")
    if fill is None:
        return None if not theme else theme not in _LIGHT_SCHEME
    return shows_white(fill)


def shape_ground(shape: Element) -> bool | None:
    """Whether white letters show on a drawn shape (wps:wsp or VML); None when it is not filled."""
    properties = child(shape, "spPr")
    if properties is None:
        fill = value(shape, "fillcolor")
        if not fill or value(shape, "filled") in ("f", "false"):
            return None
        return shows_white(rgb_of(fill.split()[0])) if fill.startswith("#") else fill.split()[0] != "white"
    for item in properties:
        name = local(item)
        if name == "noFill":
            return None
        if name in ("solidFill", "gradFill", "pattFill"):
            return any(_drawn_dark(colour) for colour in item.iter() if local(colour).endswith("Clr"))
        if name == "blipFill":
            return True
    reference = child(shape, "style", "fillRef")
    if reference is None or value(reference, "idx") == "0":
        return None
    return any(_drawn_dark(colour) for colour in reference)


def _drawn_dark(colour: Element) -> bool:
    if local(colour) == "schemeClr":
        return value(colour, "val") not in _LIGHT_SCHEME or child(colour, "lumMod") is not None
    return shows_white(rgb_of(value(colour, "val") or value(colour, "lastClr")))


class Styles:
    """styles.xml: what a style says, with everything it is based on."""

    def __init__(self, archive: Archive) -> None:
        root = archive.xml("word/styles.xml")
        self._styles = (
            {value(item, "styleId"): item for item in root if local(item) == "style"}
            if root is not None
            else {}
        )
        self._default = look_of(child(root, "docDefaults", "rPrDefault", "rPr"))
        self._looks: dict[str, Look] = {}

    @cached_property
    def paragraph_default(self) -> str:
        """Id of the paragraph style that applies where none is named."""
        for name, item in self._styles.items():
            if value(item, "type") == "paragraph" and value(item, "default") in ("1", "true", "on"):
                return name
        return ""

    def chain(self, name: str) -> list[Element]:
        """The style and what it is based on, nearest first."""
        found: list[Element] = []
        while name in self._styles and len(found) < _MAX_CHAIN and self._styles[name] not in found:
            found.append(self._styles[name])
            name = value(child(found[-1], "basedOn"), "val")
        return found

    def said(self, name: str) -> Look:
        """Run properties of a style, without document defaults."""
        if name not in self._looks:
            look = Look()
            for item in reversed(self.chain(name)):
                ground = shade(child(item, "pPr", "shd"))
                look = look_of(child(item, "rPr")).over(Look(ground=ground)).over(look)
            self._looks[name] = look
        return self._looks[name]

    def paragraph(self, properties: Element | None) -> Look:
        """Look of plain runs in a paragraph with this w:pPr."""
        name = value(child(properties, "pStyle"), "val") or self.paragraph_default
        return Look(ground=shade(child(properties, "shd"))).over(self.said(name)).over(self._default)

    def run(self, paragraph: Look, properties: Element | None) -> Look:
        """Look of a run in a paragraph of that look."""
        style = self.said(value(child(properties, "rStyle"), "val"))
        return look_of(properties).over(style).over(paragraph)

    def table_ground(self, name: str, row: int, column: int) -> bool | None:
        """Ground that a table style paints behind a cell; bands count for every cell."""
        for item in self.chain(name):
            for part in item:
                kind = value(part, "type")
                here = local(part) == "tblStylePr" and (
                    kind.startswith("band")
                    or (kind == "firstRow" and row == 0)
                    or (kind == "firstCol" and column == 0)
                )
                ground = shade(child(part, "tcPr", "shd")) if here else None
                if ground:
                    return True
            whole = shade(child(item, "tcPr", "shd"))
            if whole is not None:
                return whole
        return None
