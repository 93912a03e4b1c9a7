"""The board as a file: CSV that French spreadsheets open by a double click, and XLSX. Pure."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from ..journeys.models import JourneyState
from .board import Row
from .roster_columns import COLUMNS

HEADER = (
    "Recrue", "Unité", "Tutrice", "Début", "Étapes faites", "Étapes attendues aujourd’hui",
    "Étapes en tout", "Situation", "Jours de retard", "Entre les mains de", "Rôle",
    "Prochaine étape", "Échéance",
)  # fmt: skip
_WIDTHS = (26, 22, 24, 12, 10, 14, 10, 14, 10, 26, 24, 60, 12)
_SITUATIONS = {
    JourneyState.ACTIVE: "À l’heure",
    JourneyState.PAUSED: "En pause",
    JourneyState.COMPLETED: "Terminé",
    JourneyState.STOPPED: "Arrêté",
}
Cell = str | int | dt.date | None
Cells = Sequence[Cell]
# What a spreadsheet would compute instead of showing.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """The same words, with an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def line(row: Row) -> Cells:
    role = row.role.label if row.role else ""
    return (
        row.recruit, row.unit, row.tutor, row.start_on, row.done, row.expected, row.total,
        "En retard" if row.late_days else _SITUATIONS[row.state], row.late_days, row.holder, role,
        row.title, row.next_on,
    )  # fmt: skip


def to_csv(header: Sequence[str], lines: Iterable[Cells]) -> bytes:
    """Semicolons, UTF-8 with BOM, dates as 24/11/2026."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(header)
    for cells in lines:
        writer.writerow([_csv_cell(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        return cell.strftime("%d/%m/%Y")
    return "" if cell is None else neutral(str(cell)) if isinstance(cell, str) else str(cell)


def to_xlsx(header: Sequence[str], lines: Iterable[Cells], made_at: dt.datetime) -> bytes:
    """One sheet with a filter and a frozen header. Texts are written as texts, never computed."""
    out = io.BytesIO()
    import xlsxwriter  # noqa: PLC0415  # for this export alone: memory and start of every worker

    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": made_at.replace(tzinfo=None)})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Recrues")
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, _WIDTHS[column])
    last = 0
    for last, cells in enumerate(lines, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, dt.date):
                sheet.write_datetime(last, column, dt.datetime(*cell.timetuple()[:3]), day)  # noqa: DTZ001
            elif isinstance(cell, str):
                sheet.write_string(last, column, cell)
            elif cell is not None:
                sheet.write_number(last, column, cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(header) - 1)
    book.close()
    return out.getvalue()


def import_template(start_on: dt.date) -> bytes:
    """A file to fill in, with one example line."""
    example = (
        "Prénom", "Nom", "prenom.nom@hopital.example", "Assistante médico-administrative",
        "Nom de l’unité", "", "", start_on, "lun mar mer jeu ven",
    )  # fmt: skip
    return to_csv(COLUMNS, [example])
