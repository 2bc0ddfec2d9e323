"""Kept interviews: what can be done with each, and progress only against one's own earlier ones."""

from __future__ import annotations

from datetime import UTC, datetime

from metajob.interview.compare import ProgressRow
from metajob.store.interviews import InterviewRow
from tabs.parts.interview_shelf import progress_table, zone

ROW = InterviewRow(
    "a" * 32, "owner", datetime(2026, 11, 20, 5, 0, tzinfo=UTC), "<한빛>", "backend", "lead", "tough", 5, 4, "{}"
)  # fmt: skip


def test_a_kept_interview_is_told_and_can_be_opened_and_deleted():
    html = zone([ROW], "ko")
    assert (
        "&lt;한빛&gt;" in html
        and "2026.11.20 14:00" in html
        and "5개 중 4개 답변" in html
        and "꼼꼼하게" in html
    )
    assert html.count('data-act="kept-open"') == html.count('data-act="kept-delete"') == 1
    assert html.count("data-sure=") == 2  # deleting one, deleting all: both ask once more
    assert "owner" not in html


def test_an_empty_shelf_says_what_it_is_for():
    html = zone([], "ko", said="<i>지웠어요</i>")
    assert "비교해 볼 수 있어요" in html and "kept-erase" not in html and "<i>지웠어요</i>" in html


def test_a_row_of_a_newer_version_is_shown_as_it_is():
    strange = InterviewRow("b" * 32, "o", ROW.created, "", "astronaut", "robot", "odd", 1, 0, "{}")
    assert "astronaut" in zone([strange], "en")


def test_progress_needs_an_earlier_interview_and_keeps_dates_apart():
    assert progress_table([ProgressRow("away", 0.1)], "ko") == ""
    old, older = "2026-11-20T05:00:00+00:00", "2026-11-15T05:00:00+00:00"
    rows = [
        ProgressRow("away", 0.124, ((old, 0.2),)),
        ProgressRow("star", None, ((older, 2.5),)),
        ProgressRow("speaking_rate", 251.4, ((old, 270.0), (older, 260.0))),
    ]
    html = progress_table(rows, "ko")
    cells = [row.split("<td>")[1:] for row in html.split("<tr>")[2:]]
    told = [[cell.split("</td>")[0].replace("<b>", "").replace("</b>", "") for cell in row] for row in cells]
    assert told == [
        ["12%", "20%", "–"],
        ["–", "–", "2.5"],
        ["1분에 251음절", "1분에 270음절", "1분에 260음절"],
    ]
    assert html.index("11.20 14:00") < html.index("11.15 14:00")


def test_every_value_that_is_compared_has_a_name():
    from typing import get_args

    from metajob.interview.compare import ProgressKey

    for key in get_args(ProgressKey):
        assert "<th scope=" in progress_table([ProgressRow(key, 1.0, (("2026-11-20", 1.0),))], "en")
