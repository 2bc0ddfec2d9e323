"""What the mouth does and when: phones to viseme events, the best track for a sound, and its padded variant.

Three sources, in the order of trust: the phone times of the speech engine ("tts"), the text laid on the sound
("aligned"), the sound alone ("audio"). Mapping and model: the interviewer's findings, section "Data model".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from metajob.interviewer.gestures import gestures
from metajob.interviewer.model import PAD, Gesture, Viseme, VisemeEvent, VisemeTrack
from metajob.interviewer.settling import settled
from metajob.speech import wav
from metajob.speech.model import Pcm, Phone, Speech, Syllable

CONSONANTS: Final[dict[str, Viseme]] = {
    **dict.fromkeys("ㅁㅂㅃㅍ", "PP"),
    **dict.fromkeys("ㄴㄷㄸㅌㄹ", "TT"),
    **dict.fromkeys("ㅅㅆㅈㅉㅊ", "SS"),
    **dict.fromkeys("ㄱㄲㅋㅇ", "KK"),  # ㅇ as a coda; as an onset it is no sound
    "ㅎ": "HH",
}
# A vowel is one mouth shape, or a glide and then one.
VOWELS: Final[dict[str, tuple[Viseme, ...]]] = {
    "ㅏ": ("A",), "ㅓ": ("EO",), "ㅗ": ("O",), "ㅜ": ("U",), "ㅡ": ("EU",), "ㅣ": ("I",), "ㅐ": ("E",), "ㅔ": ("E",),
    "ㅑ": ("I", "A"), "ㅕ": ("I", "EO"), "ㅛ": ("I", "O"), "ㅠ": ("I", "U"), "ㅖ": ("I", "E"), "ㅒ": ("I", "E"),
    "ㅘ": ("U", "A"), "ㅝ": ("U", "EO"), "ㅙ": ("U", "E"), "ㅚ": ("U", "E"), "ㅞ": ("U", "E"), "ㅟ": ("U", "I"),
    "ㅢ": ("EU", "I"),
}  # fmt: skip
GLIDE = 0.3  # share of the vowel that the glide takes …
GLIDE_SECONDS = 0.06  # … and the most it takes
EVEN_GLIDE = 0.5  # ㅢ is two vowels in a row rather than a glide
SHORT_REST = 0.1  # seconds; over a shorter pause between two words the mouth keeps its shape
SHORTEST = 0.004  # seconds; anything shorter is no event, except a closure of the lips
TTS_CONFIDENCE = 0.97  # the engine's own times, on its grid of 25 ms


def events(phones: Iterable[Phone], duration: float) -> tuple[VisemeEvent, ...]:
    """Viseme events of sorted phones, cut off at `duration` seconds. Pauses in a row become one "sil".

    The events follow each other without gaps where the phones do. A vowel with a glide gives two events.
    """
    found: list[VisemeEvent] = []
    for phone in phones:
        start, end = max(phone.start, 0.0), min(phone.end, duration)
        if start > duration or (end - start < SHORTEST and CONSONANTS.get(phone.jamo) != "PP"):
            continue
        end = max(end, start)
        shapes = _shapes(phone)
        before = found[-1] if found else None
        if shapes == ("sil",) and before and before.v == "sil":
            found[-1] = _event(before.t, end, "sil", "")
        elif shapes == ("sil",) and before and end - start < SHORT_REST and end < duration:
            found[-1] = _event(before.t, end, before.v, before.p)
        elif len(shapes) == 1:
            found.append(_event(start, end, shapes[0], phone.jamo))
        else:
            length = end - start
            glide = EVEN_GLIDE * length if phone.jamo == "ㅢ" else min(GLIDE * length, GLIDE_SECONDS)
            found.append(_event(start, start + glide, shapes[0], phone.jamo))
            found.append(_event(start + glide, end, shapes[1], phone.jamo))
    return tuple(found)


def _shapes(phone: Phone) -> tuple[Viseme, ...]:
    if phone.role == "pause" or not phone.jamo:
        return ("sil",)
    if phone.role == "vowel":
        return VOWELS.get(phone.jamo, ("KK",))
    return (CONSONANTS.get(phone.jamo, "KK"),)


def _event(start: float, end: float, shape: Viseme, jamo: str, weight: float = 1.0) -> VisemeEvent:
    return VisemeEvent(t=round(start, 4), d=round(max(end - start, 0.0), 4), v=shape, p=jamo, w=weight)


def track(speech: Speech, text: str) -> VisemeTrack:
    """The best track there is for this sound. text: as written; "" when nobody knows what is said.

    Never raises for what it is given: what cannot be read or aligned is heard, silence gives one "sil" event.
    """
    if speech.phones:
        shown = events(settled(speech.phones, speech.pcm, speech.rate), speech.seconds)
        return assemble(speech, text, "tts", shown, TTS_CONFIDENCE)
    return aligned(speech, text)


def aligned(speech: Speech, text: str) -> VisemeTrack:
    """The track from text and sound, whether or not the speech knows its phones; by ear where the text fails."""
    from metajob.interviewer.align import align

    syllables: Sequence[Syllable] = ()
    if text.strip():
        from metajob.speech.korean.reading import syllables as read

        syllables = read(text)
    found = align(syllables, speech.pcm, speech.rate)
    shown = events(found.phones, speech.seconds)
    source = "aligned" if found.laid > 0 else "audio"
    return assemble(speech, text, source, shown, found.confidence)


def heard(speech: Speech, text: str = "") -> VisemeTrack:
    """The track from the sound alone, the last resort. text only goes into the track's `text`."""
    from metajob.interviewer.heard import hear

    phones, confidence = hear(speech.pcm, speech.rate)
    return assemble(speech, text, "audio", events(phones, speech.seconds), confidence)


def assemble(
    speech: Speech, text: str, source: str, shown: tuple[VisemeEvent, ...], confidence: float
) -> VisemeTrack:
    """A track of these events, with its gestures."""
    return VisemeTrack.model_validate(
        {
            "duration": round(speech.seconds, 4),
            "source": source,
            "confidence": round(float(np.clip(confidence, 0, 1)), 3),
            "audio_sha256": fingerprint(speech.pcm),
            "text": text,
            "events": shown,
            "gestures": gestures(shown, speech.seconds, text),
        }
    )


def fingerprint(pcm: Pcm) -> str:
    """sha256 of the samples as 16-bit little-endian PCM, without any header or padding."""
    return hashlib.sha256(wav.samples(pcm)).hexdigest()


def padded(track: VisemeTrack, pad: float = PAD) -> VisemeTrack:
    """The same track for the sound with `pad` seconds of silence before and after it.

    All times are then those of the padded sound; offset_ms says where the sound itself begins. audio_sha256
    stays that of the sound without silence.
    """
    shown = [_event(0, pad, "sil", "")]
    for event in track.events:
        if event.v == "sil" and shown[-1].v == "sil":
            shown[-1] = _event(shown[-1].t, event.t + event.d + pad, "sil", "")
        else:
            shown.append(event.model_copy(update={"t": round(event.t + pad, 4)}))
    end = track.duration + 2 * pad
    if shown[-1].v == "sil":
        shown[-1] = _event(shown[-1].t, end, "sil", "")
    else:
        shown.append(_event(max(shown[-1].t, end - pad), end, "sil", ""))
    moved = tuple(Gesture(t=round(one.t + pad, 4), type=one.type, amp=one.amp) for one in track.gestures)
    return VisemeTrack.model_validate(
        {
            **track.model_dump(),
            "duration": round(end, 4),
            "offset_ms": track.offset_ms + round(1000 * pad),
            "events": tuple(shown),
            "gestures": moved,
        }
    )
