"""What a cell means, what is a problem and what a warning, each with its line; nothing personal is told back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from metajob.errors import InputError
from metajob.specs.importing import Preview, read
from metajob.specs.importing.header import TEMPLATE
from metajob.specs.model import Gpa, HiredSpec
from tests.specs.files import GOOD, HEADER, one, table, written


def looked(data: bytes) -> Preview:
    return read(data, "표.csv", today=date(2026, 11, 22))


def only(**cells: object) -> HiredSpec:
    preview = looked(one(**cells))
    assert preview.problems == () and len(preview.people) == 1, preview.problems
    return preview.people[0][1]


def wrong(**cells: object) -> str:
    preview = looked(one(**cells))
    assert len(preview.people) == 0 and preview.bad_lines == 1
    (problem,) = preview.problems
    assert problem.line == 2 and problem.message.endswith(".")
    return problem.code


def test_the_whole_template() -> None:
    row = (
        "㈜하늘 테크", "C26", "백엔드", "2025년", "하반기", "신입", "최종합격", "대졸", "공학계열", "3.8", "4.5점",
        "845점", "140", "", "ih", "컴활 1급, SQLD", "2회", "6개월", "없음", "", "1", "3", "1,200", "-", "모름", "27",
        "동의",
    )  # fmt: skip
    preview = looked(written([TEMPLATE, row]))
    assert preview.problems == () and preview.warnings == () and not preview.blocked
    assert preview.known == tuple((title, title) for title in TEMPLATE) and preview.ignored == ()
    ((line, person),) = preview.rows
    hire, spec = person.hire, person.spec
    assert line == 2
    assert (hire.company, hire.industry, hire.role, hire.year, hire.half) == (
        "(주)하늘 테크",
        "C.ELEC",
        "IT.DEV",
        2025,
        2,
    )
    assert (hire.hire_type, hire.stage, hire.education, hire.major) == (
        "new",
        "final",
        "bachelor",
        "engineering",
    )
    assert hire.age_band == "27-28"
    assert (spec.gpa, spec.toeic, spec.toeic_speaking, spec.opic) == (
        Gpa(raw=3.8, scale="4.5"),
        845,
        140,
        "IH",
    )
    assert (spec.certificates, spec.cert_count) == (("COMHWAL_1", "SQLD"), 2)
    assert (spec.intern_count, spec.intern_months, spec.award_count) == (2, 6, 1)
    assert (spec.overseas_count, spec.overseas_months) == (0, None), "none and not told stay apart"
    assert (spec.volunteer_hours, spec.club_count, spec.activity_count) == (1200, None, None)


@pytest.mark.parametrize(
    ("titles", "known"),
    [
        ("회사명 입사년도 평점 기준 TOEIC", "기업명 입사연도 학점 학점만점 토익"),
        ("기업 연도 GPA 만점 토스 오픽등급", "기업명 입사연도 학점 학점만점 토익스피킹점수 오픽"),
        ("Company HireYear GPA GPA_Scale OPIC Internships", "기업명 입사연도 학점 학점만점 오픽 인턴횟수"),
        ("기업명 입사연도 산업 규모 텝스 JLPT HSK", "기업명 입사연도 산업(KSIC) 기업규모 텝스 JLPT HSK"),
    ],
)
def test_headers_by_other_names(titles: str, known: str) -> None:
    preview = looked(written([titles.split(), ["", "2024", *[""] * (len(titles.split()) - 2)]]))
    assert [own for _title, own in preview.known] == known.split()


def test_a_header_below_a_title_and_unknown_columns_are_told() -> None:
    data = written(
        [["2024년 합격자 조사"], [], ["", ""], [*HEADER, "비고", "메모"], [*GOOD, "열심히 함", ""], [], GOOD]
    )
    preview = looked(data)
    assert preview.ignored == ("비고", "메모")
    assert [line for line, _ in preview.rows] == [5, 7]
    assert preview.total == 2
    assert [(one.line, one.code) for one in preview.warnings] == [(7, "duplicate")]


@pytest.mark.parametrize(
    "first", ["그냥 글\n두 번째 줄", "기업명,비고\n가,나", "a,b,c\n" * 11 + ",".join(HEADER)]
)
def test_no_header(first: str) -> None:
    with pytest.raises(InputError, match="제목 줄"):
        looked(first.encode())


def test_columns_that_hinder_the_whole_file() -> None:
    preview = looked(table((*GOOD, 900), header=(*HEADER, "TOEIC 점수")))
    assert preview.blocked and [one.code for one in preview.problems if one.whole] == ["double_column"]
    preview = looked(table(("가", "3.8", "4.5"), header=("기업명", "학점", "만점")))
    assert preview.blocked and [one.code for one in preview.problems if one.whole] == ["missing_column"]


@pytest.mark.parametrize(
    "title",
    [
        "이름",
        "성명",
        "휴대폰 번호",
        "전화번호",
        "E-mail",
        "이메일",
        "주민등록번호",
        "학번",
        "생년월일",
        "대학교",
        "출신 학교",
        "Name",
        "주소",
        "성별",
    ],
)
def test_personal_columns_hinder_the_whole_file(title: str) -> None:
    preview = looked(table((*GOOD, "비밀스러운 값"), header=(*HEADER, title)))
    assert preview.blocked
    assert [(one.line, one.column, one.code) for one in preview.problems] == [(1, title, "pii_found")]
    assert "비밀스러운" not in str(preview.problems + preview.warnings) + str(preview.ignored)


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("기업명", "가나다 010-1234-5678"),
        ("직무", "somebody@example.com"),
        ("자격증", "SQLD, 900101-1234567"),
        ("토익", "01012345678"),
        ("학력", "한빛대학교"),
        ("전공계열", "한빛대 컴퓨터공학과"),
        ("비고", "연락은 02-123-4567로"),
        ("메모", "1012345678"),
        ("메모", "https://github.com/somebody-unknown"),
    ],
)
def test_personal_cells_are_never_told_back(title: str, value: str) -> None:
    preview = looked(one(**{title: value}))
    assert [(one.line, one.column, one.code) for one in preview.problems] == [(2, title, "pii_found")]
    assert len(preview.people) == 0
    assert value[-8:] not in repr(preview)


@pytest.mark.parametrize("value", ["", " ", "-", "N/A", "모름", "미응답", "비공개", "null", "#N/A", "?"])
def test_not_told(value: str) -> None:
    spec = only(토익=value, 인턴횟수=value, 오픽=value, 자격증=value, 학점=value).spec
    assert (spec.toeic, spec.intern_count, spec.opic, spec.cert_count, spec.gpa) == (None,) * 5


@pytest.mark.parametrize("value", ["없음", "무", "0", "X", "none", "해당 없음", "미응시"])
def test_none(value: str) -> None:
    spec = only(토익=value, 인턴횟수=value, 오픽=value, 자격증=value, 토익스피킹=value, JLPT=value).spec
    assert (spec.toeic, spec.intern_count, spec.opic, spec.cert_count) == (0, 0, "none", 0)
    assert (spec.toeic_speaking, spec.jlpt) == (0, "none")


@pytest.mark.parametrize(
    ("title", "value", "code"),
    [
        *(("토익", "-1", "negative"), ("토익", "1200", "out_of_range"), ("토익", "5", "out_of_range")),
        *(("토익", "999", "out_of_range"), ("토익", "팔백", "not_a_number"), ("토익", "850.5", "not_whole")),
        *(("토익", "2024-03-01", "date_value"), ("인턴횟수", "99", "out_of_range"), ("입사연도", "", "missing")),
        *(("인턴개월", "-3", "negative"), ("텝스", "727", "old_teps"), ("토익스피킹", "210", "out_of_range")),
        *(("토익스피킹", "9", "out_of_range"), ("토익스피킹", "150(AL)", "conflict")),
        *(("오픽", "AH", "unknown_value"),),
        *(("입사연도", "24", "not_a_number"), ("입사연도", "1980", "out_of_range")),
        *(("인턴횟수", "1~2", "not_a_number"),),
        *(("입사연도", "2031", "future"), ("반기", "3분기", "unknown_value"), ("직무", "우주비행사", "unknown_value")),
        *(("전형단계", "서류탈락", "not_hired"), ("동의여부", "아니오", "no_consent")),
        *(("연령대", "12", "unknown_value"),),
        *(("학점", "3.9", "ambiguous_scale"), ("학점", "3.9/5.0", "unknown_scale"), ("학점", "4.6/4.5", "above_scale")),
        *(("학점", "0/4.5", "out_of_range"), ("학점", "없음", "out_of_range"), ("학점", "-1", "negative")),
        *(("학점", "A+", "not_a_number"), ("학점", "999", "out_of_range"), ("학점", "2024-03-09", "date_value")),
        ("학점", "9" * 400, "out_of_range"),
        *(("자격증", "=HYPERLINK(1)", "formula"), ("기업명", "@SUM(A1)", "formula"), ("기업명", "+1+1", "formula")),
        *(("기업명", "-SUM(1)", "formula"), ("기업명", "가" * 121, "too_long"), ("비고", "가" * 501, "too_long")),
    ],
)  # fmt: skip
def test_problems(title: str, value: str, code: str) -> None:
    assert wrong(**{title: value}) == code


def test_scores_with_their_full_marks() -> None:
    spec = only(토익="850/990", 텝스="327 / 600", 해외경험개월="1년 6개월").spec
    assert (spec.toeic, spec.teps, spec.overseas_months) == (850, 327, 18)


def test_scales_of_grades_must_agree() -> None:
    assert wrong(학점="3.9/4.5", 학점만점="4.3") == "scale_conflict"
    assert wrong(학점="4.4", 학점만점="4.3") == "above_scale"
    assert wrong(학점="3.9", 학점만점="5") == "unknown_scale"
    assert only(학점="3.9/4.5", 학점만점="4.50").spec.gpa == Gpa(raw=3.9, scale="4.5")
    assert only(**{"학점(4.3 만점)": "3.855"}).spec.gpa == Gpa(raw=3.86, scale="4.3")
    assert only(학점="92.5", 학점만점="100점 만점").spec.gpa == Gpa(raw=92.5, scale="100")
    assert only(학점만점="4.5").spec.gpa is None


def test_speaking_cells() -> None:
    def told(score: str, level: str = "") -> tuple[Any, Any]:
        spec = only(토익스피킹점수=score, 토익스피킹등급=level).spec
        return spec.toeic_speaking, spec.toeic_speaking_level

    assert told("140점") == (140, None)
    assert told("IH") == (None, "IH")
    assert told("150(IH)") == (150, None)
    assert told("Lv.6") == told("", "6") == told("", "레벨6") == told("6급") == (None, "6")
    assert told("", "140") == (140, None), "a score in the column of grades"
    assert told("140", "6") == (140, "6")
    assert told("없음", "-") == (0, None)
    assert wrong(토익스피킹점수="140", 토익스피킹등급="AL") == "conflict"
    assert wrong(토익스피킹점수="140", 토익스피킹등급="7") == "conflict"


def test_certificates_and_their_number() -> None:
    assert only(자격증="3개").spec.cert_count == 3
    assert only(자격증="SQLD, ADsP", 자격증수="4").spec.cert_count == 4
    assert wrong(자격증="SQLD, ADsP", 자격증수="1") == "conflict"
    preview = looked(one(자격증="SQLD, 마술사자격"))
    (warning,) = preview.warnings
    assert warning.code == "unknown_certificate" and "마술사" in warning.message
    assert preview.people[0][1].spec.certificates == ("SQLD",)
    assert preview.people[0][1].spec.cert_count == 2
    assert "마술사" not in repr(preview.people[0])


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"토익": "847"}, "doubt"),
        ({"봉사시간": "999"}, "maybe_sentinel"),
        ({"봉사횟수": "99"}, "maybe_sentinel"),
        ({"인턴횟수": "7"}, "doubt"),
        ({"학점": "1.5/4.5"}, "doubt"),
    ],
)
def test_warnings_do_not_hinder(cells: dict[str, str], code: str) -> None:
    preview = looked(one(**cells))
    assert [(one.line, one.code) for one in preview.warnings] == [(2, code)]
    assert len(preview.people) == 1 and preview.problems == ()


def test_the_year_may_tell_the_half() -> None:
    assert only(입사연도="2024 하반기", 반기="").hire.half == 2
    assert only(입사연도="2024-09-01", 반기="").hire.year == 2024
    assert wrong(입사연도="2024 하반기", 반기="상반기") == "conflict"


def test_sql_in_a_company_name_is_only_a_name() -> None:
    name = "Robert'); DROP TABLE hired_specs;--"
    assert only(기업명=name).hire.company == name


def test_every_problem_of_a_line_is_told_and_only_good_lines_are_kept() -> None:
    preview = looked(
        table(GOOD, ("가", "", "3.9", "", "-5"), (*GOOD[:4], "1200"), ("나", "2023", "", "", ""))
    )
    assert [(one.line, one.column, one.code) for one in preview.problems] == [
        (3, "토익", "negative"),
        (3, "입사연도", "missing"),
        (3, "학점", "ambiguous_scale"),
        (4, "토익", "out_of_range"),
    ]
    assert [line for line, _ in preview.rows] == [2, 5]
    assert (preview.total, preview.bad_lines, preview.blocked) == (4, 2, False)


def test_many_problems_are_counted_and_the_first_are_kept() -> None:
    preview = looked(table(*[(*GOOD[:4], "-1")] * 500))
    assert (preview.problem_count, len(preview.problems), preview.bad_lines) == (500, 200, 500)


def test_more_cells_than_titles() -> None:
    preview = looked(table((*GOOD, "남는 값"), (*GOOD[:2],), (*GOOD, "", "")))
    assert [(one.line, one.code) for one in preview.problems] == [(2, "too_many_cells")]
    assert [line for line, _ in preview.rows] == [3, 4]


def test_people_are_a_sequence() -> None:
    people = looked(table(GOOD, GOOD, ("다른 회사", *GOOD[1:]))).people
    assert len(people) == 3 and [line for line, _ in people[1:]] == [3, 4]
    assert people[-1][1].hire.company == "다른 회사"
    assert people.unconsented() == 3
