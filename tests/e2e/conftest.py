"""The real app as its own process, and a real Chromium in front of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 90  # seconds; generous for a busy machine, the promise itself is in benchmarks
WIDE, PHONE = (1280, 900), (390, 844)
NewPage = Callable[..., Page]


@dataclass
class Site:
    """Address without a slash at the end; uploads: Gradio's folder on the server; log: what the server
    printed."""

    url: str
    uploads: Path
    log: Path

    def files(self) -> list[Path]:
        """What is on the server's disk now; folders may go while they are read."""
        return [Path(folder) / name for folder, _, names in os.walk(self.uploads) for name in names]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[Site]:
    assert chromium
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = Site(f"http://127.0.0.1:{port}", folder / "gradio", folder / "log.txt")
    with site.log.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "app.py", "--port", str(port)],
            cwd=ROOT,
            env={
                **os.environ,
                "GRADIO_TEMP_DIR": str(site.uploads),
                "PYTHONUNBUFFERED": "1",
                "METAJOB_WARM": "0",
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        end = time.monotonic() + START_LIMIT
        while True:
            try:
                urllib.request.urlopen(site.url, timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                assert server.poll() is None and time.monotonic() < end, site.log.read_text()
                time.sleep(0.2)
        yield site
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Ends with this folder: while it lives, its event loop stands in the way of others in the same thread."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    yield browser
    browser.close()


@contextmanager
def visiting(browser: Browser, site: Site) -> Iterator[NewPage]:
    """What `visit` does, for a page that several tests look at."""
    opened, errors = [], []

    def new(
        size: tuple[int, int] = WIDE, tab: str = "photo", locale: str = "ko-KR", **options: object
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=locale, accept_downloads=True, **options
        )
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        opened.append(context)
        page.goto(site.url)
        page.wait_for_selector("#start")
        if tab == "photo":
            page.click("#start")
            page.wait_for_selector("#uploader [data-part=root][data-ready]")
        elif tab == "review":
            page.click("#start-review")
            page.wait_for_selector("#review-intake [data-ready]")
            page.wait_for_selector("#review-desk .mj-shelfcard")
        elif tab == "interview":
            page.click("#start-interview")
            page.wait_for_selector("#iv-desk [data-ready]")
        elif tab == "specs":
            page.click("#start-specs")
            page.wait_for_selector("#specs-desk [data-ready]", state="attached")
            page.wait_for_selector("[data-sp=results] .sp-card")
        elif tab == "interviewer":
            page.click("#start-interview")
            page.wait_for_selector("#iv-desk [data-ready]")
            page.click("#iv-preview button")
            page.wait_for_selector("#iv-room [data-ready]")
            page.wait_for_selector("#iv-dictation [data-ready]")
            page.locator("#iv-room [data-part=stage]").scroll_into_view_if_needed()
            page.wait_for_timeout(300)  # who is looked at comes in; a first problem would be wiped by that
        return page

    yield new
    for context in opened:
        context.close()
    assert errors == []


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[NewPage]:
    """`visit(size=PHONE, tab="photo")` opens the app as a new visitor; scripts must run without an error."""
    with visiting(browser, site) as new:
        yield new


@pytest.fixture(scope="session")
def portrait(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The astronaut as a JPEG file."""
    from skimage import data

    path = tmp_path_factory.mktemp("photo") / "astronaut.jpg"
    cv2.imwrite(str(path), data.astronaut()[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95])
    return path


def picture_of(page: Page, selector: str = "#result [data-state=photo] img") -> NDArray[np.uint8]:
    """The pixels of an <img> with a data URL, RGB."""
    import base64

    source = page.get_attribute(selector, "src")
    assert source and source.startswith("data:image/")
    raw = np.frombuffer(base64.b64decode(source.split(",", 1)[1]), np.uint8)
    return cv2.cvtColor(cv2.imdecode(raw, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def upload(page: Page, path: Path) -> None:
    """Choose a file and wait for the verdict."""
    page.set_input_files("#uploader [data-part=file]", path)
    page.wait_for_selector("#checks .mj-say, #uploader [data-part=trouble]:not([hidden])", timeout=60_000)


def make(page: Page) -> NDArray[np.uint8]:
    """Press the button and wait for the photo."""
    page.click("#make")
    page.wait_for_selector("#result [data-state=photo] img", timeout=120_000)
    return picture_of(page)


def changed(page: Page, before: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Wait until another picture is shown."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        now = picture_of(page)
        if now.shape != before.shape or not np.array_equal(now, before):
            return now
        page.wait_for_timeout(100)
    raise AssertionError("the picture did not change")
