"""Note an absence: who, which days, who relays."""

from wtforms import DateField, SelectField

from ..web.forms import PortalForm, required
from .actions import Absence
from .queries_relays import Choices

AUTOMATIC = "Automatique"


class AbsenceForm(PortalForm):
    """``offer`` fills the lists with the people in reach: an id from elsewhere is refused."""

    establishment = SelectField("Établissement", [required()], coerce=int)
    user = SelectField("Qui s’absente", [required()], coerce=int)
    first_on = DateField("Premier jour", [required("Choisissez une date.")])
    last_on = DateField("Dernier jour", [required("Choisissez une date.")])
    relay = SelectField("Qui relaie", coerce=int)

    def offer(self, choices: Choices, me: int) -> None:
        """The actor first, then her team; and everybody who signs where they do."""
        self.establishment.choices = choices.places
        self.user.choices = [(me, "Moi"), *choices.team]
        self.relay.choices = [(0, AUTOMATIC), *choices.relays]

    def asked(self) -> Absence:
        first, last = self.first_on.data, self.last_on.data
        assert first is not None
        assert last is not None
        relay = self.relay.data or None
        return Absence(self.user.data, self.establishment.data, first, last, relay)
