"""The interviewer's tab: the clip plays and goes over into the listening loop, the microphone is written down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.e2e.conftest import PHONE, NewPage, Site
from tests.e2e.test_page import AXE

ROOM, MIC = "#iv-room", "#iv-dictation"
LONG = 60_000


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody says hello, with a second of silence behind."""
    import numpy as np

    from metajob.speech import say, wav

    said = say.speak("안녕하세요. 저는 서버 개발자예요.", "jm_kumo")
    path = tmp_path_factory.mktemp("answer") / "hello.wav"
    wav.write(path, np.pad(said.pcm, (0, said.rate)), said.rate)
    return path


@pytest.fixture(scope="module")
def speaking(playwright: Playwright, chromium: str, answer: Path) -> Iterator[Browser]:
    """A browser that hears the answer again and again."""
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    flags += [f"--use-file-for-fake-audio-capture={answer}", "--no-sandbox"]
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    yield browser
    browser.close()


def video(page: Page, part: str, what: str) -> float:
    found = page.evaluate(f"Number(document.querySelector('{ROOM} [data-part={part}]').{what})")
    assert isinstance(found, int | float)
    return found


def state(page: Page, wanted: str) -> None:
    page.wait_for_selector(f"{ROOM} .mj-stage[data-state={wanted}]", timeout=LONG)


def grows(page: Page, part: str) -> None:
    page.wait_for_function(
        "([part, at]) => document.querySelector(`#iv-room [data-part=${part}]`).currentTime > at",
        arg=[part, video(page, part, "currentTime") + 0.05],
        timeout=LONG,
    )


def clips_of(site: Site) -> list[Path]:
    return [path for path in site.files() if path.suffix == ".mp4"]


def test_the_interviewer_speaks_and_listens_again(visit: NewPage, site: Site):
    page = visit(tab="interviewer")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "queue/join" in request.url else None)
    state(page, "listening")
    grows(page, "idle")
    page.fill(f"{ROOM} textarea", "반가워요.")
    page.press(f"{ROOM} textarea", "Control+Enter")
    state(page, "speaking")
    grows(page, "talk")
    assert page.inner_text(f"{ROOM} .mj-caption") == "반가워요."
    assert "그림" in page.inner_text(f"{ROOM} .mj-made")
    other = visit(tab="interviewer")
    assert other.inner_text(f"{ROOM} .mj-caption") == "" and not other.query_selector(
        f"{ROOM} video[src*='clips']"
    )
    state(page, "listening")
    assert video(page, "talk", "ended") == 1
    grows(page, "idle")

    before = len(asked)
    page.click("#iv-speak")  # the same again is at hand
    state(page, "speaking")
    assert len(asked) == before
    page.click('[role="tab"] >> nth=0')
    page.wait_for_function("document.querySelector('#iv-room [data-part=talk]').paused")
    page.click('[role="tab"] >> nth=3')
    page.click(f"{ROOM} [data-part=again]")
    state(page, "speaking")
    page.click(f"{ROOM} .mj-person >> nth=1")  # somebody else comes in: nobody speaks on
    assert page.inner_text(f"{ROOM} .mj-caption") == "" and page.is_hidden(f"{ROOM} [data-part=after]")
    assert video(page, "talk", "paused") == 1

    mine = {path.parent.parent.parent for path in clips_of(site) if path.parent.name == "clips"}
    assert len(mine) == 1
    page.context.close()
    folder = mine.pop()
    for _ in range(100):
        if not folder.exists():
            break
        other.wait_for_timeout(100)
    assert not folder.exists(), "the clips go with their visitor"


def test_cancelling_and_asking_again_at_once(visit: NewPage):
    page = visit(tab="interviewer", size=PHONE, reduced_motion="reduce")
    page.click("#iv-speak")
    assert "적어 주세요" in page.inner_text(f"{ROOM} [role=alert]")
    page.fill(f"{ROOM} textarea", "가" * 400)
    assert "300 / 300" in page.inner_text(f"{ROOM} .mj-count")
    page.click("#iv-speak")
    page.click(f"{ROOM} [data-part=stop]")
    assert page.evaluate("document.activeElement.id") == "iv-speak"
    page.fill(f"{ROOM} textarea", "😀")
    page.click("#iv-speak")
    page.wait_for_selector(f"{ROOM} .mj-say.bad", timeout=LONG)
    assert "한글" in page.inner_text(f"{ROOM} [role=alert]")
    assert page.is_hidden(f"{ROOM} [data-part=stop]") and page.is_hidden(f"{ROOM} [data-part=after]")
    stage, button = (page.locator(part).bounding_box() for part in (f"{ROOM} .mj-stage", "#iv-speak"))
    assert stage and button and button["y"] + button["height"] - stage["y"] < PHONE[1], "both on one screen"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_a_recording_is_written_down(speaking: Browser, site: Site):
    context = speaking.new_context(locale="ko-KR", color_scheme="dark", permissions=["microphone"])
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        """const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wish) => (window.lastStream = await real(wish));"""
    )
    page.goto(site.url)
    page.click("#start-interview")
    page.click("#iv-preview button")
    page.click(f"{MIC} [data-part=record]")
    page.wait_for_selector(f"{MIC} [data-part=level]:not([hidden])")
    page.wait_for_timeout(4_000)
    page.click(f"{MIC} [data-part=finish]")
    page.wait_for_selector(f"{MIC} .mj-heard", timeout=LONG)
    assert "안녕" in page.inner_text(f"{MIC} .mj-heard")
    assert "음절/분" in page.inner_text(f"{MIC} .mj-measures")
    assert page.evaluate("window.lastStream.getTracks().every((track) => track.readyState === 'ended')")
    assert [path for path in site.files() if path.suffix == ".webm"] == [], "the recording is deleted"
    page.press(f"{MIC} .mj-word >> nth=0", "ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_function("!document.querySelector('#iv-dictation audio').paused")
    page.evaluate(AXE)
    found = page.evaluate("axe.run('#iv-dictation').then((report) => report.violations)")
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []

    page.click(f"{MIC} [data-part=record]")
    page.wait_for_selector(f"{MIC} [data-part=finish]:not([hidden])")
    page.click('[role="tab"] >> nth=0')  # the microphone does not stay on behind another tab
    page.wait_for_function("window.lastStream.getTracks().every((track) => track.readyState === 'ended')")
    assert errors == []
    context.close()


def test_every_microphone_trouble_has_a_sentence(visit: NewPage):
    page = visit(tab="interviewer")
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
        page.click(f"{MIC} [data-part=record]")
        page.wait_for_selector(f"{MIC} [role=alert]:has-text('{said}')")
        assert page.is_enabled(f"{MIC} [data-part=record]")


def test_what_is_no_recording_is_told_beside_the_button(visit: NewPage, tmp_path: Path):
    page = visit(tab="interviewer", locale="en-US")
    file = tmp_path / "answer.wav"
    file.write_bytes(b"no sound at all")
    page.set_input_files(f"{MIC} [data-part=file]", file)
    page.wait_for_selector(f"{MIC} [role=alert]", timeout=LONG)
    assert page.is_hidden(f"{MIC} audio"), "no empty player"
    file.write_bytes(b"")
    page.set_input_files(f"{MIC} [data-part=file]", file)
    page.wait_for_selector(f"{MIC} [role=alert]:has-text('Nothing was recorded')")
