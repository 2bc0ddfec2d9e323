"""Any Pillow mode and embedded colour profile → 8-bit sRGB. Alpha is laid on white."""

from __future__ import annotations

import io
import logging

import numpy as np
from PIL import Image, ImageCms

from metajob.errors import InputError

log = logging.getLogger(__name__)

# Colour space signature in the ICC header (bytes 16..20) that fits each Pillow mode.
_ICC_SPACE = {"RGB": b"RGB ", "L": b"GRAY", "CMYK": b"CMYK"}
_ICC_HEADER = 128
_DEEP_GREY = ("I;16", "I;16L", "I;16B", "I;16N")


def to_eight_bits(image: Image.Image) -> Image.Image:
    """A loaded picture in a mode that can be resized by area: L, LA, RGB, RGBA or CMYK, 8 bits a channel."""
    mode = image.mode
    if mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return _with_named_transparency(image)
    if mode in _DEEP_GREY:
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if mode in ("I", "F"):
        return _scaled_grey(image)
    if mode == "1":
        return image.convert("L")
    if mode in ("P", "PA"):
        return image.convert("RGBA" if mode == "PA" or "transparency" in image.info else "RGB")
    if mode in ("RGBX", "YCbCr", "HSV"):
        return image.convert("RGB")
    if mode in ("RGBa", "La"):
        return image.convert(mode.upper())
    if mode == "LAB":
        lab = ImageCms.createProfile("LAB")
        return _transformed(image, ImageCms.ImageCmsProfile(lab))
    raise InputError(
        "이 사진의 색 형식은 읽을 수 없어요.", "사진 앱에서 JPG나 PNG로 다시 저장해서 올려 주세요."
    )


def to_srgb(image: Image.Image, icc: bytes | None) -> Image.Image:
    """A picture of `to_eight_bits` as RGB in sRGB, through its embedded profile where that fits."""
    flat = _on_white(image)
    profile = _profile(icc, flat.mode) if icc else None
    if profile is not None:
        try:
            return _transformed(flat, profile)
        except (ImageCms.PyCMSError, ValueError, OSError) as error:
            log.info("embedded colour profile ignored: %s", error)
    return flat.convert("RGB")


def _with_named_transparency(image: Image.Image) -> Image.Image:
    """PNG may name one colour of an L or RGB picture as transparent (tRNS)."""
    if image.mode in ("L", "RGB") and "transparency" in image.info:
        return image.convert("LA" if image.mode == "L" else "RGBA")
    return image


def _scaled_grey(image: Image.Image) -> Image.Image:
    """32-bit integer or float grey; white is the smallest of 1, 255, 65535 that holds the brightest pixel."""
    grey = np.array(image, np.float32)  # changed in place: 64 megapixels are 256 MB
    np.nan_to_num(grey, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    brightest = float(grey.max(initial=0.0))
    white = next((top for top in (1.0, 255.0, 65535.0) if brightest <= top), brightest)
    grey *= 255.0 / white
    return Image.fromarray(np.clip(grey, 0, 255, out=grey).astype(np.uint8))


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("LA", "RGBA"):
        return image
    base = Image.new(image.mode[:-1], image.size, "white")
    base.paste(image.convert(image.mode[:-1]), mask=image.getchannel("A"))
    return base


def _profile(icc: bytes, mode: str) -> ImageCms.ImageCmsProfile | None:
    if len(icc) < _ICC_HEADER or icc[16:20] != _ICC_SPACE.get(mode):
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(icc))
    except (OSError, ImageCms.PyCMSError, ValueError) as error:
        log.info("embedded colour profile unreadable: %s", error)
        return None


def _transformed(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    srgb = ImageCms.createProfile("sRGB")
    # what photo editors do by default: in-gamut colours stay exact, black stays black
    intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    out = ImageCms.profileToProfile(image, profile, srgb, intent, outputMode="RGB", flags=flags)
    assert out is not None  # None only when asked to work in place
    return out
