"""A job seeker in a real browser: upload, pick, make, change, download; and what goes wrong on the way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from metajob.faces import detect
from tests.e2e.conftest import PHONE, WIDE, NewPage, Site, changed, make, picture_of, upload, visiting


def test_a_casual_photo_becomes_a_suit_photo(visit: NewPage, portrait: Path, tmp_path: Path):
    page = visit()
    assert page.is_disabled("#make")
    upload(page, portrait)
    assert page.is_enabled("#make")
    page.click('#suits label:has(input[value="m2_charcoal_burgundy"]), #suits .mj-tile >> nth=1')
    first = make(page)
    assert first.shape == (531, 413, 3)
    face = detect(first)[0]
    assert abs((face.box[0] + face.box[2]) / 2 - 413 / 2) < 0.02 * 413
    (x0, y0), (x1, y1) = face.eyes
    assert abs(np.degrees(np.arctan2(y1 - y0, x1 - x0))) < 1
    chin = float(face.xy[152, 1])
    assert 0.56 * 531 < chin < 0.64 * 531
    assert first[3, 3].min() > 245, "white behind"
    assert "내 얼굴에 정장 합성" in page.inner_text("#result figcaption")
    assert "정장" in (page.get_attribute("#result img", "alt") or "")
    assert "여권" in page.inner_text("#notice")

    page.click('#suits [data-garment="cloth"] label:has(input[value="#b9a88f"])')
    beige = changed(page, first)
    jacket = (slice(470, 525), slice(40, 90))
    assert beige[jacket].mean() > first[jacket].mean() + 40
    same = detect(beige)[0]
    assert np.abs(same.xy - face.xy).max() < 3, "the face stays where it was"

    page.click('#background label:has(input[value="#cfe0f2"])')
    blue = changed(page, beige)
    assert np.abs(blue[3, 3].astype(int) - (207, 224, 242)).max() <= 4

    page.fill('#head input[type="number"]', "112")
    larger = changed(page, blue)
    assert detect(larger)[0].width > face.width * 1.06
    page.click("#undo")
    assert detect(changed(page, larger))[0].width == pytest.approx(face.width, rel=0.02)

    with page.expect_download() as waiting:
        page.click("#save")
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name == "resume-photo-3.5x4.5cm.jpg"
    with Image.open(path) as photo:
        assert (photo.format, photo.size, photo.info["dpi"]) == ("JPEG", (413, 531), (300, 300))
        assert b"compositeWithTrainedAlgorithmicMedia" in photo.info["xmp"]


def test_what_is_chosen_while_the_photo_is_made_counts(visit: NewPage, portrait: Path):
    page = visit()
    upload(page, portrait)
    page.click("#make")
    page.wait_for_selector("#progress progress")
    page.click('#suits [data-garment="cloth"] label:has(input[value="#b9a88f"])')
    page.wait_for_selector("#result [data-state=photo] img", timeout=120_000)
    page.wait_for_selector("#cancel", state="hidden")
    end = time.monotonic() + 30
    while picture_of(page)[470:525, 40:90].mean() < 110 and time.monotonic() < end:
        page.wait_for_timeout(100)
    red, _, blue = picture_of(page)[470:525, 40:90].mean((0, 1))
    assert red > blue + 15, "beige, not the navy of the moment the button was pressed"


def test_sizes_limits_and_print_sheets(visit: NewPage, portrait: Path, tmp_path: Path):
    page = visit()
    upload(page, portrait)
    first = make(page)
    page.click('#size label:has-text("3×4")')
    assert changed(page, first).shape == (472, 354, 3)
    page.click('#limit label:has-text("100 KB")')
    sizes = {}
    for button in ("#save", "#save-hd", "#save-4x6", "#save-a4"):
        with page.expect_download(timeout=60_000) as waiting:
            page.click(button)
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        with Image.open(path) as file:
            sizes[button] = file.size
        if button == "#save":
            assert path.stat().st_size <= 100 * 1024
    assert sizes["#save"] == (354, 472)
    assert sizes["#save-hd"][1] == 1350
    assert sorted(sizes["#save-4x6"]) == [1200, 1800]
    assert sorted(sizes["#save-a4"]) == [2480, 3508]


def test_suits_are_tried_on_a_bust_before_there_is_a_photo(visit: NewPage):
    page = visit()
    assert page.is_visible('#suits [data-garment="tie"]')
    before = page.get_attribute("#result [data-state=bust] img", "src")
    page.click('#suits [data-garment="cloth"] label:has(input[value="#b9a88f"])')
    page.wait_for_function(
        "b => document.querySelector('#result img')?.getAttribute('src') !== b", arg=before
    )
    shown = picture_of(page, "#result [data-state=bust] img").astype(int)
    beige = np.abs(shown - (185, 168, 143)).max(2) < 45
    assert beige.mean() > 0.1

    worn = '#suits input[name="mj-suit"]:checked'
    page.click('#suits .mj-pill:has(input[value="f"])')
    woman = page.input_value(worn)
    tiles = page.locator("#suits .mj-tile:visible")
    assert tiles.first.locator("input").input_value() == woman, "what is worn is among what is shown"
    page.wait_for_function(f"document.querySelector('#result img').src.includes('{woman}')")
    page.click('#suits .mj-pill:has(input[value="all"])')
    assert page.input_value(worn) == woman, "a wider choice changes nothing"
    page.click('#suits .mj-pill:has(input[value="f"])')
    assert tiles.count() >= 5
    tiles.first.click()
    assert page.is_hidden('#suits [data-garment="tie"]'), "offered only where there is one"


def test_the_keyboard_is_enough(visit: NewPage):
    page = visit()
    page.on("filechooser", lambda _chooser: None)  # told only with the key press, Chromium may miss it
    page.focus('#suits input[name="mj-suit"]:checked')
    first = page.input_value('#suits input[name="mj-suit"]:checked')
    page.keyboard.press("ArrowRight")
    assert page.input_value('#suits input[name="mj-suit"]:checked') != first
    page.focus("#uploader [data-part=choose]")
    with page.expect_file_chooser():
        page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def hardened(browser: Browser, site: Site) -> Iterator[Page]:
    """One page that gets every hostile file, and a good one after each."""
    with visiting(browser, site) as visit:
        yield visit()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cv.jpg", b"%PDF-1.7\n%%EOF"),
        ("empty.png", b""),
        ("cut.jpg", None),
        ("evil.svg", b"<svg onload='x()'/>"),
    ],
)
def test_a_hostile_file_gets_a_sentence_and_the_app_goes_on(
    hardened: Page, portrait: Path, tmp_path: Path, site: Site, name: str, content: bytes | None
):
    page, trouble = hardened, "#uploader [data-part=trouble]"
    bad = tmp_path / name
    bad.write_bytes(portrait.read_bytes()[:3000] if content is None else content)
    page.set_input_files("#uploader [data-part=file]", bad)
    page.wait_for_selector(f"{trouble}:not([hidden])", timeout=60_000)
    said = page.inner_text(trouble)
    assert any("가" <= letter <= "힣" for letter in said)
    assert "Traceback" not in page.content() and "Error" not in said
    expect(page.locator("#make")).to_be_disabled()
    assert page.locator("#checks .mj-say").count() == 0, "nothing is said of the photo before"
    assert site.files() == []
    upload_again(page, portrait)
    expect(page.locator("#make")).to_be_enabled()
    assert page.is_hidden(trouble)


def upload_again(page, path: Path) -> None:
    page.set_input_files("#uploader [data-part=file]", path)
    page.wait_for_selector("#checks .mj-say", timeout=60_000)


def test_a_photo_without_a_face_is_refused_and_not_said_to_be_used(
    visit: NewPage, portrait: Path, tmp_path: Path
):
    wall = tmp_path / "wall.png"
    Image.fromarray(np.full((800, 800, 3), (180, 190, 200), np.uint8)).save(wall)
    page = visit()
    upload(page, wall)
    assert "얼굴" in page.inner_text("#checks")
    assert page.locator("#checks .mj-say.bad").count() == 1
    assert page.is_disabled("#make")
    assert "이 사진으로 만들어요" not in page.inner_text("#uploader")
    page.set_input_files("#uploader [data-part=file]", portrait)
    page.wait_for_selector("#uploader .good", state="visible")


def test_work_can_be_cancelled_and_begun_again_at_once(visit: NewPage, portrait: Path):
    page = visit()
    upload(page, portrait)
    page.click("#make")
    page.wait_for_selector("#progress progress")
    page.click("#cancel")
    page.wait_for_selector("#cancel", state="hidden", timeout=3000)
    if page.locator("#result [data-state=photo]").count() == 0:  # else it was done before the click arrived
        assert "취소" in page.inner_text("#problem")
    assert make(page).shape == (531, 413, 3)


def test_visitors_do_not_see_each_other_and_leave_nothing(visit: NewPage, portrait: Path, site: Site):
    one, two = visit(), visit()
    upload(one, portrait)
    make(one)
    with one.expect_download() as waiting:
        one.click("#save")
    assert waiting.value.path()
    assert len(site.files()) == 1, "the download only: no upload, no copy"
    assert two.is_disabled("#make")
    assert two.locator("#result [data-state=photo]").count() == 0
    assert two.get_attribute("#uploader [data-part=preview]", "src") is None
    one.context.close()
    end = time.monotonic() + 30
    while site.files() and time.monotonic() < end:
        time.sleep(0.2)
    assert site.files() == []


# The page itself cuts off what is too wide, so that its scrollWidth tells nothing: each visible part is asked.
OVER = """() => [...document.querySelectorAll('body *')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[aria-hidden=true], .mj-sr'))
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def desktop(browser: Browser, site: Site, portrait: Path) -> Iterator[Page]:
    """A finished photo on a wide screen, for the tests that only look at it."""
    with visiting(browser, site) as visit:
        yield finished(visit(tab="home"), portrait)


@pytest.fixture(scope="module")
def handheld(browser: Browser, site: Site, portrait: Path) -> Iterator[Page]:
    """A finished photo on a phone, for the tests that only look at it."""
    with visiting(browser, site) as visit:
        yield finished(visit(size=PHONE, tab="home", has_touch=True, is_mobile=True), portrait)


def finished(page: Page, portrait: Path) -> Page:
    """From the first page to the photo; nothing may reach over the edge on the way."""
    assert page.evaluate(OVER) == []
    page.click("#start")
    upload(page, portrait)
    make(page)
    page.wait_for_selector("#saving")
    return page


@pytest.mark.parametrize("device", ["desktop", "handheld"])
def test_nothing_reaches_over_the_edge_of_the_screen(request: pytest.FixtureRequest, device: str):
    page: Page = request.getfixturevalue(device)
    assert page.evaluate(OVER) == []
    page.evaluate("document.getElementById('notice').style.transform = 'translateX(100vw)'")
    assert page.evaluate(OVER) != [], "it would be noticed"
    page.evaluate("document.getElementById('notice').style.transform = ''")


def test_the_picture_stays_in_view_while_tuning_on_a_desktop(desktop: Page):
    desktop.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    desktop.locator("#save").scroll_into_view_if_needed()
    box = desktop.locator("#result img").bounding_box()
    assert box and box["y"] >= 0 and box["y"] + box["height"] <= WIDE[1]


def test_touch_targets_on_a_phone_are_large_enough(handheld: Page):
    small = handheld.evaluate(
        """() => [...document.querySelectorAll('button, [role=tab], summary, label:has(> input[type=radio])')]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[aria-hidden=true]'))
        .map((one) => [one.innerText || one.className, one.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 39.5))
        .map(([name, box]) => `${name}: ${box.width}x${box.height}`)"""
    )
    assert small == []


IN_VIEW = """(selector) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return box.top >= -1 && box.bottom <= innerHeight + 1;
}"""


def phone(visit: NewPage) -> Page:
    return visit(size=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")


def test_on_a_phone_the_result_comes_into_view_and_a_live_copy_stays_in_sight(visit: NewPage, portrait: Path):
    page = phone(visit)
    upload(page, portrait)
    assert page.is_hidden(".mj-peek"), "nothing to show yet"
    page.locator("#make").evaluate("one => one.scrollIntoView({ block: 'end' })")
    first = make(page)
    page.wait_for_function(IN_VIEW, arg="#result img")
    assert page.is_hidden(".mj-peek"), "the picture itself is in view"
    page.wait_for_function("document.activeElement.matches('#result figure')")
    assert page.inner_text("#peek [role=status]").strip() == "사진을 완성했어요."

    page.locator("#suits .mj-dye").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, 300)")
    page.wait_for_selector(".mj-peek", state="visible")
    box = page.locator(".mj-peek").bounding_box()
    assert box and 80 <= box["width"] <= 90
    assert box["x"] + box["width"] <= PHONE[0] and box["x"] > PHONE[0] / 2
    assert box["y"] + box["height"] <= PHONE[1] and box["y"] > PHONE[1] / 2
    assert page.get_by_role("button", name="만든 사진으로 가기").count() == 1
    page.click('#suits [data-garment="cloth"] label:has(input[value="#b9a88f"])')
    page.evaluate("scrollTo(0, 300)")
    changed(page, first)
    page.wait_for_function(
        "document.querySelector('.mj-peek img').src === document.querySelector('#result img').src"
    )

    page.click(".mj-peek")
    page.wait_for_function(IN_VIEW, arg="#result img")
    page.wait_for_selector(".mj-peek", state="hidden")
    page.evaluate("scrollTo(0, 300)")
    page.wait_for_selector(".mj-peek", state="visible")
    page.click('[role="tab"]:has-text("홈")')
    page.wait_for_selector(".mj-peek", state="hidden")


def test_who_scrolls_on_while_waiting_is_not_pulled_back(visit: NewPage, portrait: Path):
    page = visit(size=PHONE, reduced_motion="reduce")
    upload(page, portrait)
    page.click("#make")
    page.wait_for_selector("#progress progress")
    page.mouse.wheel(0, -5000)
    page.wait_for_selector("#result [data-state=photo] img", timeout=120_000)
    page.wait_for_timeout(400)
    assert page.evaluate("scrollY") < 50
    assert page.is_visible(".mj-peek")


@pytest.mark.parametrize("height", [900, 660])
def test_on_a_desktop_picture_and_download_stay_together_on_the_screen(desktop: Page, height: int):
    page = desktop
    page.set_viewport_size({"width": 1280, "height": height})
    page.wait_for_selector("#save")
    for part in ("#suits", "#tuning", "#limit"):
        page.locator(part).scroll_into_view_if_needed()
        assert page.evaluate(IN_VIEW, "#result img") and page.evaluate(IN_VIEW, "#save")
    assert page.is_hidden(".mj-peek") and page.is_hidden("#save-here")


def test_on_a_phone_the_photo_can_be_saved_below_the_picture_and_below_the_settings(
    visit: NewPage, portrait: Path
):
    page = phone(visit)
    upload(page, portrait)
    make(page)
    for button, said in (("#save", "#saved"), ("#save-here", "#saved-more")):
        with page.expect_download():
            page.click(button)
        page.wait_for_selector(f"{said} .mj-say")
    upload_again(page, portrait)
    page.wait_for_selector("#save", state="hidden")
    make(page)
    page.wait_for_selector("#save")
    assert page.locator("#saved .mj-say, #saved-more .mj-say").count() == 0, "that was the other photo"


def test_one_step_back(visit: NewPage, portrait: Path):
    page = visit()
    upload(page, portrait)
    first = make(page)
    page.wait_for_selector("#undo-step")
    page.click('#suits [data-garment="cloth"] label:has(input[value="#b9a88f"])')
    beige = changed(page, first)
    page.click('#background label:has(input[value="#cfe0f2"])')
    blue = changed(page, beige)
    page.click('#suits .mj-tile:has(input[value="m2_charcoal_burgundy"])')
    other = changed(page, blue)

    page.focus('#suits input[name="mj-suit"]:checked')
    page.keyboard.press("Control+z")
    assert np.array_equal(changed(page, other), blue)
    assert page.input_value('#suits input[name="mj-suit"]:checked') == "m1_navy_stripe"
    assert page.input_value('#suits input[name="mj-cloth"]:checked') == "#b9a88f"
    page.click("#undo-step")
    assert np.array_equal(changed(page, blue), beige)
    assert page.input_value('#background input[type="radio"]:checked') == "#ffffff"
    page.click("#undo-step")
    assert np.array_equal(changed(page, beige), first)
    page.click("#undo-step")
    page.wait_for_timeout(500)
    assert np.array_equal(picture_of(page), first), "there is nothing before the first"
    page.click('#suits [data-garment="cloth"] label:has(input[value="#b9a88f"])')
    assert np.array_equal(changed(page, first), beige), "one can go on after going back"
