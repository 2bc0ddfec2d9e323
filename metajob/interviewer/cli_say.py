"""`python -m metajob say "…" --persona hr -o clip.mp4`: an interviewer says a sentence, without a browser."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from metajob.engines import Probe, Ready
from metajob.errors import InputError, UserError
from metajob.interviewer.encode import storing
from metajob.interviewer.model import PersonaId
from metajob.terminal import may_write, progress, progress_away, say, write

_EXAMPLE = '예: python -m metajob say "자기소개를 부탁드립니다." --persona hr -o clip.mp4'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `say`. Texts, voices and speeds are checked later, in Korean."""
    parser.description = (
        "면접관이 한국어로 말하는 영상(mp4)이나 소리(wav)를 만들어요. 합성한 목소리와 그림이에요."
    )
    parser.add_argument("text", nargs="?", metavar="TEXT", help="면접관이 말할 문장")
    parser.add_argument("-o", "--out", type=Path, metavar="OUT", help="저장할 파일 (.mp4 또는 .wav)")
    parser.add_argument("--persona", choices=get_args(PersonaId), default="hr", help="면접관 (기본 hr)")
    parser.add_argument("--audio-only", action="store_true", help="소리만 만들어요 (.wav)")
    parser.add_argument("--force", action="store_true", help="OUT 파일이 이미 있으면 덮어써요")
    parser.add_argument("--list", action="store_true", help="면접관, 목소리, 엔진을 보여 주고 끝내요")
    how = parser.add_argument_group("목소리와 엔진")
    how.add_argument("--voice", metavar="NAME", help="목소리 (기본: 면접관의 목소리, --list 참고)")
    how.add_argument("--speed", type=float, default=1.0, metavar="N", help="말하는 빠르기 (기본 1)")
    how.add_argument("--engine", default="kokoro", metavar="ID", help="음성 엔진 (기본 kokoro)")
    how.add_argument("--video-engine", default="drawn", metavar="ID", help="영상 엔진 (기본 drawn)")


def run(args: argparse.Namespace) -> int:
    """Exit status 0, or 2 when a person has to mend something (one Korean sentence on stderr)."""
    try:
        return _list() if args.list else _make(args)
    except UserError as error:
        progress_away()
        say(str(error), sys.stderr)
        return 2


def _list() -> int:
    from metajob.interviewer.engines import video_engines
    from metajob.interviewer.rig.personas import PERSONAS
    from metajob.speech.say import engines

    say("면접관")
    for persona in PERSONAS.values():
        say(f"  {persona.id}\t{persona.title}\t{persona.voice}")
    say("음성 엔진")
    for voice_engine in engines():
        state = voice_engine.probe()
        say(f"  {voice_engine.id}\t{voice_engine.title}\t{_state(state)}")
        if isinstance(state, Ready):
            for voice in voice_engine.voices():
                say(f"    {voice.name}\t{voice.title}")
    say("영상 엔진")
    for engine in video_engines():
        say(f"  {engine.id}\t{engine.title}\t{_state(engine.probe())}")
    return 0


def _state(state: Probe) -> str:
    if isinstance(state, Ready):
        return f"쓸 수 있어요. {state.note}".strip()
    return f"쓸 수 없어요: {state.reason} {state.how_to_fix}".strip()


def _make(args: argparse.Namespace) -> int:
    if not (args.text or "").strip():
        raise InputError("면접관이 말할 문장을 적어 주세요.", _EXAMPLE)
    if args.out is None:
        raise InputError("저장할 파일을 -o로 적어 주세요.", _EXAMPLE)
    kind = args.out.suffix.lower()
    if kind not in {".mp4", ".wav"} or (args.audio_only and kind == ".mp4"):
        raise InputError("저장할 파일 이름이 영상은 .mp4, 소리는 .wav로 끝나야 해요.")
    may_write(args.out, [], args.force)
    with storing():
        temporary = tempfile.TemporaryDirectory(prefix="metajob-say-", ignore_cleanup_errors=True)
    with temporary as folder:
        seconds, who, notes = (_clip if kind == ".mp4" else _sound)(args, Path(folder))
    progress_away()
    for note in notes:
        say(f"참고: {note}", sys.stderr)
    say(f"{args.out} · {seconds:.1f}초 · 엔진 {who}")
    return 0


def _clip(args: argparse.Namespace, folder: Path) -> tuple[float, str, Iterable[str]]:
    from metajob.interviewer import clips

    clip = clips.make(
        args.text,
        args.persona,
        voice_engine=args.engine,
        voice=args.voice,
        video_engine=args.video_engine,
        folder=folder,
        speed=args.speed,
        progress=progress,
    )
    write(args.out, clip.mp4.read_bytes(), [], args.force)
    return clip.seconds, clip.engine, clip.warnings


def _sound(args: argparse.Namespace, _folder: Path) -> tuple[float, str, Iterable[str]]:
    from metajob.interviewer import clips
    from metajob.speech import wav

    speech = clips.speak(
        args.text,
        args.persona,
        voice_engine=args.engine,
        voice=args.voice,
        speed=args.speed,
        progress=progress,
    )
    write(args.out, wav.to_bytes(speech.pcm, speech.rate), [], args.force)
    return speech.seconds, speech.engine, speech.warnings
