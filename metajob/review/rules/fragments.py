"""The few words of a quote that carry its level: the change, the number, the comparison, the reason, the name.

Found by general patterns of Korean and English, for the sentence that explains a level; knows nothing of levels itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from metajob.review.model import Criterion
from metajob.text.quantities import Quantity, quantities

Kind = Literal["change", "number", "compare", "because", "name", "words"]
LONGEST = 24  # characters of a fragment; longer ones are not read inside another sentence

# What an explanation shows first, for a level that rests on evidence (3) and for the others.
_BACKED: dict[Criterion, tuple[Kind, ...]] = {
    "why": ("change", "number", "words"),
    "tech": ("number", "name", "words"),
    "choice": ("compare", "number", "because", "words"),
    "result": ("change", "number", "words"),
    "limits": ("number", "words"),
}
_TOLD: dict[Criterion, tuple[Kind, ...]] = {
    "why": ("words",),
    "tech": ("name", "words"),
    "choice": ("compare", "because", "words"),
    "result": ("number", "words"),
    "limits": ("words",),
}

_BETWEEN = re.compile(
    r"^\s?[^.;]{0,14}?(?:에서|→|->|=>|⟶|~>|던 \S{1,4}|\(?(?:기존|이전|종전|전년|원래|처음)"
    r"|\b(?:to|from|was|down|up|against|vs\.?)\b)\s?[^\d.;]{0,8}$"
)
_MEASURED = re.compile(r"%|초|분|시간|ms|배|건|원|점|위|회|개|명|일|주|월|년|달|GB|MB|KB")
_CALENDAR = re.compile(r"^(?:19|20)\d{2}[년.\-/]|\d{1,2}월|분기|매일|매주|매달|매월|매년|하루$")
# Ends of a word that no amount belongs to.
_NO_NAME = ("에", "에서", "까지", "니", "중", "대비", "다", "고", "도", "만", "약")
_DANGLING = re.compile(r"^(?:(?:동안|수|것[을이]?|데|때|채|만에|중|등|및|뒤|후|더|한|아닌|못|안|게) )+")
_SPAN = re.compile(r"(?:년|월|주|일)간$")
_LASTING = re.compile(r"^ ?(?:간|동안|만에|뒤|후|전|째|내|사이)(?![가-힣])|^ (?:later|ago|after)\b")
_BEFORE = re.compile(r"(?:^|[\s(])([^\s(),.;:·]{1,8}) ?$")
_COMPARE = (
    r"(?:\S+ )?\S+ ?(?:대신|말고|대비)(?![가-힣])|(?:\S+ )?\S{2,}보다(?:는|도)?(?=[\s,])|(?:\S+ )?\S+에 비해"
    r"|\S+ (?:\S+ )?(?:아니라|아닌)(?=[\s,])|\S+도 (?:검토|고려|비교|살펴|붙여|써|만들어|해)\S*"
    r"|\S+ ?(?:과|와) (?:견주|비교)\S*"
    r"|(?:instead of|rather than|compared (?:with|to)|faster than|over|unlike|ruled out|considered|tried) \S+(?: \S+)?"
)
_BECAUSE = (  # the first of them that the sentence has
    r"(?:\S+ ){0,3}\S*(?:때문(?:에|입니다|이다|임)?|덕분에?)(?![가-힣])|(?:because|since|so that|due to)(?: \S+){1,4}",
    r"(?:\S+ ){0,3}\S*(?:위해서?|므로|니까|려고|기에)(?![가-힣])",
    r"(?:\S+ ){0,2}\S*(?:해서|여서|어서|아서|라서|워서|져서|되어|없어|있어|싶어|길래|느라)(?=[\s,])",
    r"(?<=이유는 )\S+(?: \S+){0,3}|(?<=까닭은 )\S+(?: \S+){0,3}",
)
_CORE: dict[Criterion, str] = {
    "why": r"문제|불편|불만|문의|요청|사고|오류|누락|지연|느려|느리|어려|못|중복|반복|낭비|이탈|실수"
    r"|민원|클레임|불량|부족|관심|위해"
    r"|\b(?:problem|complain\w*|slow\w*|manual\w*|lost|errors?|nobody|couldn't|cannot|interest\w*)\b",
    "tech": r"(?:구현|구성|적용|활용|사용|도입|작성|처리|설계|분석)(?:[하했함해]|$)|built|used|wrote",
    "choice": r"골랐|택했|선택|정했|판단|결정|도입|chose|decided|picked",
    "result": r"줄|늘|감소|증가|단축|개선|향상|높아|낮아|올랐|내려|떨어|달성|수상|채택|좋아|안정|사라|만족"
    r"|\b(?:cut|fell|rose|grew|reduced|dropped|won|improved|shipped|increased)\b",
    "limits": r"못|않|부족|미흡|한계|여전히|아직|멈추|끊|죽|실패|오류|아쉬|남아|남았|어려|어렵|밀리|밀림"
    r"|\b(?:not|never|still|fails?|only|cannot|missing|drifts?|limited)\b",
}
_CORES = {criterion: re.compile(pattern, re.IGNORECASE) for criterion, pattern in _CORE.items()}
_LABEL = re.compile(r"^[^:：]{1,14}[:：]\s+")


@dataclass(frozen=True)
class Fragment:
    """text stands in the quote as it is, white space folded, at most `LONGEST` characters."""

    text: str
    kind: Kind


def fragment(criterion: Criterion, level: int, quote: str, techs: Iterable[str] = ()) -> Fragment | None:
    """The words of the quote to show for this criterion and level; None for an empty quote."""
    line = " ".join(quote.split()).strip(" -•*■▪·\"'“”‘’")
    line = _LABEL.sub("", line)
    if not line:
        return None
    finders: dict[Kind, Callable[[], str]] = {
        "change": lambda: _change(line),
        "number": lambda: measured(line),
        "compare": lambda: _match([_COMPARE], line),
        "because": lambda: _match(_BECAUSE, line),
        "name": lambda: next((name for tech in techs if (name := names(tech, line))), ""),
        "words": lambda: _words(criterion, line),
    }
    for kind in (_BACKED if level >= 3 else _TOLD)[criterion]:
        if found := finders[kind]().strip(" ,.;:·"):
            return Fragment(found, kind)
    return Fragment(_tail(line), "words")


def measured(text: str) -> str:
    """The first amount with a unit and the word before it ("평균 8초"); no dates. Empty when there is none."""
    line = " ".join(text.split())
    for amount in _amounts(line):
        before = _BEFORE.search(line[: amount.start])
        start = before.start(1) if before and not before[1].endswith(_NO_NAME) else amount.start
        found = line[start : amount.start + len(amount.word)]
        if len(found) <= LONGEST:
            return found
    return ""


def _amounts(line: str) -> list[Quantity]:
    found = [amount for amount in quantities(line) if amount.unit and not _CALENDAR.search(amount.word)]
    found = [amount for amount in found if any(letter.isdigit() for letter in amount.word)]
    found = [
        one
        for one in found
        if not (_SPAN.search(one.word) or _LASTING.search(line[one.start + len(one.word) :]))
    ]
    return [amount for amount in found if _MEASURED.search(amount.word)] or found


def _change(line: str) -> str:
    """From the value before to the value after: "8초에서 0.4초로", "34%→17%"."""
    amounts = quantities(line)
    for old, new in pairwise(amounts):
        end = new.start + len(new.word)
        if (
            old.unit
            and new.unit
            and old.unit != new.unit
            and {old.unit, new.unit} - {"ms", "초", "분", "시간"}
        ):
            continue
        if _BETWEEN.search(line[old.start + len(old.word) : new.start]):
            particle = re.match(r"\S{0,3}?(?:으로|로|까지)(?![가-힣])", line[end:])
            found = line[old.start : end + (particle.end() if particle else 0)]
            if len(found) <= LONGEST:
                return found
    return ""


def _match(patterns: Iterable[str], line: str) -> str:
    """As many words of the first match as fit."""
    hit = next((hit for pattern in patterns if (hit := re.search(pattern, line, re.IGNORECASE))), None)
    return _short(hit.group()) if hit else ""


def names(tech: str, line: str) -> str:
    """The technology as the line writes it; empty when it does not name it."""
    hit = re.search(rf"(?<![A-Za-z가-힣]){re.escape(tech)}(?![A-Za-z])", line, re.IGNORECASE)
    return hit.group() if hit and len(tech) <= LONGEST else ""


def _words(criterion: Criterion, line: str) -> str:
    """The end of the sentence if it tells, else the words around the first one that does."""
    parts = line.split()
    tells = [i for i, part in enumerate(parts) if _CORES[criterion].search(part)]
    if not tells:
        return ""
    if _CORES[criterion].search(tail := _tail(line)):
        return tail
    start, end = tells[0], tells[0] + 1
    for step in ("before", *["after"] * 4, "before"):
        wider = (start - 1, end) if step == "before" else (start, end + 1)
        if wider[0] < 0 or wider[1] > len(parts) or (step == "after" and parts[end - 1].endswith((",", "."))):
            continue
        if len(" ".join(parts[wider[0] : wider[1]])) <= LONGEST:
            start, end = wider
    return _short(" ".join(parts[start:end]))


def _tail(line: str) -> str:
    return _short(line.rstrip(" .!?…"), end=True)


def _short(words: str, end: bool = False) -> str:
    """As many whole words as fit: in Korean, and for `end`, the last ones, in English the first."""
    parts = words.split()
    last = end or re.search(r"[가-힣]", words) is not None
    while len(parts) > 1 and len(" ".join(parts)) > LONGEST:
        parts = parts[1:] if last else parts[:-1]
    return _DANGLING.sub("", " ".join(parts))[:LONGEST].strip(" ,.;:·")
