"""Lists, fetches and verifies the model files: `python -m metajob.weights list|pull|verify`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from metajob import weights
from metajob.errors import UserError
from metajob.settings import settings

_STATUS_WORDS: dict[weights.Status, str] = {"ok": "있음", "missing": "없음", "broken": "손상"}


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells padded to columns; a Korean letter is two columns wide."""
    padded = [
        cell + " " * (width - sum(2 if east_asian_width(letter) in "WF" else 1 for letter in cell))
        for cell, width in zip(cells, widths, strict=True)
    ]
    return "  ".join(padded).rstrip()


def _print_table(names: Iterable[str], rehash: bool) -> list[weights.Status]:
    widths = (23, 32, 8, 12, 9, 18, 4)
    print(_row(("이름", "파일", "크기", "라이선스", "상업 이용", "쓰는 곳", "상태"), widths))
    states = []
    for weight in (weights.TABLE[name] for name in names):
        states.append(weights.status(weight.name, rehash))
        size, commercial = f"{weight.size / 1e6:.1f} MB", "가능" if weight.commercial else "불가"
        used, word = ", ".join(weight.needed_by), _STATUS_WORDS[states[-1]]
        print(_row((weight.name, weight.file, size, weight.licence, commercial, used, word), widths))
    print(f"폴더: {settings().models_dir}")
    return states


def _pull(names: Sequence[str]) -> None:
    from tqdm import tqdm

    for weight in (weights.TABLE[name] for name in names):
        if weights.status(weight.name) == "ok":
            print(f"{weight.file}: 이미 있어요.")
            continue
        with tqdm(total=weight.size, unit="B", unit_scale=True, desc=weight.file, disable=None) as bar:

            def show(share: float, _phrase: str, bar: tqdm[None] = bar, size: int = weight.size) -> None:
                bar.update(max(0, int(share * size) - bar.n))

            weights.ensure([weight.name], show)
        print(f"{weight.file}: 받았어요.")


def _name(text: str) -> str:
    if text not in weights.TABLE:
        raise argparse.ArgumentTypeError(f"모르는 이름이에요: {text} (가능: {', '.join(weights.TABLE)})")
    return text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of this module, also reachable as `python -m metajob weights`."""
    commands = parser.add_subparsers(dest="weights_command", required=True, metavar="list|pull|verify")
    commands.add_parser("list", help="모델 파일의 목록, 라이선스, 상태를 보여 줘요")
    pull = commands.add_parser("pull", help="필요한 모델 파일을 받아요")
    pull.add_argument("names", nargs="*", type=_name, metavar="이름", help="생략하면 지금 쓰는 파일 모두")
    pull.add_argument("--all", action="store_true", help="목록의 파일을 모두 받아요")
    commands.add_parser("verify", help="받아 둔 파일의 체크섬을 다시 확인해요")


def run(args: argparse.Namespace) -> int:
    """Exit status: 0, or 1 when `verify` finds a broken file or misses a needed one."""
    if args.weights_command == "pull":
        _pull(list(weights.TABLE) if args.all else args.names or weights.needed())
        return 0
    verify = args.weights_command == "verify"
    states = dict(zip(weights.TABLE, _print_table(weights.TABLE, rehash=verify), strict=True))
    bad = "broken" in states.values() or any(states[name] != "ok" for name in weights.needed())
    return int(verify and bad)


def main(argv: Sequence[str] | None = None) -> int:
    """Entry of `python -m metajob.weights`."""
    parser = argparse.ArgumentParser(prog="python -m metajob.weights", description="모델 파일 관리")
    add_arguments(parser)
    try:
        return run(parser.parse_args(argv))
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
