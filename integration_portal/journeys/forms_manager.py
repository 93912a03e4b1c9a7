"""Forms that move the dates or the team of one journey. Dates travel in the address of the
preview; the reason, a free text, never does."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Self

from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, Form, IntegerField, RadioField, SelectField, ValidationError
from wtforms.validators import NumberRange

from ..web.forms import GuardedForm, PortalForm, free_text, required

REASON_LIMIT = 240


def reason_field() -> Any:
    """Why: read later by the recruit as well."""
    return free_text(
        "Raison du changement",
        optional=False,
        limit=REASON_LIMIT,
        rows=2,
        description="La recrue le lira dans l’historique. Aucune information sur un patient.",
    )


class ReasonForm(GuardedForm):
    reason = reason_field()


class DatesForm(PortalForm):
    """Facts of a change, read from the address (preview) or from the confirmed form."""

    class Meta(PortalForm.Meta):
        csrf = False  # changes nothing by itself: the confirmation carries the token

    today: dt.date
    given = False

    @classmethod
    def read(cls, values: MultiDict[str, str], today: dt.date) -> Self:
        """``values`` empty: nothing asked yet."""
        form = cls(formdata=values or None)
        form.today, form.given = today, bool(values)
        return form

    def refuse(self, message: str) -> None:
        """A refusal of the rules, shown at the last date of the form."""
        list(self)[-1].errors = [message]

    def asked(self) -> list[tuple[str, str]]:
        """The fields as they travel to the confirmation."""
        return [(field.name, field.raw_data[0]) for field in self if field.raw_data]


def _number(label: str, **options: Any) -> IntegerField:
    limits = NumberRange(1, 250, message="Un nombre de jours de 1 à 250.")
    return IntegerField(label, [required("Écrivez un nombre de jours."), limits], **options)


def _day(label: str, **options: Any) -> DateField:
    return DateField(label, [required("Choisissez une date.")], **options)


class ShiftForm(DatesForm):
    days = _number("Nombre de jours travaillés", default=5)
    way = RadioField(
        "Sens",
        [required("Choisissez un sens.")],
        choices=[("later", "Plus tard"), ("sooner", "Plus tôt")],
        default="later",
    )

    @property
    def signed_days(self) -> int:
        days = int(self.days.data or 0)
        return days if self.way.data == "later" else -days


class AbsenceForm(DatesForm):
    kind = SelectField(
        "Nature",
        [required()],
        choices=[("conge", "Congé"), ("formation", "Formation"), ("arret", "Autre absence")],
    )
    first = _day("Premier jour d’absence")
    last = _day("Dernier jour d’absence")


class PauseForm(DatesForm):
    first = _day("Premier jour de la pause")

    def validate_first(self, field: Field) -> None:
        if field.data > self.today:
            raise ValidationError(
                "Une pause commence aujourd’hui ou avant. Pour plus tard, ajoutez une absence."
            )


class ResumeForm(DatesForm):
    back_on = _day("Premier jour de reprise")


class MoveForm(DatesForm):
    to = _day("Nouvelle date")


class TeamForm(GuardedForm):
    """``choices`` come from the people of the unit: an id from elsewhere is refused."""

    tutor = SelectField("Tutrice ou tuteur", [required()], coerce=int)
    manager = SelectField("Encadrement", [required()], coerce=int)
    doctor = SelectField("Médecin", [required()], coerce=int)
    reason = reason_field()

    def offer(self, people: dict[str, Sequence[tuple[int, str]]]) -> None:
        for name, choices in people.items():
            self[name].choices = [(0, "Personne pour l’instant"), *choices]

    def chosen(self, name: str) -> int | None:
        return self[name].data or None


def day_in(form: Form, name: str) -> dt.date:
    """The date of a field that validated."""
    found = form[name].data
    assert isinstance(found, dt.date)
    return found
