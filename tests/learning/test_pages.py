"""The pages of the modules and of every shipped lesson."""

import pytest

from tests.support.content import shipped_library
from tests.support.html import words

MODULES = {
    entry.slug: [lesson["slug"] for lesson in entry.payload["lecons"]]
    for entry in shipped_library().of_kind("module")
}


@pytest.fixture
def recruit(enter, world):
    return enter(world.ours.recruit)


def _main(root):
    return next(root.iter("main"))


def _links(node) -> list[str]:
    return [link.get("href", "") for link in node.iter("a")]


def test_the_list_shows_the_blocks_and_every_module(recruit) -> None:
    main = _main(recruit.page("/modules"))
    assert [words(heading) for heading in main.iter("h2")] == [
        "Gestion de l’information",
        "Éco-système de soins",
        "Compétences transversales",
        "Compléments de spécialisation",
    ]
    assert {f"/modules/{slug}" for slug in MODULES} <= set(_links(main))
    said = words(main)
    assert "6 leçons" in said
    assert "Compétence : GI-8, Identifier" in said


@pytest.mark.parametrize("slug", MODULES)
def test_every_module_opens(recruit, slug) -> None:
    main = _main(recruit.page(f"/modules/{slug}"))
    headings = [words(heading) for heading in main.iter("h2")]
    for heading in ("Leçons", "À la fin, vous saurez", "Avant de commencer", "Sources"):
        assert heading in headings
    assert "L’exercice dans le service" in headings
    assert {f"/modules/{slug}/{lesson}" for lesson in MODULES[slug]} <= set(_links(main))


@pytest.mark.parametrize("slug", MODULES)
def test_every_lesson_opens(recruit, slug) -> None:
    """The client checks the HTML, the hierarchy of the headings, the tables, the typography."""
    for number, lesson in enumerate(MODULES[slug]):
        root = recruit.page(f"/modules/{slug}/{lesson}")
        main = _main(root)
        titles = [words(heading) for heading in root.iter("h1")]
        assert len(titles) == 1
        assert words(next(root.iter("title"))).startswith(titles[0])
        assert list(main.iter("h2")), "the text starts at the second level"
        current = [node for node in main.iter("a") if node.get("aria-current") == "page"]
        assert [node.get("href") for node in current] == [f"/modules/{slug}/{lesson}"]
        steps = {node.get("rel"): node.get("href") for node in main.iter("a") if node.get("rel")}
        lessons = MODULES[slug]
        if number:
            assert steps["prev"] == f"/modules/{slug}/{lessons[number - 1]}"
        if number + 1 < len(lessons):
            assert steps["next"] == f"/modules/{slug}/{lessons[number + 1]}"


def test_prerequisites_lead_to_their_module(recruit) -> None:
    main = _main(recruit.page("/modules/agenda-rendez-vous"))
    assert "/modules/outils-dpi-gap" in _links(main)


def test_what_remains_to_check_is_for_editors(enter, world) -> None:
    for person, shown in ((world.ours.recruit, False), (world.ours.editor, True)):
        headings = _main(enter(person).page("/modules/identitovigilance")).iter("h2")
        assert ("À vérifier" in {words(heading) for heading in headings}) is shown


@pytest.mark.parametrize(
    "path", ["/modules/inconnu", "/modules/identitovigilance/99-inconnue", "/modules/avc-ait"]
)
def test_an_unknown_page_is_not_found(recruit, path) -> None:
    assert recruit.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/modules", 5),
        ("/modules/identitovigilance", 7),
        ("/modules/identitovigilance/01-pourquoi-l-erreur-de-dossier", 5),
    ],
)
def test_few_statements(recruit, queries, path, most) -> None:
    recruit.get(path)
    with queries() as seen:
        recruit.get(path)
    statements = [one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]
    assert len(statements) <= most, "\n\n".join(statements)
