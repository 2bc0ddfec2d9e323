"""Files appear whole or not at all, and old leftovers go."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from metajob.files import sweep, write_whole


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    place = tmp_path / "file"
    write_whole(place, b"old")
    write_whole(place, b"new")
    assert place.read_bytes() == b"new" and list(tmp_path.iterdir()) == [place]


def test_an_interrupted_write_keeps_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "file"
    write_whole(place, b"old")

    def interrupted(_self: Path, _target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(place, b"new")
    assert place.read_bytes() == b"old" and list(tmp_path.iterdir()) == [place]


def test_only_what_is_old_and_of_the_pattern_is_swept(tmp_path: Path) -> None:
    long_ago = time.time() - 7200
    old, old_folder, fresh, other = (
        tmp_path / name for name in (".part-a", ".part-b", ".part-c", "photo.jpg")
    )
    for path in (old, fresh, other):
        path.write_bytes(b"x")
    old_folder.mkdir()
    (old_folder / "inside").write_bytes(b"x")
    for path in (old, old_folder, other):
        os.utime(path, (long_ago, long_ago))
    sweep(tmp_path, ".part-*")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".part-c", "photo.jpg"]


def test_sweeping_beside_another_process_is_no_error(tmp_path: Path) -> None:
    (tmp_path / ".part-a").symlink_to(tmp_path / "already gone")
    sweep(tmp_path, ".part-*")
    sweep(tmp_path / "no such folder", "*")
