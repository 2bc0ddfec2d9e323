"""`python -m metajob transcribe answer.webm`: what was said, as text or as JSON with times, without a browser."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import get_args

from metajob.speech import transcribe as pipeline
from metajob.speech.model import Hints, Language, Transcript
from metajob.terminal import may_write, progress, progress_away, say, write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `transcribe`."""
    parser.description = (
        "녹음한 답변(WebM, M4A, MP3, WAV, MP4 …)을 글로 옮겨요. 기본 엔진은 이 컴퓨터 안에서만 일하고, "
        "--engine endpoint를 고르면 녹음한 소리가 설정해 둔 서버로 전송돼요."
    )
    parser.add_argument("source", type=Path, metavar="FILE", help="녹음이나 영상 파일, 15분까지")
    parser.add_argument("--language", choices=get_args(Language), default="ko", help="말한 언어 (기본 ko)")
    parser.add_argument("--question", default="", metavar="TEXT", help="받은 질문. 더 정확하게 알아들어요")
    parser.add_argument(
        "--terms", default="", metavar="A,B", help="답변에 나올 만한 이름과 용어, 쉼표로 나눠요"
    )
    parser.add_argument(
        "--engine",
        choices=[engine.id for engine in pipeline.engines()],
        default=pipeline.DEFAULT,
        help=f"받아쓰기 엔진 (기본 {pipeline.DEFAULT})",
    )
    parser.add_argument("--json", action="store_true", help="낱말마다 시간을 적은 JSON으로 보여 줘요")
    parser.add_argument("-o", "--out", type=Path, metavar="OUT", help="저장할 파일")
    parser.add_argument("--force", action="store_true", help="OUT 파일이 이미 있으면 덮어써요")


def run(args: argparse.Namespace) -> int:
    """Write down, print or save. Exit status 0, also when nothing was said. Raises UserError."""
    out: Path | None = args.out
    if out is not None:
        may_write(out, [args.source], args.force)
    hints = Hints(args.question, tuple(term for term in args.terms.split(",") if term.strip()))
    try:
        transcript = pipeline.transcribe(
            args.source, args.source.name, args.language, hints, args.engine, progress
        )
    finally:
        progress_away()
    for warning in transcript.warnings:
        say(f"참고: {warning}", sys.stderr)
    text = told(transcript) if args.json else transcript.text
    if out is None:
        say(text)
        return 0
    write(out, f"{text}\n".encode(), [args.source], args.force)
    say(f"저장했어요: {out}", sys.stderr)
    return 0


def told(transcript: Transcript) -> str:
    """The transcript as JSON; times in seconds, to the hundredth."""

    def rounded(value: object) -> object:
        if isinstance(value, float):
            return round(value, 2)
        if isinstance(value, dict):
            return {key: rounded(item) for key, item in value.items()}
        return [rounded(item) for item in value] if isinstance(value, list | tuple) else value

    return json.dumps(rounded(asdict(transcript)), ensure_ascii=False, indent=2)
