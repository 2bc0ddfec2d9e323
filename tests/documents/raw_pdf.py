"""Writes small PDF files by hand: Korean text without an embedded font, boxes, pictures, and what hides letters."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842  # A4 in points
Colour = tuple[float, float, float]
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (1, 1, 1)


def _to_unicode() -> bytes:
    """Code = code point, told in ranges of one high byte as the format asks."""
    ranges = [b"<%02X00> <%02XFF> <%02X00>" % (high, high, high) for high in range(0xD8)]
    blocks = [ranges[at : at + 100] for at in range(0, len(ranges), 100)]
    body = b"\n".join(
        b"%d beginbfrange\n%s\nendbfrange" % (len(block), b"\n".join(block)) for block in blocks
    )
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + body + b"\nendcmap end end"
    )


@dataclass
class Page:
    """One page; places are points from the bottom left. extra: further entries of the page dictionary."""

    width: float = WIDTH
    height: float = HEIGHT
    extra: bytes = b""
    content: list[bytes] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10,
        colour: Colour = BLACK,
        *,
        mode: int = 0,
        faint: bool = False,
        matrix: tuple[float, float, float, float] = (1, 0, 0, 1),
        latin: bool = False,
    ) -> Page:
        """mode: text rendering mode, 3 is invisible. faint: alpha 0.02. Half an em for ASCII, one for the rest.

        latin: Helvetica, whose letters have outlines; PDFium leaves out turned letters without.
        """
        look = b"/Faint gs " if faint else b""
        self.content.append(
            look + b"BT /%s %g Tf %d Tr %g %g %g rg %g %g %g %g %g %g Tm <%s> Tj ET" % (
                b"F2" if latin else b"F1", size, mode, *colour, *matrix, x, y,
                text.encode("latin-1" if latin else "utf-16-be").hex().encode(),
            ) + (b" /Solid gs" if faint else b"")
        )  # fmt: skip
        return self

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> Page:
        """A filled box."""
        self.content.append(b"%g %g %g rg %g %g %g %g re f" % (*colour, x, y, width, height))
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Page:
        """A thin black line."""
        self.content.append(b"0 0 0 RG 0.5 w %g %g m %g %g l S" % (x0, y0, x1, y1))
        return self

    def picture(self, x: float, y: float, width: float, height: float, *, dark: bool = True) -> Page:
        """A plain dark or white picture stretched over a box."""
        self.content.append(
            b"q %g 0 0 %g %g %g cm /%s Do Q" % (width, height, x, y, b"Dark" if dark else b"Light")
        )
        return self

    def raw(self, operators: bytes) -> Page:
        """Any content."""
        self.content.append(operators)
        return self


def pdf(*pages: Page, trailer: bytes = b"", catalog: bytes = b"") -> bytes:
    """The file. trailer, catalog: further entries of these dictionaries."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(data: bytes, entries: bytes = b"") -> int:
        packed = zlib.compress(data)
        return add(
            b"<< /Length %d /Filter /FlateDecode %s>> stream\n%s\nendstream" % (len(packed), entries, packed)
        )

    unicode = stream(_to_unicode())
    described = add(
        b"<< /Type /FontDescriptor /FontName /Test /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 "
        b"/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    descendant = add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (Identity) /Supplement 0 >> /DW 1000 /W [32 126 500] /FontDescriptor %d 0 R >>"
        % described
    )
    font = add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H /DescendantFonts [%d 0 R] "
        b"/ToUnicode %d 0 R >>" % (descendant, unicode)
    )
    shades = [
        stream(bytes([value]), b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
               b"/BitsPerComponent 8 ") for value in (20, 255)
    ]  # fmt: skip
    helvetica = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    resources = (
        b"<< /Font << /F1 %d 0 R /F2 %s >> /XObject << /Dark %d 0 R /Light %d 0 R >> "
        b"/ExtGState << /Faint << /ca 0.02 >> /Solid << /ca 1 >> >> >>" % (font, helvetica, *shades)
    )
    root = len(objects) + 2 * len(pages) + 1
    kids = []
    for page in pages:
        content = stream(b"\n".join(page.content))
        kids.append(add(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R /Resources %s %s >>"
            % (root, page.width, page.height, content, resources, page.extra)
        ))  # fmt: skip
    tree = add(
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    )
    first = add(b"<< /Type /Catalog /Pages %d 0 R %s>>" % (tree, catalog))
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root %d 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        first,
        trailer,
        start,
    )
    return bytes(out)
