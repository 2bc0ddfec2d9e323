"""Files that are damaged, locked, too large, malicious or no documents: each gets a sentence of its own."""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile

import pytest

from metajob.documents import ocr
from metajob.documents.intake import MAX_BYTES, read
from metajob.errors import InputError
from tests.documents.office import docx, hp, hwp, hwp_paragraph, hwpx, ole, p, zipped
from tests.documents.raw_pdf import Page, pdf

GOOD_PDF = pdf(Page().text(60, 700, "멀쩡한 글입니다."))
LOCK = (
    b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>] " % (b"11" * 32, b"22" * 32)
)  # fmt: skip
LAUGHS = "<!DOCTYPE w [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


def png(width: int = 40, height: int = 30) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(out, "PNG")
    return out.getvalue()


def bomb(name: str, others: dict[str, str] | None = None) -> bytes:
    """Half a gigabyte of spaces in one member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, text in (others or {}).items():
            archive.writestr(other, text)
        with archive.open(name, "w") as member:
            for _ in range(512):
                member.write(b" " * (1 << 20))
    return out.getvalue()


def lying_bomb() -> bytes:
    """The directory says 1,000 bytes; the member unpacks to far more."""
    data = bytearray(zipped({"word/document.xml": " " * 30_000_000}))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(mark)
        struct.pack_into("<I", data, at + place, 100_000)
    return bytes(data)


def encrypted_zip() -> bytes:
    data = bytearray(docx(p("글")))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


def pages_tree(count: int) -> bytes:
    """A tree that names the same page many times."""
    data = GOOD_PDF.replace(b"/Count 1 ", b"/Count %d " % count)
    kids = data[data.index(b"/Kids [") + 7 : data.index(b"]", data.index(b"/Kids ["))]
    return data.replace(b"/Kids [" + kids, b"/Kids [" + b" ".join([kids] * count))


MANY = {f"word/{number}.xml": "" for number in range(2001)} | {"word/document.xml": "<a/>"}
WIDE_LAUGHS = ("\ufeff" + LAUGHS + "<w>글</w>").encode("utf-16-le")
FILE_ENTITY = "<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w>&x;</w>"
NOISY_HWP = {
    "FileHeader": b"HWP Document File".ljust(36, b"\0") + bytes(220),
    "DocInfo": bytes(range(1, 251)) * 4,
}
LONG_HWP = hwp(hwp_paragraph("".join(map(chr, random.Random(1).choices(range(0xAC00, 0xD7A0), k=9000)))))

HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "빈 파일"),
    "only spaces": (b" \n\t\r\n", "빈 파일"),
    "only zeros": (bytes(5000), "빈 파일"),
    "too large": (b"a" * (MAX_BYTES + 1), "10MB"),
    "locked pdf": (pdf(Page().text(60, 700, "비밀"), trailer=LOCK), "암호가"),
    "cut pdf": (b"%PDF-1.7\n" + os.urandom(200), "PDF 파일이 손상"),
    "pdf head only": (b"%PDF-1.7\n", "PDF 파일이 손상"),
    "book": (pdf(*[Page().text(60, 700, "쪽") for _ in range(200)]), "200쪽"),
    "10k pages": (pages_tree(10_000), "10000쪽"),
    "no letters": (pdf(Page()), "글자를 찾지 못했어요"),
    "bomb docx": (bomb("word/document.xml"), "압축을 풀면"),
    "bomb hwpx": (bomb("Contents/section0.xml", {"Contents/content.hpf": "<a/>"}), "압축을 풀면"),
    "bomb picture in docx": (bomb("word/media/a.png", {"word/document.xml": "<a/>"}), "압축을 풀면"),
    "many members": (zipped(MANY), "압축을 풀면"),
    "lying directory": (lying_bomb(), "압축이 손상"),
    "laughs docx": (zipped({"word/document.xml": LAUGHS + "<w>&i;</w>"}), "허용하지 않는"),
    "laughs hwpx": (hwpx(hp("글"), **{"Contents/section1.xml": LAUGHS + "<w>&i;</w>"}), "허용하지 않는"),
    "laughs in utf-16": (zipped({"word/document.xml": WIDE_LAUGHS}), "허용하지 않는"),
    "external entity": (zipped({"word/document.xml": FILE_ENTITY}), "허용하지 않는"),
    "broken xml": (zipped({"word/document.xml": "<w:document><w:body>"}), "DOCX 파일이 손상"),
    "no body": (zipped({"word/document.xml": "<document/>"}), "DOCX 파일이 손상"),
    "broken hwpx": (hwpx("<hp:p>"), "HWPX 파일이 손상"),
    "hwpx without sections": (hwpx(), "HWPX 파일이 손상"),
    "encrypted zip": (encrypted_zip(), "암호가"),
    "encrypted hwpx": (
        hwpx(hp("글"), **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "암호가"
    ),
    "encrypted docx": (ole({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 100}), "암호가"),
    "encrypted hwp": (hwp(hwp_paragraph("글"), flags=3), "암호가"),
    "distribution hwp": (hwp(hwp_paragraph("글"), flags=5), "배포용"),
    "drm hwp": (hwp(hwp_paragraph("글"), flags=0x11), "배포용"),
    "hwp without sections": (hwp(), "HWP 파일이 손상"),
    "hwp of noise": (ole(NOISY_HWP), "HWP 파일이 손상"),
    "cut hwp": (LONG_HWP[:6000], "문서 파일이 손상"),
    "old hwp": (b"HWP Document File V3.00 \x1a\x01\x02" + bytes(100), "한글 97"),
    "old doc": (ole({"WordDocument": b"x" * 5000, "1Table": b"y"}), "옛 워드"),
    "old excel": (ole({"Workbook": b"x" * 5000}), "엑셀"),
    "slides": (zipped({"ppt/presentation.xml": "<a/>"}), "파워포인트"),
    "odt": (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "(ODF)"),
    "rtf": (rb"{\rtf1 hello}", "(RTF)"),
    "web page": (b"<!DOCTYPE html><html><body>hi</body></html>", "(HTML)"),
    "zip of files": (zipped({"a.txt": "a", "b.txt": "b"}), "압축 파일"),
    "seven zip": (b"7z\xbc\xaf\x27\x1c" + bytes(50), "압축 파일"),
    "cut zip": (docx(p("글"))[:-40], "압축이 손상"),
    "program": (b"MZ\x90\x00" + os.urandom(3000), "실행 파일"),
    "elf": (b"\x7fELF\x02\x01\x01" + bytes(3000), "실행 파일"),
    "noise": (random.Random(4).randbytes(20_000), "어떤 파일인지"),
    "noise without zeros": (bytes(random.Random(5).choices(range(1, 256), k=20_000)), "어떤 파일인지"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("name", ["이력서.pdf", "resume.docx"])
def test_refused_with_its_own_sentence(case: str, name: str) -> None:
    data, said = HOSTILE[case]
    with pytest.raises(InputError) as caught:
        read(data, name)
    assert said in caught.value.message
    assert caught.value.message.endswith("요.")
    assert caught.value.hint.endswith(("요.", "요"))
    assert all(
        letter[0] >= "가" or letter[0] in "(" or letter[0].isascii()
        for letter in caught.value.message.split()
    )


@pytest.mark.parametrize("kind", ["photo", "scan"])
def test_pictures_without_ocr(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "program", lambda: None)
    data = png() if kind == "photo" else pdf(Page().picture(0, 0, 595, 842))
    with pytest.raises(InputError, match="그림 파일이라" if kind == "photo" else "스캔한 PDF라") as caught:
        read(data, "a")
    assert "tesseract" in caught.value.hint


def test_page_that_is_a_picture_is_named_when_the_rest_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "program", lambda: None)
    document = read(pdf(Page().text(60, 700, "첫 쪽의 글"), Page().picture(0, 0, 595, 842)), "a.pdf")
    assert document.text == "첫 쪽의 글"
    assert document.warnings == ("그림으로 된 쪽은 읽지 못했어요: 2쪽.",)


def loop_pdf() -> bytes:
    """A form that draws itself, and content without an end of operators."""
    endless = b"q 1 0 0 1 0 0 cm " * 400_000
    return pdf(Page().raw(endless).text(60, 700, "끝에 있는 글"), Page().raw(b"/X1 Do " * 1000))


@pytest.mark.parametrize(
    "data", [loop_pdf(), GOOD_PDF[:-300], GOOD_PDF + os.urandom(2000)], ids=["loop", "cut", "tail"]
)
def test_damaged_pdf_is_read_or_refused(data: bytes) -> None:
    try:
        assert "글" in read(data, "a.pdf").text
    except InputError as error:
        assert error.hint


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_never_raise_anything_else(seed: int) -> None:
    dice = random.Random(seed)
    files = [GOOD_PDF, docx(p("글")), hwpx(hp("글")), hwp(hwp_paragraph("글" * 50))]
    data = bytearray(files[seed % 4])
    for _ in range(30):
        data[dice.randrange(len(data))] = dice.randrange(256)
    try:
        read(bytes(data), "a")
    except InputError as error:
        assert error.message
