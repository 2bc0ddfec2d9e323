"""`python -m metajob review`: where the result goes, and where it cannot go."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from metajob.__main__ import main
from tests.conftest import ROOT

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


def test_json_is_all_that_stands_on_stdout(tmp_path: Path) -> None:
    """Also for a terminal that says ASCII, and when the reader stops early."""
    source = tmp_path / "이력서.md"
    source.write_text(
        "# 프로젝트\n\n## 재고 알림\n재고가 매주 틀려 문의가 하루 30건 들어왔습니다.\n", "utf-8"
    )
    command = [sys.executable, "-m", "metajob", "review", str(source), "--json"]
    told = subprocess.run(
        command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, cwd=ROOT, check=True
    )
    assert json.loads(told.stdout.decode("utf-8"))["projects"][0]["span"]["title"] == "재고 알림"
    assert told.stderr == b""
    early = subprocess.run(
        " ".join(f"'{word}'" for word in command) + " | head -c 5",
        shell=True,
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    assert (early.stdout, early.stderr) == (b'{\n  "', b"")
