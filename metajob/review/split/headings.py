"""Which rows are headings: by their mark, by deeper bullets below them, or by layout alone (text out of a PDF)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from metajob.review.split.layout import CONTACT, DATE, RANGE, Row, clean_title
from metajob.review.split.lines import (
    ENCLOSED,
    LISTED,
    TITLE_COLUMNS,
    WORD,
    columns_of,
    is_fact,
    is_meta,
    labelled,
    names_part,
    short,
)
from metajob.review.split.sections import Class, classify, is_competence, is_duties, is_organisation
from metajob.review.split.signs import ends_in_noun_form

_NEAR = 3  # blank lines that may stand between a heading and its text

_SERIES_TAG = re.compile(r"[A-Za-z가-힣 ]{2,12}\s?#?(?:\d{1,2}|[①-⑩])\W*$")
_NAMED = re.compile(r"(.{3,40}?)\s?(?:[:：]|\s[-–—])\s+(?=.{12})")
_QUOTED = re.compile(r"[\"“'‘「『<][^\"”.?!]{4,}[\"”'’」』>]")
_YEAR = re.compile(rf"\((?:[^()]*,\s?)?(?:{DATE.pattern})[^()]*\)$")
_ASKED_TAG = re.compile(r"(?:문항|질문|항목|Q|question)\s?\d{1,2}\W*$", re.I)

_EMPLOYER = re.compile(r"(?:회사|업체|직장|근무처|근무회사|근무기관)\s?명?|company|employer", re.I)


@dataclass
class Node:
    """A heading with what stands under it. rows[first:last] includes the heading; body: first row after the title.

    family: kind of mark; headings of one family stand on one level. run_in: text goes on in the line of the title.
    series: the mark itself says that it is a project ("PROJECT 01", "사례 2", "프로젝트명:").
    """

    first: int
    family: str
    title: str
    cls: Class
    body: int = 0
    last: int = 0
    run_in: bool = False
    series: bool = False
    children: list[Node] = field(default_factory=list)


def is_part(node: Node) -> bool:
    """A part inside a project (background, result, …) and no place of its own."""
    return node.cls in ("facet", "both")


class _Reader:
    """Reads the headings of one table of rows."""

    def __init__(self, table: list[Row]) -> None:
        self.table = table
        self.found: list[Node] = []
        self.columns = columns_of(table)
        self.airy = sum(row.gap > 0 for row in table) * 4 > len(table)  # paragraphs are parted by blank lines
        self.hashed = sum(row.mark.startswith("#") for row in table) >= 3
        names = sum(self.marked(i) and classify(row.title) == "name" for i, row in enumerate(table))
        self.has_names = names >= 2  # then a line without a mark needs dates to be a project

    def after(self, i: int) -> Row | None:
        near = i + 1 < len(self.table) and self.table[i + 1].gap <= _NEAR
        return self.table[i + 1] if near else None

    def titled(self, i: int) -> bool:
        """The row above is a title."""
        return bool(self.found) and self.found[-1].body == i

    # ---- rows with a mark --------------------------------------------------------------------------------------

    def marked(self, i: int) -> bool:
        """A row with a heading mark is a heading, and not an item of a list or an emphasised sentence."""
        row = self.table[i]
        if row.kind != "mark":
            return False
        if row.mark == "name" or row.mark.startswith(("#", "series")):
            return True
        known = classify(row.title)
        if row.mark in ENCLOSED:
            if not row.rest:
                return short(row.title) or known != "name"
            runs_on = len(row.title) >= 4 and row.gap > 0
            return known not in ("facet", "both") and short(row.title) and (short(row.rest) or runs_on)
        if is_fact(row) or (known == "name" and (not short(row.title) or labelled(row))):
            return False
        if row.mark in ("가.", "A.") and row.order not in "가A":  # "나." may be the end of a broken word
            started = any(other.mark == row.mark and other.order in "가A" for other in self.table[:i])
            if not started:
                return False
        after = self.after(i)
        return after is not None and (after.mark != row.mark or classify(after.title) in ("facet", "both"))

    def run_in(self, i: int) -> str:
        """The name in "1. name: what was done" below a section that holds projects, else empty."""
        row = self.table[i]
        named = _NAMED.match(row.title) if row.mark in LISTED else None
        holder = next((node for node in reversed(self.found) if node.family != f"n{row.mark}"), None)
        holds = holder is not None and (holder.cls == "project" or is_duties(holder.title))
        return named[1] if named and holds else ""

    def with_mark(self, i: int) -> Node:
        row = self.table[i]
        family = f"n{row.mark}" if row.mark in LISTED else row.mark
        if row.mark > "\U0001f300":
            family = "picture"
        title, run_in = row.title, bool(row.rest) and not short(row.rest)
        bracketed = row.mark in ENCLOSED[1:]
        if asked := bracketed and run_in and bool(_ASKED_TAG.match(row.title)):
            title, run_in = row.rest, False  # [문항 1] 협력한 경험을 …
        elif bracketed and not run_in and WORD.search(clean_title(row.rest)) and not is_meta(row.rest):
            known = classify(row.title)
            item = known == "essay" or is_competence(row.title) or bool(_QUOTED.fullmatch(row.rest))
            if known == "name" or not item:  # [도전] 처음으로 …, but not [성장과정] 약속은 …
                title = row.rest if known != "name" or len(row.title) <= 6 else title
        node = Node(i, family, title, classify(title), i + 1, run_in=run_in)
        node.series = row.mark == "name" or "series" in row.mark + row.order
        node.series = node.series or (bracketed and not asked and bool(_SERIES_TAG.match(row.title)))
        if not clean_title(title).strip(" .") and i + 1 < len(self.table) and short(self.table[i + 1].text):
            node.title, node.body = (
                self.table[i + 1].title or self.table[i + 1].text,
                i + 2,
            )  # "PROJECT 1", then the title
            node.cls = classify(node.title)
        if node.series and node.cls in ("facet", "both", "list", "career"):
            node.cls = "name"
        return node

    def nested(self, i: int) -> bool:
        """A bullet that holds deeper bullets, or bullets of another mark."""
        row, after = self.table[i], self.after(i)
        if (
            row.kind != "bullet"
            or after is None
            or after.kind not in ("bullet", "field", "text")
            or not short(row.title)
        ):
            return False
        if after.kind == "text":  # not a bullet that goes on in the next line
            told = after.width > row.width * 1.5 and row.width < self.columns * 0.6
            return after.indent > row.indent and told and not DATE.search(row.title[-8:])
        other = after.kind == "bullet" and after.mark != row.mark and after.indent >= row.indent
        return after.indent > row.indent or other

    # ---- rows without a mark -----------------------------------------------------------------------------------

    def closed(self, i: int) -> bool:
        """What stands above has ended, so the row does not continue a hard-wrapped line."""
        row, before, after = self.table[i], self.table[i - 1], self.after(i)
        if i == 0 or row.gap or before.kind not in ("text", "bullet", "field", "mark"):
            return True
        dated = after is not None and (
            is_meta(after.text) or (after.kind == "bullet" and RANGE.search(row.text))
        )
        known = classify(row.text)
        section = known in ("list", "essay", "career", "project")
        ended = before.complete or ends_in_noun_form(before.text)
        if not (ended or before.width < self.columns * 0.75 or dated or section):
            return False
        below = self.titled(i) and self.found[-1].cls in ("project", "career")
        loose = self.airy and before.kind == "text" and known == "name" and not below
        return not loose or bool(DATE.search(row.text + before.text))

    def dated_below(self, i: int) -> bool:
        """Two short lines and then dates: employer, position, dates."""
        below = self.table[i + 1 : i + 3]
        if len(below) < 2 or below[0].gap or below[1].gap or below[0].kind != "text" or not self.table[i].gap:
            return False
        return short(below[0].text) and not is_meta(below[0].text) and bool(RANGE.match(below[1].text))

    def lonely(self, i: int) -> bool:
        """One row with bars and dates ("회사 | 기간 | 직무 | 지역") outside a table."""
        near = [*self.table[max(0, i - 1) : i], *self.table[i + 1 : i + 2]]
        alone = all(row.kind != "table" for row in near) and not self.table[i].text.startswith("|")
        return self.table[i].kind == "table" and alone and bool(RANGE.search(self.table[i].text))

    def titled_field(self, i: int) -> bool:
        """A title with a colon ("졸업 작품: 수어 학습 앱") over running text, and not one of several fields."""
        near = self.table[max(0, i - 1) : i + 2]
        told = len(near) == 3 and near[2].kind == "text" and near[2].width > near[1].width * 1.5
        lone = told and near[1].kind == "field" and near[1].gap > 0 and near[0].kind != "field"
        return lone and bool(self.found) and classify(self.table[i].title) == "name"

    def employer_field(self, i: int) -> bool:
        """ "회사명: …" over more fields opens what was done there."""
        row, after = self.table[i], self.after(i)
        opens = row.kind == "field" and row.gap > 0 and bool(_EMPLOYER.fullmatch(row.title))
        return opens and after is not None and after.kind == "field" and not after.gap

    def plain(self, i: int) -> bool:
        """A short line after a finished paragraph and before longer text, dates, fields or bullets."""
        row, after = self.table[i], self.after(i)
        if after is None or CONTACT.search(row.text) or row.text.endswith(("→", ":")):
            return False
        if _QUOTED.fullmatch(row.text) and row.gap:  # a slogan over an answer of an essay
            return row.width <= TITLE_COLUMNS and after.kind == "text" and after.width > row.width * 1.3
        if row.complete or row.text[0] in "\"“'‘":
            return False
        if row.width > min(TITLE_COLUMNS, max(int(self.columns * 0.8), 34)) or re.search(r"→|->", row.text):
            return False
        if is_meta(row.text) or (self.titled(i) and DATE.match(row.text)) or not self.closed(i):
            return False
        known = classify(row.text)
        if known == "name" and self.tagline(i):
            return False
        if known != "name":
            return len(row.text) <= 24 or known in ("project", "essay")
        listing = row.text.count(",") >= 2 and not DATE.search(row.text)
        return not listing and not (after.gap and not row.gap) and self.introduces(i, row, after)

    def tagline(self, i: int) -> bool:
        """Right below the marked name of a project ("🍀 나눔장터", then "동네 중고 거래 서비스")."""
        if self.table[i].gap or not self.titled(i):
            return False
        name = self.found[-1]
        sections = ("project", "career", "list", "essay", "document")
        holder = next((node for node in reversed(self.found) if node.cls in sections), None)
        marked = name.cls == "name" and not name.family.startswith("plain")
        return marked and holder is not None and holder.cls == "project"

    def introduces(self, i: int, row: Row, after: Row) -> bool:
        """What follows looks like the text of a titled passage."""
        meta = is_meta(after.text) or self.dated_below(i) or after.kind == "field" or names_part(after)
        dated = bool(RANGE.search(row.text) or _YEAR.search(row.text))
        if i == 0 and not meta and after.width < row.width * 2:
            return False
        if i == 1 and not meta and not self.found and not CONTACT.search(self.table[0].text):
            return False  # the line above is the title
        inside = self.has_names or (bool(self.found) and self.found[-1].series)
        below_field = i > 0 and not row.gap and self.table[i - 1].kind == "field"
        if meta or dated:
            return True
        if inside or below_field or self.untold(i):
            return False
        longer = after.width > row.width * 1.3 and (after.complete or after.width > 40)
        return after.kind in ("bullet", "table") or longer

    def untold(self, i: int) -> bool:
        """Since the last name nothing but dates was said."""
        if not self.found or self.found[-1].cls != "name" or self.found[-1].body >= i:
            return False
        return all(is_meta(row.text) for row in self.table[self.found[-1].body : i])

    def without_mark(self, i: int) -> Node:
        row = self.table[i]
        organisation = is_organisation(row.text) and bool(DATE.search(row.text))
        node = Node(i, "plain:org" if organisation else "plain", row.text, classify(row.text), i + 1)
        if node.cls != "name":
            return node
        if self.dated_below(i):
            node.family, node.body = "plain:org", i + 2
        free = not self.found or self.found[-1].body < i
        if i and not row.gap and free and is_meta(self.table[i - 1].text):  # dates above the title
            node.first = i - 1
        return node

    def read(self) -> list[Node]:
        for i, row in enumerate(self.table):
            if self.found and i < self.found[-1].body:
                continue
            if name := self.run_in(i):
                self.found.append(Node(i, f"n{row.mark}", name, "name", i + 1, run_in=True))
            elif self.marked(i):
                self.found.append(self.with_mark(i))
            elif self.employer_field(i):
                self.found.append(Node(i, "plain:org", row.rest, "name", i + 1))
            elif self.nested(i):
                self.found.append(Node(i, f"b{row.mark}{row.indent}", row.title, classify(row.title), i + 1))
            elif (
                (row.kind == "text" or self.lonely(i) or self.titled_field(i))
                and not self.hashed
                and self.plain(i)
            ):
                self.found.append(self.without_mark(i))
        return self.found


def headings(table: list[Row]) -> list[Node]:
    """The headings among the rows, in order, not yet nested."""
    return _Reader(table).read()
