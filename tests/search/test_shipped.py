"""What ships answers callers: the evaluation set, and sentences nobody fitted."""

from functools import cache

import pytest

from integration_portal.search.evaluation import evaluate
from integration_portal.search.shipped import engine_of
from tests.support.content import shipped_library


@cache
def library():
    return shipped_library()


@cache
def engine():
    return engine_of(library())


def fiches(text: str) -> list[str]:
    return [one.slug for one in engine().find(text) if one.kind == "fiche"]


def test_the_evaluation_set_is_large_and_passes() -> None:
    rows = library().of_kind("evaluation")[0].payload["requetes"]
    assert len(rows) >= 250
    score = evaluate(rows, fiches)
    assert score.passes, [(miss.query, miss.wanted, miss.found) for miss in score.misses][:40]


def test_every_fiche_is_asked_for() -> None:
    rows = library().of_kind("evaluation")[0].payload["requetes"]
    asked = {slug for row in rows for slug in row["fiches"]}
    assert asked == {entry.slug for entry in library().of_kind("fiche")}


def test_sayings_and_evaluation_name_fiches_that_exist() -> None:
    known = {entry.slug for entry in library().of_kind("fiche")}
    assert {entry.slug for entry in library().of_kind("sayings")} <= known


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("ma mère parle bizarre d'un coup et son bras tombe", "avc-ait"),
        ("ça me serre dans la poitrine comme un étau", "syndrome-coronarien-aigu"),
        ("pipi rouge", "hematurie"),
        ("PTH", "prothese-hanche-genou"),
        ("je veux en finir", "risque-suicidaire"),
        ("mon bébé de 2 mois a 38,6", "fievre-nourrisson"),
        ("chest pain left arm", "syndrome-coronarien-aigu"),
        ("fibril", "fibrillation-atriale"),
    ],
)
def test_ten_seconds(typed, slug) -> None:
    assert slug in fiches(typed)[:3]


def test_a_title_finds_its_fiche() -> None:
    missed = [
        entry.slug
        for entry in library().of_kind("fiche")
        if fiches(entry.payload["titre"])[:1] != [entry.slug]
    ]
    assert not missed


def test_modules_and_words_are_found_after_fiches() -> None:
    kinds = [one.kind for one in engine().find("identitovigilance")]
    assert {"module", "lesson"} & set(kinds)
    assert kinds == sorted(kinds, key=lambda kind: kind != "fiche")


def test_nothing_resembles_nothing() -> None:
    assert engine().find("xkcdqwertz") == ()
    assert engine().find("") == ()
