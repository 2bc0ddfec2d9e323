"""Words people write for the things one chooses from: industries, roles, sizes, stages, degrees, majors, ages.

The words lie in assets/specs/import_words.csv; codes and names of the taxonomies are understood without them.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from typing import get_args

from metajob.specs.model import AgeBand
from metajob.specs.taxonomy import ASSETS, SIZE_KO, industries, roles

# Divisions of KSIC within manufacturing that surveys set apart.
_KSIC: dict[str, str] = {
    **dict.fromkeys(("19", "20"), "C.CHEM"), **dict.fromkeys(("24", "25", "29"), "C.METAL"),
    **dict.fromkeys(("26", "28"), "C.ELEC"), "30": "C.AUTO", "31": "C.SHIP",
}  # fmt: skip
AGES: tuple[AgeBand, ...] = get_args(AgeBand)


def plain(text: str) -> str:
    """Lower case without spaces and signs, as choices are compared; "R&D" keeps its sign's letters only."""
    return re.sub(r"[\s·.,/_\-()]+", "", unicodedata.normalize("NFKC", text)).casefold()


def industry(text: str) -> str | None:
    """Code of an industry by code, KSIC division ("C26"), name or a common word; None when unknown."""
    code = text.strip().upper()
    table = industries()
    if code in table:
        return code
    if division := re.fullmatch(r"([A-U])(\d{2})\d{0,3}", code):
        return (_KSIC.get(division[2], "C")) if division[1] == "C" else division[1]
    known, word = _known("industry"), plain(text)
    return known.get(word) or known.get(re.sub(r"(?:산업|업계|업종|업)$", "", word))


def role(text: str) -> str | None:
    """Code of a role by code, name or a common word; None when unknown."""
    code = text.strip().upper()
    if code in roles():
        return code
    known, word = _known("role"), plain(text)
    return known.get(word) or known.get(re.sub(r"(?:직무|직군|직|분야|담당자?|업무|자|엔지니어)$", "", word))


def size(text: str) -> str | None:
    """A size by its word or name; None when unknown."""
    return _known("size").get(plain(text))


def hire_type(text: str) -> str | None:
    """How somebody was hired; None when unknown."""
    return _known("hire_type").get(plain(text))


def stage(text: str) -> str | None:
    """Stage that was passed; "" when the word says that the person was not hired; None when unknown."""
    return _known("stage").get(plain(text))


def education(text: str) -> str | None:
    """Degree; None when unknown. "대학교 졸업(예정)" is a degree as well."""
    return _known("education").get(re.sub(r"예정자?$|자$", "", plain(text)))


def major(text: str) -> str | None:
    """Group of majors, also by the name of a department ("컴퓨터공학과"); None when unknown."""
    known, word = _known("major"), plain(text)
    bare = re.sub(r"(?:학부|학과|전공|과|부)$", "", word)
    for name in (word, bare, f"{bare}학", bare.removesuffix("학")):
        if name in known:
            return known[name]
    # any other kind of engineering, but nothing that names a school ("한빛대 전자공학과")
    engineering = re.fullmatch(r"(?!.{2,}대)\w+\s?공학\s?(?:부|과|전공)?", text.strip())
    return "engineering" if engineering else None


def age_band(text: str) -> AgeBand | None:
    """Band of an age ("27", "27세") or the band itself ("25~26세", "34세 이상"); None when unknown."""
    cleaned = (
        re.sub(r"[\s세살만]", "", unicodedata.normalize("NFKC", text)).replace("~", "-").replace("–", "-")
    )
    cleaned = re.sub(r"^34(?:이상|-|\+)$", "34+", cleaned)
    for band in AGES:
        if cleaned == band:
            return band
    if re.fullmatch(r"[2-6]\d", cleaned):
        years = int(cleaned)
        return next((band for band in AGES[:-1] if int(band[:2]) <= years <= int(band[3:])), "34+")
    return None


def written(field: str) -> list[tuple[str, str]]:
    """(word, code) of what people write for a field, or for the headers ("header"): assets/specs/import_words.csv."""
    with (ASSETS / "import_words.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["field"] == field]
    return [(word, row["code"]) for row in rows for word in (*row["words"].split(), row["code"]) if word]


@cache
def _known(field: str) -> dict[str, str]:
    """Plain word → code. A taxonomy's names go before our words; "제조업: 자동차" is also known as "자동차"."""
    tables: dict[str, dict[str, str]] = {
        "industry": {code: one.name_ko for code, one in industries().items()},
        "role": {code: one.name_ko for code, one in roles().items()},
        "size": dict(SIZE_KO.items()),
    }
    found = {plain(word): code for word, code in written(field)}
    for code, name in tables.get(field, {}).items():
        found[plain(name)] = found[plain(name.replace(":", ""))] = code
        found.setdefault(plain(name.rpartition(":")[2]), code)
    return found
