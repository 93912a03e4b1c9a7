"""Ask to be observed, visa a block, take a visa back, choose what an attestation shows."""

from typing import Any

from wtforms import PasswordField, SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from ..web.forms import GuardedForm, PortalForm, free_text, required, stripped
from .checking import SHOWABLE


def _password(label: str) -> Any:
    return PasswordField(
        label,
        [required("Votre mot de passe est votre signature : saisissez-le.")],
        render_kw={"autocomplete": "current-password"},
    )


class AskBase(GuardedForm):
    """One level per criterion is added before these (``signoffs.level_fields``)."""

    intention = free_text(
        "Ce que vous voulez montrer",
        rows=2,
        description="La situation que vous proposez, en mots généraux. Aucune information sur un "
        "patient.",
    )
    comment = free_text(
        "Ce que vous voulez dire à la personne qui vous accompagne",
        description="Ce qui va, ce qui reste difficile. Aucune information sur un patient.",
    )


class VisaForm(PortalForm):
    password = _password("Votre mot de passe, pour signer")


class WithdrawVisaForm(GuardedForm):
    reason = free_text("Pourquoi retirer ce visa", optional=False)
    password = _password("Votre mot de passe")


class ShownForm(PortalForm):
    shown = SelectMultipleField(
        "Ce qu’une personne qui a le code peut lire",
        choices=list(SHOWABLE.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="Sans rien cocher, elle lit seulement que l’attestation est valable.",
    )


class CheckForm(PortalForm):
    """Sent by GET: the answer is an address of its own."""

    class Meta(PortalForm.Meta):
        csrf = False

    code = StringField(
        "Le code de l’attestation",
        [required("Saisissez le code imprimé sur l’attestation."), Length(max=60)],
        filters=[stripped],
        description="Seize signes, par groupes de quatre. Les espaces et les tirets ne comptent pas.",
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
