"""Certificates by the names people write: spacing, case and lists; families count once; unknown names are told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.specs.certificates import certificates, counted, highest, recognise

ALL = list(certificates().values())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("컴활 1급, 정처기, SQLD / ADsP", "COMHWAL_1 INFO_ENG SQLD ADSP"),
        ("한국사1급", "HIST_1"),
        ("컴활1급 정처기 sqld", "COMHWAL_1 INFO_ENG SQLD"),
        ("컴퓨터 활용 능력 1급;정보처리산업기사\n위험물 산업기사", "COMHWAL_1 INFO_IND HAZ_IND"),
        ("ＳＱＬＤ、재경관리사 및 물류관리사", "SQLD ACCT_MGR LOGIS"),
        ("정보처리기사(2021.05)", "INFO_ENG"),
        ("SQL 개발자(SQLD)", "SQLD"),
        ("aws solutions architect associate", "AWS_SAA"),
        ("없음", ""),
        ("", ""),
        ("토익 900, OPIc IH, JLPT N2, HSK 5급, 토스 140", ""),
        ("운전면허, 운전면허 1종 보통", "DRIVE_1"),
        ("SQLD+ADsP & 정처기", "INFO_ENG SQLD ADSP"),
        ("1. 정처기\n2. SQLD", "INFO_ENG SQLD"),
        ("정보처리기사(정처기), ADsP(데이터분석준전문가)", "INFO_ENG ADSP"),
        ("정보처리기사(23.06), SQLD '22", "INFO_ENG SQLD"),
        ("정처기 취득, SQLD 최종합격", "INFO_ENG SQLD"),
        ("TESAT 1급", "TESAT"),
        ("AWS Certified Solutions Architect – Associate", "AWS_SAA"),
        ("토스 레벨6, 토익스피킹 Lv.6(140), JLPT N2 합격, HSK 5급 210점, 2종 보통(자동), 운전면허증", ""),
    ],
)
def test_recognised(text: str, codes: str) -> None:
    assert recognise(text) == (tuple(code for code in certificates() if code in codes.split()), ())


def test_unknown_names_are_told_once_and_counted() -> None:
    codes, unknown = recognise("무선설비기사, 무선설비 기사, SQLD, 컴활")
    assert (codes, unknown) == (("SQLD",), ("무선설비기사", "컴활"))
    assert counted(codes, unknown) == 3


@pytest.mark.parametrize(
    "text", ["정보처리기사 필기", "SQLD 취득 예정", "ADsP 준비중", "SQLD 불합격", "정처기 필기 합격"]
)
def test_what_is_not_held_yet_is_neither_kept_nor_counted(text: str) -> None:
    codes, unknown = recognise(text)
    assert codes == () and unknown == (text,) and counted(codes, unknown) == 0


def test_only_the_highest_of_a_family_counts() -> None:
    codes, _ = recognise("컴활1급, 컴활2급, 정처기, 정처산기, 1종보통, 2종보통")
    assert highest(codes) == ("COMHWAL_1", "INFO_ENG", "DRIVE_1")
    assert counted(codes) == 2, "a driving licence does not count"
    assert counted(("COMHWAL_1", "GONE_FROM_THE_TABLE")) == 1


@given(
    st.lists(st.sampled_from(ALL), unique=True, max_size=8),
    st.sampled_from([", ", "/", ";", " / ", "\n", "·", "|"]),
    st.sampled_from([str.upper, str.lower, lambda text: text.replace(" ", ""), lambda text: f" {text} "]),
)
@settings(max_examples=80)
def test_every_name_and_alias_is_found_however_it_is_spaced(picked: list, between: str, change) -> None:  # type: ignore[no-untyped-def,type-arg]
    for names in ([one.name for one in picked], [(one.aliases or (one.name,))[0] for one in picked]):
        codes, unknown = recognise(between.join(change(name) for name in names))
        assert (set(codes), unknown) == ({one.code for one in picked}, ())


@given(st.text(max_size=100))
@settings(max_examples=80)
def test_any_text_is_read(text: str) -> None:
    codes, unknown = recognise(text)
    assert counted(codes, unknown) <= len(codes) + len(unknown)
    assert all(name and name.strip() == name for name in unknown)


def test_the_table_is_sound() -> None:
    assert len(ALL) <= 64, "a place is a bit of the stored rows"
    named: dict[str, str] = {}
    for one in ALL:
        assert one.basis and one.kind
        for name in (one.name, *one.aliases):
            assert recognise(name)[0] == (one.code,), name
            assert named.setdefault(name, one.code) == one.code
    ranks = [(one.family, one.rank) for one in ALL]
    assert len(set(ranks)) == len(ranks)
