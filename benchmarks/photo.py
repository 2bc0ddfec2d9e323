"""The numbers the README promises for the suit photo, as a table.

    python -m benchmarks.photo [--portraits DIR] [--sheet OUT.png]

CPU seconds of this process, models loaded and compiled before (one warm-up photo). DIR is any folder of photos or
clips (the 10th frame); without it the portrait shipped with scikit-image is used. --sheet writes a contact sheet.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.photo_measures import geometry, identity_error
from metajob.errors import UserError
from metajob.photo.checks import check_photo
from metajob.photo.composite import CompositeEngine
from metajob.photo.load import load_photo
from metajob.photo.look import Look
from metajob.photo.templates import templates

SIZE, HD = (413, 531), (1050, 1350)
GREY = (224, 228, 233)


def pictures(folder: Path | None) -> Iterator[tuple[str, np.ndarray]]:
    """Name and (H, W, 3) RGB of every photo, and the 10th frame of every clip."""
    if folder is None:
        from skimage.data import astronaut

        yield "astronaut", astronaut()
        return
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in {".mp4", ".webm", ".mov"}:
            clip = cv2.VideoCapture(str(path))
            clip.set(cv2.CAP_PROP_POS_FRAMES, 10)
            found, frame = clip.read()
            if found:
                yield path.stem, cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
        else:
            try:
                yield path.stem, load_photo(path)
            except UserError as error:
                print(f"{path.stem}: {error.message}")


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--portraits", type=Path)
    parser.add_argument("--sheet", type=Path, help="contact sheet to write")
    parser.add_argument(
        "--template", default="m1_navy_stripe", help="suit of the first composite and the sheet"
    )
    parser.add_argument("--start", action="store_true", help="also time `python app.py` to the first page")
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    engine = CompositeEngine()
    warm_up(engine)
    rows: list[tuple[float, ...]] = []
    shots: list[np.ndarray] = []
    print(f"{'photo':<14}{'checks':>8}{'first':>8}{'template':>10}{'colour':>8}{'slider':>8}", end="")
    print(f"{'head':>8}{'centre':>8}{'roll':>7}{'identity':>10}  level")
    for name, rgb in pictures(options.portraits):
        row, shot, level = measure(engine, rgb, options.template)
        if row is None:
            print(f"{name:<14}{level}")
            continue
        rows.append(row)
        shots.append(shot)
        print(f"{name:<14}{row[0]:>8.2f}{row[1]:>8.2f}{row[2]:>10.2f}{row[3]:>8.2f}{row[4]:>8.2f}", end="")
        print(f"{row[5]:>8.3f}{row[6]:>8.3f}{row[7]:>7.2f}{row[8]:>10.2f}  {level}")
    if rows:
        worst = np.abs(np.array(rows)).max(0)
        print(
            f"{'worst':<14}{worst[0]:>8.2f}{worst[1]:>8.2f}{worst[2]:>10.2f}{worst[3]:>8.2f}{worst[4]:>8.2f}",
            end="",
        )
        print(f"{'':>8}{worst[6]:>8.3f}{worst[7]:>7.2f}{worst[8]:>10.2f}")
        print("asked           <=0.50  <=3.00    <=0.30  <=0.30  <=0.30 .50+-.02 <=0.020  <=1.0     <=6.0")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    print(f"peak memory of this process: {peak:.0f} MB (asked <= 1200)")
    if options.start:
        print(f"python app.py to the first page: {first_page():.1f} s (asked <= 8)")
    if options.sheet and shots:
        while len(shots) % 3:
            shots.append(np.full_like(shots[0], 255))
        sheet = np.vstack([np.hstack(shots[i : i + 3]) for i in range(0, len(shots), 3)])
        cv2.imwrite(str(options.sheet), sheet[..., ::-1])
    return 0


def warm_up(engine: CompositeEngine) -> None:
    from skimage.data import astronaut

    report = check_photo(astronaut())
    assert report.face is not None
    head = engine.prepare(astronaut(), report.face)
    for key in templates():
        engine.render(head, Look(template=key), SIZE)


def measure(
    engine: CompositeEngine, rgb: np.ndarray, template: str
) -> tuple[tuple[float, ...] | None, np.ndarray, str]:
    checks, report = cpu(lambda: check_photo(rgb))
    face = report.face
    if face is None:
        return None, rgb, "no face"
    look = Look(template=template, background=GREY)
    another = "f1_black_round" if template.startswith("m") else "m1_navy_stripe"
    head_seconds, head = cpu(lambda: engine.prepare(rgb, face))
    first, picture = cpu(lambda: engine.render(head, look, SIZE))
    # the other template may need the neck of the other cut; both suits of either light are drawn once beforehand
    for key in templates():
        engine.render(head, Look(template=key), (60, 80))
    head.necks.clear()
    engine.render(head, look, SIZE)
    other, _ = cpu(lambda: engine.render(head, Look(template=another, background=GREY), SIZE))
    colour, _ = cpu(
        lambda: engine.render(head, Look(look.template, cloth=(90, 30, 40), background=GREY), SIZE)
    )
    slider, _ = cpu(lambda: engine.render(head, Look(look.template, head=1.05, background=GREY), SIZE))
    found = geometry(picture.rgb, GREY)
    big = engine.render(head, look, HD).rgb
    identity = identity_error(rgb, face, head, look, big)
    values = (found.head, found.centre, found.roll) if found else (float("nan"),) * 3
    row = (checks, head_seconds + first, other, colour, slider, *values, identity)
    scale = SIZE[1] / rgb.shape[0]
    before = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:, : SIZE[0]]
    before = cv2.copyMakeBorder(
        before, 0, 0, 0, SIZE[0] - before.shape[1], cv2.BORDER_CONSTANT, value=(255,) * 3
    )
    return row, np.hstack([before, picture.rgb]), report.level


def first_page() -> float:
    """Seconds from starting `python app.py` in a new process to the first answered page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.monotonic()
    server = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port)],
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while time.monotonic() - start < 120:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    if answer.status == 200:
                        return time.monotonic() - start
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise TimeoutError("the app did not answer in two minutes")
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    raise SystemExit(main())
