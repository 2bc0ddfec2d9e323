"""Compares a document with a job posting: which keywords it shows, where, and which are missing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from metajob.review.model import Keyword, PostingMatch, Quote
from metajob.review.posting.company import company_of, swap_test
from metajob.review.posting.posting_cues import words
from metajob.review.posting.posting_phrases import phrases, places
from metajob.review.posting.posting_sections import Item, attitudes, items
from metajob.text.technology.techs import TechHit, find, implied

MOST_QUOTES = 3
SHORT = 40  # characters; less is no posting
_OR = re.compile(r"\s?(?:또는|혹은|이나|나|or|/|,)\s?", re.I)
_ONE_OF = re.compile(r"중\s?(?:하나|택\s?1|1개|한 가지|최소)|(?:one|any|either) of|하나 이상", re.I)
_EXAMPLES = re.compile(r"\s?\(\s?")
_SUCH_AS = re.compile(r"\s?(?:등|같은|등의|등과 같은|와 같은|과 같은)\s")


@dataclass(frozen=True)
class _Wish:
    """A keyword before it is looked for: one of `names` is enough."""

    label: str
    names: tuple[str, ...]


def match_posting(text: str, posting: str) -> PostingMatch:
    """Keywords of `posting`, each with its places in `text`, with the technology that includes it, or with neither.

    A keyword with `implied_by` quotes the place of that technology. Alternatives ("A 또는 B") and examples
    ("RDBMS(MySQL, PostgreSQL)") are one keyword that any of them satisfies. Lines that ask for character are left out.
    """
    note = _note(posting)
    wanted = items(posting)
    keywords: dict[str, Keyword] = {}
    used = _used(text)
    for item in wanted:
        for keyword in _of_item(item, text, used):
            known = keywords.get(keyword.name.casefold())
            if known is None or (keyword.required and not known.required):
                keywords[keyword.name.casefold()] = keyword
    if not note and not keywords:
        note = "공고에서 맞춰 볼 낱말을 찾지 못했어요. 자격 요건과 담당 업무가 들어 있는지 확인해 주세요."
    company = company_of(posting)
    return PostingMatch(
        keywords=tuple(keywords.values()), company=company, swaps=swap_test(text, company), note=note
    )


def _note(posting: str) -> str:
    letters = re.findall(r"[^\W\d_]", posting)
    if len("".join(posting.split())) < SHORT:
        return "공고가 비어 있거나 너무 짧아요. 자격 요건과 담당 업무를 붙여 주세요."
    korean = sum("가" <= letter <= "힣" for letter in letters)
    latin = sum(letter.isascii() for letter in letters)
    if korean + latin < 0.5 * len(letters):
        return "한국어나 영어 공고가 아닌 것 같아요. 기술 이름만 맞춰 봤어요."
    if korean < 0.1 * len(letters):
        return "영어 공고라서 기술과 방법의 이름만 맞춰 봤어요."
    return ""


def _used(text: str) -> dict[str, list[TechHit]]:
    """What the document shows as used, by name; operating systems count wherever they stand."""
    found: dict[str, list[TechHit]] = {}
    for hit in find(text):
        if hit.use != "mentioned" or hit.kind == "system":
            found.setdefault(hit.name.casefold(), []).append(hit)
    return found


def _of_item(item: Item, text: str, used: dict[str, list[TechHit]]) -> list[Keyword]:
    hits = [hit for hit in find(item.text) if hit.known or hit.use != "mentioned"]
    required = item.ask != "preferred"
    made = [_tech_keyword(wish, text, used, item.section, required) for wish in _wishes(item.text, hits)]
    if not re.search("[가-힣]", item.text):
        return made
    vague = attitudes(item.text)
    for phrase in phrases(item.text):
        if any(start <= phrase.start < end for start, end in vague):
            continue
        if any(phrase.start < hit.end and hit.start < phrase.end for hit in hits):
            continue
        if _says_nothing(phrase.words):
            continue
        found = tuple(_quote(text, place.start, place.end) for place in places(text, phrase, MOST_QUOTES))
        made.append(Keyword(name=phrase.text, section=item.section, required=required, found=found))
    return made


def _says_nothing(content: tuple[str, ...]) -> bool:
    if len(content) == 1 and content[0] in words("plain"):
        return True
    return all(word in words("polite") for word in content)


def _wishes(item: str, hits: list[TechHit]) -> list[_Wish]:
    """Technologies of one line; those that stand for one another are one wish."""
    groups: list[list[TechHit]] = []
    inside_until = -1
    one_of = _ONE_OF.search(item) is not None
    for hit in hits:
        if groups:
            last = groups[-1][-1]
            between = item[last.end : hit.start]
            opened = _EXAMPLES.fullmatch(between) is not None
            if opened:
                closing = item.find(")", hit.start)
                inside_until = closing if closing > 0 else len(item)
            in_brackets = hit.start < inside_until
            or_word = re.fullmatch(r"\s?(?:또는|혹은|이나|나|or)\s?", between, re.I) is not None
            listed = one_of and _OR.fullmatch(between) is not None
            such_as = _SUCH_AS.fullmatch(between) is not None
            if opened or in_brackets or or_word or listed or such_as:
                groups[-1].append(hit)
                continue
        groups.append([hit])
    return [_wish(item, group) for group in groups]


def _wish(item: str, group: list[TechHit]) -> _Wish:
    names = tuple(dict.fromkeys(hit.name for hit in group))
    if len(names) == 1:
        return _Wish(names[0], names)
    first, last = group[0], group[-1]
    closing = 1 if "(" in item[first.end : last.start] and item[last.end : last.end + 1] == ")" else 0
    return _Wish(item[first.start : last.end + closing], names)


def _tech_keyword(
    wish: _Wish, text: str, used: dict[str, list[TechHit]], section: str, required: bool
) -> Keyword:
    for name in wish.names:
        if hits := used.get(name.casefold()):
            quotes = tuple(_quote(text, hit.start, hit.end) for hit in hits[:MOST_QUOTES])
            return Keyword(name=wish.label, section=section, required=required, found=quotes)
    for hits in used.values():
        if implied(hits[0].name) & set(wish.names):
            quotes = (_quote(text, hits[0].start, hits[0].end),)
            return Keyword(
                name=wish.label, section=section, required=required, found=quotes, implied_by=hits[0].name
            )
    return Keyword(name=wish.label, section=section, required=required)


def _quote(text: str, start: int, end: int) -> Quote:
    return Quote(start=start, end=end, text=text[start:end])
