"""The camera path with Chromium's fake device, which plays a film made of the astronaut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Browser, Playwright

from tests.e2e.conftest import Site, make

WIDTH, HEIGHT = 640, 480


@pytest.fixture(scope="module")
def film(portrait: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten frames of uncompressed video, the portrait in the middle."""
    photo = cv2.resize(cv2.imread(str(portrait)), (HEIGHT, HEIGHT))
    side = (WIDTH - HEIGHT) // 2
    frame = cv2.copyMakeBorder(photo, 0, 0, side, side, cv2.BORDER_REPLICATE)
    planes = cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes()
    path = tmp_path_factory.mktemp("film") / "face.y4m"
    path.write_bytes(
        b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (WIDTH, HEIGHT) + (b"FRAME\n" + planes) * 10
    )
    return path


@pytest.fixture(scope="module")
def filming(playwright: Playwright, chromium: str, film: Path) -> Iterator[Browser]:
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    flags += [f"--use-file-for-fake-video-capture={film}", "--no-sandbox"]
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    yield browser
    browser.close()


def opened(browser: Browser, address: str, **options: object):
    page = browser.new_context(locale="ko-KR", **options).new_page()
    page.add_init_script(
        """const real = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices); if (real)
        navigator.mediaDevices.getUserMedia = async (wish) => (window.lastStream = await real(wish));"""
    )
    page.goto(address)
    page.click("#start")
    page.wait_for_selector("#uploader [data-part=film]")
    return page


def live(page) -> list[str]:
    return page.evaluate("window.lastStream.getTracks().map((track) => track.readyState)")


def test_a_snapshot_becomes_the_photo_and_the_camera_goes_off(filming: Browser, site: Site):
    page = opened(filming, site.url, permissions=["camera"])
    page.click("#uploader [data-part=film]")
    page.wait_for_function("document.querySelector('#uploader video').videoWidth > 0")
    assert live(page) == ["live"]
    assert (
        page.evaluate(
            "new DOMMatrix(getComputedStyle(document.querySelector('#uploader video')).transform).a"
        )
        == -1
    )
    page.wait_for_timeout(500)
    page.click("#uploader [data-part=shoot]")
    page.wait_for_selector("#checks .mj-say", timeout=60_000)
    assert live(page) == ["ended"]
    assert page.is_hidden("#uploader [data-part=camera]")
    assert page.is_enabled("#make"), page.inner_text("#checks")
    assert make(page).shape == (531, 413, 3)
    page.context.close()


def test_closing_stops_the_camera(filming: Browser, site: Site):
    page = opened(filming, site.url, permissions=["camera"])
    for stop in (
        lambda: page.click("#uploader [data-part=close]"),
        lambda: page.click('[role="tab"] >> nth=0'),
    ):
        page.click("#uploader [data-part=film]")
        page.wait_for_function("document.querySelector('#uploader video').videoWidth > 0")
        stop()
        page.wait_for_function("window.lastStream.getTracks().every((track) => track.readyState === 'ended')")
    page.context.close()


def test_every_camera_trouble_has_a_sentence(browser: Browser, site: Site):
    page = opened(browser, site.url)
    for fault, said in (
        ("NotAllowedError", "막혀"),
        ("NotFoundError", "찾지 못했어요"),
        ("NotReadableError", "다른 프로그램"),
        ("Odd", "켜지 못했어요"),
    ):
        page.evaluate(
            "name => navigator.mediaDevices.getUserMedia ="
            " () => Promise.reject(Object.assign(new Error(), { name }))",
            fault,
        )
        page.click("#uploader [data-part=film]")
        page.wait_for_selector(f"#uploader [data-part=trouble]:not([hidden]):has-text('{said}')")
    page.context.close()


def test_an_insecure_address_is_explained(playwright: Playwright, chromium: str, site: Site):
    flags = ["--host-resolver-rules=MAP class.example 127.0.0.1", "--no-sandbox"]
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    page = opened(browser, site.url.replace("127.0.0.1", "class.example"))
    page.click("#uploader [data-part=film]")
    page.wait_for_selector("#uploader [data-part=trouble]:not([hidden])")
    assert "https" in page.inner_text("#uploader [data-part=trouble]")
    browser.close()
