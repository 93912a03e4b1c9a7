"""Reading a list of recruits and deciding each line's fate: pure."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from integration_portal.cohorts import spreadsheet
from integration_portal.cohorts.errors import RosterFileError
from integration_portal.cohorts.roster import Fate, Known, KnownPerson, Line, check
from integration_portal.cohorts.roster_cells import EMAIL, parse_date, parse_days
from integration_portal.cohorts.roster_columns import COLUMNS, addresses
from integration_portal.cohorts.spreadsheet import read_table

HEADER = ";".join(COLUMNS)
GOOD = "Léa;Brun;lea.brun@hopital.fr;Secrétaire médicale;Cardiologie;;;24/11/2026;"
KNOWN = Known(
    units={"cardiologie": 1, "soins interne": 2},
    tutors={"claire@hopital.fr": 11},
    doctors={"helene@hopital.fr": 12},
    people={
        "ici@hopital.fr": KnownPerson(21, "Nora Saïdi", True, True, 5),
        "ailleurs@hopital.fr": KnownPerson(22, "Emma Colin", True, True, 6),
        "libre@hopital.fr": KnownPerson(23, "Julie Renard", True, False, None),
        "ferme@hopital.fr": KnownPerson(24, "Ana Ruiz", False, False, None),
    },
    cohort_id=5,
    today=dt.date(2026, 11, 20),
)


def fates(*lines: str) -> list[Line]:
    return check(read_table("\n".join([HEADER, *lines]).encode()), KNOWN)


def only(line: str) -> Line:
    return fates(line)[0]


def xlsx(rows: list[list[Any]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


# Files


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_reads_whatever_its_separator_and_encoding(mark: str, encoding: str) -> None:
    text = "prénom;unité\r\nLéa;Cœur et vaisseaux\r\n".replace(";", mark)
    assert read_table(text.encode(encoding)) == [["prénom", "unité"], ["Léa", "Cœur et vaisseaux"]]


def test_an_xlsx_reads_with_its_dates() -> None:
    day = dt.datetime(2026, 11, 24)  # noqa: DTZ001  # as a spreadsheet stores it
    table = read_table(
        xlsx([["nom", "date_debut", "jours"], ["Brun", day, 1111100.0], ["x", None]])
    )
    assert table == [
        ["nom", "date_debut", "jours"],
        ["Brun", "2026-11-24", "1111100"],
        ["x"],
    ]


def test_a_formula_of_a_workbook_is_not_computed() -> None:
    assert read_table(xlsx([["nom"], ["=1+1"]])) == [["nom"], ["=1+1"]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"\n\n;;\n", "vide"),
        (b"x" * (spreadsheet.MAX_BYTES + 1), "1\u00a0Mo"),
        (b"nom\n" + b"a\n" * 501, "500"),
        (b"nom\x00", "ni un CSV"),
        (b"\x81\x8d", "ni un CSV"),
        (b"PK\x03\x04 not a workbook", "ne s’ouvre pas"),
    ],
)
def test_a_file_that_cannot_enter_says_why(content: bytes, words: str) -> None:
    with pytest.raises(RosterFileError, match=words.replace("\u00a0", ".")):
        read_table(content)


def test_a_workbook_that_swells_or_declares_entities_is_refused() -> None:
    for body, words in (
        (b"0" * (spreadsheet.MAX_UNZIPPED + 1), "trop lourd"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "refusés"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", body)
        with pytest.raises(RosterFileError, match=words):
            read_table(out.getvalue())


def test_a_missing_or_double_column_is_named() -> None:
    with pytest.raises(RosterFileError, match="unite, date_debut"):
        check([["prenom", "nom", "courriel"]], KNOWN)
    with pytest.raises(RosterFileError, match="deux fois"):
        check([["nom", "Nom"]], KNOWN)


def test_titles_are_read_as_people_write_them() -> None:
    table = [["Prénom", "NOM", "Courriel", "Service", "Date de début"],
             ["Léa", "Brun", "Lea.Brun@Hopital.fr", "cardiologie", "2026-11-24"]]  # fmt: skip
    assert check(table, KNOWN)[0].fate is Fate.NEW
    assert addresses(table) == {"lea.brun@hopital.fr"}


# Lines


def test_a_good_line_is_ready_to_enrol() -> None:
    line = only("Léa;Brun;Lea.Brun@hopital.fr;AMA;Soins-Interné;claire@hopital.fr;"
                "HELENE@hopital.fr;2026-11-24;lundi, mardi jeu")  # fmt: skip
    assert line.fate is Fate.NEW
    assert line.entry is not None
    assert (line.entry.unit_id, line.entry.tutor_id, line.entry.doctor_id) == (2, 11, 12)
    assert (line.entry.start_on, line.entry.pattern) == (dt.date(2026, 11, 24), "1101000")
    assert line.entry.email == "lea.brun@hopital.fr"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("Cardiologie", "Pédiatrie", "Unité inconnue"),
        ("24/11/2026", "31/02/2026", "n’est pas une date"),
        ("24/11/2026", "24/11/26", "n’est pas une date"),
        ("24/11/2026", "24/11/2062", "vérifiez l’année"),
        ("lea.brun@hopital.fr", "lea.brun", "adresse électronique"),
        ("lea.brun@hopital.fr", "", "adresse"),
        ("Brun", "=cmd()", "formule"),
        ("Secrétaire médicale", "@SUM(A1)", "formule"),
        ("Brun", "B" * 81, "80"),
        (";;;24", ";inconnue@hopital.fr;;24", "Tutorat inconnu"),
        (";;;24", ";;claire@hopital.fr;24", "Médecin inconnu"),
        (";;;24", ";lea.brun@hopital.fr;;24", "propre parcours"),
        ("24/11/2026;", "24/11/2026;lun sam dim bof", "Jours incompris"),
        ("24/11/2026;", "24/11/2026;0000000", "Jours incompris"),
        ("lea.brun@hopital.fr", "libre@hopital.fr", "autre nom"),
    ],
)
def test_a_bad_line_is_refused_with_its_reason(before: str, after: str, reason: str) -> None:
    line = only(GOOD.replace(before, after))
    assert line.fate is Fate.REFUSED
    assert reason in line.reason
    assert line.entry is None


@pytest.mark.parametrize(
    ("person", "fate"),
    [
        ("Nora;Saidi;ici@hopital.fr", Fate.PRESENT),
        ("Emma;Colin;ailleurs@hopital.fr", Fate.REFUSED),
        ("Julie;RENARD;libre@hopital.fr", Fate.NEW),
        ("Ana;Ruiz;ferme@hopital.fr", Fate.REFUSED),
    ],
)
def test_somebody_already_known_is_recognised(person: str, fate: Fate) -> None:
    assert only(f"{person};;Cardiologie;;;24/11/2026;").fate is fate


def test_a_second_line_for_the_same_address_is_refused() -> None:
    first, second = fates(GOOD, GOOD.replace("lea.brun", "LEA.brun"))
    assert first.fate is Fate.NEW
    assert (second.fate, second.number) == (Fate.REFUSED, 3)
    assert "ligne 2" in second.reason


def test_empty_lines_keep_the_numbers_of_the_file() -> None:
    assert [line.number for line in fates("", GOOD, ";;;;;;;;")] == [3]


def test_cells_that_say_nothing_known() -> None:
    assert parse_date("demain") is None
    assert parse_days("tous les jours") is None
    assert parse_days("lun-mer-ven") == "1010100"
    assert not EMAIL.fullmatch("a@b")
    assert not EMAIL.fullmatch("a b@hopital.fr")
    assert not EMAIL.fullmatch("a@hopital.fr\nBcc: x@y.fr")
