"""What the page of the interviewer's tab asks for, checked: every value may have been forged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn, cast, get_args

import gradio as gr

from metajob.engines import Unavailable
from metajob.errors import EngineUnavailable, InputError
from metajob.interviewer.model import PersonaId
from metajob.speech.model import Language
from tabs.parts import interviewer_work as work
from tabs.parts.interviewer_work import Offer
from tabs.parts.visitor import VisitorBook
from tabs.parts.words import Lang, say

MAX_TEXT = 300  # letters; a question. Longer texts are for the command line
SLOWEST, FASTEST = 0.8, 1.2


@dataclass(frozen=True)
class Wish:
    """What a visitor wants to hear. voice, video: ids of engines that are ready. speed: 1.0 is the voice's own."""

    persona: PersonaId
    text: str
    speed: float
    voice: str
    video: str


def sent(event: gr.EventData) -> dict[str, Any]:
    """The payload; empty when it is none."""
    return event._data if isinstance(event._data, dict) else {}


def tag(data: dict[str, Any]) -> int:
    """The page's own number of this request; it comes back with every answer to it."""
    ask = data.get("ask")
    return ask if isinstance(ask, int) and 0 <= ask < 2**31 else 0


def persona(key: object) -> PersonaId:
    """The persona of a key from the page. Raises InputError."""
    if key not in get_args(PersonaId):
        raise InputError("없는 면접관이에요.", "면접관을 다시 골라 주세요.")
    return cast("PersonaId", key)


def wish(data: dict[str, Any], lang: Lang, own: bool) -> Wish:
    """What shall be said. own: the visitor has given a sample of a voice. Raises InputError, EngineUnavailable."""
    who = persona(data.get("persona"))
    text = _text(data.get("text"), lang)
    speed = data.get("speed", 1.0)
    if isinstance(speed, bool) or not isinstance(speed, int | float) or not SLOWEST <= speed <= FASTEST:
        raise InputError("말하는 속도가 맞지 않아요.", f"{SLOWEST}에서 {FASTEST} 사이로 정해 주세요.")
    voice = _chosen(data.get("voice"), work.voice_engines(own))
    if voice.host and data.get("consent") is not True:
        raise InputError(say("iv_consent_first", lang), "")
    video = _chosen(data.get("video"), work.video_engines())
    return Wish(who, text, float(speed), voice.id, video.id)


def video(key: object) -> str:
    """The id of a video engine whose listening loop is wanted. Raises InputError, EngineUnavailable."""
    return _chosen(key, work.video_engines()).id


def transcriber(data: dict[str, Any], lang: Lang) -> tuple[str, Language]:
    """Engine and language of a recording. Raises InputError, EngineUnavailable."""
    engine = _chosen(data.get("engine"), work.transcribers())
    if engine.host and data.get("consent") is not True:
        raise InputError(say("dict_consent_first", lang), "")
    return engine.id, "en" if data.get("language") == "en" else "ko"


def upload(book: VisitorBook, path: object) -> bytes:
    """The bytes of what the browser has just uploaded; the file is deleted. Raises InputError."""
    try:
        return book.take_upload(path if isinstance(path, str) else "")
    except (ValueError, OSError):  # a path that no file system takes
        raise InputError("올린 파일을 찾지 못했어요.", "파일을 다시 올려 주세요.") from None


def _text(text: object, lang: Lang) -> str:
    """Without halves of surrogate pairs, which a cut emoji leaves and no file name or hash takes."""
    clean = text.encode("utf-8", "ignore").decode() if isinstance(text, str) else ""
    if not clean.strip():
        raise InputError(say("iv_empty", lang), "")
    if len(clean) > MAX_TEXT:
        raise InputError(say("iv_too_long", lang, most=MAX_TEXT), "")
    return clean


def _chosen(key: object, offers: list[Offer]) -> Offer:
    """The first one when the page names none. Raises InputError for an unknown one."""
    found = offers[0] if key in (None, "") else next((one for one in offers if one.id == key), None)
    if found is None:
        _unknown()
    if isinstance(found.probe, Unavailable):
        raise EngineUnavailable(found.probe.reason, found.probe.how_to_fix)
    return found


def _unknown() -> NoReturn:
    raise InputError("없는 엔진이에요.", "페이지를 새로 고친 뒤 다시 골라 주세요.")
