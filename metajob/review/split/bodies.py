"""Projects in text without headings of their own: table rows, named bullets, prose, and the last resort."""

from __future__ import annotations

import re

from metajob.review.model import ProjectSpan
from metajob.review.split.headings import Node
from metajob.review.split.layout import CONTACT, Row, cells, clean_title, sentence_like
from metajob.review.split.lines import columns_of
from metajob.review.split.naming import name_of
from metajob.review.split.prose import passages
from metajob.review.split.sections import Class, classify
from metajob.review.split.signs import work

_TITLE_COLUMN = re.compile(
    r"프로젝트|과제|사례|활동|업무|작품|사업|캠페인|주제|제목|project|title|case|name", re.I
)
_ITEM = re.compile(r"(.{3,40}?)(?:\s?[:：]\s|\s[-–—]\s|\s?\((?=[^)]*\d{4}))")
_CLOSING = re.compile(
    r"\W*(?:감사합니다|감사드립니다|읽어 주셔서 .*|이상입니다|끝|thank you.*|.*사실과 (?:다름|틀림).*|"
    r"(?:지원자|작성자|성명)\s?[:：]?\s?\S{2,5}\s?\(?(?:인|서명)?\)?)\W*",
    re.I,
)
_MIN_CELL = 20  # letters of a table cell that tells what was done
_MIN_LINE = 12  # letters of a line that tells something


class Bodies:
    """One text with its rows."""

    def __init__(self, text: str, rows: list[Row]) -> None:
        self.text = text
        self.rows = rows
        self.columns = columns_of(rows)

    def slice(self, first: int, last: int) -> str:
        """The text of rows[first:last]."""
        return self.text[self.rows[first].start : self.rows[last - 1].end] if first < last else ""

    def span(self, first: int, last: int, title: str) -> ProjectSpan:
        """Rows as a project, without a thank-you or signature at the end. Ids are given at the end."""
        while last > first + 1 and _CLOSING.fullmatch(self.rows[last - 1].text):
            last -= 1
        start, end = self.rows[first].start, self.rows[last - 1].end
        name = clean_title(title) or clean_title(self.rows[first].text) or self.rows[first].text
        return ProjectSpan(start=start, end=end, id="p", title=name)

    def tabled(self, first: int, last: int, lenient: bool) -> list[ProjectSpan]:
        """Projects that are rows of a table with a column for their names. lenient: also rows without signs of work."""
        table = [i for i in range(first, last) if self.rows[i].kind == "table"]
        header = cells(self.rows[table[0]].text) if len(table) > 1 else []
        if not header or any(work(cell) or len(cell) > 14 for cell in header):
            return []
        column = next(
            (k for k, cell in enumerate(header) if len(cell) <= 10 and _TITLE_COLUMN.search(cell)), None
        )
        found = []
        for i in table[1:]:
            row = cells(self.rows[i].text)
            if column is None or len(row) != len(header) or not row[column]:
                continue
            longest = max((len(cell) for k, cell in enumerate(row) if k != column), default=0)
            worked = longest >= _MIN_CELL and work("\n".join(row)) > 0
            if worked or (lenient and longest >= _MIN_LINE):
                found.append(self.span(i, i + 1, row[column]))
        return found

    def itemised(self, first: int, last: int) -> list[ProjectSpan]:
        """Projects that are all bullets of a section, of the shape "name: what was done" or "name (2021) …"."""
        items = [i for i in range(first, last) if self.rows[i].kind == "bullet" or self.rows[i].mark]
        named = [(i, found[1]) for i in items if (found := _ITEM.match(self.rows[i].title))]
        if len(named) < 2 or len(named) < len(items) or items[0] != first:
            return []
        ends = [*(i for i, _ in named[1:]), last]
        return [self.span(i, end, title) for (i, title), end in zip(named, ends, strict=True)]

    def told(self, first: int, last: int) -> list[ProjectSpan]:
        """Experiences in running text."""
        found = []
        for start, end in passages(self.text, self.rows[first:last], self.columns):
            title = clean_title(name_of(self.text[start:end]))
            found.append(ProjectSpan(start=start, end=end, id="p", title=title))
        head = self.rows[0]
        if (
            len(found) == 1
            and first == 0
            and last > 1
            and found[0].start == self.rows[1].start
            and self.is_title(head)
        ):
            return [ProjectSpan(start=head.start, end=found[0].end, id="p", title=clean_title(head.text))]
        return found

    def is_title(self, row: Row) -> bool:
        """A first line that is no name of a person or document, and no sentence."""
        plain = row.kind == "text" and " " in row.text and not row.complete and not CONTACT.search(row.text)
        return plain and len(row.text) >= 6 and classify(row.text) == "name"

    def tells(self, first: int, last: int) -> bool:
        """There is running text among the rows."""
        return any(row.kind == "text" and len(row.text) > _MIN_CELL for row in self.rows[first:last])

    def fallback(self, root: Node) -> list[ProjectSpan]:
        """One span over what reads like an experience, when no project was found. Skills and the like never count."""
        layers: tuple[tuple[Class, ...], ...] = (("list", "essay", "both"), ("list",))
        for classes in layers:
            out = _rows_of(root, classes)
            kept = [
                i
                for i, row in enumerate(self.rows)
                if i not in out
                and len(row.text) >= _MIN_LINE
                and work(row.text)
                and not CONTACT.search(row.text)
            ]
            if not kept:
                continue
            first, last = kept[0], kept[-1] + 1
            while last < len(self.rows) and last not in out and not self.rows[last].gap:
                if sentence_like(self.rows[last - 1].text):
                    break
                last += 1
            return [self.span(first, last, name_of(self.slice(first, last)))]
        return []


def _rows_of(node: Node, classes: tuple[Class, ...]) -> set[int]:
    if node.cls in classes:
        return set(range(node.first, node.last))
    found: set[int] = set()
    for child in node.children:
        found |= _rows_of(child, classes)
    return found
