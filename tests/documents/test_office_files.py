"""DOCX, HWPX and HWP: headings, lists, tables, boxes and notes in reading order."""

from __future__ import annotations

import pytest

from metajob.documents.intake import read
from tests.documents.office import (
    docx,
    hp,
    hwp,
    hwp_paragraph,
    hwp_table,
    hwpx,
    hwpx_table,
    p,
    record,
    tbl,
    tc,
    text_box,
    zipped,
)

STYLES = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="1"/><w:name w:val="내 제목"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Sub"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
)
DELETED = "<w:del><w:r><w:delText>뺌</w:delText></w:r></w:del>"
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("경력", paragraph=style("1")), "# 경력"),
        (p("경력", paragraph=style("Mine")), "# 경력"),
        (p("경력", paragraph=style("Sub")), "## 경력"),
        (p("경력", paragraph='<w:outlineLvl w:val="2"/>'), "### 경력"),
        (p("항목", paragraph=NUMBERED), "- 항목"),
        (p("항목", paragraph=style("Item")), "- 항목"),
        (p("보통", paragraph=style("Item") + '<w:numPr><w:numId w:val="0"/></w:numPr>'), "보통"),
        (tbl((tc(p("기간")), tc(p("회사"))), (tc(p("2020")), tc(p("나루")))), "기간 | 회사\n2020 | 나루"),
        (tbl((tc(p("업무")), tc(p("하나"), p("둘")))), "업무\n하나\n둘"),
        (tbl((tc(tbl((tc(p("안")), tc(p("쪽"))))), tc(p("밖")))), "안 | 쪽 | 밖"),
        (text_box(p("상자 글"), "<a:noFill/>") + p("다음"), "상자 글\n다음"),
        ("<w:p><w:r><w:t>한 줄</w:t><w:br/><w:t>다음 줄</w:t><w:tab/><w:t>끝</w:t></w:r></w:p>", "한 줄\n다음 줄  끝"),
        (f"<w:p><w:ins><w:r><w:t>넣음</w:t></w:r></w:ins>{DELETED}</w:p>", "넣음"),
        ("<w:p><w:hyperlink><w:r><w:t>주소</w:t></w:r></w:hyperlink></w:p>", "주소"),
        (f"<w:sdt><w:sdtContent>{p('틀 안')}</w:sdtContent></w:sdt>", "틀 안"),
        (p("낱말") + p("") + p("새 문단"), "낱말\n\n새 문단"),
    ],
)  # fmt: skip
def test_docx(body: str, text: str) -> None:
    document = read(docx(body, STYLES), "a.docx")
    assert (document.kind, document.text) == ("docx", text)


def test_docx_named_pdf_is_read_by_content() -> None:
    assert read(docx(p("글")), "이력서.pdf").kind == "docx"


def test_strict_docx_namespace() -> None:
    strict = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
    data = zipped({"word/document.xml": f"{strict}{p('글', '<w:vanish/>')}{p('보임')}</w:body></w:document>"})
    assert read(data, "a.docx").text == "보임"


def test_docx_footnotes_follow_the_text() -> None:
    line = f'<w:footnote w:type="separator">{p("선")}</w:footnote>'
    notes = f"<w:root>{line}<w:footnote>{p('각주 글')}</w:footnote></w:root>"
    assert read(docx(p("본문"), footnotes=notes), "a.docx").text == "본문\n각주 글"


def test_hwpx_reading() -> None:
    box = f"<hp:rect><hp:drawText><hp:subList>{hp('상자')}</hp:subList></hp:drawText></hp:rect>"
    note = f"<hp:ctrl><hp:footNote><hp:subList>{hp('각주')}</hp:subList></hp:footNote></hp:ctrl>"
    skipped = f"<hp:ctrl><hp:header><hp:subList>{hp('머리말')}</hp:subList></hp:header></hp:ctrl>"
    body = (
        hp("제목", style=1)
        + hp("작은 제목", para=1)
        + hp("항목", para=2)
        + hp("표 앞", after=hwpx_table((hp("기간"), hp("회사")), (hp("업무"), hp("하나") + hp("둘"))))
        + hp("본문<hp:lineBreak/>다음<hp:tab/>끝", after=box + note + skipped)
    )
    text = (
        "# 제목\n\n## 작은 제목\n\n- 항목\n표 앞\n\n기간 | 회사\n업무\n하나\n둘\n\n본문\n다음  끝\n상자\n각주"
    )
    document = read(hwpx(body, hp("둘째 구역")), "a.hwpx")
    assert (document.kind, document.text) == ("hwpx", f"{text}\n둘째 구역")


def test_hwpx_sections_follow_the_spine() -> None:
    package = (
        '<p><manifest><item id="a" href="Contents/section0.xml"/><item id="b" href="section1.xml"/></manifest>'
        '<spine><itemref idref="b"/><itemref idref="a"/></spine></p>'
    )
    assert read(hwpx(hp("영"), hp("일"), **{"Contents/content.hpf": package}), "a.hwpx").text == "일\n영"


@pytest.mark.parametrize("compressed", [True, False])
def test_hwp_reading(compressed: bool) -> None:
    body = (
        hwp_paragraph("제목", para=1)
        + hwp_paragraph("항목", para=2)
        + hwp_paragraph("표 앞\t탭", controls=hwp_table(("기간", "회사"), ("2020", "나루")), marks=1)
    )
    data = hwp(body, hwp_paragraph("둘째 구역 😀"), flags=int(compressed), compressed=compressed)
    document = read(data, "a.hwp")
    assert document.kind == "hwp"
    assert document.text.startswith("# 제목\n\n- 항목\n표 앞")
    assert document.text.endswith("기간 | 회사\n2020 | 나루\n\n둘째 구역 😀")


def test_hwp_boxes_are_read_and_headers_are_not() -> None:
    def control(name: bytes, text: str) -> bytes:
        inside = record(76, 2, bytes(20)) if name == b" osg" else b""
        return (
            record(71, 1, name + bytes(20)) + inside + record(72, 3, bytes(8)) + hwp_paragraph(text, level=3)
        )

    body = hwp_paragraph("본문", controls=control(b" osg", "상자") + control(b"daeh", "머리말"))
    assert read(hwp(body), "a.hwp").text == "본문\n상자"


def test_long_record_of_a_hwp() -> None:
    line = "긴 문단입니다. " * 600
    assert read(hwp(hwp_paragraph(line)), "a.hwp").text == line.strip()
