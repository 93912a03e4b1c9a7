"""The editor of « Chez nous », through its pages: who writes where, and what is inherited."""

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import User
from integration_portal.core.permissions import Role
from integration_portal.fiches.events import FicheTextChanged
from tests.support.client import shown
from tests.support.factories import OUR_MARK
from tests.support.html import words

from .layering import FICHE, NUMBER, PAGE, SENTENCE, SLUG, article, layers, opened, save, shipped


def test_a_number_of_the_establishment_reaches_its_units(editor, enter, world, at) -> None:
    save(editor, at["house"], NUMBER)
    for person in (world.ours.recruit, world.ours.neighbour_recruit):
        said = article(enter(person))
        assert "Neurologue de garde4012" in said.replace(" 4012", "4012")
        assert f"Hôpital {OUR_MARK}" in said
    assert "4012" not in article(enter(world.theirs.recruit))


def test_the_unit_sees_what_it_inherits_and_adds_its_own(editor, enter, world, at) -> None:
    save(editor, at["house"], {**NUMBER, "delais-U2": "8 jours", "mots": "patraque"})
    page = words(next(editor.page(at["unit"]).iter("main")))
    assert "Vient de l’établissement" in page
    assert "Neurologue de garde" in page
    save(editor, at["unit"], {"note": "Frapper avant d’entrer.", "delais-U2": "48 heures"})
    ours, theirs = enter(world.ours.recruit), enter(world.ours.neighbour_recruit)
    assert "Frapper avant d’entrer." in article(ours)
    assert f"Cardiologie {OUR_MARK}" in article(ours)
    assert "4012" in article(ours)
    assert "Frapper" not in article(theirs)
    assert "« patraque »" in article(theirs)


def test_a_delay_waits_for_a_doctor(editor, enter, world, at) -> None:
    save(editor, at["unit"], {"delais-U2": "48 heures"})
    said = article(enter(world.ours.recruit))
    assert "48 heures" not in said
    assert "une fois la fiche validée par un médecin" in said


def test_a_corrected_sentence_says_that_it_is_the_hospital_s(editor, enter, world, at, db) -> None:
    save(editor, at["unit"], {SENTENCE: "À quelle heure allait-elle bien ?"})
    (layer,) = layers(db)
    assert layer.patch["corrections"][0]["avant"] == shipped().payload["questions"][3]
    said = article(enter(world.ours.recruit))
    assert "À quelle heure allait-elle bien ? texte du service" in said
    assert "texte du service" not in article(enter(world.ours.neighbour_recruit))
    # Left as the form shows it, it stays one correction.
    save(editor, at["unit"], {"note": "x"})
    assert len(layers(db)[0].patch["corrections"]) == 1
    # Emptied, it is the shipped one again.
    save(editor, at["unit"], {SENTENCE: ""})
    assert "corrections" not in layers(db)[0].patch


def test_the_unit_inherits_a_correction_and_may_word_it_again(editor, enter, world, at, db) -> None:
    save(editor, at["house"], {SENTENCE: "Maison ?"})
    save(editor, at["unit"], {"note": "Ici."})
    unit = layers(db)[1]
    assert "corrections" not in unit.patch
    save(editor, at["unit"], {SENTENCE: "Ici ?"})
    assert "Ici ?" in article(enter(world.ours.recruit))
    assert "Maison ?" in article(enter(world.ours.neighbour_recruit))


def test_a_refused_form_keeps_what_was_typed(editor, at, db) -> None:
    typed = {"note": "Né le 12/03/1951, à rappeler", "numeros-0-numero": "4012"}
    response = save(editor, at["unit"], typed, status=422)
    said = shown(response)
    assert "ressemble à une date de naissance" in said
    assert "Complétez cette ligne" in said
    assert "Né le 12/03/1951" in response.text
    assert not layers(db)


def test_the_number_of_a_colleague_is_no_patient_s(editor, at, db) -> None:
    save(editor, at["unit"], {"numeros-0-libelle": "SAMU", "numeros-0-numero": "02 31 06 31 06"})
    nir = {"numeros-0-libelle": "SAMU", "numeros-0-numero": "2 69 05 49 588 157 80"}
    assert "sécurité sociale" in shown(save(editor, at["unit"], nir, status=422))
    assert len(layers(db)) == 1


def test_the_preview_writes_nothing(editor, at, db) -> None:
    values = {"phrase-alertes-0-geste": "Composez le 15 vous-même.", "note": "À voir."}
    form = opened(editor, at["unit"])
    data = {**form, **values}
    whole = editor.post(f"{PAGE}/apercu", data=data)
    assert "Composez le 15 vous-même." in shown(whole)
    editor.check_pages = False
    piece = editor.post(f"{PAGE}/apercu", data=data, headers={"X-Fragment": "1"})
    assert "<html" not in piece.text
    assert "Composez le 15 vous-même." in piece.text


def test_who_edits_where(doors, db, world, at) -> None:
    with db.writing() as session:
        user = session.get_one(User, world.ours.contributor.id)
        accounts.grant_role(session, None, user, Role.EDITOR,
                            establishment_id=world.ours.establishment_id,
                            unit_id=world.ours.unit_id)  # fmt: skip
    local = doors.enter(world.ours.contributor)
    assert local.get(at["unit"]).status_code == 200
    assert local.get(at["house"]).status_code == 404
    assert local.get(at["neighbour"]).status_code == 404
    assert local.get(PAGE).status_code == 200
    refused = local.send(PAGE, {"lieu": f"e{world.ours.establishment_id}", "note": "x"})
    assert refused.status_code == 404
    assert doors.enter(world.ours.recruit).get(PAGE).status_code == 403
    for page in at.values():
        assert doors.enter(world.theirs.editor).get(page).status_code == 404


def test_each_save_is_announced(editor, world, at, db) -> None:
    heard = []
    db.bus.subscribe(FicheTextChanged, lambda _session, event: heard.append(event))
    try:
        save(editor, at["unit"], {"note": "Ici."})
        save(editor, at["unit"], {"note": "Ici."})
    finally:
        db.bus._handlers[FicheTextChanged].pop()
    assert heard == [FicheTextChanged(world.ours.establishment_id, world.ours.unit_id, SLUG)]


def test_the_page_costs_five_statements(editor, enter, world, at, queries) -> None:
    save(editor, at["house"], NUMBER)
    save(editor, at["unit"], {"note": "Ici.", SENTENCE: "Notre question ?"})
    reader = enter(world.ours.recruit)
    reader.get(FICHE)
    with queries() as seen:
        reader.get(FICHE)
    assert len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]) <= 5


def test_somebody_of_several_units_chooses_whose_text_she_reads(
    editor, doors, world, at, db
) -> None:
    save(editor, at["neighbour"], {"note": "Texte de la neurologie."})
    with db.writing() as session:
        user = session.get_one(User, world.ours.recruit.id)
        accounts.grant_role(
            session,
            None,
            user,
            Role.RECRUIT,
            establishment_id=world.ours.establishment_id,
            unit_id=world.ours.neighbour_unit_id,
        )
    reader = doors.enter(world.ours.recruit)
    page = reader.page(FICHE)
    assert "Texte de la neurologie." not in words(next(page.iter("article")))
    links = {words(one): one.get("href") for one in page.iter("a")}
    chosen = links[f"Neurologie {OUR_MARK}"]
    assert "Texte de la neurologie." in article(reader, chosen)


def test_a_doubt_that_is_lifted_lets_the_text_in(editor, at, db) -> None:
    form = opened(editor, at["unit"])
    typed = {**form, "mots": "le patient né le 12/03/1951"}
    assert editor.post(PAGE, data=typed).status_code == 422
    assert editor.post(PAGE, data={**typed, "patient_data_checked": "y"}).status_code == 302
    assert layers(db)[0].patch == {"ajouts": {"mots": ["le patient né le 12/03/1951"]}}
