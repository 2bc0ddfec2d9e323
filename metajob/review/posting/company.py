"""회사명 치환: which sentences speak to this company, and which would be true for any other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from metajob.review.model import Quote, SwapLine
from metajob.review.posting.posting_cues import either, words
from metajob.text.technology.techs import find

_NAMED = re.compile(
    r"(?:회사명|기업명|기관명|병원명|법인명|company)\s*[:：]\s*(?P<name>[^\n|,/(]{2,30})", re.I
)
_LAWFUL = r"㈜|\(주\)|（주）|주식회사"
_LEGAL = re.compile(
    rf"(?:{_LAWFUL}|\([재사유]\)|[의재사]\w?(?:료|단)법인|유한회사)[ \t]?(?P<after>[가-힣A-Za-z0-9&.]{{2,20}})"
    rf"|(?P<before>[가-힣A-Za-z0-9&.]{{2,20}})[ \t]?(?:{_LAWFUL}|,? Inc\.?|,? Corp\.?|,? Ltd\.?|,? LLC)"
)
_PARTICLE = re.compile(r"(?<=[가-힣]{2})(?:에서는?|에|은|는|을|를|의|과|와)$")
_HEAD = re.compile(r"(?:채용|모집|구인|공고|hiring|recruit|we are looking)", re.I)
_MARKS = re.compile(r"^[\s#*>\-=■◆▶●★]+|[\s#*=]+$")
_BRACKET = re.compile(r"^[\[【<〈]\s?(?P<name>[^\]】>〉]{2,24})\s?[\]】>〉]")
_WORD = "[가-힣A-Za-z0-9&.]+"
_SPLIT = re.compile(r"\s+[—–|\-·:：]\s+|\s?[|｜]\s?|\s[—–]|[—–]\s")
_ASIDE = re.compile(r"\s*[(（][^)）]*[)）]")


def company_of(posting: str) -> str:
    """The company's name as the posting's heading gives it, empty when it cannot be told. Never made up."""
    for pattern, groups in ((_NAMED, ("name",)), (_LEGAL, ("after", "before"))):
        found = pattern.search(posting)
        if found:
            name = _bare(next(found[group] for group in groups if found[group]))
            return _PARTICLE.sub("", name)
    for line in [line for line in posting.splitlines() if line.strip()][:3]:
        name = _from_heading(_MARKS.sub("", line))
        if name:
            return name
    return ""


def _bare(name: str) -> str:
    return _ASIDE.sub("", name).strip(" .,'\"*")


def _from_heading(line: str) -> str:
    found = _BRACKET.match(line)
    if found and not _job(found["name"]):
        return _bare(found["name"])
    if not _HEAD.search(line):
        return ""
    first, *rest = _SPLIT.split(line, maxsplit=1)
    name = _bare(first)
    if rest and len(name) <= 24 and not _job(name):
        return name
    named = (
        rf"(?P<name>{_WORD}{either('company_ending')})(?=[\s(（]|$)|(?P<aside>{_WORD})(?=\s?[(（]가상[)）])"
    )
    token = re.match(named, line)
    return _bare(next(value for value in token.groups() if value)) if token else ""


_TOPIC = re.compile(
    r"^[\s#*■◆▶●\[【<\d.)]*(?:지원\s?(?:동기|이유|배경)|입사\s?후\s?(?:포부|계획)"
    r"|왜 (?:이 |우리 )?(?:회사|병원|지원|여기)|회사에 기여|why .{0,20}\?)",
    re.I,
)
_NEXT = re.compile(r"^\s*(?:#{1,4}\s|\*\*[^*]+\*\*\s*$|[■◆▶●]\s|\[[^\]]+\]\s*$|【|\d{1,2}[.)]\s\S{2,20}\s*$)")
_SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?][\"'”’]?(?=\s|$)|(?=\n|$))")

# What makes a sentence be about one company: a figure, a name, a named thing, or what exactly it makes or runs.
_OWN_TIME = re.compile(r"\d+\s*(?:년|개월|달|주|일)\s?(?:안|내|이내|후|뒤|차|간|동안|째|만에)")
_YEAR = re.compile(r"(?:19|20)\d{2}\s?년?|지난(?:해| 달| 분기)|올해|작년")
_THING = r"(?P<what>[가-힣A-Za-z0-9]{{2,}})(?:\s|용\s|형\s)?{thing}"
_QUOTED = re.compile(r"[\"“‘'「『<《][^\"”’'」』>》]{2,30}[\"”’'」』>》]")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z0-9.+-]{2,}")


def swap_test(text: str, company: str) -> tuple[SwapLine, ...]:
    """Sentences spoken to the company, in their order; `general` when another company's name would fit as well.

    company: may be empty; then only 귀사 and headings such as 지원 동기 tell which sentences are meant.
    """
    return tuple(
        SwapLine(
            quote=Quote(start=start, end=end, text=text[start:end]),
            general=_general(text[start:end], company),
        )
        for start, end in _spoken(text, company)
    )


def _spoken(text: str, company: str) -> Iterator[tuple[int, int]]:
    name = re.compile(re.escape(company)) if company else None
    topic, at = False, 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare and _TOPIC.match(line) and len(bare) <= 40 and not re.search(r"[다요][.!]?$", bare):
            topic, at = True, at + len(line)
            continue
        if _NEXT.match(line):
            topic = False
        for found in _SENTENCE.finditer(line):
            sentence = found[0]
            if len(sentence) >= 8 and (
                topic or re.search(either("spoken"), sentence, re.I) or (name and name.search(sentence))
            ):
                yield at + found.start(), at + found.end()
        at += len(line)


def _general(sentence: str, company: str) -> bool:
    rest = sentence.replace(company, " ") if company else sentence
    for hit in reversed(find(rest)):
        rest = rest[: hit.start] + rest[hit.end :]  # a technology belongs to no company
    rest = re.sub(r"입사\s?후|지원\s?동기|[-*•]\s", " ", rest)
    if (
        re.search(rf"\d[\d,.]*\s*{either('figure')}", _OWN_TIME.sub(" ", rest))
        or _YEAR.search(rest)
        or _QUOTED.search(rest)
        or _LATIN.search(rest)
    ):
        return False
    return not any(
        _specific(found["what"]) for found in re.finditer(_THING.format(thing=either("thing")), rest)
    )


def _specific(what: str) -> bool:
    return what not in words("any_company") and not re.search(r"(?:한|적인|운|은|는|던|할|의)$", what)


def _job(name: str) -> bool:
    """It names a job or a kind of hiring, not a company."""
    return re.search(either("job"), name) is not None
