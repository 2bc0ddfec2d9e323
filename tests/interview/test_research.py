"""What is said about each observable: all are there, documented, and none claims what was not read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from metajob.interview.behaviour import UNITS
from metajob.interview.model import ObservableKey
from metajob.interview.research import GRADES, OBSERVABLES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "behaviour.md").read_text(encoding="utf-8")
READ = ("Martín-Raugh", "Shinya", "Feiler", "Naim", "Barrett")


def test_every_observable_is_explained_and_documented() -> None:
    assert set(OBSERVABLES) == set(get_args(ObservableKey)) == set(UNITS)
    for key, about in OBSERVABLES.items():
        assert f"`{key}`" in PAGE, f"docs/behaviour.md does not name {key}"
        assert about.name in PAGE
        assert about.grade in GRADES
        for text in (about.how, about.research):
            assert text.endswith("요.")


def test_only_sources_that_were_read_are_named_and_no_trait_is() -> None:
    for about in OBSERVABLES.values():
        names = set(re.findall(r"[A-Z][a-zíé]{3,}", about.research)) - {"Raugh", "Powell", "Martín"}
        assert names <= {*READ, "Martín"}
        assert not re.search("자신감|불안|거짓|성격|합격", about.how + about.research)
