"""Pictures of the templates for the gallery, drawn ahead so that the page opens at once.

After a change of the suits: `python -m tabs.parts.previews` writes them anew; a test notices when that was forgotten.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tabs.parts.suit_picker import PREVIEWS

WIDTH = 420  # pixels; three times a tile on a phone


def draw(key: str) -> NDArray[np.uint8]:
    """(H, WIDTH, 3) uint8 sRGB of one template on the neutral bust."""
    from metajob.photo.suits import preview
    from metajob.photo.templates import templates

    return preview(templates()[key], WIDTH)


def write_all() -> None:
    """Draw every template and drop pictures of templates that are gone."""
    from metajob.photo.templates import templates

    PREVIEWS.mkdir(parents=True, exist_ok=True)
    for old in PREVIEWS.glob("*.webp"):
        if old.stem not in templates():
            old.unlink()
    for key in templates():
        Image.fromarray(draw(key)).save(PREVIEWS / f"{key}.webp", quality=86, method=6)


if __name__ == "__main__":
    write_all()
