"""Open, note a condition, sign, renew, take back, take the post."""

import datetime as dt
from typing import cast

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Form,
    HiddenField,
    PasswordField,
    SelectField,
    ValidationError,
)

from ..core.typography import french
from ..web.forms import GuardedForm, PortalForm, free_text, required, stripped
from .wording import CHECKS

SHORT_WORD = 200
_SIGN = "Votre mot de passe est votre signature : saisissez-le."


class OpeningForm(PortalForm):
    unit = SelectField("Unité", [required()], coerce=int)
    email = EmailField(
        "Adresse électronique de la personne",
        [required()],
        filters=[stripped],
        description="Une recrue, ou une secrétaire déjà confirmée, du même établissement.",
        render_kw={"autocomplete": "off", "list": "secretaires"},
    )


class _DatedForm(GuardedForm):
    """``today``: the day it is in the establishment, set by the view."""

    today: dt.date
    on = DateField("Quel jour", [required("Donnez la date.")])

    @property
    def day(self) -> dt.date:
        """The date of a form that was accepted."""
        assert self.on.data is not None
        return self.on.data

    def validate_on(self, field: DateField) -> None:
        if field.data and field.data > self.today:
            raise ValidationError("Cette date est à venir : notez ce qui a eu lieu.")


class ConditionForm(_DatedForm):
    condition = SelectField("Condition remplie", [required()])
    word = free_text("Un mot, si besoin", limit=SHORT_WORD, rows=2)


def _password() -> PasswordField:
    return PasswordField(
        "Votre mot de passe, pour signer",
        [required(_SIGN)],
        render_kw={"autocomplete": "current-password"},
    )


class GrantForm(PortalForm):
    """``read``: the sentence shown above the password."""

    read = HiddenField()
    password = _password()


class RenewalBase(_DatedForm):
    """The levels of the criteria come before. ``base``: the ledger line in force when shown."""

    situation = free_text(
        "Ce que vous avez observé",
        optional=False,
        description=french(
            "En mots généraux : « une matinée d’appels ». Aucune information sur un patient."
        ),
    )
    base = HiddenField()
    read = HiddenField()
    password = _password()


class TakeBackForm(GuardedForm):
    reason = free_text("Pourquoi retirer ce passeport", optional=False)
    read = HiddenField()
    password = _password()


class CardBase(PortalForm):
    """« Je prends ce service ce matin » : nothing of the ticks is kept."""


def _ticked(_form: Form, field: BooleanField) -> None:
    if not field.data:
        raise ValidationError("Pas encore vérifié.")


CardForm = cast(
    "type[CardBase]",
    type(
        "CardForm",
        (CardBase,),
        {f"check_{check.code}": BooleanField(french(check.what), [_ticked]) for check in CHECKS},
    ),
)
