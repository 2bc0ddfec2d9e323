"""A transcription server of any manner: its words and times are taken, its failures become one Korean sentence."""

from __future__ import annotations

import io
import json
import threading
import time
import wave
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from metajob.engines import Ready, Unavailable
from metajob.errors import Cancelled, UserError
from metajob.speech import transcribe
from metajob.speech.audio import Recording
from metajob.speech.endpoint_transcriber import EndpointTranscriber, read
from metajob.speech.model import Hints
from metajob.speech.spreading import Timed, spread
from metajob.speech.vad import RATE

SPANS = ((0.5, 2.0), (3.0, 4.5))
TEXT = "저는 서버를 만들었습니다."
WHOLE = {
    "text": TEXT,
    "words": [
        {"word": "저는", "start": 0.6, "end": 1.0},
        {"word": "서버를", "start": 1.1, "end": 1.9},
        {"word": "만들었습니다", "start": 3.1, "end": 4.4},
    ],
    "segments": [{"text": TEXT, "start": 0.5, "end": 4.5, "avg_logprob": -0.1, "no_speech_prob": 0.01}],
}
Reply = tuple[int, bytes]


class Server:
    """An OpenAI-compatible transcription server of this machine. fields: what each request held."""

    def __init__(self, answer: Callable[[dict[str, Any], int], Reply], seconds: float = 0.0) -> None:
        self.fields: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        stopping = self._stopping = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_args: object) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                server.headers.append({key.lower(): value for key, value in self.headers.items()})
                server.fields.append(parts(body, self.headers["content-type"]))
                status, data = answer(server.fields[-1], len(server.fields) - 1)
                stopping.wait(seconds)
                try:
                    self.send_response(status)
                    self.send_header("content-type", "application/json")
                    self.send_header("content-length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                except OSError:
                    pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=lambda: self._http.serve_forever(0.02), daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._http.server_port}/v1"

    def close(self) -> None:
        self._stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)


def parts(body: bytes, kind: str) -> dict[str, Any]:
    """Fields of a multipart form; several of one name become a list."""
    found: dict[str, Any] = {}
    for piece in body.split(b"--" + kind.split("boundary=")[1].strip('"').encode())[1:-1]:
        head, _, data = piece.strip(b"\r\n").partition(b"\r\n\r\n")
        name = head.decode().split('name="')[1].split('"')[0].removesuffix("[]")
        value = data if name == "file" else data.decode()
        found[name] = [*found[name], value] if isinstance(found.get(name), list) else value
        if name == "timestamp_granularities" and not isinstance(found[name], list):
            found[name] = [value]
    return found


Start = Callable[..., Server]


@pytest.fixture
def start(fresh_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """A server and settings that name it; the network that finds speech is replaced by fixed spans."""
    made: list[Server] = []
    monkeypatch.setattr("metajob.speech.endpoint_transcriber.speech_spans", lambda _pcm: SPANS)
    monkeypatch.setattr("metajob.llm.refusals.backoff", lambda _tried: 0.01)

    def begin(answer: Callable[[dict[str, Any], int], Reply], seconds: float = 0.0) -> Server:
        made.append(Server(answer, seconds))
        fresh_settings(
            transcribe_base_url=made[-1].address, transcribe_api_key="sk-test-key", transcribe_model="w"
        )
        return made[-1]

    yield begin
    for server in made:
        server.close()


def always(status: int, body: object) -> Callable[[dict[str, Any], int], Reply]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda _fields, _before: (status, data)


SOUND = np.zeros(5 * RATE, np.float32)


def test_words_and_times_are_the_servers(start: Start) -> None:
    server = start(always(200, WHOLE))
    words = EndpointTranscriber().transcribe(SOUND, "ko", Hints("무슨 일을 하셨나요?", ("FastAPI",)))
    assert [word.text for word in words] == ["저는", "서버를", "만들었습니다."]
    assert [(round(w.start, 2), round(w.end, 2)) for w in words] == [(0.6, 1.0), (1.1, 1.9), (3.1, 4.4)]
    assert words[0].probability == pytest.approx(np.exp(-0.1), abs=0.01)
    sent = server.fields[0]
    assert (sent["model"], sent["language"], sent["response_format"]) == ("w", "ko", "verbose_json")
    assert "word" in sent["timestamp_granularities"]
    assert "FastAPI" in sent["prompt"]
    with wave.open(io.BytesIO(sent["file"])) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (RATE, 1, 5 * RATE)
    assert server.headers[0]["authorization"] == "Bearer sk-test-key"


def test_a_server_without_times_is_asked_plainly_and_only_once_in_vain(start: Start) -> None:
    def plain_only(fields: dict[str, Any], _before: int) -> Reply:
        if fields["response_format"] != "json":
            return 400, b'{"error": {"message": "response_format verbose_json is not compatible"}}'
        return 200, json.dumps({"text": TEXT}).encode()

    server = start(plain_only)
    engine = EndpointTranscriber()
    words = engine.transcribe(SOUND)
    assert " ".join(word.text for word in words) == TEXT
    assert words[0].start == pytest.approx(0.5)
    assert words[-1].end == pytest.approx(4.5)
    assert not any(2.05 < word.start < 2.95 for word in words), "nobody speaks there"
    engine.transcribe(SOUND)
    assert [fields["response_format"] for fields in server.fields] == ["verbose_json", "json", "json"]


@pytest.mark.parametrize(
    ("status", "body", "sentence", "requests"),
    [
        (401, {"error": {"message": "Incorrect API key"}}, "API 키", 1),
        (404, {"error": {"message": "no such model"}}, "찾지 못했어요", 1),
        (429, {"error": {"message": "slow down"}}, "사용 한도", 2),
        (429, {"error": {"message": "insufficient_quota"}}, "사용 한도", 1),
        (413, {"error": {"message": "too large"}}, "너무 커요", 1),
        (500, {"error": {"message": "sk-test-key broke"}}, "알맞은 답", 3),
        (503, b"<html>busy</html>", "알맞은 답", 2),
        (400, {"error": {"message": "unsupported"}}, "받아 주지 않았어요", 2),
        (302, b"", "알맞은 답", 1),
        (200, b"<html>not what you think</html>", "알맞은 답", 1),
        (200, b'{"text": ', "알맞은 답", 1),
        (200, b'{"text": 5}', "알맞은 답", 1),
        (200, b"[" * 5_000, "알맞은 답", 1),
        (200, b'{"text": "' + b"a" * 2_100_000 + b'"}', "알맞은 답", 1),
    ],
)
def test_failures_are_told(start: Start, status: int, body: object, sentence: str, requests: int) -> None:
    server = start(always(status, body))
    with pytest.raises(UserError, match=sentence) as caught:
        EndpointTranscriber(retries=1).transcribe(SOUND)
    assert caught.value.hint
    assert "sk-test" not in str(caught.value)
    assert len(server.fields) == requests


def test_a_busy_server_is_asked_again(start: Start) -> None:
    server = start(lambda _fields, before: (429, b"{}") if before == 0 else (200, json.dumps(WHOLE).encode()))
    assert len(EndpointTranscriber().transcribe(SOUND)) == 3
    assert len(server.fields) == 2


def test_a_slow_server_is_not_waited_for_and_cancel_is_heard(start: Start) -> None:
    start(always(200, WHOLE), seconds=20)
    begin = time.monotonic()
    with pytest.raises(UserError, match="제시간에"):
        EndpointTranscriber(timeout_s=0.5).transcribe(SOUND)

    def stop(share: float, _phrase: str) -> None:
        if share:
            raise Cancelled

    with pytest.raises(Cancelled):
        EndpointTranscriber().transcribe(SOUND, progress=stop)
    assert time.monotonic() - begin < 10


def test_a_server_that_is_not_there_falls_back_to_this_computer(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start(always(200, WHOLE))
    server.close()
    engine = EndpointTranscriber(retries=0)
    with pytest.raises(UserError, match="연결하지 못했어요"):
        engine.transcribe(SOUND)

    class Local:
        id = title = "faster-whisper"

        def probe(self) -> Ready:
            return Ready()

        def transcribe(self, *_args: object) -> tuple[()]:
            return ()

    monkeypatch.setattr(transcribe, "engines", lambda: (Local(), engine))
    monkeypatch.setattr(transcribe, "speech_spans", lambda _pcm, **_more: SPANS)
    transcript = transcribe.write_down(Recording(SOUND), engine="endpoint")
    assert transcript.engine == "faster-whisper"
    assert "연결하지 못했어요" in transcript.warnings[0]


def test_nothing_is_sent_where_nobody_speaks(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    server = start(always(200, WHOLE))
    monkeypatch.setattr("metajob.speech.endpoint_transcriber.speech_spans", lambda _pcm: ())
    assert EndpointTranscriber().transcribe(SOUND) == ()
    assert server.fields == []


def test_what_is_not_set_up_is_told(fresh_settings: Callable[..., Any]) -> None:
    assert isinstance(EndpointTranscriber().probe(), Unavailable)
    for address in ("ftp://x", "not an address", "https://user:pw@host/v1"):
        fresh_settings(transcribe_base_url=address)
        assert isinstance(EndpointTranscriber().probe(), Unavailable), address
    fresh_settings(transcribe_base_url="https://api.openai.com/v1")
    assert isinstance(EndpointTranscriber().probe(), Unavailable), "OpenAI wants a key"
    fresh_settings(transcribe_base_url="http://localhost:9000/v1", transcribe_api_key="열쇠")
    assert isinstance(EndpointTranscriber().probe(), Unavailable), "no header takes it"
    fresh_settings(transcribe_base_url="http://localhost:9000/v1", transcribe_api_key="")
    assert EndpointTranscriber().probe() == Ready("whisper-1 · localhost")
    assert EndpointTranscriber().host == "localhost"


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["word", "start", "end", "text"]), inner)
    ),
    max_leaves=8,
)


@given(st.text(max_size=30), json_values, json_values)
@hypothesis_settings(max_examples=60, deadline=None)
def test_odd_answers_never_break_the_reader(text: str, words: object, segments: object) -> None:
    answer = read(json.dumps({"text": text, "words": words, "segments": segments}).encode())
    placed = spread(answer.text, answer.timed, SPANS)
    assert all(one.start <= one.end for one in placed)
    assert 0 <= answer.probability <= 1


@given(st.lists(st.text("가나다,.", min_size=1, max_size=6), max_size=12))
@hypothesis_settings(max_examples=60, deadline=None)
def test_spread_words_lie_in_order_within_the_speech(words: list[str]) -> None:
    placed = spread(" ".join(words), (), SPANS)
    edges = [edge for one in placed for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0.5 <= edge <= 4.5 for edge in edges)


def test_sentence_times_are_shared_among_their_words() -> None:
    placed = spread("가나 다라. 마바", (Timed("가나 다라.", 0, 4), Timed("마바", 6, 8)), SPANS)
    assert [(one.start, one.end) for one in placed] == [(0, 2), (2, 4), (6, 8)]
