"""A voice behind an OpenAI-compatible /v1/audio/speech address: OpenAI, or a speech server of one's own."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np

from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.errors import EngineUnavailable, InputError, UserError
from metajob.llm.endpoint import check_address
from metajob.settings import settings
from metajob.speech.audio_kind import HEAD_BYTES, demuxer
from metajob.speech.model import Pcm, Speech, Voice
from metajob.speech.waiting import watched

RATE = 24_000  # what OpenAI and most servers send; others are resampled to it
MOST_BYTES = 30_000_000
MOST_SECONDS = 180.0
_MOST_WAIT_S = 20.0  # a longer Retry-After is told to the person instead of waited for
_RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_OPENAI = "api.openai.com"
_OPENAI_VOICES: tuple[tuple[str, str], ...] = (
    ("coral", "f"), ("nova", "f"), ("sage", "f"), ("shimmer", "f"),
    ("ash", "m"), ("ballad", "m"), ("echo", "m"), ("onyx", "m"), ("verse", "m"),
)  # fmt: skip

_AGAIN = "잠시 뒤에 다시 해 주세요. 기본 목소리로도 들을 수 있어요."
_WORDS: dict[int, tuple[str, str]] = {
    401: ("음성 서버가 API 키를 받아 주지 않았어요.", "METAJOB_SPEECH_API_KEY의 키를 확인해 주세요."),
    402: ("음성 서버의 사용 한도를 넘었어요.", "남은 한도와 결제를 확인해 주세요."),
    403: ("음성 서버가 API 키를 받아 주지 않았어요.", "이 모델을 쓸 권한이 있는 키인지 확인해 주세요."),
    404: (
        "음성 서버에서 모델이나 주소를 찾지 못했어요.",
        "METAJOB_SPEECH_BASE_URL(끝의 /v1까지)과 METAJOB_SPEECH_MODEL을 확인해 주세요.",
    ),
    429: ("음성 서버의 사용 한도를 넘었어요.", "잠시 뒤에 다시 하거나 남은 한도를 확인해 주세요."),
}
_REFUSED = ("음성 서버가 요청을 받아 주지 않았어요.", "모델과 목소리 이름을 확인해 주세요.")
_BROKEN = ("음성 서버가 일을 마치지 못했어요.", _AGAIN)
_LATE = ("음성 서버가 제시간에 답하지 못했어요.", _AGAIN)
_AWAY = ("음성 서버에 연결하지 못했어요.", "주소와 인터넷 연결, 서버가 켜져 있는지 확인해 주세요.")
_NO_AUDIO = (
    "음성 서버가 읽을 수 있는 소리를 보내지 않았어요.",
    "주소가 음성 서버의 것인지 확인해 주세요.",
)
_TOO_LONG = ("음성 서버가 보낸 소리가 너무 길어요.", "글을 나누어 다시 해 주세요.")


@dataclass(frozen=True)
class _Reply:
    """status: of HTTP. data: what was sent. wait: seconds of Retry-After, None without."""

    status: int
    data: bytes
    wait: float | None


class EndpointVoice:
    """The operator's speech server, the settings `speech_…`; knows no times of its sounds (phones is None).

    timeout_s: for one request in all. retries: further tries after 429, 5xx and lost connections.
    pause_s: wait before the first further try, doubled each time, unless the server names one.
    """

    id = "endpoint"
    title = "연결한 음성 서버"

    def __init__(self, *, timeout_s: float = 60.0, retries: int = 2, pause_s: float = 0.5) -> None:
        now = settings()
        self._base = (now.speech_base_url or "").strip().rstrip("/")
        self._key = now.speech_api_key.get_secret_value().strip() if now.speech_api_key else ""
        self._model, self._voice = now.speech_model.strip(), now.speech_voice.strip()
        self._timeout_s, self._retries, self._pause_s = timeout_s, retries, pause_s
        self.version = f"1 {self._base} {self._model}"

    @property
    def host(self) -> str:
        """The host name, for telling the person where the text goes; "" when none is set up."""
        try:
            return urlsplit(self._base).hostname or ""
        except ValueError:
            return ""

    def probe(self) -> Probe:
        """Whether an address is set up; asks nobody."""
        if not self._base:
            return Unavailable(
                "연결한 음성 서버가 없어요.",
                "METAJOB_SPEECH_BASE_URL에 https://…/v1 주소를 적어 주세요. 없어도 기본 목소리를 쓸 수 있어요.",
            )
        try:
            check_address(self._base, public_only=False)
        except InputError as error:
            return Unavailable(error.message, error.hint)
        if self.host == _OPENAI and not self._key:
            return Unavailable("음성 서버의 API 키가 없어요.", "METAJOB_SPEECH_API_KEY에 키를 적어 주세요.")
        if not self._key.isascii():  # no header takes it
            return Unavailable(
                "음성 서버의 API 키를 읽을 수 없어요.", "METAJOB_SPEECH_API_KEY의 키를 확인해 주세요."
            )
        return Ready(f"{self._model} · {self.host}")

    def voices(self) -> tuple[Voice, ...]:
        """The voice of the settings first; at OpenAI also its others. Servers have no way to ask for the list."""
        sexes = dict(_OPENAI_VOICES)
        names = [self._voice, *(name for name in sexes if self.host == _OPENAI and name != self._voice)]
        return tuple(Voice(name, name, "m" if sexes.get(name) == "m" else "f") for name in names)

    def speak(self, text: str, voice: str, speed: float = 1.0, progress: Progress = silent) -> Speech:
        """Send one text and decode what comes back (wav, mp3, opus, flac, aac) to 24 kHz mono.

        speed: 0.25..4; sent only when it is not 1, some models refuse it. Raises InputError for an empty text,
        EngineUnavailable when nothing is set up, UserError for everything the server can do, Cancelled.
        """
        if not text.strip():
            raise InputError("읽을 글이 없어요.", "글을 적어 주세요.")
        state = self.probe()
        if isinstance(state, Unavailable):
            raise EngineUnavailable(state.reason, state.how_to_fix)
        progress(0.0, "음성 서버에 부탁하고 있어요")
        body: dict[str, str | float] = {
            "model": self._model,
            "voice": voice or self._voice,
            "input": text,
            "response_format": "wav",
        }
        if speed != 1.0:
            body["speed"] = min(max(speed, 0.25), 4.0)
        reply = self._patiently(body, progress)
        if reply.status in {400, 422} and b"format" in reply.data.lower():
            reply = self._patiently({**body, "response_format": "mp3"}, progress)
        if reply.status != 200:
            raise UserError(*_WORDS.get(reply.status, _BROKEN if reply.status >= 500 else _REFUSED))
        pcm = decode(reply.data)
        progress(1.0, "음성을 받았어요")
        return Speech(pcm, RATE, None, self.id)

    def _patiently(self, body: dict[str, str | float], progress: Progress) -> _Reply:
        """One answer, asking again after a pause when the server is busy or away. Raises UserError."""
        import httpx

        for tried in range(self._retries + 1):
            last = tried == self._retries
            wait = self._pause_s * 2**tried
            try:
                asking = watched(self._ask(body), self._timeout_s, progress, "음성을 받고 있어요")
                reply = asyncio.run(asking)
            except (TimeoutError, httpx.TimeoutException) as error:
                raise UserError(*_LATE) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                if last:
                    raise UserError(*_AWAY) from error
            else:
                wait = wait if reply.wait is None else reply.wait
                if reply.status not in _RETRIED or last or wait > _MOST_WAIT_S:
                    return reply
            asyncio.run(watched(asyncio.sleep(wait), wait + 1, progress, "음성 서버를 기다리고 있어요"))
        raise AssertionError("the last try returns or raises")

    async def _ask(self, body: dict[str, str | float]) -> _Reply:
        """One request, within MOST_BYTES. Redirects are not followed: they would get the key."""
        import httpx

        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        timeout = httpx.Timeout(self._timeout_s, connect=min(10.0, self._timeout_s))
        async with (
            httpx.AsyncClient(timeout=timeout) as client,
            client.stream("POST", f"{self._base}/audio/speech", json=body, headers=headers) as response,
        ):
            data = bytearray()
            async for chunk in response.aiter_bytes():
                data += chunk
                if len(data) > MOST_BYTES:
                    raise UserError(*_TOO_LONG)
            return _Reply(response.status_code, bytes(data), _seconds(response.headers.get("retry-after")))


def decode(data: bytes) -> Pcm:
    """Any audio file → mono float32 at 24 kHz. Raises UserError when it is none, silent, or over 180 s."""
    import av

    kind = demuxer(data[:HEAD_BYTES])
    if kind is None:
        raise UserError(*_NO_AUDIO)
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    parts: list[Pcm] = []
    samples = 0
    try:
        with av.open(io.BytesIO(data), "r", format=kind, metadata_errors="ignore") as container:
            for frame in container.decode(audio=0):
                for piece in resampler.resample(frame):
                    parts.append(piece.to_ndarray().reshape(-1).astype(np.float32))
                    samples += len(parts[-1])
                if samples > MOST_SECONDS * RATE:
                    raise UserError(*_TOO_LONG)
        parts += [piece.to_ndarray().reshape(-1).astype(np.float32) for piece in resampler.resample(None)]
    except (av.error.FFmpegError, IndexError, ValueError) as error:
        raise UserError(*_NO_AUDIO) from error
    pcm = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    if not len(pcm) or not np.isfinite(pcm).all() or np.abs(pcm).max() < 1e-4:
        raise UserError(*_NO_AUDIO)
    return np.clip(pcm, -1.0, 1.0)


def _seconds(header: str | None) -> float | None:
    """Retry-After in seconds; a date is treated as absent."""
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None
