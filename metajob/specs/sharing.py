"""A person who was hired adds their spec without a name, and takes it back with the delete code.

What is kept: the row, the month, which text was agreed to, a pseudonym by which one person counts once, and sha256 of
the delete code. No name, no address, no university, no day.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from datetime import UTC, date, datetime

from metajob.errors import InputError
from metajob.specs.model import HiredSpec
from metajob.specs.rows import kept
from metajob.store.companies import company_key, company_name
from metajob.store.specs import MOST_OF_A_PERSON, SpecBook

CONSENT_VERSION = "2026-11"
NOT_FOUND = "이 삭제 코드로 등록된 합격 스펙이 없어요. 코드를 다시 확인해 주세요."

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 letters; without 0, O, 1, I and L
_GROUPS, _LETTERS = 4, 5
_PSEUDONYM = b"meta-job hired specs v1"
_PERSONAL = (
    re.compile(r"\S+@\S+\.\S+|\S+@\S+$"),  # e-mail
    re.compile(r"\d{6}[-\s]?[1-8]\d{6}"),  # resident registration number
    re.compile(r"(?:\+?82[-\s.]?|0)\d{1,2}[-\s.)]*\d{3,4}[-\s.]*\d{4}"),  # telephone
)


def consent_text() -> str:
    """What a person agrees to, Markdown. A change of meaning needs another CONSENT_VERSION."""
    return "\n".join(
        f"- {line}"
        for line in (
            "등록은 **선택**이에요. 등록하지 않아도 모든 기능을 그대로 쓸 수 있어요.",
            "저장하는 것: 입력한 스펙(학점, 어학, 자격증, 경험 횟수와 기간), 입사 연도·반기, 기업 이름과 규모, "
            "산업, 직무, 학력·전공 계열·나이대, 등록한 달.",
            "저장하지 않는 것: 이름, 연락처, 학교 이름, 생년월일, 접속 기록, 자유롭게 쓴 글.",
            "누구인지 모르게 저장해요. 한 사람을 한 번만 세기 위한 가명과, 삭제 코드를 되돌릴 수 없게 바꾼 값만 "
            "함께 두어요.",
            "등록한 **다음 달**부터 통계에 들어가요. **5명 이상** 모인 값만 보여 드리고, 한 사람의 기록은 "
            "보여 드리지 않아요.",
            "사람이 적은 기업은 이름으로 찾아도 따로 보여 드리지 않고, 더 넓은 범위의 통계만 보여 드려요.",
            f"한 사람이 {MOST_OF_A_PERSON}건까지 등록할 수 있어요.",
            "등록하면 한 번만 보이는 **삭제 코드**로 언제든 지울 수 있어요. 지우면 기록과 통계에서 바로 "
            "빠져요. 그전에 운영자가 만든 백업에는 남아 있을 수 있어요. "
            "코드를 잃어버리면 어느 것이 누구의 것인지 알 수 없어 지워 드릴 수 없어요.",
        )
    )


def contributor_of(token: str) -> str:
    """The pseudonym of a visitor, 32 hex digits: one for all rows of a person. Made from the secret that only the
    browser keeps, so that nobody, not even with the whole database, can tell which other records are this person's:
    those lie under another hash of it (metajob.store.owners)."""
    return hashlib.blake2b(token.encode("utf-8", "surrogatepass"), key=_PSEUDONYM, digest_size=16).hexdigest()


def register(book: SpecBook, hired: HiredSpec, contributor: str, today: date | None = None) -> str:
    """Keep a hired person's spec; the person has agreed to `consent_text()`. Returns the delete code, to be shown once.

    today: in UTC. Raises InputError for a company's name that looks like somebody's contact, for values out of range,
    a hire of the future, one told twice or too many; StorageError when the database cannot be used.
    """
    now = today or datetime.now(UTC).date()
    if hired.hire.year > now.year:
        raise InputError("아직 오지 않은 해에는 등록할 수 없어요.", "입사한 해를 확인해 주세요.")
    code = _new_code()
    checked = hired.model_copy(
        update={"hire": hired.hire.model_copy(update={"company": checked_company(hired.hire.company)})}
    )
    book.add(
        kept(checked),
        contributor=contributor,
        text_version=CONSENT_VERSION,
        secret=_secret(code),
        month=f"{now:%Y-%m}",
    )
    return code


def withdraw(book: SpecBook, code: str) -> int:
    """Delete for good what was registered with this code, in capitals or not, with or without dashes and spaces.

    Returns how many rows there were; 0 for every wrong code, to be told by `NOT_FOUND`.
    """
    return book.withdraw(_secret(code))


def checked_company(name: str) -> str:
    """The company's name as it is kept. Raises InputError for what is no name of a company."""
    clean = company_name(name)
    if any(pattern.search(clean) for pattern in _PERSONAL):
        raise InputError("기업 이름에 연락처나 개인정보가 들어 있는 것 같아요.", "기업 이름만 적어 주세요.")
    if clean and not company_key(clean):
        raise InputError("기업 이름을 읽지 못했어요.", "기업 이름을 적거나 비워 두세요.")
    return clean


def _new_code() -> str:
    """XXXXX-XXXXX-XXXXX-XXXXX: 20 letters of 31, 99 bits."""
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _LETTERS)]
    return "-".join("".join(letters[start : start + _LETTERS]) for start in range(0, len(letters), _LETTERS))


def _secret(code: str) -> str:
    """sha256 of the code's letters alone, in capitals."""
    letters = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", code[:200]).upper())
    return hashlib.sha256(letters.encode()).hexdigest()
