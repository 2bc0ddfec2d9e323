"""The certificate for https in the own network: good for every name, kept secret, made anew in time."""

from __future__ import annotations

import http.server
import ssl
import stat
import threading
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from metajob import certificate as module
from metajob.certificate import certificate, own_names
from metajob.errors import StorageError

NAMES = ("localhost", "127.0.0.1", "::1", "desk", "desk.local", "10.1.2.3")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_made_once_and_kept_secret(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "tls"
    first = certificate(folder, NAMES)
    assert (mode(folder), mode(first.key)) == (0o700, 0o600)
    assert sorted(file.name for file in folder.iterdir()) == ["cert.pem", "key.pem"]
    before = first.cert.read_bytes(), first.key.read_bytes()
    assert certificate(folder, reversed(NAMES)).names == NAMES[::-1]
    assert (first.cert.read_bytes(), first.key.read_bytes()) == before


def test_a_browser_can_open_the_page_with_it(tmp_path: Path) -> None:
    made = certificate(tmp_path, NAMES)
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(made.cert, made.key)
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler) as server:
        server.RequestHandlerClass = type("Quiet", (Answer,), {})
        server.socket = server_side.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        trusting = ssl.create_default_context(cafile=str(made.cert))
        try:
            for host in ("127.0.0.1", "localhost"):
                url = f"https://{host}:{server.server_port}/"
                assert urllib.request.urlopen(url, timeout=5, context=trusting).read() == b"here"
        finally:
            server.shutdown()
            thread.join()


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"here")

    def log_message(self, *_args: object) -> None:
        pass


def test_good_for_397_days_and_only_as_a_server(tmp_path: Path) -> None:
    from cryptography import x509

    cert = x509.load_pem_x509_certificate(certificate(tmp_path, NAMES).cert.read_bytes())
    assert cert.not_valid_after_utc - cert.not_valid_before_utc == timedelta(days=397)
    assert cert.not_valid_before_utc < datetime.now(UTC)
    assert not cert.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    names = cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {str(name.value) for name in names} == set(NAMES)


def test_another_address_makes_another_one(tmp_path: Path) -> None:
    first = certificate(tmp_path, NAMES).cert.read_bytes()
    assert certificate(tmp_path, [*NAMES, "10.9.9.9"]).cert.read_bytes() != first


@pytest.mark.parametrize("days", [391, 398, -2])
def test_made_anew_before_it_ends(days: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = certificate(tmp_path, NAMES).cert.read_bytes()

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def, override]
            return datetime.now(tz) + timedelta(days=days)

    monkeypatch.setattr(module, "datetime", Later)
    assert certificate(tmp_path, NAMES).cert.read_bytes() != first


@pytest.mark.parametrize("file", ["cert.pem", "key.pem"])
@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nnone\n", "other"])
def test_a_broken_pair_is_made_anew(file: str, content: bytes | str | None, tmp_path: Path) -> None:
    made = certificate(tmp_path / "tls", NAMES)
    other = (certificate(tmp_path / "other", NAMES).cert.parent / file).read_bytes()
    (tmp_path / "tls" / file).unlink()
    if content is not None:
        (tmp_path / "tls" / file).write_bytes(other if isinstance(content, str) else content)
    certificate(tmp_path / "tls", NAMES)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.cert, made.key)
    assert mode(made.key) == 0o600


def test_the_names_of_this_computer() -> None:
    names = own_names()
    assert {"localhost", "127.0.0.1", "::1"} <= set(names)
    assert len(names) == len(set(names))
    assert not [name for name in names if name.startswith(("169.254.", "fe80"))]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="인증서"):
        certificate(tmp_path / "file" / "tls", NAMES)
