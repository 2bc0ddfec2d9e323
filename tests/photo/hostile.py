"""Makers of files that a visitor may upload by mistake or on purpose. Each returns bytes, in memory only."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import numpy as np
from PIL import Image


def photo(width: int = 480, height: int = 640) -> Image.Image:
    """A smooth RGB picture without symmetry, so that every turn and mirror image of it differs."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    red, green = 255 * x / width, 255 * y / height
    blue = np.where((x < width / 3) & (y < height / 4), 230, 40)
    return Image.fromarray(np.dstack([red, green, blue]).astype(np.uint8))


def encoded(image: Image.Image, fmt: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, fmt, **options)
    return out.getvalue()


def heic(image: Image.Image, **options: object) -> bytes:
    """HEIC through pillow-heif's own writer, without registering anything in Pillow."""
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=95, **options)
    return out.getvalue()


def empty() -> bytes:
    return b""


def text() -> bytes:
    return "안녕하세요. 사진이 아니라 편지예요.\n".encode() * 20


def text_cp949() -> bytes:
    return ("한글 메모장으로 저장한 글" * 400).encode("cp949")


def svg() -> bytes:
    return b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'><circle r='9'/></svg>"


def pdf() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", encoded(photo(), "JPEG"))
    return out.getvalue()


def old_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)


def psd() -> bytes:
    return b"8BPS\0\1" + bytes(64)


def video() -> bytes:
    return struct.pack(">I", 24) + b"ftypmp42" + bytes(4) + b"mp42isom" + bytes(512)


def avif() -> bytes:
    return struct.pack(">I", 28) + b"ftypavif" + bytes(4) + b"avifmif1miaf" + bytes(512)


def random_bytes() -> bytes:
    return np.random.default_rng(1).integers(0, 256, 5000, np.uint8).tobytes()


def _frames() -> list[Image.Image]:
    return [photo(), photo().transpose(Image.Transpose.FLIP_LEFT_RIGHT)]


def gif() -> bytes:
    first, *rest = _frames()
    return encoded(first, "GIF", save_all=True, append_images=rest)


def apng() -> bytes:
    first, *rest = _frames()
    return encoded(first, "PNG", save_all=True, append_images=rest)


def animated_webp() -> bytes:
    first, *rest = _frames()
    return encoded(first, "WEBP", save_all=True, append_images=rest, method=0)


def truncated_jpeg() -> bytes:
    whole = encoded(photo(), "JPEG", quality=95)
    return whole[: len(whole) // 2]


def truncated_png() -> bytes:
    whole = encoded(photo(), "PNG")
    return whole[: len(whole) // 2]


def truncated_webp() -> bytes:
    whole = encoded(photo(), "WEBP", quality=95)
    return whole[: len(whole) // 2]


def truncated_tiff() -> bytes:
    whole = encoded(photo(), "TIFF", compression="tiff_lzw")
    return whole[:-200]


def truncated_heic() -> bytes:
    whole = heic(photo())
    return whole[: len(whole) // 2]


def one_pixel() -> bytes:
    return encoded(Image.new("RGB", (1, 1)), "PNG")


def thumbnail_200() -> bytes:
    return encoded(photo(200, 200), "JPEG")


def scroll_capture() -> bytes:
    return encoded(Image.new("L", (300, 4000), 200), "PNG")


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_bomb(width: int = 10_000, height: int = 10_000) -> bytes:
    """A real PNG of 100 megapixels in about 12 KB: one bit a pixel, all white."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = _png_chunk(b"IHDR", header) + _png_chunk(b"IDAT", body) + _png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def png_endless() -> bytes:
    """A PNG whose header claims four billion pixels a side."""
    header = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _png_chunk(b"IHDR", header) + _png_chunk(b"IDAT", zlib.compress(b"\0" * 99))


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG whose frame header is rewritten to claim another size."""
    data = bytearray(encoded(photo(), "JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def tiff(tags: list[tuple[int, int, int, int]], tail: bytes = b"") -> bytes:
    """A little-endian TIFF of one directory: (tag, type, count, value or offset), then `tail`."""
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + tail


def tiff_huge_tags() -> bytes:
    """Counts of four billion values in a file of a few hundred bytes."""
    many = 0xFFFFFFFF
    return tiff([(256, 4, 1, 600), (257, 4, 1, 800), (258, 3, many, 8), (273, 4, many, 8)], bytes(64))


def tiff_strip_bomb(strips: int = 400_000) -> bytes:
    """Four bytes a strip on disk, half a kilobyte a strip in the decoder."""
    tags = [
        (256, 4, 1, 1000),
        (257, 4, 1, 1000),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, strips, 8 + 2 + 8 * 12 + 4),
        (277, 3, 1, 1),
        (278, 4, 1, 1),
    ]
    return tiff(tags, bytes(4 * strips))


def tiff_offset_outside() -> bytes:
    return b"MM\0*" + struct.pack(">I", 0xFFFFFFF0) + bytes(200)


def icc(space: bytes, tags: dict[bytes, bytes], pcs: bytes = b"XYZ ") -> bytes:
    """A minimal ICC v2 display or printer profile of the given tags."""
    kind = b"prtr" if space == b"CMYK" else b"mntr"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(79),
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        b"cprt": b"text" + bytes(4) + b"none\0",
        **tags,
    }
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        table += name + struct.pack(">II", at + len(body), len(content))
        body += padded
    header = struct.pack(">I4sI4s4s4s", at + len(body), b"lcms", 0x02400000, kind, space, pcs)
    header += (
        struct.pack(">6H", 2024, 1, 1, 0, 0, 0)
        + b"acsp"
        + bytes(28)
        + _xyz(0.9642, 1.0, 0.8249)[8:]
        + bytes(48)
    )
    return header + struct.pack(">I", len(tags)) + table + body


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65536) for v in values))


# Columns of Display P3 → XYZ (D50), as in Apple's profile.
DISPLAY_P3 = ((0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407))


def display_p3() -> bytes:
    """Display P3 primaries with a plain gamma of 2.2."""
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(2.2 * 256))
    names = (b"r", b"g", b"b")
    tags = {n + b"XYZ": _xyz(*column) for n, column in zip(names, DISPLAY_P3, strict=True)}
    return icc(b"RGB ", tags | {n + b"TRC": curve for n in names})


def cmyk_where_cyan_is_red() -> bytes:
    """A CMYK printer profile, two steps an ink: full cyan prints as sRGB red, no cyan as white."""
    red, white = bytes((138, 128 + 81, 128 + 70)), bytes((255, 128, 128))  # 8-bit Lab
    table = b"".join(red if node & 8 else white for node in range(16))
    ramp = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 if i % 4 == 0 else 0 for i in range(9)))
    lut = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + matrix + ramp * 4 + table + ramp * 3
    return icc(b"CMYK", {b"A2B0": lut}, pcs=b"Lab ")
