"""Numbers, amounts and dates in a text, in digits or in words, each as a value with a unit to compare by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

_UNITS = {
    "%": "% ％ 퍼센트 프로 percent",
    "%p": "%p %포인트 퍼센트포인트",
    "배": "배 x X times",
    "명": "명 인 사람 people persons",
    "ms": "ms 밀리초 msec",
    "초": "초 s sec secs second seconds",
    "분": "분 min mins minute minutes",
    "시간": "시간 h hr hrs hour hours",
    "일": "일 일간 day days",
    "주": "주 주일 주간 week weeks",
    "개월": "개월 달 month months",
    "년": "년 년간 해 year years",
    "월": "월",
    "개": "개 가지 건 종 곳 군데 항목",
    "회": "회 번 차례 회차",
    "원": "원 won",
    "달러": "달러 usd",
    "KB": "kb 킬로바이트",
    "MB": "mb 메가바이트 메가",
    "GB": "gb 기가바이트 기가",
    "TB": "tb 테라바이트",
    "점": "점 points",
    "위": "위 등",
    "대": "대", "팀": "팀 teams", "장": "장", "권": "권", "쪽": "쪽 페이지 pages", "층": "층", "살": "살 세",
    "분기": "분기", "학기": "학기", "단계": "단계 steps", "병상": "병상", "시": "시", "줄": "줄 lines", "통": "통",
    "kg": "kg 킬로그램", "km": "km 킬로미터", "tps": "tps", "rps": "rps qps", "fps": "fps",
}  # fmt: skip
UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_ANY_UNIT = "|".join(re.escape(word) for word in sorted(UNIT_OF, key=len, reverse=True))
_UNIT = rf"(?:[ \t]?(?P<unit>{_ANY_UNIT})(?![A-Za-z])(?!째|율|수록))?"

_SCALES = {"십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12}
_LATIN_SCALES = {"k": 1000, "m": 10**6, "b": 10**9}
_DIGITS = dict(zip("영일이삼사오육칠팔구", range(10), strict=True))
_NATIVE = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "석": 3, "서": 3, "넷": 4, "네": 4, "넉": 4, "다섯": 5,
    "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50,
    "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
}  # fmt: skip
_DAYS = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "여드레": 8, "아흐레": 9, "열흘": 10,
    "보름": 15,
}  # fmt: skip
_ENGLISH: dict[str, int | Fraction] = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
    "hundreds": 100, "thousand": 1000, "thousands": 1000, "million": 10**6, "millions": 10**6, "dozen": 12,
    "dozens": 12, "twice": 2, "double": 2, "doubled": 2, "triple": 3, "tripled": 3, "half": Fraction(1, 2),
    "halved": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4),
}  # fmt: skip
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

# Bounded: what is longer than 18 digits is compared by its first 18.
_NUMBER = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,9})?|\d{1,18}(?:\.\d{1,9})?"
_SCALE = r"(?:[ \t]?(?:[십백천]?[만억조]|[십백천])(?![가-힣]*째))"
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})[ \t]?[.\-/년][ \t]?(0?[1-9]|1[0-2])"
    r"(?:[ \t]?[.\-/월][ \t]?(0?[1-9]|[12]\d|3[01])(?:[ \t]?일)?|[ \t]?월)?(?![\d%])"
)
_MONTH_NAME = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?[ \t]+(?:(\d{{1,2}}),?[ \t]+)?((?:19|20)\d{{2}})\b", re.I
)
_PART_OF = re.compile(
    rf"(?P<below>{_NUMBER}|[일이삼사오육칠팔구십백천]{{1,12}})[ \t]?분의[ \t]?"
    rf"(?P<above>{_NUMBER}|[일이삼사오육칠팔구십]{{1,12}})"
)
_ARABIC = re.compile(
    rf"(?<![A-Za-z\d.])(?P<first>{_NUMBER})(?P<latin>[kKMB](?![A-Za-z]))?"
    rf"(?P<scales>{_SCALE}+(?:[ \t]?(?:{_NUMBER}){_SCALE}+)*)?{_UNIT}"
)
_SINO = re.compile(
    rf"(?<![가-힣])(?P<word>[일이삼사오육칠팔구십백천만억조]{{1,20}})(?P<gap>[ \t]?)(?P<unit>{_ANY_UNIT})(?!째|율)"
)
_TENS = "열|스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔"
_ONES = "하나|둘|셋|넷|한|두|세|석|네|넉|다섯|여섯|일곱|여덟|아홉"
_NATIVE_WORD = re.compile(
    rf"(?<![가-힣])(?P<tens>{_TENS})?(?P<ones>{_ONES})?(?P<gap>[ \t]?)(?P<unit>{_ANY_UNIT})(?!째|율|[ \t]?(?:더|쪽|편))"
)
_GLUED = frozenset(("배", "번", "달", "명", "개", "시간", "가지", "곳", "건", "주"))
_ALONE = frozenset("삼육칠팔십백천만억")
_WORDS = re.compile(
    r"(?<![가-힣])(?:수[십백천만억]+|두세|서너|너덧|네댓|대여섯|예닐곱|여남은|작년|올해|지난해|재작년|내년|전년|지난달"
    r"|상반기|하반기|매일|매주|매달|매월|매년|반년|반나절|한나절|절반|과반)"
)


@dataclass(frozen=True)
class Quantity:
    """word: as it stands in the text at `start`. unit: a key to compare by; empty when there is none."""

    value: Fraction | str
    unit: str
    word: str
    start: int

    def told_by(self, other: Quantity) -> bool:
        """Whether `other` says the same: equal value, and no other unit."""
        return self.value == other.value and (self.unit == other.unit or not self.unit or not other.unit)


def quantities(text: str) -> tuple[Quantity, ...]:
    """All amounts and dates, in order. A date gives its year, month and day one by one."""
    taken = bytearray(len(text))
    found: list[Quantity] = []
    for reader in (_dates, _fractions, _arabic, _sino, _native, _single_words):
        new = [quantity for quantity, end in reader(text) if not any(taken[quantity.start : end])]
        found += new
        for quantity in new:
            end = quantity.start + len(quantity.word)
            taken[quantity.start : end] = b"\1" * (end - quantity.start)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _dates(text: str) -> Iterator[tuple[Quantity, int]]:
    for hit in _DATE.finditer(text):
        for number, unit in enumerate(("년", "월", "일"), start=1):
            if hit[number]:
                yield Quantity(Fraction(hit[number]), unit, hit.group(), hit.start()), hit.end()
    for hit in _MONTH_NAME.finditer(text):
        month = _MONTHS.index(hit[1].lower()[:3]) + 1
        for value, unit in ((hit[3], "년"), (month, "월"), (hit[2], "일")):
            if value:
                yield Quantity(Fraction(value), unit, hit.group(), hit.start()), hit.end()


def _fractions(text: str) -> Iterator[tuple[Quantity, int]]:
    for hit in _PART_OF.finditer(text):
        below, above = _value(hit["below"]), _value(hit["above"])
        if below and above is not None:
            yield Quantity(Fraction(above) / Fraction(below), "", hit.group(), hit.start()), hit.end()


def _arabic(text: str) -> Iterator[tuple[Quantity, int]]:
    for hit in _ARABIC.finditer(text):
        value = _scaled(hit["first"] + (hit["scales"] or ""))
        if hit["latin"]:
            value *= _LATIN_SCALES[hit["latin"].lower()]
        unit = UNIT_OF.get(hit["unit"] or "", "")
        if not unit and text[max(0, hit.start() - 1) : hit.start()] in {"$", "￦", "₩"}:
            unit = "달러" if text[hit.start() - 1] == "$" else "원"
        yield Quantity(value, unit, hit.group().strip(), hit.start()), hit.end()


def _scaled(written: str) -> Fraction:
    """'1억 2천만' → 120,000,000; every number counts with the scales after it."""
    total = Fraction(0)
    for number, scales in re.findall(rf"({_NUMBER})((?:{_SCALE})*)", written):
        value = Fraction(number.replace(",", ""))
        for scale in scales.replace(" ", "").replace("\t", ""):
            value *= _SCALES[scale]
        total += value
    return total


def _sino(text: str) -> Iterator[tuple[Quantity, int]]:
    for hit in _SINO.finditer(text):
        value = _value(hit["word"])
        alone = len(hit["word"]) == 1
        if value is not None and (not alone or (hit["word"] in _ALONE and hit["gap"])):
            yield Quantity(value, UNIT_OF[hit["unit"]], hit.group(), hit.start()), hit.end()


def _value(written: str) -> Fraction | None:
    """The value of digits, or of Sino-Korean words ('삼백이십'); None when they are no number ('이사')."""
    if written[0].isdigit():
        return Fraction(written.replace(",", ""))
    total, part, digit = 0, 0, None
    for letter in written:
        if letter in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[letter]
        elif _SCALES[letter] < 10**4:
            part += (1 if digit is None else digit) * _SCALES[letter]
            digit = None
        else:
            total += ((part + (digit or 0)) or 1) * _SCALES[letter]
            part, digit = 0, None
    return Fraction(total + part + (digit or 0))


def _native(text: str) -> Iterator[tuple[Quantity, int]]:
    for hit in _NATIVE_WORD.finditer(text):
        written = (hit["tens"] or "") + (hit["ones"] or "")
        if not written or (len(written) == 1 and not hit["gap"] and hit["unit"] not in _GLUED):
            continue
        if written in {"한", "하나"} and hit["unit"] in {"번", "가지", "차례", "층", "쪽", "장", "줄"}:
            continue  # 한 번 더, 한 가지: manners of speaking
        if hit["unit"] == "일":
            continue  # 한 일, 두 일: deeds; days are 하루, 이틀, 3일, 삼 일
        value = _NATIVE.get(hit["tens"] or "", 0) + _NATIVE.get(hit["ones"] or "", 0)
        yield Quantity(Fraction(value), UNIT_OF[hit["unit"]], hit.group(), hit.start()), hit.end()


def _single_words(text: str) -> Iterator[tuple[Quantity, int]]:
    for hit in re.finditer(rf"(?<![가-힣])(?:{'|'.join(_DAYS)})(?![가-힣]{{3}})", text):
        yield Quantity(Fraction(_DAYS[hit.group()]), "일", hit.group(), hit.start()), hit.end()
    for hit in _WORDS.finditer(text):
        value: Fraction | str = Fraction(50) if hit.group() == "절반" else hit.group()
        yield Quantity(value, "%" if hit.group() == "절반" else "", hit.group(), hit.start()), hit.end()
    for hit in re.finditer(r"[A-Za-z]+", text):
        if hit.group().lower() in _ENGLISH:
            yield Quantity(Fraction(_ENGLISH[hit.group().lower()]), "", hit.group(), hit.start()), hit.end()
