"""The pages of the fiches: every one is sound, and danger comes first."""

import pytest

from integration_portal.fiches.matching import fold
from integration_portal.fiches.presentation import sheet
from tests.support.html import words

from .shipped import SLUGS, entries

DRAFT = "Brouillon. Aucun médecin du service ne l’a validée."
MAX_STATEMENTS = 8


@pytest.fixture
def recruit(enter, world):
    return enter(world.ours.recruit)


def _main(root):
    return next(root.iter("main"))


def test_every_fiche_opens_on_its_red_block(recruit) -> None:
    """The client checks the HTML, the heading, the labels and the typography. The red block comes
    first, whole and never folded."""
    for entry in entries():
        main = _main(recruit.page(f"/fiches/{entry.slug}"))
        assert DRAFT in "".join(main.itertext()), entry.slug
        tags = {"section", "details", "table", "h2"}
        first = next(node for node in main.iter() if node.tag in tags)
        assert "alert-block" in first.get("class", ""), entry.slug
        assert words(next(first.iter("h2"))).startswith("Signes d’alerte")
        assert not [node for node in main.iter("details") if first in list(node.iter())]
        assert not _missing(words(first), entry), entry.slug


def _missing(said: str, entry) -> list[str]:
    """What the red block of a fiche does not say."""
    wanted = []
    for group in sheet(entry.slug, entry.version, entry.payload).alerts:
        wanted.append(f"{group.level} {group.words}")
        for row in group.rows:
            wanted += [row.gesture, *row.plain_signs]
    return [text for text in wanted if " ".join(text.split()) not in said]


def test_sections_come_in_the_order_of_the_model(recruit) -> None:
    main = _main(recruit.page("/fiches/avc-ait"))
    assert [words(heading) for heading in main.iter("h2")] == [
        "Signes d’alerte → ce que vous faites",
        "Degré d’urgence",
        "Ce qu’on vous dit, ce que vous lisez",
        "Les questions à poser",
        "Ce que vous notez",
        "Avant le rendez-vous",
        "Circuit et interlocuteurs",
        "Administratif",
        "Sigles et vocabulaire",
        "Examens et plateau technique",
        "Phrases utiles, en français et en anglais",
        "Limites de votre rôle",
        "Pièges",
        "Comprendre",
        "Sources et validation",
        "Votre lecture",
    ]


def test_local_delays_stay_hidden(recruit) -> None:
    said = words(_main(recruit.page("/fiches/avc-ait")))
    assert said.count("Délai fixé par le service, pas encore renseigné.") == 2


def test_english_is_marked(recruit) -> None:
    main = _main(recruit.page("/fiches/avc-ait"))
    english = [node for node in main.iter() if node.get("lang") == "en"]
    assert english
    assert "emergency" in words(english[0])


def test_an_ambiguous_abbreviation_says_so_in_words(recruit) -> None:
    said = words(_main(recruit.page("/fiches/avc-ait")))
    assert "TSA, sigle ambigu" in said
    assert "trouble du spectre de l’autisme" in said


def test_what_remains_to_check_is_for_editors(enter, world) -> None:
    for person, shown in (
        (world.ours.recruit, False),
        (world.ours.doctor, False),
        (world.ours.editor, True),
    ):
        text = enter(person).get("/fiches/avc-ait").text
        assert ("À vérifier avant validation" in text) is shown


def test_the_foot_says_what_a_fiche_is_not(recruit) -> None:
    said = words(_main(recruit.page("/fiches/avc-ait")))
    assert "Elle ne permet ni diagnostic, ni avis, ni conseil de traitement." in said
    assert "J’hésite : je passe au médecin. Médecin injoignable : le 15. Je note l’heure." in said


def test_the_list_names_every_fiche_by_specialty(recruit) -> None:
    main = _main(recruit.page("/fiches"))
    links = {node.get("href") for node in main.iter("a")}
    assert {f"/fiches/{slug}" for slug in SLUGS} <= links
    headings = [words(heading) for heading in main.iter("h2")]
    assert headings == sorted(headings, key=fold)
    assert "Cardiologie" in headings


def test_an_unknown_fiche_is_not_found(recruit) -> None:
    for slug in ("inconnue", "..%2F..%2Fetc"):
        assert recruit.get(f"/fiches/{slug}").status_code == 404


@pytest.mark.parametrize("path", ["/fiches", "/fiches/avc-ait"])
def test_few_statements(recruit, queries, path) -> None:
    recruit.get(path)
    with queries() as seen:
        recruit.get(path)
    statements = [one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]
    assert len(statements) <= MAX_STATEMENTS, "\n\n".join(statements)


def test_nobody_reads_without_logging_in(client) -> None:
    assert client.get("/fiches").status_code in {302, 401}
    assert client.get("/fiches/avc-ait").status_code in {302, 401}
