"""What the advanced part says in both languages."""

from __future__ import annotations

import re

from metajob.photo.swap import SwapEngine
from tabs.parts.words import words


def test_both_languages_name_every_licence_of_the_engine():
    named = re.findall(r"[A-Za-z][\w.-]+", SwapEngine.licence)
    assert len(named) >= 3
    for table in words().values():
        assert [name for name in named if name.split()[0] not in table["swap_licence"]] == []
    assert "non-commercial" in words()["en"]["swap_licence"]
