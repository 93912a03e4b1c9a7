"""Exports: what a spreadsheet would compute is neutral, dates and accents stay."""

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from integration_portal.cohorts import exports

DAY = dt.date(2026, 11, 24)


def read_csv(body: bytes) -> list[list[str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_is_neutral(text: str) -> None:
    assert exports.neutral(text) == f"'{text}"
    assert read_csv(exports.to_csv(["a"], [[text]]))[1][0].startswith("'")


def test_a_csv_keeps_accents_dates_and_blanks() -> None:
    body = exports.to_csv(["Prénom"], [["Léa ; B", 3, DAY, None]])
    assert read_csv(body)[1] == ["Léa ; B", "3", "24/11/2026", ""]


def test_an_xlsx_holds_texts_as_texts() -> None:
    made = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    lines = [["=1+1", "http://x.fr", 3, DAY, None]]
    sheet = load_workbook(io.BytesIO(exports.to_xlsx(list("abcde"), lines, made))).active
    first, link, number, day, blank = next(sheet.iter_rows(min_row=2))
    assert (first.data_type, first.value) == ("s", "=1+1")
    assert link.hyperlink is None
    assert (number.value, day.value.date(), blank.value) == (3, DAY, None)


def test_the_import_template_has_the_expected_columns() -> None:
    header, example = read_csv(exports.import_template(DAY))
    assert header == list(exports.COLUMNS)
    assert len(example) == len(header)
