"""Forms that write a step: in one person's journey, or in a template."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ..content.kinds.journey import DUE
from ..content.kinds.rights import RIGHTS
from ..core.typography import french
from ..establishments.models import StepRole
from ..web.forms import SHORT, GuardedForm, free_text, required, short_text
from .definitions import criteria_text, parse_criteria
from .forms_manager import reason_field
from .models import StepKind

CRITERION_LIMIT = 240
SIGNERS = {StepRole.TUTOR, StepRole.DOCTOR, StepRole.MANAGER}


def _upper(value: str | None) -> str | None:
    return value.strip().upper().replace(" ", "") if value else value


def _words(value: str | None) -> str | None:
    return " ".join(value.replace(",", " ").replace(";", " ").split()) if value else value


def _codes(value: str | None) -> str | None:
    words = _words(value)
    return words.upper() if words else words


class StepForm(GuardedForm):
    """The fields a manager adapts for one person. ``kind``: the nature of a step being changed."""

    kind: StepKind | None = None
    titre = short_text("Titre")
    responsable = SelectField(
        "À faire par",
        [required()],
        choices=[(role.value, role.label.capitalize()) for role in StepRole],
    )
    echeance = StringField(
        "Échéance",
        [required(), Length(max=8)],
        filters=[_upper],
        description="J-15 : 15 jours ouvrés avant l’arrivée. J3 : 3ᵉ jour travaillé. "
        "S2 : fin de la semaine 2. M3 : 3 mois après l’arrivée.",
    )
    duree = IntegerField(
        "Durée en minutes",
        [required(), NumberRange(5, 4200, message="De 5 à 4200 minutes (70 heures).")],
        description="420 minutes font une journée.",
    )
    pourquoi = free_text("Pourquoi", optional=False, rows=3)
    faire = free_text("Ce qu’il faut faire", optional=False, rows=6)
    criteres = free_text(
        "Ce que l’on observera",
        optional=False,
        rows=5,
        description="Un critère par ligne. ★ en début de ligne : critère de sécurité, "
        "à acquérir quoi qu’il arrive. Aucune information sur un patient.",
    )

    def validate_echeance(self, field: Field) -> None:
        if not DUE.match(field.data):
            raise ValidationError("Échéance attendue : J-15, J1, S2 ou M3.")

    def validate_criteres(self, field: Field) -> None:
        texts = [one["texte"] for one in parse_criteria(field.data)]
        if not texts:
            raise ValidationError("Écrivez au moins un critère.")
        if len(set(texts)) < len(texts):
            raise ValidationError("Deux critères disent la même chose : gardez-en un.")
        if any(len(text) > CRITERION_LIMIT for text in texts):
            raise ValidationError(f"Un critère tient en {CRITERION_LIMIT} caractères.")

    def validate_responsable(self, field: Field) -> None:
        chosen = self["type"].data if "type" in self else (self.kind.value if self.kind else "")
        if chosen == StepKind.OBSERVATION.value and StepRole(field.data) not in SIGNERS:
            raise ValidationError(
                "Une observation se signe : choisissez la tutrice, l’encadrement ou le médecin."
            )

    def values(self, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The step's fields by definition name. ``before``: the step they replace."""
        criteria = before["criteres"] if before else ()
        return {
            **{name: self[name].data for name in _PLAIN if name in self},
            "criteres": parse_criteria(self.criteres.data or "", criteria),
        }


_PLAIN = ("titre", "responsable", "echeance", "duree", "pourquoi", "faire", "phase", "type")


class NewStepForm(StepForm):
    phase = SelectField("Phase", [required()])
    type = SelectField(
        "Nature", [required()], choices=[(kind.value, kind.label.capitalize()) for kind in StepKind]
    )

    def offer_phases(self, phases: Iterable[Mapping[str, str]]) -> None:
        self.phase.choices = [(phase["code"], french(phase["titre"])) for phase in phases]


class AdaptForm(StepForm):
    reason = reason_field()


class AddForm(NewStepForm):
    reason = reason_field()


_PROOF = ("observations", "jours", "observateurs")


def _count(label: str, most: int) -> IntegerField:
    return IntegerField(
        label,
        [Optional(), NumberRange(0, most, message=f"Un nombre de 0 à {most}.")],
        description="0 : la signature suffit." if most == 10 else "",
    )


class TemplateStepForm(NewStepForm):
    """``base``: number of the version being edited, so that two people never overwrite."""

    base = HiddenField()
    prerequis = StringField(
        "Étapes à faire avant",
        [Optional(), Length(max=SHORT)],
        filters=[_words],
        description="Leurs numéros, séparés par un espace : 03 09.",
    )
    competences = StringField(
        "Compétences nourries",
        [Optional(), Length(max=SHORT)],
        filters=[_codes],
        description="Leurs codes, séparés par un espace : GI-8 ES-3.",
    )
    observations = _count("Observations réussies à signer avant de valider", 10)
    jours = _count("Sur combien de jours différents, au moins", 10)
    observateurs = _count("Par combien de personnes différentes, au moins", 5)
    contresignature = BooleanField("Le médecin contresigne")
    verrou = free_text("Verrou", rows=2, description="Ce qui reste interdit tant que l’étape "
                       "n’est pas signée. Aucune information sur un patient.")  # fmt: skip

    ouvre = SelectMultipleField(
        "Ce que l’étape ouvre",
        choices=list(RIGHTS.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="Un droit s’ouvre quand toutes les étapes qui le nomment sont faites.",
    )

    def validate_ouvre(self, field: Field) -> None:
        if field.data and not self.verrou.data:
            raise ValidationError(
                "Dans « Verrou », écrivez ce qui reste interdit tant que l’étape n’est pas faite."
            )

    def validate_observations(self, field: Field) -> None:
        if max(self.jours.data or 0, self.observateurs.data or 0) > (field.data or 0):
            raise ValidationError(
                "Il faut au moins autant d’observations que de jours et de personnes."
            )
        if self._proof() and self["type"].data != StepKind.OBSERVATION.value:
            raise ValidationError("Ces règles ne vont qu’à une étape de nature « observation ».")

    def _proof(self) -> dict[str, Any] | None:
        """None: the signature alone."""
        asked = {name: self[name].data or 0 for name in _PROOF}
        signed = bool(self.contresignature.data)
        return {**asked, "contresignature": signed} if signed or any(asked.values()) else None

    def values(self, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            **super().values(before),
            "preuve": self._proof(),
            "prerequis": (self.prerequis.data or "").split(),
            "competences": (self.competences.data or "").split(),
            "verrou": self.verrou.data or None,
            "ouvre": self.ouvre.data or None,
        }


def shown(definition: Mapping[str, Any]) -> dict[str, Any]:
    """A step definition as the form shows it."""
    return {
        **definition,
        **(definition.get("preuve") or {}),
        "criteres": criteria_text(definition["criteres"]),
        "prerequis": " ".join(definition["prerequis"]),
        "competences": " ".join(definition["competences"]),
        "verrou": definition["verrou"] or "",
        "ouvre": definition.get("ouvre") or [],
    }
