"""Text is cut into breath groups: nothing is lost, none is too long, and cuts lie where a reader breathes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.errors import InputError
from metajob.speech.korean.spoken import spoken
from metajob.speech.sentences import BREATH, MOST_CHARACTERS, cut

LONG = (
    "지난 회사에서 결제 서버를 맡아 응답 시간을 줄이는 일을 하면서 팀원들과 매주 지표를 살펴보았고, "
    "그 과정에서 배운 점을 정리해 두었기 때문에 새로운 환경에서도 빠르게 적응할 수 있다고 생각합니다."
)


def syllables(text: str) -> str:
    return re.sub(r"[^가-힣]", "", text)


def test_sentences_are_parts_and_numbers_are_no_ends() -> None:
    pieces = cut("2024년 3월 1일, 3.5점을 받았어요. 그다음은요? 네!")
    assert [piece.text for piece in pieces] == [
        "이천이십사년 삼월 일일, 삼점오점을 받았어요.",
        "그다음은요?",
        "네!",
    ]
    assert [piece.pause for piece in pieces] == ["stop"] * 3


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    pieces = cut(LONG)
    assert all(len(syllables(piece.text)) <= BREATH for piece in pieces)
    assert any(piece.text.endswith("보았고,") and piece.pause == "comma" for piece in pieces)
    assert pieces[-1].pause == "stop"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="가나고면서 ,.?!\n3A요", min_size=1, max_size=300), st.integers(5, 60))
def test_nothing_is_lost_and_no_part_is_too_long(text: str, breath: int) -> None:
    said = syllables(spoken(text))
    if not said:
        with pytest.raises(InputError):
            cut(text, breath)
        return
    pieces = cut(text, breath)
    assert "".join(syllables(piece.text) for piece in pieces) == said
    assert all(0 < len(syllables(piece.text)) <= breath for piece in pieces)


def test_two_thousand_characters_work_and_one_more_does_not() -> None:
    text = (LONG + " ") * 30
    assert len(cut(text[:MOST_CHARACTERS])) > 40
    with pytest.raises(InputError, match="너무 길어요"):
        cut(text[: MOST_CHARACTERS + 1])


@pytest.mark.parametrize("text", ["", "   \n", "😀🎉", "…?!", "—※"])
def test_nothing_to_say_is_told(text: str) -> None:
    with pytest.raises(InputError, match="읽을 수 있는 글자가 없어요"):
        cut(text)
