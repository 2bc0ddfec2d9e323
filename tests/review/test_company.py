"""회사명 치환: the company's name is read, never made up, and general sentences are told from specific ones."""

from __future__ import annotations

import pytest

from metajob.review.posting.company import company_of, swap_test


@pytest.mark.parametrize(
    ("posting", "name"),
    [
        ("# 늘봄배송(가상) — 서버 개발자 채용\n...", "늘봄배송"),
        ("온새미식탁 (가상) | 마케터 모집", "온새미식탁"),
        ("푸른들병원(가상) 병동 간호사 채용 공고", "푸른들병원"),
        ("회사명: 다올소재\n모집 분야: 품질", "다올소재"),
        ("2025년 상반기 신입 채용\n㈜한결기공에서 함께할 분을 찾습니다", "한결기공"),
        ("(주)누리회계 경리 사원 모집", "누리회계"),
        ("주식회사 솔바람 채용", "솔바람"),
        ("[가람테크] 백엔드 개발자", "가람테크"),
        ("서버 개발자 채용", ""),
        ("[경력] 서버 개발자 채용", ""),
        ("2025년 하반기 신입 사원 모집 — 서울", ""),
        ("자격 요건\n- Java 3년", ""),
        ("", ""),
    ],
)
def test_company_of_a_posting(posting: str, name: str) -> None:
    assert company_of(posting) == name


@pytest.mark.parametrize(
    ("sentence", "general"),
    [
        ("귀사의 안정적인 성장세에 매력을 느껴 지원했습니다.", True),
        ("늘봄배송은 업계 최고의 회사라고 생각해 지원했습니다.", True),
        ("입사 후 3년 안에 팀을 이끄는 개발자가 되겠습니다.", True),
        ("귀사에 입사하면 Kafka와 SQL을 더 익히겠습니다.", True),
        ("귀사의 새벽 배송 서비스를 두 해째 쓰며 지원을 마음먹었습니다.", False),
        ("늘봄배송이 지난해 물류센터를 네 곳으로 늘렸다는 기사를 읽고 지원했습니다.", False),
        ("귀사가 공개한 '배차 이야기' 글에서 규칙을 사람이 고친다는 대목이 인상 깊었습니다.", False),
        ("귀 병원의 회복기 재활 병동에서 낙상 0건을 이어 온 것을 보고 지원했습니다.", False),
    ],
)
def test_general_and_specific_sentences(sentence: str, general: bool) -> None:
    swaps = swap_test(sentence, "늘봄배송")
    assert [(swap.quote.text, swap.general) for swap in swaps] == [(sentence, general)]


def test_only_sentences_to_the_company_are_judged() -> None:
    text = "Kafka로 주문을 나눴습니다. 늘봄배송에서 일하고 싶습니다. 응답은 40ms로 줄었습니다."
    swaps = swap_test(text, "늘봄배송")
    assert [swap.quote.text for swap in swaps] == ["늘봄배송에서 일하고 싶습니다."]
    assert swap_test("Kafka로 주문을 나눴습니다.", "늘봄배송") == ()


def test_section_of_motives_is_judged_whole_and_ends() -> None:
    text = (
        "## 지원 동기\n\n더 큰 조직에서 배우고 나누고 싶습니다.\n\n## 프로젝트\n배치를 여덟 갈래로 나눠 돌렸습니다.\n"
        "**입사 후 포부**\n첫해에는 문의를 모두 읽겠습니다.\n"
    )
    swaps = swap_test(text, "")
    assert [swap.quote.text for swap in swaps] == [
        "더 큰 조직에서 배우고 나누고 싶습니다.",
        "첫해에는 문의를 모두 읽겠습니다.",
    ]
    for swap in swaps:
        assert text[swap.quote.start : swap.quote.end] == swap.quote.text
        assert swap.general
