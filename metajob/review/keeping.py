"""Keeps reviews in the store and opens them again: the way between `Review` and a row of `metajob.store.reviews`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import ValidationError

from metajob.errors import StorageError
from metajob.review.model import Review
from metajob.store.book import to_json

if TYPE_CHECKING:
    from metajob.store.reviews import ReviewBook, ReviewRow

_SHOWN = 40  # projects whose levels a summary holds


def keep(book: ReviewBook, owner: str, review: Review, previous: str | None = None) -> ReviewRow:
    """Save a review. previous: id of the version it was compared with. Raises StorageError."""
    return book.save(
        owner,
        name=review.name,
        role=review.role,
        engine=review.engine,
        projects=len(review.projects),
        summary=to_json(levels_of(review)),
        body=to_json(review.model_dump(mode="python")),
        previous=previous,
    )


def open_review(book: ReviewBook, owner: str, id: str) -> Review:
    """A kept review. Raises StorageError when it is not there, damaged, or from a newer version of the app."""
    row = book.load(owner, id)
    try:
        kept = json.loads(row.body)
        if isinstance(kept, dict) and kept.get("schema_version", 1) > 1:
            raise StorageError(
                "더 새로운 버전의 앱이 저장한 리뷰예요.", "앱을 최신 버전으로 바꾸면 열 수 있어요."
            )
        return Review.model_validate(kept)
    except (ValueError, TypeError, ValidationError) as error:
        raise StorageError(
            "저장된 리뷰를 읽을 수 없어요.", "이 기록은 지우고, 파일을 다시 올려 리뷰해 주세요."
        ) from error


def levels_of(review: Review) -> list[list[int]]:
    """Levels of each project in the order of CRITERIA; what a list of kept reviews shows without opening them."""
    return [[finding.level for finding in project.findings] for project in review.projects[:_SHOWN]]


def levels_in(row: ReviewRow) -> list[list[int]]:
    """The levels of a kept row, as `levels_of` made them; empty when they cannot be read."""
    try:
        found = json.loads(row.summary)
        return [[min(3, max(0, int(level))) for level in levels] for levels in found]
    except (ValueError, TypeError):
        return []
