"""Reads signs that are no part of a number or word: punctuation, arrows, brackets, Greek letters."""

from __future__ import annotations

import re

from metajob.speech.korean import quantity
from metajob.speech.korean.symbols import coda, is_hangul, table

_CHOICE = {
    ("은", "는"), ("는", "은"), ("을", "를"), ("를", "을"), ("이", "가"), ("가", "이"), ("와", "과"), ("과", "와"),
}  # fmt: skip
_PAUSES = {";": ",", ":": ",", "·": ",", "|": ",", "/": ",", "→": ","}
_SENTENCE_END = re.compile(r"[다요까죠네오음함임됨군라지]$")
_NUMBERED = re.compile(r"[\d년월일시분] ?$")  # a date or number that "-" continues
_JAMO = dict(
    zip(
        "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
        [
            "기역",
            "니은",
            "디귿",
            "리을",
            "미음",
            "비읍",
            "시옷",
            "이응",
            "지읒",
            "치읓",
            "키읔",
            "티읕",
            "피읖",
            "히읗",
        ],
        strict=True,
    )
)
_WEEKDAY = re.compile(r"\(([월화수목금토일])\)")
_DOTS = re.compile(r"\.{2,}")


def read(plain: str, i: int, last: str) -> tuple[str, int]:
    """What a sign at i is read as (may be "" or a mark) and where it ends. last: the last syllable said, or ""."""
    c = plain[i]
    following = plain[i + 1 : i + 2]
    if c in ",?!":
        return c, i + 1
    if c == "\n":
        return ("." if _SENTENCE_END.search(last) else ","), i + 1
    if c == ".":
        return _dot(plain, i, last)
    if c == "(":
        return _bracket(plain, i, last)
    if c in ")]}":
        return ("" if is_hangul(following) else ","), i + 1
    if c in "[{":
        return ",", i + 1
    if c == "=":
        return (quantity.equals(last) + " " if last else " "), i + 1
    if c == "~":
        return _tilde(plain, i)
    if c == "-" and _NUMBERED.search(plain[max(0, i - 3) : i]) and re.match(r" ?'?\d", plain[i + 1 : i + 4]):
        return "에서 ", i + 1
    if "ㄱ" <= c <= "ㅎ":
        return _jamo(plain, i), i + 1
    if c == "→" and re.match(r"[ ]?\d", plain[i + 1 : i + 3]) and last:
        return "에서 ", i + 1
    if c == "/" and following.isascii() and following.isalpha():
        return " ", i + 1
    if c in _PAUSES:
        return _PAUSES[c], i + 1
    said = table("signs").get(c)
    if said:
        return f" {said} ", i + 1
    return ("" if c in "\"'`’" else " "), i + 1


def _dot(plain: str, i: int, last: str) -> tuple[str, int]:
    dots = _DOTS.match(plain, i)
    if dots:
        ended = dots.end() >= len(plain.rstrip()) or _SENTENCE_END.search(last)
        return ("." if ended else ","), dots.end()
    following = plain[i + 1 : i + 2]
    if following.isascii() and following.isalnum() and i and plain[i - 1].isalnum():
        return " 점 ", i + 1
    return ".", i + 1


def _bracket(plain: str, i: int, last: str) -> tuple[str, int]:
    """을(를), (으)로, (이)라는: the particle that fits; otherwise a short pause."""
    if plain.startswith("(주)", i):
        return " 주식회사 ", i + 3
    day = _WEEKDAY.match(plain, i)
    if day:
        return f" {day[1]}요일 ", i + 3
    inside, closing = plain[i + 1 : i + 2], plain[i + 2 : i + 3]
    if closing == ")" and last:
        if (plain[i - 1 : i], inside) in _CHOICE:
            return "", i + 3
        if inside in ("으", "이") and is_hangul(plain[i + 3 : i + 4]):
            needed = coda(last) and not (inside == "으" and coda(last) == 8)
            return (inside if needed else ""), i + 3
    return ",", i + 1


def _jamo(plain: str, i: int) -> str:
    """The name of a letter that stands alone (ㄷ자); "" for laughter and other chat (ㅋㅋ, ㅇㅇ)."""
    before, following = plain[max(0, i - 1) : i], plain[i + 1 : i + 2]
    chat = is_hangul(before) or "ㄱ" <= before <= "ㅣ" or not is_hangul(following)
    return "" if chat else _JAMO.get(plain[i], "")


def _tilde(plain: str, i: int) -> tuple[str, int]:
    before, following = plain[:i].rstrip(" ")[-1:], plain[i + 1 : i + 8].lstrip(" ")
    said = before and (
        (before.isascii() and before.isalnum()) or before in "년월일시분초주점원명개세급등회차"
    )
    if said and re.match(r"현재|지금|오늘", following):
        return "부터 ", i + 1
    if re.match(r"[+-]?[$₩€]?\d|'\d", following) or re.match(r"[월화수목금토일](?![가-힣])", following):
        return "에서 ", i + 1
    if before.isascii() and before.isalpha() and re.match("[A-Za-z]", following):
        return "에서 ", i + 1
    if said and following[:2] in ("오전", "오후"):
        return "에서 ", i + 1
    if said and plain[i - 1] != " " and plain[i + 1 : i + 2] in ("", " ", ")", ",", "\n"):
        return "부터 ", i + 1
    return " ", i + 1
