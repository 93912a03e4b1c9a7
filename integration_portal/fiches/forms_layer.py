"""The form of « Chez nous »: its fields follow the sentences of the fiche."""

from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace
from typing import Any, cast

from wtforms import Field, Form, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from ..core.patient_data import find_suspicions
from ..core.typography import french
from ..web.forms import LONG, SHORT, GuardedForm, no_patient_data, stripped
from .drafting import DELAYS, MAX_ROWS, ROWS, SPARE_ROWS, Ground, sentence_field
from .leaves import spots

LABELS = {
    "numeros": {"libelle": "À quoi il sert", "numero": "Numéro", "precision": "Précision"},
    "circuits": {"etape": "Étape", "interlocuteur": "À qui s’adresser", "note": "Précision"},
    "contacts": {"nom_fonction": "Nom et fonction", "joindre": "Comment joindre",
                 "precision": "Précision"},
}  # fmt: skip
# Telephone numbers of the hospital are what these are for.
_WITH_NUMBERS = frozenset({"numero", "joindre", "precision", "note", "interlocuteur"})


def no_patient_data_but_a_number(form: Form, field: Field) -> None:
    """The guard, where the number of a colleague is expected."""
    text = field.data or ""
    for suspicion in find_suspicions(text):
        if suspicion.kind == "phone":
            text = text.replace(suspicion.text, "")
    no_patient_data(form, cast("Field", SimpleNamespace(data=text)))


def short(label: str, *, guard: Callable[..., None] = no_patient_data, first: Any = ()) -> Any:
    """``first``: what is checked before the length and the guard."""
    length = Length(max=SHORT, message=f"{SHORT} caractères au plus.")
    return StringField(label, [*first, length, guard], filters=[stripped])


def area(
    label: str, description: str = "", *, rows: int = 3, guard: Any = no_patient_data,
    first: Any = (),
) -> Any:  # fmt: skip
    length = Length(max=LONG, message=f"Ce texte dépasse {LONG} caractères : raccourcissez-le.")
    return TextAreaField(
        label, [*first, length, guard], filters=[stripped], description=description,
        render_kw={"rows": rows},
    )  # fmt: skip


def rows_of(names: Iterable[str], section: str, spare: int) -> int:
    """How many rows a section shows: those that ``names`` speak of, and some empty ones."""
    numbers = [name.split("-")[1] for name in names if name.startswith(f"{section}-")]
    used = max((int(number) + 1 for number in numbers if number.isdecimal()), default=0)
    return min(used + spare, MAX_ROWS)


def layer_form(
    ground: Ground, values: Mapping[str, Any], *, sent: Iterable[str] | None = None
) -> GuardedForm:
    """``values``: what a first visit shows; ``sent``: the fields of a form that comes back, which
    has no other line than those of its page."""
    names, spare = (list(values), SPARE_ROWS) if sent is None else (list(sent), 0)
    fields: dict[str, Any] = {}
    for section in ROWS:
        for number in range(rows_of(names, section, spare)):
            fields |= _row(section, number)
    fields |= {f"delais-{level}": short(f"Délai {level}") for level in DELAYS}
    fields["mots"] = area("Mots employés ici par les appelants", "Un par ligne.")
    fields["note"] = area("Note du service", guard=no_patient_data_but_a_number)
    for spot in spots(ground.base):
        rows = 1 + len(spot.text) // 70
        fields[sentence_field(spot.path)] = area(
            _label(spot.path, spot.anchor), rows=rows, guard=_unless_shipped(spot.text)
        )
    form: GuardedForm = type("LayerForm", (GuardedForm,), fields)(data=values)
    return form


def _row(section: str, number: int) -> dict[str, Any]:
    keys = ROWS[section]
    labels = LABELS[section]
    names = [f"{section}-{number}-{key}" for key in keys]
    made = {}
    for key, name in zip(keys, names, strict=True):
        guard = no_patient_data_but_a_number if key in _WITH_NUMBERS else no_patient_data
        first = [_with(names)] if key in keys[:2] else []
        made[name] = short(f"{labels[key]}, ligne {number + 1}", guard=guard, first=first)
    return made


def _with(names: list[str]) -> Callable[..., None]:
    """The first two fields of a line go together."""

    def check(form: Form, field: Field) -> None:
        if not field.data and any(form[name].data for name in names if name in form):
            raise ValidationError("Complétez cette ligne, ou videz-la entièrement.")

    return check


def _unless_shipped(text: str) -> Callable[..., None]:
    def check(form: Form, field: Field) -> None:
        if (field.data or "").strip() != text.strip():
            no_patient_data_but_a_number(form, field)

    return check


_SECTIONS = {
    "resume": "Résumé", "alertes": "Signe d’alerte", "urgence": "Degré d’urgence",
    "questions": "Question", "a_noter": "À noter", "documents": "Document", "examens": "Examen",
    "consignes": "Consigne", "parcours": "Circuit", "administratif": "Administratif",
    "pieges": "Piège", "limites_de_role": "Limite de votre rôle",
}  # fmt: skip
_FIELDS = {
    "si": "le signe", "geste": "ce que vous faites", "quand": "quand", "faire": "ce que vous faites",
    "etape": "l’étape", "interlocuteur": "à qui s’adresser", "note": "précision",
}  # fmt: skip


def _label(path: tuple[Any, ...], anchor: str | None) -> str:
    """``Signe d’alerte 3, ce que vous faites : Bouche de travers``."""
    name = _SECTIONS[path[1] if path[0] == "avant" else path[0]]
    numbers = [part + 1 for part in path if isinstance(part, int)]
    words = f"{name} {numbers[0]}" if numbers else name
    if path[-1] in _FIELDS:
        words += f", {_FIELDS[path[-1]]}"
    return french(f"{words} : {anchor}") if anchor and path[-1] not in {"si", "etape"} else words
