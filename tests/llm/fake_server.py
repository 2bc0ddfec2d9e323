"""An OpenAI-compatible server in a thread, with the manners of real ones; stdlib only, this machine only."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from metajob.llm.endpoint import Endpoint

Body = dict[str, Any]


@dataclass
class Reply:
    """What the server sends. body: JSON, or bytes as they are. seconds: how long it takes to begin."""

    body: Body | bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


Behaviour = Callable[[Body, int], Reply]  # (request, how many came before)


@dataclass
class Fake:
    """A running server. received: request bodies in order; closed_early: clients that did not wait."""

    port: int = 0
    received: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    closed_early: int = 0

    def endpoint(self, **changes: Any) -> Endpoint:
        """An endpoint that asks this server."""
        values: dict[str, Any] = {"api_key": "sk-test-key", "model": "m", "timeout_s": 5.0, "retries": 1}
        return Endpoint(base_url=f"http://127.0.0.1:{self.port}/v1", **{**values, **changes})


def completion(text: Any, finish: str = "stop", **changes: Any) -> Reply:
    """A chat.completions answer. Keyword arguments replace or (with None) remove top-level fields."""
    message = {"role": "assistant", "content": text}
    whole: Body = {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "m-2026",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    } | changes
    return Reply({key: value for key, value in whole.items() if value is not None})


def failure(status: int, message: str, headers: dict[str, str] | None = None, **more: Any) -> Reply:
    """An error in OpenAI's form."""
    return Reply({"error": {"message": message, **more}}, status, headers or {})


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Fake]:
    """Run a server with this behaviour."""
    fake = Fake()
    stopping = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            before = len(fake.received)
            fake.received.append(body)
            fake.headers.append({key.lower(): value for key, value in self.headers.items()})
            reply = behaviour(body, before)
            until = time.monotonic() + reply.seconds
            while time.monotonic() < until and not stopping.is_set():
                time.sleep(0.02)
            data = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            try:
                self.send_response(reply.status)
                kind = "text/html" if isinstance(reply.body, bytes) else "application/json"
                for name, value in {"content-type": kind, **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
                self.wfile.flush()
                if reply.seconds and self._gone():
                    fake.closed_early += 1
            except OSError:
                fake.closed_early += 1

        def _gone(self) -> bool:
            self.connection.settimeout(0.5)
            try:
                return self.connection.recv(1) == b""
            except OSError:
                return True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.port = server.server_port
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def kind_of_format(body: Body) -> str:
    """json_schema, json_object or none."""
    return str((body.get("response_format") or {}).get("type", "none"))
