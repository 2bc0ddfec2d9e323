"""The written questions: every one could be asked aloud; what must not be asked is refused."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from metajob.interview.families import FAMILY_EN, FAMILY_KO, family_of
from metajob.interview.model import JobFamily, Plan, Strictness
from metajob.interview.questions import bank, personas
from metajob.interview.questions.wording import problems
from metajob.interviewer.lines import LINES
from metajob.interviewer.model import PersonaId

FAMILIES: tuple[JobFamily, ...] = get_args(JobFamily)
PERSONAS: tuple[PersonaId, ...] = get_args(PersonaId)
FILLED = {
    "p": "‘주문 서비스 개편’",
    "q": "‘응답이 3초에서 0.4초로 줄었습니다’",
    "t": "Redis",
    "k": "Kafka",
    "c": "하늘",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_question_of_a_bank_can_be_asked(family: JobFamily) -> None:
    entries = bank.bank(family)
    assert len(entries) >= 14
    for entry in entries:
        for persona in entry.personas:
            said = entry.spoken(persona)
            assert problems(said) == (), said
            assert not entry.case


def test_questions_with_slots_can_be_asked() -> None:
    for entry in (*bank.document(), *bank.posting()):
        for persona in entry.personas:
            said = entry.spoken(persona, **FILLED)
            assert problems(said) == (), said
            assert entry.case
    for continuation in bank.continuations():
        for persona in PERSONAS:
            said = continuation.spoken(persona, q="‘제가 인덱스를 추가했습니다’", s="협업 경험")
            assert problems(said) == (), said
            assert said.startswith("앞에서")


def test_no_question_is_written_twice() -> None:
    entries = [entry for family in FAMILIES for entry in bank.bank(family)]
    entries += [*bank.document(), *bank.posting()]
    assert len({entry.id for entry in entries}) == len(entries)
    assert len({entry.text for entry in entries}) == len(entries)


def test_there_is_more_than_one_interview_for_everybody() -> None:
    for family, persona, strictness in product(FAMILIES, PERSONAS, get_args(Strictness)):
        plan = Plan(family=family, persona=persona, strictness=strictness)
        entries = {*bank.bank(family), *bank.bank("other")}
        assert sum(entry.suits(plan) for entry in entries) >= 14, plan


def test_each_persona_speaks_in_its_manner() -> None:
    written = [entry for family in FAMILIES for entry in bank.bank(family)] + list(bank.document())
    for entry in written:
        if "exec" in entry.personas:
            assert entry.spoken("exec", **FILLED).endswith("니까?"), entry.id
        if "hr" in entry.personas:
            assert entry.spoken("hr", **FILLED).endswith("요?"), entry.id


@pytest.mark.parametrize(
    ("plain", "formal"),
    [
        ("어떻게 하셨나요?", "어떻게 하셨습니까?"),
        ("무엇을 보시나요?", "무엇을 보십니까?"),
        ("경험이 있으신가요?", "경험이 있으십니까?"),
        ("이유는 무엇인가요?", "이유는 무엇입니까?"),
        ("들려주시겠어요?", "들려주시겠습니까?"),
        ("어떻게 생각하세요?", "어떻게 생각하십니까?"),
        ("무엇이 많은가요?", "무엇이 많습니까?"),
        ("알고 있나요?", "알고 있습니까?"),
        ("맡게 될까요?", "맡게 될까요?"),
    ],
)
def test_formal_endings(plain: str, formal: str) -> None:
    assert personas.formal(plain) == formal


def test_particles_follow_what_is_filled_in() -> None:
    choice = next(entry for entry in bank.document() if entry.id == "choice-gap-1")
    assert choice.spoken("lead", p="‘앱’", t="MySQL") == "‘앱’에서 MySQL을 선택하신 이유는 무엇인가요?"
    assert "Kafka를" in choice.spoken("lead", p="‘앱’", t="Kafka")
    why = next(entry for entry in bank.document() if entry.id == "why-gap-2")
    assert why.spoken("hr", p="‘날씨 앱’").startswith("‘날씨 앱’을 통해")
    assert why.spoken("hr", p="‘주문 서버’").startswith("‘주문 서버’를 통해")
    quoted = next(entry for entry in bank.document() if entry.id == "result-quoted-2")
    assert "‘문의가 줄었습니다’라고 적으셨습니다. 그 결과를" in quoted.spoken("exec", q="‘문의가 줄었습니다’")
    assert "‘문의 40% 감소’라고" in quoted.spoken("lead", q="‘문의 40% 감소’")
    assert "‘문의 절감’이라고" in quoted.spoken("lead", q="‘문의 절감’")


BAD = {
    "length": ("왜 그랬나요?", "이 질문은 " + "아주 " * 40 + "긴가요?"),
    "korean": ("What did you do in this project, 요?", "Kafka RabbitMQ Redis Kubernetes 무엇인가요?"),
    "one_question": (
        "그 방법을 고르신 이유는 무엇인가요? 결과는 어땠나요?",
        "그 방법을 고르신 이유를 말씀해 주세요.",
        "그 방법을 고르신 이유는 무엇인가요??",
    ),
    "ending": ("그 방법을 고르신 이유와 관련한 생각?", "가장 어려웠던 문제를 설명해 주십시오?"),
    "double": (
        "가장 어려웠던 문제는 무엇이었고 어떻게 해결하셨나요?",
        "왜 그 기술을 고르셨고, 결과는 어떻게 되었나요?",
        "어떤 역할을 맡으셨는지, 어떻게 진행하셨는지 말씀해 주시겠어요?",
        "그 방법을 고르신 이유와 결과를 말씀해 주시겠어요?",
        "그 방법을 고르신 이유는 그리고 결과는 무엇인가요?",
    ),
    "unfair": (
        "결혼하실 계획은 언제쯤으로 생각하고 계신가요?",
        "부모님은 어떤 일을 하고 계신지 말씀해 주시겠어요?",
        "지금 나이가 많은 편인데 어떻게 적응하시겠어요?",
        "본인의 키가 얼마나 되는지 말씀해 주시겠어요?",
        "종교 활동은 어떻게 하고 계신지 말씀해 주시겠어요?",
        "고향이 어디인지 편하게 말씀해 주시겠어요?",
        "집안의 재산은 어느 정도라고 보면 되나요?",
        "여성으로서 야근을 어떻게 감당하시겠어요?",
        "지지하는 정당이 어디인지 말씀해 주시겠어요?",
        "사는 곳이 어디인지 말씀해 주시겠어요?",
        "외모를 가꾸기 위해 어떤 노력을 하시나요?",
        "아이가 아프면 근무를 어떻게 하시겠어요?",
    ),
    "hint": (
        "예를 들어 캐시를 쓰셨다면 어떤 점이 좋았나요?",
        "느린 조회를 어떻게 개선하셨나요? (인덱스, 캐시)",
        "그 방법이 더 빨랐기 때문에 고르신 것이죠?",
        "속도가 더 빨라서 그 방법을 고르신 것 아닌가요?",
    ),
    "clean": (
        "질문: 그 방법을 고르신 이유는 무엇인가요?",
        "1. 그 방법을 고르신 이유는 무엇인가요?",
        "[이름] 님이 그 방법을 고르신 이유는 무엇인가요?",
        "그 방법을 고르신\n이유는 무엇인가요?",
    ),
}


@pytest.mark.parametrize(("problem", "text"), [(key, text) for key, texts in BAD.items() for text in texts])
def test_what_must_not_be_asked_is_refused(problem: str, text: str) -> None:
    assert problem in problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "운영 중에 장애가 있을 때 원인을 어떻게 찾으셨나요?",
        "이용자가 늘었을 때 무엇부터 바꾸셨나요?",
        "‘육아 기록 앱’을 시작하게 되신 계기는 무엇인가요?",
        "타깃 고객의 연령대를 어떤 기준으로 정하셨나요?",
        "어떤 문제를 어떻게 해결하셨나요?",
        "접근성을 지키는 일이 일정과 부딪히면 어떻게 하시겠어요?",
    ],
)
def test_fair_questions_are_not_refused(text: str) -> None:
    assert problems(text) == ()


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_opening_greets_and_asks_for_one_thing(persona: PersonaId) -> None:
    opening = LINES[persona].opening
    assert problems(opening) == ()
    assert opening.startswith("안녕하")
    assert "자기소개" in opening


def test_families_have_names_and_roles_of_the_review_find_theirs() -> None:
    assert set(FAMILY_KO) == set(FAMILY_EN) == set(FAMILIES)
    assert len(set(FAMILY_KO.values())) == len(FAMILIES)
    assert family_of("data_ai") == "data_ai"
    assert family_of("office_finance_hr") == "office_hr"
    assert family_of("무엇") == "other"
