"""Nothing about a patient enters: a number is refused, a doubt is asked once."""

import pytest

from integration_portal.signoffs.models import LedgerEntry
from tests.support.client import form_values, shown
from tests.support.html import check_page

PHONE = "Rappeler le secrétariat de chirurgie au 01 23 45 67 89."


def comment_form(response, path: str):
    page = check_page(response.text, typography=False)
    return next(form for form in page.iter("form") if form.get("action") == path)


@pytest.mark.parametrize(
    "number", ["2 69 05 49 588 157 80", "269054958815780", "2.69.05.49.588.157"]
)
def test_a_social_security_number_is_refused_whatever_is_ticked(enter, world, left, number) -> None:
    path = f"/etapes/{world.ours.step_id}/mot"
    text = f"Patiente {number}, rappelée."
    client = enter(world.ours.recruit)
    for ticked in ({}, {"patient_data_checked": "y"}):
        refused = client.send(path, {"text": text, **ticked})
        assert refused.status_code == 422
        assert "numéro de sécurité sociale" in shown(refused)
        assert text in refused.text
    assert left() == []


def test_a_phone_number_asks_for_the_box_then_passes(enter, world, left) -> None:
    path = f"/etapes/{world.ours.step_id}/mot"
    client = enter(world.ours.recruit)
    fresh = comment_form(client.get(f"/etapes/{world.ours.step_id}"), path)
    assert "patient_data_checked" not in {one.get("name") for one in fresh.iter("input")}
    doubt = client.send(path, {"text": PHONE})
    assert doubt.status_code == 422
    assert "ressemble à un numéro de téléphone" in shown(doubt)
    form = comment_form(doubt, path)
    boxes = [one for one in form.iter("input") if one.get("name") == "patient_data_checked"]
    assert len(boxes) == 1
    values = {**form_values(form), "patient_data_checked": "y"}
    assert values["text"] == [PHONE]
    assert client.post(path, data=values).status_code == 302
    assert left() == [PHONE]


@pytest.fixture
def signer(db, world):
    """Whoever signed the entry of our place."""
    with db.reading() as session:
        author = session.get_one(LedgerEntry, world.ours.entry_id).author_id
    return next(person for person in world.ours.people.values() if person.id == author)


@pytest.mark.parametrize(
    ("who", "page", "action", "field"),
    [
        ("recruit", "/etapes/{step_id}", "/etapes/{step_id}/fait", "comment"),
        ("recruit", "/etapes/{observation_id}/demander", None, "comment"),
        ("tutor", "/a-valider/{request_id}", None, "comment"),
        ("recruit", "/signatures/{entry_id}", "/signatures/{entry_id}/reponse", "comment"),
        ("signer", "/signatures/{entry_id}", "/signatures/{entry_id}/retrait", "reason"),
    ],
)
def test_every_free_text_asks(enter, world, signer, who, page, action, field) -> None:
    numbers = vars(world.ours)
    page, action = page.format(**numbers), action and action.format(**numbers)
    client = enter(signer if who == "signer" else getattr(world.ours, who))
    doubt = client.submit(page, {field: PHONE}, action=action)
    assert doubt.status_code == 422
    assert "ressemble à un numéro de téléphone" in shown(doubt)
    assert "ce texte ne concerne aucun patient" in shown(doubt)
    assert PHONE in doubt.text
