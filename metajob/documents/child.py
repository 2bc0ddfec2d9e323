"""The process that opens a file: it limits itself first, reads bytes from stdin and writes JSON or a picture.

Imports little, since its start is part of every reading. Run by `process.py`, never imported by the app.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
from collections.abc import Callable
from typing import Any

from metajob.documents.refusals import Refused
from metajob.documents.rows import Draft

MEMORY = 1024 * 1024 * 1024  # bytes of address space
FILES = 64
FILE_SIZE = 64 * 1024 * 1024


def limit(cpu: int) -> None:
    """Memory, CPU seconds, files: for this process and what it becomes. Nothing where the system has no limits."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    wanted = {
        resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: cpu, resource.RLIMIT_FSIZE: FILE_SIZE,
        resource.RLIMIT_NOFILE: FILES, resource.RLIMIT_CORE: 0,
    }  # fmt: skip
    for kind, most in wanted.items():
        with contextlib.suppress(
            OSError, ValueError
        ):  # a lower limit is already there, or macOS and RLIMIT_AS
            resource.setrlimit(kind, (most, most))


def read(data: bytes) -> tuple[str, Draft]:
    """(kind, draft). Raises Refused, and whatever a parser raises on a damaged file."""
    from metajob.documents.sniff import kind_of

    kind = kind_of(data)
    if kind == "pdf":
        from metajob.documents.pdf import read_pdf

        return kind, read_pdf(data)
    if kind == "zip":
        return _read_zip(data)
    if kind == "ole":
        from metajob.documents.hwp import read_ole

        return "hwp", _named("broken_hwp", lambda: read_ole(data))
    if kind == "image":
        return kind, Draft(scans=[1], pages=1)
    from metajob.documents.plain import read_plain

    return read_plain(data)


def _read_zip(data: bytes) -> tuple[str, Draft]:
    from metajob.documents.archive import Archive

    archive = Archive(data)
    names = archive.names
    if "word/document.xml" in names:
        from metajob.documents.docx import read_docx

        return "docx", _named("broken_docx", lambda: read_docx(archive))
    if "Contents/header.xml" in names or "Contents/content.hpf" in names:
        from metajob.documents.hwpx import read_hwpx

        return "hwpx", _named("broken_hwpx", lambda: read_hwpx(archive))
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise Refused("office")
    if "content.xml" in names and "mimetype" in names:
        raise Refused("other_document", "ODF")
    raise Refused("archive")


def _named(code: str, work: Callable[[], Draft]) -> Draft:
    """What a reader trips over in a damaged file, as that refusal. lxml's errors are SyntaxErrors."""
    try:
        return work()
    except (SyntaxError, ValueError, LookupError, OSError, struct.error, RecursionError):
        raise Refused(code) from None


def answer(data: bytes) -> dict[str, Any]:
    """The JSON of one reading."""
    try:
        kind, draft = read(data)
    except Refused as refused:
        return {"refused": refused.code, "detail": refused.detail}
    except MemoryError:
        return {"refused": "too_heavy", "detail": ""}
    except Exception as error:
        return {"refused": "crashed", "detail": "", "error": f"{type(error).__name__}"}
    return {
        "kind": kind,
        "pages": draft.pages,
        "rows": [(row.text, row.page, row.box, row.blank) for row in draft.rows],
        "hidden": [(item.text, item.page, item.by) for item in draft.hidden],
        "warnings": draft.warnings,
        "scans": draft.scans,
    }


def main(task: str, argument: str, cpu: int) -> None:
    """`read`: JSON of the document. `page N`, `picture`: PGM for OCR. `ocr`: becomes tesseract."""
    limit(cpu)
    if task == "ocr":
        words = argument.split("\n")
        if os.name == "nt":  # there execv returns to the caller before the program ends
            import subprocess

            sys.exit(subprocess.run(words, check=False).returncode)
        os.execv(words[0], words)
    data = sys.stdin.buffer.read()
    if task == "read":
        sys.stdout.buffer.write(json.dumps(answer(data), ensure_ascii=True).encode())
        sys.stdout.buffer.flush()
        os._exit(0)  # nothing to tidy up: the parser's memory goes with the process
    try:
        if task == "page":
            from metajob.documents.pdf import draw_page

            sys.stdout.buffer.write(draw_page(data, int(argument)))
        else:
            from metajob.documents.picture import draw_picture

            sys.stdout.buffer.write(draw_picture(data))
    except Refused as refused:
        sys.stdout.buffer.write(b"!" + refused.code.encode())
    sys.stdout.buffer.flush()
    os._exit(0)
