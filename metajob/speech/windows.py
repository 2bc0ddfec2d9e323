"""What both Whisper engines share about one window of 28 s: limits, pieces to words, and asking twice when in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from metajob.speech.invented import Doubt, believable, cut_loops, has_loop, is_echo, without_stock
from metajob.speech.model import Pcm, Word
from metajob.speech.vad import RATE, speech_spans

WINDOW_S = 30
CONTEXT = 448  # Whisper's positions: prompt, four commands and the text together
_COMMANDS = 6
_TOKENS_A_SECOND = 14  # fast Korean needs 11; a loop over a short cough ends early
_NO_REPEAT = 3
_MISSED_S = 1.0  # so much speech behind the last word was not heard; word times are right to about 0.4 s
_LEAD_S = 0.2
_MOST_PARTS = 5
_LOOP_OVER_NOTHING = 0.6  # loops over noise and music have 0.78, speech below 0.3


@dataclass(frozen=True)
class Window:
    """What Whisper wrote for one window, before any doubt was heeded."""

    words: tuple[Word, ...]
    doubt: Doubt
    full: bool = False  # it ended because no more tokens were allowed: the end of the speech is missing

    @property
    def text(self) -> str:
        """The words with spaces between."""
        return " ".join(word.text for word in self.words)


Hear = Callable[[Pcm, float, str, int], Window]  # sound, seconds of it that are speech, prompt, no_repeat


def most_tokens(seconds: float, prompt: int) -> int:
    """How many tokens a window of this length may get behind a prompt of so many tokens."""
    return min(CONTEXT - _COMMANDS - min(prompt, CONTEXT // 2), int(30 + _TOKENS_A_SECOND * seconds))


def written(hear: Hear, pcm: Pcm, prompt: str) -> tuple[Word, ...]:
    """The words of one stretch of at most 30 s, mono float32 at 16 kHz; () where nobody speaks.

    Without timestamps Whisper sometimes ends after one of several sentences, surely so when two are alike. Its last
    word then lies long before the end of the speech, and the rest is heard as a window of its own.
    """
    if len(pcm) > WINDOW_S * RATE:
        raise ValueError(f"{len(pcm) / RATE:.1f} s; a stretch has at most {WINDOW_S} s")
    spans = speech_spans(pcm)
    words: list[Word] = []
    begin = 0.0
    for _ in range(_MOST_PARTS):
        left = [(max(start, begin), end) for start, end in spans if end > begin]
        speech = sum(end - start for start, end in left)
        if speech < (_MISSED_S if begin else 0.001):
            break
        begin = max(begin, left[0][0] - _LEAD_S) if begin else 0.0
        found = settled(partial(hear, pcm[round(begin * RATE) :], speech), prompt)
        if not found:
            break
        words += [Word(w.text, w.start + begin, w.end + begin, w.probability) for w in found]
        begin = max(words[-1].end, begin + _LEAD_S)
    return tuple(words)


def settled(ask: Callable[[str, int], Window], prompt: str) -> tuple[Word, ...]:
    """The words to believe. ask(prompt, no_repeat): one pass; no_repeat: no run of so many tokens twice, 0 allows.

    Words that stand in the prompt may be heard or only read off it: without the prompt only heard ones come back.
    And without it there is more room for text.
    """
    window = ask(prompt, 0)
    if prompt and (window.full or is_echo(window.text, prompt)):
        window = ask("", 0)
    if has_loop(window.words):
        window = ask("", _NO_REPEAT)
        if window.doubt.no_speech > _LOOP_OVER_NOTHING:
            return ()
    words = without_stock(cut_loops(window.words), window.doubt)
    return words if believable(" ".join(word.text for word in words), window.doubt) else ()


def joined(parts: Iterable[Any], seconds: float) -> tuple[Word, ...]:
    """Whisper's word pieces (word, start, end, probability) → words as they are written between spaces."""
    words: list[Word] = []
    for part in parts:
        text = part.word.strip()
        start, end = (min(max(float(time), 0.0), seconds) for time in (part.start, part.end))
        probability = float(part.probability)
        if words and text and not part.word.startswith(" "):
            last = words[-1]
            words[-1] = Word(
                last.text + text, last.start, max(end, last.end), min(probability, last.probability)
            )
        elif text:
            words.append(Word(text, start, max(end, start), probability))
    return tuple(words)


def is_foreign(character: str) -> bool:
    """A letter that is neither Latin nor Hangul (� of a cut UTF-8 sequence is no letter)."""
    code = ord(character)
    if not character.isalpha() or code < 0x250:
        return False
    return not (0x1100 <= code < 0x1200 or 0x3130 <= code < 0x3190 or 0xAC00 <= code < 0xD7A4)
