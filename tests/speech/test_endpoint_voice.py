"""The OpenAI-compatible voice: good answers in every format, and every way a server can fail."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from metajob.engines import Ready, Unavailable
from metajob.errors import Cancelled, EngineUnavailable, InputError, UserError
from metajob.settings import Settings
from metajob.speech import pitch
from metajob.speech.endpoint_voice import RATE, EndpointVoice
from metajob.speech.model import Speech, VoiceEngine
from tests.speech.sounds import silence, voiced
from tests.speech.speech_server import Answer, Behaviour, encoded, serving, wav

Fresh = Callable[..., Settings]
TONE = voiced(1.0, 200, rate=24_000)
GOOD = Answer(wav(TONE, 24_000))


def ask(fresh: Fresh, behaviour: Behaviour, speed: float = 1.0, **limits: float) -> tuple[Speech, list]:
    with serving(behaviour) as server:
        fresh(
            speech_base_url=server.base_url,
            speech_api_key="sk-test-key",
            speech_model="m",
            speech_voice="nova",
        )
        engine = EndpointVoice(**{"timeout_s": 5.0, "pause_s": 0.01, **limits})  # type: ignore[arg-type]
        return engine.speak("안녕하세요.", "", speed), server.asked


def refused(fresh: Fresh, behaviour: Behaviour, **limits: float) -> UserError:
    with pytest.raises(UserError) as caught:
        ask(fresh, behaviour, **limits)
    assert caught.value.hint.endswith("요.")
    assert "sk-test-key" not in str(caught.value)
    return caught.value


def pitch_of(speech: Speech) -> float:
    track = pitch.track(speech.pcm, speech.rate, [(0.1, speech.seconds - 0.1)])
    return float(np.median(track.hz))


def test_asks_as_openai_wants_it(fresh_settings: Fresh) -> None:
    speech, asked = ask(fresh_settings, lambda _body, _before: GOOD)
    body = {"model": "m", "voice": "nova", "input": "안녕하세요.", "response_format": "wav"}
    assert asked == [("/v1/audio/speech", "Bearer sk-test-key", body)]
    assert (speech.rate, speech.phones, speech.engine) == (RATE, None, "endpoint")
    assert speech.pcm.dtype == np.float32
    assert np.allclose(speech.pcm, TONE, atol=1e-3)


def test_speed_is_sent_within_the_limits_of_the_interface(fresh_settings: Fresh) -> None:
    _speech, asked = ask(fresh_settings, lambda _body, _before: GOOD, speed=9.0)
    assert asked[0][2]["speed"] == 4.0


@pytest.mark.parametrize(
    "data",
    [
        wav(TONE, 24_000, streamed=True),
        wav(voiced(1.0, 200, rate=44_100), 44_100),
        encoded(TONE, 24_000, "mp3", "libmp3lame"),
        encoded(TONE, 24_000, "ogg", "libopus"),
        encoded(TONE, 24_000, "flac", "flac"),
    ],
    ids=["streamed wav", "wav of 44.1 kHz", "mp3", "opus", "flac"],
)
def test_whatever_format_comes_back(fresh_settings: Fresh, data: bytes) -> None:
    speech, _asked = ask(fresh_settings, lambda _body, _before: Answer(data))
    assert speech.seconds == pytest.approx(1.0, abs=0.08)
    assert pitch_of(speech) == pytest.approx(200, rel=0.01)


def test_server_without_wav_is_asked_for_mp3(fresh_settings: Fresh) -> None:
    def behaviour(body: dict, _before: int) -> Answer:
        if body["response_format"] == "wav":
            return Answer(b'{"error": "response_format must be mp3"}', 400)
        return Answer(encoded(TONE, 24_000, "mp3", "libmp3lame"))

    speech, asked = ask(fresh_settings, behaviour)
    assert len(asked) == 2
    assert pitch_of(speech) == pytest.approx(200, rel=0.01)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_busy_server_is_asked_again(fresh_settings: Fresh, status: int) -> None:
    def behaviour(_body: dict, before: int) -> Answer:
        return GOOD if before else Answer(b"{}", status, {"retry-after": "0.01"})

    speech, asked = ask(fresh_settings, behaviour)
    assert len(asked) == 2
    assert speech.seconds == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("answer", "says", "times"),
    [
        (Answer(b'{"error": "bad key"}', 401), "API 키", 1),
        (Answer(b"{}", 404), "주소를 찾지 못했어요", 1),
        (Answer(b'{"error": "no such voice"}', 400), "받아 주지 않았어요", 1),
        (Answer(b"", 302, {"location": "http://127.0.0.1:1/"}), "받아 주지 않았어요", 1),
        (Answer(b"{}", 429), "한도", 3),
        (Answer(b"{}", 429, {"retry-after": "3600"}), "한도", 1),
        (Answer(b"oops", 500), "마치지 못했어요", 3),
        (Answer(b"<html>hello</html>"), "소리를 보내지 않았어요", 1),
        (Answer(b""), "소리를 보내지 않았어요", 1),
        (Answer(wav(silence(1), 16_000)), "소리를 보내지 않았어요", 1),
        (Answer(wav(silence(0), 16_000)), "소리를 보내지 않았어요", 1),
        (Answer(b"#EXTM3U\nhttp://127.0.0.1:1/a.ts\n"), "소리를 보내지 않았어요", 1),
        (Answer(b"RIFF\xff\xff\xff\xffWAVEjunk"), "소리를 보내지 않았어요", 1),
        (Answer(wav(voiced(181, rate=8_000), 8_000)), "너무 길어요", 1),
    ],
)
def test_each_failure_has_its_sentence(fresh_settings: Fresh, answer: Answer, says: str, times: int) -> None:
    seen: list[int] = []

    def behaviour(_body: dict, before: int) -> Answer:
        seen.append(before)
        return answer

    assert says in refused(fresh_settings, behaviour).message
    assert len(seen) == times


def test_slow_server(fresh_settings: Fresh) -> None:
    error = refused(fresh_settings, lambda _body, _before: Answer(GOOD.data, seconds=3), timeout_s=0.2)
    assert "제시간" in error.message


def test_nobody_there(fresh_settings: Fresh) -> None:
    fresh_settings(speech_base_url="http://127.0.0.1:1/v1")
    with pytest.raises(UserError, match="연결하지 못했어요"):
        EndpointVoice(pause_s=0.01).speak("안녕", "")


def test_cancel_while_waiting_for_a_further_try(fresh_settings: Fresh) -> None:
    def cancel(_share: float, phrase: str) -> None:
        if "기다리고" in phrase:
            raise Cancelled

    with serving(lambda _body, _before: Answer(b"{}", 503)) as server:
        fresh_settings(speech_base_url=server.base_url)
        with pytest.raises(Cancelled):
            EndpointVoice(pause_s=5).speak("안녕", "", progress=cancel)
        assert server.asked[0][1] is None, "no key: none is sent"


def test_cancel_while_a_silent_server_is_waited_for(fresh_settings: Fresh) -> None:
    heard: list[str] = []

    def cancel(_share: float, phrase: str) -> None:
        heard.append(phrase)
        if len(heard) > 3:
            raise Cancelled

    start = time.monotonic()
    with serving(lambda _body, _before: Answer(GOOD.data, seconds=3)) as server:
        fresh_settings(speech_base_url=server.base_url)
        with pytest.raises(Cancelled):
            EndpointVoice().speak("안녕", "", progress=cancel)
        assert time.monotonic() - start < 2.5, "before the server answered"


def test_empty_text_costs_no_request(fresh_settings: Fresh) -> None:
    fresh_settings(speech_base_url="http://127.0.0.1:1/v1")
    with pytest.raises(InputError):
        EndpointVoice().speak(" \n", "")


def test_probe(fresh_settings: Fresh) -> None:
    engine: VoiceEngine = EndpointVoice()
    assert isinstance(engine.probe(), Unavailable)
    with pytest.raises(EngineUnavailable):
        engine.speak("안녕", "")
    fresh_settings(speech_base_url="https://api.openai.com/v1")
    assert "키가 없어요" in getattr(EndpointVoice().probe(), "reason", "")
    for address in ("not an address", "https://[::1/v1", "http://a b/v1", "https://me:secret@host/v1"):
        fresh_settings(speech_base_url=address)
        assert "주소" in getattr(EndpointVoice().probe(), "reason", ""), address
    fresh_settings(speech_base_url="http://localhost:8000/v1", speech_api_key="열쇠")
    assert "키를" in getattr(EndpointVoice().probe(), "reason", ""), "no header takes it"
    fresh_settings(speech_base_url="http://localhost:8000/v1", speech_api_key="", speech_model="supertonic")
    assert EndpointVoice().probe() == Ready("supertonic · localhost")


def test_voices_and_cache_key_follow_the_settings(fresh_settings: Fresh) -> None:
    fresh_settings(speech_base_url="http://localhost:8000/v1", speech_voice="mina")
    own = EndpointVoice()
    assert [voice.name for voice in own.voices()] == ["mina"]
    fresh_settings(speech_base_url="https://api.openai.com/v1", speech_api_key="k", speech_voice="onyx")
    openai = EndpointVoice()
    assert openai.voices()[0].name == "onyx"
    assert {voice.sex for voice in openai.voices()} == {"f", "m"}
    assert own.version != openai.version
