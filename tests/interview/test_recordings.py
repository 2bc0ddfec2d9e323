"""Kept recordings: whose they are, hostile names, what is left of a failed write, and that deleting deletes."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from metajob.errors import InputError, StorageError
from metajob.interview import recordings as module
from metajob.interview.recordings import Recordings
from metajob.store.owners import owner_of

ANNA, BORA = owner_of("a" * 43), owner_of("b" * 43)
ONE, TWO = "1" * 32, "2" * 32
HOSTILE = [
    "", ".", "..", "../q1.webm", "/etc/passwd", "a/b.webm", "a\\b.webm", "q1.webm\x00", "\x00", "q1.webm\n", ".q1.webm",
    "q" * 300 + ".webm", "q1", "q1.html", "q1.webm.exe", "질문.webm", "CON.webm", "lpt1.webm", "~.webm", "-q.webm",
    None, 7,
]  # fmt: skip


@pytest.fixture
def kept(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path / "data")


def everything(folder: Path) -> list[Path]:
    return [*folder.rglob("*")]


def test_it_comes_back(kept: Recordings, tmp_path: Path) -> None:
    film = tmp_path / "upload"
    film.write_bytes(b"film")
    assert kept.keep(ANNA, ONE, "q1.webm", b"voice") == "q1.webm"
    assert kept.keep(ANNA, ONE, "q2-film.mp4", film) == "q2-film.mp4"
    assert kept.list(ANNA, ONE) == ("q1.webm", "q2-film.mp4")
    assert kept.open(ANNA, ONE, "q1.webm").read_bytes() == b"voice"
    assert kept.open(ANNA, ONE, "q2-film.mp4").read_bytes() == b"film"
    assert (kept.size(ANNA), kept.size(BORA)) == (9, 0)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX files")
def test_only_the_user_may_read_it(kept: Recordings) -> None:
    before = os.umask(0)
    try:
        kept.keep(ANNA, ONE, "q1.webm", b"voice")
    finally:
        os.umask(before)
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in everything(kept.root.parent)}
    assert modes == {True: 0o700, False: 0o600}
    assert stat.S_IMODE(kept.root.parent.stat().st_mode) == 0o700


def test_nobody_gets_what_is_not_theirs(kept: Recordings) -> None:
    kept.keep(ANNA, ONE, "q1.webm", b"voice")
    for owner, id, name in ((BORA, ONE, "q1.webm"), (ANNA, TWO, "q1.webm"), (ANNA, ONE, "q2.webm")):
        with pytest.raises(StorageError, match="찾지 못했어요"):
            kept.open(owner, id, name)
    assert (kept.list(BORA, ONE), kept.delete(BORA, ONE), kept.erase(BORA)) == ((), 0, 0)
    assert kept.list(ANNA, ONE) == ("q1.webm",)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names(kept: Recordings, name: Any) -> None:
    with pytest.raises(InputError, match="이름"):
        kept.keep(ANNA, ONE, name, b"x")
    assert not kept.root.parent.exists()
    kept.keep(ANNA, ONE, "q1.webm", b"x")
    with pytest.raises(StorageError):
        kept.open(ANNA, ONE, name)


@pytest.mark.parametrize(
    "id", ["", "..", f"{ONE}/", f"../{ONE}", f"{ONE}\n", "1" * 31, "G" * 32, ONE * 9, None, 7]
)
def test_hostile_interviews(kept: Recordings, id: Any) -> None:
    kept.keep(ANNA, ONE, "q1.webm", b"voice")
    with pytest.raises(InputError):
        kept.keep(ANNA, id, "q1.webm", b"x")
    with pytest.raises(StorageError, match="찾지 못했어요"):
        kept.open(ANNA, id, "q1.webm")
    assert (kept.list(ANNA, id), kept.delete(ANNA, id)) == ((), 0)
    assert kept.list(ANNA, ONE) == ("q1.webm",)


@pytest.mark.parametrize("owner", ["", "..", "a" * 63, "A" * 64, f"{'a' * 64}\n", "../" * 20])
def test_a_malformed_owner_is_a_bug(kept: Recordings, owner: str) -> None:
    for call in (
        lambda: kept.keep(owner, ONE, "q1.webm", b"x"),
        lambda: kept.open(owner, ONE, "q1.webm"),
        lambda: kept.list(owner, ONE),
        lambda: kept.delete(owner, ONE),
        lambda: kept.erase(owner),
        lambda: kept.size(owner),
    ):
        with pytest.raises(ValueError, match="64 hex"):
            call()
    assert not kept.root.parent.exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=strategies.text(max_size=20) | strategies.from_regex(r"[\w./\\~-]{1,20}\.webm", fullmatch=True))
def test_whatever_the_name_nothing_lies_elsewhere(kept: Recordings, name: str) -> None:
    try:
        kept.keep(ANNA, ONE, name, b"x")
    except InputError:
        return
    assert {path.parent for path in everything(kept.root.parent.parent) if path.is_file()} == {
        kept.root / ANNA / ONE
    }
    assert name in kept.list(ANNA, ONE)


def test_one_owner_cannot_fill_the_disk(tmp_path: Path) -> None:
    kept = Recordings(tmp_path, max_owner=1_000_000)
    kept.keep(ANNA, ONE, "q1.webm", bytes(600_000))
    kept.keep(ANNA, ONE, "q1.webm", bytes(700_000))  # in its place, so it fits
    with pytest.raises(StorageError, match=r"1 MB를 넘어서"):
        kept.keep(ANNA, TWO, "q1.webm", bytes(400_000))
    assert (kept.list(ANNA, TWO), kept.size(ANNA)) == ((), 700_000)
    assert not (kept.root / ANNA / TWO).exists()
    kept.keep(BORA, ONE, "q1.webm", bytes(600_000))
    kept.delete(ANNA, ONE)
    kept.keep(ANNA, TWO, "q1.webm", bytes(400_000))


def test_the_promised_limits(kept: Recordings, tmp_path: Path) -> None:
    """Two gigabytes for one owner, and a file too large to be an answer."""
    huge = tmp_path / "huge"
    with huge.open("wb") as stream:
        stream.truncate(module.MAX_FILE + 1)  # sparse: no disk is used
    with pytest.raises(StorageError, match="너무 커서"):
        kept.keep(ANNA, ONE, "q1.webm", huge)
    (kept.root / ANNA / TWO).mkdir(parents=True)
    with (kept.root / ANNA / TWO / "q1.webm").open("wb") as stream:
        stream.truncate(module.MAX_OWNER)
    with pytest.raises(StorageError, match="2 GB를 넘어서"):
        kept.keep(ANNA, ONE, "q1.webm", b"x")


@pytest.mark.parametrize(("code", "phrase"), [(errno.ENOSPC, "가득"), (errno.EACCES, "보관하지 못했어요")])
def test_a_failed_write_leaves_nothing(
    kept: Recordings, monkeypatch: pytest.MonkeyPatch, code: int, phrase: str
) -> None:
    def fails(_self: Path, _target: Path) -> Path:
        raise OSError(code, "no")

    kept.keep(ANNA, ONE, "q1.webm", b"earlier")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fails)
        for id in (ONE, TWO):
            with pytest.raises(StorageError, match=phrase):
                kept.keep(ANNA, id, "q1.webm", b"later")
    assert [path.name for path in everything(kept.root / ANNA)] == [ONE, "q1.webm"]
    assert kept.open(ANNA, ONE, "q1.webm").read_bytes() == b"earlier"


def test_an_upload_that_is_gone(kept: Recordings, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        kept.keep(ANNA, ONE, "q1.webm", tmp_path / "nothing")


@pytest.mark.parametrize("way", ["delete", "erase"])
def test_deleting_leaves_no_folder(kept: Recordings, way: str) -> None:
    calls: dict[str, Callable[[], int]] = {
        "delete": lambda: kept.delete(ANNA, ONE) + kept.delete(ANNA, TWO),
        "erase": lambda: kept.erase(ANNA),
    }
    for id in (ONE, TWO):
        kept.keep(ANNA, id, "q1.webm", b"voice")
        (kept.root / ANNA / id / ".part-xyz").write_bytes(b"voi")
    kept.keep(BORA, ONE, "q1.webm", b"voice")
    assert calls[way]() == 2
    assert [path.name for path in everything(kept.root)] == [BORA, ONE, "q1.webm"]
    kept.erase(BORA)
    assert not kept.root.exists()


def test_what_a_killed_process_left_is_swept(kept: Recordings) -> None:
    kept.keep(ANNA, ONE, "q1.webm", b"voice")
    (kept.root / ANNA / TWO).mkdir()
    old, new = kept.root / ANNA / TWO / ".part-old", kept.root / ANNA / ONE / ".part-new"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    assert kept.list(ANNA, ONE) == ("q1.webm",)
    kept.sweep()
    assert [path.name for path in sorted(everything(kept.root / ANNA))] == [ONE, ".part-new", "q1.webm"]
    Recordings(kept.root / "nowhere").sweep()
