"""The report on the screen: content first with exact quotes, nothing that was not measured, nothing unescaped."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.interview.compare import ProgressRow
from metajob.interview.model import Better, Feedback, Said, SaidWord, StarFound
from tabs.parts import interview_said as told
from tabs.parts.interview_report import file, waiting, zone
from tests.tabs.interviews import ACTION, TEXT, interview, question, spoken


def plain(html: str) -> str:
    """What can be read."""
    return re.sub(r"<[^>]+>", "", html)


def test_the_content_of_an_answer_comes_before_what_was_measured():
    html = zone(interview(spoken()), "ko")
    places = [
        html.index(said)
        for said in (
            "숫자를 하나 넣어 보세요.</p>",
            "mj-said",
            "mj-suggest",
            "얼마나 빨라졌나요?",
            "mj-lanes",
            "251음절",
        )
    ]
    assert places == sorted(places)
    assert "<b>빨라졌어요" not in html and "&lt;풀었&gt;" in html


def test_star_marks_the_quoted_words_and_names_what_is_missing():
    html = zone(interview(spoken()), "ko")
    marked = re.search(r'<mark data-star="action">(.*?)</mark>', html)
    assert marked and plain(marked.group(1)) == "행동" + ACTION
    assert html.count("못 찾음") == 3 and html.count("<mark ") == 1


def test_words_play_the_recording_only_when_there_is_one():
    with_film = zone(interview(spoken()), "ko", films={"q1": "gradio_api/file=/a b.webm"})
    without = zone(interview(spoken()), "ko")
    assert (
        '<button type="button" class="mj-word unsure" data-at="3.00" tabindex="-1">캐시를</button>'
        in with_film
    )
    assert with_film.count('tabindex="0">') >= 1 and "<video" in with_film and "unfilm" in with_film
    assert '<span class="mj-word unsure" data-at="3.00">캐시를</span>' in without
    assert "<video" not in without and "unfilm" not in without


def test_what_could_not_be_measured_says_so_and_why():
    html = zone(interview(spoken()), "ko")
    assert re.search(r"측정 안 함[^<]*얼굴이 잠깐만 보였어요", html)
    typed = spoken(said=Said(text=TEXT, way="typed"), voice=None, behaviour=None)
    assert "mj-lanes" not in zone(interview(typed), "ko")
    heard = zone(interview(spoken(behaviour=None)), "ko")
    assert "시선과 움직임은 재지 않았어요" in heard


def test_only_the_first_timeline_is_open_and_the_others_count_in_a_line():
    typed = spoken(question=question("q0"), said=Said(text=TEXT, way="typed"))
    html = zone(interview(typed, spoken(), spoken(question=question("q2"))), "ko")
    folds = re.findall(r'<details class="mj-fold mj-while" data-key="while-(\d)"( open)?>', html)
    assert folds == [("2", " open"), ("3", "")], (
        "a written answer has no time, whatever the camera saw before"
    )
    assert html.count("<small>시선이 벗어남 1번</small>") == 2
    calm = spoken(behaviour=None, voice=spoken().voice.model_copy(update={"pauses": ()}))
    assert "따로 셀 만한 순간이 없었어요" in zone(interview(calm), "ko")


def test_a_warning_about_the_sound_is_said_once():
    said = spoken().said.model_copy(update={"warnings": ("소리가 작아요.",)})
    assert zone(interview(spoken(said=said)), "ko").count("소리가 작아요.") == 1
    words = zone(interview(spoken()), "ko", films={"q1": "x.webm"})
    assert "점선은 잘 안 들린 낱말이에요" in words and 'src="x.webm#t=0.1"' in words


def test_the_better_version_has_blanks_and_shows_what_was_added():
    html = zone(interview(spoken()), "ko")
    better = re.search(r'class="mj-suggest">(.*?)</div>', html)
    assert better and "음 " not in plain(better.group(1))
    assert '<ins> 그래서 <span class="mj-blank">빈칸</span>초로 줄었어요.</ins>' in better.group(1)
    assert told.better(Better(text="그대로 [ ]"), "ko") == '그대로 <span class="mj-blank">빈칸</span>'


def test_an_off_topic_an_empty_and_a_skipped_answer_are_called_that():
    off = spoken(feedback=Feedback(verdict="off_topic"))
    empty = spoken(
        question=question("q2"), said=Said(text="", way="voice"), feedback=Feedback(verdict="empty")
    )
    skipped = spoken(question=question("q3"), said=Said(text="", way="skipped"), feedback=None)
    html = zone(interview(off, empty, skipped), "ko")
    assert "다른 이야기" in html and "답변 없음" in html and "건너뛰었어요." in html
    assert "질문 3개 중 2개에 답했어요" in html


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_what_can_be_done_depends_on_what_there_is(lang):
    def acts(html: str) -> set[str]:
        return set(re.findall(r'data-act="([\w-]+)"', html))

    saves = {"save-html", "save-md", "again"}
    assert acts(zone(interview(spoken()), lang)) == saves | {"keep"}
    assert acts(zone(interview(spoken()), lang, kept=True)) == saves
    assert acts(zone(interview(spoken()), lang, can_keep=False)) == saves
    assert acts(zone(interview(), lang)) == {"again"}
    assert "data-sure" in zone(interview(spoken()), lang, films={"q1": "x"})


def test_while_answers_are_written_down_their_number_is_told():
    html = waiting("ko", 2)
    assert "2개" in html and 'id="int-report-title"' in html and 'role="status"' in html
    pending = spoken(said=None, feedback=None, voice=None, behaviour=None)
    assert "받아쓰고 있어요…" in zone(interview(pending), "ko")


def test_the_downloads_hold_the_spoken_words():
    rows = (ProgressRow("seconds", 9.0, (("2026-11-20T05:00:00+00:00", 8.0),)),)
    for do, ending in (("save-html", ".html"), ("save-md", ".md")):
        name, data = file(interview(spoken()), rows, do)
        assert name == f"interview_2026-11-22{ending}" and "캐시를 붙였어요." in data.decode()


@given(
    text=st.text("가나 .<&\n", max_size=40),
    cut=st.tuples(st.integers(0, 40), st.integers(0, 40)),
    data=st.data(),
)
@settings(max_examples=40, deadline=None)
def test_no_letter_of_an_answer_is_lost_or_doubled(text, cut, data):
    start, end = sorted(min(place, len(text)) for place in cut)
    words = tuple(
        SaidWord(text=word, start=float(number), end=number + 0.5)
        for number, word in enumerate(text.split())
        if data.draw(st.booleans())
    )
    star = (StarFound(part="action", quote=text[start:end], start=start, end=end),)
    said = Said(text=text, way="voice", words=words)
    for playable in (True, False):
        html = told.transcript(said, star, "ko", playable=playable)
        bare = re.sub(r'<span class="tag"[^>]*>행동</span>', "", html)
        read = plain(bare).replace("&lt;", "<").replace("&amp;", "&")
        assert read == text
