"""The facts of an evidence file as tables for human eyes. Pure."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from ...core.dates import duration, short_day
from ...core.typography import french
from ...journeys.models import StepState
from .booklet import INTERVIEWS, LEFT
from .words import utc

_Fact = Mapping[str, Any]
_Row = tuple[str, ...]


def parts(facts: _Fact) -> list[dict[str, Any]]:
    """Each table: its title, its head, the widths of its columns, its rows."""
    return [
        _part("Le parcours", ("Étape", "Échéance", "État"), (4, 1, 2), _steps(facts)),
        _rows(facts, "presences", "Fait avec quelqu’un", ("Étape", "Durée", "Quand", "Attesté par"),
              (3, 1, 2, 2), lambda one: (one["titre"], duration(one["minutes"]), _when(one["le"]),
                                         one["attestee_par"] or "")),
        _rows(facts, "entretiens", "Entretiens signés", ("Entretien", "Le", "Mené par", "Lignes"),
              (3, 1, 2, 1), lambda one: (_interview(one["nature"]), _day(one["le"]),
                                         one["mene_par"] or "", ", ".join(map(str, one["lignes"])))),
        _rows(facts, "lecons", "Leçons lues", ("Leçon", "Ouverte", "Lue", "Texte"), (3, 2, 2, 1),
              lambda one: (f"{one['module']}, {one['lecon']}", _when(one["ouverte"]),
                           _when(one["lue"]), one["texte"][:8])),
        _rows(facts, "fiches", "Fiches lues", ("Fiche", "Lue", "Texte"), (3, 2, 1),
              lambda one: (one["fiche"], _when(one["lue"]), one["texte"][:8])),
        _rows(facts, "quiz", "Quiz réussis", ("Module", "Points", "Commencé", "Fini", "Version"),
              (3, 1, 2, 2, 1),
              lambda one: (one["module"], f"{one['points']:g} sur {one['questions']}".replace(".", ","),
                           _when(one["commence"]), _when(one["fini"]), one["version"][:8])),
        _rows(facts, "mises_en_situation", "Mises en situation réussies",
              ("Module", "Commencée", "Finie", "Version"), (3, 2, 2, 1),
              lambda one: (one["module"], _when(one["commence"]), _when(one["fini"]),
                           one["version"][:8])),
        _rows(facts, "dispenses", "Modules déjà sus", ("Module", "Accordé", "Version"), (3, 2, 1),
              lambda one: (one["module"], _when(one["le"]), one["version"][:8])),
        _rows(facts, "attestations", "Attestations", ("Code", "Bloc", "Délivrée", "Retirée"),
              (2, 2, 2, 2), lambda one: (one["code"], one["bloc"], _when(one["delivree"]),
                                         _when(one["retiree"]))),
        _rows(facts, "passeports", "Autorisations de tenir un poste",
              ("Unité", "Accordée", "Renouvelée", "Dernier jour au poste"), (2, 1, 1, 2),
              lambda one: (one["unite"], _day(one["accorde"]), _day(one["renouvele"]),
                           _day(one["dernier_jour_au_poste"]))),
    ]  # fmt: skip


def _rows(
    facts: _Fact, key: str, title: str, head: _Row, columns: tuple[int, ...],
    row: Callable[[_Fact], _Row],
) -> dict[str, Any]:  # fmt: skip
    return _part(title, head, columns, [row(one) for one in facts[key]])


def _part(title: str, head: _Row, columns: tuple[int, ...], rows: list[_Row]) -> dict[str, Any]:
    return {
        "title": title,
        "head": list(head),
        "columns": list(columns),
        "rows": [[french(cell) for cell in row] for row in rows],
    }


def _steps(facts: _Fact) -> list[_Row]:
    return [
        (f"{one['code']} · {one['titre']}", _day(one["echeance"]), _state(one))
        for one in facts["parcours"]["etapes"]
    ]


def _state(step: _Fact) -> str:
    state = StepState(step["etat"])
    if state is not StepState.DONE:
        return LEFT[state]
    who = f", {step['par']}" if step["par"] else ""
    return f"Fait le {_when(step['depuis'])}{who}"


def _interview(value: str) -> str:
    return next((words for kind, words in INTERVIEWS.items() if kind.value == value), value)


def _when(value: str | None) -> str:
    return utc(dt.datetime.fromisoformat(value)) if value else ""


def _day(value: str | None) -> str:
    return short_day(dt.date.fromisoformat(value)) if value else ""
