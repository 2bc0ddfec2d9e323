"""`python -m metajob review FILE [--posting FILE] [--json]`: the review without a browser, offline unless --model."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import get_args

from metajob.documents.intake import MAX_BYTES, read
from metajob.errors import InputError, StorageError
from metajob.files import write_whole
from metajob.review.model import CRITERIA, Finding, Review, Role
from metajob.review.pipeline import Options, deepen, review_document
from metajob.review.words import CRITERION_KO, LEVEL_KO

_SUFFIXES = (".md", ".docx", ".html", ".json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `review`."""
    parser.description = (
        "이력서나 포트폴리오를 프로젝트마다 다섯 가지로 리뷰해요. 근거는 문서에 있는 문장 그대로 보여 줘요. "
        "--model이 없으면 아무것도 이 컴퓨터 밖으로 나가지 않아요."
    )
    parser.add_argument("source", type=Path, metavar="FILE", help="PDF, DOCX, HWP, HWPX, Markdown, 텍스트")
    parser.add_argument("--posting", type=Path, metavar="FILE", help="채용 공고 파일. 키워드를 맞춰 봐요")
    parser.add_argument("--company", default="", metavar="NAME", help="회사명 치환 검사에 쓸 회사 이름")
    parser.add_argument("--role", choices=get_args(Role), default="other", help="직무 (기본 other)")
    parser.add_argument("--json", action="store_true", help="결과를 JSON으로 보여 줘요")
    parser.add_argument("-o", "--out", type=Path, metavar="OUT", help=f"저장할 파일 ({', '.join(_SUFFIXES)})")
    parser.add_argument("--force", action="store_true", help="OUT 파일이 이미 있으면 덮어써요")
    parser.add_argument(
        "--model",
        action="store_true",
        help="설정해 둔 언어 모델로 더 깊이 봐요. 개인정보를 가린 글이 전송돼요",
    )


def run(args: argparse.Namespace) -> int:
    """Review, print or save. Raises UserError with what the person can mend."""
    out: Path | None = args.out
    if out is not None and out.suffix.lower() not in _SUFFIXES:
        raise InputError(
            "저장할 형식을 알 수 없어요.", f"파일 이름을 {', '.join(_SUFFIXES)} 가운데 하나로 끝내 주세요."
        )
    if out is not None and out.exists() and not args.force:
        raise InputError("저장할 파일이 이미 있어요.", "다른 이름을 쓰거나 --force를 붙여 주세요.")
    document = read(_bytes(args.source), args.source.name)
    posting = read(_bytes(args.posting), args.posting.name).text if args.posting else ""
    review = review_document(document, Options(role=args.role, posting=posting, company=args.company))
    if args.model:
        review = _deepened(review)
    if out is not None:
        _write(out, _exported(review, out.suffix.lower()))
        print(f"저장했어요: {out}", file=sys.stderr)
    elif args.json:
        print(review.model_dump_json(indent=2))
    else:
        print(told(review))
    return 0


def told(review: Review) -> str:
    """The review as plain text for a terminal."""
    lines = [f"{review.name} · 프로젝트 {len(review.projects)}개"]
    lines += [f"! 눈에 보이지 않는 글자가 있어요: {one.text[:60]}" for one in review.hidden]
    lines += [f"! {note}" for note in review.notes]
    for number, project in enumerate(review.projects, 1):
        lines += ["", f"{number}. {project.span.title}"]
        for criterion in CRITERIA:
            lines += _finding(project.finding(criterion))
    if review.posting is not None:
        found = [keyword.name for keyword in review.posting.keywords if keyword.found]
        missing = [keyword.name for keyword in review.posting.keywords if not keyword.found]
        lines += ["", f"공고에서 찾은 낱말: {', '.join(found) or '못 찾았어요'}"]
        lines += [f"아직 못 찾은 낱말: {', '.join(missing)}"] if missing else []
    return "\n".join(lines)


def _finding(finding: Finding) -> list[str]:
    lines = [f"   [{finding.level} {LEVEL_KO[finding.level]}] {CRITERION_KO[finding.criterion]}"]
    for quote in finding.quotes[:1]:
        asked = "혹시 이 문장인가요? " if finding.unsure else ""
        page = f" ({quote.page}쪽)" if quote.page else ""
        lines.append(f"      {asked}“{' '.join(quote.text.split())}”{page}")
    if finding.level < 3:
        lines += [f"      물음: {finding.question}", f"      보완: {finding.suggestion}"]
    return lines


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)  # one more than is read, so that it is told
    except OSError as error:
        raise InputError(f"파일을 열 수 없어요: {path.name}", "경로와 읽을 권한을 확인해 주세요.") from error


def _write(out: Path, data: bytes) -> None:
    try:
        write_whole(out, data)
    except OSError as error:
        raise StorageError(
            f"저장하지 못했어요: {out}", "폴더가 있는지, 쓸 권한과 남은 공간이 있는지 확인해 주세요."
        ) from error


def _deepened(review: Review) -> Review:
    from metajob.engines import Unavailable
    from metajob.errors import EngineUnavailable
    from metajob.llm.endpoint import from_settings, probe

    endpoint = from_settings()
    state = probe(endpoint)
    if isinstance(state, Unavailable):
        raise EngineUnavailable(state.reason, state.how_to_fix)
    if endpoint is None:  # probe says so, too
        raise EngineUnavailable("연결된 언어 모델이 없어요.", "docs/llm.md를 봐 주세요.")
    print(f"개인정보를 가린 글을 {endpoint.host}에 보내요.", file=sys.stderr)
    return deepen(review, endpoint)


def _exported(review: Review, suffix: str) -> bytes:
    try:
        if suffix == ".docx":
            from metajob.review.report.export_docx import to_docx

            return to_docx(review)
        if suffix == ".html":
            from metajob.review.report.export_html import to_html

            return to_html(review).encode()
        if suffix == ".json":
            return review.model_dump_json(indent=2).encode()
        from metajob.review.report.export_markdown import to_markdown

        return to_markdown(review).encode()
    except OSError as error:
        raise StorageError("파일을 만들지 못했어요.", "디스크에 남은 공간을 확인해 주세요.") from error
