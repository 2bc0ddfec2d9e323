"""Zip files with XML inside, opened without trust: sizes, ratios and declarations are checked first."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, TypeAlias

from metajob.documents.refusals import Refused

Element: TypeAlias = Any  # lxml.etree._Element; lxml has no types

MAX_MEMBERS = 2000
MAX_XML = 20 * 1024 * 1024
MAX_RATIO = 200  # deflate reaches 1000 on zeros; documents stay below 40
_SMALL = 1024  # bytes; below this the ratio says nothing


class Archive:
    """An opened zip. Raises Refused for bombs, encrypted members and damage."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise Refused("broken_zip") from None
        entries = self._zip.infolist()
        if len(entries) > MAX_MEMBERS:
            raise Refused("zip_bomb")
        for entry in entries:
            if entry.flag_bits & 1:
                raise Refused("encrypted")
            xml = entry.filename.endswith((".xml", ".rels", ".hpf"))
            if (xml and entry.file_size > MAX_XML) or entry.file_size > MAX_RATIO * max(
                entry.compress_size, _SMALL
            ):
                raise Refused("zip_bomb")
        self.names = {entry.filename for entry in entries}

    def xml(self, name: str) -> Element | None:
        """Root of an XML member, None when there is no such member. Raises Refused."""
        if name not in self.names:
            return None
        from lxml import etree

        try:
            with self._zip.open(name) as member:
                data = member.read(MAX_XML + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
            raise Refused("broken_zip") from None
        if len(data) > MAX_XML:
            raise Refused("zip_bomb")
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Refused("forbidden_xml")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.internalDTD is not None:  # declared in another encoding
            raise Refused("forbidden_xml")
        return root


def local(element: Element) -> str:
    """Tag without namespace: transitional and strict files differ in it."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def value(element: Element | None, name: str, default: str = "") -> str:
    """Attribute by its name without namespace."""
    if element is None:
        return default
    for key, found in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(found)
    return default


def child(element: Element | None, *path: str) -> Element | None:
    """First child by names without namespace, level by level."""
    for name in path:
        if element is None:
            return None
        element = next((found for found in element if local(found) == name), None)
    return element
