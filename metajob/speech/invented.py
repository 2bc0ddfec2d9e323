"""Words that Whisper writes although nobody said them: loops, subtitles of broadcasts, echoes of its own prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from metajob.speech.model import Word

# What Whisper learned from subtitles and writes over noise; nobody answers an interview question with it.
_STOCK = re.compile(
    r"시청(해|하여)?(주셔서|주신여러분)?(대단히)?(감사|고맙)"
    r"|구독(과|및|하고)?(좋아요|알림)|좋아요(와|및|하고)?구독|알림설정"
    r"|(mbc|kbs|sbs|ytn|jtbc)뉴스.{0,12}$|뉴스.{2,4}입니다$"
    r"|(한글|영어)?자막(제공|by|제작|은)|번역및자막|배달의민족"
    r"|다음(영상|시간|주)에(서)?(만나|뵙|봬)|이시각세계였습니다"
    r"|thank(s|you)(somuch)?forwatching|(please)?(like|subscribe)(and|to)(subscribe|my|our|the)"
    r"|subtitlesby|amaraorg",
    re.IGNORECASE,
)
# Short words that are also the commonest answer to nothing; only dropped where all else speaks against them.
_POLITE = re.compile(
    r"^((정말|대단히)?감사합니다|고맙습니다|안녕하세요|네|예|아|음|어|you|thankyou|bye|okay)+$", re.I
)

_MOST_SYLLABLES_A_SECOND = 14.0  # fast Korean reaches 9
_LONGEST_LOOP = 10  # words
_CHARACTER_LOOP = re.compile(r"(.{1,6}?)\1{5,}")


@dataclass(frozen=True)
class Doubt:
    """What an engine says of a stretch. no_speech: 0..1; log_prob: mean of the tokens; speech: seconds of it."""

    no_speech: float
    log_prob: float
    speech: float


def squeezed(text: str) -> str:
    """Letters and digits only, lower case."""
    return re.sub(r"[\W_]", "", text).lower()


def cut_loops(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with every loop cut to one round: one word 5 times in a row, 2 or more words 3 times."""
    kept: list[Word] = []
    keys: list[str] = []
    for word in words:
        text = _CHARACTER_LOOP.sub(r"\1", word.text)
        kept.append(word if text == word.text else Word(text, word.start, word.end, word.probability))
        keys.append(squeezed(text))
    position = 0
    while position < len(kept):
        size, rounds = _loop_at(keys, position)
        if rounds:
            del (
                kept[position + size : position + size * rounds],
                keys[position + size : position + size * rounds],
            )
        position += 1
    return tuple(kept)


def has_loop(words: Sequence[Word]) -> bool:
    """Whether `cut_loops` would cut."""
    return len(cut_loops(words)) < len(words) or any(_CHARACTER_LOOP.search(word.text) for word in words)


def _loop_at(keys: list[str], position: int) -> tuple[int, int]:
    for size in range(1, _LONGEST_LOOP + 1):
        part, rounds = keys[position : position + size], 1
        while keys[position + size * rounds : position + size * (rounds + 1)] == part:
            rounds += 1
        if rounds >= (5 if size == 1 else 3):
            return size, rounds
    return 0, 0


def is_echo(text: str, prompt: str) -> bool:
    """Whether the text stands in the prompt as it is, so that it may have been read off there."""
    said, given = squeezed(text), squeezed(prompt)
    return len(said) >= 4 and (said in given or (len(given) >= 8 and given in said))


def believable(text: str, doubt: Doubt) -> bool:
    """Whether somebody can have said this in that much speech."""
    said = squeezed(text)
    if not said:
        return False
    if doubt.no_speech > 0.6 and doubt.log_prob < -1.0:  # Whisper's own rule for silence
        return False
    if len(re.findall(r"[가-힣]", said)) > _MOST_SYLLABLES_A_SECOND * doubt.speech + 4:
        return False
    weak = doubt.no_speech > 0.3 or doubt.log_prob < -0.7 or doubt.speech < 0.6
    return not (weak and _POLITE.match(said) and doubt.no_speech > 0.3)


def without_stock(words: Sequence[Word], doubt: Doubt) -> tuple[Word, ...]:
    """The words without subtitle phrases, where these are what all of it says or stand unsurely at its end.

    An answer may name a news programme; a phrase amid surely heard words stays.
    """
    text = squeezed("".join(word.text for word in words))
    found = _STOCK.search(text)
    if found is None:
        return tuple(words)
    if len(text) - (found.end() - found.start()) <= 8:
        return ()
    tail, seen = len(words), 0
    for number, word in enumerate(words):
        if seen >= found.start():
            tail = number
            break
        seen += len(squeezed(word.text))
    rest = words[tail:]
    sure = sum(word.probability for word in rest) / max(len(rest), 1)
    at_end = len(text) - found.end() <= 8
    return tuple(words[:tail]) if at_end and (sure < 0.7 or doubt.no_speech > 0.3) else tuple(words)
