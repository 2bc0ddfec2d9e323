"""The suit templates as data: what is in the gallery, and what a wrong entry is told."""

from __future__ import annotations

from typing import Any

import pytest

from metajob.photo.look import Look
from metajob.photo.templates import read, templates

ENTRY: dict[str, Any] = {
    "key": "x1_green",
    "ko": "그린 정장",
    "en": "Green suit",
    "sex": "m",
    "cloth": "#1f4a34",
    "top": {"kind": "collar", "colour": "#ffffff"},
    "tie": {"kind": "dot", "ground": "#402010", "pattern": "#c0b0a0"},
    "seed": 40,
}


def test_gallery_has_five_for_men_and_five_for_women_with_names_of_their_own() -> None:
    found = list(templates().values())
    for sex in ("m", "f"):
        assert len([t for t in found if t.sex == sex]) >= 5
    assert len({t.ko for t in found}) == len({t.en for t in found}) == len(found)
    assert all(any("가" <= c <= "힣" for c in t.ko) for t in found)
    assert Look().template in templates()


def test_every_suit_looks_different() -> None:
    looks = {(t.cloth, t.cut, t.weave, t.top, t.tie) for t in templates().values()}
    assert len(looks) == len(templates())


def test_women_are_offered_closed_necklines_first() -> None:
    women = [t for t in templates().values() if t.sex == "f"]
    assert women[0].neckline == "closed"
    assert sum(t.neckline == "closed" for t in women) > len(women) / 2


def test_an_entry_is_read_as_written() -> None:
    template = read([ENTRY])["x1_green"]
    assert template.cloth == (0x1F, 0x4A, 0x34)
    assert template.tie is not None and template.tie.ground == (0x40, 0x20, 0x10)
    assert template.neckline == "closed"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"cloth": "navy"}, "cloth: .*#rrggbb"),
        ({"cloth": "#12345"}, "cloth: .*#rrggbb"),
        ({"cloth": "#zzzzzz"}, "cloth: .*#rrggbb"),
        ({"cloth": [300, 0, 0]}, "cloth"),
        ({"lapel": 4}, "lapel: .*less than or equal"),
        ({"cut": "shawl"}, "cut: .*notch"),
        ({"colour": "#ffffff"}, "colour: .*not permitted"),
        ({"key": "../etc"}, "key"),
        ({"ko": ""}, "ko"),
        ({"top": {"kind": "round"}}, "a tie needs"),
    ],
)
def test_a_wrong_entry_is_named_with_its_field(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=rf"suit template .*{told}"):
        read([ENTRY | change])


def test_a_key_used_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="x1_green: the key is used twice"):
        read([ENTRY, ENTRY])
