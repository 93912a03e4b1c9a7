"""Reading a lesson: where she stopped, « j'ai lu », the text that changes, questions on the way."""

import random

import pytest

from integration_portal.content import blocks
from integration_portal.demo.learning import right_answer, wrong_answer
from integration_portal.learning.blocks import WORDS
from integration_portal.learning.queries import get_module
from integration_portal.learning.question_types import kind_of
from tests.learning.taking import MODULE, change, module_of, squeezed
from tests.support.databases import fingerprint
from tests.support.html import words

FIRST = f"{MODULE}/01-pourquoi-l-erreur-de-dossier"
SECOND = f"{MODULE}/02-traits-stricts"
DRAWN = "vocabulaire-medical"
READ = {"action": f"{FIRST}/lue"}


@pytest.fixture
def recruit(enter, world):
    return enter(world.ours.peer)


@pytest.fixture
def page(enter, world):
    """What the page itself sends when she leaves it: no answer to read."""
    browser = enter(world.ours.peer, check_pages=False)
    return lambda position: browser.send(f"{FIRST}/position", {"position": position})


def said(client, path: str) -> str:
    return words(next(client.page(path).iter("main")))


def line_of(client, lesson: str) -> str:
    """The lesson's line on the page of its module."""
    for line in client.page(MODULE).iter("li"):
        if any(link.get("href") == lesson for link in line.iter("a")):
            return words(line) + " ".join(
                node.get("aria-label", "") for node in line.iter() if node.get("aria-label")
            )
    raise AssertionError(lesson)


def test_read_it_ticks(recruit) -> None:
    assert "Ouvrir la première leçon" in said(recruit, MODULE)
    assert recruit.submit(FIRST, **READ).location == SECOND
    assert "Leçon lue" in said(recruit, FIRST)
    module = recruit.page(MODULE)
    go_on = [link for link in module.iter("a") if words(link) == "Continuer les leçons"]
    assert [link.get("href") for link in go_on] == [SECOND]
    assert "En cours" in said(recruit, "/modules")


def test_the_last_lesson_leads_back_to_the_module(recruit, db) -> None:
    last = f"{MODULE}/{module_of(db).lessons[-1].slug}"
    assert recruit.submit(last, action=f"{last}/lue").location == MODULE


def test_where_she_stopped_is_kept(page, enter, world) -> None:
    assert page("400").status_code == 204
    elsewhere = enter(world.ours.peer)
    assert 'data-resume="400"' in elsewhere.get(FIRST).text
    assert "commencée" in line_of(elsewhere, FIRST)
    assert "data-resume" not in enter(world.ours.recruit).get(FIRST).text
    for wild, kept in (("9999", "1000"), ("abc", None)):
        page(wild)
        shown = elsewhere.get(FIRST).text
        assert (f'data-resume="{kept}"' in shown) is (kept is not None)


def test_looking_again_at_a_lesson_read_does_not_begin_it_again(recruit, page) -> None:
    recruit.submit(FIRST, **READ)
    page("300")
    assert "commencée" not in line_of(recruit, FIRST)
    assert "data-resume" not in recruit.get(FIRST).text


def test_a_changed_lesson_asks_again(recruit, db) -> None:
    recruit.submit(FIRST, **READ)
    recruit.submit(SECOND, action=f"{SECOND}/lue")
    shown = module_of(db).lessons[0].digest
    change(db, lambda payload: payload["lecons"][0].update(corps="## Autre\n\nUn autre texte."))
    assert "a changé : à relire" in line_of(recruit, FIRST)
    assert "à relire" not in line_of(recruit, SECOND)
    assert "Cette leçon a changé depuis que vous l’avez lue." in said(recruit, FIRST)
    stale = recruit.send(f"{FIRST}/lue", {"texte": shown})
    assert stale.status_code == 409
    assert "relisez-la" in stale.text
    recruit.submit(FIRST, **READ)
    assert "à relire" not in line_of(recruit, FIRST)


def test_unknown_lessons(recruit) -> None:
    for path in (f"{MODULE}/inconnue", "/modules/inconnu/inconnue"):
        assert recruit.send(f"{path}/lue").status_code == 404
        assert recruit.send(f"{path}/position", {"position": "1"}).status_code == 404


@pytest.fixture
def illustrated(db):
    """A module whose lessons hold drawings and questions."""
    with db.reading() as session:
        return get_module(session, DRAWN)


def pieces(module, kind: str):
    """(lesson, piece) of every block of a kind."""
    return [
        (lesson, piece)
        for lesson in module.lessons
        for piece in blocks.split(lesson.text)
        if piece.kind == kind
    ]


def test_a_question_on_the_way_is_corrected_there_and_counts_for_nothing(
    recruit, illustrated, db
) -> None:
    lesson, piece = pieces(illustrated, "question")[0]
    question = illustrated.questions[piece.argument]
    path, kind = f"/modules/{DRAWN}/{lesson.slug}", kind_of(question)
    with db.reading() as session:
        before = fingerprint(session)
    explained = squeezed(question["explication"])
    assert squeezed(question["enonce"]) in said(recruit, path)
    assert explained not in said(recruit, path)
    for given, verdict in ((right_answer(question), "Juste"), (wrong_answer(question), "Attendu")):
        fields = kind.posted(question, random.Random(question["id"]), given)
        sent = {"question": question["id"], **fields}
        page = words(next(recruit.page(path, query_string=sent).iter("main")))
        assert explained in page
        assert verdict in page or "À retenir" in page or "pas la bonne réponse" in page
    half = words(recruit.page(path, query_string={"question": question["id"]}))
    assert "Répondez à toute la question." in half
    with db.reading() as session:
        assert fingerprint(session) == before


def test_a_drawing_is_an_image_and_nothing_else(recruit, illustrated, client) -> None:
    lesson, piece = pieces(illustrated, "figure")[0]
    name, _, alt = piece.argument.partition(" ")
    path = f"/modules/{DRAWN}/figures/{name}"
    images = {
        one.get("src"): one.get("alt")
        for one in recruit.page(f"/modules/{DRAWN}/{lesson.slug}").iter("img")
    }
    assert squeezed(images[path]) == squeezed(alt)
    answer = recruit.get(path)
    assert answer.mimetype == "image/svg+xml"
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert recruit.get(f"/modules/{DRAWN}/figures/autre.svg").status_code == 404
    assert client.get(path).status_code == 401, "who is not logged in sees no content"


def test_a_block_is_told_by_its_word(recruit, illustrated) -> None:
    seen = set()
    for lesson in illustrated.lessons:
        root = recruit.page(f"/modules/{DRAWN}/{lesson.slug}")
        shown = [words(one) for one in root.iter("p") if one.get("class") == "block-word"]
        for piece in blocks.split(lesson.text):
            if piece.kind and piece.kind != "figure":
                seen.add(piece.kind)
                assert any(one.startswith(WORDS[piece.kind]) for one in shown), piece
    assert len(seen) > 3
