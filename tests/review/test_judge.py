"""The judge: what it was fitted to, why it says so, and that it can be fitted anew."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import review_fit
from metajob.review.model import CRITERIA, Criterion
from metajob.review.rules import judge as module
from metajob.review.rules.decide import JUDGED, look_alone
from metajob.review.rules.features import features
from metajob.review.rules.judge import WEIGHTS, Judge, Score, Weights, judge
from metajob.review.rules.units import alone


def score(sentence: str) -> Score:
    """The score of a sentence alone."""
    return look_alone(alone(sentence)).score


def test_the_weights_of_the_installation_fit_together() -> None:
    weights = Weights.load(WEIGHTS)
    assert len(set(weights.names)) == len(weights.names) > 1000
    assert weights.table.shape == (len(weights.names) + 1, 3 * len(CRITERIA))
    assert weights.around.shape == (module.AROUND + 1, len(CRITERIA))
    assert weights.embedded.shape == (513, len(CRITERIA))
    assert all(np.isfinite(table).all() for table in (weights.table, weights.around, weights.embedded))


def test_a_fresh_judge_says_exactly_the_same() -> None:
    names = features(alone("가벼워서 Redis를 골랐습니다."))
    again = Judge(Weights.load(WEIGHTS))
    assert again.score(names) == judge().score(names)


def test_weights_come_back_as_they_were_saved(tmp_path: Path) -> None:
    weights = Weights.load(WEIGHTS)
    weights.save(tmp_path / "deeper" / "judge.npz")
    again = Weights.load(tmp_path / "deeper" / "judge.npz")
    assert again.names == weights.names
    assert (again.table == weights.table).all() and (again.around == weights.around).all()


@pytest.mark.parametrize(
    ("sentence", "criterion"),
    [
        ("배송이 늦어 고객이 매주 상담실로 전화를 걸어 왔습니다.", "why"),
        ("Redis에 빈자리를 올려 두고 5초마다 갱신했습니다.", "tech"),
        ("Kafka와 Redis를 비교해 보니 메모리를 절반만 써서 Redis를 골랐습니다.", "choice"),
        ("처리 시간이 3시간에서 20분으로 줄었습니다.", "result"),
        ("다만 공휴일에는 예측이 자주 틀립니다.", "limits"),
        ("Drivers learned about late parcels only after customers called.", "why"),
        (
            "I chose gradient boosting over a neural network because the team had to explain every warning.",
            "choice",
        ),
        ("Complaints fell from 120 to 45 a week.", "result"),
        ("The model still fails on holidays.", "limits"),
    ],
)
def test_a_plain_sentence_answers_its_criterion_best(sentence: str, criterion: Criterion) -> None:
    seen = look_alone(alone(sentence))
    others = [
        seen.score.chance[name] for name in JUDGED if name != criterion
    ]  # a tool may be named beside anything
    assert criterion in seen.levels
    assert seen.score.chance[criterion] > max(others)


@pytest.mark.parametrize(
    "sentence",
    [
        "취미는 등산과 사진 찍기입니다.", "저는 최고의 인재입니다.", "2023.03 - 2023.08", "팀원 4명, 백엔드 담당",
        "서울에서 태어나 부산에서 자랐습니다.", "My hobby is hiking.", "연락처: 010-0000-0000",
    ],
)  # fmt: skip
def test_small_talk_answers_nothing(sentence: str) -> None:
    assert look_alone(alone(sentence)).levels == {}


@pytest.mark.parametrize(
    ("criterion", "less", "more"),
    [
        ("result", "고객 문의가 크게 줄었습니다.", "고객 문의가 120건에서 45건으로 줄었습니다."),
        ("result", "처리 시간이 줄었습니다.", "처리 시간이 3시간에서 20분으로 줄었습니다."),
        (
            "choice",
            "가벼워서 Redis를 골랐습니다.",
            "Kafka와 Redis를 비교해 보니 메모리를 절반만 써서 Redis를 골랐습니다.",
        ),
        ("limits", "아쉬움이 남습니다.", "다만 공휴일에는 예측이 자주 틀립니다."),
        ("limits", "다만 공휴일에는 예측이 자주 틀립니다.", "다만 공휴일에는 예측이 30% 넘게 틀립니다."),
        ("tech", "Redis를 썼습니다.", "Redis에 빈자리를 올려 두고 5초마다 갱신했습니다."),
    ],
)
def test_the_more_is_told_the_higher_the_level(criterion: Criterion, less: str, more: str) -> None:
    assert score(less).level[criterion] < score(more).level[criterion]


@pytest.mark.parametrize(
    ("sentence", "criterion", "cue"),
    [
        ("다만 공휴일에는 예측이 자주 틀립니다.", "limits", "cue:still"),
        ("처리 시간이 3시간에서 20분으로 줄었습니다.", "result", "from_to"),
        ("Redis에 빈자리를 올려 두었습니다.", "tech", "tech:used:1"),
    ],
)
def test_why_names_the_cues(sentence: str, criterion: Criterion, cue: str) -> None:
    seen = look_alone(alone(sentence))
    spoke = judge().why(features(seen.unit, seen.techs), criterion, most=15)
    assert any(cue in name for name in spoke), spoke
    assert len(judge().why(features(seen.unit, seen.techs), criterion, most=2)) == 2
    assert judge().why({"no such feature"}, criterion) == []


def test_small_talk_between_moves_nobody() -> None:
    told = [features(alone(text)) for text in ("서버가 매일 멈췄습니다.", "0.3초로 줄었습니다.")]
    talk = features(alone("취미는 등산과 사진 찍기입니다."))
    plain = judge().score_all(told, ["", ""], [False, False])
    among = judge().score_all([told[0], talk, told[1]], ["", "", ""], [False] * 3)
    assert [among[0], among[2]] == plain
    assert judge().score_all([], [], []) == []


def test_the_heading_above_counts() -> None:
    names = [features(alone("침상 옆에 표지를 걸어 두는 일이 잦았습니다."))] * 3
    named = [False] * 3

    def limits(heading: module.Heading) -> float:
        return judge().score_all(names, ["", "", heading], named)[2].chance["limits"]

    assert limits("limits") > limits("result")


SENTENCES = {
    "why": ["{}이 자주 {}었습니다.", "{} 때문에 불편이 많았습니다."],
    "result": ["그 결과 {}이 {}에서 3으로 줄었습니다.", "{}이 9건에서 2건으로 줄었습니다."],
    "limits": ["다만 {}은 아직 남아 있습니다.", "아쉽게도 {}까지는 못 했습니다."],
}


def _write(folder: Path) -> None:
    """A tiny labelled set of three criteria."""
    words = ["응답", "문의", "재고", "대기", "오류", "반품"]
    labelled = [
        {"text": shape.format(word, word), "level": {criterion: 2 + number % 2}}
        for criterion, shapes in SENTENCES.items()
        for shape in shapes
        for number, word in enumerate(words)
    ]
    labelled += [{"text": f"{word} 담당 팀원 4명", "level": {}} for word in words]
    projects = []
    for word in words:
        told = {criterion: shapes[0].format(word, word) for criterion, shapes in SENTENCES.items()}
        criteria = {name: {"level": 2, "spans": [span]} for name, span in told.items()}
        projects.append({"title": f"{word} 개선", "text": "\n".join(told.values()), "criteria": criteria})
    for name, rows in (("sentences", labelled), ("projects", projects)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def test_a_judge_can_be_fitted_to_other_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path)
    monkeypatch.setattr(review_fit, "embed", lambda texts: np.eye(512, dtype=np.float32)[: len(texts)])
    count, weights = review_fit.learn([tmp_path])
    assert count == 42 + 6 * 3
    weights.save(tmp_path / "judge.npz")
    fitted = Judge(Weights.load(tmp_path / "judge.npz"))
    for criterion, sentence in {
        "why": "배송이 자주 늦었습니다.",
        "result": "그 결과 배송이 8에서 3으로 줄었습니다.",
        "limits": "다만 배송은 아직 남아 있습니다.",
    }.items():
        chance = fitted.score(features(alone(sentence))).chance
        assert max(chance, key=lambda name: chance[name]) == criterion
        assert chance["choice"] < 0.1, "nobody told it what a choice is"
    assert weights.names == review_fit.learn([tmp_path])[1].names


def test_labelled_spans_become_labelled_units() -> None:
    project = {
        "title": "예약 서버",
        "text": "예약 서버\n서버가 멈췄습니다. Redis를 넣었습니다.\n다만 비쌉니다.",
        "criteria": {
            "why": {"level": 2, "spans": ["서버가 멈췄습니다."]},
            "limits": {"level": 1, "spans": ["다만 비쌉니다."]},
        },
    }
    assert [(unit.text, levels) for unit, levels in review_fit.labelled_units(project)] == [
        ("서버가 멈췄습니다.", {"why": 2}),
        ("Redis를 넣었습니다.", {}),
        ("다만 비쌉니다.", {"limits": 1}),
    ]
