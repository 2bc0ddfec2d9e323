"""What of a document or an answer can be said aloud inside a question: short passages, titles, keywords, names."""

from __future__ import annotations

import re

from metajob.text import injection

MOST = 36  # characters of a passage that are spoken
_LEAST = 8
_MOST_NAME = 24
_BULLETS = " \t\r\n-–—•·*▪■□●○◦#>~:;,.…"
_QUOTES = re.compile(r"[\"'“”‘’「」『』《》`*_]")
_ADDRESS = re.compile(r"https?:|www\.|\S@\S|\d{2,4}-\d{3,4}-\d{4}")
_UNSPOKEN = re.compile(r"[|<>{}\[\]\\=→⇒^$@]|[?？!！]")
_DATES = re.compile(
    r"(?:19|20)\d\d\s*[.\-/년]\s*\d{0,2}[.월]?(?:\s*\d{1,2}일?)?(?:\s*[~\-–]\s*(?:(?:19|20)\d\d\s*[.\-/년]\s*\d{0,2}[.월]?|현재)?)?"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】|<[^<>]*>|㈜")
_LEADING = re.compile(
    r"^(?:그 결과|그래서|그리고|그런데|근데|그러나|하지만|다만|또한|또|특히|따라서|이를 통해|이후|그러면서|네|예)"
    r"[,\s]+(?=\S)"
)
_CUT_BACK = re.compile(r"[\s,·/(\-–]+$")


def passage(text: str) -> str:
    """A passage as it is spoken, in quotes, at most MOST characters, cut with … at a word; "" when it cannot be.

    Not spoken: addresses, code, questions, orders to a model, fragments.
    """
    line = " ".join(_QUOTES.sub("", text).split()).strip(_BULLETS)
    if _ADDRESS.search(line) or _UNSPOKEN.search(line) or injection.find(text):
        return ""
    line = _LEADING.sub("", line)
    letters = len(re.findall(r"[가-힣A-Za-z]", line))
    if len(line) < _LEAST or letters < 0.5 * len(line) or not re.search(r"[가-힣]{2}", line):
        return ""
    return f"‘{_shortened(line)}’"


def _shortened(line: str) -> str:
    if len(line) <= MOST:
        return line
    parts = [part.strip(_BULLETS) for part in re.split(r",\s+|(?<=[가-힣])[.;]\s+", line)]
    whole = [part for part in parts if 16 <= len(part) <= MOST]
    if whole and re.search(r"\d", line) and not re.search(r"\d", parts[0]):
        return max(whole, key=lambda part: (bool(re.search(r"\d", part)), len(part)))
    if parts[0] in whole and len(parts[0]) < MOST:
        return parts[0] + "…"
    head = line[: MOST - 1]
    head = head if line[MOST - 1].isspace() else head.rsplit(" ", 1)[0]
    return _CUT_BACK.sub("", head) + "…"


def title(text: str) -> str:
    """A project's title in quotes, without remarks in brackets, dates and numbering; "" when nothing is left."""
    name = _name(_DATES.sub(" ", text))
    name = re.sub(r"^(?:\d{1,2}[.)]|[①-⑳]|프로젝트\s?\d{0,2}\s?[.:：)])\s*", "", name)
    name = re.split(r"\s[|–—:-]\s", name)[0].strip(_BULLETS)
    if len(name) > _MOST_NAME:
        name = _CUT_BACK.sub("", name[: _MOST_NAME + 1].rsplit(" ", 1)[0])[:_MOST_NAME]
    return f"‘{name}’" if _sayable(name) else ""


def keyword(text: str) -> str:
    """A technology or a keyword of a posting; "" for what cannot be said."""
    name = _name(text)
    return name if len(name) <= _MOST_NAME and _sayable(name) else ""


def company(text: str) -> str:
    """A company's name without its legal form; "" when there is none."""
    name = re.sub(r"주식회사|유한회사", " ", _name(text)).strip(_BULLETS)
    return " ".join(name.split()) if len(name) <= _MOST_NAME and _sayable(name) else ""


def _name(text: str) -> str:
    return " ".join(_QUOTES.sub("", _BRACKETS.sub(" ", text)).split()).strip(_BULLETS)


def _sayable(name: str) -> bool:
    if _ADDRESS.search(name) or _UNSPOKEN.search(name) or injection.find(name):
        return False
    return len(re.findall(r"[가-힣A-Za-z]", name)) >= max(1, 0.4 * len(name))
