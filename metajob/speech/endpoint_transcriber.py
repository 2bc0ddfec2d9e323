"""A transcriber behind an OpenAI-compatible /v1/audio/transcriptions address: OpenAI, or a server of one's own.

The sound of the answer leaves this computer; whoever chooses this engine for a person has asked that person before.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.errors import EngineUnavailable, InputError, UserError
from metajob.llm import refusals
from metajob.llm.endpoint import Endpoint, check_address
from metajob.llm.errors import Kind
from metajob.llm.transport import client_for
from metajob.settings import settings
from metajob.speech import biasing, wav
from metajob.speech.invented import Doubt, cut_loops, without_stock
from metajob.speech.model import Hints, Language, Pcm, Word
from metajob.speech.spreading import Timed, spread
from metajob.speech.vad import RATE, Span, speech_spans
from metajob.speech.waiting import watched

if TYPE_CHECKING:
    from openai import AsyncOpenAI

MOST_BYTES = 2_000_000  # of an answer; 28 s of speech with all its times are about 30 kB
_OPENAI = "api.openai.com"
_WAITING = "받아쓰기 서버를 기다리고 있어요"
_log = logging.getLogger(__name__)

_SERVER = ("받아쓰기 서버에서 알맞은 답을 받지 못했어요.", "잠시 뒤에 다시 하거나 주소를 확인해 주세요.")
_WORDS: dict[Kind, tuple[str, str]] = {
    "auth": (
        "받아쓰기 서버가 API 키를 받아 주지 않았어요.",
        "METAJOB_TRANSCRIBE_API_KEY의 키와 권한을 확인해 주세요.",
    ),
    "model": (
        "받아쓰기 서버에서 모델이나 주소를 찾지 못했어요.",
        "METAJOB_TRANSCRIBE_BASE_URL(끝의 /v1까지)과 METAJOB_TRANSCRIBE_MODEL을 확인해 주세요.",
    ),
    "quota": (
        "받아쓰기 서버의 사용 한도를 넘었어요.",
        "잠시 뒤에 다시 하거나 남은 한도와 결제를 확인해 주세요.",
    ),
    "timeout": ("받아쓰기 서버가 제시간에 답하지 못했어요.", "잠시 뒤에 다시 해 주세요."),
    "network": (
        "받아쓰기 서버에 연결하지 못했어요.",
        "주소와 인터넷 연결, 서버가 켜져 있는지 확인해 주세요.",
    ),
    "context": ("받아쓰기 서버가 받기에는 녹음이 너무 커요.", "서버의 파일 크기 제한을 확인해 주세요."),
    "rejected": ("받아쓰기 서버가 요청을 받아 주지 않았어요.", "METAJOB_TRANSCRIBE_MODEL을 확인해 주세요."),
}


@dataclass(frozen=True)
class Answer:
    """What the server wrote. timed: text with times where it gave any; doubt: of it, as far as it said."""

    text: str
    timed: tuple[Timed, ...]
    no_speech: float
    probability: float


class EndpointTranscriber:
    """The operator's transcription server of the settings `transcribe_…`.

    timeout_s: seconds for one answer, in all. retries: further tries after 429, 5xx and lost connections.
    A server that does not know word times is asked plainly from then on; times are spread over the speech.
    """

    id = "endpoint"
    title = "연결한 받아쓰기 서버"

    def __init__(self, *, timeout_s: float = 60.0, retries: int = 2) -> None:
        now = settings()
        key = now.transcribe_api_key.get_secret_value().strip() if now.transcribe_api_key else ""
        self._endpoint = Endpoint(
            base_url=(now.transcribe_base_url or "").strip().rstrip("/"),
            model=now.transcribe_model.strip(),
            api_key=key,
            timeout_s=timeout_s,
            retries=retries,
        )
        self._plain = False

    @property
    def host(self) -> str:
        """The host name, for telling the person where the sound goes; "" when none is set up."""
        return self._endpoint.host if self._endpoint.base_url else ""

    def probe(self) -> Probe:
        """Whether an address is set up; asks nobody."""
        if not self._endpoint.base_url:
            return Unavailable(
                "연결한 받아쓰기 서버가 없어요.",
                "METAJOB_TRANSCRIBE_BASE_URL에 https://…/v1 주소를 적어 주세요. 없어도 기본 엔진을 쓸 수 있어요.",
            )
        try:
            check_address(self._endpoint.base_url, public_only=False)
        except InputError as error:
            return Unavailable(error.message, error.hint)
        if self.host == _OPENAI and not self._endpoint.api_key:
            return Unavailable(
                "받아쓰기 서버의 API 키가 없어요.", "METAJOB_TRANSCRIBE_API_KEY에 키를 적어 주세요."
            )
        if not self._endpoint.api_key.isascii():  # no header takes it
            return Unavailable(
                "받아쓰기 서버의 API 키를 읽을 수 없어요.", "METAJOB_TRANSCRIBE_API_KEY의 키를 확인해 주세요."
            )
        if importlib.util.find_spec("openai") is None:
            return Unavailable(
                "서버를 부르는 패키지(openai)가 없어요.", "pip install -r requirements.txt 를 해 주세요."
            )
        return Ready(f"{self._endpoint.model} · {self.host}")

    def transcribe(
        self, pcm: Pcm, language: Language = "ko", hints: Hints = biasing.NONE, progress: Progress = silent
    ) -> tuple[Word, ...]:
        """Send one stretch, mono float32 at 16 kHz, as 16-bit WAV. () where nobody speaks: then nothing is sent.

        A word's probability is the server's own for its segments, 0.5 where it gives none.
        Raises EngineUnavailable when nothing is set up, UserError for all a server can do, Cancelled.
        """
        state = self.probe()
        if isinstance(state, Unavailable):
            raise EngineUnavailable(state.reason, state.how_to_fix)
        spans = speech_spans(pcm)
        if not spans:
            return ()
        progress(0.0, "받아쓰기 서버에 보내고 있어요")
        sent = {"language": language, "model": self._endpoint.model, "file": _file(pcm)}
        if prompt := biasing.prompt(hints):
            sent["prompt"] = prompt
        answer = asyncio.run(self._talk(sent, progress))
        return _words(answer, spans, len(pcm) / RATE)

    async def _talk(self, sent: dict[str, Any], progress: Progress) -> Answer:
        client = client_for(self._endpoint)
        try:
            return await self._patiently(client, sent, progress)
        finally:
            await client.close()

    async def _patiently(self, client: AsyncOpenAI, sent: dict[str, Any], progress: Progress) -> Answer:
        """One answer, asking again when the server is busy or away, and plainly when it knows no word times."""
        import openai

        tried, limit = 0, self._endpoint.timeout_s
        while True:
            try:
                return read(await watched(self._send(client, sent), limit, progress, _WAITING))
            except (TimeoutError, openai.APITimeoutError) as error:
                raise _told("timeout") from error
            except openai.APIConnectionError as error:
                if tried >= self._endpoint.retries:
                    raise _told("network") from error
                pause: float | None = refusals.backoff(tried)
            except openai.APIStatusError as error:
                if not self._plain and error.status_code in {400, 422, 500, 501}:
                    self._plain = True
                    continue
                pause = refusals.wait_before_retry(error, tried)
                if pause is None or tried >= self._endpoint.retries:
                    _log.info("transcription server: %s", self._without_key(refusals.said(error)))
                    raise _told(refusals.meaning(error)) from error
            tried += 1
            await watched(asyncio.sleep(pause or 0.0), (pause or 0.0) + 1, progress, _WAITING)

    async def _send(self, client: AsyncOpenAI, sent: dict[str, Any]) -> bytes:
        """The body of the answer. Reading stops at MOST_BYTES."""
        form: dict[str, Any] = {"response_format": "json"}
        if not self._plain:
            form = {"response_format": "verbose_json", "timestamp_granularities": ["word", "segment"]}
        data = bytearray()
        async with client.audio.transcriptions.with_streaming_response.create(**sent, **form) as response:
            async for chunk in response.iter_bytes():
                data += chunk
                if len(data) > MOST_BYTES:
                    raise UserError(*_SERVER)
        return bytes(data)

    def _without_key(self, text: str) -> str:
        key = self._endpoint.api_key
        return text.replace(key, "[key]") if key else text


def _told(kind: Kind) -> UserError:
    return UserError(*_WORDS.get(kind, _SERVER))


def _file(pcm: Pcm) -> tuple[str, bytes, str]:
    return "answer.wav", wav.to_bytes(pcm, RATE), "audio/wav"


def read(data: bytes) -> Answer:
    """The body of an answer → text, and times and certainty where it has them. Raises UserError for anything else."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UserError(*_SERVER) from error
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str):
        raise UserError(*_SERVER)
    segments = [item for item in _list(body.get("segments")) if isinstance(item, dict)]
    timed = _timed(_list(body.get("words")), "word") or _timed(segments, "text")
    certain = [number for item in segments if (number := _number(item.get("avg_logprob"))) is not None]
    silence = [number for item in segments if (number := _number(item.get("no_speech_prob"))) is not None]
    probability = 0.5
    if certain:
        probability = min(1.0, 2.718281828 ** min(0.0, sum(certain) / len(certain)))
    return Answer(text, timed, min(silence, default=0.0), probability)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _number(value: object) -> float | None:
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        number = float(value)  # type: ignore[arg-type]
        if number == number and abs(number) < 1e6:
            return number
    return None


def _timed(items: list[Any], name: str) -> tuple[Timed, ...]:
    """Items with a text and both times; () when one of them lacks something."""
    found = []
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get(name), str):
            return ()
        start, end = _number(item.get("start")), _number(item.get("end"))
        if start is None or end is None or end < start:
            return ()
        found.append(Timed(item[name], start, end))
    return tuple(found)


def _words(answer: Answer, spans: tuple[Span, ...], seconds: float) -> tuple[Word, ...]:
    speech = sum(end - start for start, end in spans)
    words = [
        Word(one.text, min(max(one.start, 0.0), seconds), min(max(one.end, 0.0), seconds), answer.probability)
        for one in spread(answer.text, answer.timed, spans)
    ]
    return without_stock(cut_loops(words), Doubt(answer.no_speech, 0.0, speech))
