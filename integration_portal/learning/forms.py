"""What is typed about modules."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from ..web.forms import GuardedForm, no_patient_data, required, stripped

MAX_WORDS = 600


class ReportForm(GuardedForm):
    words = TextAreaField(
        "Ce qui ne va pas dans la question, sans rien qui désigne un patient",
        filters=[stripped],
        validators=[required(), Length(max=MAX_WORDS), no_patient_data],
    )


class CreditForm(GuardedForm):
    decision = SelectField(
        "Votre décision",
        choices=[("oui", "Je reconnais le module"), ("non", "Le module reste à suivre")],
    )
    comment = StringField(
        "Pourquoi, en une phrase que la recrue lira (obligatoire pour un refus)",
        filters=[stripped],
        validators=[Length(max=MAX_WORDS), no_patient_data],
    )


class TakeBackForm(GuardedForm):
    reason = StringField(
        "Pourquoi vous revenez sur cet accord",
        filters=[stripped],
        validators=[required(), Length(max=MAX_WORDS), no_patient_data],
    )
