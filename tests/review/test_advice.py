"""The texts of a finding: they fit the level, the job and the person's own words, and state nothing new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple
from typing import get_args

import pytest

from metajob.review.model import CRITERIA, Criterion, Role, Severity
from metajob.review.rules.advice import Advice, advise
from metajob.review.rules.fragments import LONGEST, fragment
from metajob.text.additions import invented

ROLES: tuple[Role, ...] = get_args(Role)
SEEDS = [str(number) for number in range(12)]
TITLE = "선착순 쿠폰 개편"
QUOTES: dict[Criterion, dict[int, str]] = {
    "why": {
        1: "업무 효율화를 위해 추진하였습니다.",
        2: "쿠폰이 열릴 때마다 주문까지 같이 느려졌습니다.",
        3: "주문 응답이 평균 8초까지 늘었습니다.",
    },
    "tech": {
        1: "사용 기술: Redis",
        2: "Redis로 대기열을 구현했습니다.",
        3: "청크를 500건 단위로 나누어 처리했습니다.",
    },
    "choice": {
        1: "팀원 모두 써 본 적이 있어 골랐습니다.",
        2: "오타를 미리 잡을 수 없어서 바꿨습니다.",
        3: "기존 방식 대신 Redis를 골랐습니다.",
    },
    "result": {
        1: "훨씬 안정적으로 돌아가게 되었습니다.",
        2: "누적 3,200회를 기록했습니다.",
        3: "응답이 8초에서 0.4초로 내려왔습니다.",
    },
    "limits": {
        1: "검증이 부족했던 점이 아쉽다.",
        2: "한 대가 죽으면 발급이 멈춥니다.",
        3: "누락이 주 10건 정도 나온다.",
    },
}
BLANK = re.compile(r"\[[^\[\]]+\]")


def every(
    *, techs: tuple[str, ...] = (), title: str = TITLE, korean: bool = True
) -> Iterator[tuple[Criterion, int, Role, str, Advice]]:
    """All criteria, levels, job families and variants, each with its quote."""
    for criterion in CRITERIA:
        for level in range(4):
            quote = QUOTES[criterion].get(level, "")
            for role in ROLES:
                for seed in SEEDS:
                    told = advise(
                        criterion,
                        level,
                        quote=quote,
                        techs=techs,
                        role=role,
                        title=title,
                        korean=korean,
                        seed=seed,
                    )
                    yield criterion, level, role, quote, told


@pytest.mark.parametrize("korean", [True, False])
@pytest.mark.parametrize("techs", [(), ("Redis", "Spring Data Elasticsearch")])
def test_all_texts_are_there_short_and_polite(techs: tuple[str, ...], korean: bool) -> None:
    for criterion, level, role, _, told in every(techs=techs, korean=korean, title="가" * 24):
        where = f"{criterion} {level} {role} {told}"
        assert told.reason and told.missing and told.question, where
        assert all(len(text) <= 90 for text in astuple(told)), where
        assert told.reason.endswith("요.") and told.missing.endswith("요."), where
        assert told.question.endswith("요?") and told.question.count("?") == 1, where
        assert bool(told.suggestion) == (level < 3), where
        assert not re.search(r"합격|점수|없습니다|없어요|[{}|]|  ", "\n".join(astuple(told))), where


def test_a_supplement_has_blanks_and_is_written_like_a_resume() -> None:
    for _, level, _, _, told in every(techs=("Redis",)):
        if level < 3:
            assert BLANK.search(told.suggestion)
            assert told.suggestion.endswith("니다.")
            # The person fills the blank: no particle behind it may depend on what they write.
            assert not re.search(
                r"\](?:을|를|은|는|이|가|과|와|으로|로|라|이라)(?![가-힣])", told.suggestion
            ), told


def test_an_english_text_gets_an_english_supplement() -> None:
    for _, level, _, _, told in every(korean=False):
        assert not re.search(r"[가-힣]", told.suggestion)
        assert re.search(r"[가-힣]", told.question)
        assert level == 3 or BLANK.search(told.suggestion)


def test_nothing_is_stated_that_nobody_told() -> None:
    plain = {text for _, _, _, quote, told in every() if not quote for text in astuple(told)[:4]}
    assert not [text for text in plain if re.search(r"\d|[A-Za-z]", text.replace(TITLE, ""))]
    supplements = {told.suggestion for *_, told in every(techs=("Redis",))}
    assert not invented(f"{TITLE} Redis", "\n".join(sorted(supplements)))
    english = {told.suggestion for *_, told in every(techs=("Redis",), korean=False)}
    assert not invented(f"{TITLE} Redis", "\n".join(sorted(english)))


def test_the_reason_shows_what_carries_the_level() -> None:
    for criterion, level, _, quote, told in every(techs=("Redis",)):
        if not level:
            assert told.reason.startswith("이 프로젝트에서는 ") and told.reason.endswith("못 찾았어요.")
            continue
        shown = re.search(r"“([^”]+)”", told.reason)
        assert shown, (criterion, level, told.reason)
        assert shown[1] in quote
        assert len(shown[1]) <= LONGEST


@pytest.mark.parametrize(
    ("criterion", "level", "quote", "words"),
    [
        ("result", 3, "주문 평균 응답은 8초에서 0.4초로 내려왔습니다.", "8초에서 0.4초로"),
        ("result", 3, "뉴스레터 오픈율 34%→17%", "34%→17%"),
        ("result", 3, "Cut the nightly job from 7.5 hours to 48 minutes.", "7.5 hours to 48 minutes"),
        ("result", 3, "월 비용 162만 원(기존 240만 원)", "162만 원(기존 240만 원"),
        ("result", 2, "출시 두 달 만에 누적 다운로드 3,200회를 기록했습니다.", "다운로드 3,200회"),
        ("why", 3, "2023.04부터 하루 평균 37건씩 문의가 들어왔습니다.", "평균 37건"),
        ("choice", 3, "폴링 대신 소켓을 골랐습니다.", "폴링 대신"),
        ("choice", 3, "Chose SQLite rather than a server because we were two.", "rather than a server"),
        ("choice", 2, "오타를 컴파일 때 잡을 수 없어서 바꿨습니다.", "잡을 수 없어서"),
        ("tech", 2, "알림은 redis 큐에 넣었습니다.", "redis"),
    ],
)
def test_fragments(criterion: Criterion, level: int, quote: str, words: str) -> None:
    found = fragment(criterion, level, quote, ("Redis",))
    assert found
    assert words in found.text


def test_variants_differ_and_the_same_seed_reads_the_same() -> None:
    for criterion in CRITERIA:
        for level in range(4):
            quote = QUOTES[criterion].get(level, "")
            told = [advise(criterion, level, quote=quote, title=TITLE, seed=seed) for seed in SEEDS]
            assert len({one.question for one in told}) >= 2
            assert len({one.missing for one in told}) >= 2
            assert len({one.suggestion for one in told}) >= (2 if level < 3 else 1)
            assert told[3] == advise(criterion, level, quote=quote, title=TITLE, seed=SEEDS[3])


def test_words_fit_the_job() -> None:
    told_to: dict[Role, list[str]] = {role: [] for role in ROLES}
    for _, level, role, _, told in every():
        told_to[role] += astuple(told)[1 if level else 0 : 4]  # a reason quotes the person

    def words(role: Role) -> str:
        return " ".join(told_to[role])

    for role in ROLES:
        if role not in ("backend", "frontend_mobile", "data_ai"):
            assert not re.search(r"서버|부하 시험|데이터 규모|라이브러리|모델", words(role)), role
        assert ("환자" in words(role)) == (role == "nursing_medical"), role
    assert "환자를 알아볼 정보는 빼고" in words("nursing_medical")
    assert len({words(role) for role in ROLES}) == len(ROLES)


def test_names_get_the_particle_of_their_sound() -> None:
    def questions(tech: str, title: str) -> str:
        return " ".join(
            advise("choice", 0, techs=(tech,), title=title, role="backend", seed=seed).question
            for seed in SEEDS
        ) + " ".join(advise("why", 0, title=title, seed=seed).question for seed in SEEDS)

    assert "MySQL을 고" in questions("MySQL", "환불 자동화") and "MySQL를" not in questions(
        "MySQL", "환불 자동화"
    )
    assert "Redis를 고" in questions("Redis", "배치 개편") and "Redis을" not in questions(
        "Redis", "배치 개편"
    )
    assert "‘환불 자동화’를 시작" in questions("MySQL", "환불 자동화")
    assert "‘배치 개편’을 시작" in questions("Redis", "배치 개편 (3인)")


@pytest.mark.parametrize("title", ["", " ", "가" * 80, "{bit} {nothing|을}", "x" * 24, '‘따옴표’ "안"', "()"])
def test_any_title_will_do(title: str) -> None:
    for seed in SEEDS:
        told = advise("why", 0, title=title, seed=seed)
        assert len(told.question) <= 90
        assert "‘’" not in told.question


def test_the_technology_of_the_quote_is_asked_for_and_no_other() -> None:
    for seed in SEEDS:
        about = advise(
            "choice", 2, quote="오타 때문에 QueryDSL을 도입", techs=("MySQL", "QueryDSL"), seed=seed
        )
        assert "MySQL" not in " ".join(astuple(about))
        other = advise(
            "choice", 2, quote="오타를 못 잡아서 바꿨다", techs=("MySQL",), role="backend", seed=seed
        )
        assert "MySQL" not in " ".join(astuple(other))


def test_the_result_asks_for_what_was_measured_before() -> None:
    told = advise("result", 0, context=("주문 응답이 평균 8초까지 늘었습니다.",))
    assert "“평균 8초”는 이 일을 마친 뒤" in told.question
    after = advise("result", 2, quote="이제 2건입니다.", context=("미뤄진 수술이 11건이었습니다.",))
    assert "“수술이 11건”과" in after.question
    assert "“" not in advise("result", 0, context=("주문이 느려졌습니다.",)).question


def test_a_guess_is_told_as_one() -> None:
    sure = advise("why", 0)
    guess = advise("why", 0, quote="주문까지 같이 느려졌습니다.", unsure=True)
    assert "가장 가까워 보여요" in guess.reason and "느려졌습니다" in guess.reason
    assert (sure.severity, guess.severity) == ("must", "should")
    assert "확실하지는 않아요" in advise("why", 2, quote="주문까지 느려졌습니다.", unsure=True).reason


@pytest.mark.parametrize(
    ("criterion", "level", "role", "severity"),
    [
        ("why", 0, "other", "must"),
        ("choice", 0, "nursing_medical", "must"),
        ("result", 0, "marketing", "must"),
        ("tech", 0, "backend", "must"),
        ("tech", 0, "marketing", "should"),
        ("limits", 0, "backend", "should"),
        ("result", 1, "backend", "should"),
        ("result", 2, "backend", "may"),
        ("why", 3, "backend", "may"),
    ],
)
def test_severity(criterion: Criterion, level: int, role: Role, severity: Severity) -> None:
    assert advise(criterion, level, role=role).severity == severity


def test_a_quote_in_many_lines_or_without_words_does_no_harm() -> None:
    for quote in ("\n\n", "···", "?!", "a\nb\n" * 200, "가" * 500, "“인용” ‘인용’"):
        for criterion in CRITERIA:
            for level in range(4):
                assert len(advise(criterion, level, quote=quote, unsure=level == 0).reason) <= 90
