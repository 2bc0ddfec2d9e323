"""`python -m metajob specs summary|compare`, as a person types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from metajob.__main__ import main
from metajob.settings import settings
from tests.conftest import ROOT

Capture = pytest.CaptureFixture[str]


def told(capsys: Capture, *words: str, status: int = 0) -> str:
    assert main(["specs", *words]) == status
    out, err = capsys.readouterr()
    assert (err if status == 0 else out) == ""
    return out if status == 0 else err


def test_a_summary_names_its_sources_and_is_no_chance(capsys: Capture):
    text = told(capsys, "summary", "--year", "2023", "--size", "large")
    assert "합격 확률이 아닙니다" in text
    assert "학점 평균: 3.8점 · 잡코리아·알바몬 · 2023년 상반기 · 대기업 합격자 470건" in text
    assert "토익 보유율: 60.4%" in text and "http://healingeco.com/" in text
    assert "17.2" not in text
    assert "17.2%" in told(capsys, "summary", "--year", "2023", "--size", "large", "--flagged")


def test_a_summary_tells_the_ladder(capsys: Capture):
    text = told(capsys, "summary", "--company", "없는 회사", "--industry", "K", "--year", "2024")
    assert "‘없는 회사’의 공개 통계가 없어 ‘금융 및 보험업’ 통계를 보여 드려요." in text
    assert "고른 해와 16년 떨어진 2008년 하반기 통계라 지금과 다를 수 있어요." in text


def test_json_is_whole_and_plain(capsys: Capture):
    values = json.loads(told(capsys, "summary", "--size", "large", "--json"))
    toeic = next(one for one in values["topics"] if one["topic"] == "toeic")
    assert toeic["mean"]["figure"]["value"] == 839
    assert toeic["mean"]["figure"]["n"] == 470 and toeic["mean"]["figure"]["url"].startswith("http")
    assert toeic["share"]["steps"] == [{"rung": "size", "label": "대기업", "found": True}]


def test_a_spec_is_compared(capsys: Capture):
    words = "--gpa 3.9/4.5 --toeic 850 --opic ih --intern 0 --award 없음 --jlpt none --size large --year 2023"
    text = told(capsys, "compare", *words.split(), "--certs", "정처기, SQLD")
    assert "학점: 3.9/4.5\n  공개 평균(3.8점)보다 0.1점 높아요" in text
    assert "영어 말하기: OPIc IH" in text and "자격증: 2개" in text and "JLPT: 없음" in text
    lacks = text.split("없다고 적은 것 가운데")[1]
    assert lacks.index("인턴") < lacks.index("수상") and "자격증" not in lacks


def test_a_comparison_as_json(capsys: Capture):
    values = json.loads(told(capsys, "compare", "--toeic", "0", "--size", "large", "--json"))
    assert values["lacks"][0]["topic"] == "toeic"
    assert {one["topic"] for one in values["standings"]} >= {"gpa", "toeic"}


def test_nothing_told_is_nothing_compared(capsys: Capture):
    assert "적은 스펙이 없어요" in told(capsys, "compare")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["summary", "--year", "작년"], "연도: 숫자가 아니에요"),
        (["summary", "--year", "3000"], "연도를 읽을 수 없어요"),
        (["summary", "--year", "9" * 5000], "연도"),
        (["summary", "--size", "huge"], "모르는 기업 규모"),
        (["summary", "--industry", "' OR 1=1 --"], "모르는 업종"),
        (["summary", "--role", ""], "모르는 직무"),
        (["summary", "--company", "가" * 10_000], "회사 이름이 너무 길어요"),
        (["compare", "--gpa", "3.9"], "만점과 함께"),
        (["compare", "--gpa", "4.6/4.5"], "만점과 함께"),
        (["compare", "--gpa", "nan/4.5"], "만점과 함께"),
        (["compare", "--toeic", "-5"], "토익 점수"),
        (["compare", "--toeic", "5000"], "토익 점수: 있을 수 없는 값"),
        (["compare", "--opic", "A+"], "OPIc 등급"),
        (["compare", "--intern", "1.5"], "인턴 횟수: 숫자가 아니에요"),
    ],
)
def test_what_cannot_be_is_one_korean_sentence(capsys: Capture, words: list[str], said: str):
    words = [f"{words[0]}", *(f"{key}={value}" for key, value in zip(words[1::2], words[2::2], strict=True))]
    text = told(capsys, *words, status=2)
    assert said in text and text.count("\n") == 1


def test_demonstration_rows_are_named(capsys: Capture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("METAJOB_SPECS_DEMO", "true")
    settings.cache_clear()
    text = told(capsys, "summary")
    monkeypatch.undo()
    settings.cache_clear()
    assert "시연용 가상 자료" in text and "이 앱에 등록된" not in text


def test_open_ends_of_bars_are_plain_json(capsys: Capture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("METAJOB_SPECS_DEMO", "true")
    settings.cache_clear()
    text = told(capsys, "summary", "--json")
    monkeypatch.undo()
    settings.cache_clear()
    values = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    bars = values["cell"]["metrics"]["toeic"]["bins"]
    assert bars[0]["low"] is None and bars[-1]["high"] is None and bars[1]["low"] == bars[0]["high"]


def test_korean_reaches_a_terminal_that_says_ascii():
    done = subprocess.run(
        [sys.executable, "-m", "metajob", "specs", "summary", "--size", "large"],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=True,
    )
    assert "잡코리아·알바몬" in done.stdout.decode("utf-8") and done.stderr == b""
