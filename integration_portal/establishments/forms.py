"""Forms on people and places. Choices are filled in by the views, inside the actor's reach."""

import re

from wtforms import BooleanField, EmailField, Form, SelectField, StringField, ValidationError
from wtforms.validators import Length

from ..core.permissions import Role
from ..core.working_calendar import ZONES
from ..web.forms import PortalForm, required, short_text, stripped
from .models import StepRole
from .specialties import NAMES

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
_ZONE_NAMES = {
    "metropole": "Métropole",
    "alsace-moselle": "Alsace et Moselle",
    "guadeloupe": "Guadeloupe",
    "martinique": "Martinique",
    "guyane": "Guyane",
    "reunion": "La Réunion",
    "mayotte": "Mayotte",
    "nouvelle-caledonie": "Nouvelle-Calédonie",
    "polynesie": "Polynésie française",
    "saint-pierre-et-miquelon": "Saint-Pierre-et-Miquelon",
}
ZONE_CHOICES = [(zone, _ZONE_NAMES[zone]) for zone in ZONES]
TIME_ZONES = {
    "Europe/Paris": "Paris",
    "America/Guadeloupe": "Guadeloupe",
    "America/Martinique": "Martinique",
    "America/Cayenne": "Cayenne",
    "Indian/Reunion": "La Réunion",
    "Indian/Mayotte": "Mayotte",
    "Pacific/Noumea": "Nouméa",
    "Pacific/Tahiti": "Tahiti",
    "America/Miquelon": "Miquelon",
}


def is_email(_form: Form, field: StringField) -> None:
    if not _EMAIL.fullmatch(field.data or ""):
        raise ValidationError("Écrivez une adresse complète, par exemple prenom.nom@hopital.fr.")


def _text(label: str, limit: int, description: str = "", **options: str) -> StringField:
    length = Length(max=limit, message=f"{limit} caractères au plus.")
    return short_text(label, validators=[length], description=description, render_kw=options)


class IdentityForm(PortalForm):
    given_name = _text("Prénom", 80)
    family_name = _text("Nom", 80)
    quality = _text("Fonction", 120, "Imprimée à côté de ses signatures : « secrétaire médicale ».")


class PostForm(PortalForm):
    """A role, and where."""

    role = SelectField("Rôle", [required()])
    place = SelectField("Où", [required()])


class InvitationForm(IdentityForm):
    email = EmailField(
        "Adresse électronique professionnelle",
        [required(), Length(max=254, message="254 caractères au plus."), is_email],
        filters=[stripped],
        description="Le lien d’invitation y est envoyé.",
        render_kw={"autocomplete": "off"},
    )
    role = SelectField("Rôle", [required()])
    place = SelectField("Où", [required()])


class ErasureForm(PortalForm):
    understood = BooleanField(
        "J’ai lu ce qui est effacé et ce qui reste. Cet effacement ne s’annule pas.",
        [required("Cochez cette case pour effacer.")],
    )


class PlaceForm(PortalForm):
    name = _text("Nom de l’établissement", 120)
    city = short_text("Ville", optional=True, validators=[Length(max=80)])
    zone = SelectField(
        "Jours fériés",
        choices=ZONE_CHOICES,
        description="Les dates déjà calculées restent ; celles à venir suivent ce calendrier.",
    )
    time_zone = SelectField("Fuseau horaire", choices=list(TIME_ZONES.items()))


class UnitForm(PortalForm):
    name = _text("Nom de l’unité", 120)
    specialty = SelectField("Spécialité", choices=[("", "Aucune"), *NAMES.items()])


class ReferentForm(PortalForm):
    role = SelectField(
        "Étapes confiées",
        validators=[required()],
        choices=[
            ("", "Choisir une sorte d’étape"),
            *((role.value, role.label) for role in StepRole if role is not StepRole.RECRUIT),
        ],
    )
    place = SelectField("Où", [required()])
    email = EmailField(
        "Adresse électronique de la personne",
        [required(), Length(max=254)],
        filters=[stripped],
        description="Une personne qui a déjà un rôle dans l’établissement.",
        render_kw={"list": "collegues", "autocomplete": "off"},
    )


def role_choices(*, privileged: bool) -> list[tuple[str, str]]:
    """``privileged``: the administration's own roles are offered too."""
    reserved = {Role.ADMIN, Role.HR}
    roles = [role for role in Role if privileged or role not in reserved]
    return [("", "Choisir un rôle"), *((role.value, role.label) for role in roles)]
