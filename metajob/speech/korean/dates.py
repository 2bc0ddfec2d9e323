"""Reads dates, clock times and telephone numbers with signs: 2024.01.15, '24.3, 14:30, 010-1234-5678."""

from __future__ import annotations

import re

from metajob.speech.korean import numbers

_DATE = re.compile(
    r"((?:19|20)\d\d)([.\-/])[ ]?(0?[1-9]|1[0-2])(?:\2[ ]?(0?[1-9]|[12]\d|3[01]))?(?![\d])(?![.\-/]\d)"
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![\d.,])")
_SHORT = re.compile(
    r"'?(\d\d)([.\-/])(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))(?![\d%])"
    r"|'(\d\d)\.[ ]?(0?[1-9]|1[0-2])(?!\d)"
)
_SPAN = re.compile(r"(\d\d)\.(0[1-9]|1[0-2])[ ]?[~-][ ]?(\d\d)\.(0[1-9]|1[0-2])(?![\d%점.])")
_DAY = re.compile(r"(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])(?=[ ]?\([월화수목금토일]\))")
_TIME = re.compile(
    r"(?:(AM|PM|am|pm)[ ]?)?([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:])"
    r"(?:[ ]?(AM|PM|am|pm|a\.m\.|p\.m\.)(?![A-Za-z]))?"
)
_HALF = re.compile(
    r"(AM|PM|am|pm)[ ]?(1[0-2]|0?[1-9])(?![\d:])(시)?"
    r"|(1[0-2]|0?[1-9])[ ]?(AM|PM|am|pm|a\.m\.|p\.m\.)(?![A-Za-z])"
)
_PHONE = re.compile(
    r"(?:\+82[- ]?)?0?\(?\d{1,3}\)?[- ]\d{3,4}-\d{4}(?![\d-])|01[016789]\d{7,8}(?!\d)|1[568]\d\d-\d{4}(?![\d-])"
    r"|0\d{1,2}\.\d{3,4}\.\d{4}(?![\d.])"
)
_RESIDENT = re.compile(r"\d{6}-[\d*]{7}(?!\d)|\d{3,6}-\d{2,6}-\d{4,8}(?!\d)|\d{3}-\d{2}-\d{5}(?!\d)")


def month(number: int) -> str:
    """6 → 유월, 10 → 시월."""
    return {6: "유", 10: "시"}.get(number, numbers.sino(number)) + "월"


def _date(year: str, month_number: str, day: str | None) -> str:
    spoken = f"{numbers.sino(int(year))}년 {month(int(month_number))}"
    return f"{spoken} {numbers.sino(int(day))}일" if day else spoken


def _half(mark: str | None) -> str:
    return "" if not mark else "오전 " if mark[0] in "Aa" else "오후 "


def _hour(number: int) -> str:
    return f"{numbers.native(number)} 시" if 1 <= number <= 12 else f"{numbers.sino(number)}시"


def _clock(match: re.Match[str]) -> str:
    before, hour, minute, second, after = match.groups()
    spoken = _half(before or after) + _hour(int(hour))
    if int(minute):
        spoken += f" {numbers.sino(int(minute))}분"
    return spoken + (f" {numbers.sino(int(second))}초" if second and int(second) else "")


def read(text: str, i: int) -> tuple[str, int] | None:
    """What stands at i as a date, a time or a telephone number → reading and end; None for anything else."""
    found = _TIME.match(text, i)
    if found:
        return _clock(found), found.end()
    found = _HALF.match(text, i)
    if found:
        mark, hour = (found[1], found[2]) if found[1] else (found[5], found[4])
        return _half(mark) + _hour(int(hour)), found.end()
    if text[i].isalpha():
        return None
    found = _DATE.match(text, i)
    if found:
        return _date(found[1], found[3], found[4]), _dot(text, found.end(), found[2])
    found = _COMPACT.match(text, i)
    if found:
        return _date(found[1], found[2], found[3]), found.end()
    found = _SHORT.match(text, i)
    if found:
        year, month_number, day = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], None)
        return _date(year, month_number, day), _dot(text, found.end(), ".")
    found = _SPAN.match(text, i)
    if found:
        return f"{_date(found[1], found[2], None)}에서 {_date(found[3], found[4], None)}", found.end()
    found = _DAY.match(text, i)
    if found:
        return f"{month(int(found[1]))} {numbers.sino(int(found[2]))}일", found.end()
    found = _PHONE.match(text, i) or _RESIDENT.match(text, i)
    if found:
        groups = re.findall(r"\d+", found.group())
        return " ".join(numbers.digits(group) for group in groups), found.end()
    return None


def _dot(text: str, end: int, sign: str) -> int:
    """2024.03. ~ 2024.06.: the closing dot belongs to the date unless the text ends there."""
    return end + 1 if sign == "." and re.compile(r"\.[ ]?[~\-(가-힣]").match(text, end) else end
