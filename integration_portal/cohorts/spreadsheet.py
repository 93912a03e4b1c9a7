"""Reading a CSV or XLSX file somebody sends: bytes in, lines of plain text out. Pure.

Nothing is written to disk, no formula is computed, and a file is refused before it can grow:
1 MB as sent, 20 MB once unzipped, 500 lines.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable

from .errors import RosterFileError

MAX_BYTES, MAX_UNZIPPED = 1024 * 1024, 20 * 1024 * 1024
MAX_LINES, MAX_COLUMNS, MAX_CELL = 500, 30, 300
Table = list[list[str]]
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_table(content: bytes) -> Table:
    """Header and lines, cells stripped, empty lines kept so that numbers match the file's.

    Raises RosterFileError with what to do.
    """
    if not content:
        raise RosterFileError("Ce fichier est vide.")
    if len(content) > MAX_BYTES:
        raise RosterFileError("Ce fichier dépasse 1 Mo : partagez-le en plusieurs.")
    rows = _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(_decode(content))
    table = [_trimmed(row) for row in rows]
    while table and not any(table[-1]):
        table.pop()
    if not table:
        raise RosterFileError("Ce fichier est vide.")
    if len(table) - 1 > MAX_LINES:
        raise RosterFileError(f"Plus de {MAX_LINES} lignes : partagez le fichier en plusieurs.")
    return table


def _trimmed(row: list[str]) -> list[str]:
    cells = [cell.strip()[:MAX_CELL] for cell in row[:MAX_COLUMNS]]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def plain(text: str) -> str:
    """Lower case, no accent, words joined by one space: to compare what people type."""
    parts = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    bare = "".join(mark for mark in parts if not unicodedata.combining(mark))
    return " ".join(re.split(r"[\s_\-]+", bare)).strip()


def _decode(content: bytes) -> str:
    """UTF-8 with or without BOM, else the Windows-1252 of French spreadsheets."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise RosterFileError(
                "Ce fichier n’est ni un CSV (UTF-8 ou Windows-1252) ni un XLSX."
            ) from error
    if "\x00" in text:
        raise RosterFileError("Ce fichier n’est ni un CSV (UTF-8 ou Windows-1252) ni un XLSX.")
    return text


def _csv(text: str) -> Table:
    header = text.partition("\n")[0]
    delimiter = max(";,\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [row for row, _ in zip(reader, range(MAX_LINES + 2), strict=False)]
    except csv.Error as error:
        raise RosterFileError("Ce CSV est mal formé : vérifiez les guillemets.") from error


def _xlsx(content: bytes) -> Table:
    """The first sheet. A formula comes as its text, and is refused with its line."""
    from openpyxl import load_workbook  # noqa: PLC0415  # for imports alone: see exports.py

    try:
        _refuse_bomb(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        limits = {"max_row": MAX_LINES + 2, "max_col": MAX_COLUMNS}
        return [_texts(row) for row in sheet.iter_rows(values_only=True, **limits)]
    except RosterFileError:
        raise
    except Exception as error:  # a damaged workbook fails in many ways, none of them ours
        raise RosterFileError("Ce classeur ne s’ouvre pas : enregistrez-le en CSV.") from error


def _refuse_bomb(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNZIPPED:
            raise RosterFileError("Ce classeur est trop lourd : enregistrez-le en CSV.")
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    if _DECLARATION.search(part.read(4096)):
                        raise RosterFileError("Ce classeur contient des éléments refusés.")


def _texts(cells: Iterable[object]) -> list[str]:
    return [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
