"""One click on the review tab: what was asked for, who asks, and the work it starts, with its progress."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from metajob.errors import InputError
from metajob.review.model import CRITERIA, Criterion, Role
from metajob.review.words import ROLE_KO
from tabs.parts import work
from tabs.parts.review_desk import ReviewDesk
from tabs.parts.words import Lang

if TYPE_CHECKING:
    from tabs.parts.visitor import Visitor

_HALF = re.compile(r"[\ud800-\udfff]")  # half a character, as a browser leaves it when it cuts an emoji
TEXT_LIMIT = 400_000  # characters of one value; the document reader has its own, smaller limit


@dataclass
class Ask:
    """`data` comes from the browser and is not trusted. progress: the bar as HTML while something runs."""

    lang: Lang
    visitor: Visitor
    data: dict[str, Any]
    progress: str = ""
    download: dict[str, str] | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def desk(self) -> ReviewDesk:
        """The visitor's review."""
        return self.visitor.review

    async def work(self, fn: Callable[..., Any], *args: Any) -> Any:
        """`fn` in the worker pool, followed and cancellable. Raises what it raised, or Cancelled."""
        async for kind, value in work.follow(self.visitor, self.lang, fn, *args):
            if kind == "result":
                return value
            self.progress = value
        raise AssertionError("work ended without a result")

    def text(self, name: str, most: int = TEXT_LIMIT) -> str:
        """A value as text that can be written as UTF-8, "" when absent."""
        value = self.data.get(name)
        return _HALF.sub("\ufffd", value[:most]) if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        """A value as yes or no."""
        return self.data.get(name) is True

    def offset(self, name: str) -> int:
        """A place in the reviewed text. Raises InputError when it is none."""
        value = self.data.get(name)
        last = len(self.desk.need().offline.text)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= last:
            raise InputError("문서에서 그 자리를 찾지 못했어요.", "다시 골라 주세요.")
        return value

    def range(self) -> tuple[int, int]:
        """`start` and `end` in the reviewed text, in order and not empty. Raises InputError."""
        start, end = self.offset("start"), self.offset("end")
        if start >= end:
            raise InputError("문서에서 그 자리를 찾지 못했어요.", "다시 골라 주세요.")
        return start, end

    def project(self) -> str:
        """Id of a project of the present split. Raises InputError."""
        name = self.text("project", 100)
        if name not in {span.id for span in self.desk.spans}:
            raise InputError("그 프로젝트를 찾지 못했어요.", "화면을 새로 고친 뒤 다시 해 주세요.")
        return name

    def criterion(self) -> Criterion:
        """Raises InputError for a name that is no criterion."""
        for name in CRITERIA:
            if name == self.data.get("criterion"):
                return name
        raise InputError("그 항목을 찾지 못했어요.", "화면을 새로 고친 뒤 다시 해 주세요.")

    def role(self) -> Role:
        """The job family; `other` for anything unknown."""
        name = self.data.get("role")
        return next((role for role in ROLE_KO if role == name), "other")
