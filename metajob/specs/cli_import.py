"""`python -m metajob specs import|export|batches|delete-batch|withdraw`: the operator's side of the hired rows.

A preview is printed before anything is saved, and nothing is saved without --yes or a yes at the terminal.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from metajob.errors import InputError
from metajob.specs import release
from metajob.specs.exporting import rows_csv
from metajob.specs.importing import MOST_BYTES, Preview, Problem, read, save
from metajob.specs.importing.save import refuse
from metajob.specs.sharing import NOT_FOUND, withdraw
from metajob.store.specs import SpecBook
from metajob.store.specs_rows import Rights
from metajob.terminal import say, write

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = Any

RIGHTS_KO: dict[Rights, str] = {
    "own": "직접 모은 자료", "consented": "동의를 받은 자료", "open_licence": "자유 이용 허락 자료",
}  # fmt: skip
_SHOWN = 20  # problems on the terminal unless --all


def add_arguments(commands: Commands) -> None:
    """The commands of `specs` that change or copy the rows."""
    parser = commands.add_parser("import", help="CSV나 XLSX 파일의 합격 스펙을 살펴보고 가져와요")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV 또는 XLSX")
    parser.add_argument(
        "--origin", default="", metavar="글", help="어디에서 온 자료인지. 저장할 때 꼭 필요해요"
    )
    parser.add_argument("--rights", choices=get_args(Rights), default="consented", help="써도 되는 까닭")
    parser.add_argument("--skip-bad", action="store_true", help="문제가 있는 줄을 빼고 저장해요")
    parser.add_argument("--yes", action="store_true", help="묻지 않고 저장해요")
    parser.add_argument("--all", action="store_true", help=f"문제를 {_SHOWN}개보다 많이 보여 줘요")
    parser.set_defaults(specs_run=_import)
    parser = commands.add_parser(
        "export", help="저장된 합격 스펙을 CSV로 내보내요. 누구의 것인지는 나오지 않아요"
    )
    parser.add_argument("out", type=Path, metavar="OUT.csv", help="저장할 파일")
    parser.add_argument("--batch", default="", metavar="ID", help="이 가져오기만 내보내요")
    parser.add_argument("--force", action="store_true", help="OUT 파일이 이미 있으면 덮어써요")
    parser.set_defaults(specs_run=_export)
    parser = commands.add_parser("batches", help="지금까지 가져온 파일을 보여 줘요")
    parser.set_defaults(specs_run=_batches)
    parser = commands.add_parser("delete-batch", help="가져온 파일 하나를 통째로 지워요")
    parser.add_argument("id", metavar="ID", help="specs batches에 나오는 번호")
    parser.add_argument("--yes", action="store_true", help="묻지 않고 지워요")
    parser.set_defaults(specs_run=_delete_batch)
    parser = commands.add_parser("withdraw", help="삭제 코드로 등록을 지워요")
    parser.add_argument(
        "code",
        nargs="?",
        metavar="CODE",
        help="등록할 때 받은 삭제 코드. 적지 않으면 물어보고, 명령 기록에 남지 않아요",
    )
    parser.set_defaults(specs_run=_withdraw)


def told(preview: Preview, everything: bool = False) -> str:
    """The preview as plain text."""
    shown = None if everything else _SHOWN
    lines = [f"{preview.name}: {preview.total:,}줄 가운데 {len(preview.people):,}줄을 저장할 수 있어요."]
    lines.append("알아본 칸: " + ", ".join(_pair(*pair) for pair in preview.known))
    if preview.ignored:
        lines.append("쓰지 않는 칸: " + ", ".join(preview.ignored))
    lines += _list("문제", preview.problems, preview.problem_count, shown)
    lines += _list("확인할 것", preview.warnings, preview.warning_count, shown)
    return "\n".join(lines)


def _import(args: argparse.Namespace) -> int:
    preview = read(_bytes(args.file), args.file.name)
    say(told(preview, args.all))
    refuse(preview, args.origin or "-", args.rights, args.skip_bad)
    people = f"{len(preview.people):,}명"
    if not args.yes and not _agreed(f"{people}을 ‘{RIGHTS_KO[args.rights]}’로 저장할까요?"):
        say("저장하지 않았어요. 저장하려면 --yes와 --origin을 붙여 주세요.")
        return 0
    book = _book()
    id = save(book, preview, args.origin, args.rights, args.skip_bad)
    say(f"{people}을 저장했어요. 번호: {id}")
    release.load(book.database)  # builds the columns now, not for the next visitor
    return 0


def _export(args: argparse.Namespace) -> int:
    part = f"import:{args.batch}" if args.batch else ""
    book = _book()
    if part and part not in book.part_names():
        raise InputError("그런 번호로 가져온 파일이 없어요.", "specs batches로 번호를 확인해 주세요.")
    lines = list(rows_csv(book, part))
    write(args.out, "".join(lines).encode("utf-8"), (), args.force)
    say(f"{len(lines) - 1:,}명을 내보냈어요: {args.out}")
    return 0


def _batches(_args: argparse.Namespace) -> int:
    batches = _book().batches()
    for one in batches:
        say(
            f"{one.id}  {one.created:%Y-%m-%d}  {one.rows_count:>7,}명  {RIGHTS_KO[one.rights]}  "
            f"{one.filename}  ({one.origin})"
        )
    if not batches:
        say("가져온 파일이 없어요.")
    return 0


def _delete_batch(args: argparse.Namespace) -> int:
    if not args.yes and not _agreed("이 파일에서 가져온 합격 스펙을 모두 지울까요?"):
        say("지우지 않았어요. 지우려면 --yes를 붙여 주세요.")
        return 0
    removed = _book().delete_batch(args.id)
    if not removed:
        raise InputError("그런 번호로 가져온 파일이 없어요.", "specs batches로 번호를 확인해 주세요.")
    say(f"{removed:,}명의 합격 스펙을 지웠어요.")
    return 0


def _withdraw(args: argparse.Namespace) -> int:
    if args.code is None:
        say("삭제 코드를 적어 주세요.")
    removed = withdraw(_book(), sys.stdin.readline() if args.code is None else args.code)
    if not removed:
        raise InputError(NOT_FOUND)
    say(f"{removed:,}건을 지웠어요.")
    return 0


def _book() -> SpecBook:
    from metajob.store.database import open_database

    return SpecBook(open_database())


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)  # one more than is read, so that it is told
    except OSError as error:
        raise InputError(f"파일을 열 수 없어요: {path.name}", "경로와 읽을 권한을 확인해 주세요.") from error


def _agreed(question: str) -> bool:
    """A yes at the terminal; no where nobody can answer."""
    if not sys.stdin.isatty():
        return False
    say(f"{question} [y/N]")
    return sys.stdin.readline().strip().casefold() in {"y", "yes", "예", "네"}


def _pair(title: str, own: str) -> str:
    return title if title == own else f"{title}→{own}"


def _list(name: str, found: tuple[Problem, ...], count: int, most: int | None) -> list[str]:
    if not count:
        return []
    shown = found[:most]
    lines = [f"{name} {count:,}개"]
    lines += [f"  {one.line}번째 줄{f' [{one.column}]' if one.column else ''} {one.message}" for one in shown]
    return lines + ([f"  … 나머지 {count - len(shown):,}개"] if count > len(shown) else [])
