"""From 면접 시작 to the first picture of the question, in a real browser; and what the browser's analysis sends.

    python -m benchmarks.interview_start [--starts 20] [--seconds 30]

Needs Chromium and Playwright. The app runs as its own process with what it prepares at start already there (warm); the
camera is a film made of scikit-image's astronaut, the microphone Chromium's beep. Half of the starts begin with
자기소개, whose clip is prepared for everybody; the others with a question whose clip was made during the device check.
Frames and rows are those that the page sends while the first question is answered.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import Browser, sync_playwright
from skimage import data

from metajob.interviewer import prepare

ROOT = Path(__file__).resolve().parents[1]
DESK = "#iv-desk"
LONG = 120_000  # ms
WATCH = """window.played = []; window.pressed = 0;
    const part = (name) => document.querySelector(`#iv-desk [data-part=${name}]`);
    part("talk").addEventListener("playing", () => window.played.push(performance.now()));
    part("start").addEventListener("click", () => { window.pressed = performance.now(); }, true)"""


def film(folder: Path) -> Path:
    """A few frames of uncompressed video."""
    photo = cv2.resize(data.astronaut(), (480, 480))
    path = folder / "face.y4m"
    with path.open("wb") as out:
        out.write(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n")
        for shift in (0, 3, 6, 3):
            frame = cv2.copyMakeBorder(photo, 0, 0, 80 + shift, 80 - shift, cv2.BORDER_REPLICATE)
            out.write(b"FRAME\n" + cv2.cvtColor(frame, cv2.COLOR_RGB2YUV_I420).tobytes())
    return path


def serve(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The app, and its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "GRADIO_TEMP_DIR": f"{folder}/gradio",
        "METAJOB_DATA_DIR": f"{folder}/data",
        "METAJOB_WARM": "0",
    }
    server = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port)], cwd=ROOT, env={**os.environ, **settings}
    )
    url = f"http://127.0.0.1:{port}"
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return server, url
        except OSError:
            assert server.poll() is None
            time.sleep(0.2)


def started(
    browser: Browser, url: str, intro: bool, persona: str, answering_s: float = 0.0, own: bool = False
) -> Any:
    """(milliseconds from the press to `playing`, requests while answering, seconds). own: the browser looks itself."""
    context = browser.new_context(locale="ko-KR", permissions=["camera", "microphone"])
    page = context.new_page()
    sent: list[tuple[str, int]] = []
    page.goto(url)
    page.click("#start-interview")
    page.wait_for_selector(f"{DESK} [data-ready]")
    page.check(f'{DESK} input[name="int-persona"][value="{persona}"]', force=True)
    page.set_checked(f"{DESK} [data-part=intro]", intro)
    page.set_checked(f"{DESK} [data-part=browser]", own)
    page.click(f"{DESK} [data-part=open]")
    page.wait_for_selector(f'{DESK} [data-part=start][aria-disabled="false"]', timeout=LONG)
    page.evaluate(WATCH)
    page.wait_for_timeout(500)
    page.click(f"{DESK} [data-part=start]")
    page.wait_for_function("window.played.length", timeout=LONG)
    took = page.evaluate("window.played[0] - window.pressed")
    if answering_s:
        page.wait_for_selector(f"{DESK} #iv-camera .rec:not([hidden])", timeout=LONG)
        page.wait_for_timeout(3000)
        page.on("request", lambda one: sent.append((one.url, len(one.post_data_buffer or b""))))
        page.wait_for_timeout(1000 * answering_s)
    context.close()
    return took, sent


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interview_start", description=__doc__)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30.0)
    chosen = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    prepare.warm()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        server, url = serve(folder)
        flags = [
            "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox",
            f"--use-file-for-fake-video-capture={film(folder)}", "--autoplay-policy=no-user-gesture-required",
        ]  # fmt: skip
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        try:
            started(browser, url, False, "hr")  # models load
            people = ("hr", "lead", "exec")
            waits = [started(browser, url, n % 2 == 0, people[n % 3])[0] for n in range(chosen.starts)]
            print(f"{platform.machine()}, Chromium {browser.version}")
            print(
                f"start → playing over {chosen.starts} starts: median {np.median(waits):.0f} ms, "
                f"p95 {np.percentile(waits, 95):.0f} ms, worst {max(waits):.0f} ms (asked p95 < 2000)"
            )
            for own in (False, True):
                _, sent = started(browser, url, True, "hr", chosen.seconds, own)
                mine = [size for address, size in sent if ("/rows" if own else "/frame?") in address]
                rate, kb = len(mine) / chosen.seconds, sum(mine) / chosen.seconds / 1000
                if own:
                    print(f"analysis in the browser: {rate:.2f} messages/s, {kb:.2f} kB/s (asked <= 2 kB/s)")
                else:
                    print(f"analysis on the server: {rate:.2f} frames/s (asked >= 4.5)")
        finally:
            browser.close()
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    main()
