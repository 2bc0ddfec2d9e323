"""Which column is which: the template's headers, what else people call them, and columns that must not be there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from metajob.specs.importing.choices import written
from metajob.specs.importing.problems import Problems
from metajob.specs.model import GpaScale

Field = Literal[
    "company", "industry", "role", "year", "half", "hire_type", "stage", "education", "major", "gpa", "gpa_scale",
    "toeic", "toeic_speaking", "toeic_speaking_level", "opic", "certificates", "intern_count", "intern_months",
    "overseas_count", "overseas_months", "award_count", "volunteer_count", "volunteer_hours", "club_count",
    "activity_count", "age_band", "consent", "size", "teps", "jlpt", "hsk", "cert_count",
]  # fmt: skip
FIELDS: tuple[Field, ...] = get_args(Field)
SEARCHED = 10  # lines in which the header may be
_LONGEST = 60  # characters of a title that are looked at
LEAST = 3  # known columns that make a line a header

# The template's header of each column.
TITLES: dict[Field, str] = {
    "company": "기업명", "industry": "산업(KSIC)", "role": "직무", "year": "입사연도", "half": "반기",
    "hire_type": "채용구분", "stage": "전형단계", "education": "학력", "major": "전공계열", "gpa": "학점",
    "gpa_scale": "학점만점", "toeic": "토익", "toeic_speaking": "토익스피킹점수",
    "toeic_speaking_level": "토익스피킹등급", "opic": "오픽", "certificates": "자격증", "intern_count": "인턴횟수",
    "intern_months": "인턴개월", "overseas_count": "해외경험횟수", "overseas_months": "해외경험개월",
    "award_count": "수상횟수", "volunteer_count": "봉사횟수", "volunteer_hours": "봉사시간", "club_count": "동아리수",
    "activity_count": "대외활동수", "age_band": "연령대", "consent": "동의여부", "size": "기업규모", "teps": "텝스",
    "jlpt": "JLPT", "hsk": "HSK", "cert_count": "자격증수",
}  # fmt: skip


TEMPLATE = tuple(TITLES[name] for name in FIELDS[:27])
EXTRA = tuple(TITLES[name] for name in FIELDS[27:])  # what the export adds so that nothing is lost

_PERSONAL = re.compile(
    r"^(?!(?:기업|회사).*(?:홈페이지|주소|위치)$)(?:(?:지원자|합격자|응답자|신청자|작성자|본인|학생|동문|선배|멘티|멘토)?(?:이름|성명|성함|실명)"
    r"(?:영문|한글|한자|가명)?|(?:지원자|합격자|응답자|신청자|작성자|학생|멘티|멘토)명|작성자|영문이름|영문성명|"
    r"(?:full|first|last|user)?name|hp|"
    r".*(?:휴대폰|휴대전화|핸드폰|전화번호|연락처|이메일|메일주소|주민등록|주민번호|외국인등록|여권번호|생년월일|생일|출생|"
    r"학번|수험번호|사번|계좌|카카오|인스타|블로그|홈페이지|주소|거주지).*|.*(?:e?mail|phone|mobile|birth|studentid|address|ssn|"
    r"passport).*|tel|dob|전화|메일|(?:출신|최종|졸업)?(?:대학교?|대학원|학교)(?:명|이름)?|학교명|모교|출신교|"
    r"(?:대학교?|학교)및?(?:학과|전공).*|university|college|school(?:name)?|사진|성별|gender|sex|닉네임|아이디|id|userid)$"
)
_CONSENT = re.compile(
    r"^(?!.*(?:마케팅|광고|홍보|수신|제3자|촬영|초상)).*동의(?:여부|유무|함|합니다|하십니까|하시나요|하시겠습니까|해주세요)?$"
)
_BRACKETS = re.compile(r"[(\[（].*?[)\]）]", re.DOTALL)
_SCALE_AT_END = re.compile(r"[\s/_\-]*(?:4\.[035]|100)\s*(?:점?\s*만점|점|기준)?\s*$")
# certificates, each in a column of its own
_NUMBERED = re.compile(r"^(\s*자격증명?)\s*[(_\-]?\d{1,2}\)?\s*$")
_SCALE_IN_HEADER = re.compile(r"(?:^|[^\d.])(4\.5|4\.3|4\.0|4|100)(?:만점|점|기준|$|[^\d.])")


@dataclass(frozen=True)
class Header:
    """The header's line (1 is the first), the field of each known column by its place, what is left out.

    scale: a GPA scale told in the header ("학점(4.5 만점)"), None otherwise. width: columns in that line.
    """

    line: int
    fields: dict[int, Field]
    titles: tuple[str, ...]
    ignored: tuple[int, ...]
    scale: GpaScale | None


def plain(text: str) -> str:
    """Lower case, no spaces, no signs: as headers are compared."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


_KOREAN = {"toeic": "토익", "speaking": "스피킹", "opic": "오픽", "teps": "텝스", "gpa": "학점"}
_ENGLISH = re.compile("|".join(_KOREAN))


@cache
def _known() -> dict[str, Field]:
    """Plain title → field: the template's, and what else people write."""
    words = written("header")
    return {
        plain(name): field
        for field, title in TITLES.items()
        for name in (title, *(word for word, code in words if code == field))
    }


def field_of(title: str) -> Field | None:
    """The field that a header names, with or without what it says in brackets, a scale or a number (자격증1)."""
    end, title = title[-_LONGEST:], title[:_LONGEST]  # a question that asks for consent says so at its end
    if re.match(r"\s*(?:학점|평점|gpa)\s*/\s*만점", title, re.IGNORECASE):  # "3.8/4.5" in one cell
        return "gpa"
    bare, known = _BRACKETS.sub("", title), _known()
    for said in (title, bare, _SCALE_AT_END.sub("", bare), _NUMBERED.sub(r"\1", bare)):
        key = plain(said)
        if found := known.get(key) or known.get(_ENGLISH.sub(lambda name: _KOREAN[name[0]], key)):
            return _in_unit(found, title) if said != title else found
    return "consent" if _CONSENT.search(plain(_BRACKETS.sub("", end))) else None


def _in_unit(field: Field, title: str) -> Field | None:
    """A column of times that holds months or hours by its brackets ("인턴십(개월)") is that one, or none we know."""
    for unit, ending in ((r"개월|기간|months?", "months"), (r"시간|h|hrs?|hours?", "hours")):
        if field.endswith("_count") and re.search(rf"[(\[（]\s*(?:{unit})", title, re.IGNORECASE):
            longer = field.replace("count", ending)
            return next((one for one in FIELDS if one == longer), None)
    return field


def is_personal(title: str) -> bool:
    """Whether a column of this name would hold who somebody is. School names too: few graduates go to one company."""
    return field_of(title) is None and bool(_PERSONAL.match(plain(title[:_LONGEST])))


def find(lines: Sequence[tuple[int, Sequence[str]]]) -> Header | None:
    """The header among the first ten lines: the one with most known columns, three at least; or None."""
    best: tuple[int, int, Sequence[str]] | None = None
    for number, cells in lines[:SEARCHED]:
        known = len({field for cell in cells if (field := field_of(cell)) is not None})
        if known >= LEAST and (best is None or known > best[0]):
            best = known, number, cells
    if best is None:
        return None
    _, number, cells = best
    fields = {at: field for at, cell in enumerate(cells) if (field := field_of(cell)) is not None}
    scale = next((_scale(cells[at]) for at, field in fields.items() if field == "gpa"), None)
    ignored = tuple(at for at, cell in enumerate(cells) if at not in fields and cell.strip())
    return Header(number, fields, tuple(cell.strip() for cell in cells), ignored, scale)


def check(header: Header, problems: Problems) -> None:
    """Columns that are missing, twice there, or personal."""
    places: dict[Field, list[int]] = {}
    for at, field in header.fields.items():
        places.setdefault(field, []).append(at)
    for field, ats in places.items():
        if sum(not _NUMBERED.search(header.titles[at]) for at in ats) > 1:
            titles = ", ".join(f"“{header.titles[at]}”" for at in ats)
            problems.add(
                header.line, header.titles[ats[1]], "double_column",
                f"{TITLES[field]} 칸이 두 개예요: {titles}. 하나만 남겨 주세요.", whole=True,
            )  # fmt: skip
    if "year" not in places:
        problems.add(
            header.line,
            "",
            "missing_column",
            "입사연도 칸이 없어요. 칸을 더하고 다시 올려 주세요.",
            whole=True,
        )
    for at in header.ignored:
        if is_personal(header.titles[at]):
            problems.add(
                header.line, header.titles[at], "pii_found",
                "누구인지 알 수 있는 칸이에요. 칸을 통째로 지우고 다시 올려 주세요.", whole=True,
            )  # fmt: skip


def _scale(title: str) -> GpaScale | None:
    found = _SCALE_IN_HEADER.search(title[:_LONGEST])
    if found is None:
        return None
    return next(scale for scale in get_args(GpaScale) if float(scale) == float(found[1]))
