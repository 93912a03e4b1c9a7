"""Prepare, plan, write the minutes, sign, answer."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from wtforms import DateField, Field, PasswordField, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired, Optional

from ..core.typography import french
from ..establishments.models import StepRole
from ..web.forms import GuardedForm, PortalForm, free_text, required
from .kinds import FREE, GUIDES, Questions
from .models import AnswerKind

NO_PATIENT = "Aucune information sur un patient."
ROWS = 5
DECISION_LIMIT = 200
_OWNERS = (StepRole.RECRUIT, StepRole.TUTOR, StepRole.MANAGER, StepRole.DOCTOR)


def preparation_form(questions: Questions) -> type[GuardedForm]:
    """One free text a question, none required: a draft may stop anywhere."""
    fields: dict[str, Any] = {
        f"q_{code}": free_text(french(text), rows=3, description=NO_PATIENT)
        for code, text in questions
    }
    return cast("type[GuardedForm]", type("PreparationForm", (GuardedForm,), fields))


def prepared(form: GuardedForm, questions: Questions) -> dict[str, str]:
    """Question code → what was written."""
    return {code: form[f"q_{code}"].data or "" for code, _text in questions}


class PlanForm(PortalForm):
    """``choices`` of the leader come from the team of the journey."""

    kind = SelectField(
        "Nature", [required()], choices=[(one.value, GUIDES[one].title) for one in FREE]
    )
    leader = SelectField("Avec", [required()], coerce=int)
    on = DateField("Date", [required("Choisissez une date.")])

    today: dt.date

    def validate_on(self, field: Field) -> None:
        if field.data < self.today:
            raise ValidationError("Choisissez aujourd’hui ou un jour à venir.")


class MoveForm(PortalForm):
    on = DateField("Nouvelle date", [required("Choisissez une date.")])


def _decision_fields() -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for number in range(1, ROWS + 1):
        fields[f"what_{number}"] = free_text(
            f"Décision {number}", rows=2, limit=DECISION_LIMIT, description=""
        )
        fields[f"who_{number}"] = SelectField(
            f"Décision {number}, qui s’en charge",
            choices=[(role.value, role.label.capitalize()) for role in _OWNERS],
        )
        fields[f"when_{number}"] = DateField(f"Décision {number}, pour quand", [Optional()])
    return fields


class MinutesBase(GuardedForm):
    """The rows of the decisions are added by ``MinutesForm``."""

    held_on = DateField("L’entretien a eu lieu le", [required("Choisissez une date.")])
    text = free_text(
        "Ce qui a été dit", rows=8,
        description="Demandé pour signer. Des faits, des exemples, ce que chacun en retient. "
        + NO_PATIENT,
    )  # fmt: skip

    today: dt.date

    def validate_held_on(self, field: Field) -> None:
        if field.data > self.today:
            raise ValidationError("Un compte rendu s’écrit après l’entretien.")

    def validate(self, extra_validators: Any = None) -> bool:
        """A decision has a date: it is what makes it one."""
        valid = super().validate(extra_validators)
        for what, _who, when in self.rows():
            if what.data and when.data is None and not when.errors:
                when.errors = ["Dites pour quand."]
                valid = False
        return bool(valid)

    def rows(self) -> Iterator[tuple[Field, Field, Field]]:
        for number in range(1, ROWS + 1):
            yield self[f"what_{number}"], self[f"who_{number}"], self[f"when_{number}"]

    def decisions(self) -> list[dict[str, str]]:
        """What was decided, by whom and for when, in the order written."""
        return [
            {"texte": what.data, "qui": who.data, "echeance": when.data.isoformat()}
            for what, who, when in self.rows()
            if what.data
        ]


MinutesForm = cast("type[MinutesBase]", type("MinutesForm", (MinutesBase,), _decision_fields()))


def shown(held_on: dt.date, text: str, decisions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A draft as the form shows it."""
    data: dict[str, Any] = {"held_on": held_on, "text": text}
    for number, one in enumerate(decisions[:ROWS], 1):
        data[f"what_{number}"], data[f"who_{number}"] = one["texte"], one["qui"]
        data[f"when_{number}"] = dt.date.fromisoformat(one["echeance"])
    return data


class SignForm(GuardedForm):
    password = PasswordField(
        "Votre mot de passe, pour signer",
        [required("Votre mot de passe est votre signature : saisissez-le.")],
        render_kw={"autocomplete": "current-password"},
    )


class RecruitSignForm(GuardedForm):
    agreement = RadioField(
        "Votre réponse",
        choices=[("oui", "C’est bien cela"), ("non", "Je ne suis pas d’accord")],
        validators=[InputRequired("Choisissez une réponse.")],
    )
    disagreement = free_text(
        "Votre désaccord, si vous en avez un",
        description="Sur quoi il porte. Il est signé avec le reste. " + NO_PATIENT,
    )
    password = PasswordField(
        "Votre mot de passe, pour signer",
        [required("Votre mot de passe est votre signature : saisissez-le.")],
        render_kw={"autocomplete": "current-password"},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A disagreement is said; words beside an agreement would be lost."""
        valid = bool(super().validate(extra_validators))
        if not valid or "disagreement" not in self:
            return valid
        said, agrees = self.disagreement, self.agreement.data == "oui"
        if agrees and said.data:
            said.errors = ["Vous avez répondu « C’est bien cela » : effacez ces mots."]
        if not agrees and not said.data:
            said.errors = ["Dites sur quoi porte votre désaccord."]
        return not said.errors


class AnswerForm(GuardedForm):
    kind = RadioField(
        "La suite donnée",
        choices=[(one.value, one.label) for one in AnswerKind],
        validators=[InputRequired("Choisissez : fait, prévu ou non.")],
    )
    text = free_text(
        "Votre réponse",
        optional=False,
        description="Ce qui est fait, prévu et pour quand, ou pourquoi non. " + NO_PATIENT,
    )
