"""A preview that the person agreed to, into the spec book: all of its lines or none."""

from __future__ import annotations

from metajob.errors import InputError
from metajob.specs.importing.read import Preview
from metajob.specs.rows import kept
from metajob.store.specs import LEAST_ROWS, SpecBook
from metajob.store.specs_rows import Rights


def save(book: SpecBook, preview: Preview, origin: str, rights: Rights, skip_bad: bool = False) -> str:
    """Keep the people of a preview. Returns the id of the batch. origin: who says that the rows may be used.

    skip_bad: the person chose to leave out the lines that have problems; without it any problem refuses the file.
    Raises InputError when something has to be mended first, when the file was imported before, and for fewer than
    five people; StorageError when the database cannot be used. Nothing is kept then.
    """
    refuse(preview, origin, rights, skip_bad)
    return book.add_batch(
        (kept(hired) for _line, hired in preview.people),
        filename=preview.name, sha256=preview.sha256, origin=origin.strip(), rights=rights,
    )  # fmt: skip


def refuse(preview: Preview, origin: str, rights: Rights, skip_bad: bool) -> None:
    """Why this preview may not be saved, before the database is asked. Raises InputError."""
    if preview.blocked:
        first = next(problem for problem in preview.problems if problem.whole)
        raise InputError("파일을 고쳐야 저장할 수 있어요.", f"{first.line}번째 줄: {first.message}")
    if preview.problem_count and not skip_bad:
        raise InputError(
            f"문제가 있는 줄이 {preview.bad_lines:,}개라서 저장하지 않았어요.",
            "고쳐서 다시 올리거나, 그 줄을 빼고 저장하도록 골라 주세요.",
        )
    if not origin.strip():
        raise InputError("어디에서 온 자료인지 적어 주세요.", "예: 우리 학교 취업지원팀 설문 2026년 상반기")
    if rights == "consented" and (missing := preview.people.unconsented()):
        raise InputError(
            f"동의여부가 비어 있는 줄이 {missing:,}개 있어요.",
            "동의를 받은 자료라면 모든 줄의 동의여부 칸에 ‘예’를 적어 주세요.",
        )
    if len(preview.people) < LEAST_ROWS:
        raise InputError(
            f"{LEAST_ROWS}명보다 적은 자료는 가져올 수 없어요.",
            "적은 사람의 자료는 누구인지 드러날 수 있어서 보여 드리지 않아요.",
        )
