"""The checkable facts of a text: amounts, Latin names, technologies, organisations and proper nouns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from metajob.text.quantities import UNIT_OF, Quantity, quantities

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+#]*(?:[.\-/_][A-Za-z0-9+#]+)*")
_PARTS = re.compile(r"[.\-/_]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n•\-–—*\"“(]\s*)$")
_KIND = (
    r"(?:회사|은행|병원|의원|약국|대학교|대학원|고등학교|전자|증권|그룹|공사|공단|재단|협회|연구소|백화점|물산|건설|제약"
    r"|텔레콤|항공|호텔|상사|중공업|커머스|물류|시청|구청|도청|교육청)"
)
_ORGANISATION = re.compile(
    r"(?:㈜|\(주\)|주식회사|유한회사)[ \t]?(?P<after>[가-힣A-Za-z0-9&]{2,20})"
    r"|(?P<before>[가-힣A-Za-z0-9&]{2,20})(?:㈜|\(주\))"
    rf"|(?<![가-힣])(?P<kind>[가-힣A-Za-z]{{2,12}}{_KIND})"
)
# Common words that are built like an organisation's name.
_NOT_ORGANISATIONS = re.compile(
    r"^(?:우리|자사|당사|타사|여러|다른|해당|협력|거래|고객|외부|대형|종합|상급|국립|시립|중소|모회|자회|택배|대표)"
)
_PARTICLE = re.compile(r"(?<=[가-힣A-Za-z0-9]{2})(?:에서|에게|으로|로|은|는|이|가|을|를|의|와|과|도|에)$")
_MOSTLY_ENGLISH = 0.15  # share of Hangul among letters below which Latin words are the text itself


@dataclass(frozen=True)
class Facts:
    """What a text states. names: (what to compare by, word in the text); text: squeezed, for looking words up."""

    amounts: tuple[Quantity, ...]
    latin: tuple[str, ...]
    technologies: dict[str, str]
    nouns: tuple[str, ...]
    known_latin: frozenset[str]
    squeezed: str

    def beyond(self, told: Facts) -> list[str]:
        """The words of this text that state what `told` does not."""
        new = [amount.word for amount in self.amounts if not any(map(amount.told_by, told.amounts))]
        new += [word for name, word in self.technologies.items() if name not in told.technologies]
        same = {word.casefold() for name, word in self.technologies.items() if name in told.technologies}
        new += [word for word in self.latin if word.casefold() not in same and not told.knows(word)]
        nouns = (word for word in self.nouns if _squeezed(word) not in told.squeezed)
        return new + [word for word in nouns if word.casefold() not in same]

    def knows(self, word: str) -> bool:
        """Whether this Latin word stands in the text, whole or in its parts, in any case."""
        whole = word.casefold()
        parts = [part for part in _PARTS.split(whole) if part]
        return whole in self.known_latin or all(part in self.known_latin for part in parts)


def facts_of(text: str) -> Facts:
    """Read the facts of a text. The first call loads the tokenizer."""
    words = [hit.group() for hit in _LATIN.finditer(text)]
    known = {word.casefold() for word in words}
    known |= {part for word in known for part in _PARTS.split(word) if part}
    known |= {word.removesuffix("s") for word in known if len(word) > 3}
    amounts = quantities(text)
    return Facts(
        amounts=amounts,
        latin=tuple(_latin_names(text, amounts)),
        technologies=_technologies(text),
        nouns=tuple(dict.fromkeys([*_organisations(text), *_proper_nouns(text)])),
        known_latin=frozenset(known),
        squeezed=_squeezed(text),
    )


def _latin_names(text: str, amounts: tuple[Quantity, ...]) -> list[str]:
    """Latin words of a Korean text; of an English text those with a capital inside the sentence, a digit or a sign."""
    letters = len(re.findall(r"[A-Za-z가-힣]", text))
    english = letters > 0 and len(re.findall(r"[가-힣]", text)) < _MOSTLY_ENGLISH * letters
    found = []
    for hit in _LATIN.finditer(text):
        word = hit.group()
        after_digit = re.search(r"\d[ \t]?$", text[: hit.start()]) is not None
        if any(amount.start <= hit.start() < amount.start + len(amount.word) for amount in amounts):
            continue
        if after_digit and (word in UNIT_OF or word.lower() in {*UNIT_OF, "k", "m", "b", "p"}):
            continue
        named = re.search(r"[A-Z0-9+#]", word[1:]) or (
            word[0].isupper() and word != "I" and not _SENTENCE_START.search(text[: hit.start()])
        )
        if not english or named:
            found.append(word)
    return found


def _technologies(text: str) -> dict[str, str]:
    from metajob.text.technology import techs

    return {hit.name: text[hit.start : hit.end] for hit in reversed(techs.find(text)) if hit.known}


def _organisations(text: str) -> list[str]:
    found = []
    for hit in _ORGANISATION.finditer(text):
        name = hit["after"] or hit["before"] or hit["kind"]
        if not _NOT_ORGANISATIONS.match(name):
            found.append(_PARTICLE.sub("", name) or name)
    return found


def _proper_nouns(text: str) -> list[str]:
    from metajob.text.morphs import kiwi

    blanked = re.sub(r"\[[^\[\]\d]*\]", " ", text)
    nouns = (token for token in kiwi().tokenize(blanked) if token.tag == "NNP" and token.len > 1)
    return [blanked[token.start : token.start + token.len] for token in nouns]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
