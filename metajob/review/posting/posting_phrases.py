"""Requirements of a posting that are no technologies ("신규 간호사 교육"), and where a text answers them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from metajob.review.posting.posting_cues import words
from metajob.text.morphs import kiwi

_NOUN = frozenset(("NNG", "NNP", "SL", "XR", "SN", "XPN", "XSN", "SH", "W_SERIAL"))
_MARKS = frozenset(("SN", "SP", "SO", "SW"))
_PREFIXES = frozenset("재비미초고신대무저")
_JOIN = frozenset(("·", "/", "‧", "∙"))
Noun = tuple[str, str, int, int]  # form, tag, start, end


@dataclass(frozen=True)
class Phrase:
    """posting_item[start:end] with its content words. any_of: one of the words is enough (식품·커머스)."""

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    any_of: bool = False


def phrases(item: str) -> list[Phrase]:
    """Noun phrases of one line of a posting; an object and its verb are one phrase (장애를 분석하고 → 장애 분석)."""
    return [phrase for chain in _chains(item) if (phrase := _phrase(item, chain)) is not None]


def _chains(item: str) -> Iterator[list[Noun]]:
    """Runs of nouns."""
    chain: list[Noun] = []
    tokens = [(token.form, str(token.tag), token.start, token.end) for token in kiwi().tokenize(item)]
    for at, token in enumerate(tokens):
        form, tag, _start, _end = token
        following = tokens[at + 1][1] if at + 1 < len(tokens) else ""
        if tag in _NOUN or (tag in ("SP", "SO", "SW") and form in _JOIN and chain and following in _NOUN):
            chain.append(token)
        elif chain and tag == "JKG":
            continue  # 지급의 배치: one phrase
        elif chain and tag == "JKO" and _verb_noun(tokens, at + 1):
            continue  # 장애를 분석하다
        elif chain:
            yield chain
            chain = []
    if chain:
        yield chain


def _verb_noun(tokens: list[Noun], at: int) -> bool:
    """The next word is a noun made a verb: 분석+하다."""
    return (
        at + 1 < len(tokens)
        and tokens[at][1] in ("NNG", "XR")
        and tokens[at + 1][1] in ("XSV", "XSA")
        and tokens[at][0] not in words("light")
    )


def _phrase(item: str, chain: list[Noun]) -> Phrase | None:
    while chain and _empty(chain[-1]):
        chain = chain[:-1]
    while chain and _empty(chain[0]):
        chain = chain[1:]
    content: list[str] = []
    glue = -1
    for form, tag, start, end in chain:
        if content and start == glue and (tag in ("XSN", "SN") or content[-1] in _PREFIXES):
            content[-1] += form
        elif tag not in _MARKS and form not in words("light"):
            content.append(form)
        glue = end
    content = [word for word in dict.fromkeys(content) if len(word) > 1]
    if not content:
        return None
    start, end = chain[0][2], chain[-1][3]
    listed = any(tag in _MARKS and tag != "SN" for _form, tag, _start, _end in chain)
    return Phrase(_name(item[start:end]), start, end, tuple(content), any_of=listed and len(content) <= 3)


def _empty(noun: Noun) -> bool:
    return noun[1] in _MARKS or noun[0] in words("light")


def _name(written: str) -> str:
    """Without particles between the nouns: 장애를 분석 → 장애 분석."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=[가-힣])(?:을|를|의)(?=\s)", "", written)).strip()


@dataclass(frozen=True)
class Place:
    """text[start:end]."""

    start: int
    end: int


def places(text: str, phrase: Phrase, most: int = 3) -> list[Place]:
    """Where `text` has the words of a phrase close together in one sentence, at most `most` places.

    Of three or more words one may be missing, but not the last, which says what is done.
    """
    found: list[Place] = []
    for sentence in re.finditer(r"[^\n.!?]+(?:\.(?=\d)[^\n.!?]+)*", text):
        spans = [span for word in phrase.words if (span := _word(sentence[0], word)) is not None]
        last = _word(sentence[0], phrase.words[-1])
        needed = (
            1 if phrase.any_of else len(phrase.words) - (len(phrase.words) >= 3) - (len(phrase.words) >= 5)
        )
        if len(spans) < needed or (last is None and not phrase.any_of):
            continue
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        if end - start > 60:
            continue
        start, end = _whole_words(sentence[0], start, end)
        found.append(Place(sentence.start() + start, sentence.start() + end))
        if len(found) == most:
            break
    return found


def _word(sentence: str, word: str) -> tuple[int, int] | None:
    """Where a word stands, spaces inside it allowed, Latin words whole."""
    pattern = r"\s?".join(map(re.escape, word))
    if word.isascii():
        pattern = rf"(?<![A-Za-z0-9])(?:{re.escape(word)})(?![A-Za-z0-9])"
    match = re.search(pattern, sentence, re.I)
    return match.span() if match else None


def _whole_words(sentence: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not sentence[start - 1].isspace() and sentence[start - 1] not in "(\"'“‘[,":
        start -= 1
    while end < len(sentence) and not sentence[end].isspace() and sentence[end] not in ",.)\"'”’]":
        end += 1
    return start, end
