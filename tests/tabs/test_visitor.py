"""A visitor's photo and files: only the visitor's own upload is read, and everything goes with the visitor."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from metajob.errors import InputError, StorageError
from tabs.parts import visitor as visitors
from tabs.parts.visitor import KEPT_FILES, PREFIX, VisitorBook, sweep


@pytest.fixture
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "gradio"
    folder.mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(folder))
    return folder


@pytest.fixture
def book(uploads: Path) -> VisitorBook:
    return VisitorBook(uploads / f"{PREFIX}test")


def asks(session: str) -> SimpleNamespace:
    return SimpleNamespace(session_hash=session)


def left(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_upload_is_read_once_and_deleted(book: VisitorBook, uploads: Path):
    file = uploads / "abc123" / "photo.jpg"
    file.parent.mkdir()
    file.write_bytes(b"photo")
    assert book.take_upload(str(file)) == b"photo"
    assert list(uploads.iterdir()) == []
    with pytest.raises(InputError):
        book.take_upload(str(file))


def test_no_other_file_can_be_read(book: VisitorBook, uploads: Path, tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    theirs = book.of(asks("other")).save("photo.jpg", b"their photo")
    (uploads / "abc").mkdir()
    (uploads / "abc" / "link.jpg").symlink_to(secret)
    wrong = [
        str(secret), "/etc/hostname", f"{uploads}/../secret.txt", f"{uploads}/abc/../../secret.txt", str(uploads),
        f"{uploads}/abc/link.jpg", str(theirs), str(theirs.parent.parent), "", "photo.jpg",
    ]  # fmt: skip
    for path in wrong:
        with pytest.raises(InputError):
            book.take_upload(path)
    assert secret.read_text() == "secret"
    assert theirs.read_bytes() == b"their photo"


def test_leaving_deletes_everything_of_this_visitor_only(book: VisitorBook, uploads: Path):
    mine, theirs = book.of(asks("mine")), book.of(asks("theirs"))
    photo = np.zeros((4, 4, 3), np.uint8)
    for who in (mine, theirs):
        who.new_photo(photo, None, "")
        who.save("photo.jpg", b"x")
    job = SimpleNamespace(stopped=False)
    job.cancel = lambda: setattr(job, "stopped", True)
    mine.job = job
    book.leave(asks("mine"))
    assert mine.rgb is None and mine.head is None and job.stopped
    assert theirs.rgb is photo
    assert left(uploads) == theirs.files
    assert book.of(asks("mine")) is not mine
    book.leave(asks("theirs"))
    assert list(uploads.iterdir()) == []


def test_visitors_do_not_share_a_folder_and_names_cannot_be_guessed(book: VisitorBook):
    one, two = book.of(asks("one")), book.of(asks("two"))
    assert one.folder != two.folder
    assert len(one.folder.name) >= 24 and "one" not in one.folder.name
    assert book.of(asks("one")) is one


def test_old_downloads_make_room(book: VisitorBook):
    visitor = book.of(asks("one"))
    paths = [visitor.save("photo.jpg", bytes([n])) for n in range(KEPT_FILES + 3)]
    assert [path for path in paths if path.exists()] == paths[3:]


def test_a_full_disk_is_told_and_leaves_nothing(
    book: VisitorBook, uploads: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(_path: Path, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StorageError, match="디스크"):
        book.of(asks("one")).save("photo.jpg", b"x")
    assert left(uploads) == []


def test_who_never_says_goodbye_is_forgotten(book: VisitorBook, uploads: Path):
    old = book.of(asks("old"))
    old.save("photo.jpg", b"x")
    old.seen -= visitors.IDLE_SECONDS + 1
    book.of(asks("new"))
    assert left(uploads) == []
    assert len(book) == 1


def test_folders_of_a_crashed_server_are_swept(uploads: Path):
    old, fresh, foreign = (uploads / name for name in (f"{PREFIX}old", f"{PREFIX}fresh", "0123abcd"))
    for folder in (old, fresh, foreign):
        folder.mkdir()
        (folder / "photo.jpg").write_bytes(b"x")
    past = time.time() - 25 * 3600
    for folder in (old, foreign):
        os.utime(folder, (past, past))
    sweep(uploads)
    assert not old.exists()
    assert fresh.exists() and foreign.exists()
