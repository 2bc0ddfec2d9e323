"""An interview as a report: Korean words, STAR marks, blanks, next steps. All exports are made from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from metajob.interview.compare import ProgressRow
from metajob.interview.families import FAMILY_KO
from metajob.interview.model import Better, Feedback, Interview, Question, Said, StarFound, Turn
from metajob.interview.report import measured
from metajob.interview.report.report_model import STAR_KO, Answer, Mark, Note, Report, Run, Step
from metajob.text.clean import clean

MOST_STEPS = 3
_SEOUL = timezone(timedelta(hours=9))
_STRICT_KO = {"mild": "부드럽게", "standard": "보통", "tough": "깐깐하게"}
_WAY_KO = {"camera": "카메라", "voice": "목소리", "typed": "글", "upload": "올린 영상", "skipped": "건너뜀"}
_VERDICT_KO = {
    "answered": "답변함",
    "short": "짧은 답변",
    "off_topic": "질문과 다른 답변",
    "empty": "답변 없음",
}
_TOLD_KO = {
    "short": "자세히 살피기에는 짧은 답변이에요.",
    "off_topic": "말은 잘 이어졌지만, 물어본 것과 다른 이야기예요.",
    "empty": "들리거나 적힌 답변이 없었어요.",
}
_BLANK = re.compile(r"\[[^\[\]\n]{0,60}\]")
_WIDE = "\u00a0" * 6  # wide enough to be seen and written in; does not break at a line's end


def report_of(interview: Interview, rows: Sequence[ProgressRow] = ()) -> Report:
    """The whole report. rows: `compare.progress` of this interview and earlier ones, empty without any."""
    numbers = {turn.question.id: number for number, turn in enumerate(interview.turns, 1)}
    answers = tuple(_answer(turn, numbers) for turn in interview.turns)
    steps = _steps(answers)
    return Report(
        facts=_facts(interview, answers),
        notes=tuple(clean(note, True) for note in interview.notes),
        summary=_summary(answers, steps),
        steps=steps,
        strengths=_strengths(answers),
        unanswered=_unanswered(answers),
        answers=answers,
        progress=measured.progress_rows(rows),
        methods=measured.methods(interview.turns),
    )


def transcript_runs(text: str, star: Sequence[StarFound]) -> tuple[Run, ...]:
    """The answer with its parts of STAR marked. A quote that is not exactly there marks nothing; of two that overlap
    the one that begins first counts."""
    runs: list[Run] = []
    at = 0
    for part in sorted(star, key=lambda each: each.start):
        if not part.quote or text[part.start : part.end] != part.quote or part.start < at:
            continue
        runs += [Run(clean(text[at : part.start])), Run(clean(part.quote), part.part)]
        at = part.end
    return tuple(run for run in [*runs, Run(clean(text[at:]))] if run.text)


def better_runs(better: Better | None) -> tuple[Run, ...]:
    """The better version with additions and blanks marked. What was taken out stands in the transcript."""
    if better is None:
        return ()
    kept = [piece for piece in better.pieces if piece.kind != "removed"]
    if "".join(piece.text for piece in kept) != better.text:
        return _blanks(clean(better.text), "plain")
    return tuple(
        run
        for piece in kept
        for run in _blanks(clean(piece.text), "added" if piece.kind == "added" else "plain")
    )


def _blanks(text: str, mark: Mark) -> tuple[Run, ...]:
    """Blanks `[  ]` and `[what]` as runs of their own, empty ones made wide enough to write in."""
    runs: list[Run] = []
    at = 0
    for match in _BLANK.finditer(text):
        inner = match.group()[1:-1].strip()
        runs += [Run(text[at : match.start()], mark), Run(f"[ {inner} ]" if inner else f"[{_WIDE}]", "blank")]
        at = match.end()
    return tuple(run for run in [*runs, Run(text[at:], mark)] if run.text)


def _facts(interview: Interview, answers: Sequence[Answer]) -> tuple[tuple[str, str], ...]:
    from metajob.interviewer.rig.personas import PERSONAS

    plan = interview.plan
    answered = len(answers) - len([answer for answer in answers if _is_unanswered(answer)])
    follow = sum(bool(turn.question.follow_up) for turn in interview.turns)
    count = (
        f"{len(answers)}개" + (f" (꼬리질문 {follow}개)" if follow else "") + f", 그중 {answered}개에 답함"
    )
    facts = [("날짜", _date(interview.created))]
    if interview.company.strip():
        facts.append(("회사", clean(interview.company, True)))
    facts += [
        ("직무", FAMILY_KO[plan.family]),
        ("면접관", f"{PERSONAS[plan.persona].title} · {_STRICT_KO[plan.strictness]}"),
        ("질문", count),
    ]
    return tuple(facts)


def _date(created: str) -> str:
    """Korean time, as the app is for Korea; what cannot be read is shown as it is."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return clean(created, True)
    moment = moment.astimezone(_SEOUL) if moment.tzinfo else moment
    return f"{moment.year}년 {moment.month}월 {moment.day}일 {moment:%H:%M}"


def _answer(turn: Turn, numbers: dict[str, int]) -> Answer:
    number = numbers[turn.question.id]
    said, feedback = turn.said, turn.feedback
    verdict, told = _verdict(said, feedback)
    text = said.text if said else ""
    star = feedback.star if feedback else ()
    return Answer(
        number=number,
        question=clean(turn.question.text, True),
        follows=_follows(turn.question, numbers),
        verdict=verdict,
        told=told,
        transcript=transcript_runs(text, star) if text.strip() else (),
        star=tuple(_star(text, part) for part in star),
        notes=_notes(text, feedback),
        missing=tuple(clean(each, True) for each in feedback.missing) if feedback else (),
        next_step=clean(feedback.next_step, True) if feedback else "",
        better=better_runs(feedback.better) if feedback else (),
        remarks=tuple(clean(each, True) for each in feedback.notes) if feedback else (),
        voice=measured.voice_facts(turn.voice),
        behaviour=measured.behaviour_facts(turn.behaviour),
        seen=measured.seen_notes(turn),
        turn=turn,
    )


def _verdict(said: Said | None, feedback: Feedback | None) -> tuple[str, str]:
    """Which kind of answer it was, and a sentence on it."""
    if said is None:
        return "답하지 않음", "답하기 전에 면접을 마쳤어요."
    if said.way == "skipped":
        return "건너뜀", "건너뛴 질문이에요. 다음에 다시 만나면 한 문장부터 말해 보세요."
    if feedback is None:
        empty = not said.text.strip()
        return (
            ("답변 없음", _TOLD_KO["empty"]) if empty else ("살펴보지 못함", "이 답변은 살펴보지 못했어요.")
        )
    way = f" · {_WAY_KO[said.way]}" if feedback.verdict != "empty" else ""
    return _VERDICT_KO[feedback.verdict] + way, _TOLD_KO.get(feedback.verdict, "")


def _follows(question: Question, numbers: dict[str, int]) -> str:
    if not question.follow_up:
        return ""
    parent = numbers.get(question.parent)
    return f"꼬리질문 · {parent}번 답변에 이어서" if parent else "꼬리질문"


def _star(text: str, part: StarFound) -> tuple[str, str, bool]:
    found = bool(part.quote) and text[part.start : part.end] == part.quote
    return STAR_KO[part.part], clean(part.quote, True) if found else "아직 찾지 못했어요", found


def _notes(text: str, feedback: Feedback | None) -> tuple[Note, ...]:
    """Remarks; only quotes that stand in the answer are shown."""
    if feedback is None:
        return ()
    return tuple(
        Note(
            each.level, clean(each.text, True), tuple(clean(q, True) for q in each.quotes if q and q in text)
        )
        for each in feedback.remarks
    )


def _is_unanswered(answer: Answer) -> bool:
    return answer.verdict in {"답하지 않음", "건너뜀", "답변 없음"}


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers)) + "번"


def _steps(answers: Sequence[Answer]) -> tuple[Step, ...]:
    """The next steps that came up most often, then the earliest."""
    found: dict[str, list[int]] = {}
    for answer in answers:
        if answer.next_step:
            found.setdefault(answer.next_step, []).append(answer.number)
    often = sorted(found.items(), key=lambda item: (-len(item[1]), item[1][0]))
    return tuple(Step(text, f"{_numbers(numbers)} 답변") for text, numbers in often[:MOST_STEPS])


def _strengths(answers: Sequence[Answer]) -> tuple[str, ...]:
    good = [(answer.number, note.text) for answer in answers for note in answer.notes if note.level == "good"]
    first = {text: number for number, text in reversed(good)}
    return tuple(f"{text} ({first[text]}번 답변)" for text in dict.fromkeys(text for _, text in good))[:3]


def _unanswered(answers: Sequence[Answer]) -> tuple[str, ...]:
    ends = {
        "답변 없음": "질문은 답변 없음이에요.",
        "건너뜀": "질문은 건너뛰었어요.",
        "답하지 않음": "질문은 답하기 전에 마쳤어요.",
    }
    found = {word: [a.number for a in answers if a.verdict == word] for word in ends}
    return tuple(f"{_numbers(found[word])} {end}" for word, end in ends.items() if found[word])


def _summary(answers: Sequence[Answer], steps: Sequence[Step]) -> str:
    if not answers:
        return "아직 답한 질문이 없어요. 첫 질문 하나만 답해 봐도 좋아요."
    if all(_is_unanswered(answer) for answer in answers):
        return "이번에는 남은 답변이 없어요. 다음에는 한 문장부터 편하게 말해 보세요."
    if not steps:
        return "끝까지 해내셨어요. 아래에서 답변을 다시 읽어 보세요."
    return "수고하셨어요. 다음 연습에서는 이것만 기억하세요."
