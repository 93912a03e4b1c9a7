"""A key to make. The establishments offered are filled in by the view, inside her reach."""

from wtforms import SelectField
from wtforms.validators import Length

from ..web.forms import PortalForm, required, short_text
from .rules import DURATIONS


class TokenForm(PortalForm):
    name = short_text(
        "Quel programme la tiendra",
        validators=[Length(max=120, message="120 caractères au plus.")],
        description="Par exemple « Intranet, page des fiches ».",
        render_kw={"autocomplete": "off"},
    )
    establishment = SelectField("Établissement", [required()], coerce=str)
    days = SelectField(
        "Durée",
        choices=[(str(days), f"{days} jours") for days in DURATIONS],
        default="180",
        description="Passé ce délai elle n’ouvre plus rien. On en fait alors une autre.",
    )
