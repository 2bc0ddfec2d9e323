"""`python -m metajob specs summary|compare|…`: what hired people had, and a spec beside it, without a browser."""

from __future__ import annotations

import argparse
import json
import re
import sys
from typing import Any

from metajob.errors import InputError
from metajob.settings import settings
from metajob.specs import cli_import, pipeline, words
from metajob.specs.model import Comparison, Found, Gpa, Spec, Summary, Where
from metajob.specs.plain import plain_comparison, plain_summary
from metajob.specs.topics import METRIC_KO, TOPICS
from metajob.terminal import say

_NONE = {"none", "없음", "0"}
# Option, field of Spec, help. The value is a whole number, or 없음.
_NUMBERS = (
    ("--toeic", "toeic", "토익 점수"),
    ("--toeic-speaking", "toeic_speaking", "토익스피킹 점수"),
    ("--teps", "teps", "텝스 점수(2018년 5월 이후)"),
    ("--cert-count", "cert_count", "자격증 수"),
    ("--intern", "intern_count", "인턴 횟수"),
    ("--intern-months", "intern_months", "인턴 개월"),
    ("--award", "award_count", "수상 횟수"),
    ("--overseas", "overseas_count", "해외 경험 횟수"),
    ("--overseas-months", "overseas_months", "해외 체류 개월"),
    ("--volunteer", "volunteer_count", "봉사 횟수"),
    ("--volunteer-hours", "volunteer_hours", "봉사 시간"),
    ("--club", "club_count", "동아리 수"),
    ("--activity", "activity_count", "대외활동 수"),
)
_GRADES = (
    ("--opic", "opic", "OPIc 등급(예: IH)"),
    ("--toeic-speaking-level", "toeic_speaking_level", "2022년 6월 이전 토익스피킹 레벨(1~8)"),
    ("--jlpt", "jlpt", "JLPT 급수(예: N1)"),
    ("--hsk", "hsk", "HSK 급수(예: 5)"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The commands of `specs`."""
    parser.description = "합격한 사람들의 공개 통계와 등록된 스펙을 보고, 내 스펙과 견줘요. " + words.BANNER
    commands = parser.add_subparsers(dest="specs_command", required=True)
    summary = commands.add_parser("summary", help="한 조건의 통계를 봐요")
    _place(summary)
    summary.set_defaults(specs_run=_summary)
    compare = commands.add_parser("compare", help="내 스펙과 견줘요. 적은 값은 저장하지 않아요")
    _place(compare)
    mine = compare.add_argument_group("내 스펙", "없으면 ‘없음’이라고 적어요. 적지 않은 것은 견주지 않아요")
    mine.add_argument("--gpa", metavar="3.9/4.5", help="학점과 만점")
    for option, field, about in (*_NUMBERS, *_GRADES):
        mine.add_argument(option, dest=field, metavar="값", help=about)
    mine.add_argument("--certs", metavar="이름, 이름", help="자격증 이름")
    compare.set_defaults(specs_run=_compare)
    cli_import.add_arguments(commands)


def run(args: argparse.Namespace) -> int:
    """The command's exit status. Raises UserError with what the person can mend."""
    status: int = args.specs_run(args)
    return status


def _place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", metavar="해", help="입사한 해")
    parser.add_argument("--size", help="기업 규모: large, mid, sme, public, foreign, startup")
    parser.add_argument("--industry", metavar="코드", help="업종 코드 (assets/specs/industries.csv)")
    parser.add_argument("--company", default="", metavar="이름", help="회사 이름")
    parser.add_argument("--role", metavar="코드", help="직무 코드 (assets/specs/roles.csv)")
    parser.add_argument("--flagged", action="store_true", help="확인이 필요하다고 표시된 값도 봐요")
    parser.add_argument("--json", action="store_true", help="결과를 JSON으로 보여 줘요")


def _where(args: argparse.Namespace) -> Where:
    year = None if args.year is None else _whole(args.year, "연도")
    return pipeline.checked(Where(year, args.size, args.industry, args.company, args.role))


def _summary(args: argparse.Namespace) -> int:
    from metajob.store.database import open_database

    found = pipeline.summary(_where(args), open_database(), args.flagged, settings().specs_demo)
    say(_json(plain_summary(found)) if args.json else told_summary(found))
    return 0


def _compare(args: argparse.Namespace) -> int:
    from metajob.store.database import open_database

    where, spec = _where(args), spec_of(args)
    _, found = pipeline.compared(spec, where, open_database(), args.flagged, settings().specs_demo)
    say(_json(plain_comparison(found)) if args.json else told_comparison(found))
    return 0


def spec_of(args: argparse.Namespace) -> Spec:
    """The spec of the options. Raises InputError for what cannot be one."""
    from pydantic import ValidationError

    from metajob.specs.certificates import counted, recognise

    given: dict[str, Any] = {"gpa": _gpa(args.gpa)} if args.gpa else {}
    names = {field: about for _, field, about in (*_NUMBERS, *_GRADES)}
    for _, field, about in _NUMBERS:
        text = getattr(args, field)
        if text is not None:
            given[field] = 0 if text.strip() in _NONE else _whole(text, about)
    for _, field, _ in _GRADES:
        text = getattr(args, field)
        if text is not None:
            given[field] = "none" if text.strip().lower() in _NONE else text.strip().upper()
    if args.certs is not None:
        codes, unknown = recognise("" if args.certs.strip() in _NONE else args.certs)
        given["certificates"] = codes
        given.setdefault("cert_count", counted(codes, unknown))
        if unknown:
            say(f"목록에 없는 이름이라 수만 세었어요: {', '.join(unknown)}", sys.stderr)
    try:
        return Spec(**given)
    except ValidationError as error:
        wrong = names.get(str(error.errors()[0]["loc"][0]), "학점")
        raise InputError(f"{wrong}: 있을 수 없는 값이에요.", "값을 다시 확인해 주세요.") from error


def told_summary(summary: Summary) -> str:
    """The summary as plain text for a terminal."""
    lines = [words.BANNER, ""]
    for one in summary.topics:
        for found in (one.mean, one.share):
            if found is not None:
                lines += _found(found)
    if summary.cell is None:
        return "\n".join(lines)
    cell = summary.cell
    whose = "시연용 가상 자료" if cell.kind == "demo" else "이 앱에 등록된 합격자"
    lines += ["", f"{whose}: {cell.steps[-1].label} {cell.people}명"]
    for metric, about in cell.metrics.items():
        if about.shown != "nothing" or about.share is not None:
            share = f" · 보유 {about.share:.0%}" if about.share is not None else ""
            middle = f" · 중앙값 {words.amount(metric, about.median)}" if about.median is not None else ""
            lines.append(f"  {METRIC_KO[metric][0]}: {about.answered}명{share}{middle}")
    return "\n".join(lines)


def told_comparison(comparison: Comparison) -> str:
    """The comparison as plain text for a terminal."""
    lines = [words.BANNER]
    for one in comparison.standings:
        if one.mine:
            lines += ["", f"{TOPICS[one.topic].label}: {one.mine}", *(f"  {line}" for line in one.sentences)]
    if comparison.lacks:
        lines += ["", "없다고 적은 것 가운데 합격자들이 갖고 있던 것"]
        lines += [f"  {one.sentence}" for one in comparison.lacks]
    return "\n".join(lines if len(lines) > 1 else [*lines, "", "적은 스펙이 없어요."])


def _found(found: Found) -> list[str]:
    figure = found.figure
    lines = [f"{words.metric_name(figure.metric)}: {words.value(figure)} · {words.source_line(figure)}"]
    remark = words.ladder_line(found)
    return [*lines, *([f"  {remark}"] if remark else []), f"  {figure.url}"]


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2)


def _gpa(text: str) -> Gpa:
    match = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,4})?)\s*/\s*(4\.5|4\.3|4(?:\.0)?|100)\s*", text)
    if match is None or float(match[1]) > float(match[2]):
        raise InputError(
            "학점을 읽을 수 없어요.", "3.9/4.5처럼 만점과 함께 적어 주세요(만점 4.5, 4.3, 4.0, 100)."
        )
    scale = "4.0" if match[2] == "4" else match[2]
    return Gpa.model_validate({"raw": float(match[1]), "scale": scale})


def _whole(text: str, about: str) -> int:
    if not re.fullmatch(r"\s*\d{1,9}\s*", text):
        raise InputError(f"{about}: 숫자가 아니에요.", "숫자만 적어 주세요.")
    return int(text)
