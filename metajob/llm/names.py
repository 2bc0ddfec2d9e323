"""The applicant's name, taken from the first lines of a résumé, and every place where it stands again."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from metajob.llm.personal import header_end

_WORDS = Path(__file__).parent / "data" / "not_names.toml"
# Family names of one syllable and of two; together they cover nearly everybody in Korea.
_FAMILY = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도"
    "소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감호음빈동온"
)
_DOUBLE = "남궁|황보|제갈|사공|선우|서문|독고|동방"
_HANGUL = (
    rf"(?:{_DOUBLE})[가-힣]{{1,2}}|[{_FAMILY}]"
    r"(?:[가-힣]{1,2}|[ \t][가-힣]{2}|[ \t][가-힣][ \t][가-힣])"
)
_LATIN = r"[A-Z][a-zA-Z]*(?:[-'][A-Za-z]+)?\.?(?:[ \t]+[A-Z][a-zA-Z'-]*\.?){1,3}"
_SAYS = r"(?:입니다|이라고|라고|이에요|예요)"
_LABEL = re.compile(
    r"(?:이[ \t]*름|성[ \t]*명|성[ \t]*함|지원자(?:명)?|작성자|신청인|(?i:\bname|\bapplicant))"
    rf"[ \t]*(?:[:：|(（\t][ \t|]*|[ \t]+)({_HANGUL}|{_LATIN})(?![가-힣A-Za-z])"
)
_INTRODUCED = re.compile(
    rf"(?:저는|제 이름은|나는|이름은)[ \t]+(?:[가-힣A-Za-z]+[ \t]+){{0,3}}?({_HANGUL}){_SAYS}"
)
_IS_ME = re.compile(rf"(?:^|[\s,.])({_HANGUL})(?:입니다|이라고 합니다|라고 합니다|이에요|예요)")
_ENGLISH = re.compile(
    rf"(?:[Mm]y name is|I am|I['’]m|This is)[ \t]+({_LATIN})(?=[ \t]*[,.!;]|[ \t]+(?:and|a|an|from|with)\b|$)",
    re.MULTILINE,
)
_TITLED = re.compile(
    rf"(?:^|[ \t])({_HANGUL})(?:의|[ \t]*님의)?[ \t]*"
    r"(?:이[ \t]*력[ \t]*서|자기[ \t]*소개서?|경력[ \t]*기술서|포트폴리오|(?i:resume|portfolio))"
)
_AFTER_ROLE = re.compile(
    r"(?:개발자|엔지니어|디자이너|마케터|기획자|간호사|분석가|연구원|매니저|(?i:engineer|developer|designer))"
    rf"[ \t,]+({_HANGUL})$"
)
_WHOLE_HANGUL = re.compile(_HANGUL)
_WHOLE_LATIN = re.compile(_LATIN)
_CELLS = re.compile(r"[|/·•,:：\t()\[\]<>—–]|[ \t]-[ \t]|[ \t]{2,}")
_TITLE = (
    "은|는|이|가|을|를|의|와|과|도|만|에게|께서|께|님|씨|군|양|로서|으로|로|라는|이라는|이라고|라고|입니다"
    "|이며|이고|이자"
)
_PARTICLE = rf"(?=$|[^가-힣]|(?:{_TITLE})(?:[^가-힣]|$|[가-힣]{{1,2}}(?:[^가-힣]|$)))"
_TOP_LINES = 4


def find_names(text: str) -> list[tuple[int, int]]:
    """Where the applicant's name stands: [(start, end)], everywhere in the text, particles left out.

    Only the person who is named in the first lines; other people in the text are not looked for.
    """
    names = set(_in_header(text[: header_end(text)]))
    places = {hit.span() for name in names for hit in re.finditer(_anywhere(name), text)}
    return sorted(places)


def _in_header(header: str) -> Iterator[str]:
    """Names by label or sentence, with two syllables too; bare ones in the top lines from three syllables on."""
    for pattern in (_LABEL, _INTRODUCED, _ENGLISH):
        yield from filter(_is_name, (hit.group(1) for hit in pattern.finditer(header)))
    for hit in _IS_ME.finditer(header):
        if _is_name(hit.group(1), syllables=3):
            yield hit.group(1)
    done: set[str] = set()
    lines = [line for line in header.split("\n") if line.strip()]
    for number, line in enumerate(lines[:_TOP_LINES]):
        bare = re.sub(r"^[\s#>*\-–—•]+|[\s*_#]+$", "", line).replace("**", "")
        bare_names = [name for name in _bare(bare, latin=number < 2) if _is_name(name, syllables=3)]
        yield from (name for name in bare_names if _script(name) not in done)
        done |= {_script(name) for name in bare_names}


def _bare(line: str, *, latin: bool) -> Iterator[str]:
    yield from (hit.group(1) for hit in _TITLED.finditer(line))
    for raw in _CELLS.split(line):
        cell = raw.strip(" *_\"'“”‘’")
        if _WHOLE_HANGUL.fullmatch(cell) or (latin and _WHOLE_LATIN.fullmatch(cell)):
            yield cell
        yield from (hit.group(1) for hit in _AFTER_ROLE.finditer(cell))


def _script(name: str) -> str:
    return "hangul" if re.search(r"[가-힣]", name) else "latin"


@cache
def _not_names() -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in tomllib.loads(_WORDS.read_text("utf-8")).items()}


def _is_name(name: str, syllables: int = 2) -> bool:
    known = _not_names()
    if _script(name) == "hangul":
        bare = re.sub(r"\s", "", name)
        word = (
            bare in known["words"]
            or bare[:2] in known["beginnings"]
            or bare.endswith(("하기", "하다", "한다"))
        )
        return len(bare) >= syllables and not word
    words = [word.strip(".").lower() for word in name.split()]
    return len(words) >= 2 and not known["english"].intersection(words)


def _anywhere(name: str) -> str:
    """A pattern for the name again, with or without spaces inside, not inside a longer word."""
    if _script(name) == "latin":
        words = [re.escape(word.strip(".")) + r"\.?" for word in name.split()]
        return r"(?i:(?<![A-Za-z])" + r"[ \t]+".join(words) + r"(?![A-Za-z]))"
    letters = re.sub(r"\s", "", name)
    return r"(?<![가-힣A-Za-z])" + r"[ \t]?".join(letters) + _PARTICLE
