"""What to print."""

from wtforms import SelectField

from ..web.forms import PortalForm, required


class BinderForm(PortalForm):
    """Choices are filled in by the view, inside the actor's reach."""

    place = SelectField(
        "Pour quel lieu",
        [required()],
        description="Le classeur contient ce que ce lieu a noté dans « Chez nous ».",
    )
    which = SelectField("Quelles fiches", [required()])
