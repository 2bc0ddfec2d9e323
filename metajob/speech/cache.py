"""Spoken sentences kept on disk by their content: sound as WAV, times of the sounds as JSON, bounded in size."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from pathlib import Path

from metajob.errors import InputError
from metajob.files import write_whole
from metajob.speech import wav
from metajob.speech.model import Phone, Speech, VoiceEngine

MOST_BYTES = 300_000_000
FULL = "저장 공간이 없어서 만든 목소리를 남겨 두지 못했어요."

_log = logging.getLogger(__name__)


def key(engine: VoiceEngine, voice: str, speed: float, text: str) -> str:
    """Name of an entry: sha256 of everything that changes the sound. text: after `spoken`."""
    parts = (engine.id, engine.version, voice, f"{speed:.3f}", text)
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class SpeechCache:
    """A folder of entries; several processes may use it at once. most_bytes: the oldest unused go beyond that."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most_bytes

    def get(self, name: str) -> Speech | None:
        """The entry, or None where there is none or it is damaged (it is removed then). Never raises."""
        sound, times = self._places(name)
        try:
            found = _decode(sound.read_bytes(), times.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, InputError, ValueError, KeyError, TypeError) as error:
            _log.warning("speech cache: %s is damaged: %s", name, error)
            self._drop(name)
            return None
        with contextlib.suppress(OSError):
            os.utime(sound)
        return found

    def put(self, name: str, speech: Speech) -> bool:
        """Keep an entry; False where the disk does not take it. Never raises."""
        sound, times = self._places(name)
        data = wav.to_bytes(speech.pcm, speech.rate)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(times, _encode(speech, data))
            write_whole(sound, data)  # last: an entry is there when its sound is
        except OSError as error:
            _log.warning("speech cache: %s was not kept: %s", name, error)
            self._drop(name)
            return False
        self._shrink()
        return True

    def _places(self, name: str) -> tuple[Path, Path]:
        return self._folder / f"{name}.wav", self._folder / f"{name}.json"

    def _drop(self, name: str) -> None:
        for place in self._places(name):
            with contextlib.suppress(OSError):
                place.unlink(missing_ok=True)

    def _shrink(self) -> None:
        """Remove the entries that were used longest ago until the rest fits."""
        entries = []
        for sound in self._folder.glob("*.wav"):
            with contextlib.suppress(OSError):  # another process may remove it meanwhile
                stat = sound.stat()
                entries.append((stat.st_mtime_ns, stat.st_size, sound.stem))
        total = sum(size for _, size, _ in entries)
        for _, size, name in sorted(entries):
            if total <= self._most:
                break
            self._drop(name)
            total -= size


def _encode(speech: Speech, sound: bytes) -> bytes:
    phones = speech.phones and [(p.jamo, p.role, p.start, p.end) for p in speech.phones]
    entry = {
        "sound": hashlib.sha256(sound).hexdigest(),
        "engine": speech.engine,
        "warnings": speech.warnings,
        "phones": phones,
    }
    return json.dumps(entry, ensure_ascii=False).encode()


def _decode(sound: bytes, times: bytes) -> Speech:
    """Raises InputError, ValueError, KeyError or TypeError where it does not fit together."""
    entry = json.loads(times)
    if entry["sound"] != hashlib.sha256(sound).hexdigest():
        raise ValueError("the sound is not the one that was kept")
    pcm, rate = wav.from_bytes(sound)
    phones = entry["phones"]
    return Speech(
        pcm,
        rate,
        None if phones is None else tuple(Phone(jamo, role, at, end) for jamo, role, at, end in phones),
        str(entry["engine"]),
        tuple(entry["warnings"]),
    )
