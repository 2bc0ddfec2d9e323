"""Where an onset is tensed though no obstruent stands before it: verb stems, -(으)ㄹ, 한자어 ㄹ, numbers, suffixes.

Articles 24-28 of 표준발음법; words of article 28 stand in data/sound/words_*.tsv. Works on joints the lists left open.
"""

from __future__ import annotations

import re
from functools import cache

from metajob.speech.korean.jamo import coda_of
from metajob.speech.korean.lexicon import TAIL, column
from metajob.speech.korean.phrase import Joint, Phrase

_LAX = frozenset("ㄱㄷㅂㅅㅈ")
_ENDINGS = (
    r"(?=다(?!르|른|름|를|리)|고(?!로)|지(?!원|역|급|정)|게|거나|거든|겠|던|더라|더니|도록|든지|듯|자마자|자고|습니|습디"
    r"|구나|군요|길래|소서|기에)"
)
_BOUND = (
    r"(?:것|거|걸|건|게|겁|데|때|수|줄|바|적|곳|대로|듯|만|도리|셈|뿐|정도|자신|필요|계획|생각|시간|사람|사이|기회"
    r"|가능성|방법|준비|자리|동안|즈음|짓|밖)"
)
# longest first and without going back, so that no word takes long
_PARTICLES = (
    r"(?>입니다|이에요|으로|밖에|라도|이다|예요|니다|까지|부터|마다|조차|만큼|처럼|라고|라면|라는|보다|에서|에게"
    r"|[이가은는을를도에의로만라나든인야죠지다록면요고군네한과와임일]|[같싶하해했뿐들있없].*)*+"
)
_BOUND_WORD = re.compile(_BOUND + _PARTICLES + "$")
_L_ENDING = re.compile(
    r"(?:걸|게|것|수록|지|세라|진대|거|밖에)(?:요|도|는|가|를|라도|언정|만|라|야|예요|모르.*|마는)?$"
)
_POINT = re.compile(r"[영공일이삼사오육칠팔구십백천만] ?점(?= ?[영공일이삼사오육칠팔구])")
_POINTS = re.compile(r"점 ?[영공일이삼사오육칠팔구]* ?[영공이삼사오구]점")
_EIGHT_TEN = re.compile(r"(?:(?:열|스물|서른|마흔|쉰|예순|일흔|여든|아흔)?여덟|열)$")
_DIGITS = re.compile(r"[일이삼사오육칠팔구십백천만억]+$")


def apply(phrase: Phrase) -> None:
    """Mark the joints of a phrase whose second onset is tensed."""
    for number in range(len(phrase.words)):
        _stems(phrase, number)
        _endings(phrase, number)
        _suffixes(phrase, number)
        if number:
            _across(phrase, number)
    for found in _POINT.finditer(phrase.text):
        phrase.joints[phrase.index[found.end() - 1] - 1].tense = True
    for found in _POINTS.finditer(phrase.text):  # 삼점오점: the second is the unit, not 오점(汚點)
        phrase.joints[phrase.index[found.end() - 1] - 1].tense = False
    for number, joint in enumerate(phrase.joints):
        if not joint.known and not joint.space and joint.tense is None:
            joint.tense = _sino(phrase, number)


def _free(phrase: Phrase, number: int) -> Joint | None:
    """The joint, where the lists left it open and its second onset can be tensed."""
    joint = phrase.joints[number]
    return None if joint.known or phrase.blocks[number + 1].onset not in _LAX else joint


@cache
def _stem_rule() -> re.Pattern[str]:
    stems = "|".join(sorted(column("stems_nm.tsv"), key=len, reverse=True))
    return re.compile(rf"(?:{stems}){_ENDINGS}")


def _stems(phrase: Phrase, number: int) -> None:
    """Article 24: a verb stem in ㄴ or ㅁ before an ending; article 25 is plain phonology."""
    first, _ = phrase.words[number]
    found = _stem_rule().match(phrase.word(number))
    if found and (joint := _free(phrase, first + found.end() - 1)):
        joint.tense = True
    if phrase.text == "신고":  # said alone it is the verb of article 24, in a sentence mostly 申告
        phrase.joints[first].tense = True


def _endings(phrase: Phrase, number: int) -> None:
    """Article 27, second part: -(으)ㄹ걸, -(으)ㄹ게, -(으)ㄹ수록, -(으)ㄹ지 … inside a written word."""
    word = phrase.word(number)
    first, _ = phrase.words[number]
    for at in range(1, len(word)):
        before = word[at - 1]
        if coda_of(before) != "ㄹ" or not _L_ENDING.match(word, at):
            continue
        if joint := _free(phrase, first + at - 1):
            follows = phrase.word(number + 1)[0] if number + 1 < len(phrase.words) else ""
            if word[at] == "지" and follows:  # 줄지 않다, but 줄지 모르다
                joint.tense = follows in "모궁고알생" or (
                    follows not in "않못마말" and before not in column("l_stems.tsv")
                )
            else:
                joint.tense = before not in column("l_stems.tsv") or word.startswith(("수록", "게요"), at)
        return


def _across(phrase: Phrase, number: int) -> None:
    """Article 27, first part, and counters after 일, 칠, 팔, 여덟, 열."""
    first, _ = phrase.words[number]
    before, after = phrase.word(number - 1), phrase.word(number)
    joint = _free(phrase, first - 1)
    if joint is None or joint.apart or coda_of(before[-1]) not in ("ㄹ", "ㄼ"):
        return
    if _EIGHT_TEN.match(before):
        joint.tense = _counter().match(after) is not None
    elif _DIGITS.match(before):
        joint.tense = phrase.blocks[first].onset in "ㄷㅅㅈ" and _counter().match(after) is not None
    elif is_adnominal(before):
        bound = _BOUND_WORD.match(after) is not None
        verb = before not in column("l_nouns.tsv") and (bound or before[-1] == "할")
        joint.tense = verb or (bound and after[0] in "것거걸건게겁")


@cache
def _counter() -> re.Pattern[str]:
    words = "|".join(sorted(column("counters.tsv"), key=len, reverse=True))
    return re.compile(rf"(?:{words})(?:{TAIL.pattern}|씩|쯤|째|가량|정도|이상|이하|미만|넘|동안)")


def is_adnominal(word: str) -> bool:
    """Whether a written word in ㄹ can be a verb before a noun (할, 먹을), not a noun with 을."""
    if word[-1] == "을":
        return modifies(word)
    return coda_of(word[-1]) == "ㄹ" and (
        word[-1] in column("adnominal.tsv") or word[-1] in column("l_stems.tsv")
    )


def modifies(word: str) -> bool:
    """Whether a word in -은, -는, -을, -를 is a verb before a noun (맡은 일), not a noun with its particle (저는)."""
    if word in column("modifiers.tsv"):
        return True
    if word[-1] in "은을":
        return len(word) > 1 and word[-2] in column("coda_stems.tsv")
    return word[-1] == "는" and word.endswith(tuple(column("neun.tsv")))


@cache
def _compound() -> re.Pattern[str]:
    first = "|".join(sorted(column("sai_first.tsv"), key=len, reverse=True))
    second = "|".join(sorted(column("sai_second.tsv"), key=len, reverse=True))
    return re.compile(rf"(?:{first})(?=(?:{second}))")


def _suffixes(phrase: Phrase, number: int) -> None:
    """Article 28: native compounds (땀구멍); -법, -권, -증 … that end a noun of three syllables or more."""
    word = phrase.word(number)
    first, _ = phrase.words[number]
    if (found := _compound().match(word)) and (joint := _free(phrase, first + found.end() - 1)):
        joint.tense = True
    for at in range(1, len(word)):
        joint = _free(phrase, first + at - 1)
        if (
            joint is None
            or (at + 1 < len(word) and phrase.joints[first + at].known)
            or not TAIL.match(word, at + 1)
        ):
            continue
        coda = coda_of(word[at - 1])
        if word[at] == "값" and coda in ("ㄴ", "ㄹ", "ㅁ", "ㅇ"):
            joint.tense = True
        elif word[at] == "점" and word[at - 1] in "한된운낀은는던른린진킨친인난든온본룬":  # 느낀점
            continue
        elif at > 1 and (word[at] in column("suffixes.tsv") or (word[at] == "과" and not coda)):
            joint.tense = True


def _sino(phrase: Phrase, number: int) -> bool:
    """Article 26: ㄹ before ㄷ, ㅅ, ㅈ where both syllables can be 한자."""
    left, right = phrase.blocks[number], phrase.blocks[number + 1]
    if left.coda != "ㄹ" or right.onset not in ("ㄷ", "ㅅ", "ㅈ") or left.char == right.char:
        return False
    if left.char not in column("sino_l.tsv") or right.char not in column("sino_dsj.tsv"):
        return False
    word_end = number + 2 == len(phrase.blocks) or phrase.joints[number + 1].space
    after = "" if word_end else phrase.blocks[number + 2].char
    if right.char == "도" and (
        word_end or after in "만는가를의와로에"
    ):  # the particle; 밀도, 철도, 별도 stand in the lists
        return False
    if (
        right.char in "지자"
        and left.char in column("l_stems.tsv")
        and (word_end or after in "만는가를요도고마")
    ):
        return False
    inside = number > 0 and not phrase.joints[number - 1].space
    # 기술적 is a word and a suffix, 기술지원 two words
    return (
        not inside or word_end or TAIL.match("".join(b.char for b in phrase.blocks[number + 2 :])) is not None
    )
