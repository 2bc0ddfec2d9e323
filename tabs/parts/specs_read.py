"""What the browser sent about a place, a spec or a hire, read with care: every field is checked, errors by field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from metajob.specs.model import (
    AgeBand,
    Education,
    Gpa,
    GpaScale,
    Hire,
    HireType,
    Hsk,
    Jlpt,
    Major,
    Opic,
    Size,
    SpeakingLevel,
    Spec,
    Where,
)  # fmt: skip
from metajob.specs.taxonomy import industries, roles
from tabs.parts.specs_form import GROUPS
from tabs.parts.words import Lang, say

MOST = 60  # certificates of one person
T = TypeVar("T")
_RANGES = {  # field → lowest, highest
    "toeic": (10, 990), "teps": (1, 600), "toeic_speaking": (10, 200), "intern_count": (1, 20),
    "intern_months": (1, 120), "overseas_count": (1, 20), "overseas_months": (1, 480), "award_count": (1, 50),
    "volunteer_count": (1, 200), "volunteer_hours": (1, 20_000), "club_count": (1, 30), "activity_count": (1, 50),
}  # fmt: skip


@dataclass
class Reader:
    """`data` comes from the browser. errors: field → sentence beside it."""

    data: dict[str, Any]
    lang: Lang
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, most: int = 120) -> str:
        """A value as clean text, "" when absent or no text."""
        value = self.data.get(name)
        return re.sub(r"[\ud800-\udfff\x00-\x1f]", "", value[:most]).strip() if isinstance(value, str) else ""

    def one_of(self, name: str, known: tuple[T, ...]) -> T | None:
        """The known value that equals the text, None for the empty or an unknown one."""
        value = self.text(name)
        return next((one for one in known if one == value), None)

    def wrong(self, name: str, key: str, **values: object) -> None:
        """Remember the sentence of `key` for a field."""
        self.errors.setdefault(name, say(key, self.lang, **values))

    def number(self, name: str) -> int | None:
        """A whole number within the field's range; None (with an error unless it is empty) otherwise."""
        text = self.text(name).replace(",", "")
        if not text:
            return None
        low, high = _RANGES[name]
        if not re.fullmatch(r"\d{1,6}", text) or not low <= int(text) <= high:
            self.wrong(name, "sp_err_range", low=low, high=f"{high:,}")
            return None
        return int(text)

    def has(self, group: str) -> str:
        """ "", "none" or "have"."""
        return self.one_of(f"{group}_has", ("none", "have")) or ""


def where_of(data: object) -> Where:
    """The place; what is unknown there counts as "all"."""
    reader = Reader(data if isinstance(data, dict) else {}, "ko")
    year = reader.text("year", 4)
    return Where(
        int(year) if re.fullmatch(r"(19|20)\d\d", year) else None,
        reader.one_of("size", get_args(Size)),
        reader.one_of("industry", tuple(industries())),
        reader.text("company"),
        reader.one_of("role", tuple(roles())),
    )


def spec_of(data: object, lang: Lang) -> tuple[Spec | None, dict[str, str]]:
    """The spec and {}, or None and what is wrong, by field."""
    reader = Reader(data if isinstance(data, dict) else {}, lang)
    told: dict[str, Any] = {"gpa": _gpa(reader)}
    for group, fields in GROUPS.items():
        told |= _group(reader, group, [name for name, _, _ in fields])
    told |= _speaking(reader)
    told |= {"jlpt": reader.one_of("jlpt", get_args(Jlpt)), "hsk": reader.one_of("hsk", get_args(Hsk))}
    told |= _certificates(reader)
    if reader.errors:
        return None, reader.errors
    try:
        return Spec(**told), {}
    except ValidationError as error:  # a limit of the model that this room does not know
        names = [str(item["loc"][0]) for item in error.errors()]
        return None, {name: say("sp_err_value", lang) for name in names}


def _gpa(reader: Reader) -> Gpa | None:
    text = reader.text("gpa").replace(",", ".")
    scale: GpaScale = reader.one_of("gpa_scale", get_args(GpaScale)) or "4.5"
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text) or float(text) == 0:
        reader.wrong("gpa", "sp_err_gpa")
    elif float(text) > float(scale):
        reader.wrong("gpa", "sp_err_gpa_scale", scale=scale, gpa=text)
    else:
        return Gpa(raw=float(text), scale=scale)
    return None


def _group(reader: Reader, group: str, names: list[str]) -> dict[str, int | None]:
    state = reader.has(group)
    if state != "have":
        return dict.fromkeys(names, 0 if state == "none" else None)
    found = {name: reader.number(name) for name in names}
    if not reader.errors.keys() & found.keys():
        if all(value is None for value in found.values()):
            reader.wrong(names[0], "sp_err_empty")
        if "toeic" in found and found["toeic"] is not None and found["toeic"] % 5:
            reader.wrong("toeic", "sp_err_five")
    return found


def _speaking(reader: Reader) -> dict[str, Any]:
    state = reader.has("speaking")
    if state == "none":
        return {"toeic_speaking": 0, "opic": "none"}
    if state != "have":
        return {}
    score = reader.number("toeic_speaking")
    level = reader.one_of("toeic_speaking_level", get_args(SpeakingLevel))
    opic = reader.one_of("opic", tuple(one for one in get_args(Opic) if one != "none"))
    if score is not None and score % 10:
        reader.wrong("toeic_speaking", "sp_err_ten")
    if (score, level, opic) == (None, None, None):
        reader.wrong("toeic_speaking", "sp_err_empty")
    return {
        "toeic_speaking": score,
        "toeic_speaking_level": None if score is not None else level,
        "opic": opic,
    }


def _certificates(reader: Reader) -> dict[str, Any]:
    from metajob.specs.certificates import certificates, counted

    state = reader.has("certificate")
    if state != "have":
        return {"cert_count": 0} if state == "none" else {}
    given = reader.data.get("certs")
    items = [
        one
        for one in (given if isinstance(given, list) else [])
        if isinstance(one, dict)
        and isinstance(one.get("code", ""), str)
        and isinstance(one.get("name", ""), str)
    ]
    codes = tuple(dict.fromkeys(one["code"] for one in items if one.get("code") in certificates()))
    unknown = tuple(
        dict.fromkeys(one["name"][:60] for one in items if not one.get("code") and one.get("name"))
    )
    if not codes and not unknown:
        reader.wrong("certificate", "sp_err_cert")
    if len(codes) + len(unknown) > MOST:
        reader.wrong("certificate", "sp_err_many", most=MOST)
        return {}
    return {"certificates": codes, "cert_count": counted(codes, unknown)}


def hire_of(data: object, lang: Lang, this_year: int) -> tuple[Hire | None, dict[str, str]]:
    """Where and as what somebody was hired, or what is wrong by field."""
    reader = Reader(data if isinstance(data, dict) else {}, lang)
    year, half = reader.text("hire_year"), reader.one_of("hire_half", ("1", "2"))
    if not re.fullmatch(r"(19|20)\d\d", year) or not 1990 <= int(year) <= this_year:
        reader.wrong("hire_year", "sp_err_year")
        return None, reader.errors
    return Hire(
        year=int(year),
        half=1 if half == "1" else 2 if half == "2" else None,
        company=reader.text("hire_company"),
        size=reader.one_of("hire_size", get_args(Size)),
        industry=reader.one_of("hire_industry", tuple(industries())),
        role=reader.one_of("hire_role", tuple(roles())),
        hire_type=reader.one_of("hire_type", get_args(HireType)) or "new",
        education=reader.one_of("hire_education", get_args(Education)),
        major=reader.one_of("hire_major", get_args(Major)),
        age_band=reader.one_of("hire_age", get_args(AgeBand)),
    ), {}
