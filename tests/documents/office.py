"""Writes small DOCX, HWPX and HWP files by hand, for the tests."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from itertools import pairwise

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DRAWING = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def docx(body: str, styles: str = "", **parts: str) -> bytes:
    """`body` inside w:body, `styles` inside w:styles; further parts as word/<name>.xml."""
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W} {_DRAWING}><w:body>{body}</w:body></w:document>",
    }
    if styles:
        made["word/styles.xml"] = f"<w:styles {_W}>{styles}</w:styles>"
    made |= {
        f"word/{name}.xml": text.replace("<w:root", f"<w:root {_W} {_DRAWING}")
        for name, text in parts.items()
    }
    return zipped(made)


def p(text: str, run: str = "", paragraph: str = "") -> str:
    """A paragraph of one run; `run` inside w:rPr, `paragraph` inside w:pPr."""
    return f'<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(*blocks: str, fill: str = "") -> str:
    """A table cell."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f"<w:tc><w:tcPr>{shade}</w:tcPr>{''.join(blocks)}</w:tc>"


def tbl(*rows: tuple[str, ...], style: str = "") -> str:
    """A table of rows of cells."""
    named = f'<w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr>' if style else "<w:tblPr/>"
    return f"<w:tbl>{named}{''.join('<w:tr>' + ''.join(row) + '</w:tr>' for row in rows)}</w:tbl>"


def text_box(content: str, fill: str) -> str:
    """A paragraph with a drawn box and its fallback twin, as Word writes both. fill: content of wps:spPr."""
    return (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData>"
        f"<wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect><v:textbox>"
        f"<w:txbxContent>{content}</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )


_HP = (
    'xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph" xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section" '
    'xmlns:hh="http://www.hancom.co.kr/hwpml/2011/head" xmlns:hc="http://www.hancom.co.kr/hwpml/2011/core"'
)
# Ids: charPr 0 plain, 1 white, 2 two points, 3 white on its own dark shade; borderFill 1 none, 2 dark, 3 white
_HEAD = f"""<hh:head {_HP}><hh:refList>
<hh:borderFills><hh:borderFill id="1"/>
<hh:borderFill id="2"><hc:fillBrush><hc:winBrush faceColor="#1F3864" alpha="0"/></hc:fillBrush></hh:borderFill>
<hh:borderFill id="3"><hc:fillBrush><hc:winBrush faceColor="#FFFFFF"/></hc:fillBrush></hh:borderFill></hh:borderFills>
<hh:charProperties><hh:charPr id="0" height="1000" textColor="#000000" shadeColor="none"/>
<hh:charPr id="1" height="1000" textColor="#FFFFFF" shadeColor="none"/>
<hh:charPr id="2" height="200" textColor="#000000" shadeColor="none"/>
<hh:charPr id="3" height="1000" textColor="#FFFFFF" shadeColor="#000000"/></hh:charProperties>
<hh:paraProperties><hh:paraPr id="0"><hh:heading type="NONE" idRef="0" level="0"/></hh:paraPr>
<hh:paraPr id="1"><hh:heading type="OUTLINE" idRef="0" level="1"/></hh:paraPr>
<hh:paraPr id="2"><hh:heading type="BULLET" idRef="1" level="0"/></hh:paraPr>
<hh:paraPr id="3"><hh:border borderFillIDRef="2"/></hh:paraPr></hh:paraProperties>
<hh:styles><hh:style id="0" type="PARA" name="바탕글"/><hh:style id="1" type="PARA" name="개요 1"/></hh:styles>
</hh:refList></hh:head>"""


def hwpx(*sections: str, **parts: str) -> bytes:
    """Sections of hp:p elements; further parts by their full name."""
    made: dict[str, str | bytes] = {"mimetype": "application/hwp+zip", "Contents/header.xml": _HEAD}
    for number, body in enumerate(sections):
        made[f"Contents/section{number}.xml"] = f"<hs:sec {_HP}>{body}</hs:sec>"
    return zipped(made | dict(parts.items()))


def hp(text: str, char: int = 0, para: int = 0, style: int = 0, after: str = "") -> str:
    """A paragraph of one run; `after` stands in the run behind the text."""
    return (
        f'<hp:p paraPrIDRef="{para}" styleIDRef="{style}"><hp:run charPrIDRef="{char}">'
        f"<hp:t>{text}</hp:t>{after}</hp:run></hp:p>"
    )


def hwpx_table(*rows: tuple[str, ...], fill: int = 1) -> str:
    """A table; every cell is its paragraphs."""
    cells = "".join(
        "<hp:tr>" + "".join(f'<hp:tc borderFillIDRef="{fill}"><hp:subList>{cell}</hp:subList></hp:tc>' for cell in row)
        + "</hp:tr>" for row in rows
    )  # fmt: skip
    return f'<hp:tbl borderFillIDRef="1">{cells}</hp:tbl>'


# ---------------------------------------------------------------- HWP 5: records in an OLE file


def record(tag: int, level: int, data: bytes) -> bytes:
    """One record; long ones carry their size in a further number."""
    if len(data) < 0xFFF:
        return struct.pack("<I", tag | level << 10 | len(data) << 20) + data
    return struct.pack("<II", tag | level << 10 | 0xFFF << 20, len(data)) + data


def char_shape(height: int = 1000, colour: int = 0, shade: int = 0xFFFFFFFF) -> bytes:
    """Colours as 0x00bbggrr."""
    return record(21, 1, bytes(42) + struct.pack("<iIbbIIII", height, 0, 0, 0, colour, 0, shade, 0))


def border_fill(colour: int | None) -> bytes:
    """A solid fill, or none."""
    fill = struct.pack("<I", 0) if colour is None else struct.pack("<IIIi", 1, colour, 0, -1)
    return record(20, 1, bytes(32) + fill + bytes(8))


def para_shape(kind: int = 0, level: int = 0) -> bytes:
    """kind: 0 plain, 1 outline, 2 numbered, 3 bullet."""
    return record(25, 1, struct.pack("<I", kind << 23 | level << 25) + bytes(50))


def hwp_paragraph(text: str, shapes: tuple[tuple[int, int], ...] = ((0, 0),), para: int = 0, level: int = 0,
                  controls: bytes = b"", marks: int = 0) -> bytes:  # fmt: skip
    """shapes: (from code unit, char shape). controls: records below; marks: how many anchors stand before the text."""
    anchor = struct.pack("<H", 11) + b" lbt" + bytes(8) + struct.pack("<H", 11)
    units = anchor * marks + text.encode("utf-16-le") + b"\r\x00"
    head = struct.pack("<IIHBBHHHI", len(units) // 2, 0, para, 0, 0, len(shapes), 0, 0, 0)
    runs = b"".join(struct.pack("<II", *shape) for shape in shapes)
    return record(66, level, head) + record(67, level + 1, units) + record(68, level + 1, runs) + controls


def hwp_table(*rows: tuple[str, ...], fill: int = 1, char: int = 0) -> bytes:
    """A table control with one paragraph in every cell."""
    out = record(71, 1, b" lbt" + bytes(40)) + record(77, 2, bytes(20))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            place = struct.pack("<HHIHHHHII4HH", 1, 0, 0, column, number, 1, 1, 100, 100, 0, 0, 0, 0, fill)
            out += record(72, 2, place) + hwp_paragraph(text, ((0, char),), level=2)
    return out


def hwp(*sections: bytes, flags: int = 1, compressed: bool = True) -> bytes:
    """Char shapes: 0 plain, 1 white, 2 one point, 3 white on dark. Fills from 1: none, dark.

    Paragraph shapes: 0 plain, 1 outline, 2 bullet.
    """
    info = record(16, 0, struct.pack("<H", len(sections)) + bytes(24))
    info += (
        char_shape()
        + char_shape(colour=0xFFFFFF)
        + char_shape(height=100)
        + char_shape(colour=0xFFFFFF, shade=0x402010)
    )
    info += border_fill(None) + border_fill(0x64381F)
    info += para_shape() + para_shape(1, 0) + para_shape(3)
    header = b"HWP Document File".ljust(32, b"\x00") + struct.pack("<II", 0x05010000, flags)

    def packed(data: bytes) -> bytes:
        encoder = zlib.compressobj(9, zlib.DEFLATED, -15)
        return encoder.compress(data) + encoder.flush() if compressed else data

    streams = {"FileHeader": header.ljust(256, b"\x00"), "DocInfo": packed(info)}
    return ole(streams | {f"BodyText/Section{number}": packed(body) for number, body in enumerate(sections)})


_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of version 3 with these streams; one level of folders."""
    folders = sorted({name.split("/")[0] for name in streams if "/" in name})
    entries: list[tuple[str, int, bytes | None, list[str]]] = [("Root Entry", 5, None, [])]
    top = [name for name in streams if "/" not in name] + folders
    small, mini_fat = bytearray(), []
    fat: list[int] = []
    body = bytearray()

    def store(data: bytes) -> int:
        count = -(-len(data) // 512)
        first = len(fat)
        fat.extend([*range(first + 1, first + count), _END])
        body.extend(data.ljust(count * 512, b"\x00"))
        return first

    def store_small(data: bytes) -> int:
        count = -(-len(data) // 64)
        first = len(mini_fat)
        mini_fat.extend([*range(first + 1, first + count), _END])
        small.extend(data.ljust(count * 64, b"\x00"))
        return first

    placed = {name: (store if len(data) >= 4096 else store_small)(data) for name, data in streams.items()}
    order = ["", *top, *(name for name in streams if "/" in name)]
    number = {name: place for place, name in enumerate(order)}
    del entries
    children = {"": top} | {folder: [n for n in streams if n.startswith(f"{folder}/")] for folder in folders}
    right: dict[str, str] = {}
    for (
        members
    ) in children.values():  # a chain of right siblings, shortest name first, is a valid search tree
        chain = sorted(members, key=lambda n: (len(n.split("/")[-1]), n.split("/")[-1].upper()))
        right |= dict(pairwise(chain))
        members[:] = chain
    small_start = store(bytes(small)) if small else _END
    directory = b""
    for name in order:
        label = (name.split("/")[-1] or "Root Entry").encode("utf-16-le") + b"\x00\x00"
        kind = 5 if name == "" else 1 if name in folders else 2
        start = small_start if kind == 5 else placed.get(name, 0)
        size = len(small) if kind == 5 else len(streams.get(name, b""))
        first_child = number[children[name][0]] if children.get(name) else _FREE
        next_one = number[right[name]] if name in right else _FREE
        directory += label.ljust(64, b"\x00") + struct.pack(
            "<HBBIII16sIQQIII",
            len(label),
            kind,
            1,
            _FREE,
            next_one,
            first_child,
            b"",
            0,
            0,
            0,
            start,
            size,
            0,
        )
    directory_start = store(directory)
    mini = struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(
        -(-len(mini_fat) * 4 // 512) * 512 or 512, b"\xff"
    )
    mini_start = store(mini)
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * 512:
        fat_sectors += 1
    first_fat = len(fat)
    fat.extend([_FAT] * fat_sectors)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * 512, b"\xff")
    difat = [*range(first_fat, first_fat + fat_sectors)] + [_FREE] * (109 - fat_sectors)
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, fat_sectors,
        directory_start, 0, 4096, mini_start, len(mini) // 512, _END, 0, 0,
    )[:76]  # fmt: skip
    return header + struct.pack("<109I", *difat) + bytes(body) + table
