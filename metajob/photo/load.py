"""Bytes of a photo → upright sRGB pixels. Limits and hostile files are handled here; no disk is touched.

Metadata (place, camera, thumbnails) is not carried on: only pixels leave this room. Of a file with several
pages or pictures (TIFF, HEIC burst, MPO) the main one is taken; moving pictures are refused.
"""

from __future__ import annotations

import io
import logging
import threading
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from metajob.errors import InputError, UserError
from metajob.photo.sniff import Kind, photo_kind
from metajob.photo.srgb import to_eight_bits, to_srgb
from metajob.settings import settings

log = logging.getLogger(__name__)

MAX_SIDE = 2200  # px, longest side handed on: twice what the HD picture needs of the head
DRAFT_SIDE = 2000  # px, a JPEG is decoded at 1/2, 1/4 or 1/8 as long as its longest side stays above this
MIN_SIDE = 240  # px, shortest side; below this hardly a face reaches the 85 px that the checks need
MAX_ASPECT = 4.0  # longer than this is a panorama or a scrolled screenshot

_ORIENTATION_TAG = 0x0112
# One decode at a time: bounds the peak memory, and `warnings.catch_warnings` is not safe in threads.
_decoding = threading.Lock()


def load_photo(source: bytes | Path) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB, upright, longest side at most 2200 px, contiguous. Raises InputError."""
    data = _read(source)
    kind = photo_kind(data)
    with _decoding, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # corrupt EXIF and the like: of no use to anyone
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return _decode(data, kind)


def _read(source: bytes | Path) -> bytes:
    limit = settings().max_upload_mb * 1024 * 1024
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                data = file.read(limit + 1)
        except FileNotFoundError:
            raise InputError(
                f"파일을 찾을 수 없어요: {source.name}", "파일 이름과 위치를 확인해 주세요."
            ) from None
        except OSError:
            raise InputError(
                f"파일을 열 수 없어요: {source.name}", "사진 파일인지, 읽을 권한이 있는지 확인해 주세요."
            ) from None
    else:
        data = source
    if len(data) > limit:
        raise InputError(
            f"파일이 너무 커요. {settings().max_upload_mb}MB까지 올릴 수 있어요.",
            "사진 앱에서 크기를 줄이거나 JPG로 저장해서 올려 주세요.",
        )
    return data


def _decode(data: bytes, kind: Kind) -> NDArray[np.uint8]:
    try:
        image = _open(data, kind)
        with image:
            _check_header(image, kind)
            if kind == "JPEG":
                _draft(image)
            image.load()
            orientation = _orientation(image)  # after load: TIFF and HEIC are turned by their decoders
            icc = image.info.get("icc_profile")
            small = _reduced(to_eight_bits(image))
        rgb = np.array(to_srgb(small, icc if isinstance(icc, bytes) else None))
    except UserError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise _too_many_pixels() from None
    except Exception as error:  # decoders fail in every possible way on hostile bytes
        log.info("%s could not be decoded: %s: %s", kind, type(error).__name__, error)
        raise InputError(
            "사진 파일이 깨졌거나 끝까지 저장되지 않았어요.",
            "원본 사진을 다시 내려받거나, 사진 앱에서 JPG로 다시 저장해서 올려 주세요.",
        ) from None
    return _upright(rgb, orientation)


def _open(data: bytes, kind: Kind) -> Image.Image:
    if kind == "HEIF":
        # Opened directly instead of registered: other users of Pillow in this process see no new format.
        try:
            from pillow_heif import HeifImageFile
        except ImportError:
            raise InputError(
                "이 컴퓨터에서는 HEIC 사진을 열 수 없어요.",
                "JPG로 바꿔서 올리거나, pillow-heif를 설치해 주세요.",
            ) from None
        heif: Image.Image = HeifImageFile(io.BytesIO(data))
        return heif
    return Image.open(io.BytesIO(data), formats=(kind,))


def _check_header(image: Image.Image, kind: Kind) -> None:
    """Refuse by what the header says, before any pixel is decoded."""
    width, height = image.size
    if width * height > settings().max_megapixels * 1_000_000:
        raise _too_many_pixels()
    if kind in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
        raise InputError("움직이는 그림은 쓸 수 없어요.", "움직이지 않는 사진을 올려 주세요.")
    short, long = sorted((width, height))
    if short < MIN_SIDE:
        raise InputError(
            f"{width}×{height}픽셀 사진은 너무 작아요.",
            f"짧은 쪽이 {MIN_SIDE}픽셀 이상, 되도록 600픽셀이 넘는 원본 사진을 올려 주세요.",
        )
    if long > MAX_ASPECT * short:
        raise InputError(
            f"{width}×{height}픽셀 사진은 너무 길쭉해요.",
            "파노라마나 긴 화면 캡처 대신 얼굴과 어깨가 나온 사진을 올려 주세요.",
        )


def _too_many_pixels() -> InputError:
    # in 만 (ten thousand) pixels, the unit of Korean camera specs
    return InputError(
        f"사진이 너무 커요. {settings().max_megapixels * 100:,}만 화소까지 쓸 수 있어요.",
        "사진 앱에서 크기를 줄여서 올려 주세요.",
    )


def _draft(image: Image.Image) -> None:
    """Let the JPEG decoder skip resolution nobody needs: a 12-MP photo decodes at half size."""
    share = DRAFT_SIDE / max(image.size)
    if share < 1:
        image.draft(None, (max(1, int(image.width * share)), max(1, int(image.height * share))))


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1..8; 1 where absent or senseless."""
    try:
        value = image.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # corrupt EXIF must not lose the photo
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _reduced(image: Image.Image) -> Image.Image:
    """Longest side at most MAX_SIDE; each new pixel is the (alpha-weighted) mean of the area it covers."""
    share = MAX_SIDE / max(image.size)
    if share >= 1:
        return image
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.BOX)


def _upright(rgb: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Undo the EXIF orientation (TIFF 6.0 tag 274): 2, 4, 5, 7 are mirrored, 5..8 lie on their side."""
    if orientation in (2, 4, 5, 7):
        rgb = rgb[:, ::-1]  # now 4 → 3, 5 → 8, 7 → 6
    turns = {3: 2, 4: 2, 6: 3, 7: 3, 5: 1, 8: 1}.get(orientation, 0)  # quarter turns to the left
    return np.ascontiguousarray(np.rot90(rgb, turns))
