"""The dictionary of technologies and methods: names, aliases, kinds, and which one includes which."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

BOOK = Path(__file__).with_name("data") / "techs.toml"
SEPARATORS = re.compile(r"[\s\-_·]+")
_FOLD = str.maketrans({"-": " ", "_": " ", "·": " ", "\u00a0": " ", "‑": " ", "’": "'"})

# What may stand behind a short Korean name: particles, endings, and nouns that make a compound with it.
_TAIL = re.compile(
    r"(?:을|를|이|가|은|는|와|과|로|으로|의|에|도|만|나|이나|랑|이랑|까지|부터|보다|처럼|에서|에게|한테|라는|라고|이라는|이라고|란"
    r"|이란|이라|라서|이라서|여서|이어서|인|이며|며|이고|고|이다|다|였다|이었다|입니다|이므로|므로|임|든|조차|마저|대로|같은|마다"
    r"|밖에|뿐|들|별|용|식|형|상|적|화|판|으론|론|엔|에선|였고|이었고|였으나|였지만|이지만|지만|인데|여도|면|이면|건|이라도|라도"
    r"|기반|방식|기법|도구|서버|작업|작성|활용|사용|관리|구축|도입|적용|설계|연동|설정|분석|코드|쿼리|함수|시트|파일|차트|툴|앱|봇"
    r"|테스트|모델|모형|시스템|프로그램|프로젝트|스크립트|패턴|엔진|페이지|플러그인|라이브러리|프레임워크|대시보드|채널|계정|광고|콘텐츠"
    r"|마케팅|교육|회의|수식|문서|보드|클러스터|이미지|환경|서비스|화면|컴포넌트|데이터|형식|양식|단위|검정|추정|훈련|학습|했다|했습니다|하여|하고|하는|한|함|해|했으며|했고){0,3}"
)


@dataclass(frozen=True)
class Alias:
    """One way to write a name. plain: also an ordinary word, which counts only in the place of a tool."""

    name: str
    kind: str
    text: str
    plain: bool


@dataclass(frozen=True)
class Match:
    """text[start:end] is written like `alias`."""

    alias: Alias
    start: int
    end: int


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(BOOK.read_text("utf-8"))


@cache
def aliases() -> tuple[Alias, ...]:
    """Every way to write every name, in the order of the file."""
    found: list[Alias] = []
    for kind, lines in _raw().items():
        if kind == "implied_by":
            continue
        for entry in (entry for line in lines for entry in line.split(";")):
            written = [part.strip() for part in entry.split("|")]
            name = written[0].lstrip("~")
            found += [Alias(name, kind, one.lstrip("~"), one.startswith("~")) for one in written]
    return tuple(found)


@cache
def kinds() -> dict[str, str]:
    """Kind of each name."""
    return {alias.name: alias.kind for alias in aliases()}


@cache
def direct() -> dict[str, tuple[str, ...]]:
    """What each name includes at once: Spring Boot → (Spring,)."""
    found: dict[str, list[str]] = {}
    for wide, narrow in _raw()["implied_by"].items():
        for name in narrow.split(","):
            found.setdefault(name.strip(), []).append(wide)
    return {name: tuple(wide) for name, wide in found.items()}


@cache
def implied(name: str) -> frozenset[str]:
    """Everything that whoever used `name` has used too, however far: Spring Boot → Spring, Java."""
    seen: set[str] = set()
    todo = list(direct().get(name, ()))
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            todo += direct().get(one, ())
    return frozenset(seen - {name})


def fold(text: str) -> str:
    """Lower case, hyphens as spaces; exactly as long as `text`."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return low.translate(_FOLD)


def _spellings(alias: str) -> Iterator[str]:
    """With and without each of its spaces."""
    parts = [part for part in SEPARATORS.split(fold(alias)) if part]
    for gaps in product(("", " "), repeat=len(parts) - 1):
        yield "".join(part + gap for part, gap in zip(parts, (*gaps, ""), strict=True))


@cache
def _tree() -> dict[str, Any]:
    root: dict[str, Any] = {}
    for alias in aliases():
        for spelling in _spellings(alias.text):
            node = root
            for char in spelling:
                node = node.setdefault(char, {})
            node.setdefault("", alias)
    return root


_STARTS = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z0-9.@]|(?<![가-힣])[가-힣]")
_PLURAL = re.compile(r"(?:s|es)?(?![A-Za-z0-9_])")
_VERSION = re.compile(r"\d+(?:\.\d+)*(?:\.x)?(?![A-Za-z0-9])")


def _ends_well(text: str, start: int, end: int) -> bool:
    rest = text[end : end + 24]
    if not rest:
        return True
    last, following = text[end - 1], rest[0]
    if "가" <= last <= "힣":
        if not "가" <= following <= "힣":
            return True
        tail = re.match(r"[가-힣]+", rest)
        long = end - start >= 4
        return long or (tail is not None and _TAIL.fullmatch(tail[0]) is not None)
    if following in "+#" and last not in "+#":
        return False
    if following.isascii() and (following.isalnum() or following == "_"):
        return bool(
            (last.isalpha() and end - start > 2 and _VERSION.match(rest))
            or (last.isalpha() and end - start > 2 and _PLURAL.match(rest))
        )
    return True


def matches(text: str) -> list[Match]:
    """What is written in `text`, the longest first at each place, without overlap, context not yet looked at."""
    folded, root = fold(text), _tree()
    found: list[Match] = []
    done = 0
    for begin in _STARTS.finditer(text):
        start = begin.start()
        if start < done:
            continue
        node, best, at = root, None, start
        while at < len(folded) and (step := node.get(folded[at])) is not None:
            node, at = step, at + 1
            alias = node.get("")
            if alias is not None and _ends_well(text, start, at) and _same_case(alias, text[start:at]):
                best = Match(alias, start, at)
        if best is not None:
            found.append(best)
            done = best.end
    return found


def _same_case(alias: Alias, written: str) -> bool:
    """A plain word in Latin letters must be written as the name is."""
    return not alias.plain or not alias.text.isascii() or written == alias.text
