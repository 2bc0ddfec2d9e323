"""Reads what begins with a digit or a sign of one: quantities with units, ranges, fractions, ratios, money, signs."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from metajob.speech.korean import counters, dates, numbers
from metajob.speech.korean.symbols import coda, is_hangul, table

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?")
_DOTTED = re.compile(r"\d{1,6}(?:\.\d{1,6}){2,5}(?![\d])")
_MYRIAD = re.compile(r"[십백천만억조]+")
_NEXT_GROUP = re.compile(r"[ ]?(?=\d)")
_RANGE = re.compile(r"[ ]?[~-][ ]?(?=\d)")
_SIGNS = {
    "+": " 더하기 ",
    "×": " 곱하기 ",
    "x": " 곱하기 ",
    "X": " 곱하기 ",
    "*": " 곱하기 ",
    "÷": " 나누기 ",
    "-": " 빼기 ",
}
_ARITHMETIC = re.compile(r"[ ]?([+×*÷])[ ]?(?=\d)|([xX])(?=\d)")
_FRACTION = re.compile(r"(\d{1,6})[/⁄](\d{1,6})(?![\d/.])")
_GRADE = re.compile(r"(\d\.\d{1,3})[ ]?/[ ]?(\d\.\d{1,2}|\d{1,3})(?![\d/])")
_RATIO = re.compile(r"(\d{1,5})[ ]?:[ ]?(\d{1,5})(?::(\d{1,5}))?(?![\d:])")
_FEAST = re.compile(r"(\d{1,2})·(\d{1,2})(?=[ 가-힣,.)]|$)")
_HOLIDAY = re.compile(r"3\.1(?=절| ?운동)|4\.19(?= ?혁명)|5\.18(?= ?[가-힣])|6\.25(?= ?전쟁)|8\.15(?= ?광복)")
_GENERATIONS = re.compile(r"(?:1020|2030|3040|4050|5060)(?= ?(?:세대|여성|남성|직장인|청년|고객|소비자))")
_QUARTER = re.compile(r"([1-4])/4(?= ?분기)")
_ENGLISH_NOUN = re.compile(r" [a-z]{3}")  # "3 years" in an English sentence
_MONEY = {"$": "달러", "€": "유로", "£": "파운드", "¥": "엔", "₩": "원"}
_SCALE = {"K": 3, "k": 3, "M": 6, "m": 6, "B": 9}
_LABEL = re.compile(r"(?:번호|사번|학번|군번|코드|자리|ID|No\.?)[는은이가:]?[ ]?$")
_LABELLED = re.compile(r"\d{4,}(?![,.]\d|[가-힣A-Za-z%]*[원명년개])")  # read one by one behind such a label
_POWER = re.compile(r"(\d{1,8})\^(\d{1,4})(?!\d)")
_MAX_GROUPS = 6  # 조, 억, 만, 천, 백 and ones
_WITHOUT_ONE = ("십", "백", "천", "만")
_COMPARE = {"≥": "이상", "≤": "이하", ">=": "이상", "<=": "이하", ">": "초과", "<": "미만"}
_COMPARED = re.compile(r"(≥|≤|>=|<=|>|<)[ ]?(?=\d)")


@dataclass(frozen=True)
class Amount:
    """A number without its unit. value: None where it is no whole number of plain digits."""

    value: int | None
    spoken: str
    end: int


def _number(text: str, i: int) -> Amount | None:
    found = _NUMBER.match(text, i)
    if not found:
        return None
    written = found.group()
    whole = "." not in written
    digits = written.replace(",", "")
    plain = whole and len(digits) <= numbers.MAX_SINO_DIGITS and not (len(digits) > 1 and digits[0] == "0")
    return Amount(int(digits) if plain else None, numbers.decimal(written), found.end())


def _amount(text: str, i: int) -> Amount | None:
    """A number with Korean powers of ten: 3천5백만, 1억 2천만, 2.5억."""
    group = _number(text, i)
    if group is None:
        return None
    myriad = _myriad(text, group.end)
    if not myriad:
        return group
    spoken, end = "", group.end
    for _ in range(_MAX_GROUPS):
        one = group.value == 1 and myriad[:1] in _WITHOUT_ONE
        spoken += ("" if one else group.spoken) + myriad
        end = group.end + len(myriad)
        gap = _NEXT_GROUP.match(text, end)
        following = _number(text, gap.end()) if gap and myriad else None
        if following is None or following.value is None or following.value > 9999:
            break
        more = _myriad(text, following.end)
        apart = text[end] == " "
        if apart and not more and not is_hangul(text[following.end : following.end + 1]):
            break
        spoken += " " if myriad[-1] in "억조" else ""
        group, myriad = following, more
    return Amount(None, spoken, end)


def _myriad(text: str, i: int) -> str:
    found = _MYRIAD.match(text, i)
    if not found:
        return ""
    word = found.group()
    if word == "만" and text[i + 1 : i + 2] in ("족", "나", "점"):
        return ""
    if word[-1] == "조" and text[i + len(word) : i + len(word) + 1] in ("건", "직", "항", "각"):
        return word[:-1]
    return word[:4]


@functools.cache
def _units() -> re.Pattern[str]:
    keys = sorted(table("units"), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, keys)) + ")(?![A-Za-z0-9])")


def _unit(text: str, i: int) -> tuple[str, int] | None:
    spaced = text[i : i + 1] == " "
    found = _units().match(text, i + spaced)
    if not found:
        return None
    unit = found.group()
    if unit in "xX" and re.match(r" ?[+=*-]", text[found.end() : found.end() + 2]):
        return None
    if spaced and (unit in ("in", "us", "min", "bar", "th", "pt") or (len(unit) < 2 and unit not in "%°")):
        return None
    return unit, found.end()


def _with_unit(amount: Amount, text: str, before: str) -> tuple[str, int]:
    """The amount with the unit or counter behind it, and where that ends."""
    end = amount.end
    if text[end : end + 1] in ("여", "몇") and amount.value != 0:
        counter = counters.find(text, end + 1 + (text[end + 1 : end + 2] == " "), False)
        if counter and counter.word != "":
            start = end + 1 + (text[end + 1 : end + 2] == " ")
            return amount.spoken + text[end] + counter.word, start + len(counter.word)
    unit = _unit(text, end)
    if unit:
        return _measured(amount, unit[0]), unit[1]
    spaced = text[end : end + 1] == " "
    counter = counters.find(text, end + spaced, spaced)
    if counter is None:
        return amount.spoken, end
    stop = end + spaced + len(counter.word)
    if amount.value is None:
        return amount.spoken + counter.word, stop
    return counters.say(amount.value, amount.spoken, counter, before, text[stop : stop + 12]), stop


def _measured(amount: Amount, unit: str) -> str:
    reading = table("units")[unit]
    counter = counters.find(reading, 0, False)
    if counter and counter.word == reading and amount.value:
        return counters.say(amount.value, amount.spoken, counter, "", "")
    if unit in ("th", "st", "nd", "rd") and amount.value:
        return f"{numbers.ordinal(amount.value)} {reading}"
    if reading.startswith(("초당 ", "초속 ", "시속 ")):
        return f"{reading[:2]} {amount.spoken}{reading[3:]}"
    return amount.spoken + reading


def _range(first: Amount, text: str, before: str) -> tuple[str, int] | None:
    """3~5년 → 삼에서 오년, 2~3명 → 두세명, 3-5개 → 세개에서 다섯개."""
    gap = _RANGE.match(text, first.end)
    second = _amount(text, gap.end()) if gap else None
    if second is None:
        return None
    spoken, end = _with_unit(second, text, before)
    spaced = text[second.end : second.end + 1] == " "
    counter = counters.find(text, second.end + spaced, spaced)
    if counter and counter.system == "month" and first.value and second.value:
        low = counters.say(first.value, first.spoken, counter, "", "")
        return f"{low[:-1]}에서 {spoken}", end
    if counter and first.value and second.value and end == second.end + spaced + len(counter.word):
        after = text[end : end + 12]
        if counters.is_native(second.value, counter, before, after):
            pair = numbers.either(first.value) if second.value == first.value + 1 else None
            if pair:
                return f"{pair} {counter.word}", end
            low = counters.say(first.value, first.spoken, counter, before, after)
            return f"{low}에서 {spoken}", end
        if counter.system == "ordinal":
            return f"{counters.say(first.value, first.spoken, counter, '', '')}에서 {spoken}", end
    return f"{first.spoken}에서 {spoken}", end


def read(text: str, i: int, before: str) -> tuple[str, int] | None:
    """A quantity at i → reading and end. before: the text up to i (some words there decide the reading)."""
    if text[i].isdigit():
        return _unsigned(text, i, before)
    following = text[i + 1 : i + 2]
    if text[i] in _MONEY and following.isdigit():
        return _money(text, i)
    at_start = not before or before[-1] in " (\n,~\"':/="
    if text[i] in "-+±" and following.isdigit() and at_start:
        found = _unsigned(text, i + 1, before)
        if found:
            cold = text[i] == "-" and found[0].endswith("도")
            sign = "영하 " if cold else {"-": "마이너스 ", "+": "플러스 ", "±": "플러스마이너스 "}[text[i]]
            return sign + found[0], found[1]
    if text[i] == "~":
        first = not re.search(r"[\d가-힣A-Za-z%] ?$", before)
        found = _unsigned(text, i + 1, before) if following.isdigit() and first else None
        return (found[0] + "까지", found[1]) if found else None
    compared = _COMPARED.match(text, i) if text[i] in "≥≤<>" and at_start else None
    if compared:
        found = _unsigned(text, compared.end(), before)
        if found:
            return f"{found[0]} {_COMPARE[compared[1]]}", found[1]
    return None


def _money(text: str, i: int) -> tuple[str, int] | None:
    amount = _amount(text, i + 1)
    if amount is None:
        return None
    name, end = _MONEY[text[i]], amount.end
    scale = _SCALE.get(text[end : end + 1])
    if scale and not text[end + 1 : end + 2].isalpha():
        written = text[i + 1 : end].replace(",", "")
        before_dot, _, after_dot = written.partition(".")
        if (before_dot + after_dot).isdigit() and len(after_dot) <= scale and len(before_dot) <= 6:
            value = int(before_dot + after_dot + "0" * (scale - len(after_dot)))
            return numbers.sino(value) + name, end + 1
    if text.startswith(name, end):
        end += len(name)
    return amount.spoken + name, end


def _unsigned(text: str, i: int, before: str) -> tuple[str, int] | None:
    special = _with_signs(text, i, before)
    if special:
        return special
    amount = _amount(text, i)
    if amount is None:
        return None
    english = _ENGLISH_NOUN.match(text, amount.end) and not _unit(text, amount.end)
    if english and amount.value is not None and amount.value <= 10:
        return numbers.ENGLISH_DIGITS[amount.value], amount.end
    ranged = _range(amount, text, before)
    if ranged:
        return ranged
    arithmetic = _ARITHMETIC.match(text, amount.end)
    if arithmetic:
        sign = arithmetic[1] or arithmetic[2]
        return amount.spoken + _SIGNS[sign], arithmetic.end()
    return _with_unit(amount, text, before)


def _with_signs(text: str, i: int, before: str) -> tuple[str, int] | None:
    found = _LABELLED.match(text, i)
    if found and _LABEL.search(before):
        return numbers.digits(found.group()), found.end()
    found = _POWER.match(text, i)
    if found:
        return f"{numbers.whole(found[1])}의 {numbers.whole(found[2])}승", found.end()
    found = _DOTTED.match(text, i)
    if found:
        parts = found.group().split(".")
        return "점".join(numbers.whole(part) for part in parts), found.end()
    found = _HOLIDAY.match(text, i) or _GENERATIONS.match(text, i)
    if found:
        return numbers.digits(found.group().replace(".", "")), found.end()
    found = _QUARTER.match(text, i)
    if found:
        return numbers.digits(found[1]) + "사", found.end()
    found = _GRADE.match(text, i)
    if found:
        return f"{numbers.decimal(found[2])} 만점에 {numbers.decimal(found[1])}", found.end()
    found = _FRACTION.match(text, i)
    if found:
        return _fraction(int(found[1]), int(found[2])), found.end()
    found = _RATIO.match(text, i)
    if found:
        sides = [numbers.whole(side) for side in found.groups() if side]
        return "대".join(sides), found.end()
    found = _FEAST.match(text, i)
    if found and not counters.find(text, found.end(), False):
        return numbers.digits(found[1]) + numbers.digits(found[2]), found.end()
    return None


def _fraction(top: int, bottom: int) -> str:
    if bottom < top <= 12 and 1 <= bottom <= 31:
        return f"{dates.month(top)} {numbers.sino(bottom)}일"
    if bottom == 0:
        return f"{numbers.sino(top)} {numbers.sino(bottom)}"
    return f"{numbers.sino(bottom)}분의 {numbers.sino(top)}"


def equals(spoken: str) -> str:
    """The particle that "=" is read as behind this reading: 이는, 삼은."""
    return "은" if coda(spoken[-1:] or " ") else "는"
