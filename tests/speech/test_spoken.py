"""Written text becomes the words that a Korean reader says: numbers, counters, dates, Latin letters, signs."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.speech.korean import transliteration
from metajob.speech.korean.spoken import read, spoken

PAIRS = Path(__file__).with_name("spoken_pairs.tsv")
ONLY_SPOKEN = re.compile(r"[가-힣 ,.?!]*")


def _bare(text: str) -> str:
    return re.sub(r"[ ,.?!]", "", text)


def _pairs() -> list[tuple[str, list[str]]]:
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    return [(row[0], row[1].split("|")) for row in rows]


def test_the_list_of_readings() -> None:
    wrong = [(w, spoken(w), said) for w, said in _pairs() if _bare(spoken(w)) not in said]
    assert len(_pairs()) > 500
    assert not wrong


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "응답 시간을 3.2초에서 280ms로 줄이셨다고 했는데, 어떻게 측정하셨어요?",
            "응답 시간을 삼점이초에서 이백팔십밀리초로 줄이셨다고 했는데, 어떻게 측정하셨어요?",
        ),
        ("1년 뒤에 KPI를 하나만 정한다면?", "일년 뒤에 케이피아이를 하나만 정한다면?"),
        ("서버 5대를 3대로 줄이면", "서버 다섯 대를 세 대로 줄이면"),
        ("30대 초반, 10대 기업, 3대 원칙", "삼십대 초반, 십대 기업, 삼대 원칙"),
        ("1번과 2번 중에서 3번 고르기", "일번과 이번 중에서 세 번 고르기"),
        ("GitHub(https://github.com/a)에 올려", "깃허브, 깃허브 닷컴 링크에 올려"),
        ("경력 3년 이상(석사 포함)", "경력 삼년 이상, 석사 포함"),
        ("정말요?! 네... 그래서", "정말요? 네. 그래서"),
        ("금리 3.5% → 3.25%", "금리 삼점오퍼센트에서 삼점이오퍼센트"),
        ("I have 3 years of experience.", "아이 해브 쓰리 이어스 오브 익스피리언스."),
    ],
)
def test_sentences_keep_their_marks_and_spaces(written: str, said: str) -> None:
    assert spoken(written) == said


@pytest.mark.parametrize("written", ["", " \n\t", "🎉🎉", "...", "()[]{}", "ㅋㅋㅋ", "\u200b\ufeff", "^^;;"])
def test_nothing_to_say_is_empty(written: str) -> None:
    assert spoken(written) == ""


def test_decomposed_and_full_width_text_is_the_same_text() -> None:
    import unicodedata

    written = "한글 100％, ＡＰＩ와 각오"
    assert (
        spoken(unicodedata.normalize("NFD", written)) == spoken(written) == "한글 백퍼센트, 에이피아이와 각오"
    )


def test_offsets_lead_back_to_the_written_text() -> None:
    written = "팀원 12명과 SQL을"
    said = read(written)
    assert said.text == "팀원 열두 명과 에스큐엘을"
    spans = {c: written[a:b] for c, a, b in zip(said.text, said.starts, said.ends, strict=True)}
    assert (spans["팀"], spans["두"], spans["과"], spans["큐"], spans["을"]) == (
        "팀",
        "12명",
        "과",
        "SQL",
        "을",
    )


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=300)
    | st.text("0123456789.,:;/-~'\"()%$₩+×x=@#&ABvs가개명월일시분년번대만억 \n²①", max_size=60)
)
def test_any_text_gives_only_words_and_marks(written: str) -> None:
    said = read(written)
    assert ONLY_SPOKEN.fullmatch(said.text)
    assert not re.search(r"  |[,.?!]{2}| [,.?!]|^[ ,.?!]", said.text)
    assert len(said.text) == len(said.starts) == len(said.ends)
    assert all(0 <= a <= b <= len(written) for a, b in zip(said.starts, said.ends, strict=True))
    assert list(said.starts) == sorted(said.starts)


@pytest.mark.parametrize(
    "written",
    [
        "1" * 10_000,
        "a" * 5_000,
        "(" * 5_000,
        "1," * 4_000,
        "1억" * 4_000,
        "a." * 4_000,
        "1-" * 4_000,
        "A&" * 3_000,
    ],
    ids=lambda text: text[:3],
)
def test_hostile_text_takes_linear_time(written: str) -> None:
    start = time.process_time()
    said = spoken(written)
    assert time.process_time() - start < 1.0  # about 0.1 s here
    assert len(said) <= 4 * len(written)


@pytest.mark.parametrize(
    ("english", "hangul"),
    [
        ("blinker", "블링커"), ("stick", "스틱"), ("mixer", "믹서"), ("polish", "폴리시"), ("nation", "네이션"),
        ("brush", "브러시"), ("quiz", "퀴즈"), ("salad", "살래드"), ("sheet", "시트"), ("", ""), ("123", ""),
    ],
)  # fmt: skip
def test_unknown_english_words_follow_the_spelling_rules(english: str, hangul: str) -> None:
    assert transliteration.hangul(english) == hangul
