"""Headline figures, filters of the address, heat map: pure."""

from dataclasses import dataclass, field

import pytest

from integration_portal.cohorts import filters, rules
from integration_portal.cohorts.filters import BoardFilter
from integration_portal.cohorts.heatmap import Version, cells_html, heat_maps
from integration_portal.cohorts.name_search import fold, loose, pattern
from integration_portal.establishments.models import StepRole
from integration_portal.journeys.models import JourneyState


@dataclass(frozen=True)
class Group:
    """A line of the board's GROUP BY."""

    number: int
    state: JourneyState = JourneyState.ACTIVE
    late: int = 0
    next_role: StepRole | None = StepRole.RECRUIT


FOURTEEN = [
    Group(7),
    Group(4, next_role=StepRole.TUTOR),
    Group(2, late=1, next_role=StepRole.TUTOR),
    Group(1, late=1, next_role=StepRole.IT),
    Group(3, JourneyState.COMPLETED, next_role=None),
]


def words(groups: list[Group]) -> str:
    return " ; ".join(phrase.text for phrase in rules.headline(rules.figures(groups)))


def test_the_headline_reads_as_a_sentence() -> None:
    assert words(FOURTEEN) == (
        "11 recrues sur 14 sont à l’heure ; 2 attendent leur tutrice ou tuteur ; "
        "1 attend ses codes ; 3 ont terminé"
    )


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([], "Aucun parcours n’est en cours"),
        ([Group(1)], "La recrue est à l’heure"),
        ([Group(5)], "Les 5 recrues sont à l’heure"),
        ([Group(1, late=1)], "La recrue est en retard ; 1 a une étape à rattraper"),
        (
            [Group(3, late=1, next_role=StepRole.RIGHTS_REFERENT)],
            "Aucune des 3 recrues n’est à l’heure ; 3 attendent\u00a0: personne référente droits",
        ),
        (
            [Group(1), Group(1, JourneyState.PAUSED)],
            "1 recrue sur 2 est à l’heure ; 1 est en pause",
        ),
    ],
)
def test_the_headline_agrees_in_number(groups: list[Group], expected: str) -> None:
    assert words(groups) == expected


def test_each_phrase_leads_to_the_rows_it_counts() -> None:
    for phrase in rules.headline(rules.figures(FOURTEEN)):
        asked = BoardFilter(situation=phrase.situation, state=phrase.state)
        assert phrase.text.startswith(f"{rules.count_rows(FOURTEEN, asked)} ")


def test_a_filter_survives_its_address() -> None:
    asked = filters.from_args(
        {"unite": "3", "tutrice": "0", "situation": "dsi", "etat": "toutes", "q": "Léa & co",
         "tri": "nom", "sens": "desc", "page": "2", "etablissement": "7"}
    )  # fmt: skip
    assert asked == BoardFilter(7, 3, 0, "dsi", "toutes", "Léa & co", "nom", True, 2)
    assert asked.query() == (
        "?etablissement=7&q=L%C3%A9a+%26+co&unite=3&tutrice=0&situation=dsi&etat=toutes&tri=nom"
        "&sens=desc"
    )
    assert BoardFilter().query() == ""


def test_nonsense_in_the_address_is_ignored() -> None:
    nonsense = {"unite": "x", "tutrice": "-1", "situation": "ici", "etat": "?", "tri": "1;drop",
                "page": "²", "q": "\x00"}  # fmt: skip
    assert filters.from_args(nonsense) == BoardFilter()


def test_only_roles_that_block_are_offered() -> None:
    offered = dict(filters.situations([StepRole.TUTOR], "dsi"))
    assert list(offered) == [filters.ON_TIME, filters.LATE, "tutrice", "dsi"]


def test_a_name_is_folded_as_the_database_folds_it() -> None:
    assert fold("ÉLOÏSE Çelik") == "eloise celik"
    assert loose("Léa") == "%l__%"
    assert pattern("50%_/é") == "%50/%/_//e%"


# Heat map


@dataclass(frozen=True)
class Recruit:
    """A shown row."""

    recruit: str
    cells: dict[str, str]
    version_id: int = 1
    other: list[str] = field(default_factory=list)


def version(number: int, template: int = 1) -> Version:
    step = {"phase": "j1", "titre": "Étape"}
    definition = {
        "phases": [{"code": "j1", "titre": "Jour 1"}],
        "etapes": [{**step, "code": "01"}, {**step, "code": "02"}],
    }
    return Version(number, template, number, f"Modèle {template}", definition)


def test_a_map_for_each_template_with_the_letters_of_each_recruit() -> None:
    rows = [
        Recruit("Amina", {"01": "F", "02": "R"}),
        Recruit("Léa", {"01": "F"}),
        Recruit("Zoé", {"01": "V", "02": "V"}, 2),
    ]
    first, second = heat_maps(rows, [version(1), version(2, template=2)])
    assert first.recruits == ["Amina", "Léa"]
    assert [line.letters for line in first.phases[0].lines] == ["FF", "RN"]
    assert first.phases[0].same == ""
    assert list(first.legend) == ["F", "R", "N"]
    assert second.phases[0].same == "V"


def test_only_what_differs_from_the_line_carries_a_class() -> None:
    rows = [Recruit(name, {"01": letter}) for name, letter in zip("abc", "FRF", strict=True)]
    line = heat_maps(rows, [version(1)])[0].phases[0].lines[0]
    assert cells_html(line) == "<td>F<td class=r>R<td>F"
