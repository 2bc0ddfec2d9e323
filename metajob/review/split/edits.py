"""What a person may do to the split into projects: merge, split, rename, drop, add. Pure; ids of the others stay.

All take and return spans in the order of the text, not overlapping, each within the text. A wish that cannot be
fulfilled raises `InputError` with a sentence for the person and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from metajob.errors import InputError
from metajob.review.model import ProjectSpan
from metajob.review.split.layout import clean_title
from metajob.review.split.naming import name_of

MAX_TITLE = 80  # letters; longer ones break the list on the screen
MIN_LETTERS = 10  # a shorter passage says nothing that could be reviewed
Spans = tuple[ProjectSpan, ...]


def _find(spans: Spans, wanted: str) -> ProjectSpan:
    for span in spans:
        if span.id == wanted:
            return span
    raise InputError("고른 프로젝트를 찾지 못했어요.", "목록을 새로 고친 뒤 다시 골라 주세요.")


def _fresh_id(spans: Spans) -> str:
    """A number above all that are in use."""
    numbers = [int(span.id[1:]) for span in spans if span.id[:1] == "p" and span.id[1:].isdecimal()]
    return f"p{max(numbers, default=0) + 1}"


def _ordered(spans: Sequence[ProjectSpan]) -> Spans:
    return tuple(sorted(spans, key=lambda span: span.start))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space at both ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _title(title: str) -> str:
    short = " ".join(title.split())
    if not short:
        raise InputError("제목이 비어 있어요.", "프로젝트 이름을 한 글자 이상 적어 주세요.")
    if len(short) > MAX_TITLE:
        raise InputError(f"제목이 너무 길어요. {MAX_TITLE}자까지 쓸 수 있어요.")
    return short


def _own_title(passage: str) -> str:
    """The first line if it looks like a title, else a piece of the first sentence."""
    line = passage.strip().split("\n", 1)[0].strip()
    return clean_title(line)[:MAX_TITLE] if len(line) <= 40 else clean_title(name_of(passage))[:MAX_TITLE]


def merge(spans: Spans, ids: Collection[str]) -> Spans:
    """Neighbouring projects as one, with the first one's id and title."""
    chosen = _ordered([_find(spans, wanted) for wanted in dict.fromkeys(ids)])
    if len(chosen) < 2:
        raise InputError("합칠 프로젝트를 두 개 이상 골라 주세요.")
    first, last = chosen[0], chosen[-1]
    rest = [span for span in spans if span not in chosen]
    if any(first.start < span.start < last.end for span in rest):
        raise InputError("사이에 다른 프로젝트가 있어요.", "나란히 있는 프로젝트만 합칠 수 있어요.")
    return _ordered([*rest, first.model_copy(update={"end": last.end})])


def split(spans: Spans, wanted: str, at: int, text: str) -> Spans:
    """One project as two, cut before text[at]. The first part keeps id and title, the second gets new ones."""
    whole = _find(spans, wanted)
    if not whole.start < at < whole.end:
        raise InputError("나눌 곳이 프로젝트 밖에 있어요.", "프로젝트 안에서 새로 시작할 곳을 골라 주세요.")
    left, right = _trimmed(text, whole.start, at), _trimmed(text, at, whole.end)
    if min(left[1] - left[0], right[1] - right[0]) < MIN_LETTERS:
        raise InputError(
            "나누면 한쪽이 너무 짧아져요.", f"양쪽에 {MIN_LETTERS}자 이상 남는 곳을 골라 주세요."
        )
    head = whole.model_copy(update={"end": left[1]})
    tail = ProjectSpan(
        start=right[0], end=right[1], id=_fresh_id(spans), title=_own_title(text[slice(*right)])
    )
    return _ordered([*(span for span in spans if span.id != wanted), head, tail])


def rename(spans: Spans, wanted: str, title: str) -> Spans:
    """Another title for one project; white space is folded."""
    _find(spans, wanted)
    new = _title(title)
    return tuple(span.model_copy(update={"title": new}) if span.id == wanted else span for span in spans)


def drop(spans: Spans, wanted: str) -> Spans:
    """Without one project. Its text stays in the document."""
    _find(spans, wanted)
    return tuple(span for span in spans if span.id != wanted)


def add(spans: Spans, start: int, end: int, title: str, text: str) -> Spans:
    """A further project text[start:end], trimmed; an empty title is taken from the passage."""
    if not 0 <= start < end <= len(text):
        raise InputError("고른 곳이 문서 밖에 있어요.", "문서에서 프로젝트 부분을 다시 골라 주세요.")
    start, end = _trimmed(text, start, end)
    if end - start < MIN_LETTERS:
        raise InputError("고른 부분이 너무 짧아요.", f"{MIN_LETTERS}자 이상 골라 주세요.")
    for span in spans:
        if start < span.end and span.start < end:
            raise InputError(
                f"‘{span.title}’ 프로젝트와 겹쳐요.",
                "겹치지 않는 부분을 고르거나 먼저 그 프로젝트를 나눠 주세요.",
            )
    new = _title(title) if title.strip() else _own_title(text[start:end])
    return _ordered([*spans, ProjectSpan(start=start, end=end, id=_fresh_id(spans), title=new)])
