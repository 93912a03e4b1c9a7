"""The editor of « Chez nous » as the tests drive it: one fiche, and its forms."""

import copy

from sqlalchemy import select

from integration_portal.content import actions as content
from integration_portal.content.loader import Library
from integration_portal.fiches.models import LocalLayer
from tests.support.client import form_values, shown
from tests.support.html import words

from .shipped import entries

SLUG = "avc-ait"
PAGE = f"/fiches/{SLUG}/chez-nous"
FICHE = f"/fiches/{SLUG}"
SENTENCE = "phrase-questions-3"
NUMBER = {"numeros-0-libelle": "Neurologue de garde", "numeros-0-numero": "4012"}


def shipped():
    return next(entry for entry in entries() if entry.slug == SLUG)


def save(client, page, values, status=302):
    response = client.submit(page, values, button="Enregistrer")
    assert response.status_code == status, shown(response)
    return response


def layers(db):
    with db.reading() as session:
        return session.scalars(select(LocalLayer).order_by(LocalLayer.id)).all()


def article(client, path=FICHE):
    return words(next(client.page(path).iter("article")))


def change_base(db, change) -> None:
    """A new version of the shipped fiche comes with an update of the portal."""
    new = copy.deepcopy(shipped())
    change(new.payload)
    others = {(one.kind, one.slug): one for one in entries() if one.slug != SLUG}
    with db.writing() as session:
        content.sync(session, Library({**others, ("fiche", SLUG): new}, []))


def opened(client, page):
    """The fields of the form as it was served."""
    form = next(one for one in client.page(page).iter("form") if one.get("data-preview"))
    return form_values(form)
