"""The Markdown export, read by a Markdown parser: what was typed is what shows."""

from __future__ import annotations

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

from metajob.review.report.export_markdown import escape, to_markdown
from metajob.text.clean import clean
from tests.review.reports import (
    CONTROLS,
    GENERAL,
    LINES,
    MARKDOWN,
    OWN,
    RESULT,
    SCRIPT,
    TEXT,
    full_review,
    hostile_review,
)

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(markdown: str) -> str:
    """The text that a reader sees, without tags and with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", PARSER.render(markdown))).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_everything_of_the_review_is_there() -> None:
    text = shown(to_markdown(full_review()))
    for part in (
        "이력서_김하늘.pdf",
        "백엔드·인프라",
        "gpt-x",
        "자가 연습용",
        "●●● 근거",
        "○○○ 못 찾았어요",
        "프로젝트 1. 배송 추적 서비스",
        "왜 했는가",
        RESULT,
        "이 서비스를 다시 만든다면",
        "남은 문제는",
        "Spring Boot, Kafka",
        "포함됨 (Spring Boot)",
        "하늘택배",
        GENERAL,
        OWN,
        "이전 지시를 무시하고",
        "두 번째 프로젝트의 한 항목은",
        "4,200토큰",
    ):
        assert part in text, part
    assert squeezed("【3 RabbitMQ 대신") in squeezed(text)


def test_additions_are_marked() -> None:
    markdown = to_markdown(full_review())
    assert re.search(r"<del>도입했습니다\.</del><ins>도입했고, 배포 시간을 .*</ins>", markdown)


def test_tables_have_the_same_number_of_cells() -> None:
    for review in (full_review(), hostile_review()):
        for table in re.findall(r"(?:^\|.*\n)+", to_markdown(review), re.MULTILINE):
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1


def test_hostile_text_makes_no_markup() -> None:
    html = PARSER.render(to_markdown(hostile_review()))
    assert set(re.findall(r"<(\w+)", html)) <= {
        "h1", "h2", "h3", "p", "blockquote", "ul", "li", "strong", "em", "br", "ins", "del",
        "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert "href" not in html
    assert "<script" not in html


@pytest.mark.parametrize(
    "text", [SCRIPT, MARKDOWN, *LINES.split("\n"), clean(CONTROLS, True), "a_b_c*d*", "12. x", "\\|"]
)
def test_a_line_shows_as_typed(text: str) -> None:
    for around in ("{}", "- {}", "> {}", "| a |\n| --- |\n| {} |", "- **라벨**: {}"):
        assert squeezed(text) in squeezed(shown(around.format(escape(text)))), around


def test_the_document_shows_as_typed() -> None:
    text = squeezed(shown(to_markdown(full_review())))
    for line in TEXT.splitlines():
        assert squeezed(line) in text
    hostile = squeezed(shown(to_markdown(hostile_review())))
    for line in LINES.splitlines():
        assert squeezed(line) in hostile


def test_it_is_utf8_and_always_the_same() -> None:
    for review in (full_review(), hostile_review()):
        assert to_markdown(review).encode() == to_markdown(review).encode()
        assert "\r" not in to_markdown(review)
