"""Which column is which: the template's headers, what else people call them, and columns that must not be there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

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

# The template's header first, then synonyms; compared without spaces, case and signs.
NAMES: dict[Field, tuple[str, ...]] = {
    "company": (
        "기업명",
        *(
            "회사",
            "회사명",
            "기업",
            "기업이름",
            "회사이름",
            "합격기업",
            "입사기업",
            "지원기업",
            "company",
            "employer",
        ),
    ),
    "industry": ("산업(KSIC)", "산업", "업종", "산업군", "산업분류", "업계", "industry", "sector", "ksic"),
    "role": ("직무", "직무명", "직군", "지원직무", "합격직무", "직종", "role", "job", "jobrole", "position"),
    "year": (
        "입사연도",
        *(
            "입사년도",
            "입사년",
            "입사연",
            "합격연도",
            "합격년도",
            "채용연도",
            "채용년도",
            "연도",
            "년도",
            "입사일",
        ),
        *("hireyear", "year", "yearhired"),
    ),
    "half": ("반기", "상하반기", "상반기하반기", "채용반기", "입사반기", "half", "halfyear"),
    "hire_type": (
        "채용구분",
        "채용유형",
        "고용형태",
        "신입경력",
        "신입경력구분",
        "hiretype",
        "employmenttype",
    ),
    "stage": ("전형단계", "합격단계", "합격구분", "전형결과", "결과", "stage", "result"),
    "education": ("학력", "최종학력", "학위", "education", "degree"),
    "major": ("전공계열", "전공", "계열", "전공분야", "major", "majorgroup"),
    "gpa": ("학점", "평점", "평균평점", "졸업학점", "졸업평점", "전체학점", "학점평균", "gpa", "cgpa"),
    "gpa_scale": (
        "학점만점",
        *(
            "만점",
            "기준",
            "학점기준",
            "평점기준",
            "만점기준",
            "평점만점",
            "기준학점",
            "gpascale",
            "scale",
            "gpamax",
        ),
    ),
    "toeic": ("토익", "토익점수", "토익성적", "toeic", "toeicscore"),
    "toeic_speaking": (
        "토익스피킹점수",
        *(
            "토익스피킹",
            "토스",
            "토스점수",
            "토익말하기",
            "toeicspeaking",
            "toeicspeakingscore",
            "tos",
            "toeics",
        ),
    ),
    "toeic_speaking_level": (
        "토익스피킹등급",
        *("토익스피킹레벨", "토스등급", "토스레벨", "toeicspeakinglevel", "toeicspeakinggrade", "toslevel"),
    ),
    "opic": ("오픽", "오픽등급", "opic", "opicgrade", "opiclevel"),
    "certificates": (
        "자격증",
        "자격증목록",
        "자격증명",
        "보유자격증",
        "자격",
        "certificates",
        "licenses",
        "certs",
    ),
    "intern_count": (
        "인턴횟수",
        "인턴",
        "인턴수",
        "인턴경험",
        "인턴십",
        "interns",
        "internships",
        "interncount",
    ),
    "intern_months": ("인턴개월", "인턴기간", "인턴개월수", "인턴십기간", "internmonths"),
    "overseas_count": (
        "해외경험횟수",
        "해외경험",
        "해외횟수",
        "어학연수",
        "교환학생",
        "overseas",
        "overseascount",
    ),
    "overseas_months": (
        "해외경험개월",
        "해외기간",
        "해외체류기간",
        "해외경험기간",
        "해외개월",
        "overseasmonths",
    ),
    "award_count": ("수상횟수", "수상", "수상수", "수상경력", "공모전", "공모전수상", "awards", "awardcount"),
    "volunteer_count": ("봉사횟수", "봉사", "봉사활동", "봉사활동횟수", "volunteer", "volunteercount"),
    "volunteer_hours": ("봉사시간", "봉사활동시간", "volunteerhours"),
    "club_count": ("동아리수", "동아리", "동아리활동", "동아리횟수", "clubs", "clubcount"),
    "activity_count": ("대외활동수", "대외활동", "대외활동횟수", "교외활동", "activities", "activitycount"),
    "age_band": ("연령대", "나이대", "나이", "연령", "age", "ageband"),
    "consent": ("동의여부", "동의", "정보제공동의", "활용동의", "개인정보동의", "consent", "agreed"),
    "size": ("기업규모", "규모", "회사규모", "기업구분", "기업형태", "기업유형", "size", "companysize"),
    "teps": ("텝스", "텝스점수", "뉴텝스", "teps", "tepsscore", "newteps"),
    "jlpt": ("JLPT", "일본어", "일본어능력시험"),
    "hsk": ("HSK", "중국어", "중국어능력시험"),
    "cert_count": ("자격증수", "자격증개수", "자격증갯수", "자격증보유수", "certcount", "certificatecount"),
}
TEMPLATE = tuple(NAMES[name][0] for name in FIELDS[:27])
EXTRA = tuple(NAMES[name][0] for name in FIELDS[27:])  # what the export adds so that nothing is lost

_PERSONAL = re.compile(
    r"^(?:(?:지원자|합격자|응답자|본인)?(?:이름|성명|성함)(?:영문|한글|한자)?|(?:full|first|last|user)?name|영문이름|영문성명|"
    r".*(?:휴대폰|휴대전화|핸드폰|전화번호|연락처|이메일|메일주소|주민등록|주민번호|외국인등록|여권번호|생년월일|생일|출생|"
    r"학번|수험번호|사번|계좌|카카오|인스타|블로그|홈페이지|주소|거주지).*|.*(?:e?mail|phone|mobile|birth|studentid|address|ssn|"
    r"passport).*|tel|dob|전화|메일|(?:출신|최종|졸업)?(?:대학교?|대학원|학교)(?:명|이름)?|학교명|출신교|university|college|"
    r"school(?:name)?|사진|성별|gender|sex|닉네임|아이디|id|userid)$"
)
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
_FIELD_OF: dict[str, Field] = {plain(name): field for field, names in NAMES.items() for name in names}


def field_of(title: str) -> Field | None:
    """The field that a header names, with or without what it says in brackets."""
    title = title[:_LONGEST]
    for said in (title, re.sub(r"[(\[（].*?[)\]）]", "", title)):
        key = plain(said)
        if found := _FIELD_OF.get(key) or _FIELD_OF.get(_ENGLISH.sub(lambda name: _KOREAN[name[0]], key)):
            return found
    return None


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
        if len(ats) > 1:
            titles = ", ".join(f"“{header.titles[at]}”" for at in ats)
            problems.add(
                header.line, header.titles[ats[1]], "double_column",
                f"{NAMES[field][0]} 칸이 두 개예요: {titles}. 하나만 남겨 주세요.", whole=True,
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
    return {"4.5": "4.5", "4.3": "4.3", "4.0": "4.0", "4": "4.0", "100": "100"}[found[1]]  # type: ignore[return-value]
