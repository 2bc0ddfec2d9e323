"""The command line, `python -m metajob …`: photo makes a suit photo, review reviews a résumé, interview looks at an
answer, say makes an interviewer speak, transcribe writes down an answer, specs compares with hired people, store
cares for what is kept, weights for model files."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from metajob import __version__, weights_cli
from metajob.errors import UserError
from metajob.preflight import require_libraries


def _parser(command: str | None) -> argparse.ArgumentParser:
    """The parser. A feature's own arguments are loaded for its command only: that imports the feature."""
    parser = argparse.ArgumentParser(prog="python -m metajob", description="META-JOB: 취업 준비 도구 모음")
    parser.add_argument("--version", action="version", version=f"META-JOB {__version__}")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="photo|review|interview|say|transcribe|specs|store|weights"
    )
    photo = commands.add_parser("photo", help="사진 한 장으로 정장 증명사진을 만들어요")
    review = commands.add_parser("review", help="이력서나 포트폴리오를 리뷰해요")
    interview = commands.add_parser("interview", help="면접 답변 하나를 살펴봐요")
    say = commands.add_parser("say", help="면접관이 말하는 영상이나 소리를 만들어요")
    transcribe = commands.add_parser("transcribe", help="녹음한 답변을 글로 옮겨요")
    specs = commands.add_parser("specs", help="합격자 스펙 통계를 보고 내 스펙과 견줘요")
    store = commands.add_parser("store", help="저장된 기록을 확인하고 백업해요")
    weights = commands.add_parser("weights", help="모델 파일을 확인하고 받아요")
    weights_cli.add_arguments(weights)
    weights.set_defaults(run=weights_cli.run)
    if command == "photo":
        require_libraries()
        from metajob.photo import cli

        cli.add_arguments(photo)
        photo.set_defaults(run=cli.run)
    if command == "review":
        from metajob.review import cli as review_cli

        review_cli.add_arguments(review)
        review.set_defaults(run=review_cli.run)
    if command == "interview":
        require_libraries()
        from metajob.interview import cli as interview_cli

        interview_cli.add_arguments(interview)
        interview.set_defaults(run=interview_cli.run)
    if command == "say":
        require_libraries()
        from metajob.interviewer import cli_say

        cli_say.add_arguments(say)
        say.set_defaults(run=cli_say.run)
    if command == "specs":
        from metajob.specs import cli as specs_cli

        specs_cli.add_arguments(specs)
        specs.set_defaults(run=specs_cli.run)
    if command == "store":
        from metajob.store import cli as store_cli

        store_cli.add_arguments(store)
        store.set_defaults(run=store_cli.run)
    if command == "transcribe":
        from metajob.speech import cli_transcribe

        cli_transcribe.add_arguments(transcribe)
        transcribe.set_defaults(run=cli_transcribe.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: the command's own; 2 for what the person can mend (said in one sentence on stderr); 1 for a bug,
    of which only kind and place are said."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):  # Korean also where the terminal says ASCII
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    logging.basicConfig(level=logging.ERROR)  # what a person should know of a warning is part of the result
    try:
        args = _parser(next((word for word in words if not word.startswith("-")), None)).parse_args(words)
        status: int = args.run(args)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # `| head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        print("프로그램에 문제가 생겨서 멈췄어요. 아래 내용을 개발자에게 알려 주세요.", file=sys.stderr)
        print(f"{type(error).__name__} · {Path(place.filename).name}:{place.lineno}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("작업을 멈췄어요.", file=sys.stderr)
        return 130
    return status


if __name__ == "__main__":
    raise SystemExit(main())
