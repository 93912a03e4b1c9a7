"""Decide, acknowledge, withdraw."""

from wtforms import PasswordField, RadioField
from wtforms.validators import InputRequired

from ..web.forms import GuardedForm, free_text, required


class DecisionBase(GuardedForm):
    """The levels of the criteria are added by ``journeys.forms.levels_form``-like factories."""

    comment = free_text(
        "Votre commentaire",
        description="Pour « à reprendre » : ce qui manque, et comment le reprendre. "
        "Aucune information sur un patient.",
    )
    decision = RadioField(
        "Votre décision",
        choices=[("validate", "Valider l’étape"), ("return", "À reprendre")],
        validators=[InputRequired("Choisissez : valider, ou à reprendre.")],
    )
    password = PasswordField(
        "Votre mot de passe, pour signer",
        [required("Votre mot de passe est votre signature : saisissez-le.")],
        render_kw={"autocomplete": "current-password"},
    )


class AnswerForm(GuardedForm):
    comment = free_text(
        "Votre désaccord, si vous en avez un",
        description="Laissez vide pour prendre acte. Aucune information sur un patient.",
    )


class WithdrawForm(GuardedForm):
    reason = free_text("Pourquoi retirer cette signature", optional=False)
    password = PasswordField(
        "Votre mot de passe", [required()], render_kw={"autocomplete": "current-password"}
    )
