"""Forms of templates: duplicate one, choose who moves to a new version."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, SelectMultipleField

from ..web.forms import PortalForm, required, short_text


class DuplicateForm(PortalForm):
    title = short_text("Nom du nouveau modèle")
    establishment = SelectField("Établissement", [required()], coerce=int)

    def offer(self, places: Iterable[Any]) -> None:
        self.establishment.choices = [(place.id, place.name) for place in places]


class ApplyForm(PortalForm):
    """Ids are checked by the query that reads the journeys, not by choices."""

    journeys = SelectMultipleField("Personnes", coerce=int, validate_choice=False)
