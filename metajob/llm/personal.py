"""Personal data that can be told by its shape: e-mail, phone, resident number, birth date, address, profile."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["resident", "email", "phone", "birth", "address", "profile", "name", "instruction"]

_GAP = r"[ \t.\-–—‑)·]{0,3}"
_PHONE = (
    # 010-1234-5678, 01012345678, 011 234 5678
    rf"(?<![\d.])\(?01[016789]{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)",
    # +82 10-1234-5678, +82 (0)2 123 4567, +1 415 555 0100
    r"\+\d{1,3}[ \t.\-–]{0,2}(?:\(0\))?\(?\d{1,4}\)?(?:[ \t.\-–]{0,2}\d{2,4}){2,4}(?!\d)",
    # 02-123-4567, 031) 123-4567, 070-1234-5678, 0504-1234-5678
    r"(?<![\d.\-])\(?0(?:2|[3-6]\d|70|80|50\d)\)?[ \t]?[.\-–—) ][ \t]?\d{3,4}[ \t]?[.\-–—][ \t]?\d{4}(?!\d)",
)
_DATE = r"(?:19|20)?\d{2}[ \t]?[.\-/년][ \t]?\d{1,2}[ \t]?[.\-/월][ \t]?\d{1,2}(?:[ \t]?일)?"
_CITY = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|충청북|충청남|전북|전남|전라북|전라남|경북|경남"
    r"|경상북|경상남|제주)(?:특별자치시|특별자치도|특별시|광역시|도|시)?"
)
_DISTRICT = r"[가-힣]{1,6}(?:시|군|구)"
_TOWN = r"(?:[가-힣]{1,6}(?:읍|면)[ \t]+)?"
_AREA = rf"(?:{_CITY}[ \t,]+(?:{_DISTRICT}[ \t,]+){{0,2}}|(?:{_DISTRICT}[ \t,]+){{1,3}}){_TOWN}"
_STREET = r"[가-힣0-9·]{1,12}(?:로|길)[ \t]?\d{1,4}(?:번?[가나다라]?길[ \t]?\d{1,4})?(?:-\d{1,4})?"
_LOT = r"[가-힣]{1,6}\d{0,2}(?:동|리|가)[ \t]+(?:산[ \t]?)?\d{1,4}(?:-\d{1,4})?(?:번지)?"
_BUILDING = r"(?:[가-힣A-Za-z0-9]{1,15}(?:아파트|빌라|빌딩|타워|오피스텔))?"
_ROOM = r"(?:[\dA-Za-z가-하]{1,4}동)?[ \t]*(?:\d{1,2}층)?[ \t]*(?:\d{1,4}호)?(?:[ \t]*\([^()\n]{1,30}\))?"
_DETAIL = rf"(?:,?[ \t]*{_BUILDING}[ \t]*{_ROOM})"
_BORN = r"(?:생년[ \t]?월일|출생(?:일|연도)?|생일|생년|birth(?:day)?|DOB)"
_YEAR = r"(?:19[5-9]\d|200\d|201[0-2])"
_SITES = (
    r"(?:github|gitlab|bitbucket|velog|medium|behance|dribbble|instagram|facebook|twitter|x|threads|kaggle|linktr\.ee"
    r"|linkedin|rocketpunch|wanted|brunch|notion|tistory|blog\.naver|cafe\.naver|youtube|figma|vimeo|surfit|inflearn"
    r"|stackoverflow|leetcode|acmicpc|solved|programmers|huggingface|orcid|scholar\.google|open\.kakao|pf\.kakao)"
)
_URL_END = r"[^\s<>|()\[\]{}\"'“”‘’,·]*"
_PROFILE = (
    rf"(?<![\w.@-])(?:https?://)?(?:www\.|[\w-]+\.)?{_SITES}(?:\.(?:com|io|co\.kr|me|net|org|so|site|ac|kr|us|be))?/"
    rf"[@\w%~.-]{_URL_END}",
    rf"(?<![\w.@-])(?:https?://)?[\w-]+\.(?:github\.io|gitlab\.io|tistory\.com|notion\.site|oopy\.io|velog\.io"
    rf"|wixsite\.com|framer\.website|vercel\.app|netlify\.app|carrd\.co|substack\.com|medium\.com)(?:/{_URL_END})?",
)

# Everywhere in the text. Earlier kinds win where two overlap.
PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("resident", re.compile(r"(?<!\d)\d{6}[ \t]?[-–—][ \t]?[0-9][\d*●xX]{6}(?!\d)")),
    (
        "resident",
        re.compile(r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[1-8]\d{6}(?!\d)"),
    ),
    (
        "email",
        re.compile(
            r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,79}[ \t]?(?:@|＠|\(at\)|\[at\]|\(골뱅이\))[ \t]?"
            r"(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}",
            re.IGNORECASE,
        ),
    ),
    *(("phone", re.compile(pattern)) for pattern in _PHONE),
    (
        "birth",
        re.compile(
            rf"{_BORN}[^\n|]{{0,10}}?[|:： \t]*({_DATE}|(?:19|20)\d{{2}}(?:년생?)?|\d{{6}}(?!\d))", re.IGNORECASE
        ),
    ),
    ("birth", re.compile(rf"({_DATE}|(?:19|20)?\d{{2}}년)\s?(?:출)?생(?![가-힣])")),
    ("address", re.compile(rf"(?:\(?\d{{5}}\)?[ \t]+)?{_AREA}(?:{_STREET}|{_LOT}){_DETAIL}")),
    (
        "address",
        re.compile(
            r"(?:#?\d{1,5}(?:-\d{1,4})?,?[ \t]+)?[A-Z][A-Za-z]+(?:-?daero|-ro|-gil)\b(?:[ \t]?\d{1,4}(?:-gil)?)?"
            r"(?:,?[ \t]+[A-Z][A-Za-z]+(?:-(?:gu|si|do|dong|gun))?){0,3}(?:,?[ \t]+\d{5})?"
        ),
    ),
    *(("profile", re.compile(pattern, re.IGNORECASE)) for pattern in _PROFILE),
)  # fmt: skip

# Only among the first lines, where a label or a bare address says whose it is. Group 1 is what is masked.
HEADER_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "address",
        re.compile(
            r"(?:주[ \t]?소|거주지|현[ \t]?주소|사는 곳|address)[ \t]*[:：|][ \t|]*"
            r"([^\n|/@\s][^\n|/@]{3,80})(?![^\n|/]*@)",
            re.IGNORECASE,
        ),
    ),
    (
        "birth",
        re.compile(
            rf"(?<![\d.~–-])({_YEAR}[.\-/년]\s?\d{{1,2}}[.\-/월]\s?\d{{1,2}}(?:\s?일)?)\.?(?!\s?[~–-])"
        ),
    ),
    ("birth", re.compile(r"(\(?만?[ \t]?\d{2}[ \t]?세\)?)(?![가-힣])")),
    ("profile", re.compile(rf"((?:https?://|www\.){_URL_END})", re.IGNORECASE)),
    (
        "profile",
        re.compile(
            r"(?:카카오톡?|카톡|kakao(?:talk)?|라인|텔레그램|telegram|인스타(?:그램)?|instagram|트위터|깃허브|github|블로그"
            r"|blog|velog|linkedin|링크드인)[ \t]*(?:id|아이디)?[ \t]*[:：|][ \t]*(@?[A-Za-z0-9][A-Za-z0-9_.@-]{2,40})",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip

HEADER_LINES = 15
_HEADER_CHARACTERS = 1500


def header_end(text: str) -> int:
    """Where the first lines end: after HEADER_LINES lines with text, or 1,500 characters."""
    seen = 0
    for line in re.finditer(r"[^\n]*\n?", text):
        if line.start() >= _HEADER_CHARACTERS or seen >= HEADER_LINES:
            return min(line.start(), len(text))
        seen += bool(line.group().strip())
    return len(text)
