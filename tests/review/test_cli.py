"""`python -m metajob review`: where the result cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from metajob.__main__ import main

TEXT = "# 도서관 예약 개편\n예약이 열릴 때마다 늦어져서 Redis로 좌석 잠금을 옮겼고 12초에서 0.6초로 줄였습니다.\n"


@pytest.mark.parametrize("place", ["no/such/folder/out.md", "taken.md"])
def test_a_place_that_cannot_be_written_is_no_bug_of_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str
):
    source = tmp_path / "portfolio.md"
    source.write_text(TEXT, "utf-8")
    (tmp_path / "taken.md").mkdir()
    assert main(["review", str(source), "--out", str(tmp_path / place), "--force"]) == 2
    told = capsys.readouterr()
    assert "저장하지 못했어요" in told.err and told.out == ""
    assert sorted(one.name for one in tmp_path.iterdir()) == ["portfolio.md", "taken.md"]
