"""Letters from pictures; the tests with real recognition need tesseract with Korean."""

from __future__ import annotations

import io

import pytest

from metajob.documents import ocr
from metajob.documents.intake import read
from tests.conftest import Need
from tests.documents.raw_pdf import Page, pdf

TOLD = "글자를 그림에서 읽었어요. 틀린 글자가 없는지 확인해 주세요."


@pytest.fixture
def tesseract(need: Need) -> None:
    """Skips the test where tesseract or its Korean is missing."""
    need("ocr")


def table(*words: tuple[str, int, int, int, int, int]) -> str:
    """(text, line, left, top, width, height) in tesseract's TSV."""
    rows = [f"5\t1\t1\t1\t{line}\t1\t{x}\t{y}\t{w}\t{h}\t90\t{text}" for text, line, x, y, w, h in words]
    return "\n".join(["level\t…", *rows])


def test_letters_of_one_word_are_joined() -> None:
    words = [
        ("개", 1, 100, 100, 20, 22),
        ("발", 1, 122, 100, 20, 22),
        ("자입니다", 1, 144, 100, 80, 22),
        ("저는", 1, 236, 100, 40, 22),
    ]
    rows = ocr.rows_of_table(table(*words), 3, 1000, 1400)
    assert [(row.text, row.page) for row in rows] == [("개발자입니다 저는", 3)]
    assert rows[0].box == pytest.approx((0.1, 100 / 1400, 0.276, 122 / 1400), abs=0.001)


def test_stains_are_left_out() -> None:
    stain = (
        table(("글", 1, 10, 10, 20, 20))
        + "\n5\t1\t1\t1\t2\t1\t10\t50\t20\t20\t5\t~~\n4\t1\t1\t1\t2\t0\t1\t1\t1\t1\t-1\t"
    )
    assert [row.text for row in ocr.rows_of_table(stain, 1, 100, 100)] == ["글"]


def picture(kind: str, text: str = "RESUME OF A BACKEND DEVELOPER") -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1400, 400), "white")
    ImageDraw.Draw(image).text((80, 150), text, fill="black", font=ImageFont.load_default(48))
    out = io.BytesIO()
    if kind == "turned":
        exif = Image.Exif()
        exif[0x0112] = 6
        image.rotate(90, expand=True).save(out, "JPEG", exif=exif)
    else:
        image.save(out, kind)
    return out.getvalue()


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "turned", "PDF"])
def test_picture_is_read(kind: str) -> None:
    document = read(picture(kind), "a")
    assert "BACKEND DEVELOPER" in document.text
    assert document.warnings == (TOLD,)
    assert (document.kind, document.pages) == ("pdf" if kind == "PDF" else "image", 1)
    assert document.lines[0].page == 1
    box = document.lines[0].box
    assert box is not None
    assert 0 < box[0] < box[2] < 1
    assert 0.2 < box[1] < box[3] < 0.8


@pytest.mark.usefixtures("tesseract")
def test_only_the_picture_pages_are_recognised() -> None:
    from PIL import Image

    del Image
    scan = picture("PDF")
    assert read(scan, "a.pdf").warnings == (TOLD,)
    assert read(pdf(Page().text(60, 700, "글로 된 쪽")), "a.pdf").warnings == ()


@pytest.mark.usefixtures("tesseract")
def test_picture_without_letters() -> None:
    from PIL import Image

    from metajob.errors import InputError

    out = io.BytesIO()
    Image.new("RGB", (600, 400), (200, 210, 220)).save(out, "PNG")
    with pytest.raises(InputError, match="글자를 찾지 못했어요"):
        read(out.getvalue(), "a.png")


def test_huge_picture_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    from metajob.errors import InputError

    monkeypatch.setattr(ocr, "program", lambda: "/bin/true")
    out = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(out, "PNG")
    with pytest.raises(InputError, match="그림이 너무 커서"):
        read(out.getvalue(), "a.png")


def test_layer_of_a_scanner_is_read_and_told() -> None:
    """Scanned, with the recognised letters laid invisibly over the picture."""
    page = Page().picture(0, 0, 595, 842, dark=False)
    for number in range(4):
        page.text(60, 700 - 20 * number, "스캐너가 읽어 둔 글자입니다", mode=3)
    document = read(pdf(page), "a.pdf")
    assert document.text.count("스캐너가") == 4
    assert document.warnings == (TOLD,)
    assert document.hidden == ()
