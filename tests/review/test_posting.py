"""A document against a job posting: found with a place, implied, or missing."""

from __future__ import annotations

import pytest

from metajob.review.model import Keyword, PostingMatch
from metajob.review.posting.posting import match_posting
from metajob.review.posting.posting_phrases import phrases, places
from metajob.review.posting.posting_sections import items

BACKEND = """# 늘봄배송(가상) — 서버 개발자 채용

## 하는 일
- 배송 도메인의 API를 설계합니다.
- 장애를 분석하고 재발 방지책을 만듭니다.

## 자격 요건
- Java 또는 Kotlin, Spring Boot 실무 경험 2년 이상
- RDBMS(MySQL, PostgreSQL) 설계와 쿼리 튜닝 경험
- 대용량 배치 처리 경험
- 원활한 의사소통 능력을 갖춘 분

## 우대 사항
- Kafka 등 메시지 큐 운영 경험
- AWS, Docker, Kubernetes 환경 경험

## 근무 조건
정규직, 주 5일, Python 스터디 지원
"""
BACKEND_FIT = """# 서버 개발자
사용 기술: Spring Boot 3, PostgreSQL, AWS(ECS, S3)
정산 배치를 Spring Batch로 나누고 느린 쿼리를 찾아 쿼리 튜닝을 했습니다.
배송 API를 다시 설계했고, 장애 원인 분석 결과를 주마다 나눴습니다.
알림은 RabbitMQ로 보냈습니다. 앞으로 Kubernetes를 공부할 계획입니다.
"""
NURSE = """푸른들병원(가상) 병동 간호사 채용 공고
1. 모집 부문: 내과 병동 간호사 3명
2. 응시 자격: 간호사 면허 소지자
3. 주요 업무: 활력징후 측정, 욕창·낙상 예방 간호, 신규 간호사 교육, 전자의무기록(EMR) 작성
4. 우대: SBAR 의사소통 교육 이수, BLS 자격
5. 전형: 서류 – 면접
"""
NURSE_FIT = """간호사 면허(2019), BLS 수료
낙상 위험 환자를 매시간 살펴 예방 간호를 했습니다.
신규로 온 간호사를 위한 교육 자료를 만들었고 인계는 SBAR 순서로 바꿨습니다.
활력 징후를 네 시간마다 측정해 EMR에 남겼습니다.
"""
MARKETING = """[온새미식탁] 마케터 모집
**담당 업무**
- 신규 고객 유입 캠페인 기획과 집행 (검색광고)
- 거래처 관리 및 매출 분석
**이런 분을 찾습니다**
- GA4 / Amplitude 중 하나 이상 활용 가능한 분
- 엑셀 피벗테이블 활용
**있으면 좋아요**
- 식품·커머스 업계 경험
"""
MARKETING_FIT = """GA4로 이탈 구간을 찾고 엑셀 피벗테이블로 매출을 지점별로 분석했습니다.
신규 고객 유입을 위한 검색광고 캠페인을 기획하고 거래처 마흔 곳을 관리했습니다.
식품 회사에서 인턴을 했습니다.
"""


def by_name(match: PostingMatch) -> dict[str, Keyword]:
    return {keyword.name: keyword for keyword in match.keywords}


def held(match: PostingMatch) -> set[str]:
    return {keyword.name for keyword in match.keywords if keyword.found or keyword.implied_by}


def test_backend_document_that_fits() -> None:
    match = match_posting(BACKEND_FIT, BACKEND)
    words = by_name(match)
    assert match.company == "늘봄배송"
    assert {"Java 또는 Kotlin", "Spring Boot", "RDBMS(MySQL, PostgreSQL)", "쿼리 튜닝", "AWS"} <= held(match)
    assert words["Java 또는 Kotlin"].implied_by == "Spring Boot"
    assert words["배치 처리"].found
    assert words["장애 분석"].found[0].text == "장애 원인 분석"
    assert words["Kafka 등 메시지 큐"].implied_by == "RabbitMQ"
    assert words["Docker"].implied_by == "ECS"
    assert not words["Kubernetes"].found
    assert not words["Kubernetes"].implied_by, "a wish to learn it is no experience"


def test_sections_of_the_keywords() -> None:
    words = by_name(match_posting(BACKEND_FIT, BACKEND))
    assert (words["Spring Boot"].section, words["Spring Boot"].required) == ("자격 요건", True)
    assert (words["AWS"].section, words["AWS"].required) == ("우대 사항", False)
    assert words["장애 분석"].section == "하는 일"
    assert not any("Python" in name or "정규직" in name or "소통" in name for name in words)


def test_nurse_document_that_fits() -> None:
    match = match_posting(NURSE_FIT, NURSE)
    assert match.company == "푸른들병원"
    wanted = {"간호사 면허", "활력징후 측정", "욕창·낙상 예방 간호", "신규 간호사 교육", "EMR", "SBAR", "BLS"}
    assert wanted <= held(match)
    words = by_name(match)
    assert not words["SBAR"].required
    assert words["활력징후 측정"].found[0].text.startswith("활력 징후를")
    assert not any("면접" in name or "모집" in name for name in words)


def test_marketing_document_that_fits() -> None:
    match = match_posting(MARKETING_FIT, MARKETING)
    assert match.company == "온새미식탁"
    assert {"GA4 / Amplitude", "피벗 테이블", "검색광고", "거래처 관리", "매출 분석", "식품·커머스"} <= held(
        match
    )
    assert "신규 고객 유입 캠페인 기획" in held(match)


@pytest.mark.parametrize(
    ("document", "posting"), [(NURSE_FIT, BACKEND), (MARKETING_FIT, NURSE), (NURSE_FIT, MARKETING)]
)
def test_document_of_another_job_holds_next_to_nothing(document: str, posting: str) -> None:
    match = match_posting(document, posting)
    assert len(match.keywords) >= 6
    assert len(held(match)) <= 1


@pytest.mark.parametrize(
    ("document", "posting"),
    [(BACKEND_FIT, BACKEND), (NURSE_FIT, NURSE), (MARKETING_FIT, MARKETING)],
)
def test_every_quote_is_exact(document: str, posting: str) -> None:
    match = match_posting(document, posting)
    quotes = [quote for keyword in match.keywords for quote in keyword.found]
    assert quotes
    for quote in quotes:
        assert document[quote.start : quote.end] == quote.text
        assert quote.page == 0


def test_rejected_technology_is_not_found() -> None:
    match = match_posting("Kafka 대신 테이블 하나를 큐처럼 썼습니다.", BACKEND)
    assert "Kafka 등 메시지 큐" not in held(match)


@pytest.mark.parametrize(
    ("posting", "words"),
    [
        ("", "짧아요"),
        ("서버 개발자 모집", "짧아요"),
        ("Мы ищем разработчика серверной части с опытом работы три года и более", "아닌 것 같아요"),
        ("We are hiring.\nRequirements\n- Kotlin and Docker in production\n- three years", "영어 공고"),
        (
            "안녕하세요. 저희는 언제나 함께할 사람을 기다립니다.\n많은 관심 부탁드립니다. 감사합니다. 또 뵙겠습니다.",
            "찾지 못했어요",
        ),
    ],
)
def test_posting_that_cannot_be_used_is_told(posting: str, words: str) -> None:
    assert words in match_posting("Java로 만들었습니다.", posting).note


def test_english_posting_matches_technologies() -> None:
    posting = (
        "Acme is hiring a developer\nRequirements:\n- Kotlin or Java, PostgreSQL\nNice to have:\n- Docker"
    )
    match = match_posting("Built the API in Kotlin with PostgreSQL.", posting)
    assert {"Kotlin or Java", "PostgreSQL"} == held(match)
    assert not by_name(match)["Docker"].required


def test_posting_without_headings_asks_for_everything() -> None:
    posting = (
        "경리 사원 채용\n더존 사용 가능자\n부가세 신고 경험\n월 결산 자료 작성 경험이 있으신 분을 모십니다"
    )
    match = match_posting("더존으로 전표를 넣고 부가세를 분기마다 신고했습니다.", posting)
    assert {"더존", "부가세 신고"} <= held(match)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("장애를 분석합니다", "장애 분석"),
        ("대용량 데이터 수집 경험", "대용량 데이터 수집"),
        ("거래처 관리, 매출 분석", "거래처 관리"),
        ("식품·커머스 업계 경험", "식품·커머스"),
        ("수입 원재료 검사 3년 이상", "수입 원재료 검사"),
    ],
)
def test_phrases_of_a_line(item: str, text: str) -> None:
    assert phrases(item)[0].text == text


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("거래처 마흔 곳을 관리했다.", ["거래처 마흔 곳을 관리했다"]),
        ("거래처관리를 맡음", ["거래처관리를"]),
        ("거래처를 방문했다. 재고를 관리했다.", []),
        ("관리", []),
    ],
)
def test_places_of_a_phrase(text: str, where: list[str]) -> None:
    phrase = phrases("거래처 관리 경험")[0]
    assert [text[place.start : place.end] for place in places(text, phrase)] == where


def test_items_keep_their_section() -> None:
    found = [(item.text, item.section, item.ask) for item in items(NURSE)]
    assert ("간호사 면허 소지자", "응시 자격", "required") in found
    assert ("SBAR 의사소통 교육 이수, BLS 자격", "우대", "preferred") in found
    assert not any("서류" in text for text, _section, _ask in found)
