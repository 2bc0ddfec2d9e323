"""A MariaDB server of Debian's packages in a temporary folder, for the tests of what is kept. One for each process."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PASSWORD = "비밀 p@ss/word%"  # characters that an address must quote
PASSWORD_IN_URL = "%EB%B9%84%EB%B0%80%20p%40ss%2Fword%25"
_SMALL = (
    *("--innodb-buffer-pool-size=32M", "--innodb-log-file-size=8M", "--innodb-doublewrite=0"),
    *("--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--skip-log-bin"),
    *("--performance-schema=0", "--key-buffer-size=1M", "--aria-pagecache-buffer-size=8M"),
    *("--max-connections=60", "--skip-name-resolve", "--max-allowed-packet=64M"),
)


def present() -> bool:
    """Whether server and installer are here."""
    return bool(_program("mariadbd") and shutil.which("mariadb-install-db"))


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


class Server:
    """May be stopped and started again; the port stays the same."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._user = ["--user=root"] if os.name == "posix" and os.geteuid() == 0 else []
        subprocess.run(
            ["mariadb-install-db", "--no-defaults", f"--datadir={folder}/data", "--skip-test-db",
             "--auth-root-authentication-method=normal", *self._user, *_SMALL[:3]],
            check=True, capture_output=True,
        )  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> None:
        """Returns when it answers. Raises RuntimeError with the end of its log."""
        log = self.folder / "log.txt"
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [str(_program("mariadbd")), "--no-defaults", f"--datadir={self.folder}/data",
                 f"--socket={self.socket}", f"--pid-file={self.folder}/pid", f"--port={self.port}",
                 "--bind-address=127.0.0.1", *self._user, *_SMALL, *more],
                stdout=out, stderr=out,
            )  # fmt: skip
        give_up = time.monotonic() + 60
        while self._process.poll() is None and time.monotonic() < give_up:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as probe:
                if probe.recv(1):
                    return
            time.sleep(0.05)
        raise RuntimeError(f"MariaDB did not start: {log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """Returns when it is gone."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    @property
    def socket(self) -> Path:
        return self.folder / "socket"

    def url(self, database: str, user: str = "metajob", password: str = PASSWORD_IN_URL) -> str:
        """Over TCP, as a user who has all rights in databases whose name begins with metajob."""
        return f"mysql+pymysql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def execute(self, *statements: str) -> list[tuple[object, ...]]:
        """As root of the server; the rows of the last statement."""
        import pymysql

        connection = pymysql.connect(
            unix_socket=str(self.socket), user="root", charset="utf8mb4", autocommit=True
        )
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return list(cursor.fetchall())
        finally:
            connection.close()


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server with the user `metajob`, gone afterwards."""
    with tempfile.TemporaryDirectory(
        prefix="mdb-"
    ) as name:  # short: a socket's path has at most 107 characters
        server = Server(Path(name))
        try:
            server.start()
            server.execute(
                f"CREATE USER metajob@'%' IDENTIFIED BY '{PASSWORD}'",
                "GRANT ALL PRIVILEGES ON `metajob%`.* TO metajob@'%'",
            )
            yield server
        finally:
            server.stop()
