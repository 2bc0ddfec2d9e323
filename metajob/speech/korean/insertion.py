"""ㄴ insertion by rule (article 29): across a space, in numbers, before suffixes; and where ㄴ+ㄹ gives ㄴㄴ.

Words of article 29 themselves stand in data/sound/words_*.tsv. Works on joints the lists left open.
"""

from __future__ import annotations

import re
from functools import cache

from metajob.speech.korean.jamo import coda_of
from metajob.speech.korean.lexicon import TAIL, column
from metajob.speech.korean.phrase import Phrase
from metajob.speech.korean.tensing import is_adnominal, modifies

_GLIDES = frozenset("ㅑㅕㅛㅠㅖㅒ")
_NATIVE = re.compile(r"(?:열|스물|서른|마흔|쉰|예순|일흔|여든|아흔)(?=여섯|여덟|일곱|엿|여덜)")
_SINO = re.compile(r"[일이삼사오육칠팔구십백천만억]{2,}")
_LIQUID = frozenset("력량란론료례로령류률")


def apply(phrase: Phrase) -> None:
    """Mark the joints of a phrase where ㄴ is added, and those where ㄴ+ㄹ gives ㄴㄴ."""
    for number in range(len(phrase.words)):
        _numbers(phrase, number)
        _suffix(phrase, number)
        _liquids(phrase, number)
        if number:
            _across(phrase, number)


@cache
def _starters() -> re.Pattern[str]:
    """Words in 이- before which ㄴ is added across a space."""
    words = "|".join(sorted(column("i_words.tsv"), key=len, reverse=True))
    return re.compile(rf"(?:{words})")


def _across(phrase: Phrase, number: int) -> None:
    first, _ = phrase.words[number]
    before, after = phrase.word(number - 1), phrase.word(number)
    joint = phrase.joints[first - 1]
    if joint.known or not coda_of(before[-1]):
        return
    if _closes(before):
        joint.apart = True
        return
    if phrase.blocks[first].onset:
        return
    noun_in_l = (
        coda_of(before[-1]) == "ㄹ" and not _before_noun(before) and before not in column("l_adverbs.tsv")
    )
    if phrase.blocks[first].vowel in _GLIDES or (not noun_in_l and _starters().match(after)):
        joint.insert = True


def _before_noun(word: str) -> bool:
    return is_adnominal(word) and word not in column("l_nouns.tsv")


def _closes(word: str) -> bool:
    """Whether a particle or an ending closes the word, so that no sound passes on: 저는, 책을, 하면, 했지만."""
    if word[-1] in "은는을를":
        return len(word) == 1 or not modifies(word)
    if word.endswith(("처럼", "지만", "까지만", "에만", "에서만")):
        return True
    return (
        len(word) > 1
        and word[-1] in "면만"
        and not word.endswith(tuple(column("apart.tsv")))
        and not _SINO.match(word)
    )


def _numbers(phrase: Phrase, number: int) -> None:
    """십육 → 심뉵, 스물여섯 → 스물려섣."""
    word = phrase.word(number)
    first, _ = phrase.words[number]
    for found in _NATIVE.finditer(word):
        phrase.joints[first + found.end() - 1].insert = True
    for found in _SINO.finditer(word):
        for at in range(found.start() + 1, found.end()):
            if word[at] == "육" and coda_of(word[at - 1]):
                phrase.joints[first + at - 1].insert = True


def _suffix(phrase: Phrase, number: int) -> None:
    """-용, -유, -약, -역, -열, -염, -여 … after two syllables or more: 영업용, 휘발유, 내복약."""
    word = phrase.word(number)
    first, _ = phrase.words[number]
    if len(word) > 1 and word[0] in "첫헛홑" and not phrase.joints[first].known:  # 첫인사, 헛웃음
        phrase.joints[first].border = True
    for at in range(2, len(word)):
        joint = phrase.joints[first + at - 1]
        if joint.known or not coda_of(word[at - 1]):
            continue
        starts_word = at + 1 < len(word) and phrase.joints[first + at].known
        if word.startswith(tuple(column("n_heads.tsv")), at):
            joint.insert = True
        elif word[at] in column("n_suffixes.tsv"):
            joint.insert = TAIL.match(word, at + 1) is not None and not starts_word
        elif word[at] in "일잎" and coda_of(word[at - 1]) == "ㅅ":  # 뒷일, 예삿일
            joint.insert = TAIL.match(word, at + 1) is not None
        joint.border = joint.insert


def _liquids(phrase: Phrase, number: int) -> None:
    """생산+량, 의견+란: ㄴ+ㄹ where a suffix begins; 관리, 인력 and the like are words of their own."""
    word = phrase.word(number)
    first, _ = phrase.words[number]
    for at in range(2, len(word)):
        joint = phrase.joints[first + at - 1]
        if joint.known or coda_of(word[at - 1]) != "ㄴ" or word[at] not in _LIQUID:
            continue
        if word[at - 1 : at + 1] not in column("nl_words.tsv"):
            joint.nasal = True
