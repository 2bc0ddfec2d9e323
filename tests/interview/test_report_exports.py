"""The report of an interview: both exports say the same, quotes are checked, and no text does harm."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from metajob.interview.compare import ProgressRow
from metajob.interview.model import Interview, Turn
from metajob.interview.report.export_html import to_html
from metajob.interview.report.export_markdown import escape, to_markdown
from metajob.interview.report.report import report_of, transcript_runs
from metajob.interview.report.report_model import DISCLAIMER
from tests.interview.sample_parts import star
from tests.interview.samples import TRACKING, TRACKING_BETTER, full_interview, typed_interview

ROWS = (
    ProgressRow("star", 2.0, (("2026-11-20T01:05:00+00:00", 3.0),)),
    ProgressRow("away", None, (("2026-11-19T01:05:00+00:00", 0.31),)),
)
EVIL = (
    "<script>alert(1)</script> [click](https://evil.example) ![x](http://a.b) www.evil.example a@b.co\n"
    "# head\n1. one\n- two\n> three\n| a | b |\n```\n<img src=x onerror=alert(1)> "
    "\u202egnp.exe \ud83d `x` **b**\x00 &lt;b&gt;"
)


def hostile() -> Interview:
    """full_interview with EVIL wherever a text stands."""

    def poison(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: poison(each, name) for name, each in value.items()}
        if isinstance(value, tuple | list):
            return [poison(each, key) for each in value]
        return (
            EVIL
            if isinstance(value, str) and key in {"text", "why", "notes", "missing", "next_step"}
            else value
        )

    interview = full_interview()
    dumped = interview.model_dump()
    turns = [Turn.model_validate(poison(turn)) for turn in dumped["turns"]]
    return interview.model_copy(update={"turns": tuple(turns), "company": EVIL, "notes": (EVIL,)})


class Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def strings(value: object) -> list[str]:
    """Every text of a report; not the turns that it was made from."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in strings(each)]
    if not is_dataclass(value):
        return []
    names = [field.name for field in fields(value) if field.name not in {"turn", "mark", "level"}]
    return [text for name in names for text in strings(getattr(value, name))]


def squeeze(text: str) -> str:
    return re.sub(r"[\s\u00a0>]+", "", text)


@pytest.mark.parametrize("interview", [full_interview(), typed_interview()])
def test_both_exports_say_everything(interview: Interview) -> None:
    page = squeeze("".join(Reader(to_html(interview, ROWS)).words))
    markdown = to_markdown(interview, ROWS).replace("<br>", "").replace("\\\n", "")
    plain = squeeze(unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)))
    said = strings(report_of(interview, ROWS))
    assert len(said) > 60
    for text in [*said, DISCLAIMER]:
        assert squeeze(text) in page, text
        assert squeeze(text) in plain, text


def test_hostile_text_is_only_text() -> None:
    page = to_html(hostile())
    page.encode()
    reader = Reader(page)
    assert not {"script", "img", "a", "link", "iframe", "object", "form", "base"} & set(reader.tags)
    assert not {name for name in reader.names if name.startswith("on")} | reader.names & {
        "src",
        "href",
        "style",
    }
    assert "<script>alert(1)</script>" in "".join(reader.words)
    for text in (page, to_markdown(hostile())):
        text.encode()
        assert not re.search(r"[\x00\u202e\ud800-\udfff]", text)


def test_hostile_markdown_forms_nothing() -> None:
    markdown_it = pytest.importorskip("markdown_it")
    parser = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(to_markdown(hostile(), ROWS))
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in [*tokens, *inline]}
    assert not kinds & {"link_open", "image", "code_inline", "fence", "code_block", "html_block", "em_open"}
    assert {token.content for token in inline if token.type == "html_inline"} <= {"<ins>", "</ins>", "<br>"}
    heads = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    assert "head" not in heads


def test_addresses_become_no_links() -> None:
    assert escape("https://a.kr www.a.kr me@a.kr") == r"https\://a.kr www\.a.kr me\@a.kr"


def test_order_and_promises() -> None:
    text = "".join(Reader(to_html(full_interview(), ROWS)).words)
    order = ["다음에 연습할 것", "이렇게 말했어요", "목소리와 모습", "지난 연습과 나란히", "어떻게 쟀고"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "6번 질문은 답변 없음이에요." in text
    assert "꼬리질문 · 2번 답변에 이어서" in text
    assert "측정 안 함 · 이 받아쓰기 방식은" in text
    assert not re.search(r"총점|점수|합격률", text)


def test_what_to_practise_first_is_what_came_up_most() -> None:
    report = report_of(full_interview())
    assert report.steps[0].text == "결과를 숫자로 한 문장만 말해 보세요."
    assert report.steps[0].answers == "2, 3번 답변"
    assert len(report.steps) == 3


def test_marks_are_exact_and_blanks_stay() -> None:
    answer = report_of(full_interview()).answers[1]
    assert "".join(run.text for run in answer.transcript) == TRACKING
    assert [run.mark for run in answer.transcript if run.mark != "plain"] == ["situation", "action", "result"]
    assert squeeze("".join(run.text for run in answer.better)) == squeeze(TRACKING_BETTER)
    assert sum(run.mark == "blank" for run in answer.better) == 3
    moved = tuple(part.model_copy(update={"start": part.start + 1}) for part in star(TRACKING, action="저는"))
    assert [run.mark for run in transcript_runs(TRACKING, moved)] == ["plain"]


def test_a_quote_that_was_not_said_is_not_shown() -> None:
    interview = full_interview()
    turn = interview.turns[1]
    assert turn.said
    other = turn.model_copy(update={"said": turn.said.model_copy(update={"text": "다른 말이에요."})})
    answer = report_of(interview.model_copy(update={"turns": (other,)})).answers[0]
    assert [note.quotes for note in answer.notes] == [()] * 4
    assert not any(found for _, _, found in answer.star)


def test_an_interview_without_answers() -> None:
    empty = full_interview().model_copy(update={"turns": ()})
    assert report_of(empty).steps == ()
    assert "아직 답한 질문이 없어요" in to_html(empty)
    assert "아직 답한 질문이 없어요" in to_markdown(empty)


def test_it_fits_a_phone_and_a_sheet(chromium: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    file = tmp_path / "report.html"
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for interview in (full_interview(), hostile()):
            file.write_text(to_html(interview, ROWS), "utf-8")
            page = browser.new_page(viewport={"width": 390, "height": 800})
            page.on("console", lambda message: said.append(message.text))
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") == 390
            box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
            assert box
            assert [round(float(side)) for side in box.groups()] == [595, 842]  # points of A4
            page.close()
        browser.close()
    assert said == []
