"""Pictures of the templates and the interviewers, drawn ahead so that the page opens at once.

After a change of the suits or the interviewers: `python -m tabs.parts.previews` writes them anew; a test notices when
that was forgotten.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from metajob.interviewer.model import PersonaId
from tabs.parts.page import ASSETS
from tabs.parts.suit_picker import PREVIEWS

WIDTH = 420  # pixels; three times a tile on a phone
PEOPLE = ASSETS / "interviewer"
FACE = 480  # pixels of an interviewer, the poster of the stage


def draw(key: str) -> NDArray[np.uint8]:
    """(H, WIDTH, 3) uint8 sRGB of one template on the neutral bust."""
    from metajob.photo.suits import preview
    from metajob.photo.templates import templates

    return preview(templates()[key], WIDTH)


def portrait(persona: PersonaId) -> NDArray[np.uint8]:
    """(FACE, FACE, 3) uint8 sRGB of one interviewer at rest."""
    from metajob.interviewer.rig.sheet import still

    return np.asarray(Image.fromarray(still(persona)).resize((FACE, FACE), Image.Resampling.LANCZOS))


def write_all() -> None:
    """Draw everything and drop pictures of templates that are gone."""
    from metajob.interviewer.rig.personas import PERSONAS
    from metajob.photo.templates import templates

    PREVIEWS.mkdir(parents=True, exist_ok=True)
    for old in PREVIEWS.glob("*.webp"):
        if old.stem not in templates():
            old.unlink()
    for key in templates():
        Image.fromarray(draw(key)).save(PREVIEWS / f"{key}.webp", quality=86, method=6)
    PEOPLE.mkdir(parents=True, exist_ok=True)
    for persona in PERSONAS:
        Image.fromarray(portrait(persona)).save(PEOPLE / f"{persona}.webp", quality=86, method=6)


if __name__ == "__main__":
    write_all()
