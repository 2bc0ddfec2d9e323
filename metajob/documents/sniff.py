"""Which kind of file this is, from its bytes. The name is only for the screen."""

from __future__ import annotations

import re
import unicodedata

from metajob.documents.refusals import Refused

_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"!<arch>")
_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"EGGA", b"ALZ\x01")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_HEIF = re.compile(rb"^.{4}ftyp(?:heic|heix|hevc|heim|heis|mif1|msf1|avif)", re.DOTALL)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_NAME_BAD = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff<>:"|?*]|[\ud800-\udfff]'
)


def kind_of(data: bytes) -> str:
    """`pdf`, `zip`, `ole`, `image` or `text`; zip and OLE are told apart when they are opened. Raises Refused."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused("empty")
    head = data[:1024]
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if data.startswith(OLE):
        return "ole"
    if data.startswith(b"HWP Document File V"):
        raise Refused("old_hwp")
    if data.startswith(_PICTURES) and not _is_text_bm(data):
        return "image"
    if (data.startswith(b"RIFF") and data[8:12] == b"WEBP") or _HEIF.match(head):
        return "image"
    if data.startswith(_PROGRAMS) and _has_zero(data):
        raise Refused("program")
    if data.startswith(_ARCHIVES):
        raise Refused("archive")
    if b"%PDF-" in head:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        raise Refused("other_document", "RTF")
    if re.match(rb"\s*(?:<!doctype html|<html)", head.removeprefix(b"\xef\xbb\xbf"), re.IGNORECASE):
        raise Refused("other_document", "HTML")
    return "text"


def _has_zero(data: bytes) -> bool:
    return b"\x00" in data[:4096]


def _is_text_bm(data: bytes) -> bool:
    """A text that begins with the letters BM is no bitmap."""
    return data.startswith(b"BM") and not _has_zero(data)


def shown_name(name: str) -> str:
    """A file name for the screen: no folders, control or direction characters, NFC, at most 120 characters."""
    last = re.split(r"[\\/]", name)[-1]
    cleaned = " ".join(unicodedata.normalize("NFC", _NAME_BAD.sub("", last)).split()).strip(". ")
    if len(cleaned) > 120:
        stem, dot, ending = cleaned.rpartition(".")
        cleaned = f"{stem[:110]}…{dot}{ending[:8]}" if dot else f"{cleaned[:119]}…"
    return cleaned or "이름 없는 파일"
