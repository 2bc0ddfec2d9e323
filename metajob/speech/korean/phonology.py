"""The sound rules of 표준발음법 that need no dictionary: what two neighbouring syllables do to each other."""

from __future__ import annotations

from metajob.speech.korean.jamo import Block
from metajob.speech.korean.phrase import Joint, Phrase

OBSTRUENTS = frozenset("ㄱㄷㅂ")
TENSE = {"ㄱ": "ㄲ", "ㄷ": "ㄸ", "ㅂ": "ㅃ", "ㅅ": "ㅆ", "ㅈ": "ㅉ"}
ASPIRATED = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅂ": "ㅍ", "ㅈ": "ㅊ"}
NASAL = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}

# articles 8-11: the seven codas
NEUTRAL = (
    {"": ""}
    | dict.fromkeys("ㄱㄲㅋㄳㄺ", "ㄱ")
    | dict.fromkeys("ㄴㄵㄶ", "ㄴ")
    | dict.fromkeys("ㄷㅌㅅㅆㅈㅊㅎ", "ㄷ")
    | dict.fromkeys("ㄹㄼㄽㄾㅀ", "ㄹ")
    | dict.fromkeys("ㅁㄻ", "ㅁ")
    | dict.fromkeys("ㅂㅍㅄㄿ", "ㅂ")
    | {"ㅇ": "ㅇ"}
)
# what stays and what moves before a vowel of an ending (article 14); ㅅ is tensed there
_SPLIT = {
    "ㄳ": ("ㄱ", "ㅆ"), "ㄵ": ("ㄴ", "ㅈ"), "ㄶ": ("", "ㄴ"), "ㄺ": ("ㄹ", "ㄱ"), "ㄻ": ("ㄹ", "ㅁ"),
    "ㄼ": ("ㄹ", "ㅂ"), "ㄽ": ("ㄹ", "ㅆ"), "ㄾ": ("ㄹ", "ㅌ"), "ㄿ": ("ㄹ", "ㅍ"), "ㅀ": ("", "ㄹ"),
    "ㅄ": ("ㅂ", "ㅆ"), "ㅇ": ("ㅇ", ""), "ㅎ": ("", ""),
}  # fmt: skip
_AFTER_H = {"ㅎ": "", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}
_NOUNS_IN_LK = frozenset("닭흙칡삵슭")  # ㄺ before ㄱ is ㄹ in verbs only (article 11)
_FRONT = frozenset("ㅣㅕ")
_GLIDES = frozenset("ㅣㅑㅕㅛㅠㅖㅒ")


def sound(phrase: Phrase) -> None:
    """Change the blocks of a phrase, whose joints are settled, from how they are written to how they sound."""
    blocks = phrase.blocks
    for block in blocks:
        if block.vowel == "ㅢ" and block.onset:  # article 5: ㅢ after a written consonant
            block.vowel = "ㅣ"
    for number, joint in enumerate(phrase.joints):
        _join(blocks[number], blocks[number + 1], joint)
    if blocks:
        blocks[-1].coda = NEUTRAL[blocks[-1].coda]
    for block in blocks:
        if block.vowel == "ㅕ" and block.onset in ("ㅈ", "ㅉ", "ㅊ"):
            block.vowel = "ㅓ"


def _join(left: Block, right: Block, joint: Joint) -> None:
    if joint.apart:
        left.coda = NEUTRAL[left.coda]
        if joint.tense:
            right.onset = TENSE.get(right.onset, right.onset)
        return
    if joint.insert and not right.onset and right.vowel in _GLIDES and left.coda:
        right.onset = "ㄴ"
    if not right.onset:
        _link(left, right, joint)
    elif right.onset == "ㅎ" and not joint.tense:
        _before_h(left, right, joint)
    else:
        _meet(left, right, joint)


def _link(left: Block, right: Block, joint: Joint) -> None:
    """A coda before a vowel moves over (articles 13-15), palatalised before ㅣ of an ending (article 17)."""
    coda = left.coda
    if joint.border:
        coda = NEUTRAL[coda]
        left.coda, right.onset = ("ㅇ", "") if coda == "ㅇ" else ("", coda)
        return
    left.coda, moved = _SPLIT.get(coda, ("", coda))
    if right.vowel in _FRONT:
        moved = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}.get(moved, moved)
    right.onset = moved


def _before_h(left: Block, right: Block, joint: Joint) -> None:
    """Aspiration of what stands before ㅎ (article 12)."""
    coda = left.coda
    suffix = not joint.border and right.vowel in _FRONT  # 히, 혀: the stem's own consonant is heard
    if coda in ("ㄵ", "ㄺ", "ㄼ", "ㄾ") and suffix:
        left.coda = _SPLIT[coda][0]
        right.onset = {"ㄵ": "ㅊ", "ㄺ": "ㅋ", "ㄼ": "ㅍ", "ㄾ": "ㅊ"}[coda]
        return
    plain = NEUTRAL["" if coda == "ㅎ" else coda]
    if plain not in OBSTRUENTS:
        left.coda = plain
        return
    left.coda = ""
    palatal = suffix and coda in ("ㄷ", "ㅌ", "ㅈ")
    right.onset = "ㅊ" if palatal else ASPIRATED[plain]


def _meet(left: Block, right: Block, joint: Joint) -> None:
    """A coda before a consonant: ㅎ, tensing, nasals, ㄹ (articles 9-12, 18-20, 23-28)."""
    coda, onset = left.coda, right.onset
    if coda in _AFTER_H and not joint.tense and not joint.border:
        rest = _AFTER_H[coda]
        if onset in ("ㄱ", "ㄷ", "ㅈ"):
            left.coda, right.onset = rest, ASPIRATED[onset]
            return
        if onset == "ㅅ":
            left.coda, right.onset = rest, "ㅆ"
            return
    stem = coda in ("ㄵ", "ㄾ") or (coda == "ㄼ" and left.char != "덟")
    plain = NEUTRAL[coda]
    if coda == "ㄼ" and left.char == "밟":
        plain = "ㅂ"
    if coda == "ㄺ" and onset == "ㄱ" and left.char not in _NOUNS_IN_LK and not joint.border:
        plain, stem = "ㄹ", True
    if joint.tense or stem or plain in OBSTRUENTS:
        onset = TENSE.get(onset, onset)
    if onset == "ㄹ" and plain not in ("", "ㄴ", "ㄹ"):
        onset = "ㄴ"
    if onset in ("ㄴ", "ㅁ"):
        plain = NASAL.get(plain, plain)
    if plain == "ㄴ" and onset == "ㄹ":
        if joint.nasal:
            onset = "ㄴ"
        else:
            plain = "ㄹ"
    elif plain == "ㄹ" and onset == "ㄴ":
        onset = "ㄹ"
    left.coda, right.onset = plain, onset
