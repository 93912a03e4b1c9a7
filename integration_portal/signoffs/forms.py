"""Decide, countersign, acknowledge, correct, withdraw."""

import datetime as dt

from wtforms import BooleanField, DateField, PasswordField, RadioField
from wtforms.validators import InputRequired, Optional

from ..web.forms import GuardedForm, PortalForm, free_text, required
from .rules import Redo

PAST = "Choisissez un jour à venir."
MISSING = "Dites-le : la recrue saura ainsi comment avancer."


def password_field(label: str = "Votre mot de passe, pour signer") -> PasswordField:
    return PasswordField(
        label,
        [required("Votre mot de passe est votre signature : saisissez-le.")],
        render_kw={"autocomplete": "current-password"},
    )


class RedoFields:
    """« À reprendre »: what, how, when. Asked only of whoever sends back."""

    what = free_text("Ce qui manque", rows=2)
    how = free_text("Comment le reprendre", rows=2)
    on = DateField("Pour quand", [Optional()])

    def redo(self, today: dt.date) -> Redo | None:
        """None, with the errors at their places, when something is missing."""
        what, how, on = self.what.data, self.how.data, self.on.data
        for field in (self.what, self.how, self.on):
            if not field.data and not field.errors:
                field.errors = [MISSING]
        if on and on < today:
            self.on.errors = [PAST]
        if not what or not how or not on or self.on.errors:
            return None
        return Redo(what, how, on)


class DecisionBase(RedoFields, GuardedForm):
    """The levels of the criteria are added by ``level_fields.levels_form``."""

    decision = RadioField(
        "Votre décision",
        choices=[("validate", "Valider"), ("return", "À reprendre")],
        validators=[InputRequired("Choisissez : valider, ou à reprendre.")],
    )
    read_warning = BooleanField("J’ai lu cet avertissement : je signe quand même.")
    why = free_text(
        "Pourquoi vous", rows=2, description="Aucune désignation à votre nom avant ce jour."
    )
    comment = free_text("Votre commentaire", rows=3)
    password = password_field()


class CountersignForm(RedoFields, GuardedForm):
    decision = RadioField(
        "Votre décision",
        choices=[("accept", "Contresigner"), ("decline", "À reprendre")],
        validators=[InputRequired("Choisissez : contresigner, ou à reprendre.")],
    )
    comment = free_text("Votre commentaire", rows=2)
    password = password_field()


class TogetherForm(PortalForm):
    password = password_field()


class AnswerForm(GuardedForm):
    comment = free_text(
        "Votre désaccord, si vous en avez un",
        description="Laissez vide pour prendre acte. Aucune information sur un patient.",
    )
    password = password_field()


class WithdrawForm(GuardedForm):
    reason = free_text("Pourquoi retirer cette signature", optional=False)
    password = PasswordField(
        "Votre mot de passe", [required()], render_kw={"autocomplete": "current-password"}
    )


class CorrectForm(GuardedForm):
    text = free_text("Ce qu’il faut lire", optional=False)
    password = PasswordField(
        "Votre mot de passe", [required()], id="correct-password",
        render_kw={"autocomplete": "current-password"},
    )  # fmt: skip
