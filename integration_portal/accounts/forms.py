"""Login, password and profile forms."""

from flask_login import current_user
from wtforms import EmailField, Form, HiddenField, PasswordField, ValidationError
from wtforms.validators import Length

from ..web.forms import PortalForm, required
from .passwords import MAX_LENGTH, refusal


class LoginForm(PortalForm):
    email = EmailField(
        "Adresse électronique",
        [required(), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Mot de passe",
        [required(), Length(max=MAX_LENGTH)],
        render_kw={"autocomplete": "current-password"},
    )
    pending = HiddenField()


class ResetRequestForm(PortalForm):
    email = EmailField(
        "Adresse électronique",
        [required(), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )


def strong(form: Form, field: PasswordField) -> None:
    names = getattr(form, "names", ())
    message = refusal(field.data or "", names=names)
    if message:
        raise ValidationError(message)


def _same(form: Form, field: PasswordField) -> None:
    if field.data != form._fields["new_password"].data:
        raise ValidationError("Les deux mots de passe diffèrent.")


class NewPasswordForm(PortalForm):
    """``names``: the person's own names, refused inside the password."""

    names: tuple[str, ...] = ()
    new_password = PasswordField(
        "Nouveau mot de passe",
        [required(), strong],
        description="12 caractères au moins. Une phrase de quatre mots convient très bien.",
        render_kw={"autocomplete": "new-password", "data-meter": "password"},
    )
    confirm = PasswordField(
        "Le même, une seconde fois", [required(), _same], render_kw={"autocomplete": "new-password"}
    )


class ChangePasswordForm(NewPasswordForm):
    current_password = PasswordField(
        "Mot de passe actuel", [required()], render_kw={"autocomplete": "current-password"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.names = tuple(current_user.actor.name.split())
