"""How long and how much memory an import takes: 100,000 made-up lines of 27 columns as CSV and XLSX, onto SQLite.

`python -m benchmarks.specs_import [lines]`; each file in a process of its own. XLSX needs openpyxl.
"""

from __future__ import annotations

import csv
import io
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def lines(count: int) -> Iterator[list[object]]:
    """Made-up people; nobody."""
    from metajob.specs.certificates import certificates
    from metajob.specs.taxonomy import industries, roles

    draw = random.Random(20261122)
    where = [one.name_ko for one in industries().values()]
    what = [one.name_ko for one in roles().values()]
    names = [one.name for one in certificates().values()]
    for _ in range(count):
        scale = draw.choice(["4.5", "4.5", "4.3", "4.0"])
        yield [
            f"가상회사 {draw.randrange(3000)}", draw.choice(where), draw.choice(what),
            draw.randrange(2015, 2026),
            draw.choice(["상반기", "하반기", ""]), draw.choice(["신입", "경력"]), "최종합격",
            draw.choice(["대졸", "석사"]),
            draw.choice(["공학", "상경", ""]), f"{draw.uniform(2.5, float(scale)):.2f}", scale,
            draw.choice(["", "없음", draw.randrange(100, 198) * 5]), draw.choice(["", draw.randrange(6, 20) * 10]),
            "",
            draw.choice(["", "IH", "IM2", "없음"]), ", ".join(draw.sample(names, draw.randrange(4))) or "없음",
            draw.randrange(3), draw.randrange(12), draw.randrange(3), draw.randrange(12), draw.randrange(5),
            draw.randrange(20), draw.randrange(90), draw.randrange(4), draw.randrange(5),
            draw.choice(["25-26", "27-28"]),
            "예",
        ]  # fmt: skip


def as_csv(count: int) -> bytes:
    """The lines as CSV."""
    from metajob.specs.importing.header import TEMPLATE

    text = io.StringIO()
    csv.writer(text).writerows([TEMPLATE, *lines(count)])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(count: int) -> bytes:
    """The lines as XLSX."""
    from openpyxl import Workbook

    from metajob.specs.importing.header import TEMPLATE

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in [TEMPLATE, *lines(count)]:
        sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def measure(file: Path, folder: Path) -> None:
    """Read and save one file, print CPU seconds, wall seconds and the highest memory of this process."""
    import resource

    from metajob.specs.importing import read, save
    from metajob.store.specs import SpecBook
    from metajob.store.sqlite import SqliteDatabase

    book = SpecBook(SqliteDatabase(folder / f"{file.stem}.db"))
    wall, cpu = time.perf_counter(), time.process_time()
    preview = read(file.read_bytes(), file.name)
    looked = time.process_time() - cpu
    save(book, preview, "benchmark", "own")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{file.name}: {len(preview.people):,} people, read {looked:.1f} s CPU, with saving "
        f"{time.process_time() - cpu:.1f} s CPU, {time.perf_counter() - wall:.1f} s wall, {memory:.0f} MB"
    )


def main() -> None:
    """Make the files, measure each in a fresh process."""
    if len(sys.argv) == 3:
        measure(Path(sys.argv[1]), Path(sys.argv[2]))
        return
    count = int(sys.argv[1]) if len(sys.argv) == 2 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in (("a.csv", as_csv(count)), ("b.xlsx", as_xlsx(count))):
            (folder / file).write_bytes(data)
            words = [sys.executable, "-m", "benchmarks.specs_import", str(folder / file), name]
            subprocess.run(words, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
