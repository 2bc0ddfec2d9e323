"""The heavy work of the review tab as plain functions for the worker pool: read, review, review again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from metajob.engines import Progress, silent
from metajob.errors import InputError
from metajob.review import pipeline
from metajob.review.model import Review
from metajob.review.pipeline import Options

SAMPLE = Path(__file__).resolve().parents[2] / "assets" / "review" / "sample_ko.md"
POSTING_LIMIT = 20_000  # characters of a posting that are looked at


@dataclass(frozen=True)
class Upload:
    """A file as the browser gave it. name: only for the screen."""

    data: bytes
    name: str


@cache
def sample() -> Upload:
    """Our own fictional portfolio, for trying the tab out."""
    return Upload(SAMPLE.read_bytes(), "예시 포트폴리오.md")


def first(
    source: Upload | str, posting: Upload | str, options: Options, progress: Progress = silent
) -> Review:
    """Read the document and the posting, then review. A str is pasted text. Raises InputError, Cancelled."""
    from metajob.documents import intake

    progress(0.02, "문서를 읽고 있어요")
    if isinstance(source, str):
        document = intake.from_text(source)
    else:
        document = intake.read(source.data, source.name, part(progress, 0.02, 0.35))
    if isinstance(posting, Upload):
        try:
            text = intake.read(posting.data, posting.name, part(progress, 0.35, 0.45)).text
        except InputError as error:
            raise InputError(f"채용 공고 파일: {error.message}", error.hint) from None
    else:
        text = posting
    options = Options(
        options.role, text[:POSTING_LIMIT].strip(), options.company, options.spans, options.pointers
    )
    return pipeline.review_document(document, options, part(progress, 0.45, 1.0))


def warm_up() -> None:
    """Load what the first review would wait for: tokenizer, weights, dictionary. Whatever fails is told at its use."""
    try:
        first(sample(), "", Options())
    except Exception:
        logging.getLogger(__name__).warning("warming up the review stopped early", exc_info=True)


def again(review: Review, options: Options, progress: Progress = silent) -> Review:
    """The same text after a correction. Raises InputError, Cancelled."""
    return pipeline.redo(review, options, progress)


def part(progress: Progress, low: float, high: float) -> Progress:
    """A Progress that fills low..high of another one."""
    return lambda share, phrase: progress(low + (high - low) * share, phrase)
