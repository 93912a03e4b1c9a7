"""« Signaler un manque »."""

from wtforms import StringField
from wtforms.validators import Length

from ..web.forms import GuardedForm, no_patient_data, required, stripped
from .actions import MAX_GAP


class GapForm(GuardedForm):
    words = StringField(
        "Les mots cherchés, sans rien qui désigne un patient",
        filters=[stripped],
        validators=[required(), Length(max=MAX_GAP), no_patient_data],
    )
