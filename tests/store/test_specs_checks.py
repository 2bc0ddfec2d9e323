"""The databases themselves refuse a row that no person can have, whoever writes it."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from sqlalchemy import CheckConstraint, insert, update
from sqlalchemy.exc import DBAPIError

from metajob.specs import model
from metajob.store import tables_specs
from metajob.store.database import Database
from metajob.store.specs import SpecBook
from metajob.store.tables import metadata
from tests.store.spec_people import MONTH, add, add_batch, hex_of

# The model's highest values.
NUMBERS = {
    name: limits["Le"].le
    for name, field in model.Spec.model_fields.items()
    if "Le" in (limits := {type(one).__name__: one for one in field.metadata})
}
CHOICES: dict[str, Any] = {
    "size": model.Size, "stage": model.Stage, "hire_type": model.HireType, "education": model.Education,
    "major": model.Major, "age_band": model.AgeBand, "toeic_speaking_level": model.SpeakingLevel, "opic": model.Opic,
    "jlpt": model.Jlpt, "hsk": model.Hsk,
}  # fmt: skip
NO_GPA = {"gpa_raw_centi": None, "gpa_scale": None, "gpa_45_centi": None, "gpa_rule": None}


def gpa(raw: int | None, scale: str | None, value: int | None, rule: str | None) -> dict[str, Any]:
    return dict(zip(NO_GPA, (raw, scale, value, rule), strict=True))


# name of the CHECK → what it refuses
BAD_PEOPLE: list[tuple[str, dict[str, Any]]] = [
    *((f"{name}_range", {name: -1}) for name in NUMBERS),
    *((f"{name}_range", {name: most + 1}) for name, most in NUMBERS.items()),
    ("toeic_range", {"toeic": 5}),
    *((f"{name.removeprefix('toeic_')}_known", {name: "zz"}) for name in CHOICES),
    ("hire_year_range", {"hire_year": 1989}),
    ("hire_year_range", {"hire_year": 2101}),
    ("hire_half_range", {"hire_half": 3}),
    ("codes_given", {"industry": ""}),
    ("codes_given", {"role": ""}),
    ("gpa_whole", gpa(400, None, 400, "identity")),
    ("gpa_whole", gpa(400, "4.5", None, "identity")),
    ("gpa_whole", gpa(400, "4.5", None, None)),
    ("gpa_whole", gpa(None, "4.5", 400, "identity")),
    ("gpa_raw_range", gpa(451, "4.5", 450, "identity")),
    ("gpa_raw_range", gpa(431, "4.3", 450, "linear")),
    ("gpa_raw_range", gpa(401, "4.0", 450, "linear")),
    ("gpa_raw_range", gpa(10_001, "100", None, None)),
    ("gpa_raw_range", gpa(-1, "4.5", 0, "identity")),
    ("gpa_raw_range", gpa(400, "9.9", 400, "identity")),
    ("gpa_45_range", gpa(400, "4.5", 451, "identity")),
    ("gpa_rule_known", gpa(400, "4.5", 400, "guess")),
    ("id_length", {"id": "short"}),
    ("created_month_shape", {"created_month": "1999-01", "part": "user:1999-01"}),
    ("source", {"source_kind": "demo"}),
    ("source", {"source_kind": "import"}),
    ("source", {"contributor": None}),
    ("source", {"contributor": "anna"}),
    ("source", {"consent_id": None}),
    ("source", {"created_month": "2026-12"}),
]  # fmt: skip
GOOD_PEOPLE: list[dict[str, Any]] = [
    *({name: 0} for name in NUMBERS),
    *({name: most} for name, most in NUMBERS.items()),
    *({name: None} for name in {*NUMBERS, *CHOICES, "industry", "role", "hire_half"} - {"stage", "hire_type"}),
    *({name: choice} for name, literal in CHOICES.items() for choice in get_args(literal)),
    *(gpa(400, scale, 400, rule) for scale in ("4.5", "4.3", "4.0") for rule in get_args(model.GpaRule)),
    gpa(9000, "100", None, None), gpa(9000, "100", 400, "school_table"), NO_GPA,
    {"toeic": 10}, {"hire_year": 1990}, {"hire_year": 2100},
]  # fmt: skip


def refuse(database: Database, statement: Any, name: str) -> None:
    """By this CHECK; of MySQL and MariaDB the app only tells the number of the error."""
    told = name if database.kind == "sqlite" else "error (3819|4025) "
    with pytest.raises(DBAPIError, match=told), database.writing() as connection:
        connection.execute(statement)


def test_every_check_of_a_person_has_a_bad_case() -> None:
    named = {
        str(one.name) for one in tables_specs.hired_specs.constraints if isinstance(one, CheckConstraint)
    }
    assert named == {f"ck_hired_specs_{name}" for name, _ in BAD_PEOPLE}


def test_bad_people_are_refused_and_good_ones_are_not(database: Database) -> None:
    add(SpecBook(database))
    table = tables_specs.hired_specs
    with database.writing() as connection:
        for values in GOOD_PEOPLE:
            connection.execute(update(table).values(values))
    for name, values in BAD_PEOPLE:
        if "part" in values:
            with database.writing() as connection:
                connection.execute(
                    insert(tables_specs.spec_parts).values(part=values["part"], edition=1, rows_count=1)
                )
        refuse(database, update(table).values({**NO_GPA, **values}), f"ck_hired_specs_{name}")


BAD_ROWS: list[tuple[str, str, dict[str, Any]]] = [
    ("companies", "names_given", {"name": ""}),
    ("companies", "names_given", {"name_norm": ""}),
    ("imports", "id_length", {"id": "x"}),
    ("imports", "sha256_length", {"sha256": "abc"}),
    ("imports", "rights_known", {"rights": "stolen"}),
    ("imports", "rows_counted", {"rows_count": 0}),
    ("spec_consents", "id_length", {"id": "x"}),
    ("spec_consents", "granted_month_shape", {"granted_month": "2026-1"}),
    ("spec_consents", "secret_length", {"secret": "abc"}),
    ("spec_edition", "only_row", {"id": 2}),
    ("spec_edition", "edition_grows", {"edition": -1}),
    ("spec_edition", "mark_length", {"mark": "x"}),
    ("spec_parts", "rows_counted", {"rows_count": 0}),
    ("spec_parts", "data_with_format", {"format": "x"}),
    ("spec_parts", "data_with_format", {"data": b"x"}),
    ("hired_certificates", "code_given", {"code": ""}),
]


def test_bad_rows_of_the_other_tables_are_refused(database: Database) -> None:
    book = SpecBook(database)
    add(book)
    add_batch(book)
    with database.writing() as connection:  # rows that nothing refers to, so that only the CHECK can refuse
        connection.execute(insert(tables_specs.companies).values(name="빈", name_norm="빈"))
        connection.execute(
            insert(tables_specs.spec_consents).values(
                id=hex_of("c"), text_version="t", granted_month=MONTH, secret=hex_of("s", 64)
            )
        )
        connection.execute(
            insert(tables_specs.imports).values(
                id=hex_of("i"), filename="f", sha256=hex_of("f", 64), origin="", rights="own", rows_count=5,
                created=book.batches()[0].created,
            )
        )  # fmt: skip
        connection.execute(
            insert(tables_specs.spec_parts).values(part="user:2099-01", edition=1, rows_count=1)
        )
    alone = {
        "companies": ("name_norm", "빈"),
        "imports": ("id", hex_of("i")),
        "spec_consents": ("id", hex_of("c")),
        "spec_parts": ("part", "user:2099-01"),
    }
    for table_name, check, values in BAD_ROWS:
        table = metadata.tables[table_name]
        statement = update(table).values(values)
        if table_name in alone:
            column, value = alone[table_name]
            statement = statement.where(table.c[column] == value)
        refuse(database, statement, f"ck_{table_name}_{check}")
    checked = {(table, f"ck_{table}_{check}") for table, check, _ in BAD_ROWS}
    tables = {name for name, _, _ in BAD_ROWS}
    assert checked == {
        (name, str(one.name))
        for name in tables
        for one in metadata.tables[name].constraints
        if isinstance(one, CheckConstraint)
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE hired_specs SET company_id = 4711",
        "UPDATE hired_specs SET batch_id = '" + "0" * 32 + "' WHERE source_kind = 'import'",
        "UPDATE hired_specs SET consent_id = '" + "0" * 32 + "' WHERE source_kind = 'user'",
        "DELETE FROM companies",
        "DELETE FROM imports",
        "DELETE FROM spec_consents",
        "DELETE FROM spec_parts",
        "INSERT INTO hired_certificates (spec_id, code) VALUES ('nobody', 'SQLD')",
        "INSERT INTO companies (name, name_norm) VALUES ('x', '하늘테크')",
        "INSERT INTO spec_edition (id, edition, mark) VALUES (1, 0, '')",
    ],
)
def test_what_belongs_together_stays_together(database: Database, statement: str) -> None:
    book = SpecBook(database)
    add(book)
    add_batch(book)
    with pytest.raises(DBAPIError), database.writing() as connection:
        connection.exec_driver_sql(statement)
    assert len([*book.rows_of()]) == 7


def test_model_and_tables_have_the_same_columns() -> None:
    columns = set(tables_specs.hired_specs.c.keys())
    of_spec = set(model.Spec.model_fields) - {"gpa", "certificates"}
    of_hire = set(model.Hire.model_fields) - {"year", "half", "company"}
    assert of_spec | of_hire < columns
