"""Any résumé file → `Document`: checked, read in a limited process, scanned pages through OCR."""

from __future__ import annotations

import json
import logging
from typing import Any

from metajob.documents import ocr
from metajob.documents.model import Document, Hidden
from metajob.documents.process import in_child
from metajob.documents.refusals import MAX_MB, Refused, as_error, as_warning
from metajob.documents.rows import MAX_CHARS, Row, assemble, rows_of
from metajob.documents.sniff import shown_name
from metajob.engines import Progress, silent

log = logging.getLogger(__name__)

MAX_BYTES = MAX_MB * 1024 * 1024


def read(data: bytes, name: str, progress: Progress = silent) -> Document:
    """A PDF, DOCX, HWP, HWPX, Markdown, text or picture file as a Document. `name` is only for the screen.

    Raises InputError with a sentence of its own for each thing that can be wrong, and what `progress` raises
    (Cancelled); the reading process is ended then.
    """
    try:
        return _read(data, shown_name(name), progress)
    except Refused as refused:
        raise as_error(refused.code, refused.detail) from None


def from_text(text: str, name: str = "붙여 넣은 글") -> Document:
    """Pasted text as a Document; cut at 60,000 characters with a warning. Raises InputError when it is empty."""
    return _document(
        rows_of(text.lstrip("\n")[: 4 * MAX_CHARS]), {"kind": "text"}, shown_name(name), [], empty="empty"
    )


def _read(data: bytes, name: str, progress: Progress) -> Document:
    if not data:
        raise Refused("empty")
    if len(data) > MAX_BYTES:
        raise Refused("too_large")
    found = _answer(in_child("read", data, progress, 0.05, "파일을 읽고 있어요"))
    rows = [Row(text, page, tuple(box) if box else None, blank) for text, page, box, blank in found["rows"]]
    warnings = [as_warning(code, detail) for code, detail in found["warnings"]]
    scans: list[int] = found["scans"]
    if scans and (ocr.program() or not rows):
        seen, left_out = ocr.read_pages(data, found["kind"], scans, progress)
        known = {"".join(row.text.lstrip("#- ").split()) for row in rows}
        seen = [row for row in seen if "".join(row.text.split()) not in known]
        rows = sorted(rows + seen, key=lambda row: row.page)
        if seen:
            warnings.append(as_warning("ocr"))
        scans = left_out
    if scans and rows:
        warnings.append(as_warning("pictures_skipped", ", ".join(map(str, scans))))
    progress(0.98, "글을 정리하고 있어요")
    return _document(rows, found, name, list(dict.fromkeys(warnings)))


def _answer(written: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(written)
    except ValueError:
        raise Refused("crashed") from None
    if "refused" in found:
        if "error" in found:
            log.warning("a reader stopped with %s", found["error"])
        raise Refused(found["refused"], found["detail"])
    return found


def _document(
    rows: list[Row], found: dict[str, Any], name: str, warnings: list[str], empty: str = "no_text"
) -> Document:
    text, lines, cut = assemble(rows)
    if not text.strip():
        raise Refused(empty) if found.get("rows") is not None else as_error(empty)
    if cut:
        warnings.append(as_warning("cut"))
    return Document(
        text=text,
        name=name,
        kind=found["kind"],
        pages=found.get("pages", 0),
        lines=lines,
        hidden=tuple(Hidden(*item) for item in found.get("hidden", ())),
        warnings=tuple(warnings),
    )
