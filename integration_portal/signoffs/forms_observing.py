"""Name an observer, note what was seen act after act, write an observation, a reflective talk."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, cast

from wtforms import (
    DateField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    TimeField,
    ValidationError,
)
from wtforms.validators import InputRequired, Optional

from ..core.typography import french
from ..web.forms import GuardedForm, PortalForm, free_text, no_patient_data, required, short_text
from .level_fields import CHOOSE, DECISION_CHOICES

NO_MOMENT = "Écrivez le jour et l’heure."
GENERAL = "En mots généraux, sans rien qui désigne un patient."
PLACE = "Par exemple : au poste d’accueil."
DONE, NOT_DONE, NOT_MET = "oui", "non", "sans-objet"


def password_field() -> PasswordField:
    return PasswordField(
        "Votre mot de passe, pour signer",
        [required("Votre mot de passe est votre signature : saisissez-le.")],
        render_kw={"autocomplete": "current-password"},
    )


class NameForm(PortalForm):
    user = SelectField("Qui observera aussi", [required()], coerce=int)


class _Tokened(GuardedForm):
    """``token`` names one observation from its first act to its signature."""

    token = HiddenField()

    def validate_token(self, field: Field) -> None:
        try:
            uuid.UUID(field.data or "")
        except ValueError:
            raise ValidationError("Rouvrez cette page : elle n’est plus reconnue.") from None


class ObservationBase(_Tokened):
    day = DateField("Jour de la situation", [required(NO_MOMENT)])
    time = TimeField("Heure où elle a commencé", [required(NO_MOMENT)])
    place = short_text("Lieu", validators=[no_patient_data], description=PLACE)
    situation = free_text("La situation", optional=False, rows=3, description=GENERAL)
    note = free_text("Votre note libre", description=GENERAL)
    why = free_text(
        "Pourquoi c’est vous qui avez observé",
        rows=2,
        description="À dire seulement si votre nom n’était pas donné avant la situation.",
    )


def observation_form(
    criteria: Sequence[Mapping[str, Any]], *, whole: bool = True
) -> type[ObservationBase]:
    """One level per criterion. ``whole`` False: kept for later, only the moment is needed."""
    presence = InputRequired(CHOOSE) if whole else Optional()
    fields: dict[str, Any] = {
        f"level_{criterion['code']}": RadioField(
            french(("★ " if criterion["securite"] else "") + criterion["texte"]),
            choices=DECISION_CHOICES,
            validators=[presence],
        )
        for criterion in criteria
    }
    if not whole:
        fields["place"] = short_text("Lieu", optional=True, validators=[no_patient_data])
        fields["situation"] = free_text("La situation", rows=3, description=GENERAL)
    return cast("type[ObservationBase]", type("ObservationForm", (ObservationBase,), fields))


class SignForm(PortalForm):
    password = password_field()


class ActForm(_Tokened):
    """One act of the grid. ``number``: how many were there before, so that one is added once."""

    number = HiddenField()


def act_form(criteria: Sequence[Mapping[str, Any]]) -> type[ActForm]:
    """Done, not done, or nothing to see: for each criterion."""
    choices = [(DONE, "Fait"), (NOT_DONE, "Pas fait"), (NOT_MET, "Sans objet")]
    fields: dict[str, Any] = {
        f"act_{criterion['code']}": RadioField(
            french(("★ " if criterion["securite"] else "") + criterion["texte"]),
            choices=choices,
            default=NOT_MET,
            validators=[Optional()],
        )
        for criterion in criteria
    }
    return cast("type[ActForm]", type("OneActForm", (ActForm,), fields))


def act_of(form: ActForm, criteria: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    """Criterion code → done, for those that could be seen."""
    picked = {c["code"]: form[f"act_{c['code']}"].data for c in criteria}
    return {code: value == DONE for code, value in picked.items() if value in {DONE, NOT_DONE}}


class TalkForm(GuardedForm):
    day = DateField("Jour de l’entretien", [required(NO_MOMENT)])
    time = TimeField("Heure", [required(NO_MOMENT)])
    expected = free_text("Ce qui était attendu", optional=False, rows=3)
    done = free_text("Ce qui a été fait", optional=False, rows=3)
    learnt = free_text("Ce qui est appris", optional=False, rows=3)
    change = free_text("Ce qui change la prochaine fois", optional=False, rows=3)
