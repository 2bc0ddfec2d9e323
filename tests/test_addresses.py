"""The terminal names addresses that work, and says from where the camera does."""

from __future__ import annotations

import pytest

from metajob import addresses as module
from metajob.addresses import addresses, announcement


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "lan_addresses", lambda: ("10.1.2.3", "fd00::7"))


@pytest.mark.parametrize(
    ("host", "https", "expected"),
    [
        ("127.0.0.1", False, ["http://127.0.0.1:7860"]),
        ("localhost", True, ["https://localhost:7860"]),
        ("::1", False, ["http://[::1]:7860"]),
        ("0.0.0.0", True, ["https://localhost:7860", "https://10.1.2.3:7860"]),
        ("::", False, ["http://localhost:7860", "http://10.1.2.3:7860", "http://[fd00::7]:7860"]),
        ("10.1.2.3", False, ["http://10.1.2.3:7860"]),
    ],
)
def test_only_what_is_listened_to(host: str, https: bool, expected: list[str]) -> None:
    assert addresses(host, 7860, https) == expected


def test_at_home_nothing_more_is_said() -> None:
    said = announcement("127.0.0.1", 7860, False, False, None)
    assert "http://127.0.0.1:7860" in said and "Ctrl+C" in said
    assert "https" not in said and "--share" not in said


def test_the_warning_of_the_browser_is_explained() -> None:
    said = announcement("0.0.0.0", 7861, True, False, None)
    assert "https://10.1.2.3:7861" in said and "인증서" in said and "http://" not in said


def test_other_devices_are_told_about_the_camera() -> None:
    assert "--https" in announcement("0.0.0.0", 7860, False, False, None)


def test_no_public_address_says_what_else_works() -> None:
    said = announcement("127.0.0.1", 7860, False, True, None)
    assert "공개 주소는 만들지 못했어요" in said and "--https" in said and "http://127.0.0.1:7860" in said
    said = announcement("127.0.0.1", 7860, False, True, "https://abc.example")
    assert "https://abc.example" in said and "못했어요" not in said
