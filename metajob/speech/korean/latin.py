"""Reads Latin letters: known words and acronyms from the tables, CamelCase by its parts, the rest by rule."""

from __future__ import annotations

import functools
import re

from metajob.speech.korean import numbers, transliteration
from metajob.speech.korean.symbols import table

_LETTER_NAMES = (
    "에이 비 씨 디 이 에프 지 에이치 아이 제이 케이 엘 엠 엔 오 피 큐 알 "
    "에스 티 유 브이 더블유 엑스 와이 제트"
)
LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _LETTER_NAMES.split(), strict=True))
_WORD = re.compile(r"[A-Za-z]+(?:'(?:s|t|re|ve|ll|d|m)(?![A-Za-z]))?(?:[A-Za-z0-9]*)")
_VERSION = re.compile(r"(?:[vV]|[vV]er\.? ?|version |Version )(\d{1,4}(?:\.\d{1,4}){0,3})(?![\dA-Za-z])")
_PARTS = re.compile(r"[A-Z]{2,}(?=[a-z](?![a-z]))|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_RANK = re.compile(r"[ .-]{0,2}(\d{1,2})(?![\d,.:%~-]|[가-힣A-Za-z/])")
_SAYABLE = re.compile(r"[bcdfghjklmnprstvwz]{0,2}[aeiouy]{1,2}[bcdfgklmnprstvxz]?")  # of up to three letters
_ATTACHED = re.compile(r"-?(\d{1,6}(?:\.\d{1,3}){0,2})(?![\d])")
_SYLLABIC = re.compile(r"(?:[BCDFGHJKLMNPQRSTVWXYZ]{1,2}[AEIOU])+[BCDFGHJKLMNPQRSTVWXYZ]?$")
# second halves of compounds whose first half may be any word: snowflake, kubeflow
_CODA_AS_ONSET = {1: 15, 17: 17, 19: 16, 4: 2, 16: 6}  # ㄱ→ㅋ, ㅂ→ㅍ, ㅅ→ㅌ, ㄴ, ㅁ: numbers of coda → onset
_TAIL_WORDS = (
    "flow flake force base book board land point line time side house works work space stack script room "
    "page team code cloud craft byte soft store market drive cast light ground wave field stone ship shop box "
    "lake lab hub talk"
)
_TAILS = tuple(_TAIL_WORDS.split())
_ENGLISH_NUMBER_AFTER = frozenset(("top", "no", "day", "step", "phase", "part", "tier", "stage", "windows"))
MAX_TOKEN = 60  # of one token; the rest of a longer one is not read
MAX_LETTER_NAMES = 40  # letters of one token; more than any acronym, few enough for hostile input


@functools.cache
def _special() -> re.Pattern[str]:
    """Table entries that are more than letters: C++, CI/CD, Node.js, 3D, R&D; the longest first."""
    keys = [key for key in table("acronyms") if not key.isalpha()]
    keys.sort(key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, keys)) + ")(?![A-Za-z0-9]|\\.\\d)")


@functools.cache
def _special_starts() -> frozenset[str]:
    return frozenset(key[0] for key in table("acronyms") if not key.isalpha())


@functools.cache
def _lower_acronyms() -> dict[str, str]:
    english = table("english")
    readings = table("acronyms").items()
    return {key.lower(): said for key, said in readings if len(key) > 3 and key.lower() not in english}


def special(text: str, i: int) -> tuple[str, int] | None:
    """The reading of a table entry with digits or signs that stands at i, and where it ends."""
    if text[i] not in _special_starts():
        return None
    found = _special().match(text, i)
    return (table("acronyms")[found.group()], found.end()) if found else None


def letters(token: str) -> str:
    """SQL → 에스큐엘."""
    return "".join(LETTERS.get(c, "") for c in token.upper())


def word(token: str) -> str:
    """One token of Latin letters and digits that begins with a letter → Hangul."""
    token = token.replace("'", "")[:MAX_TOKEN]
    known = table("acronyms").get(token)
    if known:
        return known
    english = table("english")
    lower = token.lower()
    if len(token) > 3 and lower in _lower_acronyms():
        return _lower_acronyms()[lower]
    capitals = token.isupper()
    if lower in english and (len(token) > 2 or not capitals):
        return english[lower]
    if len(token) == 1:
        return letters(token)
    if token[:-1].isupper() and token[-1] == "s" and len(token) > 2:
        return word(token[:-1]) + "스"
    parts = _PARTS.findall(token)
    if len(parts) > 1:
        return "".join(numbers.english(part) if part.isdigit() else word(part) for part in parts)
    if capitals:
        return _capitals(token)
    return _derived(lower) or _unknown(token)


def _capitals(token: str) -> str:
    syllabic = _SYLLABIC.match(token) and len(token) >= 4
    vowels = sum(c in "AEIOU" for c in token)
    if (syllabic and vowels >= 2) or (len(token) > 5 and vowels >= 2):
        return transliteration.hangul(token)
    return letters(token[:MAX_LETTER_NAMES])


def _derived(lower: str) -> str:
    """servers, testing, deployed: a known word with an ending."""
    english = table("english")
    if lower.endswith("s") and len(lower) > 3 and lower[:-1] in english:
        return _plural(english[lower[:-1]], lower[-2])
    for ending, syllable in (("ing", "잉"), ("er", "어")):
        stem = lower[: -len(ending)]
        if lower.endswith(ending) and len(stem) > 2:
            for base in (stem + "e", stem, stem[:-1] if stem[-1] == stem[-2] else ""):
                if base in english:
                    return _with_ending(english[base], syllable)
    return _two_words(lower)


def _plural(reading: str, last: str) -> str:
    """테스트 → 테스츠, 카드 → 카즈, 서버 → 서버즈. last: the letter before the s."""
    joined = {"트": "츠", "드": "즈"}.get(reading[-1])
    return reading[:-1] + joined if joined else reading + ("스" if last in "kptfc" else "즈")


def _with_ending(reading: str, syllable: str) -> str:
    """테스트 + 잉 → 테스팅, 핵 + 어 → 해커, 스케줄 + 어 → 스케줄러. syllable: begins with its vowel."""
    onset, rest = divmod(ord(reading[-1]) - 0xAC00, 588)
    vowel, final = divmod(rest, 28)
    ending = (ord(syllable) - 0xAC00) % 588
    if final in _CODA_AS_ONSET:
        kept = reading[:-1] + chr(ord(reading[-1]) - final)
        return kept + chr(0xAC00 + _CODA_AS_ONSET[final] * 588 + ending)
    if final == 8:
        return reading + chr(0xAC00 + 5 * 588 + ending)
    # 으, and 이 behind ㅅ, ㅈ, ㅊ (푸시, 매니지, 코치), are only helping vowels
    if final == 0 and (vowel == 18 or (vowel == 20 and onset in (9, 12, 14))):
        return reading[:-1] + chr(0xAC00 + onset * 588 + ending)
    return reading + syllable


def _two_words(lower: str) -> str:
    """A compound of two known words of three letters or more: datacenter, webserver."""
    english = table("english")
    if not 6 <= len(lower) <= 24:
        return ""
    for cut in range(len(lower) - 3, 2, -1):
        if lower[:cut] in english and lower[cut:] in english:
            return english[lower[:cut]] + english[lower[cut:]]
    for tail in _TAILS:
        if lower.endswith(tail) and len(lower) - len(tail) >= 3 and tail in english:
            return transliteration.hangul(lower[: -len(tail)]) + english[tail]
    return ""


def _unknown(token: str) -> str:
    lower = token.lower()
    if not any(c in "aeiouy" for c in lower) or (len(lower) <= 3 and not _SAYABLE.fullmatch(lower)):
        return letters(token[:MAX_LETTER_NAMES])
    return transliteration.hangul(token)


def read(text: str, i: int) -> tuple[str, int] | None:
    """The Latin token at i with a number that belongs to it (GPT-4, EC2, Top 10) → reading and end."""
    found = special(text, i)
    if found:
        return found
    version = _VERSION.match(text, i)
    if version:
        return "버전 " + versioned(version[1]), version.end()
    match = _WORD.match(text, i)
    if not match:
        return None
    token, end = match.group(), match.end()
    if token == "a" and re.match(r" [A-Za-z]", text[end : end + 2]):
        return "어", end
    reading = word(token)
    number = _ATTACHED.match(text, end) if text[end : end + 1] == "-" else None
    if number and not re.compile(r"[-~]\d").match(text, number.end()):
        return f"{reading} {_behind(number.group(1))}", number.end()
    if token[-1].isdigit() and (more := re.compile(r"(?:\.\d{1,3}){1,2}(?!\d)").match(text, end)):
        digits = re.search(r"\d+$", token)
        if digits:
            base = token[: digits.start()]
            return f"{word(base)} {versioned(digits.group() + more.group())}", more.end()
    spaced = _RANK.match(text, end) if token.lower() in _ENGLISH_NUMBER_AFTER else None
    if spaced:
        return f"{reading} {_behind(spaced.group(1))}", spaced.end()
    return reading, end


def _behind(number: str) -> str:
    return versioned(number) if "." in number else numbers.english(number)


def versioned(number: str) -> str:
    """2.0 → 이점영, 1.2.3 → 일점이점삼."""
    first, *others = number.split(".")
    rest = [numbers.digits(part, "영") for part in others]
    return "점".join([numbers.whole(first), *rest])
