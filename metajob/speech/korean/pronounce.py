"""Standard Korean pronunciation: Hangul text with spaces and marks to spoken syllables."""

from __future__ import annotations

from metajob.speech.korean import insertion, lexicon, phonology, tensing
from metajob.speech.korean.jamo import compose
from metajob.speech.korean.phrase import phrases
from metajob.speech.model import Pause, Syllable


def syllables(spoken: str, linked: bool = True) -> tuple[Syllable, ...]:
    """Each Hangul syllable of the text as it is spoken; one in, one out.

    spoken: Hangul words, spaces, and the marks , . ? ! …; anything else is ignored (`spoken.spoken` reads
    numbers and Latin letters first). linked: sounds change across spaces (옷 한 벌 → 오탄벌), as in fluent speech; else
    written words stay apart but for tensing (할 수 → 할 쑤), as in careful speech. Never across marks. start, end:
    offsets in that text. Never raises for a str.
    """
    found: list[Syllable] = []
    for phrase in phrases(spoken):
        if not phrase.blocks:
            continue
        lexicon.apply(phrase)
        insertion.apply(phrase)
        tensing.apply(phrase)
        for joint in phrase.joints:
            joint.apart |= joint.space and not linked
        phonology.sound(phrase)
        pauses: list[Pause] = ["space" if joint.space else "" for joint in phrase.joints]
        for block, pause in zip(phrase.blocks, [*pauses, phrase.pause], strict=True):
            found.append(Syllable(block.onset, block.vowel, block.coda, pause, block.at, block.at + 1))
    return tuple(found)


def hangul(spoken: str) -> str:
    """The same as Hangul, without spaces and marks: 옷 한 벌 → 오탄벌."""
    return "".join(compose(each.onset, each.vowel, each.coda) for each in syllables(spoken))
