"""The command line of what is kept: `python -m metajob store init|upgrade|check|backup|restore`."""

from __future__ import annotations

import argparse
from pathlib import Path

from metajob.store.database import SCHEMA, Database, open_database
from metajob.terminal import may_write, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `store`."""
    commands = parser.add_subparsers(
        dest="store_command", required=True, metavar="init|upgrade|check|backup|restore"
    )
    commands.add_parser("init", help="빈 저장소를 만들어요")
    commands.add_parser("upgrade", help="저장소를 지금 버전으로 바꿔요")
    commands.add_parser("check", help="저장소의 상태를 확인해요")
    backup = commands.add_parser("backup", help="저장된 것을 모두 파일 하나로 복사해요")
    backup.add_argument("file", type=Path, metavar="파일", help="만들 백업 파일(SQLite)")
    backup.add_argument("--force", action="store_true", help="같은 이름의 파일이 있으면 바꿔요")
    restore = commands.add_parser("restore", help="백업 파일을 비어 있는 저장소에 되돌려요")
    restore.add_argument("file", type=Path, metavar="파일", help="backup으로 만든 파일이나 meta-job.db")


def run(args: argparse.Namespace) -> int:
    """Exit status: 0, or 1 when `check` finds something wrong. Raises InputError, StorageError."""
    database = open_database()
    if args.store_command == "check":
        return _check(database)
    if args.store_command == "init":
        _init(database)
    elif args.store_command == "upgrade":
        _upgrade(database)
    elif args.store_command == "backup":
        _backup(database, args.file, args.force)
    else:
        from metajob.store.backup import restore

        counted = restore(args.file, database)
        say(f"되돌렸어요: {sum(counted.values())}줄, 테이블 {len(counted)}개 → {database.place}")
    return 0


def _init(database: Database) -> None:
    found = database.version()
    with database.writing():
        pass
    done = "이미 있어요" if found else "빈 저장소를 만들었어요"
    say(f"{done}: {database.place} (버전 {SCHEMA})")


def _upgrade(database: Database) -> None:
    found = database.version()
    if found is None:
        say("아직 저장소가 없어요. python -m metajob store init으로 만들 수 있어요.")
        return
    with database.reading():  # refuses a newer one
        pass
    say(f"이미 최신 버전이에요: {SCHEMA}" if found == SCHEMA else f"버전을 바꿨어요: {found} → {SCHEMA}")


def _backup(database: Database, out: Path, force: bool) -> None:
    from metajob.store.backup import backup
    from metajob.store.sqlite import SqliteDatabase

    may_write(out, [database.path] if isinstance(database, SqliteDatabase) else [], force)
    counted = backup(database, out)
    say(f"백업했어요: {out} ({sum(counted.values())}줄, 버전 {SCHEMA})")
    say("이 파일에는 저장된 글이 암호화되지 않은 채 들어 있어요. 안전한 곳에 보관해 주세요.")


def _check(database: Database) -> int:
    from metajob.store import schema
    from metajob.store.backup import rows
    from metajob.store.mysql import MysqlDatabase

    kind = database.server() if isinstance(database, MysqlDatabase) else "SQLite"
    say(f"종류: {kind}")
    say(f"위치: {database.place}")
    found = database.version()
    if found is None:
        say("버전: 아직 저장된 것이 없어요")
        _remarks(database)
        return 0
    say(f"버전: {found}")
    old = found != SCHEMA and found in schema.known()
    faults = database.faults()
    if old:
        say(f"지금 앱의 버전({SCHEMA})보다 낮아요. python -m metajob store upgrade로 바꿔 주세요.")
    elif not faults:  # a damaged one may not be countable
        for table, number in rows(database).items():
            say(f"  {table:<20}{number:>10,}줄")
    for fault in faults[:20]:
        say(f"  손상: {fault}")
    say("무결성: 손상됐어요. 백업에서 되돌려 주세요." if faults else "무결성: 이상 없어요")
    _remarks(database)
    return int(bool(faults) or old)


def _remarks(database: Database) -> None:
    for remark in database.remarks():
        say(f"주의: {remark}")
