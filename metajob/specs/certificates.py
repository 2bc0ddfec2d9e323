"""Certificates by the names people write: aliases, spacing and case do not matter, unknown names are reported only.

Language tests and driving licences are certificates on many forms but not here: they are told apart and not counted.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from metajob.specs.taxonomy import ASSETS

_SEPARATORS = re.compile(r"(?:^|\s)\d{1,2}[.)]\s+|[,，、;/|·•+&\n\r\t]+|\s+및\s+")
_DROPPED = re.compile(r"[\s.:\-–—_'’()\[\]]+|자격증")
_SHORT_DATE = re.compile(
    r"\s*(?:\(\s*['’]?\d{2}(?:[.\-/년]\s?\d{1,2}){1,2}[.월일]?\s*\)|\(?['’]\d{2}(?:[.\-/]\d{1,2}){0,2}\)?)\s*$"
)
_DATE = re.compile(r"[(\[]?(?:19|20)\d{2}(?:[.\-/년]\s?\d{1,2}(?:[.\-/월]\s?\d{0,2}일?)?)?[.년월]?[)\]]?")
_LANGUAGE = re.compile(
    r"(?:토익|토스|오픽|텝스|토플|아이엘츠|지텔프|일본어능력시험|중국어능력시험|jlpt|jpt|hsk|tsc|toeic|toefl|opic|teps|"
    r"ielts|gtelp|flex|delf|dele|testdaf|snult|topik)(?:스피킹|speaking|말하기|ibt|라이팅|writing)?"
    r"(?:[\d]{1,4}[점급]?|n[1-5]급?|(?:level|lv|레벨)\d|[nia][lmh]\d?|[ab][12]|등급|합격|취득){0,3}"
)
_DRIVING = re.compile(
    r"(?:자동차)?운전면허증?(?:[12]종)?(?:보통|대형|소형|자동|수동)*"
    r"|(?:자동차)?[12]종(?:보통|대형|소형|자동|수동)*(?:(?:자동차)?운전)?(?:면허증?)?"
)
_HELD = re.compile(r"(?:최종)?(?:취득|합격|보유)(?:완료)?$")
_NOT_HELD = re.compile(r"필기|예정|준비|응시|불합격|공부|재학")
_NOTHING = {"", "없음", "없어요", "무", "none", "no", "해당없음", "미보유", "x", "na", "n/a", "0"}
LONGEST = 2000  # characters of a list that are read
MOST = 60  # names in one cell; a longer list is no list of certificates


@dataclass(frozen=True)
class Certificate:
    """One row of certificates.csv. rank: within its family, 1 is the lowest. basis: how the row is known."""

    code: str
    name: str
    family: str
    grade: str
    rank: int
    kind: str
    aliases: tuple[str, ...]
    basis: str


@cache
def certificates() -> dict[str, Certificate]:
    """Code → certificate, in the order of the table (a place in it is a bit in the stored rows)."""
    with (ASSETS / "certificates.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Certificate(
                code=row["code"],
                name=row["name_ko"],
                family=row["family"],
                grade=row["grade"],
                rank=int(row["rank_in_family"]),
                kind=row["kind"],
                aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
                basis=row["basis"],
            )
            for row in csv.DictReader(file)
        }


@lru_cache(maxsize=4096)
def recognise(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes in the order of the table, and the names that are not in it, as written, each once.

    "컴활 1급, 정처기, SQLD / ADsP" → four codes. Language tests and driving licences without a class are in neither.
    Unknown names are for telling the person and for counting; they are never stored.
    """
    codes: set[str] = set()
    unknown: dict[str, str] = {}
    names = [name.strip() for name in _SEPARATORS.split(unicodedata.normalize("NFKC", text[:LONGEST]))]
    for name in [name for name in names if name][:MOST]:
        known, rest = _of_name(name)
        codes.update(known)
        for one in rest:
            unknown.setdefault(_plain(one), one)
    return tuple(code for code in certificates() if code in codes), tuple(unknown.values())


def highest(codes: Iterable[str]) -> tuple[str, ...]:
    """The highest of each family, in the order of the table. Unknown codes are left out."""
    table = certificates()
    best: dict[str, Certificate] = {}
    for one in (table[code] for code in codes if code in table):
        if one.family not in best or best[one.family].rank < one.rank:
            best[one.family] = one
    kept = {one.code for one in best.values()}
    return tuple(code for code in table if code in kept)


def counted(codes: Iterable[str], unknown: Iterable[str] = ()) -> int:
    """How many certificates these are: the highest of a family only, driving licences not; each unknown name is one,
    but for those that say themselves that the certificate is not held yet ("정보처리기사 필기", "취득 예정")."""
    table = certificates()
    known = sum(table[code].kind != "licence" for code in highest(codes))
    return known + len({_plain(name) for name in unknown if not _NOT_HELD.search(name)})


@cache
def _names() -> dict[str, str]:
    """Plain name → code."""
    found: dict[str, str] = {}
    for one in certificates().values():
        inside = re.search(r"\((\w+)\)", one.name)  # "SQL 개발자(SQLD)"
        outside = re.sub(r"\(\w+\)", "", one.name)
        for name in (one.code, one.name, outside, *([inside[1]] if inside else []), *one.aliases):
            found[_plain(name)] = one.code
    return found


def _plain(name: str) -> str:
    return _DROPPED.sub("", name).casefold()


def _of_name(name: str) -> tuple[list[str], list[str]]:
    """Codes and unknown names of one entry. A list that is divided by spaces only is read longest name first."""
    kinds = _names()
    name = _SHORT_DATE.sub("", _DATE.sub(" ", name)).strip()
    plain = _HELD.sub("", _plain(name))
    if plain in _NOTHING or _uncounted(plain):
        return [], []
    if plain in kinds:
        return [kinds[plain]], []
    if twice := re.fullmatch(r"([^()]+)\(([^()]+)\)", name):  # "정보처리기사(정처기)"
        codes_told = {kinds.get(_plain(one)) for one in twice.groups()}
        if len(codes_told) == 1 and (code := codes_told.pop()):
            return [code], []
    words = name.split()
    codes: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 4), at, -1):
            part = _plain("".join(words[at:end]))
            if part in kinds or _uncounted(part):
                codes += [kinds[part]] if part in kinds else []
                at = end
                break
        else:
            rest.append(words[at])
            at += 1
    # a word left over beside a known name may deny it ("정보처리기사 필기"): the whole entry is unknown then
    return ([], [name]) if rest else (codes, [])


def _uncounted(plain: str) -> bool:
    return bool(_LANGUAGE.fullmatch(plain) or _DRIVING.fullmatch(plain)) and plain not in _names()
