"""Somebody signs on another person's screen: who she is, then her password; nothing of hers stays.

Two forms: her address first, so that the page can show the sentence under her own name; then
whatever she signs, with ``DeskIdentity`` mixed in. No browser is invited to remember either.
"""

from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import Length

from ..core.actor import Actor
from ..web.forms import PortalForm, required
from ..web.portal import actor
from .passwords import MAX_LENGTH
from .reauth import person_at_desk, person_named

NOBODY = "Aucune personne qui signe ici n’a cette adresse."
REFUSED = "L’adresse ou le mot de passe ne convient pas. Rien n’a été signé."
ONESELF = "Personne ne signe pour soi : c’est la personne à côté de vous qui s’identifie."


class WhoForm(PortalForm):
    """The address of whoever stands beside."""

    signer_email = EmailField(
        "Adresse électronique de la personne qui signe",
        [required(), Length(max=254)],
        render_kw={"autocomplete": "off"},
    )


class DeskIdentity:
    """Fields of a form signed on another person's screen; put it first among the bases."""

    signer_email = HiddenField()
    password = PasswordField(
        "Mot de passe de la personne qui signe",
        [required("Ce mot de passe est sa signature."), Length(max=MAX_LENGTH)],
        render_kw={"autocomplete": "new-password"},
    )


def find_beside(form: WhoForm) -> Actor | None:
    """Whom the address names; None: refused, the reason is in the form. Before ``db()``."""
    person = person_named(form.signer_email.data)
    if person is None:
        refuse_beside(form)
    elif person.id == actor().id:
        form.signer_email.errors = [ONESELF]
        return None
    return person


def refuse_beside(form: WhoForm) -> None:
    """The same words whether the account exists or does not sign there."""
    form.signer_email.errors = [NOBODY]


def signer_beside(form: PortalForm) -> Actor | None:
    """Who signs a form with ``DeskIdentity``; None: refused, the reason is at the password. Before
    ``db()``."""
    person = person_at_desk(form["signer_email"].data, form["password"].data)
    if person is None:
        form["password"].errors = [REFUSED]
    elif person.id == actor().id:
        form["password"].errors = [ONESELF]
        return None
    return person
