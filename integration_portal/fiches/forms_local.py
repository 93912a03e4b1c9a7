"""The form of a wholly local fiche: what is asked is what a call needs."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError as SchemaError
from wtforms import SelectField, StringField
from wtforms.validators import Length

from ..establishments import specialties
from ..web.forms import SHORT, GuardedForm, no_patient_data, required, stripped
from . import local_fiche
from .forms_layer import area, no_patient_data_but_a_number, rows_of, short
from .sections import CONDUCTS

LEVELS = {"U0": "U0, vital", "U1": "U1, avis médical immédiat", "U2": "U2, rapide",
          "U3": "U3, programmable"}  # fmt: skip
ROWS: dict[str, tuple[str, ...]] = {
    "alertes": ("si", "conduite", "niveau", "geste"),
    "mots_patient": ("mots", "niveau"),
    "parcours": ("etape", "interlocuteur", "note"),
}
_MIN_ROWS = {"alertes": 3, "mots_patient": 6, "parcours": 3}
_LABELS = {
    "si": "Signe", "conduite": "À qui va l’appel", "niveau": "Niveau", "geste": "Ce que vous faites",
    "mots": "L’appelant dit", "etape": "Étape", "interlocuteur": "À qui s’adresser",
    "note": "Précision",
}  # fmt: skip
_CHOSEN = {"conduite", "niveau"}


class _Base(GuardedForm):
    titre = StringField("Titre", [required(), Length(max=SHORT), no_patient_data],
                        filters=[stripped])  # fmt: skip
    specialite = SelectField("Spécialité", choices=list(specialties.NAMES.items()))
    resume = area("En deux phrases", first=[required()])
    questions = area(
        "Les questions à poser", "Une par ligne, de quatre à six.", rows=6, first=[required()]
    )

    def mark(self, error: SchemaError, places: Mapping[str, list[int]]) -> None:
        """Each fault of the schema at the field it is about, else at the title."""
        for path, sentence in local_fiche.faults(error):
            field = self[_field_of(path, places, self)]
            field.errors = [*field.errors, sentence]


def _field_of(path: tuple[Any, ...], places: Mapping[str, list[int]], form: GuardedForm) -> str:
    section = str(path[0]) if path else "titre"
    if section in ROWS:
        row = places[section][int(path[1])] if len(path) > 1 and places[section] else 0
        key = str(path[2]) if len(path) > 2 else ROWS[section][0]
        name = f"{section}-{row}-{key}"
        return name if name in form else "titre"
    return section if section in form else "titre"


def local_form(
    values: Mapping[str, Any] | None = None, *, sent: Iterable[str] | None = None
) -> _Base:
    """``values``: of a fiche already written; ``sent``: the fields of a form that comes back,
    which has no other line than those of its page."""
    names = list(values or () if sent is None else sent)
    fields: dict[str, Any] = {}
    for section, keys in ROWS.items():
        wanted = max(_MIN_ROWS[section], rows_of(names, section, 1))
        for number in range(wanted if sent is None else rows_of(names, section, 0)):
            default = "U0" if section == "alertes" else "U2"
            fields |= {f"{section}-{number}-{key}": _cell(key, number, default) for key in keys}
    form: _Base = type("LocalForm", (_Base,), fields)(data=values)
    return form


def _cell(key: str, number: int, default: str) -> Any:
    label = f"{_LABELS[key]}, ligne {number + 1}"
    if key == "conduite":
        return SelectField(label, choices=list(CONDUCTS.items()))
    if key == "niveau":
        return SelectField(label, choices=list(LEVELS.items()), default=default)
    return short(label, guard=no_patient_data_but_a_number if key == "note" else no_patient_data)


def typed(form: GuardedForm) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """What the form says, as ``local_fiche.build`` reads it, and the form's row of each line."""
    places: dict[str, list[int]] = {}
    found: dict[str, Any] = {
        "titre": form["titre"].data or "",
        "specialite": form["specialite"].data,
        "resume": form["resume"].data or "",
        "questions": [
            one.strip() for one in (form["questions"].data or "").splitlines() if one.strip()
        ],
    }
    for section in ROWS:
        rows = list(_rows(form, section))
        places[section] = [number for number, _ in rows]
        found[section] = [row for _, row in rows]
    return found, places


def _rows(form: GuardedForm, section: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines where something was typed; a list chosen in a line is not something typed."""
    number = 0
    while f"{section}-{number}-{ROWS[section][0]}" in form:
        row = {key: form[f"{section}-{number}-{key}"].data or "" for key in ROWS[section]}
        if any(text for key, text in row.items() if key not in _CHOSEN):
            if section == "parcours":
                row["note"] = row["note"] or None
            yield number, row
        number += 1


def to_values(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a fiche already written."""
    values = {key: payload[key] for key in ("titre", "specialite", "resume")}
    values["questions"] = "\n".join(payload["questions"])
    for section, keys in ROWS.items():
        for number, row in enumerate(payload[section]):
            values |= {f"{section}-{number}-{key}": row.get(key) or "" for key in keys}
    return values


def build(form: _Base, *, number: int, author: str, today: dt.date) -> dict[str, Any] | None:
    """The payload, or None with the faults put at their fields."""
    said, places = typed(form)
    try:
        return local_fiche.build(said, number=number, author=author, today=today)
    except SchemaError as error:
        form.mark(error, places)
        return None
