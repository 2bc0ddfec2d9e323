"""What a person reads when the database cannot be used: SQLite's error code → a polite sentence."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator

from metajob.errors import StorageError

# Primary result codes, sqlite.org/rescode.html
_FULL = {sqlite3.SQLITE_FULL}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}  # the last: of the log's index
_DENIED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_DISK = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_TOOBIG}


def newer(path: str) -> StorageError:
    """The schema is from a later version of the app."""
    return StorageError(
        "저장된 기록을 더 새로운 버전의 앱이 만들었어요.",
        f"앱을 최신 버전으로 바꾸면 열 수 있어요. 파일은 그대로예요: {path}",
    )


def foreign(path: str) -> StorageError:
    """A database, but not one of this app."""
    return StorageError(
        "이 파일은 META-JOB의 저장 파일이 아니에요.",
        f"METAJOB_DATABASE_URL이 가리키는 파일을 확인해 주세요: {path}",
    )


def unsupported() -> StorageError:
    """An address whose database this version cannot use. The address is not repeated: it may hold a password."""
    return StorageError(
        "METAJOB_DATABASE_URL의 주소를 쓸 수 없어요.",
        "sqlite:///폴더/파일.db나 mysql+pymysql://계정:비밀번호@서버/이름 모양으로 적어 주세요(docs/store.md).",
    )


def _full() -> StorageError:
    return StorageError("디스크가 가득 차서 저장하지 못했어요.", "자리를 비운 뒤 다시 해 주세요.")


def _denied(path: str) -> StorageError:
    return StorageError("저장 파일을 열거나 쓸 수 없어요.", f"폴더와 파일의 권한을 확인해 주세요: {path}")


def sentence(code: int, path: str) -> StorageError | None:
    """The error for a SQLite result code (extended codes too); None when it tells of a bug, not of the machine."""
    primary = code & 0xFF
    if primary in _FULL:
        return _full()
    if primary in _BUSY:
        return StorageError("다른 작업이 저장 파일을 쓰고 있어요.", "잠시 뒤에 다시 해 주세요.")
    if primary in _DENIED:
        return StorageError("저장 파일을 열거나 쓸 수 없어요.", f"폴더와 파일의 권한을 확인해 주세요: {path}")
    if primary in _BROKEN:
        return StorageError(
            "저장 파일이 손상됐거나 저장 파일이 아니에요.",
            f"파일을 다른 곳으로 옮기면 새로 시작할 수 있어요: {path}",
        )
    if primary in _DISK:
        return StorageError(
            "디스크에서 읽거나 쓰는 중에 문제가 생겼어요.", f"디스크 상태와 남은 자리를 확인해 주세요: {path}"
        )
    return None


@contextlib.contextmanager
def told(path: str) -> Iterator[None]:
    """Turn what SQLite and the file system say into StorageError. path: for the sentence."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raw = error.orig if isinstance(error, DBAPIError) else error
        found = sentence(getattr(raw, "sqlite_errorcode", 0), path)
        if found is None:
            raise
        raise found from error
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise (_full() if full else _denied(path)) from error
