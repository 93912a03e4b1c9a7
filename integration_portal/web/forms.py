"""The base of every form: French messages, CSRF, length limits, and the patient-data guard."""

from collections.abc import Sequence
from typing import Any, cast

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from ..core.patient_data import find_suspicions
from .incoming import cleaned

SHORT, LONG = 200, 4000
REQUIRED = "Remplissez ce champ."


class PortalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """``errors_in_words`` is what the summary at the top of a refused form lists."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # the same
        locales = ("fr_FR", "fr")

        def bind_field(self, form: Form, unbound: Any, options: dict[str, Any]) -> Any:
            """Every typed value loses the characters that no database keeps."""
            filters = [cleaned, *unbound.kwargs.get("filters", ())]
            return unbound.bind(form=form, **{**options, "filters": filters})

    @property
    def errors_in_words(self) -> list[tuple[str, str, str]]:
        """(field id, label, message) in reading order."""
        return [
            (field.id, field.label.text, str(message))
            for field in self
            if field.errors and field.name != "csrf_token"
            for message in field.errors[:1]
        ]


class required(InputRequired):  # noqa: N801  # reads as the other WTForms validators do
    def __init__(self, message: str = REQUIRED) -> None:
        super().__init__(message)

    def __call__(self, form: Any, field: Any) -> None:
        """Spaces alone are nothing."""
        super().__call__(form, field)
        if isinstance(field.data, str) and not field.data.strip():
            raise StopValidation(self.message or REQUIRED)


def stripped(value: str | None) -> str | None:
    """Outer spaces go; nothing else changes."""
    return value.strip() if value else value


def no_patient_data(form: Form, field: Field) -> None:
    """Refuse a social security number; for the rest ask once whether it is really needed."""
    suspicions = find_suspicions(field.data or "")
    if not suspicions:
        return
    sentences = " ".join(suspicion.sentence for suspicion in suspicions[:3])
    if any(suspicion.kind == "nir" for suspicion in suspicions):
        raise ValidationError(f"{sentences} Retirez-le : aucune donnée de patient n’entre ici.")
    confirm = form._fields.get("patient_data_checked")
    if confirm is not None and not confirm.data:
        cast("GuardedForm", form).patient_data_doubt = True
        raise ValidationError(
            f"{sentences} Retirez-le si cela concerne un patient, sinon cochez la case de contrôle."
        )


class GuardedForm(PortalForm):
    """A form with at least one free text. The confirmation box shows only after a doubt."""

    patient_data_doubt = False
    patient_data_checked = BooleanField("J’ai relu : ce texte ne concerne aucun patient.")


def free_text(
    label: str, *, optional: bool = True, limit: int = LONG, description: str = "", rows: int = 4
) -> TextAreaField:
    """A guarded text area. ``limit`` in characters."""
    presence = Optional() if optional else required()
    return TextAreaField(
        label,
        validators=[
            presence,
            Length(max=limit, message=f"Ce texte dépasse {limit} caractères : raccourcissez-le."),
            no_patient_data,
        ],
        filters=[stripped],
        description=description or "Aucune information sur un patient.",
        render_kw={"rows": rows, "maxlength": False, "data-guard": "patient"},
    )


def short_text(
    label: str, *, optional: bool = False, validators: Sequence[Any] = (), **options: Any
) -> StringField:
    presence = Optional() if optional else required()
    length = Length(max=SHORT, message=f"{SHORT} caractères au plus.")
    return StringField(label, [presence, length, *validators], filters=[stripped], **options)
