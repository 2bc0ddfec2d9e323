"""Whether a technology that is named was used, only listed, or only mentioned (rejected, replaced, somebody else's)."""

from __future__ import annotations

import re
from typing import Literal

from metajob.text.technology.tech_cues import cue
from metajob.text.technology.tech_place import labelled

Use = Literal["used", "listed", "mentioned"]

_REACH = 300  # characters looked at on either side of a name; more than nearly every sentence has
_BOOK = re.compile(r"[『《「][^』》」]*$")
_QUOTED = re.compile(r"['\"‘“「『<《][^'\"’”」』>》]*$")
_UNQUOTED = re.compile(r"^[^'\"‘“「『<《]*['\"’”」』>》]\s?(?:[^.;,]{0,16})")
_HEARD = re.compile("책|읽|발표|듣|수업|논문")
_SPLIT = re.compile(r"[,;]|지만|는데|으나|(?<=[가-힣])고 ")
_TRIED = re.compile(r"[가-힣]+\s?(?:보|내)?(?:고|는)?\s*$")
_STAYED = re.compile(r"(?:을|를|에|로)?\s?[^.;,]{0,8}(?:그대로|계속)")
_THE = re.compile(r"(?:The|Our|That|This)\s$")


def use_of(text: str, start: int, end: int, next_start: int, kind: str) -> Use:
    """How text[start:end], of one sentence, is meant.

    next_start: where the next name begins, or the end of `text`. kind: operating systems ("system") are surroundings
    and count only in a list; methods must not be the subject of what goes wrong.
    """
    before, behind = text[max(0, start - _REACH) : start], text[end : end + _REACH].lstrip(")]")
    tail = text[end : min(next_start, end + _REACH)].lstrip(")]")
    if cue("heading").match(text):
        return "mentioned"
    if kind == "system":
        return "listed" if labelled(text, start) else "mentioned"
    if (
        (kind == "tool" and cue("score").match(behind))
        or cue("label_of").match(behind)
        or _in_a_title(before, behind)
    ):
        return "mentioned"
    if _lesson(before, behind) or _wished(text, behind):
        return "mentioned"
    if labelled(text, start) and not cue("before_old").search(before):
        return "listed"
    if cue("kept").match(behind):
        return "used"
    if (
        cue("rejected").search(tail)
        or cue("surpassed").search(behind)
        or cue("old").search(tail)
        or _moved(text, tail, next_start)
        or cue("en_before").search(before)
        or cue("en_after").search(behind)
        or _others(text, before, behind)
        or _was_there(before, behind)
        or _not_taken(tail, behind)
        or _nobodys_deed(behind, kind)
    ):
        return "mentioned"
    general = kind in ("method", "standard", "study", "unknown")
    return "mentioned" if general and (cue("lack").match(tail) or _passive(before, behind, kind)) else "used"


def _moved(text: str, tail: str, next_start: int) -> bool:
    """ "A에서 B로 옮겼다", "A → B 전환": the next name is where it went."""
    if next_start < len(text) and cue("arrow").fullmatch(tail):
        return cue("moving").search(text[next_start:]) is not None
    if next_start >= len(text) or not (cue("moved_from").match(tail) or cue("made_of").match(tail)):
        return False
    return cue("moved_to").match(text[next_start:]) is not None


def _in_a_title(before: str, behind: str) -> bool:
    """Inside the title of a book or the name of a course."""
    if _BOOK.search(before) and re.search("[』》」]", behind):
        return True
    closed = _UNQUOTED.match(behind) if _QUOTED.search(before) else None
    if closed is None:
        return False
    return bool(cue("titled").search(before) or cue("learnt").search(closed[0]) or _HEARD.search(closed[0]))


def _lesson(before: str, behind: str) -> bool:
    if cue("lesson").match(behind):
        return True
    if cue("lesson_before").search(before):
        return True
    learnt = cue("learnt").search(behind)
    return learnt is not None and not cue("with").match(behind) and not cue("used").search(behind)


def _wished(text: str, behind: str) -> bool:
    told = cue("wish").search(behind)
    if told:
        return not cue("used").search(_TRIED.sub("", behind[: told.start()]))
    later = cue("later").match(text)
    return later is not None and (":" in later[0] or not cue("used").search(behind))


def _others(text: str, before: str, behind: str) -> bool:
    if cue("by_others").match(behind) or (before.endswith("던 ") and not _STAYED.match(behind)):
        return True
    if cue("left_by").search(before) or cue("former").search(before) or cue("en_others").search(before):
        return True
    if cue("subject_before").search(before):
        return cue("asks").match(behind) is None
    if cue("others").search(before) is None or "저" in text.split():
        return False
    return cue("others_do").match(behind) is not None


def _was_there(before: str, behind: str) -> bool:
    """ "기존 관리자 페이지는 X로 …": X was there before the work."""
    if cue("old_label").search(before) and cue("before_old").search(re.split("[:：]", before)[0]):
        return True
    if not cue("before_old").search(before):
        return False
    return cue("old_state").match(_SPLIT.split(behind, maxsplit=1)[0]) is not None


def _not_taken(tail: str, behind: str) -> bool:
    """What it would have cost, told as a fact, and nothing done with it."""
    return cue("cost").match(tail) is not None and not cue("used").search(behind)


def _nobodys_deed(behind: str, kind: str) -> bool:
    """The tool itself, or what comes in it, is what happens: it stops, it is full, files arrive."""
    if kind in ("method", "standard", "study"):
        return cue("metric_place").match(behind) is not None and not cue("used").search(behind)
    if cue("drifts").match(behind) or cue("by_hand").match(behind):
        return True
    stopped = cue("trouble").match(behind)
    return stopped is not None and not cue("prevents").search(behind)


def _passive(before: str, behind: str, kind: str) -> bool:
    """A method as the subject of what happens, or a study as the source of a finding."""
    if _THE.match(before):
        return True
    if kind == "study":
        return cue("source").match(behind) is not None
    return kind in ("method", "standard") and cue("subject").match(behind) is not None
