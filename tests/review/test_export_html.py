"""The printable page: complete, self-contained, and harmless whatever the text says."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from metajob.review.model import Review
from metajob.review.report.export_html import to_html
from tests.review.reports import CONTROLS, MARKDOWN, RESULT, SCRIPT, TEXT, full_review, hostile_review

VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Tags, attributes and text of a page; notes tags that are closed in the wrong order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def test_everything_of_the_review_is_there() -> None:
    text = Reader(to_html(full_review())).text
    for part in (
        "이력서_김하늘.pdf",
        "언어 모델 gpt-x",
        "자가 연습용",
        "못 찾았어요",
        "프로젝트 2. 사내 배포 파이프라인",
        RESULT,
        "이 서비스를 다시 만든다면",
        "포함됨 (Spring Boot)",
        "회사명 치환",
        "눈에 보이지 않는 글",
        "약 32원",
        "두 번째 프로젝트의 한 항목은",
    ):
        assert part in text, part


@pytest.mark.parametrize("review", [full_review(), hostile_review(), Review(name="", text="")])
def test_it_is_one_harmless_page(review: Review) -> None:
    page = to_html(review)
    page.encode()
    reader = Reader(page)
    assert reader.wrong == []
    assert reader.open == []
    assert not {"script", "img", "link", "iframe", "object", "form", "base", "svg"} & set(reader.tags)
    names = {name for name, _ in reader.attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"src", "style", "action"}
    assert all((value or "").startswith("#q") for name, value in reader.attributes if name == "href")
    assert "url(" not in page
    assert "@import" not in page


def test_hostile_text_shows_as_typed() -> None:
    text = Reader(to_html(hostile_review())).text
    assert SCRIPT in text
    assert MARKDOWN in text
    assert (
        not set(CONTROLS)
        & set("".join(Reader(to_html(hostile_review())).words))
        & set("\x00\x07\x1b\u202e\x0b")
    )


def test_marks_and_their_links() -> None:
    page = to_html(full_review())
    marked = re.findall(r'<a id="q(\d+)"></a><mark>(.*?)</mark>', page)
    assert [(number, TEXT.count(passage)) for number, passage in marked] == [(str(n), 1) for n in range(1, 6)]
    links = {value for name, value in Reader(page).attributes if name == "href"}
    assert links == {f"#q{number}" for number in range(1, 6)}


def test_additions_and_blanks_are_marked() -> None:
    page = to_html(full_review())
    assert "<del>도입했습니다.</del><ins>도입했고, 배포 시간을 " in page
    assert '<span class="blank">[ 무엇 ]</span>' in page


def test_it_fits_a_phone_and_a_sheet(chromium: str, tmp_path: Path) -> None:
    """In a real browser: nothing runs, nothing is wider than the screen, A4 pages come out."""
    from playwright.sync_api import sync_playwright

    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, review in (("full", full_review()), ("hostile", hostile_review())):
            file = tmp_path / f"{name}.html"
            file.write_text(to_html(review), "utf-8")
            page = browser.new_page(viewport={"width": 390, "height": 800})
            page.on("dialog", lambda dialog: (said.append("dialog"), dialog.dismiss()))
            page.on("console", lambda message: said.append(message.text))
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") == 390
            assert page.evaluate("document.scripts.length") == 0
            box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
            assert box
            assert [round(float(side)) for side in box.groups()] == [595, 842]  # points of A4
            page.close()
        browser.close()
    assert said == []
