"""A training to sign for, by hand."""

import datetime as dt

from wtforms import DateField, Field, Form, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput

from ..web.forms import GuardedForm, no_patient_data, required, short_text

MOST = 60


def _few_enough(form: Form, field: Field) -> None:
    if len(field.data) > MOST:
        raise ValidationError(f"{MOST} personnes au plus sur une feuille : faites-en deux.")


class AttendanceForm(GuardedForm):
    """``journeys``: ids of those expected, their names filled in by the view."""

    subject = short_text(
        "Titre de la formation", validators=[no_patient_data],
        description="Par exemple « Identitovigilance, séance 1 ».",
    )  # fmt: skip
    day = DateField("Date", [required("Choisissez une date.")])
    trainer = short_text("Animée par", validators=[no_patient_data], description="Prénom et nom.")
    place = short_text("Lieu", validators=[no_patient_data], description="Salle, bâtiment.")
    journeys = SelectMultipleField(
        "Personnes attendues",
        [required("Cochez au moins une personne."), _few_enough],
        coerce=str,
        option_widget=CheckboxInput(),
    )

    @property
    def on(self) -> dt.date:
        assert self.day.data is not None  # the field is required
        return self.day.data
