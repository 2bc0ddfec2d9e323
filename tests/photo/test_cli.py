"""`python -m metajob photo`: what is written, what is refused, and that nothing half-written stays behind."""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from metajob import __main__
from metajob.faces import detect
from metajob.photo import cli, pipeline
from metajob.photo.templates import templates
from tests.photo import hostile
from tests.photo.fake_engine import FakeEngine

ROOT = Path(__file__).resolve().parents[2]
KEY = "m1_navy_stripe"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    fake = FakeEngine()
    monkeypatch.setattr(pipeline, "composite_engine", lambda: fake)
    return fake


@pytest.fixture
def source(astronaut: NDArray[np.uint8], tmp_path: Path) -> Path:
    path = tmp_path / "나.jpg"
    path.write_bytes(hostile.encoded(Image.fromarray(astronaut), "JPEG", quality=95))
    return path


def photo(*words: object) -> int:
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser)
    return cli.run(parser.parse_args([str(word) for word in words]))


def test_options_reach_the_picture(
    engine: FakeEngine, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = source.with_name("결과.png")
    options = (
        "--size 3.5x4.5 --cloth #102030 --top #ffffff --tie 8a1020 --background blue --head 1.1 --collar -0.5"
    )
    more = "--shoulders 0.9 --brightness 0.3 --hair behind"
    assert photo(source, "--template", "f1_black_round", "-o", out, *options.split(), *more.split()) == 0
    with Image.open(out) as image:
        assert (image.format, image.size) == ("PNG", (413, 531))
    look = engine.looks[0]
    assert (look.template, look.cloth, look.top, look.tie) == (
        "f1_black_round",
        (16, 32, 48),
        (255, 255, 255),
        (138, 16, 32),
    )
    assert look.background != (255, 255, 255) and look.background[2] > look.background[0]
    assert (look.head, look.collar, look.shoulders, look.brightness, look.hair) == (
        1.1,
        -0.5,
        0.9,
        0.3,
        "behind",
    )
    said = capsys.readouterr()
    assert "결과.png" in said.out and "413x531" in said.out and "composite" in said.out
    assert "그린 사진이에요." in said.err


@pytest.mark.usefixtures("engine")
def test_size_limit_hd_and_sheet(source: Path) -> None:
    out = source.with_name("a.jpeg")
    assert photo(source, "--template", KEY, "-o", out, "--size", "4x5cm", "--max-kb", "30") == 0
    assert out.stat().st_size <= 30 * 1024
    with Image.open(out) as image:
        assert image.size == (472, 591)
    assert photo(source, "--template", KEY, "-o", source.with_name("hd.jpg"), "--hd") == 0
    with Image.open(source.with_name("hd.jpg")) as image:
        assert image.size == (1012, 1350)
    assert photo(source, "--template", KEY, "-o", source.with_name("sheet.jpg"), "--sheet", "a4") == 0
    with Image.open(source.with_name("sheet.jpg")) as image:
        assert sorted(image.size) == [2480, 3508]


@pytest.mark.usefixtures("engine")
def test_an_existing_file_is_kept_unless_forced(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = source.with_name("out.jpg")
    out.write_text("소중한 파일")
    assert photo(source, "--template", KEY, "-o", out) == 2
    assert "이미 있는 파일" in capsys.readouterr().err
    assert out.read_text() == "소중한 파일"
    assert photo(source, "--template", KEY, "-o", out, "--force") == 0
    with Image.open(out) as image:
        assert image.format == "JPEG"
    assert sorted(path.name for path in source.parent.iterdir()) == sorted([source.name, "out.jpg"])


@pytest.mark.usefixtures("engine")
def test_the_original_is_never_overwritten(source: Path) -> None:
    before = source.read_bytes()
    assert photo(source, "--template", KEY, "-o", source, "--force") == 2
    assert source.read_bytes() == before


@pytest.mark.usefixtures("engine")
def test_the_template_photo_is_never_overwritten(source: Path) -> None:
    other = source.with_name("template.png")
    other.write_bytes(source.read_bytes())
    assert photo(source, "--engine", "swap", "--target", other, "-o", other, "--force") == 2
    assert other.read_bytes() == source.read_bytes()


def test_a_bug_is_told_in_a_sentence_without_a_trace(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "make_photo", broken)
    assert __main__.main(["photo", str(source), "--template", KEY, "-o", str(source.with_name("x.jpg"))]) == 1
    said = capsys.readouterr().err
    assert "문제가 생겨서" in said and "ZeroDivisionError" in said and "Traceback" not in said


@pytest.mark.usefixtures("engine")
def test_a_full_disk_leaves_nothing_behind(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert photo(source, "--template", KEY, "-o", source.with_name("out.jpg")) == 2
    assert "저장하지 못했어요" in capsys.readouterr().err
    assert list(source.parent.iterdir()) == [source]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "원본 사진을 적어"),
        (["IN"], "-o로 적어"),
        (["IN", "-o", "x.jpg"], "템플릿을 골라"),
        (["IN", "-o", "x.gif", "--template", KEY], ".jpg나 .png로"),
        (["IN", "-o", "x.png", "--template", KEY, "--format", "jpg"], "형식은 jpg"),
        (["IN", "-o", "x.jpg", "--template", KEY, "--size", "9x9"], "이해하지 못했어요"),
        (["IN", "-o", "x.jpg", "--template", KEY, "--cloth", "navy"], "색을 이해하지"),
        (["IN", "-o", "x.jpg", "--template", KEY, "--head", "3"], "머리 크기"),
        (["IN", "-o", "x.jpg", "--template", "no"], "없는 정장 템플릿"),
        (["IN", "-o", "x.jpg", "--template", KEY, "--max-kb", "0"], "용량 제한"),
        (["IN", "-o", "x" * 300 + ".jpg", "--template", KEY], "저장하지 못했어요"),
        (["IN", "-o", "nowhere/x.jpg", "--template", KEY], "없는 폴더"),
        (["IN", "-o", "x.jpg", "--engine", "swap"], "템플릿 사진이 필요해요"),
        (["IN", "-o", "x.jpg", "--engine", "swap", "--blend", "2"], "복원 비율"),
        (["missing.jpg", "-o", "x.jpg", "--template", KEY], "찾을 수 없어요"),
    ],
)
@pytest.mark.usefixtures("engine")
def test_mistakes_are_one_korean_sentence_and_exit_2(
    source: Path,
    words: list[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(source.parent)
    assert photo(*(source if word == "IN" else word for word in words)) == 2
    said = capsys.readouterr()
    assert sentence in said.err and said.err.count("\n") == 1 and said.out == ""
    assert list(source.parent.iterdir()) == [source]


@pytest.mark.usefixtures("engine")
def test_a_bad_photo_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "fake.jpg"
    source.write_bytes(hostile.pdf())
    assert photo(source, "--template", KEY, "-o", tmp_path / "out.jpg") == 2
    assert "PDF" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [source]


def test_check_prints_the_traffic_light_only(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert photo(source, "--check") == 0
    assert "[좋음]" in capsys.readouterr().out
    landscape = tmp_path / "landscape.png"
    landscape.write_bytes(hostile.encoded(hostile.photo(), "PNG"))
    assert photo(landscape, "--check") == 2
    assert "[불가]" in capsys.readouterr().out


def test_templates_are_listed_with_their_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert photo("--list-templates") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == list(templates())
    assert all(len(line.split("\t")[1]) >= 2 for line in lines)


@pytest.mark.slow
def test_the_real_thing_in_its_own_process(source: Path) -> None:
    out = source.with_name("real.jpg")
    words = ["photo", source, "--template", KEY, "--size", "3.5x4.5", "--max-kb", "100", "-o", out]
    done = subprocess.run(
        [sys.executable, "-m", "metajob", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    data = out.read_bytes()
    assert len(data) <= 100 * 1024
    image = Image.open(io.BytesIO(data))
    assert image.size == (413, 531)
    (face,) = detect(np.asarray(image))
    assert (face.box[0] + face.box[2]) / 2 == pytest.approx(413 / 2, abs=413 * 0.03)
