"""Saving an import: only what was agreed to, all or nothing, on both databases; and the operator's commands."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from metajob.errors import InputError
from metajob.specs import cli_import
from metajob.specs.importing import Preview, read, save
from metajob.specs.model import Hire, HiredSpec, Spec
from metajob.specs.sharing import contributor_of, register
from metajob.store.database import Database
from metajob.store.specs import SpecBook
from metajob.store.sqlite import SqliteDatabase
from tests.specs.files import HEADER, table, written

PEOPLE = [("가나다전자", 2024, "3.8", "4.5", 800 + 5 * at) for at in range(6)]


def preview_of(*extra: tuple[object, ...]) -> Preview:
    return read(table(*PEOPLE, *extra), "합격자.csv")


def test_saved_whole_listed_and_deleted(database: Database) -> None:
    book = SpecBook(database)
    id = save(book, preview_of(), " 취업지원팀 설문 ", "own")
    (batch,) = book.batches()
    assert (batch.id, batch.filename, batch.origin, batch.rows_count) == (
        id,
        "합격자.csv",
        "취업지원팀 설문",
        6,
    )
    assert sorted(row.toeic or 0 for row in book.rows_of()) == [800, 805, 810, 815, 820, 825]
    with pytest.raises(InputError, match="이미 가져온"):
        save(book, preview_of(), "또", "own")
    assert book.delete_batch(id) == 6 and list(book.rows_of()) == []
    save(book, preview_of(), "다시", "own")


def test_problems_are_left_out_only_when_the_person_says_so(database: Database) -> None:
    book, preview = SpecBook(database), preview_of(("라", 2024, "3.9", "", ""))
    with pytest.raises(InputError, match="문제가 있는 줄이 1개"):
        save(book, preview, "시험", "own")
    assert book.batches() == ()
    save(book, preview, "시험", "own", skip_bad=True)
    assert book.batches()[0].rows_count == 6


def test_a_file_that_must_be_mended_is_never_saved(sqlite_database: SqliteDatabase) -> None:
    book = SpecBook(sqlite_database)
    preview = read(table(*[(*row, "아무개") for row in PEOPLE], header=(*HEADER, "이름")), "표")
    with pytest.raises(InputError, match="고쳐야") as told:
        save(book, preview, "시험", "own", skip_bad=True)
    assert "아무개" not in str(told.value)
    assert book.batches() == ()


def test_too_few_people_no_origin_no_consent(sqlite_database: SqliteDatabase) -> None:
    book = SpecBook(sqlite_database)
    few = read(table(*PEOPLE[:4]), "표")
    for preview, origin, rights, word in (
        (few, "시험", "own", "5명보다 적은"),
        (preview_of(), "  ", "own", "어디에서 온"),
        (preview_of(), "시험", "consented", "동의여부가 비어 있는 줄이 6개"),
    ):
        with pytest.raises(InputError, match=word):
            save(book, preview, origin, rights)  # type: ignore[arg-type]
    assert book.batches() == ()
    agreed = read(table(*[(*row, "예") for row in PEOPLE], header=(*HEADER, "동의 여부")), "표")
    save(book, agreed, "시험", "consented")


class _Failing:
    """People of which the last cannot be read any more."""

    def __init__(self, people: list[tuple[int, HiredSpec]]) -> None:
        self._people = people

    def __len__(self) -> int:
        return len(self._people)

    def __iter__(self) -> Iterator[tuple[int, HiredSpec]]:
        yield from self._people
        raise ValueError("unreadable")


def test_nothing_is_kept_when_it_breaks_halfway(database: Database) -> None:
    book = SpecBook(database)
    before = book.edition()
    broken = replace(preview_of(), people=_Failing(list(preview_of().people)))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="unreadable"):
        save(book, broken, "시험", "own")
    assert (book.batches(), list(book.rows_of()), book.edition()) == ((), [], before)
    save(book, preview_of(), "시험", "own")


def test_sql_in_a_name_is_kept_as_a_name(database: Database) -> None:
    book = SpecBook(database)
    name = "x'); DROP TABLE hired_specs;--"
    save(
        book, read(table(*[(name, *row[1:]) for row in PEOPLE]), "표'; DROP TABLE imports;--"), "시험", "own"
    )
    assert {row.company for row in book.rows_of()} == {name}


# ---- the operator's commands


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    import argparse

    parser = argparse.ArgumentParser()
    cli_import.add_arguments(parser.add_subparsers())
    args = parser.parse_args(words)
    status: int = args.specs_run(args)
    return status, capsys.readouterr().out


@pytest.fixture
def book(sqlite_database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> SpecBook:
    book = SpecBook(sqlite_database)
    monkeypatch.setattr(cli_import, "_book", lambda: book)
    return book


def test_import_shows_first_and_saves_only_with_yes(
    book: SpecBook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "합격자.csv"
    file.write_bytes(table(*PEOPLE, ("라", 2024, "3.9", "", ""), PEOPLE[0]))
    with pytest.raises(InputError, match="문제가 있는 줄"):
        command(capsys, "import", str(file), "--rights", "own", "--yes", "--origin", "시험")
    out = capsys.readouterr().out
    assert "8줄 가운데 7줄" in out and "8번째 줄 [학점]" in out and "9번째 줄 2번째 줄과 같아요" in out
    status, out = command(capsys, "import", str(file), "--rights", "own", "--skip-bad")
    assert status == 0 and "저장하지 않았어요" in out and book.batches() == ()
    status, out = command(
        capsys, "import", str(file), "--rights", "own", "--skip-bad", "--yes", "--origin", "시험"
    )
    assert "7명을 저장했어요" in out and book.batches()[0].rows_count == 7


def test_export_batches_and_delete(
    book: SpecBook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "없어요" in command(capsys, "batches")[1]
    id = save(book, preview_of(), "시험", "own")
    assert re.search(rf"{id}.*6명.*합격자\.csv.*시험", command(capsys, "batches")[1])
    out = tmp_path / "모두.csv"
    assert "6명을 내보냈어요" in command(capsys, "export", str(out))[1]
    assert len(read(out.read_bytes(), "모두.csv").people) == 6
    with pytest.raises(InputError, match="이미 있는"):
        command(capsys, "export", str(out))
    with pytest.raises(InputError, match="그런 번호"):
        command(capsys, "export", str(tmp_path / "b.csv"), "--batch", "0" * 32)
    assert "지우지 않았어요" in command(capsys, "delete-batch", id)[1] and book.batches()
    assert "6명" in command(capsys, "delete-batch", id, "--yes")[1] and not book.batches()
    with pytest.raises(InputError, match="그런 번호"):
        command(capsys, "delete-batch", id, "--yes")
    with pytest.raises(InputError, match="삭제 코드"):
        command(capsys, "withdraw", "AAAAA-BBBBB-CCCCC-DDDDD")


@pytest.mark.parametrize("asked", [False, True])
def test_a_registration_is_taken_back_by_its_code(
    book: SpecBook, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, asked: bool
) -> None:
    hired = HiredSpec(hire=Hire(year=2026), spec=Spec(toeic=900))
    code = register(book, hired, contributor_of("a" * 43), date(2026, 11, 23))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{code}\n"))
    status, out = command(capsys, "withdraw", *([] if asked else [code]))
    assert status == 0 and out.endswith("1건을 지웠어요.\n") and ("적어 주세요" in out) is asked
    assert [*book.rows_of()] == []


def test_import_of_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="열 수 없어요"):
        command(capsys, "import", str(tmp_path / "no.csv"))


def test_a_long_list_of_problems_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    preview = read(written([HEADER, *[("가", 2024, "", "", -1)] * 300]), "표")
    assert "나머지 280개" in cli_import.told(preview)
    assert "나머지 100개" in cli_import.told(preview, everything=True)
    assert capsys.readouterr().out == ""
