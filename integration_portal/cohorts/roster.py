"""The fate of each line of a list of recruits to import. Pure: the same at preview and at
confirmation, given what the database knows at that moment."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .roster_cells import EMAIL, parse_date, parse_days
from .roster_columns import REQUIRED, cell_of, columns
from .spreadsheet import Table, plain

WEEK = "1111100"
_LIMITS = {"prenom": 80, "nom": 80, "adresse": 254, "qualite": 120}


class Fate(StrEnum):
    NEW = "créée"
    PRESENT = "déjà là"
    REFUSED = "refusée"


@dataclass(frozen=True)
class KnownPerson:
    """An account at an address of the file. ``cohort_id`` is that of her running journey."""

    id: int
    name: str
    is_active: bool
    running: bool
    cohort_id: int | None


@dataclass(frozen=True)
class Known:
    """What the lines are checked against: units by plain name, people by address."""

    units: Mapping[str, int]
    tutors: Mapping[str, int]
    doctors: Mapping[str, int]
    people: Mapping[str, KnownPerson]
    cohort_id: int
    today: dt.date


@dataclass(frozen=True)
class Entry:
    """A line that can be enrolled."""

    given_name: str
    family_name: str
    email: str
    quality: str
    unit_id: int
    tutor_id: int | None
    doctor_id: int | None
    start_on: dt.date
    pattern: str


@dataclass(frozen=True)
class Line:
    """``number`` is the line's in the file, the header being 1."""

    number: int
    name: str
    email: str
    fate: Fate
    reason: str = ""
    entry: Entry | None = None


class _RefusedLineError(Exception):
    """Why a line cannot enter."""


def check(table: Table, known: Known) -> list[Line]:
    """The fate of every line that is not empty. Raises RosterFileError on a bad header."""
    places = columns(table[0])
    seen: dict[str, int] = {}
    lines = []
    for number, row in enumerate(table[1:], start=2):
        if any(row):
            values = {name: cell_of(row, position) for name, position in places.items()}
            lines.append(_check_line(number, row, values, known, seen))
    return lines


def _check_line(
    number: int, row: Sequence[str], values: Mapping[str, str], known: Known, seen: dict[str, int]
) -> Line:
    name, email = f"{values['prenom']} {values['nom']}".strip(), values["adresse"].casefold()
    try:
        _refuse_cells(row)
        _refuse_values(values)
        if email in seen:
            raise _RefusedLineError(f"Même adresse que la ligne {seen[email]}.")
        seen[email] = number
        entry = _entry(values, email, known)
        if _is_present(entry, known):
            return Line(number, name, email, Fate.PRESENT, "Suit déjà un parcours ici.")
    except _RefusedLineError as refusal:
        return Line(number, name, email, Fate.REFUSED, str(refusal))
    new = (
        "Compte existant, parcours créé." if email in known.people else "Compte et parcours créés."
    )
    return Line(number, name, email, Fate.NEW, new, entry)


def _refuse_cells(row: Sequence[str]) -> None:
    for cell in row:
        if len(cell) > 1 and cell[0] in "=+-@":
            raise _RefusedLineError(
                f"« {cell[:20]} » ressemble à une formule : remplacez-la par sa valeur."
            )
        if any(ord(mark) < 32 for mark in cell):
            raise _RefusedLineError("Une cellule contient un retour à la ligne ou une tabulation.")


def _refuse_values(values: Mapping[str, str]) -> None:
    for name in REQUIRED:
        if not values[name]:
            raise _RefusedLineError(f"La cellule « {name} » est vide.")
    for name, limit in _LIMITS.items():
        if len(values.get(name, "")) > limit:
            raise _RefusedLineError(f"La cellule « {name} » dépasse {limit} caractères.")
    if not EMAIL.fullmatch(values["adresse"]):
        raise _RefusedLineError(f"« {values['adresse']} » n’est pas une adresse électronique.")


def _entry(values: Mapping[str, str], email: str, known: Known) -> Entry:
    unit_id = known.units.get(plain(values["unite"]))
    if unit_id is None:
        raise _RefusedLineError(f"Unité inconnue : « {values['unite']} ».")
    return Entry(
        values["prenom"],
        values["nom"],
        email,
        values.get("qualite", ""),
        unit_id,
        _named(values.get("tutrice_adresse", ""), known.tutors, "Tutorat inconnu", email),
        _named(values.get("medecin_adresse", ""), known.doctors, "Médecin inconnu", email),
        _start(values["date_debut"], known.today),
        _pattern(values.get("jours", "")),
    )


def _named(address: str, people: Mapping[str, int], refusal: str, email: str) -> int | None:
    if not address:
        return None
    if address.casefold() == email:
        raise _RefusedLineError("Une recrue ne tient aucun autre rôle dans son propre parcours.")
    if address.casefold() not in people:
        raise _RefusedLineError(f"{refusal} dans cet établissement : « {address} ».")
    return people[address.casefold()]


def _start(text: str, today: dt.date) -> dt.date:
    day = parse_date(text)
    if day is None:
        raise _RefusedLineError(f"« {text} » n’est pas une date : écrivez 24/11/2026.")
    if abs((day - today).days) > 730:
        raise _RefusedLineError(f"« {text} » est à plus de deux ans : vérifiez l’année.")
    return day


def _pattern(text: str) -> str:
    found = parse_days(text) if text else WEEK
    if not found:
        raise _RefusedLineError(f"Jours incompris : « {text} ». Écrivez « lun mar mer jeu ven ».")
    return found


def _is_present(entry: Entry, known: Known) -> bool:
    """Already on a journey in this cohort. Raises _RefusedLineError when her account forbids the line."""
    person = known.people.get(entry.email)
    if person is None:
        return False
    if plain(person.name) != plain(f"{entry.given_name} {entry.family_name}"):
        raise _RefusedLineError("Un compte existe à cette adresse sous un autre nom.")
    if not person.is_active:
        raise _RefusedLineError("Ce compte est fermé.")
    if person.running and person.cohort_id != known.cohort_id:
        raise _RefusedLineError("Suit déjà un autre parcours : terminez-le ou arrêtez-le d’abord.")
    return person.running
