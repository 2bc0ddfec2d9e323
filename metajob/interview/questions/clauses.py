"""A clean clause of an answer, word for word, that a follow-up can repeat; "" when the transcript holds none.

Transcripts come from speech recognition: they have fillers, restarts and misheard ends. Better no quote than a bad one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from metajob.interview.questions import passages
from metajob.text.morphs import kiwi, sentences

MOST = 30  # characters
_LEAST = 9
_CONTENT = 2  # content words
_FILLER = re.compile(
    r"(?<![가-힣])(?:음+|으음|어+|아+|에+|그+|저+|저기|뭐|뭐랄까|이제|인제|약간|막|좀|그냥|사실|그러니까|그니까|뭔가|일단"
    r"|그런|이런|저런|이게|그게|어떻게 보면|뭐지|네|예)(?![가-힣])"
)
_RESTART = re.compile(r"(?<![가-힣\w])([가-힣\w]{1,12})[,.…]?\s+\1(?![가-힣\w])|(\S{2,})\s?\2\s?\2")
_UNSURE = re.compile(r"모르겠|것 같|같아요|같습니다|기억이? 안|죄송|아닙니다만|씨발|새끼")
_EMPTY = frozenset("하되있없이것거때수점일말저제") | {
    "저희",
    "우리",
    "그것",
    "이것",
    "경우",
    "정도",
    "부분",
    "가지",
    "생각",
}
_TAGS = ("NNG", "NNP", "SL", "SN", "XR", "VV", "VA")
_JOINTS = re.compile(r"(?<=[가-힣](?:고|서|데|만|면|며|어|아))\s|(?<=니까)\s|,\s*")

_ENDS = re.compile(r"(?<=니다)\s+|(?<=[어아해예에고데]요)\s+")  # speech written down without full stops


def clause(text: str, fits: Callable[[str], bool], likes: Callable[[str], int]) -> str:
    """The best clean clause of at most MOST characters that fits, ending as a sentence ends: `clause in text`.

    likes: how much it is wanted; among equals the longest is taken.
    """
    found = [part for part in dict.fromkeys(_candidates(text)) if fits(part) and _clean(part)]
    return max(found, key=lambda part: (likes(part), len(part)), default="")


def _candidates(text: str) -> Iterator[str]:
    """Ends of sentences, cut where a clause joins the next."""
    for start, end, _morphs in sentences(text, 0, len(text)):
        for whole in _ENDS.split(text[start:end]):
            sentence = whole.rstrip(" .!?…,")
            for at in (0, *(joint.end() for joint in _JOINTS.finditer(sentence))):
                part = sentence[at:].strip()
                yield part[_leading(part) :]


def _leading(part: str) -> int:
    found = re.match(
        r"(?:(?:그래서|그리고|그런데|근데|그러나|하지만|또|또한|그 결과|네|예|음+|어+|그+)[,\s]+)+", part
    )
    return found.end() if found else 0


def _clean(part: str) -> bool:
    if (
        not _LEAST <= len(part) <= MOST
        or not re.search(r"(?:다|요|죠)$", part)
        or passages.passage(part) == ""
    ):
        return False
    if _FILLER.search(part) or _RESTART.search(part) or _UNSURE.search(part):
        return False
    tokens = kiwi().tokenize(part)
    if not tokens or tokens[0].tag[0] in "JEX" or tokens[-1].tag != "EF":
        return False
    words = {token.form for token in tokens if token.tag.split("-")[0] in _TAGS and token.form not in _EMPTY}
    return len(words) >= _CONTENT
