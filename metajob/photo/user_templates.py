"""The user's own template photos (a person in a suit) for the face-swap engine: list, add, remove, thumbnail.

They lie in `settings().user_templates_dir` and are shared by everyone who uses this installation. A visitor's
one-time template is not stored: `accept()` checks and decodes it, the pixels stay in the visitor's session.
"""

from __future__ import annotations

import hashlib
import io
import logging
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from metajob.errors import InputError, StorageError, UserError
from metajob.files import write_whole
from metajob.photo.load import load_photo
from metajob.settings import settings

log = logging.getLogger(__name__)

MAX_TEMPLATES = 60
THUMBNAIL_SIDE = 320  # pixels, longest side
_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".bmp", ".tif", ".tiff"}
_THUMBNAILS = ".thumbnails"
_QUALITY = 95

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class UserTemplate:
    """key: the file's name inside the folder. label: what the gallery shows."""

    key: str
    label: str


def templates() -> list[UserTemplate]:
    """Pictures in the folder, uploaded or put there by hand, by name; [] when it is missing or unreadable."""
    try:
        names = sorted(p.name for p in settings().user_templates_dir.iterdir() if _is_template(p))
    except OSError:
        return []
    return [UserTemplate(name, _label(name)) for name in names]


def load(key: str) -> Pixels:
    """(H, W, 3) uint8 sRGB of one template. Raises InputError for an unknown key or a broken file."""
    return load_photo(_path(key))


def accept(data: bytes, confirmed: bool) -> Pixels:
    """Decode an uploaded template without storing it: (H, W, 3) uint8 sRGB.

    confirmed: the person ticked that they may use this picture. Raises InputError when not, or when `data` is
    no photo.
    """
    if not confirmed:
        raise InputError(
            "이 사진을 써도 되는지 먼저 확인해 주세요.",
            "사진 속 사람의 동의를 받았거나 직접 쓸 권리가 있는 사진만 올릴 수 있어요.",
        )
    return load_photo(data)


def add(data: bytes, confirmed: bool) -> UserTemplate:
    """Keep an uploaded template: re-encoded, so without metadata, under a name made from its content.

    The same picture twice is one template. Raises InputError as `accept` does, UserError when the folder is
    full, StorageError when it cannot be written; nothing half-written is left.
    """
    rgb = accept(data, confirmed)
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    encoded = buffer.getvalue()
    key = f"photo-{hashlib.sha256(encoded).hexdigest()[:16]}.jpg"
    kept = {template.key for template in templates()}
    if key not in kept:
        if len(kept) >= MAX_TEMPLATES:
            raise UserError(
                f"템플릿은 {MAX_TEMPLATES}장까지 둘 수 있어요.", "안 쓰는 템플릿을 지우고 다시 올려 주세요."
            )
        _write(settings().user_templates_dir / key, encoded)
    return UserTemplate(key, _label(key))


def remove(key: str) -> None:
    """Delete one template and its thumbnails. Raises InputError for an unknown key."""
    path = _path(key)
    try:
        for thumbnail in _thumbnails_of(key):
            thumbnail.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    except OSError as error:
        log.exception("template cannot be removed")
        raise StorageError("템플릿을 지우지 못했어요.", "폴더의 쓰기 권한을 확인해 주세요.") from error


def thumbnail(key: str) -> Pixels:
    """(h, w, 3) uint8 sRGB, THUMBNAIL_SIDE at most; kept on disk until the template changes or goes."""
    path = _path(key)
    try:
        stat = path.stat()
    except OSError:  # removed by someone else at this very moment
        raise _unknown() from None
    small = path.parent / _THUMBNAILS / f"{_stem(key)}-{stat.st_mtime_ns:x}-{stat.st_size:x}.png"
    try:
        with Image.open(small) as picture:
            return np.asarray(picture.convert("RGB"))
    except (OSError, ValueError, SyntaxError):  # none yet, or a damaged one
        rgb = _shrink(load_photo(path))
    try:
        for stale in _thumbnails_of(key):
            stale.unlink(missing_ok=True)
        buffer = io.BytesIO()
        Image.fromarray(rgb).save(buffer, "PNG")
        _write(small, buffer.getvalue())
    except (OSError, StorageError):
        log.warning("thumbnail not kept")  # a read-only folder: it is made again next time
    return rgb


def _shrink(rgb: Pixels) -> Pixels:
    scale = THUMBNAIL_SIDE / max(rgb.shape[:2])
    if scale >= 1:
        return rgb
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _is_template(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and not path.name.startswith(".") and path.is_file()


def _path(key: str) -> Path:
    """The file of a key that `templates()` lists; '../', absolute paths and anything else are refused."""
    if key not in {template.key for template in templates()}:
        raise _unknown()
    return settings().user_templates_dir / key


def _unknown() -> InputError:
    return InputError("없는 템플릿이에요.", "목록을 새로 고치고 다시 골라 주세요.")


def _label(key: str) -> str:
    stem = Path(key).stem
    return f"올린 사진 {stem[-4:]}" if stem.startswith("photo-") else stem


def _stem(key: str) -> str:
    """A name of fixed length for any key, so that a long Korean one cannot exceed the file system's limit."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _thumbnails_of(key: str) -> list[Path]:
    return list((settings().user_templates_dir / _THUMBNAILS).glob(f"{_stem(key)}-*.png"))


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        log.exception("template cannot be written")
        raise StorageError(
            "템플릿을 저장하지 못했어요.", "디스크 공간과 폴더의 쓰기 권한을 확인해 주세요."
        ) from error
