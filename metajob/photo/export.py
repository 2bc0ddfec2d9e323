"""A finished picture → the file to download: JPG under a KB limit or PNG, marked as AI-composited."""

from __future__ import annotations

import io
import math
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from metajob.errors import InputError
from metajob.photo import metadata
from metajob.photo.sheet import Paper, print_sheet
from metajob.photo.sizes import SIZES, Size, custom_size, hd_size, parse_size

__all__ = [
    "SIZES",
    "Format",
    "Paper",
    "Size",
    "check_limit",
    "custom_size",
    "encode",
    "finish",
    "hd_size",
    "parse_size",
    "photo_file_name",
    "print_sheet",
]

Format = Literal["jpg", "png"]
Subsampling = Literal["4:4:4", "4:2:0"]

KB = 1024  # bytes, as upload forms count
MIN_KB, MAX_KB = 5, 100_000

# libjpeg qualities tried with full colour, then with halved colour. Below 50, blocks show around the face.
_FINE: tuple[int, int] = (90, 95)
_PLAIN: tuple[int, int] = (50, 95)

_SHARPEN_AMOUNT = 0.35  # brings back what averaging takes; more gives halos at the collar
_SHARPEN_SIGMA = 0.8  # px of the small picture


def finish(rgb_big: NDArray[np.uint8], size: Size) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 → (size.height, size.width, 3): mean of the covered area, then a light unsharp mask.

    A picture that already has the size comes back as it is; one that must grow is not sharpened.
    The caller sees to the aspect.
    """
    height, width = rgb_big.shape[:2]
    target = (size.width, size.height)
    if (width, height) == target:
        return rgb_big
    if width < size.width or height < size.height:
        return np.asarray(cv2.resize(rgb_big, target, interpolation=cv2.INTER_CUBIC), np.uint8)
    small = cv2.resize(rgb_big, target, interpolation=cv2.INTER_AREA).astype(np.float32)
    soft = cv2.GaussianBlur(small, (0, 0), _SHARPEN_SIGMA)
    sharp = small * (1 + _SHARPEN_AMOUNT) - soft * _SHARPEN_AMOUNT
    return np.asarray(np.clip(sharp.round(), 0, 255), np.uint8)


def encode(rgb: NDArray[np.uint8], format: Format, dpi: int = 300, max_kb: int | None = None) -> bytes:
    """(H, W, 3) uint8 sRGB → file bytes with resolution, sRGB tag and the AI notice.

    max_kb: limit in units of 1024 bytes, all metadata included. It is met with the best quality that fits, or
    InputError says what would be possible.
    """
    check_limit(max_kb)
    image = Image.fromarray(rgb)
    if format == "png":
        return _within(_png(image, dpi), max_kb, "PNG는 화질을 낮출 수 없으니 JPG로 저장하거나")
    if max_kb is None:
        return _jpg(image, dpi, _FINE[1], "4:4:4")
    limit = max_kb * KB
    best = _best_that_fits(image, dpi, limit, _FINE, "4:4:4")
    best = best or _best_that_fits(image, dpi, limit, _PLAIN, "4:2:0")
    return best or _within(_jpg(image, dpi, _PLAIN[0], "4:2:0"), max_kb, "더 작은 사진 크기를 고르거나")


def check_limit(max_kb: int | None) -> None:
    """Raises InputError for a limit that no file can meet or need."""
    if max_kb is not None and not MIN_KB <= max_kb <= MAX_KB:
        raise InputError("용량 제한을 확인해 주세요.", f"{MIN_KB}~{MAX_KB:,}KB 사이의 숫자로 적어 주세요.")


def photo_file_name(size: Size, fmt: Format, sheet: Paper | None = None) -> str:
    """'resume-photo-3.5x4.5cm.jpg'; for a print sheet 'resume-photo-3.5x4.5cm-sheet-a4.jpg'."""
    return f"resume-photo-{size.name}{f'-sheet-{sheet}' if sheet else ''}.{fmt}"


def _within(data: bytes, max_kb: int | None, way_out: str) -> bytes:
    if max_kb is None or len(data) <= max_kb * KB:
        return data
    needed = math.ceil(len(data) / KB)
    raise InputError(
        f"{max_kb}KB 안에는 이 사진을 담을 수 없어요.",
        f"{way_out} 용량 제한을 {needed:,}KB 이상으로 늘려 주세요.",
    )


def _best_that_fits(
    image: Image.Image, dpi: int, limit: int, qualities: tuple[int, int], subsampling: Subsampling
) -> bytes | None:
    """The file of highest quality within `limit` bytes, by bisection; None when none fits."""
    low, high = qualities
    best = None
    quality = high  # most files fit at once
    while low <= high:
        data = _jpg(image, dpi, quality, subsampling)
        if len(data) <= limit:
            best, low = data, quality + 1
        else:
            high = quality - 1
        quality = (low + high) // 2
    return best


def _jpg(image: Image.Image, dpi: int, quality: int, subsampling: Subsampling) -> bytes:
    out = io.BytesIO()
    image.save(  # not `optimize`: Pillow's buffer for it is too small for grainy pictures
        out,
        "JPEG",
        quality=quality,
        subsampling=subsampling,
        dpi=(dpi, dpi),
        exif=metadata.exif(dpi),
        xmp=metadata.XMP,
        icc_profile=metadata.srgb_profile(),
    )
    return out.getvalue()


def _png(image: Image.Image, dpi: int) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add(b"sRGB", b"\0")  # rendering intent: perceptual
    info.add_itxt("XML:com.adobe.xmp", metadata.XMP.decode())
    info.add_text("Software", metadata.TOOL)
    info.add_itxt("Description", metadata.NOTICE_KO, lang="ko", tkey="설명")
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(dpi, dpi), pnginfo=info)
    return out.getvalue()
