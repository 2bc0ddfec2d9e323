"""Signs of work in a line (past tense, changes in numbers) and of what is no work (greetings, plans, traits)."""

from __future__ import annotations

import re

_HANGUL = [chr(code) for code in range(0xAC00, 0xD7A4)]
_PAST = "".join(char for i, char in enumerate(_HANGUL) if i % 28 == 20 and char not in "있겠")
_M = "".join(
    char for i, char in enumerate(_HANGUL) if i % 28 == 16 and char not in "팀점힘름템폼품램럼담심급남감금남"
)
_SIGNS = re.compile(
    rf"[{_PAST}](?=다|습|어요|으|고|지|는|던|음|기|을|네|죠|더)"  # 했습니다, 줄었고, 고쳤음
    rf"|(?<=.{{6}})[{_M}](?=[.)\s]*$|\.\s)"  # 보냄, 바꿈, 고름
    r"|(?:→|->|=>|⟶)|\d\S{0,12}에서 [^.\n]{0,16}\d\S{0,12}(?:으?로|까지)"
    r"|(?:감소|증가|단축|절감|향상|달성|축소|확대|개선|상승|수상|도입|구축|전환|개발|제작|설계|제안|출시|"
    r"배포|자동화|최적화)"
    r"(?=[.,)\s]*$|\s?[(,/])"
    r"|\b(?:[a-z]{3,}ed|built|led|made|wrote|ran|cut|grew|won|went|fell|took|kept|set up|found|taught|"
    r"drew|sold|brought|"
    r"held|began|chose|rose|dropped)\b",
    re.M | re.I,
)
_NOUN_FORM = re.compile(rf".{{6}}[{_M}][.)\s]*$")
_BARE = 24  # letters; an English bullet below it names a duty ("Filed receipts")
_DUTY = re.compile(
    r"(?:담당|근무|수행|관리|보조|지원|참여|종사|재직|운영|맡|일)(?:했|하였|았|함|하며)|(?:개발|제작|설계|"
    r"제안)(?=[.,)\s]*$|\s?[(,/])|"
    r"\b(?:managed|assisted|supported|handled|maintained|worked|helped|performed|prepared|coordinated|"
    r"participated|"
    r"provided|conducted|oversaw|served|answered)\b",
    re.M | re.I,
)
_PLAN = re.compile(
    r"(?:겠습니다|겠다|겠음|싶습니다|싶다|싶어요|되고자 합니다|하고자 합니다|I will|I would like|"
    r"I want to|I hope)\W*$"
)
_TRAIT = re.compile(
    r"좌우명|버릇이|습관이|신조|가치관|성격|장점은|단점은|강점은|별명|사람입니다|편입니다|자신이 있습니다|"
    r"준비된|귀사|귀\s?사의|입사 후|지원하(?:게|였|며|고)|지원했|"
    r"지원 동기|어릴|어렸을|어린 시절|유년|부모님|아버지|어머니|할머니|할아버지|가훈|포부|감사합니다|"
    r"감사드립니다|안녕하|"
    r"지원한 .{0,15}입니다|dear |sincerely|thank you|my strength|my weakness|i am applying|your company|"
    r"grew up|(?:에서|속에서|밑에서|아래에서|함께|없이) 자랐|(?:에서|밑에서|함께|없이) 자라며",
    re.I,
)
_GREETING = re.compile(
    r"\W*(?:안녕하|dear |저는 .{0,30}지원(?:한|하는) |to whom|감사합니다|감사드립니다|sincerely)|"
    r".{0,40}에 지원한 .{1,15}입니다",
    re.I,
)
_BREAK = re.compile(
    r"(?<=[다요죠음함됨임까])[.!?]+[\"'”’)\]]*\s+|(?<=[a-z0-9)%])[.!?][\"”’)]*\s+(?=[\"“A-Z])|\n+"
)


def work(text: str) -> int:
    """How many signs that something was done or changed: past tenses, noun endings, changes, English past verbs."""
    return len(_SIGNS.findall(text))


def ends_in_noun_form(line: str) -> bool:
    """A line that ends a clause with ㅁ ("바꿈", "그침"), as bullets do."""
    return bool(_NOUN_FORM.search(line))


def achieved(text: str) -> bool:
    """Something was changed or made, not only a duty fulfilled ("담당했습니다", "managed", "화면 개발")."""
    lines = _DUTY.sub(" ", text).split("\n")
    return any(work(line) > 0 for line in lines if len(line) >= _BARE or re.search(r"[가-힣]", line))


def sentences(text: str) -> list[tuple[int, int]]:
    """Borders of sentences by punctuation and line breaks, offsets into text. Good enough to look at beginnings."""
    found: list[tuple[int, int]] = []
    begin = 0
    for stop in _BREAK.finditer(text):
        if text[begin : stop.end()].strip():
            found.append((begin, begin + len(text[begin : stop.end()].rstrip())))
        begin = stop.end()
    if text[begin:].strip():
        found.append((begin, len(text.rstrip())))
    return found


def _of_me(sentence: str) -> bool:
    """It says who the person is and tells of nothing done."""
    return bool(re.match(r"\W*(?:저는|나는|제|I am|I'm|My) ", sentence)) and not work(sentence)


def personal(paragraph: str) -> bool:
    """A paragraph about the person (greeting, character, motive, plans) and not about something done."""
    parts = [paragraph[a:b] for a, b in sentences(paragraph)]
    if not parts:
        return False
    about = sum(bool(_PLAN.search(part.strip()) or _TRAIT.search(part) or _of_me(part)) for part in parts)
    if _GREETING.match(parts[0]):
        return work(paragraph) <= 2 + len(parts) // 3
    return about * 2 >= len(parts) or (about > 0 and work(paragraph) <= 1)
