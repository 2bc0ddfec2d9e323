"""The specs tab in a browser: a spec is entered and compared, added and taken back; a file is imported; charts fit."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import PHONE, WIDE, NewPage

HEAD = "기업명,입사연도,학점,학점만점,토익,동의여부\n"
GOOD = HEAD + "".join(f"누리물산,2025,3.{n % 10},4.5,{700 + 10 * (n % 20)},예\n" for n in range(24))
BAD = HEAD + "누리물산,2025,3.9,,850,예\n" + "".join(f"누리물산,2025,3.{n},4.5,8{n}0,예\n" for n in range(6))


def choose(page: Page, group: str, state: str) -> None:
    """ "", "none" or "have" of a group; the pill is what one presses."""
    page.click(f'[data-group={group}] .mj-pill:has(input[value="{state}"])')


def enter(page: Page) -> None:
    """A spec, with the keyboard where that is another way."""
    page.fill("[data-field=gpa]", "3.9")
    choose(page, "toeic", "have")
    page.fill("[data-field=toeic]", "870")
    choose(page, "certificate", "have")
    page.fill("[data-part=cert]", "컴활 1급, 정처기")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-part=certs] li:nth-child(2)")
    page.focus("[name=sp-award]")
    page.keyboard.press("ArrowRight")  # from "not told" to "none"


def compare(page: Page) -> None:
    page.click("#sp-compare")
    page.wait_for_selector("[data-sp=mine] .sp-standings")


def test_a_spec_is_entered_compared_kept_here_and_deleted(visit: NewPage):
    page = visit(tab="specs", size=PHONE)
    assert "합격 확률이 아니에요" in page.inner_text(".sp-banner")
    page.fill("[data-field=gpa]", "4.7")
    page.click("#sp-compare")
    page.wait_for_selector("[data-error=gpa]:has-text('4.5 만점')")
    assert page.evaluate("document.activeElement.dataset.field") == "gpa"
    assert page.get_attribute("[data-field=gpa]", "aria-invalid") == "true"
    enter(page)
    page.wait_for_selector(
        "[data-sp=mine] .sp-standings"
    )  # what is changed after comparing is compared again
    page.wait_for_selector("[data-sp=mine] [data-topic=certificate] .mine:has-text('2개')")
    page.wait_for_selector("[data-sp=mine] [data-topic=award] .mine:has-text('없음')")
    assert page.locator("[data-sp=mine] [data-topic=gpa] .sp-side").inner_text() == "평균보다 높아요"
    assert "수상" in page.inner_text("[data-sp=mine] .sp-lacks")
    assert page.locator("[data-sp=mine] [data-topic=intern]").count() == 0  # not told is not none
    page.reload()
    page.click("#start-specs")
    page.wait_for_selector("[data-sp=results] .sp-card")
    assert (
        page.input_value("[data-field=toeic]") == "870" and page.locator("[data-part=certs] li").count() == 2
    )
    assert page.locator("[data-sp=mine] .sp-standings").count() == 0  # nothing is sent before it is asked for
    page.click("#sp-forget")
    assert page.input_value("[data-field=gpa]") == "" and page.locator("[data-part=certs] li").count() == 0
    assert page.evaluate("localStorage.getItem('meta-job-spec')") is None


def test_another_place_names_what_is_shown_instead(visit: NewPage):
    page = visit(tab="specs")
    page.fill("#sp-company", "하늘테크")
    page.wait_for_selector("[data-sp=results]:has-text('하늘테크')")
    page.select_option("#sp-year", "2022")
    page.select_option("#sp-size", "large")
    page.fill("#sp-company", "")
    page.wait_for_function("!document.querySelector('[data-sp=results]').textContent.includes('하늘테크')")
    page.wait_for_selector("[data-sp=results] [data-topic=toeic]:has-text('834')")
    link = page.locator("[data-sp=results] [data-topic=toeic] a").first
    assert link.get_attribute("target") == "_blank" and "noopener" in (link.get_attribute("rel") or "")
    page.click("#sp-reset")
    page.wait_for_selector("[data-sp=results] [data-topic=toeic]:not(:has-text('834'))")
    assert page.input_value("#sp-size") == "large"


def test_a_hired_person_adds_a_spec_and_takes_it_back(visit: NewPage):
    page = visit(tab="specs")
    page.fill("[data-field=gpa]", "3.7")
    page.click("#sp-share summary")
    page.click("#sp-register")
    page.wait_for_selector("[data-error=agree]:not(:empty)")
    assert page.inner_text("[data-error=hire_year]") != ""
    page.select_option("[data-hire=hire_year]", "2025")
    page.check("#sp-agree")
    page.click("#sp-register")
    page.wait_for_selector("#sp-newcode")
    code = page.inner_text("#sp-newcode")
    assert re.fullmatch(r"([A-Z0-9]{5}-){3}[A-Z0-9]{5}", code)
    with page.expect_download() as file:
        page.click("[data-part=code-keep]")
    assert code in file.value.path().read_text("utf-8")
    page.click("#sp-register")
    page.wait_for_selector("[data-error=agree]:not(:empty)")
    assert page.inner_text("#sp-codes output") == code, (
        "told this once, so it stays when something else is told"
    )
    page.click("#sp-back summary")
    page.fill("#sp-code", code.lower())
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-sp=back] .mj-say:has-text('지웠어요')")


def test_a_file_with_a_problem_then_a_good_one(visit: NewPage):
    page = visit(tab="specs")
    page.click("#sp-import summary")
    page.set_input_files(
        "#sp-file", {"name": "나쁜.csv", "mimeType": "text/csv", "buffer": BAD.encode("cp949")}
    )
    page.wait_for_selector("#sp-preview:has-text('나쁜.csv')")
    assert page.inner_text(".sp-preview tbody tr >> nth=0").split()[0] == "2"  # the line in the file
    assert page.is_disabled("#sp-import-save")
    page.set_input_files("#sp-file", {"name": "good.csv", "mimeType": "text/csv", "buffer": GOOD.encode()})
    page.wait_for_selector("#sp-preview:has-text('good.csv')")
    page.click("#sp-import-save")
    page.wait_for_selector("[data-error=origin]:not(:empty)")
    page.fill("#sp-origin", "우리 설문")
    page.select_option("#sp-rights", "own")
    page.click("#sp-import-save")
    page.wait_for_selector("[data-sp=batches] li:has-text('good.csv')")
    page.fill("#sp-company", "누리물산")
    page.wait_for_selector("[data-sp=own]:has-text('24명')")
    assert page.locator(".sp-plot .main-svg").count() == 0  # the charts come when one comes near them
    page.locator("#sp-panel-own").scroll_into_view_if_needed()
    page.wait_for_selector("#sp-plot-own .main-svg")
    for _ in range(2):  # asks back
        page.click("[data-sp=batches] [data-act=batch-delete]")
    page.wait_for_selector("[data-sp=import-said]:has-text('24줄을 지웠어요')")
    page.wait_for_selector("#sp-plot-own .main-svg", state="hidden")


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (WIDE, "light")])
def test_charts_fit_and_have_a_table(visit: NewPage, size: tuple[int, int], scheme: str):
    page = visit(tab="specs", size=size, color_scheme=scheme)
    enter(page)
    compare(page)
    for name in ("trend", "bands"):
        page.wait_for_selector(f"#sp-plot-{name} .main-svg")
        page.click(f"#sp-panel-{name} .sp-table summary")
        assert page.locator(f"#sp-panel-{name} table tbody tr").count() > 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.sp-plot')].filter((plot) => plot.offsetParent).flatMap((plot) => {
          const frame = plot.getBoundingClientRect();
          return [...plot.querySelectorAll('text')].filter((text) => {
            const box = text.getBoundingClientRect(), over = (a, b) => a > b + 1;
            const out = over(frame.left, box.left) || over(box.right, frame.right) || over(box.bottom, frame.bottom);
            return box.width && out;
          }).map((text) => text.textContent);
        })"""
    )
    assert outside == []
    ink = page.evaluate("getComputedStyle(document.querySelector('#sp-plot-trend .xtick text')).fill")
    light = sum(json.loads(f"[{re.sub(r'[^0-9,]', '', ink)}]")[:3]) / 3
    assert light > 150 if scheme == "dark" else light < 100
    colours = page.evaluate(
        "[...document.querySelectorAll('#sp-plot-bands .point path')].map((one) => getComputedStyle(one).fill)"
    )
    assert len(set(colours)) == 2  # one's own band has another colour
