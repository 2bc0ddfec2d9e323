"""Which model is asked: from the settings or typed, and what a shared app refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from metajob.engines import Ready, Unavailable
from metajob.errors import InputError
from metajob.llm.client import ask
from metajob.llm.endpoint import Endpoint, check_address, from_settings, is_public, probe, typed
from metajob.llm.errors import LLMError
from metajob.llm.transport import public_address
from metajob.settings import Settings
from tests.llm.fake_server import completion, serving
from tests.llm.test_client import GOOD, HELLO, Person

Change = Callable[..., Settings]


def test_nothing_is_connected_by_default(fresh_settings: Change) -> None:
    fresh_settings()
    assert from_settings() is None
    state = probe(None)
    assert isinstance(state, Unavailable)
    assert state.reason.endswith("요.")


def test_a_key_and_a_model_connect_openai(fresh_settings: Change) -> None:
    fresh_settings(llm_api_key="sk-1", llm_model="big", llm_price_in="1500", llm_timeout="30")
    endpoint = from_settings()
    assert endpoint is not None
    assert endpoint.host == "api.openai.com"
    assert (endpoint.api_key, endpoint.price_in, endpoint.timeout_s) == ("sk-1", 1500.0, 30.0)
    assert isinstance(probe(endpoint), Ready)
    assert "sk-1" not in repr(endpoint)


def test_an_own_server_needs_no_key(fresh_settings: Change) -> None:
    fresh_settings(llm_model="big")
    assert from_settings() is None
    fresh_settings(llm_model="big", llm_base_url="http://127.0.0.1:8080/v1")
    assert from_settings() is not None


def test_the_key_is_not_shown_with_the_settings(fresh_settings: Change) -> None:
    assert "sk-1" not in repr(fresh_settings(llm_api_key="sk-1"))


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.com/v1", "example.com/v1", "", "https://", "https://user:pw@example.com/v1", "https://[::1/v1",
        "https://example.com/v1?key=1", "https://exa mple.com/v1", "file:///etc/passwd", "https://example.com:99999/v1",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(InputError):
        check_address(address, public_only=False)


PRIVATE = [
    "http://127.0.0.1:11434/v1", "https://localhost/v1", "https://10.0.0.5/v1", "https://192.168.0.1/v1", "https://[::1]/v1",
    "https://169.254.169.254/latest", "https://[::ffff:10.0.0.1]/v1", "https://0.0.0.0/v1", "https://printer.local/v1",
    "https://intranet/v1", "https://100.64.0.1/v1", "http://example.com/v1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_visitor_of_a_shared_app_may_not_reach_inside(address: str, fresh_settings: Change) -> None:
    fresh_settings()
    with pytest.raises(InputError, match="공개 주소"):
        typed(address, "k", "m", shared=True)


@pytest.mark.parametrize("address", PRIVATE)
def test_on_the_own_machine_or_when_allowed_they_may(address: str, fresh_settings: Change) -> None:
    fresh_settings()
    assert not typed(address, "k", "m", shared=False).public_only
    fresh_settings(llm_allow_private="true")
    assert not typed(address, "k", "m", shared=True).public_only


def test_typed_values_are_checked(fresh_settings: Change) -> None:
    fresh_settings()
    endpoint = typed("", " sk-2 ", " big ", shared=True)
    assert (endpoint.host, endpoint.api_key, endpoint.model) == ("api.openai.com", "sk-2", "big")
    assert typed("https://example.com/v1/", "", "m", shared=True).public_only
    for key, model in (("k", ""), ("키", "m"), ("a\nb", "m"), ("k" * 501, "m")):
        with pytest.raises(InputError):
            typed("", key, model, shared=True)


@pytest.mark.parametrize(
    ("address", "public"),
    [("8.8.8.8", True), ("2001:4860:4860::8888", True), ("127.0.0.1", False), ("::1", False), ("fe80::1", False),
     ("::ffff:192.168.0.1", False), ("224.0.0.1", False), ("2002:7f00:1::", False)],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_public_name_that_leads_inside_is_refused_at_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    async def inside(*_args: Any, **_kwargs: Any) -> list[Any]:
        return [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]

    async def resolve() -> None:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", inside)
        await public_address("looks-fine.example.com", 443)

    with pytest.raises(LLMError) as caught:
        asyncio.run(resolve())
    assert caught.value.kind == "address"


def test_the_guard_stops_a_call_to_this_machine() -> None:
    with serving(lambda _b, _n: completion(GOOD)) as fake:
        guarded = Endpoint(
            base_url=f"https://localhost.example.invalid:{fake.port}/v1",
            model="m",
            public_only=True,
            retries=0,
        )
        with pytest.raises(LLMError) as caught:
            ask(guarded, HELLO, Person)
    assert caught.value.kind in {"address", "network"}
    assert fake.received == []
