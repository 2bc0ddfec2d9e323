"""Standard pronunciation: every article of the rules by example, any text whatever, offsets, speed."""

from __future__ import annotations

import importlib.util
import itertools
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.speech.korean import jamo
from metajob.speech.korean.pronounce import hangul, syllables

ONSETS, VOWELS, CODAS = set(jamo.ONSETS), set(jamo.VOWELS), {"", *"ㄱㄴㄷㄹㅁㅂㅇ"}
MARKS = {",": "comma", ".": "stop", "?": "stop", "!": "stop", "…": "stop"}


def _lists() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Group → (written, accepted readings) of the list beside this file."""
    groups: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for line in (Path(__file__).parent / "pronunciations.tsv").read_text("utf-8").split("\n\n"):
        head, *rows = line.strip().splitlines()
        if rows and not rows[0].startswith("#"):
            parts = [row.split("\t") for row in rows]
            groups[head.removeprefix("# ")] = [(part[0], tuple(part[1].split("|"))) for part in parts]
    return groups


LISTS = _lists()


def _wrong(items: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    return [
        f"{written}: {hangul(written)}, not {' or '.join(readings)}"
        for written, readings in items
        if hangul(written) not in readings
    ]


@pytest.mark.parametrize("name", LISTS)
def test_articles_of_the_rules_and_words_of_interviews(name: str) -> None:
    assert _wrong(LISTS[name]) == []


def test_lists_are_large() -> None:
    assert sum(map(len, LISTS.values())) > 1000


def _examples(shared_data: Path) -> list[tuple[str, tuple[str, ...]]]:
    lines = (shared_data / "g2p_examples.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(row[0], tuple(row[1].split("|"))) for row in rows]


def test_shared_examples_in_hangul(shared_data: Path) -> None:
    rows = [row for row in _examples(shared_data) if not re.search("[0-9A-Za-z]", row[0])]
    assert len(rows) > 150
    assert _wrong(rows) == []


def test_shared_examples_with_numbers_and_latin(shared_data: Path) -> None:
    if not importlib.util.find_spec("metajob.speech.korean.reading"):
        pytest.skip("reading numbers is not there yet")
    from metajob.speech.korean import reading

    rows = _examples(shared_data)
    wrong = [
        f"{written}: {reading.hangul(written)}"
        for written, ways in rows
        if reading.hangul(written) not in ways
    ]
    assert len(wrong) <= 0.03 * len(rows), wrong


def test_pauses_and_offsets() -> None:
    text = "네,  좋은 일! 값이 (꽃)…"
    found = syllables(text)
    assert [text[each.start : each.end] for each in found] == list("네좋은일값이꽃")
    assert [each.pause for each in found] == ["comma", "", "space", "stop", "", "space", "stop"]
    assert "".join(jamo.compose(each.onset, each.vowel, each.coda) for each in found) == "네조은닐갑씨꼳"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("옷, 한 벌", "옫한벌"),
        ("꽃. 잎", "꼳입"),
        ("밥? 먹는다", "밥멍는다"),
        ("앞! 마당", "압마당"),
        ("그것만, 남은", "그건만나믄"),
    ],
)
def test_no_sound_passes_over_a_mark(written: str, spoken: str) -> None:
    assert hangul(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("저는 여러", "저는여러"),
        ("하면 여전히", "하면여전히"),
        ("책을 읽다", "채글익따"),
        ("했지만 열심히", "핻찌만열씸히"),
        ("하는 역할", "하는녀칼"),
        ("회사는 여러", "회사는여러"),
        ("우리는 열심히", "우리는열씸히"),
        ("제품을 연구하다", "제푸믈연구하다"),
        ("실적을 유지하다", "실쩌글유지하다"),
        ("남은 일", "나믄닐"),
    ],
)
def test_particles_and_endings_close_a_word(written: str, spoken: str) -> None:
    assert hangul(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("재고가", "재고가"),
        ("고가 제품", "고까제품"),
        ("이전과", "이전과"),
        ("회사건물", "회사건물"),
        ("보수적", "보수적"),
        ("활동적", "활똥적"),
        ("다양성과", "다양썽과"),
        ("업무성과", "엄무성꽈"),
        ("느낀점", "느낀점"),
        ("기술지원", "기술지원"),
        ("회원가입", "회원가입"),
        ("개발방법", "개발방법"),
        ("개발권한", "개발권한"),
    ],
)
def test_words_inside_other_words(written: str, spoken: str) -> None:
    assert hangul(written) == spoken


@pytest.mark.parametrize("text", ["", " ", ".,?!", "abc 123 😀", "ㅋㅋㅋ", "\u0000\ud7a4"])
def test_nothing_to_say(text: str) -> None:
    assert syllables(text) == ()
    assert hangul(text) == ""


_BLOCKS = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
_LIKELY = st.sampled_from(
    list("값닭밟넓싫많있없할을를은는이의여유일육열십않읽앉핥꽃옷못관련권력점법과가성률")
)


@settings(max_examples=150, deadline=None)
@given(st.text(st.one_of(_BLOCKS, _LIKELY, st.sampled_from(list(" ,.?!…a1")))))
def test_any_text_gives_one_legal_syllable_for_each(text: str) -> None:
    found = syllables(text)
    assert [text[each.start : each.end] for each in found] == [char for char in text if jamo.is_block(char)]
    for each in found:
        assert each.onset in ONSETS and each.vowel in VOWELS and each.coda in CODAS
        assert (each.onset, each.vowel) not in {("ㅈ", "ㅕ"), ("ㅉ", "ㅕ"), ("ㅊ", "ㅕ")}
    for before, after in itertools.pairwise(found):
        if before.pause in ("", "space"):
            assert not (before.coda in ("ㄱ", "ㄷ", "ㅂ") and after.onset in ("ㄴ", "ㄹ", "ㅁ", "ㅎ"))


@settings(max_examples=50, deadline=None)
@given(st.text(_LIKELY, max_size=8), st.sampled_from(list(MARKS)), st.text(_LIKELY, max_size=8))
def test_groups_are_spoken_each_for_itself(first: str, mark: str, second: str) -> None:
    assert hangul(first + mark + second) == hangul(first) + hangul(second)
    if first:
        assert syllables(first + mark)[-1].pause == MARKS[mark]


@given(_BLOCKS)
def test_split_and_compose_are_inverse(char: str) -> None:
    assert jamo.compose(*jamo.split(char)) == char


@pytest.mark.parametrize("char", ["a", " ", "ㄱ"])
def test_split_takes_syllables_only(char: str) -> None:
    with pytest.raises(ValueError, match="not a Hangul syllable"):
        jamo.split(char)


@pytest.mark.parametrize("text", ["할 수" + "이라도" * 600 + "갸", "값" * 2000, "육일" * 1000, "할 " * 1000])
def test_no_word_takes_long(text: str) -> None:
    start = time.process_time()
    syllables(text)
    assert time.process_time() - start <= 0.2


def test_two_thousand_letters_are_quick() -> None:
    text = ("맡은 업무에서 가장 어려웠던 점과 그것을 해결할 수 있었던 방법을 말씀해 주세요. " * 60)[:2000]
    syllables(text)
    costs = []
    for _ in range(3):
        start = time.process_time()
        syllables(text)
        costs.append(time.process_time() - start)
    assert min(costs) <= 0.05
