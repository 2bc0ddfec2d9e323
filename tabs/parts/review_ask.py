"""One click on the review tab: places in the document, projects and criteria that it names, checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from metajob.errors import InputError
from metajob.review.model import CRITERIA, Criterion, Role
from metajob.review.words import ROLE_KO
from tabs.parts import ask
from tabs.parts.review_desk import ReviewDesk


@dataclass
class Ask(ask.Ask):
    """extra: for the script beside the zones."""

    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def desk(self) -> ReviewDesk:
        """The visitor's review."""
        return self.visitor.review

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
