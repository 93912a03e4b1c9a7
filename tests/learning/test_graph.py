"""The graph of a simulation: the picture, the page, the command."""

import itertools
import re
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from integration_portal.learning.graph import draw, lines
from integration_portal.learning.graph_command import graph
from tests.support.content import shipped_library
from tests.support.html import words
from tests.support.repository import ROOT

pytestmark = pytest.mark.exhaustive

SIMULATIONS = {
    entry.slug: entry.payload["simulation"]
    for entry in shipped_library().of_kind("module")
    if entry.payload["simulation"]
}
PAGE = "/modules/identitovigilance/mise-en-situation/graphe"
PATH = re.compile(r'<path d="M[\d.]+ [\d.]+C')


def _choice(to, **changes):
    return {"texte": "Vous répondez.", "si": [], "retient": [], "jauges": {}, "vers": to,
            "attendu": False, "etoile": False, "debrief": "Bien.", "regle": None, **changes}  # fmt: skip


def _turn(name, *choices, **changes):
    return {"id": name, "qui": "X", "dit": f"Je dis <{name}>.", "scene": None, "evenement": None,
            "choix": list(choices), "fin": None, "titre": None, **changes}  # fmt: skip


def _end(name, ending):
    return _turn(name, qui=None, dit=None, scene="Fini.", fin=ending, titre="La fin")


@pytest.fixture
def small():
    """Three turns: one choice goes back, one is ★, one depends on what was said."""
    return {
        "titre": "Un essai",
        "depart": "un",
        "tours": [
            _turn("un", _choice("deux", attendu=True), _choice("danger", etoile=True)),
            _turn("deux", _choice("un"), _choice("trois", attendu=True, si=["relation >= 40"])),
            _turn("trois", _choice([{"si": ["nom"], "vers": "bien"}, {"si": [], "vers": "repris"}]),
                  _choice("danger", etoile=True)),
            _end("bien", "reussie"), _end("repris", "a-reprendre"), _end("danger", "danger"),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("slug", SIMULATIONS)
def test_every_shipped_simulation_is_drawn_whole(slug) -> None:
    simulation = SIMULATIONS[slug]
    picture = draw(simulation)
    assert picture == draw(simulation)
    ElementTree.fromstring(picture)
    assert picture.count('font-weight="700" text-anchor="middle"') > len(simulation["tours"])
    ends = [turn for turn in simulation["tours"] if turn["fin"]]
    legend = 2
    drawn = picture.count("<polygon")
    assert drawn == legend + sum(turn["fin"] != "reussie" for turn in ends)
    assert len(lines(simulation)) >= sum(len(turn["choix"]) for turn in simulation["tours"])


@pytest.mark.parametrize("slug", SIMULATIONS)
def test_turns_of_a_row_never_overlap(slug) -> None:
    boxes = re.findall(
        r'<rect x="([\d.-]+)" y="([\d.]+)" width="([\d.]+)"', draw(SIMULATIONS[slug])
    )
    rows: dict[str, list[tuple[float, float]]] = {}
    for x, y, width in boxes:
        rows.setdefault(y, []).append((float(x), float(width)))
    for row in rows.values():
        row.sort()
        assert all(x + width <= after for (x, width), (after, _) in itertools.pairwise(row))
        assert row[0][0] >= 0


def test_lines_say_what_kind_of_choice_they_are(small) -> None:
    picture = draw(small)
    assert len(PATH.findall(picture)) == 7
    assert picture.count('stroke-width="3.2"') == 1 + 2  # the legend's, then one an expected choice
    assert picture.count('stroke-dasharray="6 4"') == 1 + 2
    assert picture.count("↑ un<") == 1, "a way back is a marker"
    assert "<un>" not in picture
    assert "&lt;un&gt;" in picture


def test_a_picture_needs_nothing_else(small) -> None:
    picture = draw(small)
    assert "<script" not in picture
    assert "style=" not in picture
    assert "href" not in picture


def test_lines_of_the_table(small) -> None:
    found = [(one.turn, one.number, one.target, one.mark, one.conditions) for one in lines(small)]
    assert found == [
        ("un", 1, "deux", "attendu", ""),
        ("un", 2, "danger", "★", ""),
        ("deux", 1, "un", "", ""),
        ("deux", 2, "trois", "attendu", "relation à partir de 40"),
        ("trois", 1, "bien", "", "« nom » retenu"),
        ("trois", 1, "repris", "", "sinon"),
        ("trois", 2, "danger", "★", ""),
    ]


def test_the_page_shows_the_picture_and_the_same_lines(enter, world) -> None:
    main = next(enter(world.ours.people["editor"]).page(PAGE).iter("main"))
    assert [node for node in main.iter() if node.tag.endswith("svg")]
    rows = [words(row) for body in main.iter("tbody") for row in body.iter("tr")]
    assert len(rows) == len(lines(SIMULATIONS["identitovigilance"]))
    assert any("decroche, 3" in row and "★ sécurité" in row for row in rows)
    assert "Deux femmes, deux dossiers" in words(main)


def test_the_questions_lead_to_the_graph(enter, world) -> None:
    page = enter(world.ours.people["editor"]).page("/modules/identitovigilance/questions")
    assert PAGE in [link.get("href") for link in page.iter("a")]


def test_a_recruit_does_not_see_the_answers(enter, world) -> None:
    client = enter(world.ours.recruit)
    assert client.get(PAGE).status_code == 403


def test_an_unknown_module_is_not_found(enter, world) -> None:
    client = enter(world.ours.people["editor"])
    assert client.get("/modules/inconnu/mise-en-situation/graphe").status_code == 404


@pytest.mark.parametrize("slug", ["identitovigilance", "analyser-prioriser"])
def test_the_pictures_of_the_guide_are_up_to_date(slug) -> None:
    kept = (ROOT / "docs" / "simulations" / f"{slug}.svg").read_text(encoding="utf-8")
    assert kept == draw(SIMULATIONS[slug]), "integration-portal learning graph " + slug


def test_the_command_writes_the_picture(tmp_path) -> None:
    file = tmp_path / "graphe.svg"
    result = CliRunner().invoke(graph, ["identitovigilance", "--to", str(file)])
    assert result.exit_code == 0, result.output
    assert file.read_text(encoding="utf-8") == draw(SIMULATIONS["identitovigilance"])


def test_the_command_names_what_it_does_not_find() -> None:
    result = CliRunner().invoke(graph, ["inconnu"])
    assert result.exit_code == 1
    assert "inconnu" in result.output
