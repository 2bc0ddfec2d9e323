"""One cell's text → its value, or why not. Empty and "모름" are not told; "없음" and 0 are none; they are never mixed.

"-", "N/A", "미응답", "비공개" mean not told. "없음", "무", "X", "해당없음" mean none. Below zero is a problem (-1 is a
usual mark for "unknown"); 99, 999 and 9999 are a problem where they are impossible and a warning where they are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from metajob.specs.certificates import certificates, counted, recognise
from metajob.specs.importing import choices, numbers
from metajob.specs.importing.header import Field
from metajob.specs.importing.personal import has_personal
from metajob.specs.importing.problems import Read, told
from metajob.specs.model import MAX_COMPANY, Opic
from metajob.store.companies import company_key, company_name

MOST = 500  # characters of a cell
_NOT_TOLD = {
    "", "-", "--", "—", "–", "ㅡ", "?", "??", ".", "n/a", "na", "#n/a", "null", "nan", "unknown",
    *("모름", "모르겠음", "미응답", "무응답", "비공개", "미상", "미입력", "미기재", "미기입", "공란", "확인불가"),
}  # fmt: skip
_YES = re.compile(
    r"(?:예|네|yes)?(?:위내용에)?(?:동의|동의함|동의해요|동의합니다|동의하겠습니다)|예|네|y|yes|o|○|◯|ㅇ|v|[✓✔☑]|true|agree|1|ok"
)
_NO = re.compile(
    r"(?:아니오|아니요|no)?(?:[미비부]동의(?:함|합니다)?|동의안함|동의하지않(?:음|아요|습니다))|아니오|아니요|n|no|x|×|false"
    r"|거부|거절|0"
)
_DASHES = "-‐‑–—―−ㅡ"
_FORMULA = re.compile(r"[=@+\t\r]|-\s*[A-Za-z(=+@]")
_SCHOOL = re.compile(r"[가-힣A-Za-z]{2,}(?:대학교|대학원|대)(?!졸)")


@dataclass(frozen=True)
class Certs:
    """A cell of certificates: codes, how many they count as, names that are not in the table (told, never kept)."""

    codes: tuple[str, ...]
    count: int
    unknown: tuple[str, ...] = ()


NOT_TOLD = Read()


def together(one: Certs, other: Certs) -> Certs:
    """What two columns of certificates (자격증1, 자격증2) tell of one person."""
    codes = set(one.codes + other.codes)
    unknown = tuple(dict.fromkeys(one.unknown + other.unknown))
    ordered = tuple(code for code in certificates() if code in codes)
    return Certs(ordered, max(counted(ordered, unknown), one.count, other.count), unknown)


def clean(text: str) -> str:
    """NFC, no zero-width and control letters but spaces, trimmed; a guard against formulas ("'=…") stays."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text)
    return "".join(
        " " if letter in "\r\n\t\u00a0\u3000" else letter
        for letter in text
        if unicodedata.category(letter) not in {"Cf", "Cc", "Cs"} or letter in "\r\n\t"
    ).strip()


def read_cell(field: Field | None, text: str) -> Read:
    """The cell of a known column, or of one that is left out (None): of that only personal data is looked for."""
    if len(text) > MOST:
        return Read(None, "too_long", f"칸 하나에는 {MOST}자까지 적을 수 있어요.")
    text, raw = clean(text), text
    if has_personal(text):
        return Read(None, "pii_found", "개인정보로 보이는 값이 있어요. 지우고 다시 올려 주세요.")
    if field is None or not text:
        return NOT_TOLD
    if text[0] == "'" and len(text) > 1:
        text = text[1:]  # what the export put before a formula's sign
        if field != "company" and _FORMULA.match(text):
            return _formula()
    elif (_FORMULA.match(text) or raw[0] in "\t\r") and text not in _NOT_TOLD:
        return _formula()
    squeezed = unicodedata.normalize("NFKC", text).casefold().replace(" ", "")
    if squeezed in _NOT_TOLD or not squeezed.strip(_DASHES):
        return NOT_TOLD
    return _READERS[field](field, text, squeezed)


def _formula() -> Read:
    return Read(None, "formula", "수식으로 보이는 칸이에요. 수식 대신 값을 적어 주세요.")


def _company(_field: Field, text: str, _squeezed: str) -> Read:
    if len(text) > MAX_COMPANY:
        return Read(None, "too_long", f"기업명은 {MAX_COMPANY}자까지 적을 수 있어요.")
    name = company_name(text)
    return Read(name) if company_key(name) else Read(None, "unknown_value", "기업 이름을 읽지 못했어요.")


def _choice(look: Callable[[str], str | None]) -> Callable[[Field, str, str], Read]:
    def reader(field: Field, text: str, _squeezed: str) -> Read:
        found = look(text)
        if found == "":
            return Read(None, "not_hired", "합격한 사람의 줄만 넣을 수 있어요.")
        if found is not None:
            return Read(found)
        if field in {"education", "major"} and _SCHOOL.search(text):
            return Read(None, "pii_found", "학교 이름으로 보이는 값이 있어요. 학교 이름은 받지 않아요.")
        return numbers.unknown(field, text)

    return reader


def _opic(field: Field, text: str, squeezed: str) -> Read:
    if squeezed in numbers.NONE:
        return Read("none")
    said = re.sub(r"[()\[\]\-]|opic|오픽|영어", "", squeezed)
    grade = numbers.GRADE_WORD.sub("", said).upper()
    return Read(grade) if grade in get_args(Opic) and grade != "NONE" else numbers.unknown(field, text)


def _jlpt(field: Field, text: str, squeezed: str) -> Read:
    if squeezed in numbers.NONE:
        return Read("none")
    found = re.fullmatch(r"(?:JLPT)?N?([1-5])", numbers.GRADE_WORD.sub("", squeezed).upper())
    return Read(f"N{found[1]}") if found else numbers.unknown(field, text)


def _hsk(field: Field, text: str, squeezed: str) -> Read:
    if squeezed in numbers.NONE:
        return Read("none")
    found = re.fullmatch(r"(?:신?hsk)?([1-6])(?:\.0)?", numbers.GRADE_WORD.sub("", squeezed))
    return Read(found[1]) if found else numbers.unknown(field, text)


def _certificates(field: Field, text: str, squeezed: str) -> Read:
    if squeezed in numbers.NONE:
        return Read(Certs((), 0))
    if re.fullmatch(r"있음|보유|유|[oyㅇ○]|yes|예|네", squeezed):
        return Read(
            None, "unknown_value", f"{told(text)}: 자격증 이름이나 개수를 적어 주세요. 모르면 비워 주세요."
        )
    if re.fullmatch(r"-?\d+(?:\.0)?[개건종]?", squeezed):  # only how many
        read = numbers.count("cert_count", text, squeezed)
        return read if read.code else Read(Certs((), int(str(read.value))))
    codes, unknown = recognise(text)
    count = counted(codes, unknown)
    if count > numbers.LIMITS["cert_count"][1]:
        return numbers.out_of_range(field, text, "자격증이 너무 많아요.")
    if not unknown:
        return Read(Certs(codes, count))
    names = ", ".join(told(name) for name in unknown[:5])
    return Read(
        Certs(codes, count, unknown), "unknown_certificate",
        f"목록에 없는 자격증이에요: {names}. 개수에만 넣고 이름은 저장하지 않아요.", warning=True,
    )  # fmt: skip


def _consent(field: Field, text: str, squeezed: str) -> Read:
    said = re.sub(r"[,.!]", "", squeezed)
    if _YES.fullmatch(said):
        return Read(True)
    if _NO.fullmatch(said):
        return Read(None, "no_consent", "동의하지 않은 사람의 줄은 넣을 수 없어요.")
    return numbers.unknown(field, text)


_READERS: dict[Field, Callable[[Field, str, str], Read]] = {
    **dict.fromkeys((*numbers.COUNTS, "toeic", "teps"), numbers.count),
    "company": _company, "industry": _choice(choices.industry), "role": _choice(choices.role), "year": numbers.year,
    "half": numbers.half, "hire_type": _choice(choices.hire_type), "stage": _choice(choices.stage),
    "education": _choice(choices.education), "major": _choice(choices.major), "gpa": numbers.gpa,
    "gpa_scale": numbers.scale,
    "toeic_speaking": numbers.speaking, "toeic_speaking_level": numbers.speaking, "opic": _opic,
    "certificates": _certificates,
    "age_band": _choice(choices.age_band), "consent": _consent, "size": _choice(choices.size), "jlpt": _jlpt,
    "hsk": _hsk,
}  # fmt: skip
