"""Writes an unknown English word in Hangul by its letter patterns, after the rules of 외래어 표기법 for English.

Spelling → sounds by the patterns of data/spelling.tsv (a guess; English spelling has no rule),
sounds → syllables by the rules: 짧은 모음 뒤의 무성 파열음은 받침, 그 밖은 '으'를 받친다; [l] between vowels is ㄹㄹ.
"""

from __future__ import annotations

import functools
import re

from metajob.speech.korean.symbols import rows

_MAX_LETTERS = 40  # of one word; what is longer is cut into pieces of this length

_ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_CODAS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_ONSET = dict(zip("bdfghklmnprstvzJCS", "ㅂㄷㅍㄱㅎㅋㄹㅁㄴㅍㄹㅅㅌㅂㅈㅈㅊㅅ", strict=True))
_CODA = {"m": "ㅁ", "n": "ㄴ", "N": "ㅇ", "l": "ㄹ"}
_STOP_CODA = {"p": "ㅂ", "t": "ㅅ", "k": "ㄱ"}
_Y = dict(zip("ㅏㅐㅓㅔㅗㅜㅣ", "ㅑㅒㅕㅖㅛㅠㅣ", strict=True))
_W = dict(zip("ㅏㅐㅓㅔㅗㅣㅜ", "ㅘㅙㅝㅞㅝㅟㅜ", strict=True))


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), sounds) for pattern, sounds in rows("spelling"))


def _sounds(word: str) -> str:
    out, i = "", 0
    while i < len(word):
        for pattern, sounds in _patterns():
            found = pattern.match(word, i)
            # match() takes "^" as the place it begins at
            if found and found.end() > i and (i == 0 or pattern.pattern[0] != "^"):
                out += found.group() if sounds == "=" else sounds
                i = found.end()
                break
        else:
            i += 1
    return out


def _block(onset: str, vowel: str, coda: str = " ") -> str:
    number = (_ONSETS.index(onset) * 21 + _VOWELS.index(vowel)) * 28 + _CODAS.index(coda)
    return chr(0xAC00 + number)


def _with_coda(text: str, coda: str) -> str:
    """Adds a final consonant to the last syllable, or an own syllable where there is none free."""
    if _open(text):
        return text[:-1] + chr(ord(text[-1]) + _CODAS.index(coda))
    return text + _block("ㅇ", "ㅡ", coda)


def _open(text: str) -> bool:
    """Whether the last syllable has no final consonant."""
    return bool(text) and "가" <= text[-1] <= "힣" and (ord(text[-1]) - 0xAC00) % 28 == 0


def _alone(sound: str, last: bool) -> str:
    """A consonant that no vowel follows."""
    if sound in "CJ":
        return _block(_ONSET[sound], "ㅣ")
    if sound == "S":
        return "시" if last else "슈"
    return _block(_ONSET[sound], "ㅡ")


def _vowel(onset: str, glide: str, vowel: str) -> str:
    shifted = {"y": _Y, "w": _W}.get(glide, {}).get(vowel, vowel)
    return _block(onset, shifted)


def hangul(word: str) -> str:
    """One English word (ASCII letters; others are ignored) in Hangul; "" for nothing. Cost is linear in length."""
    letters = "".join(c for c in word.lower() if "a" <= c <= "z")
    pieces = [letters[i : i + _MAX_LETTERS] for i in range(0, len(letters), _MAX_LETTERS)]
    return "".join(_piece(piece) for piece in pieces)


@functools.lru_cache(maxsize=1024)
def _piece(word: str) -> str:
    sounds = _sounds(word)
    out, i, short = "", 0, False
    while i < len(sounds):
        sound = sounds[i]
        after = sounds[i + 1 : i + 2]
        if sound in _VOWELS:
            out += _block("ㅇ", sound)
            short = after != ":" and not (after and after in _VOWELS) and sounds[i + 2 : i + 3] != ":"
        elif sound == ":":
            short = False
        elif sound in "yw":
            if after and after in _VOWELS:
                out += _vowel("ㅇ", sound, after)
                i, short = i + 1, True
        else:
            out, i, short = _consonant(sounds, i, out, short)
        i += 1
    return out


def _consonant(sounds: str, i: int, out: str, short: bool) -> tuple[str, int, bool]:
    sound = sounds[i]
    after, second = sounds[i + 1 : i + 2], sounds[i + 2 : i + 3]
    last = i + 1 == len(sounds)
    if sound == "l" and after and after in _VOWELS and _open(out):
        out = _with_coda(out, "ㄹ")
    if (
        after
        and after in "yw"
        and second
        and second in _VOWELS
        and sound in ("kgh" if after == "w" else "kgsthSl")
    ):
        return out + _vowel(_ONSET[sound], after, second), i + 2, sounds[i + 3 : i + 4] != ":"
    if after and after in _VOWELS and sound != "N":
        vowel = _Y.get(after, after) if sound == "S" else after
        if sound in "CJ" and after in "ㅑㅕㅛㅠ":
            vowel = dict(zip("ㅑㅕㅛㅠ", "ㅏㅓㅗㅜ", strict=True))[after]
        following = sounds[i + 2 : i + 3]
        short = following != ":" and not (following and following in _VOWELS)
        return out + _block(_ONSET[sound], vowel), i + 1, short
    if sound in _CODA:
        return _with_coda(out, _CODA[sound]), i, False
    if sound == "r":
        return out + ("" if out and not last else "르"), i, False
    if sound in _STOP_CODA and short and (last or after not in "lrmn"):
        return _with_coda(out, _STOP_CODA[sound]), i, False
    return out + _alone(sound, last), i, False
