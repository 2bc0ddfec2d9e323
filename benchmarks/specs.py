"""The numbers the README promises for specs: summaries over a million own rows, and imports, on SQLite and MariaDB.

    python -m benchmarks.specs [--rows 1000000] [--mariadb] [--only summary,import]

Rows are generated (benchmarks/specs_rows.py) and imported in batches of 100,000. Each number is taken in a fresh child
process that has loaded its modules: `build` makes the columnar copies from the rows, once after a change; `first` is
the first summary of a process from kept copies, `costly` the same for a company, industry, role and year at once,
`later` one for another place (median of five); these three are medians of five processes. CPU is the child's own
(numpy and drivers included), not the server's. Memory is the child's VmHWM. MariaDB is Debian's, started for the run
on a temporary folder with the small settings of tests/mariadb.py.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import hashlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_mb
from benchmarks.specs_rows import people
from metajob.specs.model import Where
from metajob.store.database import Database, open_database
from metajob.store.specs import MOST_ROWS, SpecBook

TIMES = 5  # processes of which each number of a summary is the median
SIZES = (10_000, 100_000, 1_000_000)
FIRST = Where(year=2024, size="large")
COSTLY = Where(
    year=2024, industry="J", role="IT.DEV", company="회사 3"
)  # every rule of disclosure has work here
LATER = (
    Where(company="회사 3", role="IT.DEV"),
    Where(industry="J", role="IT"),
    Where(year=2021, industry="C"),
    Where(role="MKT"),
    Where(company="회사 19000", industry="K", year=2020),
)
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def timed(work: Callable[[], Any]) -> dict[str, float]:
    """Wall and CPU seconds of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def middle(times: Iterable[dict[str, float]]) -> dict[str, float]:
    """Median of wall and of CPU seconds."""
    some = list(times)
    return {key: statistics.median(one[key] for one in some) for key in ("wall", "cpu")}


# ---- in the child


def child(what: str, url: str, file: str) -> dict[str, Any]:
    """One measurement."""
    import pymysql  # noqa: F401 - loaded before the clock starts, as in a running app

    from metajob.specs import cells, release
    from metajob.specs.importing.read import read
    from metajob.specs.importing.save import save
    from metajob.store import specs_sql  # noqa: F401

    database = open_database(url)
    if what == "import":
        data, found = Path(file).read_bytes(), {}
        found["read"] = timed(lambda: found.update(preview=read(data, file)))
        preview: Any = found.pop("preview")
        found["save"] = timed(lambda: save(SpecBook(database), preview, "benchmark", "own", skip_bad=True))
        return {**found, "rows": SpecBook(database).batches()[0].rows_count, "peak": peak_mb()}
    SpecBook(database).edition()  # connected, as in a running app
    if what == "build":
        return {**timed(lambda: release.load(database)), "peak": peak_mb()}
    if what == "costly":
        return timed(lambda: cells.cell(release.load(database), COSTLY))
    first = timed(lambda: cells.cell(release.load(database), FIRST))
    later = [timed(lambda place=place: cells.cell(release.load(database), place)) for place in LATER]
    return {"first": first, "later": middle(later), "peak": peak_mb()}


def ask(what: str, url: str, file: str = "") -> dict[str, Any]:
    """The same in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.specs", "--child", what, "--url", url, "--file", file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


# ---- summaries


def fill(database: Database, rows: int, seed: int) -> None:
    """Import generated people."""
    SpecBook(database).add_batch(
        people(rows, seed),
        filename=f"{seed}.csv",
        sha256=hashlib.sha256(str(seed).encode()).hexdigest(),
        origin="generated",
        rights="own",
    )


def summaries(places: dict[str, str], most: int) -> None:
    print(
        "\n| rows | database | fill s | build s (CPU) | first s (CPU) | costly s (CPU) | later s (CPU) | peak MB |"
    )
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for kind, url in places.items():
        there = 0
        for rows in [size for size in SIZES if size <= most]:
            database, begun = open_database(url), time.perf_counter()
            while there < rows:
                fill(database, min(MOST_ROWS, rows - there), seed=there)
                there += min(MOST_ROWS, rows - there)
            seconds = time.perf_counter() - begun
            build = ask("build", url)
            time.sleep(rows / 50_000)  # a server is still writing pages out, on the cores that are measured
            asked = [ask("summary", url) for _ in range(TIMES)]
            first, later = (middle(one[which] for one in asked) for which in ("first", "later"))
            costly = middle(ask("costly", url) for _ in range(TIMES))
            print(f"| {rows:,} | {kind} | {seconds:.1f} | {build['wall']:.2f} ({build['cpu']:.2f}) ", end="")
            print(f"| {first['wall']:.2f} ({first['cpu']:.2f}) ", end="")
            print(f"| {costly['wall']:.2f} ({costly['cpu']:.2f}) ", end="")
            print(f"| {later['wall']:.3f} ({later['cpu']:.3f}) ", end="")
            print(f"| {max(one['peak'] for one in asked):.0f} |", flush=True)


# ---- imports


def files(folder: Path, rows: int) -> list[Path]:
    """The same people as CSV and as XLSX, in the importer's own columns."""
    from metajob.specs.exporting import rows_csv

    database = open_database(f"sqlite:///{folder}/export.db")
    fill(database, rows, seed=rows)
    text = "".join(rows_csv(SpecBook(database)))
    as_csv, as_xlsx = folder / "people.csv", folder / "people.xlsx"
    as_csv.write_text(text, "utf-8", newline="")
    with zipfile.ZipFile(as_xlsx, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name, xml in _workbook().items():
            out.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
        with out.open(SHEET, "w") as sheet:
            for piece in _sheet(csv.reader(text.removeprefix("\ufeff").splitlines())):
                sheet.write(piece.encode())
    return [as_csv, as_xlsx]


def _workbook() -> dict[str, str]:
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{office}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{office}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
        '<sheet name="people" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }


def _sheet(lines: Iterable[list[str]]) -> Iterator[str]:
    """Numbers as numbers, the rest as text in its cell."""
    yield f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>'
    for line in lines:
        yield "<row>"
        for cell in line:
            if cell.replace(".", "", 1).isdecimal():
                yield f"<c><v>{cell}</v></c>"
            else:
                yield f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' if cell else "<c/>"
        yield "</row>"
    yield "</sheetData></worksheet>"


def imports(places: dict[str, str], folder: Path) -> None:
    print("\n| file | database | rows | read s (CPU) | save s (CPU) | together s | peak MB |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for file in files(folder, MOST_ROWS):
        for kind, url in places.items():
            found = ask("import", url, str(file))
            read, save = found["read"], found["save"]
            print(
                f"| {file.suffix[1:].upper()}, {file.stat().st_size / 1e6:.1f} MB | {kind} | {found['rows']:,} ",
                end="",
            )
            print(
                f"| {read['wall']:.1f} ({read['cpu']:.1f}) | {save['wall']:.1f} ({save['cpu']:.1f}) ", end=""
            )
            print(f"| {read['wall'] + save['wall']:.1f} | {found['peak']:.0f} |", flush=True)
            book = SpecBook(open_database(url))
            book.delete_batch(book.batches()[0].id)


@contextlib.contextmanager
def databases(folder: Path, with_mariadb: bool) -> Iterator[Callable[[str], dict[str, str]]]:
    """Addresses of empty databases, by kind."""
    with contextlib.ExitStack() as ends:
        server = None
        if with_mariadb:
            from tests import mariadb

            server = ends.enter_context(mariadb.running())

        def fresh(name: str) -> dict[str, str]:
            found = {"SQLite": f"sqlite:///{folder}/{name}.db"}
            if server:
                server.execute(f"CREATE DATABASE metajob_{name}")
                found["MariaDB"] = server.url(f"metajob_{name}")
            return found

        yield fresh


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=SIZES[-1])
    parser.add_argument("--mariadb", action="store_true")
    parser.add_argument("--only", default="summary,import")
    for hidden in ("--child", "--url", "--file"):
        parser.add_argument(hidden, default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(child(given.child, given.url, given.file)))
        return
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{platform.machine()}, {os.cpu_count()} cores{load}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as name, databases(Path(name), given.mariadb) as fresh:
        if "import" in given.only:
            imports(fresh("imports"), Path(name))
        if "summary" in given.only:
            summaries(fresh("summaries"), given.rows)


if __name__ == "__main__":
    main()
