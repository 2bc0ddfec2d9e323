"""The HTTP client under a call: no redirects, no header from the environment, and a guard for typed addresses."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from metajob.llm.endpoint import Endpoint, is_public
from metajob.llm.errors import LLMError

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

MOST_BYTES = 4_000_000  # an answer of 200,000 tokens is about 1 MB
_CONNECT_S = 10.0


def client_for(endpoint: Endpoint) -> AsyncOpenAI:
    """An SDK client for one call; the caller closes it. Retries are ours, so that they can be cancelled."""
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

    timeout = Timeout(endpoint.timeout_s, connect=min(_CONNECT_S, endpoint.timeout_s))
    http = DefaultAsyncHttpxClient(
        follow_redirects=False,
        timeout=timeout,
        transport=_guard() if endpoint.public_only else None,
        trust_env=not endpoint.public_only,
    )
    client = AsyncOpenAI(
        base_url=endpoint.base_url,
        api_key=endpoint.api_key or "none",
        max_retries=0,
        timeout=timeout,
        http_client=http,
    )
    client.organization = client.project = (
        None  # else taken from OPENAI_* and sent to whatever address this is
    )
    return client


async def public_address(host: str, port: int) -> str:
    """One numeric address of a host, all of whose addresses are public.

    Raises LLMError("address") when one is not, LLMError("network") when the name is unknown.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise LLMError("network", f"{host}: {error}") from error
    addresses = [str(entry[4][0]).split("%")[0] for entry in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise LLMError("address", host)
    return addresses[0]


def _guard() -> httpx2.AsyncBaseTransport:
    """A transport that connects to the very address it has checked, and stops reading at MOST_BYTES."""
    import httpx2

    class Bounded(httpx2.AsyncByteStream):
        def __init__(self, inner: httpx2.AsyncByteStream) -> None:
            self._inner = inner

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = MOST_BYTES
            async for chunk in self._inner:
                left -= len(chunk)
                if left < 0:
                    raise LLMError("server", "the answer is too large")
                yield chunk

        async def aclose(self) -> None:
            await self._inner.aclose()

    class Guard(httpx2.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            host = request.url.host
            address = await public_address(host, request.url.port or 443)
            request.extensions["sni_hostname"] = host  # the certificate is still checked against the name
            request.headers["Accept-Encoding"] = "identity"  # else a small answer could unpack to a huge one
            request.url = request.url.copy_with(host=address)
            response = await super().handle_async_request(request)
            if response.headers.get("Content-Encoding", "identity") != "identity":
                await response.aclose()
                raise LLMError("server", "a compressed answer was not asked for")
            if isinstance(response.stream, httpx2.AsyncByteStream):
                response.stream = Bounded(response.stream)
            return response

    return Guard(trust_env=False)
