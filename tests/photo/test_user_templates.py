"""The user's own template photos: what is kept, what is refused, what goes."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from metajob.errors import InputError, StorageError, UserError
from metajob.photo import user_templates
from metajob.settings import Settings


@pytest.fixture
def folder(fresh_settings: Callable[..., Settings]) -> Path:
    """The folder of templates, not made yet."""
    return fresh_settings().user_templates_dir


def photo(level: int = 90, size: tuple[int, int] = (600, 800), orientation: int | None = None) -> bytes:
    """A JPEG of a soft gradient with EXIF: a camera name, and an orientation when given."""
    ramp = np.linspace(level, level + 80, size[0], dtype=np.float32)
    pixels = np.repeat(np.tile(ramp, (size[1], 1))[..., None], 3, axis=2).astype(np.uint8)
    exif = Image.Exif()
    exif[0x0110] = "SecretCamera 3000"
    if orientation:
        exif[0x0112] = orientation
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", exif=exif, quality=95)
    return buffer.getvalue()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("folder")
def test_an_added_photo_is_listed_and_loads_with_the_same_pixels() -> None:
    added = user_templates.add(photo(), confirmed=True)
    assert user_templates.templates() == [added]
    rgb = user_templates.load(added.key)
    assert rgb.shape == (800, 600, 3)
    with Image.open(io.BytesIO(photo())) as original:
        assert np.abs(rgb.astype(int) - np.asarray(original).astype(int)).mean() < 1.5


def test_without_the_confirmation_nothing_is_kept(folder: Path) -> None:
    with pytest.raises(InputError, match="확인"):
        user_templates.add(photo(), confirmed=False)
    assert not folder.exists()


def test_accept_decodes_but_keeps_nothing(folder: Path) -> None:
    assert user_templates.accept(photo(), confirmed=True).shape == (800, 600, 3)
    assert not folder.exists()
    with pytest.raises(InputError):
        user_templates.accept(photo(), confirmed=False)


def test_metadata_is_gone_and_the_picture_is_upright(folder: Path) -> None:
    added = user_templates.add(photo(orientation=6), confirmed=True)
    stored = (folder / added.key).read_bytes()
    assert b"SecretCamera" not in stored
    with Image.open(io.BytesIO(stored)) as picture:
        assert not picture.getexif()
        assert picture.size == (800, 600)


@pytest.mark.usefixtures("folder")
def test_the_same_photo_twice_is_one_template() -> None:
    assert user_templates.add(photo(), confirmed=True) == user_templates.add(photo(), confirmed=True)
    assert len(user_templates.templates()) == 1


def test_a_file_that_is_no_photo_is_refused_and_leaves_nothing(folder: Path) -> None:
    for data in (b"", b"%PDF-1.7 not a photo", photo()[:400], b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
        with pytest.raises(InputError):
            user_templates.add(data, confirmed=True)
    assert not folder.exists()


def test_an_upload_over_the_size_limit_is_refused(fresh_settings: Callable[..., Settings]) -> None:
    fresh_settings(max_upload_mb="1")
    with pytest.raises(InputError):
        user_templates.add(photo() + b"\0" * (1024 * 1024), confirmed=True)
    assert user_templates.templates() == []


def test_photos_put_there_by_hand_are_listed_under_their_name(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "정장 모델.jpg").write_bytes(photo())
    (folder / "readme.txt").write_text("no picture")
    (folder / ".hidden.jpg").write_bytes(photo())
    (folder / "folder.jpg").mkdir()
    assert [(t.key, t.label) for t in user_templates.templates()] == [("정장 모델.jpg", "정장 모델")]
    assert user_templates.load("정장 모델.jpg").shape == (800, 600, 3)


@pytest.mark.parametrize(
    "key", ["../outside.jpg", "..", "", "/etc/passwd", "nothing.jpg", ".hidden.jpg", "a/../b.jpg"]
)
def test_a_key_cannot_reach_another_file(folder: Path, key: str) -> None:
    user_templates.add(photo(), confirmed=True)
    outside = folder.parent / "outside.jpg"
    outside.write_bytes(photo())
    (folder / ".hidden.jpg").write_bytes(photo())
    for action in (user_templates.load, user_templates.remove, user_templates.thumbnail):
        with pytest.raises(InputError):
            action(key)
    assert outside.exists()


def test_remove_takes_the_photo_and_its_thumbnail(folder: Path) -> None:
    keep, go = (user_templates.add(photo(level), confirmed=True) for level in (60, 120))
    for template in (keep, go):
        user_templates.thumbnail(template.key)
    user_templates.remove(go.key)
    assert user_templates.templates() == [keep]
    assert len(files(folder)) == 2  # the other one and its thumbnail
    with pytest.raises(InputError):
        user_templates.remove(go.key)


def test_a_thumbnail_is_small_upright_and_follows_the_file(folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / "a.jpg"
    path.write_bytes(photo(level=40, size=(1600, 1000)))
    first = user_templates.thumbnail("a.jpg")
    assert first.shape == (200, 320, 3)
    assert np.array_equal(user_templates.thumbnail("a.jpg"), first)
    path.write_bytes(photo(level=150, size=(800, 1600)))
    second = user_templates.thumbnail("a.jpg")
    assert second.shape == (320, 160, 3)
    assert second.mean() > first.mean() + 80
    assert len(files(folder)) == 2  # the older thumbnail went


@pytest.mark.usefixtures("folder")
def test_a_full_folder_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_templates, "MAX_TEMPLATES", 1)
    user_templates.add(photo(60), confirmed=True)
    with pytest.raises(UserError, match="1장까지"):
        user_templates.add(photo(120), confirmed=True)
    user_templates.add(photo(60), confirmed=True)  # already there: no new place needed


def test_a_full_disk_leaves_nothing_half_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_space)
    with pytest.raises(StorageError):
        user_templates.add(photo(), confirmed=True)
    assert files(folder) == []


def test_a_template_that_goes_while_it_is_looked_up_is_unknown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_templates, "_path", lambda key: folder / key)
    with pytest.raises(InputError, match="없는 템플릿"):
        user_templates.thumbnail("gone.jpg")


@pytest.mark.parametrize("cut", [0, 20, 60, 200])
def test_a_damaged_thumbnail_is_made_again(folder: Path, cut: int) -> None:
    key = user_templates.add(photo(), confirmed=True).key
    good = user_templates.thumbnail(key)
    (small,) = (folder / ".thumbnails").iterdir()
    data = small.read_bytes()
    small.write_bytes(data[:cut] + b"\xff\xff\xff\xff" + data[cut + 4 :] if cut else b"")
    assert np.array_equal(user_templates.thumbnail(key), good)
