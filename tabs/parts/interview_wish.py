"""What the interview's page asks for, checked: every value may have been forged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast, get_args

from pydantic import ValidationError

from metajob.errors import InputError
from metajob.interview.model import AnswerWay, Plan
from tabs.parts.ask import Ask

if TYPE_CHECKING:
    from tabs.parts.visitor import VisitorBook

MOST_TEXT = 4000  # characters of a typed answer
_ID = re.compile(r"[\w-]{1,80}")


def plan(ask: Ask) -> Plan:
    """What was chosen on the setup screen. Raises InputError."""
    try:
        return Plan.model_validate(ask.data.get("plan"))
    except ValidationError:
        raise InputError("면접 설정이 맞지 않아요.", "화면을 새로 고친 뒤 다시 골라 주세요.") from None


def token(ask: Ask) -> str:
    """The token of the live interview, "" without one."""
    return ask.text("token", 100)


def question(ask: Ask, name: str = "id") -> str:
    """Id of a question, "" without one. Raises InputError for what is none."""
    found = ask.text(name, 100)
    if found and not _ID.fullmatch(found):
        raise InputError("그 질문을 찾지 못했어요.", "화면을 새로 고친 뒤 다시 해 주세요.")
    return found


def way(ask: Ask, recorded: bool) -> AnswerWay:
    """How the answer was given. recorded: there is a recording."""
    said = ask.data.get("way")
    if not recorded:
        return "typed"
    return cast("AnswerWay", said) if said in get_args(AnswerWay) and said in {"camera", "voice"} else "voice"


def upload(ask: Ask, book: VisitorBook, name: str) -> bytes | None:
    """The bytes of what the browser has just uploaded; the file is deleted. None without one. Raises InputError."""
    where = ask.text(name, 2000)
    if not where:
        return None
    try:
        return book.take_upload(where)
    except (ValueError, OSError):  # a path that no file system takes
        raise InputError("올린 파일을 찾지 못했어요.", "파일을 다시 올려 주세요.") from None
