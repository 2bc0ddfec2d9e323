"""A certificate of our own, so that other devices can open the app by https: only there do browsers give the camera.

Self-signed: every browser warns once, because nobody vouches for it. It encrypts all the same, and after "continue"
the page counts as secure.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from metajob.errors import StorageError
from metajob.files import write_whole
from metajob.settings import shown

DAYS = 397  # the longest that browsers accept of a certificate
LEFT = timedelta(days=7)  # one that ends sooner is made anew
_ELSEWHERE = (  # documentation addresses: to ask for the way there sends no packet
    (socket.AF_INET, "192.0.2.1"),
    (socket.AF_INET6, "2001:db8::1"),
)


@dataclass(frozen=True)
class Certificate:
    """cert, key: PEM files. names: what it is good for, the names first, then the addresses."""

    cert: Path
    key: Path
    names: tuple[str, ...]


def lan_addresses() -> tuple[str, ...]:
    """Addresses by which other devices of the same network reach this computer; may be none."""
    found = []
    for family, far in _ELSEWHERE:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as way:
            way.connect((far, 9))
            found.append(str(way.getsockname()[0]))
    with contextlib.suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)]
    addresses = [address for text in dict.fromkeys(found) if (address := _address(text))]
    return tuple(str(one) for one in addresses if not (one.is_loopback or one.is_link_local))


def own_names() -> tuple[str, ...]:
    """Everything this computer may be called in the address bar, names first."""
    host = socket.gethostname().partition(".")[0].lower()
    names = ["localhost", host, f"{host}.local"] if _is_name(host) else ["localhost"]
    return tuple(dict.fromkeys([*names, "127.0.0.1", "::1", *lan_addresses()]))


def certificate(folder: Path, names: Iterable[str] | None = None) -> Certificate:
    """The certificate in `folder` (made 0700, the key 0600); a new one when it is not good for `names` any more.

    names: host names and IP addresses; all of this computer by default. Raises StorageError.
    """
    wanted = tuple(names) if names is not None else own_names()
    found = Certificate(folder / "cert.pem", folder / "key.pem", wanted)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if not _still_good(found):
            _make(found)
    except OSError as error:
        raise StorageError(
            f"https 인증서를 저장하지 못했어요. ({error.strerror or error})",
            f"디스크 공간과 {shown(folder)} 폴더의 쓰기 권한을 확인해 주세요.",
        ) from error
    return found


def _still_good(found: Certificate) -> bool:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        cert = x509.load_pem_x509_certificate(found.cert.read_bytes())
        key = load_pem_private_key(found.key.read_bytes(), None)
        told = cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (FileNotFoundError, ValueError, TypeError, x509.ExtensionNotFound):
        return False
    named = {str(name.value) for name in told}
    now = datetime.now(UTC)
    fits = key.public_key() == cert.public_key() and named == set(found.names)
    return fits and cert.not_valid_before_utc <= now < cert.not_valid_after_utc - LEFT


def _make(wanted: Certificate) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "META-JOB")])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [
        x509.IPAddress(address) if (address := _address(name)) else x509.DNSName(name)
        for name in wanted.names
    ]
    cert = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # a device whose clock is a little late
        .not_valid_after(now - timedelta(hours=1) + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    wanted.cert.unlink(
        missing_ok=True
    )  # a key without its certificate is no pair: stopped in between, made anew
    write_whole(wanted.key, secret)  # written 0600 from the first byte
    write_whole(wanted.cert, cert.public_bytes(serialization.Encoding.PEM))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _is_name(host: str) -> bool:
    """Whether it can stand in a certificate: letters, digits and hyphens of ASCII."""
    return 0 < len(host) < 64 and host.isascii() and host.replace("-", "").isalnum() and host != "localhost"
