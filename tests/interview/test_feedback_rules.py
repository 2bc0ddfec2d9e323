"""Feedback on answers: what was told is found in its words, what was not is asked for, nothing is made up."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.interview.feedback import cues, relevance, rules, star, structure
from metajob.interview.model import Feedback, Question, Said, Shape, StarPart
from metajob.text.additions import invented

DATA = Path(__file__).parents[2] / "benchmarks" / "interview_data"
ASKED = "트래픽이 몰렸을 때 장애를 해결한 경험을 말씀해 주세요."
S = "작년에 예매 서버를 맡았는데 접속이 몰려서 장애가 자꾸 났어요"
T = "제 목표는 한 달 안에 장애를 없애는 거였습니다"
A = "그래서 제가 조회를 캐시로 옮기고 대기열을 만들었습니다"
R = "그 결과 응답 시간이 3초에서 0.4초로 줄었습니다"
WHOLE = f"{S} {T} {A} {R}"


def question(text: str = ASKED, shape: Shape = "experience") -> Question:
    """A question of the bank."""
    return Question(id="q1", text=text, topic="job", shape=shape, origin="bank")


def review(text: str, asked: str = ASKED, shape: Shape = "experience", seconds: float = 40) -> Feedback:
    """The feedback on this answer."""
    return rules.review(question(asked, shape), Said(text=text, way="voice", seconds=seconds))


def told(feedback: Feedback) -> set[StarPart]:
    """The parts that were found."""
    return {one.part for one in feedback.star if one.quote}


def test_all_four_parts_are_quoted_from_where_they_stand() -> None:
    feedback = review(WHOLE)
    assert feedback.verdict == "answered"
    assert [one.part for one in feedback.star] == list(star.PARTS)
    for one, sentence in zip(feedback.star, (S, T, A, R), strict=True):
        assert one.quote
        assert one.quote == WHOLE[one.start : one.end]
        assert one.quote in sentence


@pytest.mark.parametrize(("part", "gone"), [("result", R), ("action", A), ("task", T)])
def test_a_part_that_was_not_told_is_not_found(part: StarPart, gone: str) -> None:
    feedback = review(WHOLE.replace(gone, "").strip())
    assert part not in told(feedback)
    assert feedback.better is not None
    assert "[  ]" in feedback.better.text
    assert any("달라졌나요" in ask for ask in feedback.missing) == (part == "result")


def test_repeating_praise_and_fillers_win_nothing() -> None:
    less = f"{S} {A}"
    before = told(review(less))
    assert before == {"situation", "action"}
    for more in (
        f"{less} {less} {less}",
        f"{less} 저는 정말 최고의 인재이고 누구보다 완벽한 성과를 낼 자신이 있습니다 항상 최선을 다합니다",
        "음 어 " + less.replace(" 그래서", " 어 그래서") + " 음",
    ):
        assert told(review(more)) <= before


def test_praise_alone_tells_nothing() -> None:
    text = (
        "저는 누구보다 열정적인 최고의 개발자입니다 항상 최선을 "
        "다해서 완벽한 성과를 만들겠습니다 믿어 주세요 자신 있습니다"
    )
    assert told(review(text)) == set()


def test_an_answer_to_another_question_is_told_softly() -> None:
    text = (
        "요즘 날씨가 너무 더워서 밤에 잠을 잘 못 잡니다 에어컨을 켜면 춥고 끄면 더워서 선풍기를 하나 새로 샀습니다 "
        "주말에는 계곡에 가려고 합니다"
    )
    feedback = review(text, "Kafka를 RabbitMQ 대신 고른 이유를 말씀해 주세요.")
    assert feedback.verdict == "off_topic"
    assert not told(feedback)
    assert "들려요" in feedback.remarks[0].text
    assert review(WHOLE).verdict == "answered"


STORY = (
    "주문 서비스의 응답이 느려지는 문제를 맡았습니다 제가 직접 요청을 추적해서 느린 쿼리를 찾았고 "
    "인덱스를 추가했습니다 그 결과 응답 시간이 이 초에서 삼백 밀리초로 줄었습니다"
)
WHY_HERE = "여러 회사 가운데 이곳이어야 하는 이유를 말씀해 주시겠어요?"


@pytest.mark.parametrize(
    ("asked", "shape", "text"),
    [
        (WHY_HERE, "motive", STORY),
        ("마음이 힘든 날에는 어떤 방법으로 다시 힘을 내서 일하시나요?", "experience", STORY),
        (
            "고객의 강한 불만을 받았을 때 어떻게 대응하셨나요?",
            "experience",
            "자바스크립트의 클로저는 함수가 선언될 때의 스코프를 기억하는 것을 말합니다 카운터를 만들 때 씁니다",
        ),
        (
            "금리가 오르면 기업의 자금 조달에 어떤 변화가 생기나요?",
            "knowledge",
            "제가 가장 힘들었던 건 군대에서 행군을 한 것입니다 발에 물집이 잡혔지만 끝까지 걸었습니다",
        ),
    ],
)
def test_a_well_told_answer_to_another_question_is_called_off_topic(
    asked: str, shape: Shape, text: str
) -> None:
    feedback = review(text, asked, shape)
    assert feedback.verdict == "off_topic"
    assert "들려요" in feedback.remarks[0].text
    assert "잘못 짚었을 수도" in feedback.notes[0]


@pytest.mark.parametrize(
    ("asked", "shape", "text"),
    [
        ("느린 조회를 찾아서 개선하신 경험을 말씀해 주시겠어요?", "experience", STORY),
        (
            "동료와 갈등을 해결한 경험을 말씀해 주세요.",
            "experience",
            "같이 일하던 형이 제 말을 자꾸 무시하는 것 같았습니다 퇴근길에 솔직하게 서운하다고 했어요 알고 보니 바빠서 "
            "못 들은 거였고 그 뒤로는 서로 메모로 남깁니다",
        ),
        (
            WHY_HERE,
            "motive",
            "다른 데는 광고로 버는데 귀사는 구독으로만 버티잖아요 쓰는 사람 편에 설 수 있는 구조라고 생각했고 제가 "
            "삼 년째 유료로 쓰고 있기도 합니다",
        ),
        (
            "일이 뜻대로 되지 않을 때 어떻게 다시 힘을 내시나요?",
            "opinion",
            "저는 일단 걷습니다 한 시간쯤 걷고 나면 생각이 정리되고 뭘 다시 해 볼지 보이더라고요",
        ),
    ],
)
def test_an_answer_in_other_words_is_not_accused(asked: str, shape: Shape, text: str) -> None:
    assert review(text, asked, shape).verdict == "answered"


def test_an_unrelated_story_is_no_reason_for_this_company() -> None:
    text = "주문 서비스위 응답이 느려지는 문제를 맡았습니다. 제가 직접 요청을"
    assert {part.name for part in structure.missing(text, "motive")} == {
        part.name for part in structure.parts_of("motive")
    }
    told = "귀사가 낸 앱을 써 보고 놀랐습니다 저도 졸업 작품으로 앱을 만들었는데 그 일을 이어 가고 싶어서 지원했습니다"
    good, *rest = structure.remarks(told, "motive")
    assert not rest
    assert good.text == "‘이 회사·이 일만의 이유’, ‘나의 근거가 된 경험’을 이야기했어요."
    assert all(quote in told for quote in good.quotes)


@pytest.mark.parametrize("text", ["", "음 어 음", "   \n"])
def test_silence_is_no_answer(text: str) -> None:
    feedback = review(text)
    assert feedback.verdict == "empty"
    assert "답변 없음" in feedback.notes[0]
    assert feedback.next_step
    assert not feedback.star


@pytest.mark.parametrize("text", ["음 잘 모르겠습니다", "네 레디스 써 봤습니다", "없습니다"])
def test_a_short_answer_gets_something_to_do(text: str) -> None:
    feedback = review(text, seconds=3)
    assert feedback.verdict == "short"
    assert "한 문장" in feedback.next_step or "세 문장" in feedback.next_step


def test_whose_deeds_it_tells() -> None:
    ours = (
        "저희 팀에서 배포가 자꾸 실패했는데요 우리가 같이 스크립트를 "
        "만들었고 저희가 매일 확인했습니다 그 결과 실패가 없어졌습니다"
    )
    gap = next(remark for remark in review(ours).remarks if remark.key == "ownership")
    assert gap.level == "gap"
    assert all(quote in ours for quote in gap.quotes)
    good = next(remark for remark in review(WHOLE).remarks if remark.key == "ownership")
    assert good.level == "good"


def test_the_result_phrase_is_no_filler() -> None:
    assert not cues.fillers().search("그 결과 매출이 늘었고 그 뒤로 저희 팀이 그 방식을 씁니다")
    assert len(cues.fillers().findall("음 저는 어 그 뭐 그냥 했습니다")) >= 4
    text = f"음 {WHOLE} 어 뭐 이제 그렇습니다"
    assert any(remark.key == "fillers" for remark in review(text).remarks)


def test_a_better_answer_keeps_to_what_was_said() -> None:
    text = f"음 {R} 어 {S} 그래서 그래서 {A[4:]}"
    better = review(text).better
    assert better is not None
    assert better.text.index("자꾸 났어요") < better.text.index("대기열") < better.text.index("0.4초")
    assert "음" not in better.text.split()
    assert "그래서 그래서" not in better.text
    assert invented(text, better.text) == []
    assert "".join(piece.text for piece in better.pieces if piece.kind != "removed") == better.text
    assert "".join(piece.text for piece in better.pieces if piece.kind != "added") == text


def test_knowledge_is_asked_for_an_example_and_no_star() -> None:
    text = (
        "인덱스는 테이블에서 원하는 행을 빨리 찾으려고 따로 "
        "만들어 두는 정렬된 자료구조입니다 보통 비트리로 되어 있습니다"
    )
    feedback = review(text, "인덱스가 무엇인지 설명해 주세요.", "knowledge")
    assert feedback.star == ()
    assert any("예를" in ask for ask in feedback.missing)


def test_an_english_answer_says_what_is_not_read() -> None:
    text = (
        "Last year our servers kept failing during sales, so I moved "
        "reads to a cache and built a waiting queue for it."
    )
    feedback = rules.review(question(), Said(text=text, way="voice", seconds=20), "en")
    assert feedback.verdict == "answered"
    assert feedback.notes == (rules.KOREAN_ONLY,)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.sampled_from([S, T, A, R, "음", "어", "\n", "…", "🙂", "Kafka", "그 그", "3명", "a"]), max_size=8
    )
)
def test_quotes_always_stand_in_the_answer(parts: list[str]) -> None:
    text = " ".join(parts)
    feedback = review(text)
    assert all(one.quote == text[one.start : one.end] for one in feedback.star if one.quote)
    assert all(quote in text for remark in feedback.remarks for quote in remark.quotes)
    assert len(feedback.missing) <= 3
    assert feedback.next_step
    if feedback.better:
        assert invented(text, feedback.better.text) == []


def test_the_frozen_answers_are_read_as_promised() -> None:
    rows = [json.loads(line) for line in (DATA / "frozen.jsonl").read_text("utf-8").splitlines()]
    found = right = accused = wrong = 0
    start = time.process_time()
    for row in rows:
        feedback = review(row["text"], row["question"], row["shape"])
        accused += feedback.verdict == "off_topic"
        wrong += feedback.verdict == "off_topic" and row["verdict"] != "off_topic"
        for one in feedback.star:
            spans = [span for span in row["star"] if span["part"] == one.part]
            at = [(row["text"].find(span["text"]), len(span["text"])) for span in spans]
            found += bool(one.quote)
            right += bool(one.quote) and any(a < one.end and one.start < a + size for a, size in at)
    assert right >= 0.85 * found > 0
    assert wrong <= 0.1 * accused
    assert (time.process_time() - start) / len(rows) < 0.25


def test_where_it_is_not_sure_it_asks_and_does_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        rules.relevance,
        "relevance",
        lambda *_: relevance.Relevance(off_chance=0.85, unsure=True, asked="지원 동기"),
    )
    question = Question(id="q", text="왜 지원하셨나요?", topic="motive", shape="motive", origin="bank")
    said = Said(text="저는 작년에 주문 서비스를 맡아서 재고 조회를 캐시로 바꾸었습니다.", way="typed")
    feedback = rules.review(question, said)
    assert feedback.verdict == "answered"
    assert feedback.remarks[0].level == "fact"
    assert "지원 동기" in feedback.remarks[0].text
    assert "살펴보세요" in feedback.remarks[0].text
