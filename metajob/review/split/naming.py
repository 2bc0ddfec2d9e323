"""A short title for an experience told in prose: what was worked on, without the ending of the sentence."""

from __future__ import annotations

import re

from metajob.review.split.signs import sentences

_LONGEST = 40  # letters of a title
_LEAD = re.compile(
    r"\W*(?:(?:첫|두|세|네|다섯)\s?번째(?:로는?|는|\s(?:경험|일|사례|과제|업무)[은는으]로?)?|(?:첫|둘|셋|넷)째(?:로는?)?|"
    r"그\s?다음으로는?|(?:또|그리고)\s?(?:하나의|다른|한\s?가지)\s?(?:경험|일|사례)?[은는으]?로?|마지막으로는?|다음으로는?|이후에?는?|"
    r"그\s?(?:후|뒤)에?는?|또한|또|저는|제가|우리는|저희는|작년에는?|올해에?는?|지난해에?는?|처음에?는?|먼저|우선|최근에?는?|"
    r"(?:지난|약)?\s?\d+\s?(?:년|개월|달|주)\s?(?:간|동안|반)?은?|그곳에서는?|이곳에서는?)(?:[,.]\s*|\s+)"
)
_COPULA = re.compile(
    r"(?:일|업무|과제|프로젝트|경험|사례|성과|것)[은는] (.{4,60}?)(?:이?었습니다|입니다|이다|였다|이었다|였습니다)\W*$"
)
_BORDER = re.compile(
    r"(?:에서는?|(?<=\s)때(?:는|에는?)?|동안에?는?|시절에?는?|당시에?는?|중에는?|[가-힣](?:하며|으며|면서)|(?:으로|로)서|"
    r"(?:봄|여름|가을|겨울|학기|학년)에는?|[가-힣]년\s?차에?는?|방학(?:에는?|\s때)|후에?|뒤에?),?\s|,\s|(?<=[가-힣]{2}[으하되]고)\s"
)
_TASK = re.compile(r"^(.{2,40}?)[을를] ([가-힣]{1,4})는 (?:일|업무|작업|역할|과제)[을를]?\s")
_OBJECT = re.compile(r"^(.{2,40})[을를] (?:\S+\s){0,3}(\S+?)\W*$")
_DONE = re.compile(r"([가-힣]{2,6}?)(?:했|하였|하게|함$|한다|해\s?왔)")
_HELD = re.compile(r"담당|진행|수행|참여|근무|활동|시작|경험|실시|결정|발견|제안")
_VERBS = tuple(
    (re.compile(past), noun)
    for past, noun in (
        ("줄였|줄이", "줄이기"),
        ("바꾸|바꿨", "바꾸기"),
        ("만들", "만들기"),
        ("고쳤|고치", "고치기"),
        ("늘렸|늘리", "늘리기"),
        ("옮겼|옮기", "옮기기"),
        ("짰", "짜기"),
        ("세웠", "세우기"),
        ("높였", "높이기"),
        ("낮췄|낮추", "낮추기"),
        ("열었", "열기"),
        ("나눴|나누", "나누기"),
        ("없앴|없애", "없애기"),
        ("합쳤|합치", "합치기"),
        ("이끌", "이끌기"),
        ("가르쳤|가르치", "가르치기"),
    )
)  # fmt: skip
_VAGUE = re.compile(r"(?:^|\s)(?:일|것|점|수|업무|역할|문제|경험)$")
_DID = re.compile(
    r".{0,80}?\bI (?:also |then |first )?(?:led|ran|built|wrote|set up|took over|made|began|[a-z]{3,}ed) "
    r"(?:the |an? |our |my )?(?!(?:at|in|as|for|on|with|to) )(.{4,40}?)"
    r"(?:[.,;]|\s(?:for|in|at|so|because|which|where|when|who|with|that|from)\s)"
)
_TAKEN = re.compile(
    r"(?:.{0,40}?(?:에서는?|때|동안|시절|당시|후|뒤)\s)?(.{4,40}?)[을를]\s?(?:\S+\s){0,3}?(?:맡|기획|"
    r"담당|운영|진행|개발|만들|준비)"
)


def _lead_off(sentence: str) -> str:
    """The sentence without "두 번째로는", "저는", "작년에는" at its beginning."""
    for _ in range(3):
        rest = _LEAD.sub("", sentence, count=1) if _LEAD.match(sentence) else sentence
        if rest == sentence or len(rest) < 6:
            break
        sentence = rest
    return sentence


def _object(clause: str) -> str:
    """The object of a Korean clause with its deed as a noun ("모의고사 정비"), or empty."""
    borders = [found.end() for found in _BORDER.finditer(clause)]
    for begin in [*reversed(borders), 0]:
        part = clause[begin:].strip()
        part = re.sub(r"^\d+\s?(?:년|개월|달|주)\s?(?:간|동안|반)\s", "", part) if begin else part
        if task := _TASK.match(part):
            return f"{task[1]} {task[2]}기"
        found = _OBJECT.match(part)
        if not found or _VAGUE.search(found[1]) or len(found[1]) < 3:
            continue
        thing, verb = found[1], found[2]
        done = _DONE.match(verb)
        if done:
            return thing if _HELD.search(done[1]) else f"{thing} {done[1]}"
        return next((f"{thing} {noun}" for past, noun in _VERBS if past.match(verb)), thing)
    return ""


def _cut(title: str) -> str:
    if len(title) <= _LONGEST:
        return title
    return title[:_LONGEST].rsplit(" ", 1)[0].rstrip(",. ") + "…"


def name_of(passage: str) -> str:
    """A short title out of the first sentence of an experience; at most about forty letters."""
    first = sentences(passage)
    opening = " ".join(passage[first[0][0] : first[0][1]].split()) if first else passage.strip()
    opening = re.sub(r"^\W*[-•*]\s*", "", opening)
    if found := _COPULA.search(opening):
        return _cut(re.sub(r"[을를] ([가-힣]{1,4})는 (?:것|일)$", r" \1기", found[1].strip()))
    if found := _DID.match(opening):
        return _cut(found[1][0].upper() + found[1][1:])
    clause = _lead_off(opening)
    if thing := _object(clause):
        return _cut(thing)
    if found := _TAKEN.match(clause):
        return _cut(found[1].strip())
    return _cut(clause.rstrip(".!? ") or opening or " ".join(passage.split()))
