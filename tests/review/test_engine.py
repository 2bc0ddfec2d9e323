"""The rule engine: five findings a project, each resting on an exact place of the text."""

from __future__ import annotations

import pytest

from metajob.review.model import CRITERIA, Criterion, Finding, Pointer, ProjectReview, ProjectSpan
from metajob.review.rules.engine import QUOTES, RuleEngine
from tests.review.texts import RESUMES, reviewed

# One word of the sentence that answers why, tech, choice, result, limits.
WORDS = {
    "backend": ("멈췄습니다", "Spring Boot로", "이유는", "0.3초로", "대기 순서"),
    "marketing": ("빵이 남아", "Analytics로", "까닭은", "84명", "신규 가입이 끊겨"),
    "design": ("되돌아오는", "Figma로", "남기기로", "83%", "눈높이"),
    "nursing": ("넘어지는", "척도로", "먼저 고른", "2건으로", "보호자가"),
    "office": ("옮겨 적어야", "VBA로", "택한 것은", "두 시간으로", "충돌하는"),
    "english": ("120 complaints", "scikit-learn", "gradient", "45 a week", "holidays"),
}  # fmt: skip
HEADS = ["배경", "활동", "선택 이유", "결과", "한계"]
PROSE = (
    "야간에 화장실을 가다 넘어지는 환자가 분기마다 아홉 명씩 나왔습니다. 매일 낙상 위험 척도로 점수를 매겼습니다. "
    "침상 알람보다 표지를 먼저 고른 것은 예산이 없었기 때문입니다. 낙상이 분기 9건에서 2건으로 줄었습니다. "
    "다만 보호자가 바뀌면 다시 설명해야 하는 불편이 남았습니다."
)


def project(text: str, *pointers: tuple[Criterion, str]) -> ProjectReview:
    """The review of a text that is one project; pointers: criterion and the passage pointed at."""
    span = ProjectSpan(id="p1", title="낙상 예방", start=0, end=len(text))
    pointed = [
        Pointer(
            project="p1",
            criterion=criterion,
            start=text.index(passage),
            end=text.index(passage) + len(passage),
        )
        for criterion, passage in pointers
    ]
    (found,) = RuleEngine().review(text, [span], "other", pointed)
    return found


def sound(text: str, found: ProjectReview) -> None:
    """Five findings in order; every quote is exact, inside the project, and says why."""
    assert [finding.criterion for finding in found.findings] == list(CRITERIA)
    for finding in found.findings:
        assert len(finding.quotes) <= QUOTES
        assert bool(finding.quotes) == (finding.level > 0 or finding.unsure)
        assert finding.reason and finding.missing and finding.question
        for quote in finding.quotes:
            assert quote.text == text[quote.start : quote.end] == quote.text.strip() != ""
            assert found.span.start <= quote.start < quote.end <= found.span.end
    for tech in found.techs:
        assert found.span.start <= tech.start < tech.end <= found.span.end


@pytest.mark.parametrize("name", RESUMES)
def test_every_criterion_is_found_where_it_stands(name: str) -> None:
    text = RESUMES[name].text
    first, second = reviewed(text, RESUMES[name].role).projects
    sound(text, first)
    sound(text, second)
    for criterion, word in zip(CRITERIA, WORDS[name], strict=True):
        finding = first.finding(criterion)
        assert finding.level >= 1
        assert word in finding.quotes[0].text
        assert finding.quotes[0].source == "rules" and finding.engine == "rules"


@pytest.mark.parametrize("name", RESUMES)
def test_what_the_second_project_lacks_is_not_found(name: str) -> None:
    second = reviewed(RESUMES[name].text, RESUMES[name].role).projects[1]
    gaps = [second.finding("choice"), second.finding("limits")]
    assert [(gap.level, gap.severity) for gap in gaps] == [(0, "must"), (0, "should")]
    assert all("[" in gap.suggestion for gap in gaps), "a blank to fill"
    assert second.finding("result").level >= 2


@pytest.mark.parametrize(
    "shape",
    [
        lambda s: " ".join(s),
        "\n".join,
        "\n\n".join,
        lambda s: "\n".join(f"- {one}" for one in s),
        lambda s: "\n".join(f"{i}. {one}" for i, one in enumerate(s, 1)),
        lambda s: "\r\n".join(s),
        lambda s: "\n".join(f"  • {one}  " for one in s),
        lambda s: "\n".join(f"{head}\n{one}\n" for head, one in zip(HEADS, s, strict=True)),
    ],
)  # fmt: skip
def test_the_layout_does_not_matter(shape) -> None:  # type: ignore[no-untyped-def]
    told = [f"{one.strip(' .')}." for one in PROSE.split(". ")]
    text = shape(told)
    found = project(text)
    sound(text, found)
    assert [finding.quotes[0].text for finding in found.findings if finding.level] == told


@pytest.mark.parametrize(
    ("criterion", "weak", "strong"),
    [
        ("result", (1, "결과가 좋아졌습니다."), (3, "낙상이 9건에서 2건으로 줄었습니다.")),
        ("limits", (1, "아직 부족한 점이 있습니다."),
         (2, "다만 보호자가 바뀌면 다시 설명해야 하는 불편이 남았습니다.")),
        ("limits", (1, "아쉬움이 남습니다."), (3, "다만 공휴일에는 예측이 30% 넘게 틀립니다.")),
        ("choice", (1, "가벼워서 Redis를 골랐습니다."),
         (3, "Kafka와 Redis를 비교해 보니 메모리를 절반만 써서 Redis를 골랐습니다.")),
        ("tech", (1, "Redis를 썼습니다."), (2, "Redis에 빈자리를 올려 두고 5초마다 갱신했습니다.")),
    ],
)  # fmt: skip
def test_levels_say_how_much_is_told(
    criterion: Criterion, weak: tuple[int, str], strong: tuple[int, str]
) -> None:
    before = "환자가 자주 넘어져 병동이 늘 긴장했습니다.\n"
    after = "\n응답 시간이 2.4초에서 0.3초로 줄었습니다." if criterion in ("choice", "tech") else ""
    findings = [project(before + text + after).finding(criterion) for _, text in (weak, strong)]
    assert [finding.level for finding in findings] == [weak[0], strong[0]]
    both = project(f"{before}{weak[1]}\n{strong[1]}{after}").finding(criterion)
    assert both.level == strong[0] and both.quotes[0].text == strong[1], "the strongest comes first"


PASSAGE = "병동은 7층에 있고 침상은 서른 개입니다."
GAP = f"환자가 자주 넘어져 병동이 늘 긴장했습니다.\n{PASSAGE}\n낙상이 9건에서 2건으로 줄었습니다."


def test_the_person_points_at_a_sentence_and_the_review_takes_it() -> None:
    before = project(GAP).finding("limits")
    after = project(GAP, ("limits", PASSAGE)).finding("limits")
    assert before.level == 0 and after.level >= 1
    assert after.quotes[0].text == PASSAGE and after.quotes[0].source == "user"
    assert after.engine == "user" and not after.unsure
    others = [name for name in CRITERIA if name != "limits"]
    assert [project(GAP).finding(n).level for n in others] == [
        project(GAP, ("limits", PASSAGE)).finding(n).level for n in others
    ]


def test_pointing_never_lowers_a_level() -> None:
    after = project(GAP, ("result", PASSAGE)).finding("result")
    assert after.level == project(GAP).finding("result").level == 3
    assert [quote.source for quote in after.quotes] == ["user", "rules"]


def test_a_pointer_of_another_project_changes_nothing() -> None:
    span = ProjectSpan(id="p1", title="낙상 예방", start=0, end=len(GAP))
    elsewhere = Pointer(project="p2", criterion="limits", start=0, end=10)
    assert RuleEngine().review(GAP, [span], "other", [elsewhere]) == (project(GAP),)


def test_a_guess_is_a_question_and_no_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    guessed = [project(text).findings for text in (GAP, PROSE, RESUMES["backend"].text)]
    monkeypatch.setattr("metajob.review.rules.engine.guess", lambda _seen, _missing: {})
    plain = [project(text).findings for text in (GAP, PROSE, RESUMES["backend"].text)]
    assert [[f.level for f in found] for found in guessed] == [[f.level for f in found] for found in plain]
    assert not any(finding.unsure for found in plain for finding in found)


def test_guesses_are_marked_and_only_where_nothing_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def everything(seen, _missing):  # type: ignore[no-untyped-def]
        return dict.fromkeys(CRITERIA, seen[1].unit)

    monkeypatch.setattr("metajob.review.rules.engine.guess", everything)
    found = project(GAP)
    sound(GAP, found)
    for finding in found.findings:
        assert finding.unsure == (finding.level == 0)
        sources = {quote.source for quote in finding.quotes}
        assert sources == ({"similar"} if finding.unsure else {"rules"})


def test_a_technology_stands_exactly_where_it_is_named() -> None:
    text = RESUMES["backend"].text
    first, second = reviewed(text, "backend").projects
    assert [(tech.name, text[tech.start : tech.end], tech.used) for tech in first.techs] == [
        ("Spring Boot", "Spring Boot", True),
        ("Redis", "Redis", True),
        ("Kafka", "Kafka", False),
        ("Redis", "Redis", True),
    ]
    assert [tech.name for tech in second.techs] == ["Python", "Slack"]


@pytest.mark.parametrize("text", ["", "\n\n", "...", "낙상 예방", "2023.01 - 2023.05"])
def test_a_project_without_a_word_has_five_empty_findings(text: str) -> None:
    found = project(text)
    sound(text, found)
    assert [finding.level for finding in found.findings] == [0] * 5


def test_the_same_text_gives_the_same_review() -> None:
    def all_of(found: ProjectReview) -> tuple[Finding, ...]:
        return found.findings

    assert all_of(project(PROSE)) == all_of(project(PROSE))


def test_what_is_told_twice_is_quoted_once() -> None:
    once, twice = project(PROSE), project(f"{PROSE}\n{PROSE}")
    assert [[q.text for q in f.quotes] for f in twice.findings] == [
        [q.text for q in f.quotes] for f in once.findings
    ]


def test_a_short_line_with_its_label_is_evidence_and_no_heading() -> None:
    text = "## 반품 기준 정리\n- 기간: 2023.03 ~ 2023.05\n- 내용: 사유 코드 14종을 6종으로 통합\n- 결과: 검수 시간 단축"
    result = project(text).finding("result")
    assert result.level and result.quotes[0].text == "검수 시간 단축"
    assert "14종" not in result.question  # a guess for `why` is nothing to compare with
