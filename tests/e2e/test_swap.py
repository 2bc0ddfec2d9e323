"""The advanced part with an engine that is ready: a stand-in at the engine seam, everything else is real."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page

import app
from metajob.engines import Progress, Ready, Unavailable
from metajob.photo import user_templates
from metajob.photo.engine import Picture
from metajob.photo.swap import SwapEngine
from tabs.parts.visitor import VisitorBook
from tests.e2e.conftest import picture_of, upload


def stand_in(
    _self: SwapEngine, _source: object, template: np.ndarray, blend: float, progress: Progress
) -> Picture:
    """The template, a little greener; the blend is said in a note."""
    progress(0.5, "얼굴을 바꾸는 중이에요")
    out = template.copy()
    out[:, :, 1] = 200
    return Picture(out, "swap", (f"섞은 정도 {blend:.2f}",))


@pytest.fixture(scope="module")
def address(portrait: Path) -> Iterator[str]:
    """The app in this process, with the portrait among the person's own templates."""
    kept = user_templates.add(portrait.read_bytes(), True)
    book = VisitorBook()
    blocks = app.build(book)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield app.launch(blocks, book, server_name="127.0.0.1")
        blocks.close(verbose=False)
    book.close()
    user_templates.remove(kept.key)


@pytest.fixture
def page(browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setattr(SwapEngine, "probe", lambda _self: Ready("대역"))
    monkeypatch.setattr(SwapEngine, "swap", stand_in)
    context = browser.new_context(locale="ko-KR")
    page = context.new_page()
    page.goto(address)
    page.click("#start")
    page.click("#swap button")
    page.wait_for_selector("#swap .mj-notice")
    yield page
    context.close()


def test_a_template_of_the_folder_is_used_and_the_engine_is_named(page: Page, portrait: Path):
    upload(page, portrait)
    page.click('#swap label:has-text("올린 사진")')
    page.click("#swap-start")
    page.wait_for_selector('#result [data-engine="swap"] img')
    shown = picture_of(page)
    assert shown.shape == (531, 413, 3)
    assert abs(float(np.median(shown[:, :, 1])) - 200) < 6
    assert "템플릿 사진에 얼굴 합성" in page.inner_text("#result figcaption")
    assert "섞은 정도 0.80" in page.inner_text("#result")
    page.click('#size label:has-text("3×4")')
    page.wait_for_selector('#result [data-engine="swap"] img[width="354"]')
    with page.expect_download() as waiting:
        page.click("#save")
    saved = cv2.imread(str(waiting.value.path()))
    assert saved.shape == (472, 354, 3)
    assert abs(float(np.median(saved[:, :, 1])) - 200) < 6, "the swapped picture is saved, not a composite"


def test_an_own_template_needs_consent_and_is_not_kept(page: Page, portrait: Path):
    upload(page, portrait)
    add_template(page, portrait)
    page.wait_for_selector("#swap .mj-say.bad")
    assert "확인" in page.inner_text("#swap .mj-say.bad")
    page.check("#swap input[type=checkbox]")
    add_template(page, portrait)
    page.wait_for_selector('#swap .mj-say:has-text("골랐어요")')
    page.click("#swap-start")
    page.wait_for_selector('#result [data-engine="swap"] img')
    assert len(user_templates.templates()) == 1


def add_template(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.click('#swap button:has-text("템플릿 사진 올리기")')
    chooser.value.set_files(path)


def test_the_licences_are_shown_and_the_engine_is_looked_for_again_without_a_restart(
    page: Page, monkeypatch: pytest.MonkeyPatch
):
    assert "비상업" in page.inner_text("#swap")
    missing = Unavailable("inswapper_128.onnx: 파일이 없어요.", "폴더에 넣어 주세요.")
    monkeypatch.setattr(SwapEngine, "probe", lambda _self: missing)
    page.click("#swap > button")
    page.click("#swap > button")
    page.wait_for_selector('#swap-state:has-text("파일이 없어요")')
    page.wait_for_selector("#swap-start", state="hidden")
    monkeypatch.setattr(SwapEngine, "probe", lambda _self: Ready("대역"))
    page.click("#swap-again")
    page.wait_for_selector("#swap-start", state="visible")
    assert page.is_hidden("#swap-again")
