"""Forms for the style guide: every kind of field, as it comes and as it is refused."""

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, EmailField, PasswordField, RadioField, SelectField

from ..web.forms import GuardedForm, free_text, required, short_text

_LEVELS = [("1", "Non acquis"), ("2", "En cours"), ("3", "Acquis"), ("4", "Maîtrisé")]
_UNITS = [("", "Choisissez"), ("cardio", "Cardiologie"), ("neuro", "Neurologie")]


class SampleForm(GuardedForm):
    """One field of each kind. Never saved."""

    title = short_text("Intitulé de l’étape", description="Un verbe d’abord.")
    contact = EmailField("Adresse électronique", [required()])
    met_on = DateField("Date de la rencontre", [required()])
    unit = SelectField("Unité", choices=_UNITS, validators=[required()])
    level = RadioField("Niveau observé", choices=_LEVELS, validators=[required()])
    situation = free_text("Situation", optional=False)
    password = PasswordField(
        "Nouveau mot de passe", render_kw={"data-meter": "password", "autocomplete": "new-password"}
    )
    agreed = BooleanField("J’ai relu la phrase à signer.")


def sample_forms() -> tuple[SampleForm, SampleForm]:
    """One untouched form, and one that came back with everything to correct."""
    typed = MultiDict({"refused-situation": "Rappeler la patiente au 06 12 34 56 78."})
    fresh = SampleForm(prefix="fresh-", meta={"csrf": False})
    refused = SampleForm(typed, prefix="refused-", meta={"csrf": False})
    refused.validate()
    return fresh, refused
