"""Cells that hold numbers: years, grade points, scores, counts. Texts come squeezed: NFKC, lower case, no spaces."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import get_args

from metajob.specs.grades import level_range, toeic_speaking_grade
from metajob.specs.importing.header import TITLES, Field
from metajob.specs.importing.problems import Read, told, topic
from metajob.specs.model import SpeakingLevel, Spec

NONE = {
    "없음", "없음.", "(없음)", "없어요", "없습니다", "없다", "없슴", "무", "x", "×", "no", "none", "해당없음",
    "해당사항없음", "미보유", "미응시", "미취득", "안봄", "0", "0점",
}  # fmt: skip
_SENTINELS = {99, 999, 9999}
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:\d{2}:\d{2}:\d{2})?")
# What may follow a number, by the end of the field's name. Another unit tells something else ("6개월" of how often).
_UNITS = {
    "count": ("몇 번인지", re.compile(r"(?:회|번|건|개|종|곳|군데|차례)$")),
    "months": ("몇 개월인지", re.compile(r"(?:개월|달|months?)$")),
    "hours": ("몇 시간인지", re.compile(r"(?:시간|h|hrs?|hours?)$")),
    "toeic": ("몇 점인지", re.compile(r"점?(?:/990점?)?$")),
    "teps": ("몇 점인지", re.compile(r"점?(?:/600점?)?$")),
}
_OTHER_UNIT = re.compile(r"\d+(?:\.\d+)?(?:점|회|번|건|개월|개|달|시간|급|등급|학기|년|주|일)")
GRADE_WORD = re.compile(r"(?:등급|급|점|레벨)$")
LEVELS: tuple[str, ...] = get_args(SpeakingLevel)
SCALES = ("4.5", "4.3", "4.0", "100")
# "2024", "2024년 하반기", "24상", "2024.03", "2024-03-01 00:00:00"; two digits alone may be anything
_HALF = r"(?P<half>상(?:반기)?|하(?:반기)?|[12]h|h[12])"
_YEAR = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})(?:\.0)?(?:년도?)?|['’]?(?P<short>[0-4]\d)(?:(?=[상하12h(])|년도?)|['’](?P<bare>[0-4]\d))"
    rf"(?:[.\-/_]?\(?{_HALF}\)?(?:공채|채용)?"
    r"|(?:[.\-/]|(?<=년))(?:0?[1-9]|1[0-2])(?:월(?:\d{1,2}일)?|[.\-/]\d{1,2}일?)?\.?(?:t?\d{1,2}:\d{2}.*|오[전후].*)?)?"
    r"(?:입사|합격)?"
)


def year(field: Field, text: str, squeezed: str) -> Read:
    found = _YEAR.fullmatch(squeezed)
    if found is None:
        return no_number(field, text, squeezed, "연도는 2023처럼 네 자리로 적어 주세요.")
    year = int(found["year"] or f"20{found['short'] or found['bare']}")
    if year < 1990:
        return out_of_range(field, text, "1990년부터 적을 수 있어요.")
    return Read((year, _half(found["half"])))


def half(field: Field, text: str, squeezed: str) -> Read:
    if told := re.fullmatch(rf"{_HALF}(?:공채|채용)?", squeezed):
        return Read(_half(told["half"]))
    if re.fullmatch(r"[12](?:\.0)?|전반기|후반기|first|second", squeezed):
        return Read(1 if squeezed[0] in "1전f" else 2)
    return unknown(field, text)


def _half(word: str | None) -> int | None:
    return None if not word else 1 if word[0] == "상" or "1" in word else 2


def gpa(field: Field, text: str, squeezed: str) -> Read:
    """(points to two decimals, scale or None): "3.9", "3.9/4.5", "3.9(4.5 만점)"."""
    nothing = Read(None, "out_of_range", "학점에는 0이나 없음을 적을 수 없어요. 모르면 비워 주세요.")
    if squeezed in NONE:
        return nothing
    found = re.fullmatch(r"(\d+(?:\.\d+)?)점?(?:/([^()]+)|\(([^()]+)\))?", squeezed)
    if found is None:
        return no_number(field, text, squeezed, "학점은 3.9나 3.9/4.5처럼 적어 주세요.")
    written = Decimal(found[1])
    if written > 100:  # before rounding, which has no room for hundreds of digits
        return out_of_range(field, text, "학점은 만점보다 높을 수 없어요.")
    points = written.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if not points:
        return nothing
    full = found[2] or found[3]
    of = scale("gpa_scale", text, full) if full else Read()
    return of if of.code else Read((float(points), of.value))


def scale(_field: Field, text: str, squeezed: str) -> Read:
    number = re.fullmatch(r"/?(?:만점)?(\d+(?:\.\d+)?)(?:점?만점|점|기준)?", squeezed)
    known = {float(scale): scale for scale in SCALES}.get(float(number[1])) if number else None
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
    what, unit = _UNITS[field.rpartition("_")[2]]
    plain = unit.sub("", squeezed, count=1)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", plain):
        plain = plain.replace(",", "")
    if _OTHER_UNIT.fullmatch(plain):
        what = "몇 개인지" if field in {"cert_count", "club_count", "activity_count"} else what
        message = f"{told(text)}: {TITLES[field]} 칸에는 {what} 숫자로 적어 주세요."
        return Read(None, "not_a_number", message)
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
    parts = [part for part in re.split(r"[()/,]+", squeezed.upper().removesuffix("/200")) if part]
    if len(parts) == 1 and (both := re.fullmatch(r"(\d{2,3}(?:\.0)?점?)([A-Z레].*)", parts[0])):
        parts = [both[1], both[2]]
    read = [one for part in parts if (one := _speaking_part(part)) is not None]
    scores = [score for score, _ in read if score is not None]
    levels = [level for _, level in read if level is not None]
    if len(read) != len(parts) or (len(scores), len(levels)) not in {(1, 0), (0, 1), (1, 1)}:
        return no_number(field, text, squeezed, "점수(10~200)나 등급을 적어 주세요.")
    if any(not 10 <= score <= 200 for score in scores):
        return out_of_range(field, text, "토익스피킹은 10~200점이에요. 없으면 없음, 모르면 비워 주세요.")
    if len(read) == 1:
        return Read(read[0])
    if not agree(scores[0], levels[0]):
        return Read(None, "conflict", f"{told(text)}: 점수와 등급이 서로 달라요.")
    return Read((scores[0], None))


def _speaking_part(part: str) -> tuple[int | None, str | None] | None:
    """ "140점" → (140, None), "LV.6" and "IH등급" → (None, level)."""
    plain = GRADE_WORD.sub("", part)
    if level := re.fullmatch(r"(?:LEVEL|LV\.?|레벨)?([1-8])(?:\.0)?", plain):  # no score is below 10
        return None, level[1]
    if plain in LEVELS:
        return None, plain
    score = re.fullmatch(r"(\d{1,3})(?:\.0)?", plain)
    return (int(score[1]), None) if score else None


def agree(score: int, level: str) -> bool:
    """Whether a score may have this level or grade."""
    low, high = level_range(level)
    first, last = toeic_speaking_grade(score)
    return low <= last and first <= high


def unknown(field: Field, text: str) -> Read:
    message = f"{told(text)}: {TITLES[field]} 목록에 없는 값이에요. 양식 설명에 있는 말로 적어 주세요."
    return Read(None, "unknown_value", message)


def out_of_range(field: Field, text: str, message: str) -> Read:
    return Read(None, "out_of_range", f"{TITLES[field]} {topic(told(text))} 쓸 수 없어요. {message}")


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
