"""Hired people's rows from a CSV or XLSX file: read, shown with every problem and its line, saved all or not at all."""

from metajob.specs.importing.people import People
from metajob.specs.importing.problems import Problem
from metajob.specs.importing.read import MOST_BYTES, MOST_ROWS, Preview, read
from metajob.specs.importing.save import save
from metajob.specs.importing.template import template_csv, template_xlsx

__all__ = [
    "MOST_BYTES", "MOST_ROWS", "People", "Preview", "Problem", "read", "save", "template_csv", "template_xlsx",
]  # fmt: skip
