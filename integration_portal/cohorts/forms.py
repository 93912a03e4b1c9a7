"""Create a cohort, enrol one person, send a list."""

import datetime as dt
from typing import Any, cast

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    EmailField,
    Field,
    Form,
    HiddenField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput

from ..web.forms import PortalForm, required, short_text, stripped
from .roster_cells import EMAIL

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NOBODY = (0, "Personne pour l’instant")


def _known_choice(form: Form, field: Any) -> None:
    if field.data not in {value for value, _ in field.choices}:
        raise ValidationError("Choisissez dans la liste.")


def _choice(label: str, *, optional: bool = False, **options: Any) -> Any:
    """A list whose choices the view gives; a value nobody offered is refused in French."""
    rules = [_known_choice] if optional else [required("Choisissez dans la liste."), _known_choice]
    return SelectField(label, rules, coerce=_integer, validate_choice=False, **options)


def _integer(value: Any) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _name(label: str, limit: int, **options: Any) -> Any:
    length = Length(max=limit, message=f"{limit} caractères au plus.")
    return short_text(label, validators=[length], **options)


def _near(form: Form, field: Field) -> None:
    """A start date with a mistyped year."""
    day = cast("CohortForm | EnrolForm", form).today
    if abs((field.data - day).days) > 730:
        raise ValidationError("Cette date est à plus de deux ans : vérifiez l’année.")


def _first_day() -> Any:
    return DateField("Premier jour", [required("Choisissez une date."), _near])


def _an_address(form: Form, field: Field) -> None:
    if not EMAIL.fullmatch(field.data or ""):
        raise ValidationError("Écrivez une adresse comme prenom.nom@hopital.fr.")


class CohortForm(PortalForm):
    """``today`` bounds the dates, on every form of this file that has one."""

    today: dt.date
    name = _name("Nom de la promotion", 120, description="Par exemple « Janvier 2027 ».")
    establishment = _choice("Établissement")
    start_on = _first_day()


class EnrolForm(PortalForm):
    """Somebody and the journey she starts. The names serve for a new account."""

    today: dt.date
    email = EmailField(
        "Adresse électronique professionnelle",
        [required(), Length(max=254), _an_address],
        filters=[stripped],
        description="Si un compte existe à cette adresse, il est repris. Sinon il est créé, et la "
        "personne reçoit une invitation.",
        render_kw={"autocomplete": "off"},
    )
    given_name = _name("Prénom", 80, optional=True, description="Pour un nouveau compte.")
    family_name = _name("Nom", 80, optional=True, description="Pour un nouveau compte.")
    quality = _name(
        "Qualité",
        120,
        optional=True,
        description="Sa fonction, par exemple « Secrétaire médicale ».",
    )
    cohort = _choice("Promotion", optional=True)
    unit = _choice("Unité")
    version = _choice("Modèle de parcours")
    start_on = _first_day()
    days = SelectMultipleField(
        "Jours travaillés",
        [required("Cochez au moins un jour.")],
        choices=list(enumerate(_DAYS)),
        coerce=_integer,
        default=[0, 1, 2, 3, 4],
        option_widget=CheckboxInput(),
    )
    tutor = _choice("Tutrice ou tuteur", optional=True, default=0)
    manager = _choice("Encadrement", optional=True, default=0)
    doctor = _choice("Médecin", optional=True, default=0)

    @property
    def pattern(self) -> str:
        """Seven 0/1 digits, Monday first."""
        return "".join("1" if day in (self.days.data or []) else "0" for day in range(7))

    def chosen(self, name: str) -> int | None:
        """The person, or cohort, chosen in a list that also offers nobody."""
        value: int = self[name].data
        return value or None


class RosterForm(PortalForm):
    """A file of recruits, all on one template."""

    version = _choice("Modèle de parcours")
    file = FileField(
        "Fichier CSV ou XLSX",
        [FileRequired("Choisissez un fichier.")],
        description="500 lignes et 1 Mo au plus. Rien n’est écrit avant votre confirmation.",
        render_kw={"accept": ".csv,.txt,.xlsx"},
    )


class ConfirmRosterForm(PortalForm):
    """What was shown, signed, to be checked again and written."""

    content = HiddenField(validators=[required()])
