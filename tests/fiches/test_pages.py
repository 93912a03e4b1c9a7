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


@pytest.mark.parametrize("slug", SLUGS)
def test_every_fiche_opens(recruit, slug) -> None:
    """The client checks the HTML, the heading, the labels and the typography."""
    root = recruit.page(f"/fiches/{slug}")
    assert len(list(root.iter("h1"))) == 1
    assert DRAFT in "".join(_main(root).itertext())


@pytest.mark.parametrize("slug", SLUGS)
def test_the_red_block_is_the_first_section(recruit, slug) -> None:
    main = _main(recruit.page(f"/fiches/{slug}"))
    first = next(node for node in main.iter() if node.tag in {"section", "details", "table", "h2"})
    assert "alert-block" in first.get("class", "")
    assert words(next(first.iter("h2"))).startswith("Signes d’alerte")


@pytest.mark.parametrize("slug", SLUGS)
def test_the_red_block_is_whole_and_never_folded(recruit, slug) -> None:
    main = _main(recruit.page(f"/fiches/{slug}"))
    block = next(node for node in main.iter("section") if "alert-block" in node.get("class", ""))
    assert not [node for node in main.iter("details") if block in list(node.iter())]
    said = words(block)
    entry = next(one for one in entries() if one.slug == slug)
    for group in sheet(slug, entry.version, entry.payload).alerts:
        assert f"{group.level} {group.words}" in said
        for row in group.rows:
            assert " ".join(row.gesture.split()) in said
            for sign in row.plain_signs:
                assert " ".join(sign.split()) in said


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


def test_a_search_shows_the_alert_and_keeps_the_words(recruit) -> None:
    main = _main(recruit.page("/fiches", query_string={"q": "bouche de travers"}))
    assert "trouvées pour « bouche de travers »" in words(main)
    first = next(main.iter("ol"))
    assert "Passez le 15 tout de suite." in words(first)
    assert {words(node).lower() for node in first.iter("mark")} >= {"bouche", "travers"}
    assert next(node for node in main.iter("input")).get("value") == "bouche de travers"


def test_a_result_says_draft_and_what_it_leaves_out(recruit) -> None:
    """A line shown alone must hide neither its status nor a graver sign."""
    main = _main(recruit.page("/fiches", query_string={"q": "palpitations"}))
    assert DRAFT in "".join(main.itertext())
    first = next(next(main.iter("ol")).iter("li"))
    assert "Brouillon, à valider par un médecin" in words(first)
    assert "autres signes d’alerte, dont" in words(first)


@pytest.mark.parametrize("query", ["zzzz", "<script>zzz(1)</script>", "a" * 300, "«", "%"])
def test_nothing_found_is_said_with_the_rule_of_doubt(recruit, query) -> None:
    recruit.check_typography = False  # the words of the search are shown as they were typed
    said = words(_main(recruit.page("/fiches", query_string={"q": query})))
    assert "Aucune fiche ne contient" in said
    assert "Médecin injoignable" in said


def test_an_unknown_fiche_is_not_found(recruit) -> None:
    for slug in ("inconnue", "..%2F..%2Fetc"):
        assert recruit.get(f"/fiches/{slug}").status_code == 404


@pytest.mark.parametrize("path", ["/fiches", "/fiches?q=poitrine", "/fiches/avc-ait"])
def test_few_statements(recruit, queries, path) -> None:
    recruit.get(path)
    with queries() as seen:
        recruit.get(path)
    statements = [one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]
    assert len(statements) <= MAX_STATEMENTS, "\n\n".join(statements)


def test_nobody_reads_without_logging_in(client) -> None:
    assert client.get("/fiches").status_code in {302, 401}
    assert client.get("/fiches/avc-ait").status_code in {302, 401}
