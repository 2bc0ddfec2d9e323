"""Makes Korean text PDFs of a wanted length, to time the document intake with.

    python -m benchmarks.review_files

prints CPU seconds of `metajob.documents.intake.read`, the start of the reading process included.
"""

from __future__ import annotations

import io
import os
import platform
from collections.abc import Callable

from metajob.documents.intake import read

ASKED = {10: 0.5, 30: 1.5}  # pages → CPU seconds
MARGIN, LEADING, SIZE = 56.0, 17.0, 10.5  # points
_SENTENCES = (
    "점심마다 주문 조회가 3초를 넘겨 고객 문의가 하루 40건씩 들어왔습니다.",
    "조회 경로를 분리하고 Redis 캐시를 두어 평균 응답 시간을 3.1초에서 420ms로 낮췄습니다.",
    "Redis를 고른 이유는 팀이 이미 운영하고 있었고 키마다 만료 시간을 둘 수 있었기 때문입니다.",
    "다만 캐시가 비워진 직후의 첫 요청은 여전히 1초 가까이 걸리는 문제가 남아 있습니다.",
    "Spring Boot 3과 Kotlin으로 서버를 만들고 GitHub Actions로 하루 네 번 배포했습니다.",
    "인수인계 문서를 표로 다시 만들었더니 신규 입사자의 질문이 주 12건에서 5건으로 줄었습니다.",
)


def korean_lines(width: int) -> list[str]:
    """Sentences wrapped at `width` em anywhere between letters, as browsers wrap Korean; a heading every 18 lines."""
    text = " ".join(_SENTENCES[number * 5 % len(_SENTENCES)] for number in range(12))
    lines, line, used = [], "", 0.0
    for letter in text:
        used += 0.5 if letter.isascii() else 1.0
        if used > width:
            lines.append(line.strip())
            line, used = "", 0.5
        line += letter
    return [
        f"{number // 18 + 1}. 주문 조회 개선" if number % 18 == 0 else row
        for number, row in enumerate(lines * 4)
    ]


def korean_pdf(pages: int, columns: int = 1) -> bytes:
    """A4 pages filled with text of 10.5 pt, about 1,500 letters each, and a full-width title on the first.

    Drawn by Skia with a system font that has Hangul, embedded as a subset; on a machine without such a font written
    by hand without an embedded one, which is a little quicker to read.
    """
    import skia

    hangul = skia.FontMgr().matchFamilyStyleCharacter("", skia.FontStyle(), ["ko"], ord("가"))
    draw = _with_skia if hangul is not None and hangul.unicharToGlyph(ord("가")) else _by_hand
    return draw(pages, columns)


def _places(pages: int, columns: int) -> list[list[tuple[float, float, float, str]]]:
    """For each page (x, y from the top, size, text)."""
    width = (595 - 2 * MARGIN - 24 * (columns - 1)) / columns
    lines = korean_lines(int(width / SIZE))
    found = []
    for page in range(pages):
        top = MARGIN + (60 if page == 0 else 0)
        rows = int((842 - MARGIN - top) / LEADING)
        texts = [lines[(page * 97 + number) % len(lines)] for number in range(rows * columns)]
        placed = [
            (MARGIN + number // rows * (width + 24), top + number % rows * LEADING, SIZE, text)
            for number, text in enumerate(texts)
        ]
        title = [(MARGIN, MARGIN + 10, 20.0, "경력 기술서 — 백엔드 개발자로 일해 온 다섯 해의 기록")]
        found.append((title if page == 0 else []) + placed)
    return found


def _with_skia(pages: int, columns: int) -> bytes:
    import skia

    face = skia.FontMgr().matchFamilyStyleCharacter("", skia.FontStyle(), ["ko"], ord("가"))
    stream = skia.DynamicMemoryWStream()
    document = skia.PDF.MakeDocument(stream)
    for page in _places(pages, columns):
        canvas = document.beginPage(595, 842)
        for x, y, size, text in page:
            canvas.drawString(text, x, y, skia.Font(face, size), skia.Paint(AntiAlias=True))
        document.endPage()
    document.close()
    out = io.BytesIO(bytes(stream.detachAsData()))
    return out.getvalue()


def _by_hand(pages: int, columns: int) -> bytes:
    from tests.documents.raw_pdf import Page, pdf

    made = []
    for places in _places(pages, columns):
        page = Page()
        for x, y, size, text in places:
            page.text(x, 842 - y, text, size)
        made.append(page)
    return pdf(*made)


def cpu_of(work: Callable[[], object], runs: int = 3) -> float:
    """Least CPU seconds of this process and its children over some runs."""
    best = float("inf")
    for _ in range(runs):
        before = os.times()
        work()
        after = os.times()
        best = min(best, sum(after[:4]) - sum(before[:4]))
    return best


def main() -> None:
    """Print the table."""
    print(platform.machine(), f"{os.cpu_count()} cores", f"Python {platform.python_version()}")
    for columns in (1, 2):
        for pages, asked in ASKED.items():
            data = korean_pdf(pages, columns)
            letters = len(read(data, "x.pdf").text)
            seconds = cpu_of(lambda data=data: read(data, "x.pdf"))  # type: ignore[misc]
            print(
                f"{pages:3d} pages {columns} columns {letters:6d} letters {seconds:5.2f} s (asked <= {asked})"
            )


if __name__ == "__main__":
    main()
