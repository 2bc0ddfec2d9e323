"""`python -m metajob photo IN --template … --size … -o OUT`: the suit photo without a browser."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TextIO, get_args

from metajob.errors import InputError, StorageError, UserError
from metajob.files import write_whole
from metajob.photo.colours import BACKGROUNDS, parse_background, parse_colour
from metajob.photo.export import Format
from metajob.photo.look import Hair, Look
from metajob.photo.pipeline import SLIDERS, EngineName, make_photo
from metajob.photo.sheet import PAPERS
from metajob.photo.sizes import SIZES, hd_size, parse_size

_SUFFIXES: dict[str, Format] = {".jpg": "jpg", ".jpeg": "jpg", ".png": "png"}
_MARKS = {"ok": "좋음", "warn": "주의", "refuse": "불가"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `photo`. Values with a range are checked later, in Korean."""
    parser.description = (
        "사진 한 장으로 이력서용 정장 사진을 만들어요. 얼굴은 원본 그대로, 옷만 AI로 합성해요. "
        "합성한 사진은 신분증용으로 쓸 수 없어요."
    )
    parser.add_argument(
        "source", nargs="?", type=Path, metavar="IN", help="원본 사진 (JPG, PNG, WebP, HEIC …)"
    )
    parser.add_argument("-o", "--out", type=Path, metavar="OUT", help="저장할 파일 (.jpg 또는 .png)")
    parser.add_argument("--force", action="store_true", help="OUT 파일이 이미 있으면 덮어써요")
    parser.add_argument("--list-templates", action="store_true", help="정장 템플릿 목록을 보여 주고 끝내요")
    parser.add_argument("--check", action="store_true", help="사진이 쓸 만한지만 알려 주고 끝내요")
    parser.add_argument("--strict", action="store_true", help="주의가 하나라도 있으면 만들지 않아요")

    look = parser.add_argument_group("모습")
    look.add_argument("--template", metavar="KEY", help="정장 템플릿 (--list-templates 참고)")
    look.add_argument("--cloth", metavar="#RRGGBB", help="재킷 색")
    look.add_argument("--top", metavar="#RRGGBB", help="셔츠·블라우스 색")
    look.add_argument("--tie", metavar="#RRGGBB", help="넥타이 색")
    look.add_argument(
        "--background",
        default="white",
        metavar="COLOR",
        help=f"배경: {', '.join(BACKGROUNDS)} 또는 #rrggbb (기본 white)",
    )
    for name, (low, high, ko) in SLIDERS.items():
        standard = getattr(Look, name)
        look.add_argument(
            f"--{name}",
            type=float,
            default=standard,
            metavar="N",
            help=f"{ko} {low:g}~{high:g} (기본 {standard:g})",
        )
    look.add_argument(
        "--hair", choices=get_args(Hair), default="auto", help="긴 머리를 옷 앞·뒤에 (기본 auto)"
    )

    file = parser.add_argument_group("파일")
    file.add_argument(
        "--size",
        default="3x4",
        metavar="SIZE",
        help=f"{', '.join(SIZES)}(cm) 또는 4x5cm, 300x400px처럼 (기본 3x4)",
    )
    file.add_argument("--hd", action="store_true", help="같은 비율로 세로 1350픽셀")
    file.add_argument("--format", choices=get_args(Format), help="파일 형식 (기본: OUT의 확장자)")
    file.add_argument("--max-kb", type=int, metavar="KB", help="용량 제한 (1KB = 1024바이트)")
    file.add_argument("--sheet", choices=tuple(PAPERS), help="인쇄용지 한 장에 여러 장 배치 (4x6인치, A4)")

    engine = parser.add_argument_group("엔진")
    engine.add_argument(
        "--engine",
        choices=get_args(EngineName),
        default="composite",
        help="composite 의상 합성 · swap 얼굴 바꾸기",
    )
    engine.add_argument("--target", type=Path, metavar="PHOTO", help="swap: 정장을 입은 템플릿 사진")
    engine.add_argument(
        "--blend", type=float, default=0.8, metavar="N", help="swap: 얼굴 복원 비율 0~1 (기본 0.8)"
    )


def run(args: argparse.Namespace) -> int:
    """Exit status 0, or 2 when a person has to mend something (one Korean sentence on stderr)."""
    try:
        if args.list_templates:
            return _list_templates()
        if args.source is None:
            raise InputError(
                "원본 사진을 적어 주세요.", "예: python -m metajob photo 사진.jpg --template … -o 결과.jpg"
            )
        return _check(args.source) if args.check else _make(args)
    except UserError as error:
        _progress_away()
        _say(str(error), sys.stderr)
        return 2


def _list_templates() -> int:
    from metajob.photo.templates import templates

    for key, template in templates().items():
        _say(f"{key}\t{template.ko}")
    return 0


def _check(source: Path) -> int:
    from metajob.photo.checks import check_photo
    from metajob.photo.load import load_photo

    report = check_photo(load_photo(source))
    for finding in report.findings:
        _say(f"[{_MARKS[finding.level]}] {finding.label_ko}: {finding.ko}")
    return 2 if report.refused else 0


def _make(args: argparse.Namespace) -> int:
    if args.out is None:
        raise InputError("저장할 파일을 -o로 적어 주세요.", "예: -o 결과.jpg")
    if args.template is None and args.engine == "composite":
        raise InputError("정장 템플릿을 골라 주세요.", "--list-templates로 목록을 볼 수 있어요.")
    fmt = _format(args.out, args.format)
    size = parse_size(args.size)
    look = _look(args)
    _may_write(args.out, [path for path in (args.source, args.target) if path], args.force)
    made = make_photo(
        args.source,
        look,
        hd_size(size) if args.hd else size,
        fmt,
        args.max_kb,
        engine=args.engine,
        target=args.target,
        blend=args.blend,
        sheet=args.sheet,
        progress=_progress,
        override_warnings=not args.strict,
    )
    _write(args.out, made.data, args.force)
    for sentence in (*(finding.ko for finding in made.report.warnings), *made.picture.notes):
        _say(f"참고: {sentence}", sys.stderr)
    height, width = made.picture.rgb.shape[:2]
    _say(f"{args.out} · {width}x{height}픽셀 · {-(-len(made.data) // 1024)}KB · 엔진 {made.picture.engine}")
    return 0


def _look(args: argparse.Namespace) -> Look:
    return Look(
        template=args.template or Look.template,
        cloth=parse_colour(args.cloth) if args.cloth else None,
        top=parse_colour(args.top) if args.top else None,
        tie=parse_colour(args.tie) if args.tie else None,
        background=parse_background(args.background),
        hair=args.hair,
        **{name: getattr(args, name) for name in SLIDERS},
    )


def _format(out: Path, wanted: Format | None) -> Format:
    by_name = _SUFFIXES.get(out.suffix.lower())
    if wanted and by_name in (None, wanted):
        return wanted
    if wanted:
        raise InputError(f"파일 이름은 {out.suffix}인데 형식은 {wanted}예요.", "둘 중 하나를 맞춰 주세요.")
    if by_name is None:
        raise InputError(
            "저장할 파일 이름이 .jpg나 .png로 끝나야 해요.", "또는 --format jpg|png를 함께 적어 주세요."
        )
    return by_name


def _may_write(out: Path, originals: list[Path], force: bool) -> None:
    """Find out before the work, not after it."""
    try:
        if out.exists():
            if out.is_dir():
                raise InputError(f"폴더에는 저장할 수 없어요: {out}", "파일 이름까지 적어 주세요.")
            if any(original.exists() and out.samefile(original) for original in originals):
                raise InputError("원본 사진 위에는 저장하지 않아요.", "다른 파일 이름을 적어 주세요.")
            if not force:
                raise _exists(out)
        if not out.parent.is_dir():
            raise InputError(f"없는 폴더예요: {out.parent}", "폴더를 먼저 만들어 주세요.")
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        raise _unwritable(out) from error


def _exists(out: Path) -> InputError:
    return InputError(f"이미 있는 파일이에요: {out}", "다른 이름을 적거나 --force를 붙여 주세요.")


def _unwritable(out: Path) -> StorageError:
    return StorageError(
        f"파일을 저장하지 못했어요: {out}", "저장 공간과 쓰기 권한, 파일 이름의 길이를 확인해 주세요."
    )


def _write(out: Path, data: bytes, force: bool) -> None:
    """The whole file under its name or nothing at all, with the usual permissions of a new file."""
    try:
        if not force and out.exists():
            raise _exists(out)
        write_whole(out, data)
        umask = os.umask(0)
        os.umask(umask)
        out.chmod(0o666 & ~umask)
    except OSError as error:
        raise _unwritable(out) from error


def _progress(share: float, phrase: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{share:4.0%} {phrase}" + ("\n" if share >= 1 else ""))
        sys.stderr.flush()


def _progress_away() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")


def _say(line: str, stream: TextIO | None = None) -> None:
    (stream or sys.stdout).write(line + "\n")
