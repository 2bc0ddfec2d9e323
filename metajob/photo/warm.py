"""What the first photo would wait for, done beforehand: `python -m metajob.photo.warm`, or in the background at start.

The matting library compiles itself for this processor at its first import (half a minute, kept on disk
afterwards), and every suit is drawn once (a second each, kept on disk, too).
"""

from __future__ import annotations

import sys

import numpy as np

from metajob.engines import Progress, silent
from metajob.errors import UserError
from metajob.photo import matting


def warm(progress: Progress = silent) -> None:
    """Compile the matting and draw the suits that are not on disk yet. Raises Cancelled when progress does."""
    from metajob.photo import suits

    progress(0.0, "이 컴퓨터에 맞게 준비하고 있어요. 처음 한 번만 해요.")
    compile_matting()
    suits.warm(lambda share, phrase: progress(0.5 + share / 2, phrase))


def compile_matting() -> None:
    """Run both matting steps once on a picture of a few pixels."""
    side = 48
    rgb = np.full((side, side, 3), 200, np.uint8)
    rgb[12:36, 12:36] = 60
    coarse = np.zeros((side, side), np.float32)
    coarse[12:36, 12:36] = 1.0
    coarse[10:12], coarse[36:38] = 0.5, 0.5
    face = np.zeros((side, side), np.uint8)
    face[18:30, 18:30] = 1
    alpha = matting.refine(rgb, coarse, face, 1.0, side)
    matting.foreground(rgb, np.clip(alpha, 0.1, 0.9).astype(np.float32))


def main(goal: str = "run") -> int:
    """`warm` with a progress bar on the terminal; for "test" only the compiling, since tests draw their own suits."""
    from tqdm import tqdm

    if goal == "test":
        compile_matting()
        return 0

    with tqdm(total=100, bar_format="{desc} {percentage:3.0f}%|{bar}|", file=sys.stderr) as bar:

        def report(share: float, phrase: str) -> None:
            bar.set_description_str(phrase)
            bar.update(round(share * 100) - bar.n)

        try:
            warm(report)
        except UserError as error:  # the app works without; the first photo only takes longer
            bar.write(str(error), file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
