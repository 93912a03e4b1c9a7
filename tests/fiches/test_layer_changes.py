"""« Chez nous » when the fiche changes below it, or two people write at once: nothing is lost."""

from sqlalchemy import select

from integration_portal.fiches.models import LocalLayerRevision
from tests.support.client import shown
from tests.support.html import words

from .layering import PAGE, SENTENCE, article, change_base, layers, opened, save, shipped


def test_a_changed_base_loses_nothing(editor, enter, world, at, db) -> None:
    save(editor, at["unit"], {SENTENCE: "Notre question ?", "note": "Ici."})
    pinned = layers(db)[0].base_version
    assert pinned == shipped().version

    def reword(payload) -> None:
        payload["questions"][3] = "Une question nouvelle ?"

    change_base(db, reword)
    assert "Une question nouvelle" in article(enter(world.ours.recruit))
    assert "Ici." in article(enter(world.ours.recruit))
    page = words(next(editor.page(at["unit"]).iter("main")))
    for text in ("1 correction ne s’applique plus", "Une question nouvelle", "Notre question",
                 "À quelle heure l’a-t-on vue normale"):  # fmt: skip
        assert text in page
    save(editor, at["unit"], {"note": "Là."})
    assert len(layers(db)[0].patch["corrections"]) == 1
    editor.submit(at["unit"], button="Remettre sur le nouveau texte")
    assert "Notre question" in article(enter(world.ours.recruit))
    layer = layers(db)[0]
    assert layer.base_version != pinned
    assert layer.patch["corrections"][0]["avant"] == "Une question nouvelle ?"


def test_a_correction_put_aside_is_kept(editor, world, at, db) -> None:
    save(editor, at["unit"], {SENTENCE: "Notre question ?"})

    def remove(payload) -> None:
        del payload["questions"][3:]

    change_base(db, remove)
    page = words(next(editor.page(at["unit"]).iter("main")))
    assert "Cette phrase n’existe plus." in page
    assert "Remettre sur le nouveau texte" not in page
    editor.submit(at["unit"], button="Garder de côté")
    page = words(next(editor.page(at["unit"]).iter("main")))
    assert "ne s’applique plus" not in page
    assert "Gardées de côté (1)" in page
    save(editor, at["unit"], {"note": "Ici."})
    assert layers(db)[0].patch["de_cote"][0]["apres"] == "Notre question ?"


def test_a_base_that_changes_under_the_form_is_not_taken_for_a_correction(editor, at, db) -> None:
    form = opened(editor, at["unit"])
    data = {**form, "note": "Ici."}

    def reword(payload) -> None:
        payload["questions"][0] = "Autre chose ?"

    change_base(db, reword)
    assert editor.post(PAGE, data=data).status_code == 302
    assert "corrections" not in layers(db)[0].patch


def test_two_editors_at_once_lose_nothing(editor, doors, world, at, db) -> None:
    form = opened(editor, at["unit"])
    late = {**form, "note": "Mon texte."}
    save(doors.enter(world.ours.editor), at["unit"], {"note": "Son texte."})
    response = editor.post(PAGE, data=late)
    assert response.status_code == 409
    said = shown(response)
    assert "Son texte." in said
    assert "Mon texte." in said
    assert late["csrf_token"][0] not in said
    assert layers(db)[0].patch["ajouts"]["note"] == "Son texte."
    # Sent again, knowingly, it replaces the other, which stays in the history.
    again = {**late, "base_revision": "1"}
    assert editor.post(PAGE, data=again).status_code == 302
    assert layers(db)[0].revision == 2
    with db.reading() as session:
        kept = session.scalars(select(LocalLayerRevision).order_by(LocalLayerRevision.number))
        assert [one.patch["ajouts"]["note"] for one in kept] == ["Son texte.", "Mon texte."]


def test_an_earlier_text_comes_back_and_all_can_be_emptied(editor, enter, world, at, db) -> None:
    save(editor, at["unit"], {"note": "Premier."})
    save(editor, at["unit"], {"note": "Second."})
    editor.submit(at["unit"], button="Revenir au texte n°\u00a01".replace("\u00a0", " "))
    assert layers(db)[0].patch["ajouts"]["note"] == "Premier."
    assert layers(db)[0].revision == 3
    editor.submit(at["unit"], action=f"{PAGE}/supprimer")
    assert layers(db)[0].patch == {}
    assert "Premier." not in article(enter(world.ours.recruit))
    assert editor.page(at["unit"]) is not None
