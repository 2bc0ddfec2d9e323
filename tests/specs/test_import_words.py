"""What people really write in their own sheets: other headers, units, scales, levels, years, departments, consents."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

import pytest

from metajob.specs.importing import Preview, read
from metajob.specs.importing.choices import plain
from metajob.specs.importing.header import field_of, is_personal
from metajob.specs.importing.personal import has_personal
from metajob.specs.model import Gpa, Hire, Spec
from metajob.specs.taxonomy import ASSETS
from tests.specs.files import one, table


def looked(data: bytes) -> Preview:
    return read(data, "표.csv", today=date(2026, 11, 22))


def problem(**cells: object) -> tuple[str, str]:
    preview = looked(one(**cells))
    assert len(preview.people) == 0
    (found,) = preview.problems
    return found.code, found.message


def hire(**cells: object) -> Hire:
    preview = looked(one(**cells))
    assert preview.problems == ()
    return preview.people[0][1].hire


def spec(**cells: object) -> Spec:
    preview = looked(one(**cells))
    assert preview.problems == ()
    return preview.people[0][1].spec


@pytest.mark.parametrize(
    ("title", "field"),
    [
        *(("합격여부", "stage"), ("최종결과", "stage"), ("합격시기", "year"), ("채용 시기", "year")),
        *(("합격기업명", "company"), ("지원분야", "role"), ("총평점", "gpa"), ("학점/4.5", "gpa")),
        *(("학점/만점", "gpa"), ("학점(만점)", "gpa_scale"), ("OPIc 레벨", "opic")),
        *(("TOEIC Speaking LV", "toeic_speaking_level"), ("자격증1", "certificates"), ("자격증 2", "certificates")),
        *(("JLPT 등급", "jlpt"), ("만 나이", "age_band")),
        *(("개인정보 수집 및 이용 동의", "consent"), ("개인정보 수집·이용에 동의하십니까?", "consent")),
        (f"본 설문의 응답은 {'통계에만 쓰여요. ' * 9}개인정보 수집 및 이용에 동의하십니까? (필수)", "consent"),
        *(("마케팅 수신 동의", None), ("대외활동(기간)", None), ("전공평점", None)),
        *(("인턴십(개월)", "intern_months"), ("교환학생(개월)", "overseas_months"), ("봉사활동(h)", "volunteer_hours")),
    ],
)  # fmt: skip
def test_headers_people_write(title: str, field: str | None) -> None:
    assert field_of(title) == field


def test_no_word_names_two_things() -> None:
    known: dict[tuple[str, str], str] = {}
    with (ASSETS / "import_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for word in row["words"].split():
                assert known.setdefault((row["field"], plain(word)), row["code"]) == row["code"], word


@pytest.mark.parametrize(
    "title", ["지원자명", "학생 이름", "작성자", "HP", "학교/학과", "이름(가명)", "모교"]
)
def test_more_personal_columns(title: str) -> None:
    assert is_personal(title)


@pytest.mark.parametrize("title", ["기업 홈페이지", "회사 주소"])
def test_a_page_of_a_company_is_nobodys(title: str) -> None:
    assert not is_personal(title)


def test_people_who_were_not_hired_are_kept_out_by_the_column_that_says_so() -> None:
    for word in ("불합격", "X", "불", "미합격", "1차 면접", "예비합격"):
        assert problem(합격여부=word)[0] == "not_hired", word
    assert hire(합격여부="O").stage == hire(합격여부="재직 중").stage == "final"


def test_people_who_did_not_agree_are_kept_out_whatever_the_column_is_called() -> None:
    title = "개인정보 수집 및 이용 동의"
    for word in ("동의하지 않습니다", "미동의", "아니요, 동의하지 않습니다.", "비동의"):
        assert problem(**{title: word})[0] == "no_consent", word
    for word in ("예, 동의합니다", "네, 동의합니다.", "동의합니다", "○", "✓"):
        assert looked(one(**{title: word})).people.unconsented() == 0, word


@pytest.mark.parametrize(
    ("title", "value", "asked"),
    [
        *(("인턴횟수", "6개월", "몇 번인지"), ("교환학생", "1학기", "몇 번인지"), ("봉사", "100시간", "몇 번인지")),
        *(("봉사시간", "3회", "몇 시간인지"), ("인턴개월", "2학기", "몇 개월인지"), ("인턴개월", "8주", "몇 개월인지")),
        *(("토익", "2회", "몇 점인지"), ("인턴횟수", "3점", "몇 번인지")),
    ],
)  # fmt: skip
def test_another_unit_is_never_taken_for_the_column_s_own(title: str, value: str, asked: str) -> None:
    code, message = problem(**{title: value})
    assert code == "not_a_number" and asked in message


def test_units_that_fit() -> None:
    told = spec(
        인턴횟수="2곳", 수상="2건", 봉사시간="100h", 인턴개월="6 months", 자격증수="3종", 토익="850점/990점"
    )
    assert (told.intern_count, told.award_count, told.volunteer_hours) == (2, 2, 100)
    assert (told.intern_months, told.cert_count, told.toeic) == (6, 3, 850)


@pytest.mark.parametrize(
    "value", ["4.1(4.5)", "4.1 / 4.5만점", "4.1 (4.5 만점)", "4.1점(만점 4.5)", "4.1/4.50"]
)
def test_a_scale_beside_the_points(value: str) -> None:
    assert spec(학점=value).gpa == Gpa(raw=4.1, scale="4.5")


def test_scales_by_themselves_and_points_of_nothing() -> None:
    assert spec(학점="4.1", 학점만점="만점 4.3").gpa == Gpa(raw=4.1, scale="4.3")
    assert problem(학점="4.4(4.3)")[0] == "above_scale"
    assert problem(학점="0.001/4.5")[0] == problem(학점="0점")[0] == "out_of_range"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        *(("LV6(140)", (140, None)), ("IH (140점)", (140, None)), ("170(Lv.7)", (170, None)), ("170 Lv7", (170, None))),
        *(("7(170)", (170, None)), ("140/IH", (140, None)), ("140 / 200", (140, None)), ("레벨 6", (None, "6"))),
    ],
)  # fmt: skip
def test_speaking_scores_beside_levels(value: str, told: tuple[Any, Any]) -> None:
    found = spec(토스=value)
    assert (found.toeic_speaking, found.toeic_speaking_level) == told


def test_speaking_cells_that_disagree_or_have_no_score() -> None:
    assert problem(토스="LV7(140)")[0] == problem(토스="IH(170)")[0] == "conflict"
    assert spec(토스="0점").toeic_speaking == 0
    assert problem(토스="Lv.7(AL)")[0] == problem(토스="140/150")[0] == "not_a_number"


def test_grades_of_opic_with_the_language() -> None:
    assert spec(오픽="IH(영어)").opic == spec(오픽="영어 IH").opic == spec(오픽="OPIc(IH)").opic == "IH"
    assert problem(오픽="중국어 IH")[0] == "unknown_value"


@pytest.mark.parametrize(
    ("value", "year", "half"),
    [
        *(("24상", 2024, 1), ("'24 하반기", 2024, 2), ("24년", 2024, None), ("2024(하반기)", 2024, 2)),
        *(("2024년 3월", 2024, None), ("2024 상반기 공채", 2024, 1), ("2024. 3. 2.", 2024, None), ("2024하", 2024, 2)),
    ],
)  # fmt: skip
def test_years_with_a_half_or_a_month(value: str, year: int, half: int | None) -> None:
    told = hire(입사연도=value, 반기="")
    assert (told.year, told.half) == (year, half)


@pytest.mark.parametrize("value", ["2023-2024", "2024.13", "24", "24.01", "99상"])
def test_no_years(value: str) -> None:
    assert problem(입사연도=value)[0] == "not_a_number"


@pytest.mark.parametrize("value", ["---", "–", "미기입", "공란"])
def test_more_marks_for_not_told(value: str) -> None:
    assert spec(토익=value, 인턴횟수=value).model_dump() == Spec().model_dump()


@pytest.mark.parametrize("value", ["해당사항 없음", "(없음)", "없습니다", "×"])
def test_more_marks_for_none(value: str) -> None:
    assert spec(토익=value, 오픽=value, 자격증=value) == Spec(toeic=0, opic="none", cert_count=0)


def test_certificates_in_columns_of_their_own() -> None:
    header = ("기업명", "입사연도", "자격증1", "자격증2", "자격증3")
    rows = (("SQLD", "정처기", "마술사"), ("컴활2급", "컴활1급", ""), ("SQLD", "없음", ""), ("", "", ""))
    preview = looked(table(*(("가나다전자", "2024", *row) for row in rows), header=header))
    assert preview.problems == () and not preview.blocked
    told = [(one.spec.certificates, one.spec.cert_count) for _, one in preview.people]
    assert told == [
        (("INFO_ENG", "SQLD"), 3),
        (("COMHWAL_1", "COMHWAL_2"), 1),
        (("SQLD",), 1),
        ((), None),
    ]
    twice = looked(
        table(("가나다전자", "2024", "SQLD", "SQLD"), header=("기업명", "입사연도", "자격증", "보유자격증"))
    )
    assert twice.blocked


def test_a_cell_of_certificates_without_a_name() -> None:
    assert spec(자격증="2건").cert_count == 2
    for value in ("있음", "보유", "O"):
        code, message = problem(자격증=value)
        assert code == "unknown_value" and "이름이나 개수" in message


@pytest.mark.parametrize(
    ("value", "major"),
    [
        *(("컴퓨터공학과", "engineering"), ("기계공학부", "engineering"), ("전자공학 전공", "engineering")),
        *(
            ("경영학과", "business"),
            ("영어영문학과", "humanities"),
            ("통계학과", "natural"),
            ("행정", "social"),
        ),
        *(("수학교육과", "education"), ("시각디자인", "arts"), ("간호학과", "medical")),
    ],
)
def test_departments(value: str, major: str) -> None:
    assert hire(전공=value).major == major


def test_two_departments_are_not_guessed_and_schools_are_refused() -> None:
    assert problem(전공="경영(복수: 컴공)")[0] == "unknown_value"
    for value in ("한빛대 전자공학과", "한빛대전자공학과", "한빛대학교전자공학부"):
        assert problem(전공=value)[0] == "pii_found"


@pytest.mark.parametrize(
    ("title", "value", "code"),
    [
        *(("직무", "백엔드 개발자", "IT.DEV"), ("직무", "데이터 엔지니어", "IT.DATA")),
        *(("직무", "인사 담당자", "BIZ.HR"), ("직무", "연구개발(R&D)", "RND"), ("산업", "제약/바이오", "C")),
        *(("산업", "증권사", "K"), ("산업", "이커머스", "G")),
    ],
)  # fmt: skip
def test_roles_and_industries_people_write(title: str, value: str, code: str) -> None:
    told = hire(**{title: value})
    assert code in (told.role, told.industry)


@pytest.mark.parametrize("text", ["O/X/O 3개", "Figma/Notion 2년", "토익 x/오픽 IH2"])
def test_a_slash_makes_no_page_of_one_s_own(text: str) -> None:
    assert not has_personal(text)


@pytest.mark.parametrize("text", ["github.com/somebody", "10-1234-5678", "82 10 1234 5678"])
def test_pages_and_phones_without_their_first_zero(text: str) -> None:
    assert has_personal(text)
