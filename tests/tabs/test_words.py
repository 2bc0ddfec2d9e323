"""Both languages say the same things, and nothing on the screen is a bare key."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from tabs.parts import words

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [ROOT / "app.py", *(ROOT / "tabs").rglob("*.py"), *(ROOT / "assets" / "js").glob("*.js")]
TEXT = "\n".join(path.read_text("utf-8") for path in SOURCES)
QUOTED = set(re.findall(r"""(["'][a-z0-9_]+["'])""", TEXT))


def test_both_languages_have_the_same_keys_and_blanks():
    ko, en = words.words()["ko"], words.words()["en"]
    assert ko.keys() == en.keys()
    for key in ko:
        blanks = [
            sorted(name for _, name, _, _ in Formatter().parse(table[key]) if name) for table in (ko, en)
        ]
        assert blanks[0] == blanks[1], key


def test_every_key_that_is_asked_for_exists():
    asked = set(re.findall(r'\b(?:say|both|label|word)\(\s*["\']([a-z0-9_]+)["\']', TEXT))
    assert len(asked) > 40
    assert asked <= words.words()["ko"].keys()


def test_every_key_is_used():
    assert [key for key in words.words()["ko"] if not {f'"{key}"', f"'{key}'"} & QUOTED] == []


def test_korean_is_korean_and_polite():
    for key, sentence in words.words()["ko"].items():
        assert re.search("[가-힣]", sentence) or key.startswith(("limit",)), key
        assert not re.search(r"(습니다|하십시오|한다)[.!]", sentence), f"{key}: {sentence}"


class Asked:
    """A request with nothing but its languages."""

    def __init__(self, languages: str) -> None:
        self.headers = {"accept-language": languages}


def test_korean_unless_english_comes_first():
    spoken = {
        languages: words.language(Asked(languages))  # type: ignore[arg-type]
        for languages in ("ko-KR,ko;q=0.9,en;q=0.8", "en-US,en;q=0.9", "vi-VN,vi;q=0.9,en;q=0.5", "ja", "")
    }
    assert list(spoken.values()) == ["ko", "en", "ko", "ko", "ko"]
