"""`python -m metajob interview --video answer.mp4 --question "…"`: one answer's report as JSON, without a browser."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import get_args

from metajob.errors import InputError
from metajob.interview.model import Question, Shape, Topic, Turn
from metajob.speech import transcribe
from metajob.speech.model import Language
from metajob.terminal import may_write, progress, progress_away, say, write

_TOPICS: dict[Shape, Topic] = {"intro": "intro", "motive": "motive"}  # of the other shapes it is "job"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `interview`."""
    parser.description = (
        "면접 답변 하나를 살펴봐요. 영상(WebM, MP4, MOV)이면 말과 목소리, 화면에 보이는 모습을, 녹음이면 말과 "
        "목소리를, --text면 글을 봐요. 기본 엔진은 이 컴퓨터 안에서만 일해요. 혼자 연습할 때만 쓰는 도구예요."
    )
    parser.add_argument("source", nargs="?", type=Path, metavar="FILE", help="답변 영상이나 녹음, 15분까지")
    parser.add_argument("--video", type=Path, metavar="FILE", help="FILE과 같아요")
    parser.add_argument("--text", metavar="TEXT", help="글로 쓴 답변")
    parser.add_argument("--question", default="", metavar="TEXT", help="받은 질문")
    parser.add_argument(
        "--shape",
        choices=get_args(Shape),
        default="experience",
        help="질문의 종류: 자기소개, 지원동기, 경험, 지식, 의견 (기본 experience)",
    )
    parser.add_argument("--language", choices=get_args(Language), default="ko", help="말한 언어 (기본 ko)")
    parser.add_argument(
        "--terms", default="", metavar="A,B", help="답변에 나올 만한 이름과 용어, 쉼표로 나눠요"
    )
    parser.add_argument(
        "--engine",
        choices=[engine.id for engine in transcribe.engines()],
        default=transcribe.DEFAULT,
        help=f"받아쓰기 엔진 (기본 {transcribe.DEFAULT})",
    )
    parser.add_argument("-o", "--out", type=Path, metavar="OUT", help="저장할 파일 (.json)")
    parser.add_argument("--force", action="store_true", help="OUT 파일이 이미 있으면 덮어써요")


def run(args: argparse.Namespace) -> int:
    """Look at one answer, print or save. Exit status 0, also when nothing was said. Raises UserError."""
    from metajob.interview.analysis import analyse

    source = _source(args)
    question = _question(args.question, args.shape)
    originals = [source] if source else []
    out: Path | None = args.out
    if out is not None:
        may_write(out, originals, args.force)
    try:
        turn = analyse(
            question,
            data=source,
            text=args.text,
            terms=tuple(term.strip() for term in args.terms.split(",") if term.strip()),
            language=args.language,
            engine=args.engine,
            way="typed" if source is None else "upload",
            progress=progress,
        )
    finally:
        progress_away()
    if out is None:
        say(told(turn))
        return 0
    write(out, f"{told(turn)}\n".encode(), originals, args.force)
    say(f"저장했어요: {out}", sys.stderr)
    return 0


def told(turn: Turn) -> str:
    """The turn as JSON, numbers to the thousandth; what was not measured is null."""

    def rounded(value: object) -> object:
        if isinstance(value, float):
            return round(value, 3)
        if isinstance(value, dict):
            return {key: rounded(item) for key, item in value.items()}
        return [rounded(item) for item in value] if isinstance(value, list) else value

    return json.dumps(rounded(turn.model_dump(mode="json")), ensure_ascii=False, indent=2, allow_nan=False)


def _source(args: argparse.Namespace) -> Path | None:
    """The recording; None for a typed answer. Raises InputError unless there is exactly one answer."""
    given = [one for one in (args.source, args.video, args.text) if one is not None]
    if len(given) == 1:
        source: Path | None = args.source or args.video
        return source
    raise InputError(
        "답변을 하나만 적어 주세요." if given else "답변을 적어 주세요.",
        '예: python -m metajob interview 답변.mp4 --question "…", 글이면 --text "…"',
    )


def _question(text: str, shape: Shape) -> Question:
    if not text.strip():
        raise InputError(
            "받은 질문을 --question으로 적어 주세요.", '예: --question "자기소개를 부탁드립니다."'
        )
    return Question(
        id="question",
        text=" ".join(text.split()),
        topic=_TOPICS.get(shape, "job"),
        shape=shape,
        origin="bank",
    )
