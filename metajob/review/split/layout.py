"""Rows of a résumé: each line with its mark (#, 1., ■, [ ], **, bullet, table, field), dates, width and offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["rule", "table", "bullet", "field", "mark", "text"]

_DAY = (
    r"(?:(?:19|20)\d\d|['’]\d\d)\s?(?:[.\-/년]\s?(?:1[0-2]|0?[1-9])(?!\d)(?:\s?월)?)?"
    r"(?:[.\-/]\s?[0-3]?\d(?!\d)일?)?\.?"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s(?:19|20)\d\d"
_POINT = rf"(?:{_DAY}|{_MONTH})"
_OPEN = r"(?:현재|재직\s?중|진행\s?중|[Pp]resent|[Nn]ow|[Cc]urrent)"
RANGE = re.compile(
    rf"{_POINT}\s*(?:~|-|–|—|∼|〜|to|부터)\s*(?:{_POINT}|{_OPEN}|(?:1[0-2]|0?[1-9])(?!\d)월?)?(?:까지)?"
)
DATE = re.compile(rf"(?<![\w.]){_POINT}(?!\w)|(?<!\d)(?:19|20)\d\d(?!\d)\s?년?")
CONTACT = re.compile(
    r"[\w.+-]{1,40}@[\w-]{1,40}\.\w|0\d{1,2}[-. ]\d{3,4}[-. ]\d{4}|https?://|www\.|github\.com|linkedin\.com"
)

_HASH = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1\s*(.*)$")
_BULLET = re.compile(r"([-*+•·‣∙◦–—✓✔☞ㆍ･]|[ㅇo](?=\s))\s*(?=\S)(.+)$")
_SYMBOL = re.compile(r"((?:[■□◆◇▶▷▣◈❖★☆◎●○◉►▸◼◾▪▫✦✱❏❑☀-⛿✅-✈\U0001f300-\U0001faff]\ufe0f?)+)\s*(.+)$")
_BRACKET = re.compile(
    r"(?:\[([^\]]{1,60})\]|<([^>]{1,60})>|【([^】]{1,60})】|〈([^〉]{1,60})〉|《([^》]{1,60})》|"
    r"〔([^〕]{1,60})〕)\s*(.*)$"
)
_NUMBERS = (
    ("1.1", re.compile(r"(\d{1,2}[.\-]\d{1,2})[.)]?\s+(?=\D)(.+)$")),
    ("01", re.compile(r"(0\d)\s*[.)|:\-–—]?\s+(?=\D)(.+)$")),
    ("하나", re.compile(r"(하나|둘|셋|넷|다섯|첫째|둘째|셋째|넷째)[.,:)]\s+(.+)$")),
    ("Q1", re.compile(r"(?:[Qq]|문항|질문)\.?\s?(\d{1,2})\s*[.):]?\s+(.+)$")),
    ("1.", re.compile(r"(\d{1,2})\.(?!\d)\s*(.+)$")),
    ("1)", re.compile(r"(\d{1,2})\)\s*(.+)$")),
    ("(1)", re.compile(r"\((\d{1,2})\)\s*(.+)$")),
    ("①", re.compile(r"([①-⑳])\s*(.+)$")),
    ("1️⃣", re.compile(r"(\d)\ufe0f?\u20e3\s*(.+)$")),
    ("❶", re.compile(r"([❶-❿])\s*(.+)$")),
    ("가.", re.compile(r"([가나다라마바사아자차카타파하])[.)]\s+(.+)$")),
    ("Ⅰ", re.compile(r"([Ⅰ-Ⅻ])\s*[.)]?\s*(.+)$")),
    ("I.", re.compile(r"(I{1,3}|IV|VI{0,3}|IX|X)\.\s+(.+)$")),
    ("A.", re.compile(r"([A-H])[.)]\s+(.+)$")),
)
_SERIES = re.compile(
    r"([A-Za-z가-힣]{2,12}(?:\s[A-Za-z]{2,8})?)\s?(?:#|No\.?\s?)?(\d{1,2}|[①-⑩]|[A-E]|[Ⅰ-Ⅹ]|I{1,3})"
    r"(?![\w.,%]*\w)\s*([.:)|\]\-–—·>]*)\s*(.*)$"
)
_SERIES_WORDS = re.compile(
    r"프로젝트|사례|과제|경험|에피소드|연구|작업|작품|성과|활동|케이스|project|case|episode|story|work", re.I
)
NAME_FIELD = re.compile(
    r"\W*(?:(?:(?:주요|수행|개발)\s?)?(?:프로젝트|과제|사업|활동|업무|작품|연구|서비스|캠페인|행사|사례|"
    r"경험|제품|작업)"
    r"(?:\s?과제)?\s?(?:명칭|명|제목|이름)|프로젝트|[Pp]roject(?:\s(?:[Nn]ame|[Tt]itle))?)\W*$"
)
_FIELD = re.compile(r"(\S[^:：|\t.!?]{0,17})\s*[:：]\s*(\S.*)$")
_LONG = 400  # letters of a line that are looked at for marks and titles
_PAGE = re.compile(
    r"(?:\S.{0,40}\s{3,})?[-–—\s]*\d{1,3}\s*/\s*\d{1,3}[-–—\s]*|[-–—]\s*\d{1,3}\s*[-–—]|"
    r"page\s\d+(?:\s?(?:of|/)\s?\d+)?",
    re.I,
)
# Endings of sentences and clauses; 수요, 모임, 게임, 책임, 결함 and 보관함 are nouns.
_END = re.compile(
    r"(?:[다요죠음함됨임까니]|[a-z0-9%)\]])?[.!?…]+[\"'”’)\]]*$|[다죠됨]$|[했었았였]음$|[,;:]$|"
    r"(?<![수개소주필중강])요$|(?<![모게책레타])임$|(?<![결관물편보])함$"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line that is not blank: text[start:end], stripped.

    gap: blank lines and rules above it. mark: kind of heading mark ("#2", "**", "1.", "■", "[", "series:…", "name"),
    empty without one. order: number within the mark. title: what follows the mark. rest: text that runs on after a bold
    or bracketed title. width: columns (Hangul counts two).
    """

    start: int
    end: int
    text: str
    kind: Kind
    indent: int
    gap: int
    width: int
    mark: str = ""
    order: str = ""
    title: str = ""
    rest: str = ""

    @property
    def complete(self) -> bool:
        """It ends like a sentence or clause, so it is no title."""
        return sentence_like(self.title or self.text)


def width(text: str) -> int:
    """Columns on a screen: East Asian letters count two."""
    text = re.sub(r"\s{2,}", " ", text)
    return len(text) + sum(char > "ᄀ" and char not in "–—‘’“”…→" for char in text)


def sentence_like(text: str) -> bool:
    """It ends like a sentence or clause."""
    return bool(_END.search(text.rstrip()[-24:]))


def cells(row: str) -> list[str]:
    """Cells of a table row in Markdown, tab-separated or with bars between."""
    parts = row.strip().strip("|").split("|") if "|" in row else re.split(r"\t+", row.strip())
    return [part.strip() for part in parts]


def _named(line: str) -> str:
    """Value of a line that names a project ("프로젝트명: …", "| 과제명 | … |"), or empty."""
    for split in (r"\s*[|\t]+\s*", r"\s*[:：]\s*"):
        parts = [part for part in re.split(split, line.strip().strip("|").strip(), maxsplit=1) if part]
        if len(parts) == 2 and NAME_FIELD.match(parts[0].replace("*", "")):
            value = re.split(r"\s*[|\t]\s*", parts[1])
            return "" if len(value) > 2 else value[0].strip(" *|")
    return ""


def _numbered(line: str) -> tuple[str, str, str] | None:
    for mark, pattern in _NUMBERS:
        if found := pattern.match(line):
            return mark, found[1], found[2]
    found = _SERIES.match(line)
    if found and _SERIES_WORDS.search(found[1]) and (found[3] or not found[4] or not sentence_like(found[4])):
        return "series:" + re.sub(r"\s", "", found[1]).lower(), found[2], found[4]
    return None


def _parse(whole: str, start: int, indent: int, gap: int) -> Row:
    line = whole[:_LONG]

    def row(kind: Kind, mark: str = "", order: str = "", title: str = "", rest: str = "") -> Row:
        return Row(
            start, start + len(whole), whole, kind, indent, gap, width(whole), mark, order, title, rest
        )

    if found := _HASH.match(line):
        inner = _numbered(re.sub(r"[*_]{2}", "", found[2]))
        order = inner[0] if inner else ""
        return row("mark", f"#{len(found[1])}", order, found[2])
    if name := _named(line):
        return row("mark", "name", "", name)
    if (
        line.startswith("|")
        or line.count("\t") >= 2
        or ("\t" in line and not RANGE.search(line))
        or line.count(" | ") >= 3
    ):
        return row("table")
    if found := _BOLD.match(line):
        rest = found[3]
        if "**" in rest or re.match(r"[:：]", rest) or found[2].endswith((":", "：")):
            return row("field", title=found[2].strip(" :："), rest=rest.lstrip(" :："))
        inner = _numbered(found[2])
        return row("mark", "**", inner[0] if inner else "", found[2], rest)
    found = _BRACKET.match(line)
    if found and not re.match(r"\(|:", found[7]) and found[1] not in ("x", "X", " "):
        return row("mark", line[0], "", next(group for group in found.groups()[:6] if group), found[7])
    if numbered := _numbered(line):
        return row("mark", numbered[0], numbered[1], numbered[2])
    if found := _SYMBOL.match(line):
        return row("mark", found[1], "", found[2])
    if found := _BULLET.match(line):
        return row("bullet", found[1], "", found[2])
    if (found := _FIELD.match(line)) and not CONTACT.match(line):
        return row("field", title=found[1].strip("* "), rest=found[2])
    return row("text")


def _in_table(table: list[Row], i: int) -> bool:
    """Cells with bars between, right above or below a row with as many cells."""
    row, bars = table[i], table[i].text.count(" | ")
    if not bars or row.kind not in ("text", "field"):
        return False
    above = i > 0 and not row.gap and table[i - 1].text.count(" | ") == bars
    return above or (i + 1 < len(table) and not table[i + 1].gap and table[i + 1].text.count(" | ") == bars)


def rows(text: str) -> list[Row]:
    """All lines that are not blank, in order. A rule (---, ===) counts as a gap. Page numbers are left out."""
    found: list[Row] = []
    offset, gap = 0, 1
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            gap += 1
        elif len(line) <= 120 and _PAGE.fullmatch(line):
            pass
        elif re.fullmatch(r"[-=_*~─━—·\s]{3,}|[|:\-\s]{5,}", line):
            gap += "|" not in line
        else:
            begin = offset + raw.index(line[0])
            indent = len(raw[: begin - offset].replace("\t", "    "))
            if line.startswith("> "):
                begin, line = begin + 2, line[2:].strip() or line
            found.append(_parse(line, begin, indent, gap))
            gap = 0
        offset += len(raw) + 1
    return [
        replace(row, kind="table", title="", rest="") if _in_table(found, i) else row
        for i, row in enumerate(found)
    ]


def clean_title(title: str) -> str:
    """A title without marks, numbers, dates and tags; the title itself if nothing is left."""
    text = re.sub(r"\*\*|__|`|^#+\s*", "", title[:_LONG]).strip()
    for _ in range(2):
        numbered = _numbered(text)
        if numbered and numbered[2].strip():
            text = numbered[2].strip()
        text = re.sub(r"^(?!○○)[^\w\[\](<>【「『〈《〔‘“'\"]+", "", text)
        if found := _BRACKET.fullmatch(text):
            inner = next(group for group in found.groups()[:6] if group)
            text = text if found[7] and not RANGE.match(found[7]) else inner
    dateless = DATE.sub("", RANGE.sub("", text))
    dateless = re.sub(r"(?:\s*[|/·,]\s*){2,}", " | ", dateless)
    dateless = re.sub(r"[(\[]\s*[^\w()\[\]]*\s*[)\]]", "", dateless)
    dateless = re.sub(r"\s*\[[A-Za-z ]{2,12}\]$", "", dateless)
    dateless = re.sub(r"\s*[,/·|]\s*([)\]])", r"\1", re.sub(r"\(\s*[,/·|]\s*", "(", dateless))
    dateless = re.sub(r"^[\s|/,·:~\-–—]+|[\s|/,·:~\-–—(]+$", "", dateless)
    return re.sub(r"\s{2,}", " ", dateless) or text or title.strip()
