"""Technologies: every alias is found, plain words need context, and used differs from only named."""

from __future__ import annotations

import re
import time

import pytest

from metajob.text.technology import tech_cues
from metajob.text.technology.tech_book import Alias, aliases, direct, fold, implied, kinds
from metajob.text.technology.techs import TechHit, find


def used(text: str) -> set[str]:
    return {hit.name for hit in find(text) if hit.use != "mentioned"}


def named(text: str) -> set[str]:
    return {hit.name for hit in find(text)}


def sentences_for(alias: Alias) -> list[str]:
    last = alias.text[-1]
    end = "로" if not "가" <= last <= "힣" or (ord(last) - ord("가")) % 28 in (0, 8) else "으로"
    return [f"{alias.text}{end} 개발했습니다.", f"사용 기술: {alias.text}, {alias.text}"]


def test_every_alias_is_found_at_its_own_borders() -> None:
    """In the place of a tool, with a Korean particle at once behind it."""
    lost = []
    for alias in aliases():
        for sentence in sentences_for(alias):
            start = sentence.index(alias.text)
            spans = {(hit.name, hit.start, hit.end) for hit in find(sentence)}
            if (alias.name, start, start + len(alias.text)) not in spans:
                lost.append((alias.name, alias.text, sentence, spans))
    assert lost == []


def test_no_spelling_means_two_technologies() -> None:
    owner: dict[str, str] = {}
    for alias in aliases():
        key = re.sub(r"\s", "", fold(alias.text))
        assert owner.setdefault(key, alias.name) == alias.name, alias.text


def test_implication_knows_its_names_and_has_no_cycle() -> None:
    known = kinds()
    for name, wide in direct().items():
        assert name in known
        for one in wide:
            assert one in known, one
            assert name not in implied(one), f"{name} and {one} include each other"


@pytest.mark.parametrize(
    ("name", "wide"),
    [
        ("Spring Boot", {"Spring", "Java"}),
        ("PostgreSQL", {"RDBMS", "SQL"}),
        ("Next.js", {"React", "JavaScript"}),
        ("EKS", {"Kubernetes", "AWS", "Docker"}),
        ("QueryDSL", {"JPA", "Java"}),
        ("VBA", {"Excel"}),
        ("더존 Smart A", {"ERP"}),
    ],
)
def test_what_a_technology_includes(name: str, wide: set[str]) -> None:
    assert wide <= implied(name)
    assert name not in implied(name)


def test_patterns_compile() -> None:
    for name in tech_cues.names():
        assert tech_cues.cue(name).pattern


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kafka를 두고 Redis에는 세션만 담았습니다.", {"Kafka", "Redis"}),
        ("카프카로 주문을 흘려보냈다.", {"Kafka"}),
        ("쿠버네티스클러스터에 올렸음", {"Kubernetes"}),
        ("SpringBoot3와 MySQL8로 만든 서버", {"Spring Boot", "MySQL"}),
        ("사용성테스트를 여섯 분께 진행했다", {"사용성 테스트"}),
        ("Node.js와 Go로 짠 중계 서버", {"Node.js", "Go"}),
        ("분석은 R로 하고 화면은 뷰로 만들었습니다.", {"R", "Vue.js"}),
        ("C/C++로 펌웨어를 짰습니다.", {"C", "C++"}),
        ("깃 브랜치와 젠킨스로 배포했습니다.", {"Jenkins"}),
        ("엑셀 피벗테이블로 지점별 매출을 뽑았습니다.", {"Excel", "피벗 테이블"}),
        ("We served the model with FastAPI and Docker.", {"FastAPI", "Docker"}),
        ("재고는 선입선출로 다시 계산했습니다.", {"선입선출"}),
        ("인계는 SBAR 순서로 바꾸었습니다.", {"SBAR"}),
        ("관리도를 시간마다 그려 이상을 잡았다.", {"관리도"}),
    ],
)
def test_named_technologies(text: str, names: set[str]) -> None:
    assert names <= used(text)


@pytest.mark.parametrize(
    "text",
    [
        "깃을 세운 겨울 외투를 입고 출근했습니다.",
        "고객이 고르기 쉽게 순서를 바꿨습니다.",
        "회의에서 express 배송을 하자는 말이 나왔습니다.",
        "바다가 보이는 오션 뷰 객실을 팔았습니다.",
        "I react quickly to customer feedback and go to every store.",
        "자바라 문을 새로 달았습니다.",
        "C레벨 보고와 A/B/C 등급 평가를 맡았습니다.",
        "스파크가 튀어 라인을 세웠습니다.",
        "봄 학기(Spring 2022)에 들은 수업",
        "LCP 5.2초에서 1.9초, ROAS 320%, MAPE 8%",
        "TOEIC 905, 학점 4.1/4.5, SQLD 취득",
        "포트폴리오: github.com/example-user",
        "하루 평균 API 호출 1,800만 건 규모의 서비스",
    ],
)
def test_plain_words_and_metrics_are_no_technology(text: str) -> None:
    assert used(text) == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("RabbitMQ 대신 테이블 하나를 큐처럼 썼습니다.", "RabbitMQ"),
        ("GraphQL도 검토했지만 화면이 적어 접었습니다.", "GraphQL"),
        ("Redux보다 단순한 방법이 필요했습니다.", "Redux"),
        ("Elasticsearch를 들이지 않은 까닭은 운영할 사람이 없어서였다.", "Elasticsearch"),
        ("기존 관리자 화면은 jQuery로 짜여 있어 고치기 어려웠습니다.", "jQuery"),
        ("상담 기록을 엑셀에 옮겨 적던 일을 없앴습니다.", "Excel"),
        ("외주사가 Java로 유지하고 있었습니다.", "Java"),
        ("Kafka는 플랫폼팀에서 운영했습니다.", "Kafka"),
        ("기회가 되면 Rust를 배워 보고 싶습니다.", "Rust"),
        ("앞으로 쿠버네티스를 공부할 계획입니다.", "Kubernetes"),
        ("'스프링 부트와 AWS 실무' 과정 수료", "AWS"),
        ("전산회계 1급, ERP 정보관리사", "ERP"),
        ("『파이썬으로 하는 통계』를 끝까지 읽었습니다.", "Python"),
        ("온라인 강의 「React 완성」 수강", "React"),
        ("Lighthouse 성능 점수 41에서 92", "Lighthouse"),
        ("We kept one table instead of MongoDB.", "MongoDB"),
        ("I hope to learn Flutter next year.", "Flutter"),
        ("부하 테스트를 하지 못한 점이 남았다.", "부하 테스트"),
        ("안드로이드 구형 단말에서는 글자가 잘립니다.", "Android"),
    ],
)
def test_only_mentioned(text: str, name: str) -> None:
    assert name not in used(text)


def test_a_replaced_tool_is_mentioned_and_the_new_one_used() -> None:
    hits = {hit.name: hit.use for hit in find("배포를 Jenkins에서 GitHub Actions로 옮겼습니다.")}
    assert hits == {"Jenkins": "mentioned", "GitHub Actions": "used"}


def test_candidates_of_which_one_was_taken_count_as_used() -> None:
    text = "Prophet, LSTM, LightGBM을 같은 기간으로 재 보고 설명이 쉬운 LightGBM으로 정했습니다."
    assert used(text) == {"Prophet", "LSTM", "LightGBM"}


def test_a_tool_that_cleans_something_away_is_used() -> None:
    assert used("LightGBM으로 결측이 많은 열을 제외하고 학습했습니다.") == {"LightGBM"}
    assert used("Redis로 같은 요청이 두 번 처리되지 않게 했습니다.") == {"Redis"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("회사에서 Django로 관리자 화면을 개발했습니다.", "Django"),
        ("저희 팀은 Flutter로 앱을 만들어 두 스토어에 올렸습니다.", "Flutter"),
        ("교육생 120명의 로그를 Spark로 집계했습니다.", "Spark"),
        ("합격자 명단을 Python 스크립트로 자동 발송했습니다.", "Python"),
        ("스터디 매칭 서비스: Next.js, Supabase", "Next.js"),
        ("배송 기사님 위치를 Firebase에 10초마다 올렸습니다.", "Firebase"),
        ("Unity로 만든 시제품을 아이 열 명에게 보여 줬습니다.", "Unity"),
        ("더존에서 받은 원장을 파워쿼리로 합쳤습니다.", "더존"),
        ("Airflow에 실패 알림을 붙이지 못해 장애를 늦게 알았습니다.", "Airflow"),
        ("현재 서버는 EC2 두 대로 돌아가고 있습니다.", "EC2"),
        ("Moved the cron jobs from one machine to Airflow.", "Airflow"),
    ],
)
def test_words_of_learning_rejecting_and_others_do_not_hide_use(text: str, name: str) -> None:
    assert name in used(text)


def test_a_list_of_skills_is_listed() -> None:
    for text in (
        "Tool: Figma, Illustrator, After Effects",
        "| 언어 | Java 17, Kotlin |",
        "Java, Spring Boot, MySQL 사용",
    ):
        assert {hit.use for hit in find(text)} == {"listed"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("규칙은 Drumline으로 읽게 구현했습니다.", "Drumline"),
        ("OrbitDB에 이력을 쌓았습니다.", "OrbitDB"),
        ("pg_bulkload로 한 번에 밀어 넣었다.", "pg_bulkload"),
        ("주요 기술: Java, Kestrelix, MySQL", "Kestrelix"),
        ("I rewrote the worker with Quellar and shipped it.", "Quellar"),
        ("빈 칸은 역거리 보간법으로 메웠습니다.", "역거리 보간법"),
    ],
)
def test_unknown_technology_is_seen_by_its_shape_and_place(text: str, word: str) -> None:
    hits = {hit.name: hit for hit in find(text)}
    assert word in hits
    assert hits[word].use != "mentioned"
    assert (hits[word].known, hits[word].kind) == (False, "unknown")


def test_unknown_capitals_without_a_tools_place_are_nothing() -> None:
    assert named("ABC 마트 입점 제안서를 KOTRA 담당자에게 보냈습니다.") == set()


def test_hits_are_exact_and_in_order() -> None:
    text = "첫째 줄.\n둘째 줄에서 React와 TypeScript로 그렸고, 배포는 Vercel.\n\nPython 3.11 사용"
    hits = find(text)
    assert [text[hit.start : hit.end] for hit in hits] == ["React", "TypeScript", "Vercel", "Python"]
    assert all(isinstance(hit, TechHit) for hit in hits)


def test_empty_and_odd_text() -> None:
    for text in ("", "\n\n", "İstanbul İ", "\U0001f600" * 50, "((((" * 200, "가" * 5000, "a-" * 3000):
        find(text)


def test_a_sentence_takes_less_than_a_millisecond() -> None:
    text = "주문이 끝나면 Kafka 토픽에 남기고 별도 워커가 Redis를 보며 문자와 이메일을 보냅니다.\n"
    find(text)
    start = time.process_time()
    find(text * 200)
    assert time.process_time() - start < 0.2


@pytest.mark.parametrize("text", ["가" * 60_000, "a" * 60_000, "a-" * 30_000, "a." * 30_000])
def test_one_endless_word_does_not_stop_the_app(text: str):
    """Its cost once grew with the square of its length: ten seconds, in which nobody else was served."""
    before = time.process_time()
    find(text)
    assert time.process_time() - before < 3
