"""Korean particles after any name: Hangul, Latin words and initials, digits, units, closing quotes and brackets.

The particle follows the last syllable as the name is read in Korean (MySQL 마이에스큐엘을, Docker 도커를, EC2 이씨투를,
280ms 밀리초를). A remark in brackets at the end is not read ("Redis(캐시)를"). Latin words are read by their spelling,
with a short list of words that are read otherwise: a guess, right for about 19 of 20 names of software.
"""

from __future__ import annotations

import re
from typing import Literal

Final = Literal["", "l", "x"]  # what closes the last syllable: nothing, ㄹ, another consonant

_PAIRS = (
    ("을", "를"), ("이", "가"), ("은", "는"), ("과", "와"), ("으로", "로"), ("이나", "나"), ("이라는", "라는"),
    ("이라고", "라고"), ("이에요", "예요"),
)  # fmt: skip
_PAIR_OF = {word: pair for pair in _PAIRS for word in pair}

_REMARK = re.compile(r"(?<=\S)\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")
_UNQUOTED = re.compile(r"[\s’”'\"」』》>]+$")
_UNREAD = re.compile(r"[^0-9A-Za-z가-힣%％+#℃]+$")
_SINO: dict[str, Final] = {
    "0": "x",
    "1": "l",
    "2": "",
    "3": "x",
    "4": "",
    "5": "",
    "6": "x",
    "7": "l",
    "8": "l",
    "9": "",
}
_ENGLISH: dict[str, Final] = _SINO | {"0": "", "1": "x", "3": "", "6": "", "7": "x", "8": "", "9": "x"}
_SYMBOLS: dict[str, Final] = {"%": "", "％": "", "+": "", "#": "x", "℃": ""}
_UNITS: dict[str, Final] = {
    "kg": "x",
    "g": "x",
    "mg": "x",
    "h": "x",
    "m": "",
    "km": "",
    "cm": "",
    "mm": "",
    "l": "",
    "ml": "",
}
_UNITS_AFTER = re.compile(r"\d\s?(kg|mg|g|km|cm|mm|m|ml|l|h)$", re.I)
_LETTERS: dict[str, Final] = {"l": "l", "r": "l", "m": "x", "n": "x"}  # 엘, 알, 엠, 엔; all others end open
_SPELT = re.compile(r"(?:[A-Z]|(?<![A-Za-z])[A-Za-z]|\.(?:js|ts|io)|(?<![A-Za-z])[b-df-hj-np-tv-xz]+)$")
# Words that are not read as they are spelt, or initials that are read as a word.
_WORDS: dict[str, Final] = {
    "swot": "x", "sbar": "", "shap": "x", "dmaic": "x", "haccp": "x", "abap": "x", "cobol": "l",
    "hub": "", "bit": "", "edit": "", "credit": "", "check": "", "loop": "", "soup": "", "group": "",
    "dropout": "x", "out": "x", "dog": "x", "pod": "x",
}  # fmt: skip
_READ: tuple[tuple[str, Final], ...] = (
    (r"(?:l|[^aeiou]le|ile|ale|ole|ule|yle)", "l"),
    (r"(?:n|m|ng)", "x"),
    (r"[aeiouy](?:me|ne)", "x"),
    (r"(?:[^aeiou]|^)[aeiou]t", "x"),  # Git 깃, but Boot 부트, Light 라이트
    (r"[aeiou]p", "x"),  # Hadoop 하둡, but Gulp 걸프
    (r"(?:[aeiou]ck|ook|(?:[^aeiou]|^)[aeiou]k|ic|[^aeiou]ac)", "x"),  # Slack 슬랙, but Spark 스파크
    (r"(?:(?:[^aeiou]|^)[aeio]b|type)", "x"),  # GitLab 랩, Web 웹, Prototype 타입
)


def attach(name: str, particle: str) -> str:
    """The name with the particle of this kind: attach("MySQL", "를") is "MySQL을". particle: either form of the pair.

    Raises KeyError for a particle that has no two forms.
    """
    return name + particle_for(name, particle)


def particle_for(name: str, particle: str) -> str:
    """The form of the particle that goes after the name. 으로/로: 로 also after ㄹ."""
    closed, opened = _PAIR_OF[particle]
    final = _final(name)
    if closed == "으로":
        return closed if final == "x" else opened
    return closed if final else opened


def _final(name: str) -> Final:
    read = _UNQUOTED.sub("", name)
    while (shorter := _UNQUOTED.sub("", _REMARK.sub("", read))) and shorter != read:
        read = shorter
    read = _UNREAD.sub("", read)
    if not read:
        return ""
    last = read[-1]
    if "가" <= last <= "힣":
        closing = (ord(last) - ord("가")) % 28
        return "" if not closing else "l" if closing == 8 else "x"
    if last in _SYMBOLS:
        return _SYMBOLS[last]
    if last.isdigit():
        return _number(read)
    unit = _UNITS_AFTER.search(read)
    return _UNITS[unit[1].lower()] if unit else _latin(read)


def _number(read: str) -> Final:
    """S3 is read in English, 쓰리; 13 in Korean, 십삼; 30 ends in 십, 1,500 in 백, 2.0 in 영."""
    if re.search(r"[A-Za-z]\d$", read):
        return _ENGLISH[read[-1]]
    return _SINO[read[-1]]


def _latin(read: str) -> Final:
    words = re.search(r"[A-Za-z]+$", read)
    word = words.group() if words else read[-1]
    part = re.search(r"[A-Z]?[a-z]*$", word)  # Hub of "GitHub"
    for known in (word.lower(), part.group().lower() if part else ""):
        if known in _WORDS:
            return _WORDS[known]
    if _SPELT.search(read):
        return _LETTERS.get(word[-1].lower(), "")
    return next((final for pattern, final in _READ if re.search(rf"(?:{pattern})$", word.lower())), "")
