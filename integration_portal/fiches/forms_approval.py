"""The forms of a decision about a fiche."""

from wtforms import BooleanField, DateField, HiddenField, PasswordField
from wtforms.validators import InputRequired

from ..web.forms import GuardedForm, PortalForm, free_text, required
from .statement import SOURCES_CHECKED


class SeenForm(PortalForm):
    """What was on the page: the decision is about that text and no other."""

    text_hash = HiddenField(validators=[InputRequired()])


class ValidateForm(SeenForm):
    next_review_on = DateField(
        "À revoir avant le",
        [required("Choisissez une date.")],
        description="Ce jour-là, la validation prend fin et la fiche revient vers vous.",
    )
    sources_checked = BooleanField(SOURCES_CHECKED)
    password = PasswordField(
        "Votre mot de passe, pour signer",
        [required("Votre mot de passe est votre signature : saisissez-le.")],
        render_kw={"autocomplete": "current-password"},
    )


class WithdrawForm(GuardedForm):
    text_hash = HiddenField(validators=[InputRequired()])
    reason = free_text(
        "Pourquoi retirer cette fiche",
        optional=False,
        limit=400,
        rows=2,
        description="Lu par toute personne qui ouvre la fiche. Aucune information sur un patient.",
    )
