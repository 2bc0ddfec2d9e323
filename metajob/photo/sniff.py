"""Which kind of file is this? The first bytes decide, never the name; no-photos get their own sentences."""

from __future__ import annotations

import struct
from typing import Literal

from metajob.errors import InputError

Kind = Literal["JPEG", "PNG", "WEBP", "BMP", "TIFF", "HEIF"]

KINDS_HINT = "JPG, PNG, WebP, BMP, TIFF, HEIC 사진을 올려 주세요."

# "Major brand" (offset 8) of ISO base media files; HEIF brands of ISO/IEC 23008-12.
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}

_NOT_PHOTOS: tuple[tuple[tuple[bytes, ...], str, str], ...] = (
    (
        (b"GIF87a", b"GIF89a"),
        "움직이는 그림(GIF)은 쓸 수 없어요.",
        f"움직이지 않는 사진이 필요해요. {KINDS_HINT}",
    ),
    (
        (b"%PDF-",),
        "사진이 아니라 PDF 문서예요.",
        "이름만 .jpg로 바꾼 파일일 수 있어요. 문서 안의 사진을 JPG나 PNG로 저장해서 올려 주세요.",
    ),
    (
        (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"EGGA", b"ALZ\x01"),
        "사진이 아니라 압축 파일이나 문서예요.",
        "압축을 풀고 사진 파일만 올려 주세요.",
    ),
    (
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
        "사진이 아니라 한글·워드 같은 문서 파일이에요.",
        "문서 안의 사진을 JPG나 PNG로 저장해서 올려 주세요.",
    ),
    (
        (b"8BPS",),
        "포토샵(PSD) 파일은 바로 쓸 수 없어요.",
        "포토샵에서 JPG나 PNG로 내보낸 뒤 올려 주세요.",
    ),
)

# The first directory of a TIFF photo has a few dozen entries, and at most one strip a row. Pillow builds
# one Python object a strip: 5 million strips in a 20-MB file took 33 CPU-s and 1.7 GB.
_TIFF_MAX_ENTRIES = 1_000
_TIFF_MAX_BLOCKS = 100_000
_TIFF_TYPE_BYTES = {3: 2, 8: 2} | dict.fromkeys((4, 9, 11, 13), 4) | dict.fromkeys((5, 10, 12, 16, 17, 18), 8)
_TIFF_BYTE_TYPES = (1, 2, 6, 7)  # kept as bytes by Pillow, so their count is bounded by the file itself


def photo_kind(data: bytes) -> Kind:
    """The picture format of these bytes. Raises InputError, with its own sentence, for anything else."""
    if not data:
        raise InputError("빈 파일이에요.", "사진이 제대로 저장되었는지 확인하고 다시 올려 주세요.")
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data.startswith(b"BM") and len(data) > 18 and data[14:18] in _BMP_HEADER_SIZES:
        return "BMP"
    if data.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        _check_tiff(data)
        return "TIFF"
    if data[4:8] == b"ftyp":
        return _iso_media_kind(data)
    raise _not_a_photo(data)


_BMP_HEADER_SIZES = {struct.pack("<I", size) for size in (12, 16, 40, 52, 56, 64, 108, 124)}


def _iso_media_kind(data: bytes) -> Kind:
    brand = data[8:12]
    box_end = min(struct.unpack(">I", data[:4])[0], 256)
    compatible = {data[i : i + 4] for i in range(16, box_end - 3, 4)}
    if brand in _AVIF_BRANDS or (brand in (b"mif1", b"msf1") and compatible & _AVIF_BRANDS):
        raise InputError("AVIF 사진은 아직 읽을 수 없어요.", "JPG나 PNG로 바꿔서 올려 주세요.")
    if brand in _HEIF_BRANDS:
        return "HEIF"
    raise InputError(
        "사진이 아니라 동영상이에요.", "얼굴이 잘 나온 장면을 화면 캡처해서 사진으로 올려 주세요."
    )


def _not_a_photo(data: bytes) -> InputError:
    head = data[:4096]
    for starts, message, hint in _NOT_PHOTOS:
        if head.startswith(starts):
            return InputError(message, hint)
    if b"%PDF-" in head[:1024]:  # PDF readers accept leading bytes
        return InputError(_NOT_PHOTOS[1][1], _NOT_PHOTOS[1][2])
    text = _as_text(head)
    if text is None:
        return InputError("사진 파일이 아니에요.", KINDS_HINT)
    if "<svg" in text.lower():
        return InputError("SVG 그림은 사진이 아니라서 쓸 수 없어요.", KINDS_HINT)
    return InputError(
        "사진이 아니라 글로 된 파일이에요.",
        f"웹에서 저장했다면 사진 위에서 '이미지를 다른 이름으로 저장'을 골라 주세요. {KINDS_HINT}",
    )


def _as_text(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if b"\0" in head:
        return None
    for encoding in ("utf-8-sig", "cp949"):
        for cut in range(4):  # the cut at 4096 may split a character
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _check_tiff(data: bytes) -> None:
    """Read the first directory's counts and refuse what would make the decoder work for minutes."""
    order = "<" if data.startswith(b"II") else ">"
    big = data[2:4] in (b"+\0", b"\0+")
    entry_bytes = 20 if big else 12
    try:
        if big:
            (offset,) = struct.unpack_from(order + "Q", data, 8)
            (entries,) = struct.unpack_from(order + "Q", data, offset)
            first = offset + 8
        else:
            (offset,) = struct.unpack_from(order + "I", data, 4)
            (entries,) = struct.unpack_from(order + "H", data, offset)
            first = offset + 2
        if entries > _TIFF_MAX_ENTRIES:
            raise _broken_tiff()
        for i in range(entries):
            at = first + i * entry_bytes
            _tag, kind, count = struct.unpack_from(order + ("HHQ" if big else "HHI"), data, at)
            if count * _TIFF_TYPE_BYTES.get(kind, 1) > len(data):
                raise _broken_tiff()
            if count > _TIFF_MAX_BLOCKS and kind not in _TIFF_BYTE_TYPES:
                raise _broken_tiff()
    except (struct.error, OverflowError):
        raise _broken_tiff() from None


def _broken_tiff() -> InputError:
    return InputError("TIFF 사진 파일이 깨져 있어요.", "사진 앱에서 JPG나 PNG로 다시 저장해서 올려 주세요.")
