"""What a person reads when a MySQL or MariaDB server cannot be used: its error code → a polite sentence.

No sentence repeats the address, the user or the password.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from metajob.errors import StorageError

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

# dev.mysql.com/doc/mysql-errors and mariadb.com/kb/en/mariadb-error-codes; 2xxx are the driver's own, 0 is its word
# for a connection that is closed already.
_GONE = {
    0, 1053, 1152, 1158, 1159, 1160, 1161, 1927, 2002, 2003, 2005, 2006, 2013, 2014, 2055, 3032, 3169, 4031,
}  # fmt: skip
_DENIED = {
    1044, 1045, 1129, 1130, 1142, 1143, 1227, 1370, 1698, 1820, 1862, 2061, 3118, 3159, 3955, 4151,
}  # fmt: skip
_LOGIN = {1251, 1524, 2059}
_MANY = {1040, 1041, 1203, 1226}
_BUSY = {1205, 1213, 1412, 3024, 1317, 1969}
_FULL = {3, 28, 1021, 1114, 1026, 1878}
_READ_ONLY = {1290, 1836, 3100}
_LARGE = {1153, 1301, 2020}
_DAMAGED = {126, 127, 144, 145, 1033, 1034, 1194, 1195, 1712, 1877}
_UNKNOWN = 1049
_STATEMENTS = 1665  # the server's log of changes takes no change made under READ COMMITTED
_CUT = {2006, 2013}
_MUCH = 1_000_000  # characters; a server that takes no more hangs up while they are sent, without saying why
_TLS = {2026, 3159}


def foreign() -> StorageError:
    """A database, but not one of this app."""
    return StorageError(
        "이 데이터베이스는 META-JOB의 것이 아니에요.",
        "METAJOB_DATABASE_URL에 비어 있는 데이터베이스를 따로 적어 주세요.",
    )


def newer() -> StorageError:
    """The schema is from a later version of the app."""
    return StorageError(
        "저장된 기록을 더 새로운 버전의 앱이 만들었어요.",
        "앱을 최신 버전으로 바꾸면 열 수 있어요. 데이터베이스는 그대로예요.",
    )


def too_old(oldest: Mapping[str, tuple[int, ...]]) -> StorageError:
    """A server that does not enforce what the tables ask for."""
    versions = ", ".join(f"{name} {'.'.join(map(str, version))}" for name, version in oldest.items())
    return StorageError("데이터베이스 서버의 버전이 너무 낮아요.", f"이 버전부터 쓸 수 있어요: {versions}")


def busy() -> StorageError:
    """Another writer, or another process that changes the schema, for longer than we wait."""
    return StorageError("다른 작업이 데이터베이스를 쓰고 있어요.", "잠시 뒤에 다시 해 주세요.")


def no_tls() -> StorageError:
    """The certificate or its file is not good, or the server does not encrypt."""
    return StorageError(
        "데이터베이스 서버와 암호화된 연결을 만들지 못했어요.",
        "METAJOB_DATABASE_URL의 ssl_ca와 서버의 인증서를 확인해 주세요.",
    )


def no_login() -> StorageError:
    """The driver cannot follow the account's way of logging in, e.g. MariaDB's ed25519 without PyNaCl."""
    return StorageError(
        "데이터베이스 서버의 로그인 방식을 쓸 수 없어요.",
        "계정의 인증 방식을 caching_sha2_password나 mysql_native_password로 바꿔 주세요.",
    )


def sentence(code: int, tls: bool = False) -> StorageError | None:
    """The error for a code of server or driver; None when it tells of a bug. tls: the certificate was refused."""
    if tls or code in _TLS:
        return no_tls()
    if code in _GONE:
        return StorageError(
            "데이터베이스 서버에 연결하지 못했어요.", "서버가 켜져 있는지 확인하고 잠시 뒤에 다시 해 주세요."
        )
    if code in _DENIED:
        return StorageError(
            "데이터베이스 서버가 접속이나 작업을 허락하지 않았어요.",
            "METAJOB_DATABASE_URL의 계정과 비밀번호, 그 계정의 권한을 확인해 주세요.",
        )
    if code in _LOGIN:
        return no_login()
    if code == _UNKNOWN:
        return StorageError(
            "서버에 그 이름의 데이터베이스가 없어요.", "만드는 방법은 docs/store.md에 있어요."
        )
    if code in _MANY:
        return StorageError("데이터베이스 서버에 접속이 너무 많아요.", "잠시 뒤에 다시 해 주세요.")
    if code in _BUSY:
        return busy()
    if code in _FULL:
        return StorageError(
            "데이터베이스 서버의 디스크가 가득 차서 저장하지 못했어요.", "자리를 비운 뒤 다시 해 주세요."
        )
    if code in _READ_ONLY:
        return StorageError(
            "데이터베이스 서버가 읽기 전용이에요.", "쓸 수 있는 서버의 주소인지 확인해 주세요."
        )
    if code == _STATEMENTS:
        return StorageError(
            "데이터베이스 서버의 설정 때문에 저장하지 못했어요.",
            "서버의 binlog_format을 ROW나 MIXED로 바꿔 주세요.",
        )
    if code in _LARGE:
        return StorageError(
            "기록이 데이터베이스 서버의 한도보다 커서 저장하지 못했어요.",
            "서버의 max_allowed_packet을 64M으로 올려 주세요.",
        )
    if code in _DAMAGED:
        return StorageError(
            "데이터베이스의 테이블이 손상됐어요.", "python -m metajob store check로 확인해 주세요."
        )
    return None


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Turn what server, driver and pool say into StorageError. A bug stays one, without values of the rows."""
    from pymysql import MySQLError
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.exc import TimeoutError as PoolTimeoutError

    try:
        yield
    except PoolTimeoutError as error:
        raise busy() from error
    except (DBAPIError, MySQLError) as error:
        raw = error.orig if isinstance(error, DBAPIError) else error
        tls = isinstance(getattr(raw, "original_exception", None), ssl.SSLError)
        found = sentence(_code(raw), tls)
        if _code(raw) in _CUT and isinstance(error, DBAPIError) and _size(error.params) > _MUCH:
            found = StorageError(
                "저장하는 중에 데이터베이스 서버가 연결을 끊었어요.",
                "다시 해도 같으면 서버의 max_allowed_packet을 64M으로 올려 주세요.",
            )
        if found is None:
            if isinstance(error, DBAPIError):
                _forget_values(error)
            raise
        raise found from error


def _code(raw: BaseException | None) -> int:
    code = raw.args[0] if raw is not None and raw.args else 0
    return code if isinstance(code, int) else -1


def _size(parameters: object) -> int:
    """Characters and bytes in the parameters of a statement."""
    if isinstance(parameters, dict):
        parameters = list(parameters.values())
    if isinstance(parameters, list | tuple):
        return sum(_size(one) for one in parameters)
    return len(parameters) if isinstance(parameters, str | bytes) else 0


def _forget_values(error: DBAPIError) -> None:
    """The server's message quotes what was to be stored ("Duplicate entry '…'"), and would reach the log."""
    code = _code(error.orig)
    if error.orig is not None:
        error.orig.args = (code,)
    error.args = (f"({type(error.orig).__name__}) error {code} of the database server",)
