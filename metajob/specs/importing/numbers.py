"""Cells that hold numbers: years, grade points, scores, counts. Texts come squeezed: NFKC, lower case, no spaces."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import get_args

from metajob.specs.grades import ORDER, level_range, toeic_speaking_grade
from metajob.specs.importing.header import NAMES, Field
from metajob.specs.importing.problems import Read, told, topic
from metajob.specs.model import SpeakingLevel, Spec

NONE = {
    "없음",
    "없어요",
    "없다",
    "무",
    "x",
    "no",
    "none",
    "해당없음",
    "미보유",
    "미응시",
    "없슴",
    "안봄",
    "0",
}
_SENTINELS = {99, 999, 9999}
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:\d{2}:\d{2}:\d{2})?")
UNITS = re.compile(r"(?:점|회|번|개월|개|달|시간|건|급|등급|학기|h|hrs?|hours?|months?)$")
_FULL_MARKS: dict[Field, str] = {"toeic": "/990", "teps": "/600"}
GRADE_WORD = re.compile(r"(?:등급|급|점|레벨)$")
LEVELS: tuple[str, ...] = get_args(SpeakingLevel)
SCALES = ("4.5", "4.3", "4.0", "100")


def year(field: Field, text: str, squeezed: str) -> Read:
    found = re.fullmatch(
        r"((?:19|20)\d{2})(?:\.0)?년?(?:도)?(?:[.\-/]?(?P<half>상반기?|하반기?|h1|h2|1h|2h)|[.\-/](?:0?[1-9]|1[0-2])"
        r"(?:월|[.\-/]\d{1,2})?.*)?",
        squeezed,
    )
    if found is None:
        return no_number(field, text, squeezed, "연도는 2023처럼 네 자리로 적어 주세요.")
    year = int(found[1])
    if year < 1990:
        return out_of_range(field, text, "1990년부터 적을 수 있어요.")
    half = found["half"]
    return Read((year, None if half is None else 1 if half[0] == "상" or "1" in half else 2))


def half(field: Field, text: str, squeezed: str) -> Read:
    if re.fullmatch(r"(?:상|상반기|1|1\.0|h1|1h|전반기|first)", squeezed):
        return Read(1)
    if re.fullmatch(r"(?:하|하반기|2|2\.0|h2|2h|후반기|second)", squeezed):
        return Read(2)
    return unknown(field, text)


def gpa(field: Field, text: str, squeezed: str) -> Read:
    """(points to two decimals, scale or None)."""
    if squeezed in NONE or re.fullmatch(r"0(?:\.0+)?(?:/.*)?", squeezed):
        return Read(None, "out_of_range", "학점 0이나 없음은 뜻을 알 수 없어요. 모르면 비워 주세요.")
    parts = squeezed.removesuffix("점").split("/")
    if not re.fullmatch(r"\d+(?:\.\d+)?점?", parts[0]) or len(parts) > 2:
        return no_number(field, text, squeezed, "학점은 3.9나 3.9/4.5처럼 적어 주세요.")
    written = Decimal(parts[0].removesuffix("점"))
    if written > 100:  # before rounding, which has no room for hundreds of digits
        return out_of_range(field, text, "학점은 만점보다 높을 수 없어요.")
    points = written.quantize(Decimal("0.01"), ROUND_HALF_UP)
    of = scale("gpa_scale", parts[1], parts[1]) if len(parts) == 2 else Read()
    return of if of.code else Read((float(points), of.value))


def scale(_field: Field, text: str, squeezed: str) -> Read:
    number = re.fullmatch(r"(\d+(?:\.\d+)?)(?:점?만점|점)?", squeezed)
    if number is None:
        return Read(
            None, "unknown_scale", f"{told(text)}: 만점은 4.5, 4.3, 4.0, 100 가운데 하나로 적어 주세요."
        )
    known = {float(scale): scale for scale in SCALES}.get(float(number[1]))
    if known is None:
        return Read(
            None, "unknown_scale", f"{told(text)}: 만점은 4.5, 4.3, 4.0, 100 가운데 하나로 적어 주세요."
        )
    return Read(known)


def count(field: Field, text: str, squeezed: str) -> Read:
    if squeezed in NONE:
        return Read(0)
    if field.endswith("_months") and (found := re.fullmatch(r"(\d{1,2})년(?:(\d{1,2})개?월)?", squeezed)):
        squeezed = str(int(found[1]) * 12 + int(found[2] or 0))
    low, high = LIMITS[field]
    plain = UNITS.sub("", squeezed.removesuffix(_FULL_MARKS.get(field, "/")))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        return no_number(field, text, squeezed, "숫자로 적어 주세요. 없으면 0이나 없음, 모르면 비워 주세요.")
    number = Decimal(plain)
    if number < 0:
        return Read(None, "negative", f"{told(text)}: 0보다 작을 수 없어요. 모르면 비워 주세요.")
    if number != int(number):
        return Read(None, "not_whole", f"{told(text)}: 소수점 없이 적어 주세요.")
    if number and not low <= number <= high:
        if field == "teps" and high < number <= 990:
            return Read(None, "old_teps", "600점이 넘는 옛 텝스 점수예요. 새 텝스 점수만 받아요.")
        extra = " 모름 표시라면 비워 주세요." if int(number) in _SENTINELS else ""
        return out_of_range(field, text, f"{low}~{high} 사이로 적어 주세요.{extra}")
    if int(number) in _SENTINELS:
        return Read(int(number), "maybe_sentinel", f"{told(text)}: 모름 표시라면 비워 주세요.", warning=True)
    return Read(int(number))


def speaking(field: Field, text: str, squeezed: str) -> Read:
    """(score or None, level or None); (0, None): none. A level is an old one (1..8) or a bare grade."""
    if squeezed in NONE:
        return Read((0, None))
    grade = GRADE_WORD.sub("", squeezed).upper()
    level = re.fullmatch(r"(?:LEVEL|LV\.?|레벨)?([1-8])(?:\.0)?", grade)
    if level:  # no score is below 10
        return Read((None, level[1]))
    if grade in LEVELS:
        return Read((None, grade))
    both = re.fullmatch(r"(\d{1,3})(?:\.0)?(?:점?\(?([A-Z]{2}\d?)\)?)?", grade)
    if both is None:
        return no_number(field, text, squeezed, "점수(0~200)나 등급을 적어 주세요.")
    score = int(both[1])
    if not 10 <= score <= 200:
        return out_of_range(field, text, "토익스피킹은 10~200점이에요. 없으면 없음, 모르면 비워 주세요.")
    if both[2] and (both[2] not in ORDER or toeic_speaking_grade(score) != level_range(both[2])):
        return Read(None, "conflict", f"{told(text)}: 점수와 등급이 서로 달라요.")
    return Read((score, None))


def unknown(field: Field, text: str) -> Read:
    return Read(None, "unknown_value", f"{told(text)}: {NAMES[field][0]} 목록에 없는 값이에요.")


def out_of_range(field: Field, text: str, message: str) -> Read:
    return Read(None, "out_of_range", f"{NAMES[field][0]} {topic(told(text))} 쓸 수 없어요. {message}")


def no_number(_field: Field, text: str, squeezed: str, message: str) -> Read:
    if squeezed.startswith("-"):
        return Read(None, "negative", f"{told(text)}: 0보다 작을 수 없어요. 모르면 비워 주세요.")
    if _ISO_DATE.fullmatch(text):
        return Read(None, "date_value", f"날짜로 바뀐 칸이에요. 칸 서식을 글자로 바꾸고 {message}")
    return Read(None, "not_a_number", f"{told(text)}: {message}")


COUNTS: tuple[Field, ...] = (
    "cert_count", "intern_count", "intern_months", "overseas_count", "overseas_months", "award_count",
    "volunteer_count", "volunteer_hours", "club_count", "activity_count",
)  # fmt: skip


def _most(name: str) -> int:
    return next(int(one.le) for one in Spec.model_fields[name].metadata if hasattr(one, "le"))


LIMITS: dict[Field, tuple[int, int]] = {
    **{name: (0, _most(name)) for name in COUNTS}, "toeic": (10, _most("toeic")), "teps": (1, _most("teps")),
}  # fmt: skip
