"""What a browser leaves behind or cuts in half, and a visitor who leaves while something is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from metajob.errors import Cancelled, UserError
from tabs.parts import review_model, review_zones
from tabs.parts.review_acts import Acts
from tabs.parts.visitor import Visitor
from tests.tabs.test_review_acts import acts, begun, click, visitor

__all__ = ["acts", "visitor"]


def uploaded(tmp_path: Path, name: str) -> Path:
    """A file as Gradio's upload route leaves it."""
    file = tmp_path / "gradio" / name / f"{name}.md"
    file.parent.mkdir(parents=True)
    file.write_text("회사에서 한 일", "utf-8")
    return file


def test_every_upload_goes_even_when_it_is_not_needed(acts: Acts, visitor: Visitor, tmp_path: Path):
    one, other = uploaded(tmp_path, "one"), uploaded(tmp_path, "other")
    click(acts, visitor, "start", sample=True, path=str(one), posting_path=str(other))
    assert not one.exists() and not other.exists()
    posting = uploaded(tmp_path, "posting")
    with pytest.raises(UserError):
        click(acts, visitor, "start", text=" ", posting_path=str(posting))
    assert not posting.exists()


def test_half_an_emoji_in_an_answer_does_not_break_the_page(acts: Acts, visitor: Visitor):
    click(acts, visitor, "answer", project="p1", criterion="why", answer="느려서요 \ud83d")
    click(acts, visitor, "split-rename", project="p2", title="알림 \ude00")
    click(acts, visitor, "model-preview", on=True)
    "".join(map(str, review_zones.zones(visitor.review, "ko").values())).encode()
    for sent in review_model.outgoing(visitor.review):
        sent.encode()


def test_a_download_made_for_someone_who_has_left_is_not_written(visitor: Visitor):
    visitor.clear()
    with pytest.raises(Cancelled):
        visitor.save("review.md", b"text")
    assert not visitor.folder.exists()


def test_a_reopened_review_keeps_its_comparison_after_a_correction(
    acts: Acts, visitor: Visitor, tmp_path: Path
):
    begun(acts, visitor, "글 v1", keep=True)
    begun(acts, visitor, "글 v2", keep=True)
    later, last = Visitor(tmp_path / "later"), Visitor(tmp_path / "last")
    click(acts, later, "open", id=visitor.review.stored)
    click(acts, later, "no", project="p2", criterion="result")
    click(acts, last, "open", id=later.review.stored)
    assert last.review.previous is not None and last.review.previous.name == "글 v1"
