"""The mock interview as a person has it: over https with a camera and a voice, and over plain http without them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import httpx
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright

from metajob.speech import say, wav
from tests.e2e.conftest import PHONE, ROOT, START_LIMIT, Site

DESK = "#iv-desk"
LONG = 120_000  # ms; a busy machine makes clips and transcripts slowly
ANSWER = "제가 직접 재고 조회를 캐시로 바꾸었습니다."
HEARD = ("직접", "재고", "조회", "캐시")  # two of them are enough: the fake microphone begins anywhere
WIDTH, HEIGHT = 640, 480


@pytest.fixture(scope="module")
def devices(portrait: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Flags that make Chromium show the portrait, moving a little, and say the answer again and again."""
    folder = tmp_path_factory.mktemp("devices")
    photo = cv2.resize(cv2.imread(str(portrait)), (HEIGHT, HEIGHT))
    side = (WIDTH - HEIGHT) // 2
    with (folder / "face.y4m").open("wb") as film:
        film.write(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (WIDTH, HEIGHT))
        for shift in (0, 3, 6, 9, 6, 3):
            frame = cv2.copyMakeBorder(photo, 0, 0, side + shift, side - shift, cv2.BORDER_REPLICATE)
            film.write(b"FRAME\n" + cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes())
    speech = say.speak(ANSWER, "jm_kumo")
    rest = np.zeros(speech.rate // 3, np.float32)
    wav.write(folder / "voice.wav", np.concatenate([rest, speech.pcm, rest]), speech.rate)
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={folder / 'face.y4m'}",
        f"--use-file-for-fake-audio-capture={folder / 'voice.wav'}",
        "--autoplay-policy=no-user-gesture-required",
        "--no-sandbox",
    ]


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`python app.py --https` as its own process."""
    folder = tmp_path_factory.mktemp("secure")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = Site(f"https://127.0.0.1:{port}", folder / "gradio", folder / "log.txt")
    environment = {
        **os.environ, "GRADIO_TEMP_DIR": str(site.uploads), "METAJOB_DATA_DIR": str(folder / "data"),
        "METAJOB_WARM": "0", "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    with site.log.open("w") as log:
        command = [sys.executable, "app.py", "--https", "--host", "127.0.0.1", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + START_LIMIT
        while True:
            try:
                httpx.get(site.url, verify=False, timeout=5)
                break
            except httpx.HTTPError:
                assert server.poll() is None and time.monotonic() < end, site.log.read_text()
                time.sleep(0.2)
        yield site
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def person(playwright: Playwright, chromium: str, devices: list[str]) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium, args=devices)
    yield browser
    browser.close()


def part(name: str) -> str:
    return f'{DESK} [data-part="{name}"]'


def choose(page: Page, name: str, value: str) -> None:
    page.check(f'{DESK} input[name="int-{name}"][value="{value}"]', force=True)


def answering(page: Page, sign: str = f"{DESK} #iv-camera .rec:not([hidden])") -> None:
    """The question has been heard, or read where the machine was too slow for its clip; now the person answers."""
    read = f"{part('read')}:not([hidden])"
    page.wait_for_selector(f"{sign}, {read}", timeout=LONG)
    if page.is_visible(read):
        page.click(read)
        page.wait_for_selector(sign, timeout=LONG)


@pytest.mark.slow
def test_three_questions_on_camera_over_https(secure: Site, person: Browser):
    context = person.new_context(
        locale="ko-KR", ignore_https_errors=True, permissions=["camera", "microphone"], viewport=None
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    frames: list[str] = []
    page.on("request", lambda request: frames.append(request.url) if "/frame?" in request.url else None)
    page.goto(secure.url)
    page.click("#start-interview")
    page.wait_for_selector(f"{DESK} [data-ready]")
    choose(page, "count", "3")
    choose(page, "strictness", "mild")
    page.check(part("film"))
    page.click(part("open"))

    page.wait_for_selector(f'{DESK} [data-check="camera"][data-state="ok"]', timeout=LONG)
    page.wait_for_selector(f'{DESK} [data-check="mic"][data-state="ok"]', timeout=LONG)  # the voice was heard
    page.wait_for_selector(f'{part("start")}[aria-disabled="false"]', timeout=LONG)
    page.click(part("start"))

    asked = []
    for number in range(3):
        answering(page)
        asked.append(page.inner_text(part("caption")))
        if number == 1:  # the page is lost and comes back in the middle of an answer
            page.reload()
            page.wait_for_selector(part("resume"), state="visible", timeout=LONG)
            assert page.inner_text(part("caption")) == asked[-1]
            page.click(part("resume"))
            answering(page)
        page.wait_for_timeout(3_000 if number else 8_000)  # the first answer is long enough to be understood
        page.click(part("finish"))
        page.wait_for_function(
            "(before) => document.querySelector('#iv-desk [data-part=caption]').innerText !== before",
            arg=asked[-1], timeout=LONG,
        )  # fmt: skip
    assert len(set(asked)) == 3
    while not page.is_visible(part("to-report")) and not page.is_visible("#int-report-title"):
        if page.is_visible(part("skip")) and page.is_enabled(part("skip")):
            page.click(part("skip"))  # a follow-up; it is optional here
        page.wait_for_timeout(300)
    if page.is_visible(part("to-report")):
        page.click(part("to-report"))

    page.wait_for_selector(f"{DESK} [data-turn]", timeout=LONG)
    report = page.inner_text(f'{DESK} [data-zone="report"]')
    assert sum(word in report for word in HEARD) >= 2, report
    for question in asked:
        assert question in report
    assert "고개 좌우" in report, "what the camera saw is on the timeline"
    assert {url.split("turn=")[1] for url in frames if "turn=check" not in url} >= {"q1", "q2", "q3"}
    assert page.evaluate("document.querySelector('#iv-camera video').srcObject") is None, "the camera is off"

    page.wait_for_selector(f"{DESK} [data-turn] video", timeout=LONG)
    page.click(f"{DESK} [data-turn] .mj-said [data-at] >> nth=-1")
    page.wait_for_function(
        "[...document.querySelectorAll('[data-turn] video')].some((one) => one.currentTime > 0)"
    )
    page.click(f'{DESK} [data-act="keep"]')
    page.wait_for_selector(f"{DESK} .mj-shelf", timeout=LONG)
    kept = secure.uploads.parent / "data" / "recordings"
    assert len([file for file in kept.rglob("*.*") if file.is_file()]) == 3
    erase = f'{DESK} [data-act="kept-erase"]'
    page.click(erase)
    page.click(erase)  # asked whether one is sure
    page.wait_for_selector(f"{DESK} .mj-shelf", state="detached", timeout=LONG)
    assert not kept.exists()
    context.close()
    assert errors == []
    end = time.monotonic() + 60
    while any(file.suffix in {".webm", ".mp4", ".m4a"} and "films" in file.parts for file in secure.files()):
        assert time.monotonic() < end, "recordings stay on the server's disk"
        time.sleep(0.5)


def test_plain_http_on_another_name_says_what_works(
    site: Site, playwright: Playwright, chromium: str, devices
):
    name = site.url.replace("127.0.0.1", "interview.test")
    flags = [*devices, "--host-resolver-rules=MAP interview.test 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    page = browser.new_context(locale="ko-KR", viewport={"width": PHONE[0], "height": PHONE[1]}).new_page()
    page.goto(name)
    page.click("#start-interview")
    page.wait_for_selector(f"{DESK} [data-ready]")
    page.click(part("open"))
    page.wait_for_selector(f'{DESK} [data-screen="check"]', timeout=LONG)
    page.wait_for_selector("#iv-camera [data-part=problem]:not([hidden])", timeout=LONG)
    told = page.inner_text("#iv-camera [data-part=problem]")
    assert "https" in told and "localhost" in told and "--https" in told
    assert page.get_attribute(part("start"), "aria-disabled") == "true"
    page.click(part("go-typed"))
    page.wait_for_selector(f'{part("start")}[aria-disabled="false"]', timeout=LONG)
    page.click(part("start"))
    answering(page, f"{part('typing')}:not([hidden]) textarea")
    browser.close()
