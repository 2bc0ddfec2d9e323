"""Which model to ask: address, key, model and limits, from the settings or typed by a visitor."""

from __future__ import annotations

import importlib.util
import ipaddress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from metajob.engines import Probe, Ready, Unavailable
from metajob.errors import InputError
from metajob.settings import settings

TokenParam = Literal["max_tokens", "max_completion_tokens"]
_NOT_SET_UP = Unavailable(
    "연결된 모델이 없어요.", "모델 이름과 키, 주소를 적어 주세요. 없어도 기본 검토는 할 수 있어요."
)


@dataclass(frozen=True)
class Endpoint:
    """One OpenAI-compatible chat.completions address and how to use it.

    base_url: with its /v1. api_key: never printed; empty for servers without keys.
    timeout_s: seconds for one answer, in total. retries: further tries after 429, 5xx or no connection.
    max_output_tokens: sent under the name `token_param`; a server that wants the other name gets it.
    temperature: None leaves it to the server. price_in, price_out: won per million tokens.
    public_only: refuse addresses inside the operator's network, whatever the name resolves to.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout_s: float = 90.0
    retries: int = 2
    max_output_tokens: int = 3000
    price_in: float | None = None
    price_out: float | None = None
    token_param: TokenParam = "max_tokens"
    temperature: float | None = 0.2
    public_only: bool = False

    @property
    def host(self) -> str:
        """The host name, for telling the person where the text goes."""
        return urlsplit(self.base_url).hostname or ""


def from_settings() -> Endpoint | None:
    """The operator's model, or None when none is set up: a model name, and a key unless it is an own server."""
    now = settings()
    key = now.llm_api_key.get_secret_value().strip() if now.llm_api_key else ""
    model = (now.llm_model or "").strip()
    own_server = now.llm_base_url != type(now).model_fields["llm_base_url"].default
    if not model or not (key or own_server):
        return None
    return Endpoint(
        base_url=now.llm_base_url.strip(),
        model=model,
        api_key=key,
        timeout_s=now.llm_timeout,
        retries=now.llm_retries,
        max_output_tokens=now.llm_max_tokens,
        price_in=now.llm_price_in,
        price_out=now.llm_price_out,
    )


def typed(base_url: str, api_key: str, model: str, *, shared: bool) -> Endpoint:
    """A model that a visitor typed in; limits come from the settings, prices are unknown.

    shared: the app is open to other machines; then an address inside the operator's network is refused,
    unless METAJOB_LLM_ALLOW_PRIVATE. Without an address the one of the settings is meant.

    Raises InputError when address, key or model cannot be used.
    """
    now = settings()
    url, key, name = base_url.strip().rstrip("/") or now.llm_base_url, api_key.strip(), model.strip()
    if not name or len(name) > 200:
        raise InputError("모델 이름을 적어 주세요.", "쓰려는 서비스의 안내에 있는 이름을 그대로 적으면 돼요.")
    if len(key) > 500 or not key.isascii() or not key.isprintable():
        raise InputError("API 키에 쓸 수 없는 글자가 있어요.", "키만 다시 복사해 붙여 넣어 주세요.")
    guarded = shared and not now.llm_allow_private and url != now.llm_base_url
    check_address(url, public_only=guarded)
    return Endpoint(
        base_url=url,
        model=name,
        api_key=key,
        timeout_s=now.llm_timeout,
        retries=now.llm_retries,
        max_output_tokens=now.llm_max_tokens,
        public_only=guarded,
    )


def check_address(base_url: str, *, public_only: bool) -> None:
    """Refuse what is not a plain http(s) address; with public_only also http and written private addresses.

    Names are looked up when the call is made (`metajob.llm.transport`), not here. Raises InputError.
    """
    try:
        parts = urlsplit(base_url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in {"http", "https"} or not host or any(c.isspace() for c in base_url):
        raise InputError(
            "모델 서버의 주소를 읽을 수 없어요.", "https://… 처럼 /v1까지 이어지는 주소를 적어 주세요."
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InputError("주소에는 키나 비밀번호를 넣을 수 없어요.", "키는 키 칸에 따로 적어 주세요.")
    if public_only and (parts.scheme != "https" or not _may_be_public(host)):
        raise InputError(
            "이 주소의 모델은 쓸 수 없어요.",
            "여럿이 쓰는 앱에서는 https로 시작하는 공개 주소만 적을 수 있어요.",
        )


def _may_be_public(host: str) -> bool:
    try:
        return is_public(host)
    except ValueError:  # a name
        return "." in host and not host.endswith((".localhost", ".local", ".internal"))


def is_public(address: str) -> bool:
    """Whether a numeric address lies outside private, loopback, link-local and reserved ranges.

    Raises ValueError when it is not numeric.
    """
    parsed = ipaddress.ip_address(address)
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None) or parsed
    return bool(inner.is_global and not inner.is_multicast and parsed.is_global)


def probe(endpoint: Endpoint | None) -> Probe:
    """Whether the endpoint could be asked, without any network."""
    if endpoint is None or not endpoint.model or not endpoint.base_url:
        return _NOT_SET_UP
    try:
        check_address(endpoint.base_url, public_only=endpoint.public_only)
    except InputError as error:
        return Unavailable(error.message, error.hint)
    if importlib.util.find_spec("openai") is None:
        return Unavailable(
            "모델을 부르는 패키지(openai)가 없어요.", "pip install -r requirements.txt 를 해 주세요."
        )
    return Ready(f"{endpoint.model} · {endpoint.host}")
