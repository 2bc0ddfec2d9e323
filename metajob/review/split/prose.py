"""Experiences told in running text: which paragraphs tell one, and where the next begins."""

from __future__ import annotations

import re

from metajob.review.split.layout import CONTACT, Row, sentence_like
from metajob.review.split.signs import personal, sentences, work

_ORDER = re.compile(
    r"\W*(?:(?:두|세|네|다섯)\s?번째|(?:둘|셋|넷)째|(?:또|그리고)\s?(?:하나|다른|한\s?가지)|다른\s(?:하나|"
    r"경험|사례|일|프로젝트|업무)|"
    r"(?:마지막|끝)으로|그\s?밖에|이\s?외에|이와 별개로|이와는? 별도로|(?:다음|이어)(?:으로|서)? (?:맡|"
    r"진행|담당|기억)|"
    r"(?:다음|이후|최근)(?:에는?|으로)? (?:맡은|한 일|진행한|담당한)|가장 최근|another|my (?:second|next|"
    r"other)|second(?:ly)?,|"
    r"in addition,? I (?:led|ran|joined|organi)|the (?:second|next|other) )",
    re.I,
)
_FIRST = re.compile(
    r"\W*(?:(?:가장|제일) \S{1,6}\s(?:\S{1,6}\s)?(?:일|업무|경험|프로젝트|과제|성과|사례)[은는이]|"
    r"(?:가장 )?(?:먼저|첫|처음)(?:째| 번째)?\W? ?(?:맡은|한|진행한|담당한|로|경험|일|프로젝트|사례)|"
    r"입사하고 처음|my first)",
    re.I,
)
_ALSO = re.compile(r"\W*(?:또한?|아울러|이와 함께|더불어|뿐만 아니라)\b")
_TIME = re.compile(
    r"(?:대학(?:교|원)?|고등학교|고교|중학교|학부|석사|박사|재학|휴학|졸업|인턴|입사|이직|복학|군|복무|"
    r"아르바이트|교환학생|방학|교생|실습|수습)"
    r"\s?[가-힣]{0,4}\s?(?:때|시절|중|동안|후|뒤|직후|당시|으로|에서|에는?|생활|기간)|[1-4]학년|"
    r"\d+\s?년\s?차|같은 (?:해|시기|기간)|(?:작년|지난해|올해|재작년|지난 (?:봄|여름|가을|겨울))(?!의)|"
    r"(?:19|20)\d\d년\s?(?:\d{1,2}월|봄|여름|가을|겨울|상반기|하반기)?(?:부터|에는?|\s|,)|"
    r"\b(?:in|since|during|from) (?:my |the )?(?:19|20)\d\d|\b(?:during|while|in my (?:first|second|third|"
    r"final|last))\b|"
    r"\b(?:before that|earlier|previously|after (?:graduat|join|leav))",
    re.I,
)
_PLACE = re.compile(
    r"[^,.]{1,28}?(?:에서는?|에서의|(?:로|으로)서)\s|[^,.]{1,28}?(?:에 (?:근무|있을|다닐|들어가)|"
    r"로 (?:근무|일하|활동|참여))|\W*(?:at|as an?) [A-Z a-z]",
    re.I,
)
_TAKEN = re.compile(
    r"맡[아았은게고]|담당[하했]|기획[하했]|참여[하했]|참가[하했]|운영[하했]|일했|일하[며면던]|근무[하했]|"
    r"진행[하했]|활동[하했]|아르바이트|인턴|팀장|조장|총무|회장|"
    r"부장|시작[했하한]|개최|준비[하했]|만들기로|\bI (?:also |then )?(?:led|ran|joined|worked|"
    r"organi[sz]ed|volunteered|was|took|managed|started)\b",
    re.I,
)
_GO_ON = re.compile(
    r"\W*(?:그래서|그러나|하지만|다만|그러자|그 결과|결과적으로|결국|덕분에|그\s?(?:후|뒤|때|해|다음|중|"
    r"래도)|이후|이를|이에|이런|이러한|이 (?:경험|과정|때|일|문제|점|방|작|결)|이것|그런데|그런|"
    r"따라서|먼저|우선|문제[는를]|원인[은을]|저는|제가|저희|우리|단,|특히|실제로|한 달|석 달|두 달|반년|"
    r"\d+\s?(?:개월|주|년)\s?(?:후|뒤)|"
    r"however|as a result|so |then |but |this |that |these |it |we |i |he |she |they |after |still|one )",
    re.I,
)
_NEXT = re.compile(r"\W*(?:(?:그\s?)?다음으로는?[, ]|최근에는[, ]|next,? I )", re.I)
_AFTER = re.compile(r"\W*(?:이후|그\s?(?:후|뒤|다음)|after that)", re.I)
_TOKEN = re.compile(r"(?<![가-힣])[가-힣]{2}|[A-Za-z]{3,}")
_COMMON = {
    "하였",
    "했습",
    "습니",
    "니다",
    "있었",
    "있는",
    "되었",
    "되는",
    "그리",
    "때문",
    "대한",
    "통해",
    "위해",
    "저는",
} | {
    *(
        "제가",
        "고객",
        "업무",
        "동안",
        "의견",
        "결과",
        "경험",
        "많은",
        "함께",
        "모두",
        "다시",
        "생각",
        "and",
        "the",
        "was",
        "for",
        "with",
        "that",
    ),
}
_RECENT = 1500  # letters of the experience so far that are compared for common words
_DEED = 45  # letters of a short opening that only says what was done
_NEW = 3  # score from which a paragraph begins a new experience; see `newness`


def _tokens(text: str) -> set[str]:
    """The first two syllables of Korean words, and Latin words; enough to see common subjects."""
    return {word.lower() for word in _TOKEN.findall(text)} - _COMMON


def newness(sentence: str, before: str, told: str) -> int:
    """How much a paragraph looks like a new situation, from its first sentence. `_NEW` and above begins one.

    before: text of the experience so far. told: the paragraph. Counts an ordinal (3), a time of life or a year (2), a
    place (1), a task taken on (1), a deed at such a time (1) and no word in common (1); a connecting word counts
    against it (2), and so do many words in common (1) unless it says that it is the next. The weights
    were set by hand on essays of the tests.
    """
    opening = sentence[:60]
    score = (
        3 * bool(_ORDER.match(sentence))
        + 3 * bool(_FIRST.match(sentence))
        + 2 * bool(_TIME.search(opening[:36]))
    )
    score += bool(_PLACE.match(sentence)) + bool(_TAKEN.search(sentence))
    if (
        len(sentence) <= _DEED
        and re.search(r"[을를] ", sentence)
        and not re.search(r"(?:19|20)\d\d년", opening)
    ):
        score += bool(_TIME.search(opening[:36])) and work(sentence) == 1 and not _TAKEN.search(sentence)
    if _ALSO.match(sentence) and not _ORDER.match(sentence):
        score += 1 if _TAKEN.search(sentence) and (_PLACE.match(sentence) or _TIME.search(opening)) else -2
    elif _NEXT.match(sentence):
        score += 2
    elif _AFTER.match(sentence) and _TAKEN.search(sentence) and len(sentence) <= _DEED:
        score += 1  # 이후 신규 간호사 교육을 담당했습니다.
    elif _GO_ON.match(sentence) and not (
        _AFTER.match(sentence) and _PLACE.match(sentence) and _TAKEN.search(sentence)
    ):
        score -= 2
    common = len(_tokens(told) & _tokens(before))
    return score + (common <= 1) - (common >= 6 and not _ORDER.match(sentence))


def paragraphs(table: list[Row], columns: int) -> list[tuple[int, int]]:
    """Paragraphs among rows: parted by blank lines, or by a short last line where the text has none."""
    found: list[tuple[int, int]] = []
    for i, row in enumerate(table):
        before = table[i - 1] if i else None
        joined = before is not None and not row.gap and row.kind not in ("bullet", "table", "field")
        if (
            joined
            and before is not None
            and sentence_like(before.text)
            and (before.width < columns * 0.8 or columns >= 200)
        ):
            joined = False
        if joined and before is not None and not sentence_like(before.text) and before.width < columns * 0.5:
            joined = False
        if joined:
            found[-1] = (found[-1][0], row.end)
        else:
            found.append((row.start, row.end))
    return found


def _within(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A paragraph, cut where a sentence in it clearly begins another experience."""
    borders = sentences(text[start:end])
    cuts = [start]
    for i, (a, b) in enumerate(borders):
        sentence = text[start + a : start + b]
        alone = newness(sentence, "", "") - 1  # without the point for words in common
        begins = i > 0 and alone >= _NEW + (not _ORDER.match(sentence))
        if begins and work(text[cuts[-1] : start + a]) >= 2:
            cuts.append(start + a)
    return [(a, len(text[:b].rstrip())) for a, b in zip(cuts, [*cuts[1:], end], strict=True)]


def passages(text: str, table: list[Row], columns: int) -> list[tuple[int, int]]:
    """The experiences told in these rows, in order. Greetings, traits and plans are left out."""
    found: list[tuple[int, int]] = []
    closed = True
    pending: int | None = None  # a present-tense situation that may open the next experience
    for whole in paragraphs(table, columns):
        for start, end in _within(text, *whole):
            told = text[start:end]
            if CONTACT.search(told) and len(told) < 120:
                continue
            if personal(told):
                closed, pending = True, None
                continue
            opening = told[slice(*sentences(told)[0])]
            recent = text[max(found[-1][0], found[-1][1] - _RECENT) : found[-1][1]] if found else ""
            score = newness(opening, recent, told)
            if work(told) == 0:
                if not sentence_like(told) and len(told) < 25 and not found:
                    continue
                if found and not closed and score < _NEW:
                    found[-1] = (found[-1][0], end)
                elif sentence_like(told) or len(told) >= 25:
                    pending = start if pending is None else pending
                continue
            begin = start if pending is None else pending
            pending = None
            if found and (score < _NEW if not closed else score < 1):
                found[-1] = (found[-1][0], end)
            else:
                brief = len(found) == 1 and len(sentences(text[slice(*found[0])])) <= 3
                summary = brief and bool(_FIRST.match(told))
                found[len(found) - summary :] = [(begin, end)]  # a short summary before "가장 …한 일은"
            closed = False
    return found
