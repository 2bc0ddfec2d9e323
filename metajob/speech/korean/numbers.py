"""Says numbers in Korean words: Sino-Korean, native, digit by digit, English digits, decimals.

Everything here takes strings of ASCII digits or ints and gives Hangul without spaces, except that 억, 조 and 경
are followed by one (there a speaker takes a breath).
"""

from __future__ import annotations

DIGITS = "영일이삼사오육칠팔구"
ENGLISH_DIGITS = ("제로", "원", "투", "쓰리", "포", "파이브", "식스", "세븐", "에잇", "나인", "텐")
MAX_SINO_DIGITS = 16  # up to 9999조; longer digit strings are read one by one

_PLACES = ("", "십", "백", "천")
_MYRIADS = ("", "만", "억", "조")
_ONES = ("", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")
_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_BEFORE_COUNTER = {"하나": "한", "둘": "두", "셋": "세", "넷": "네"}
_PAIRS = {
    1: "한두",
    2: "두세",
    3: "서너",
    4: "네다섯",
    5: "대여섯",
    6: "예닐곱",
    7: "일고여덟",
    8: "여덟아홉",
}


def _below_myriad(number: int) -> str:
    parts = []
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            parts.append(("" if digit == 1 and place else DIGITS[digit]) + _PLACES[place])
    return "".join(parts)


def sino(number: int) -> str:
    """0 → 영, 10000 → 만, 11000 → 만천, 120000000 → 일억 이천만. number: 0 or more, below 10**16."""
    if number == 0:
        return DIGITS[0]
    if number >= 10**MAX_SINO_DIGITS:
        return digits(str(number))
    parts = []
    for myriad in range(3, -1, -1):
        group = number // 10 ** (4 * myriad) % 10**4
        if group == 1 and myriad == 1 and number < 2 * 10**4:
            parts.append("만")
        elif group:
            parts.append(_below_myriad(group) + _MYRIADS[myriad] + (" " if myriad > 1 else ""))
    return "".join(parts).strip()


def native(number: int) -> str:
    """1..99 as used before a counter: 1 → 한, 20 → 스무, 21 → 스물한. Raises ValueError outside."""
    if not 1 <= number <= 99:
        raise ValueError(number)
    if number == 20:
        return "스무"
    ones = _ONES[number % 10]
    return _TENS[number // 10] + _BEFORE_COUNTER.get(ones, ones)


def ordinal(number: int) -> str:
    """What stands before 번째: 1 → 첫, 2 → 두, 11 → 열한, 100 → 백."""
    if number == 1:
        return "첫"
    return native(number) if 1 <= number <= 99 else sino(number)


def either(number: int) -> str | None:
    """number or number + 1 before a native counter: 2 → 두세; None where Korean has no such word."""
    return _PAIRS.get(number)


def digits(text: str, zero: str = "공") -> str:
    """Digit by digit; other characters become spaces. zero: 공 in telephone numbers, 영 in decimals."""
    names = zero + DIGITS[1:]
    return "".join(names[int(c)] if c in "0123456789" else " " for c in text)


def whole(text: str) -> str:
    """A string of ASCII digits, with or without thousands commas; 007 and very long ones digit by digit."""
    plain = text.replace(",", "")
    leading_zero = len(plain) > 1 and plain[0] == "0"
    identifier = "," not in text and len(plain) >= 10 and plain.strip("0") and len(plain.rstrip("0")) > 4
    if leading_zero or identifier or len(plain) > MAX_SINO_DIGITS:
        return digits(plain)
    return sino(int(plain))


def decimal(text: str) -> str:
    """12.05 → 십이점영오; also a whole number."""
    before, dot, after = text.partition(".")
    spoken = sino(0) if before.strip("0,") == "" else whole(before)
    gap = " " if after[:1] == "6" else ""  # 점 육 is said 점뉵: two words
    return f"{spoken}점{gap}{digits(after, '영')}" if dot and after else whole(before)


def english(text: str) -> str:
    """Digits behind a Latin name: 1..10 in English (EC2 → 투), else Sino-Korean or decimals."""
    if "." not in text and len(text) <= 2 and text[0] != "0" and int(text) <= 10:
        return ENGLISH_DIGITS[int(text)]
    return decimal(text)
