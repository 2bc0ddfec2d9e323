"""The page itself: languages, own font, no other server, accessibility, colour schemes."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

from tests.e2e.conftest import PHONE, NewPage, Site, make, upload

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")


@pytest.mark.parametrize(
    ("locale", "lang", "word"), [("ko-KR", "ko", "홈"), ("en-GB", "en", "Home"), ("vi-VN", "ko", "홈")]
)
def test_the_page_speaks_korean_unless_english_is_asked_for(
    visit: NewPage, locale: str, lang: str, word: str
):
    page = visit(tab="home", locale=locale)
    assert page.get_attribute("html", "lang") == lang
    assert page.inner_text('[role="tab"] >> nth=0').strip() == word
    hidden = "준비 중" if lang == "en" else "Coming"
    assert hidden not in page.inner_text("body")
    assert "__i18n__" not in page.inner_text("body")


def test_english_visitors_get_english_answers(visit: NewPage, portrait: Path):
    page = visit(locale="en-US")
    upload(page, portrait)
    make(page)
    assert "Made by" in page.inner_text("#result")
    assert "Not for passports" in page.inner_text("#notice")


def test_no_other_server_is_asked_and_korean_is_set_in_our_font(visit: NewPage, site: Site, portrait: Path):
    page = visit(tab="home")
    foreign: list[str] = []
    fonts: list[str] = []

    def seen(url: str) -> None:
        if not url.startswith((site.url, "data:", "blob:")):
            foreign.append(url)
        if url.endswith(".woff2"):
            fonts.append(url)

    page.on("request", lambda request: seen(request.url))
    page.reload()
    page.click("#start")
    upload(page, portrait)
    make(page)
    assert foreign == []
    assert fonts and all("/meta-job-assets/fonts/" in url for url in fonts)
    assert page.evaluate("document.fonts.check('16px \"Pretendard Variable\"', '이력서 사진')")
    assert page.evaluate("getComputedStyle(document.querySelector('#notice p')).fontFamily").startswith(
        '"Pretendard'
    )


@pytest.mark.parametrize("tab", ["home", "photo", "review", "interview", "interviewer", "specs"])
def test_no_serious_accessibility_fault(visit: NewPage, portrait: Path, tab: str):
    page = visit(tab=tab, color_scheme="light", reduced_motion="reduce")
    if tab == "photo":
        upload(page, portrait)
        make(page)
        page.wait_for_selector("#saving")
        page.click("#swap button")
    if tab == "review":
        page.click("#review-intake [data-part=sample]")
        page.wait_for_selector("#review-desk .mj-proj", timeout=60_000)
        page.evaluate("document.querySelectorAll('#review-desk details').forEach((one) => one.open = true)")
    if tab == "specs":
        page.fill("[data-field=gpa]", "3.9")
        page.click("#sp-compare")
        page.wait_for_selector("[data-sp=mine] .sp-standings")
        page.wait_for_selector("#sp-plot-bands .main-svg")
        page.evaluate("document.querySelectorAll('.sp-all details').forEach((one) => one.open = true)")
    if tab == "interviewer":
        page.click("#iv-room [data-part=speak]")
        page.wait_for_selector("#iv-room [role=alert]")
        page.evaluate("document.querySelectorAll('#iv-room details').forEach((one) => one.open = true)")
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_function(
            "dark => document.body.classList.contains('dark') === dark", arg=scheme == "dark"
        )
        page.wait_for_timeout(500)  # Gradio's buttons change their colour slowly
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.wait_for_function("document.getAnimations().every((one) => !(one instanceof CSSTransition))")
        found = page.evaluate("axe.run(document).then((report) => report.violations)")
        grave = [
            (scheme, fault["id"], [node["html"][:120] for node in fault["nodes"]])
            for fault in found
            if fault["impact"] in ("serious", "critical")
        ]
        assert grave == []


def test_what_happens_is_announced(visit: NewPage, portrait: Path):
    page = visit(size=PHONE)
    assert page.get_attribute("#uploader [data-part=trouble]", "role") == "alert"
    upload(page, portrait)
    assert page.get_attribute("#checks .mj-say", "role") in ("status", "alert")
    assert page.locator("img:visible:not([alt])").count() == 0
