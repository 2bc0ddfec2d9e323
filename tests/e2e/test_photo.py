"""A job seeker in a real browser: upload, pick, make, change, download; and what goes wrong on the way."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from metajob.faces import detect
from tests.e2e.conftest import PHONE, WIDE, NewPage, Site, changed, make, picture_of, upload


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


def test_the_suit_is_shown_on_a_bust_before_there_is_a_photo(visit: NewPage):
    page = visit()
    before = page.get_attribute("#result [data-state=bust] img", "src")
    page.click('#suits [data-garment="cloth"] label:has(input[value="#b9a88f"])')
    page.wait_for_function(
        "b => document.querySelector('#result img')?.getAttribute('src') !== b", arg=before
    )
    shown = picture_of(page, "#result [data-state=bust] img").astype(int)
    beige = np.abs(shown - (185, 168, 143)).max(2) < 45
    assert beige.mean() > 0.1


def test_the_tie_is_offered_only_where_there_is_one(visit: NewPage):
    page = visit()
    assert page.is_visible('#suits [data-garment="tie"]')
    page.click('#suits .mj-pill:has(input[value="f"])')
    tiles = page.locator("#suits .mj-tile:visible")
    assert tiles.count() >= 5
    tiles.first.click()
    assert page.is_hidden('#suits [data-garment="tie"]')


def test_the_keyboard_is_enough(visit: NewPage):
    page = visit()
    page.focus('#suits input[name="mj-suit"]:checked')
    first = page.input_value('#suits input[name="mj-suit"]:checked')
    page.keyboard.press("ArrowRight")
    assert page.input_value('#suits input[name="mj-suit"]:checked') != first
    page.focus("#uploader [data-part=choose]")
    with page.expect_file_chooser():
        page.keyboard.press("Enter")


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
    visit: NewPage, portrait: Path, tmp_path: Path, site: Site, name: str, content: bytes | None
):
    page = visit()
    bad = tmp_path / name
    bad.write_bytes(portrait.read_bytes()[:3000] if content is None else content)
    upload(page, bad)
    said = page.inner_text("#uploader [data-part=trouble]")
    assert any("가" <= letter <= "힣" for letter in said)
    assert "Traceback" not in page.content() and "Error" not in said
    assert page.is_disabled("#make")
    assert site.files() == []
    upload_again(page, portrait)
    assert page.is_enabled("#make")


def upload_again(page, path: Path) -> None:
    page.set_input_files("#uploader [data-part=file]", path)
    page.wait_for_selector("#checks .mj-say", timeout=60_000)


def test_a_photo_without_a_face_is_refused(visit: NewPage, tmp_path: Path):
    wall = tmp_path / "wall.png"
    Image.fromarray(np.full((800, 800, 3), (180, 190, 200), np.uint8)).save(wall)
    page = visit()
    upload(page, wall)
    assert "얼굴" in page.inner_text("#checks")
    assert page.locator("#checks .mj-say.bad").count() == 1
    assert page.is_disabled("#make")


def test_work_can_be_cancelled(visit: NewPage, portrait: Path):
    page = visit()
    upload(page, portrait)
    page.click("#make")
    page.wait_for_selector("#cancel", state="visible")
    page.click("#cancel")
    page.wait_for_selector("#cancel", state="hidden", timeout=60_000)
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


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_nothing_reaches_over_the_edge_of_the_screen(visit: NewPage, portrait: Path, size: tuple[int, int]):
    page = visit(size=size, tab="home")
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) <= 0
    page.click("#start")
    upload(page, portrait)
    make(page)
    page.wait_for_selector("#saving")
    assert page.evaluate(over) <= 0


def test_the_picture_stays_in_view_while_tuning_on_a_desktop(visit: NewPage, portrait: Path):
    page = visit()
    upload(page, portrait)
    make(page)
    page.locator("#save").scroll_into_view_if_needed()
    box = page.locator("#result img").bounding_box()
    assert box and box["y"] >= 0 and box["y"] + box["height"] <= WIDE[1]


def test_touch_targets_on_a_phone_are_large_enough(visit: NewPage, portrait: Path):
    page = visit(size=PHONE, has_touch=True, is_mobile=True)
    upload(page, portrait)
    make(page)
    page.wait_for_selector("#saving")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, [role=tab], summary, label:has(> input[type=radio])')]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[aria-hidden=true]'))
        .map((one) => [one.innerText || one.className, one.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 39.5))
        .map(([name, box]) => `${name}: ${box.width}x${box.height}`)"""
    )
    assert small == []
