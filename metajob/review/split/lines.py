"""What one row of a résumé is, seen alone: a short title, bare dates, a fact behind a label or a picture."""

from __future__ import annotations

import re

from metajob.review.split.layout import DATE, RANGE, Row, sentence_like, width
from metajob.review.split.sections import classify

TITLE_COLUMNS = 76  # a title longer than this is a sentence
LISTED = ("Q1", "하나", "1.", "1)", "(1)", "①", "❶", "1️⃣", "가.", "A.", "Ⅰ", "I.", "01", "1.1")
ENCLOSED = ("**", "[", "<", "【", "〈", "《", "〔")
WORD = re.compile(r"[가-힣A-Za-z]{2,}")
_WRAPPED = (24, 130)  # line lengths of hard-wrapped text, in columns
_PEOPLE = re.compile(
    r"[가-힣A-Za-z/]*\s?\d+\s?(?:명|인|people|개월|주|months?|weeks?)|팀|인원|기간|참여|개인|공동"
)
_LABEL = re.compile(r"([^:：]{2,12}?)\s?[:：]\s?\S")


def columns_of(table: list[Row]) -> int:
    """Line length of a hard-wrapped text in columns, or 200 where each paragraph is one line."""
    widths = sorted(row.width for row in table)
    longest = widths[int(len(widths) * 0.95) - 1] if len(widths) > 3 else 200
    return 200 if longest > _WRAPPED[1] else max(longest, _WRAPPED[0])


def short(text: str) -> bool:
    """Short enough for a title, and no sentence."""
    bare = re.sub(r"\([^()]{0,40}\)\s*$", "", text)  # (2023. 5. ~ 9.)
    return width(text) <= TITLE_COLUMNS and not sentence_like(bare)


def is_meta(text: str) -> bool:
    """Only dates, people and roles; no title of its own."""
    if len(text) > 120 or not DATE.search(text):
        return False
    return len(WORD.findall(_PEOPLE.sub("", DATE.sub("", RANGE.sub("", text))))) <= 1


def is_fact(row: Row) -> bool:
    """Dates or a list behind a picture ("📅 2023.05 ~ 2023.06", "🔧 Kotlin, Redis, Docker")."""
    picture = row.mark[:1] > "\u2600" and row.mark not in ENCLOSED + LISTED
    dates = bool(DATE.match(row.title)) and is_meta(row.title)
    return picture and (dates or (row.title.count(",") >= 2 and not DATE.search(row.title)))


def names_part(row: Row) -> bool:
    """It is the heading of a part of a project."""
    return (
        classify(row.title or row.text) in ("facet", "both") if row.title else classify(row.text) == "facet"
    )


def labelled(row: Row) -> bool:
    """A fact with its label ("담당업무: 공정 관리"), not a name."""
    label = _LABEL.match(row.title)
    return label is not None and classify(label[1]) in ("facet", "both", "list")
