"""A photo of a document → a grey, upright picture that the OCR program can read."""

from __future__ import annotations

import io
import warnings

from metajob.documents.refusals import Refused

MAX_PIXELS = 60_000_000
LONG_SIDE = 3500  # px; A4 at 300 dpi


def draw_picture(data: bytes) -> bytes:
    """PGM bytes. Raises Refused for pictures that are damaged or too large."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    warnings.simplefilter("ignore")
    if data[4:8] == b"ftyp":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    try:
        image: Image.Image = Image.open(io.BytesIO(data))
        if image.width * image.height > MAX_PIXELS:
            raise Refused("picture_too_large")
        image.draft("L", (LONG_SIDE, LONG_SIDE))
        image = ImageOps.exif_transpose(image)
        if image.mode in ("RGBA", "LA", "P"):
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
        image = image.convert("L")
        image.thumbnail((LONG_SIDE, LONG_SIDE))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused("broken_image") from None
    return b"P5 %d %d 255\n" % image.size + image.tobytes()
