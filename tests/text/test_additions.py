"""Additions are computed, and what nobody told is caught."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from metajob.text.additions import diff_pieces, invented
from metajob.text.quantities import quantities

SOURCE = (
    "기존 API는 피크에 평균 응답이 3.2초였습니다. Kafka로 이벤트를 모아 280ms로 줄였습니다. "
    "팀원 열두 명이 2023.04부터 ㈜나루에서 함께했습니다. 이용자 120만 명의 절반이 썼습니다."
)
WORDS = st.lists(
    st.sampled_from(
        ["서버를", "서버", " ", "  ", "\n", "3.2초", "280ms", "Kafka", "가", ".", "(", "😀", "줄였습니다"]
    ),
    max_size=15,
).map("".join)


@given(st.text(max_size=60) | WORDS, st.text(max_size=60) | WORDS)
@example("가 나", "가  나")
@example("", "가")
@example("가 나 다", "라 마 바")
def test_the_pieces_are_both_texts(source: str, rewritten: str) -> None:
    pieces = diff_pieces(source, rewritten)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == source
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == rewritten
    assert all(piece.text for piece in pieces)


def test_a_changed_word_is_shown_whole_and_the_rest_stays() -> None:
    pieces = diff_pieces("응답을 줄였습니다.", "평균 응답 시간을 줄였습니다.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("removed", "응답을"),
        ("added", "평균 응답 시간을"),
        ("same", " 줄였습니다."),
    ]
    assert [piece.kind for piece in diff_pieces("그대로", "그대로")] == ["same"]


@pytest.mark.parametrize(
    "rewritten",
    [
        "피크 시간대 평균 응답 시간이 3.2초였던 기존 API를 카프카 이벤트 방식으로 바꾸어 280ms로 줄였습니다.",
        "12명이 2023년 4월부터 나루에서 함께했고 1,200,000명이 이용했습니다.",
        "이용자 120만 명의 50%가 썼고, 팀원 12명이 참여했습니다.",
        "응답 시간을 크게 줄였고, [  ]에서 [  ]로 바뀌었습니다. 다음에는 [지표]를 재겠습니다.",
        "결과적으로 병목의 원인을 분석해 없앴고, 그 덕분에 이용자의 불만이 줄었습니다. 한 번 더 확인했습니다.",
        "두 번째로 원인을 찾았습니다.",
        "우리 회사의 문제를 먼저 살폈습니다.",
    ],
)
def test_what_was_told_may_be_said_differently(rewritten: str) -> None:
    assert invented(SOURCE, rewritten) == []


@pytest.mark.parametrize(
    ("rewritten", "words"),
    [
        ("응답을 3.2초에서 280ms로 91% 줄였습니다.", ["91%"]),
        ("응답이 3.2분에서 280ms로 줄었습니다.", ["3.2분"]),
        ("스무 명이 함께했습니다.", ["스무 명"]),
        ("사흘 만에 끝냈습니다.", ["사흘"]),
        ("한 달 동안 했습니다.", ["한 달"]),
        ("성능이 세 배가 되었습니다.", ["세 배"]),
        ("비용이 삼 분의 일로 줄었습니다.", ["삼 분의 일"]),
        ("비용이 3분의 1로 줄었습니다.", ["3분의 1"]),
        ("이용자 백만 명이 썼습니다.", ["백만 명"]),
        ("수십 건을 처리했습니다.", ["수십"]),
        ("작년 3월부터 했습니다.", ["작년", "3월"]),
        ("2024년 4월부터 했습니다.", ["2024년 4월"]),
        ("Redis로 줄였습니다.", ["Redis"]),
        ("레디스로 줄였습니다.", ["레디스"]),
        ("S3와 FooBar로 줄였습니다.", ["S3", "FooBar"]),
        ("삼성전자와 함께했습니다.", ["삼성전자"]),
        ("㈜해솔은 함께했습니다.", ["해솔"]),
        ("구글 방식으로 했습니다.", ["구글"]),
        ("한결대학교와 함께했습니다.", ["한결대학교"]),
    ],
)
def test_what_nobody_told_is_caught(rewritten: str, words: list[str]) -> None:
    assert invented(SOURCE, rewritten) == words


def test_an_answer_counts_as_told() -> None:
    rewritten = "Redis 캐시로 91% 줄였습니다."
    assert invented(SOURCE, rewritten) != []
    assert invented(SOURCE, rewritten, answers=["레디스 캐시를 써서", "91퍼센트 줄었어요"]) == []


def test_english_words_are_not_names_but_names_are() -> None:
    source = "We cut latency from 3.2s to 280ms with Kafka for 12 users."
    assert (
        invented(
            source, "By using Kafka, our team reduced latency from 3.2 seconds to 280 ms for twelve users."
        )
        == []
    )
    assert invented(source, "However, Redis was tried at Amazon. Twenty people.") == [
        "Redis",
        "Amazon",
        "Twenty",
    ]
    assert invented(source, "We halved the cost in March 2024.") == ["halved", "March 2024"]


@given(st.text(alphabet="가나다 3.2초Kafka삼분의일열두명2023년-월%", max_size=40))
def test_a_text_invents_nothing_against_itself(text: str) -> None:
    assert invented(text, text) == []


@pytest.mark.parametrize("part", ["1", "1,000", "가나다 ", "삼", "3분의 ", "A-b.", "2023.", "1만 2천 "])
def test_a_long_odd_text_takes_no_long(part: str) -> None:
    text = (part * 20_000)[:20_000]
    start = time.process_time()
    assert quantities(text) is not None
    assert time.process_time() - start < 3
