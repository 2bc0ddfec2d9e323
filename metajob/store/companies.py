"""Names of companies: one spelling for the screen, one for finding the same company again."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 120  # characters, as in the tables
# Controls, directions and letters without ink: fillers, soft hyphen, variations, tags.
_UNREADABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ud800-\udfff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
_LEGAL_FORM = re.compile(r"\((?:주|유|재|사)\)|주식회사|유한회사")
_SPACES = re.compile(r"\s+")


def company_name(text: str) -> str:
    """The name as it is shown: NFKC (㈜ becomes (주)), no control or invisible characters, at most 120 characters."""
    cleaned = unicodedata.normalize("NFKC", _UNREADABLE.sub(" ", text))
    return _SPACES.sub(" ", cleaned).strip()[:MAX_NAME].rstrip()


def company_key(text: str) -> str:
    """The name by which a company is found: lower case, without spaces and legal form. "" when nothing is left.

    "(주) 하늘 테크", "㈜하늘테크" and "하늘테크 주식회사" are one company.
    """
    bare = _SPACES.sub("", company_name(text)).lower()
    return _SPACES.sub("", _LEGAL_FORM.sub("", bare))[:MAX_NAME]
