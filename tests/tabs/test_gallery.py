"""The gallery shows every template as it is drawn today."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from metajob.photo.templates import templates
from tabs.parts import previews
from tabs.parts.suit_picker import PREVIEWS, suit_picker

KEYS = list(templates())


def test_there_are_five_suits_for_each():
    sexes = [template.sex for template in templates().values()]
    assert sexes.count("m") >= 5 and sexes.count("f") >= 5


def test_every_template_has_a_picture_and_no_picture_is_left_over():
    assert {path.stem for path in PREVIEWS.glob("*.webp")} == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_the_picture_is_what_the_suit_looks_like_now(key: str):
    with Image.open(PREVIEWS / f"{key}.webp") as stored:
        shown = np.asarray(stored.convert("RGB")).astype(int)
    drawn = previews.draw(key).astype(int)
    assert shown.shape == drawn.shape
    assert np.abs(shown - drawn).mean() < 3, "run: python -m tabs.parts.previews"


def test_the_grid_offers_every_template_once():
    html = suit_picker(templates()).html_template
    for key in KEYS:
        assert html.count(f'value="{key}"') == 1
        assert html.count(f"/{key}.webp") == 1
    assert "`" not in html and "${" not in html and "{{" not in html, (
        "the browser evaluates the template as code"
    )
