"""People of one's own establishments: the list, and an invitation."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...accounts.errors import EmailTakenError
from ...accounts.models import User
from ...core.errors import PortalError
from ...core.permissions import Permission, Role
from ...web.access import requires
from ...web.paging import requested_page
from ...web.portal import actor, db, portal
from ...web.security import log_security
from .. import choices, policy
from ..actions import people as actions
from ..actions.posts import Identity, Post
from ..forms import IdentityForm, InvitationForm, PostForm, role_choices
from ..models import Establishment
from ..queries import list_establishments, list_units
from ..queries import people as queries

bp = Blueprint("people", __name__, template_folder="../templates")
MANAGE = Permission.PEOPLE_MANAGE
Page = str | tuple[str, int]


def _filter(places: list[Establishment]) -> queries.PeopleFilter:
    place = request.args.get("etablissement", type=int)
    role = request.args.get("role", "")
    return queries.PeopleFilter(
        words=request.args.get("q", "")[:100],
        establishment_id=place if place in {one.id for one in places} else None,
        role=Role(role) if role in set(Role) else None,
        state=request.args.get("etat", ""),
    )


@bp.get("/personnes")
@requires(MANAGE)
def index() -> str:
    places = list_establishments(db(), actor(), MANAGE)
    wanted = _filter(places)
    page = requested_page(queries.count_people(db(), actor(), wanted))
    people = queries.list_managed(db(), actor(), wanted, limit=page.size, offset=page.offset)
    return render_template(
        "establishments/people.html",
        people=people,
        grants=queries.grants_of(db(), actor(), people),
        wanted=wanted,
        narrowed=wanted != queries.PeopleFilter(),
        page=page,
        places=places,
        roles=list(Role),
    )


def offer(form: PostForm | InvitationForm) -> None:
    """Only the roles and places this person may give."""
    places = list_establishments(db(), actor(), MANAGE)
    units = list_units(db(), actor(), MANAGE)
    form.place.choices = choices.place_choices(places, units, actor().scope(MANAGE))
    privileged = any(policy.administers(actor(), place.id) for place in places)
    form.role.choices = role_choices(privileged=privileged)


def post_of(form: PostForm | InvitationForm) -> Post:
    return Post(Role(form.role.data), *choices.read_place(form.place.data))


def identity_of(form: IdentityForm) -> Identity:
    given, family = form.given_name.data or "", form.family_name.data or ""
    return Identity(given, family, form.quality.data or "")


def _invitation_page(form: InvitationForm) -> str:
    return render_template("establishments/invite.html", form=form)


@bp.get("/personnes/inviter")
@requires(MANAGE)
def invite_page() -> str:
    form = InvitationForm()
    offer(form)
    return _invitation_page(form)


@bp.post("/personnes/inviter")
@requires(MANAGE)
def invite() -> Response | Page:
    form = InvitationForm()
    offer(form)
    if not form.validate():
        return _invitation_page(form), 422
    try:
        user = actions.invite_person(
            db(), actor(), email=form.email.data or "", identity=identity_of(form), post=post_of(form),
            base_url=portal().settings.base_url,
        )  # fmt: skip
    except EmailTakenError as error:
        form.email.errors = [error.message]
        return _invitation_page(form), 422
    except PortalError as error:
        if error.status == 404:
            raise
        form.place.errors = [error.message]
        return _invitation_page(form), error.status
    log_security("user_invited", by=actor().id, user=user.id)
    known = user.password_hash is not None
    flash(f"{user.name} avait déjà un compte : le rôle y est ajouté." if known else
          f"Invitation envoyée à {user.email}.", "success")  # fmt: skip
    return back_to(user)


def back_to(user: User) -> Response:
    """Her page, or the list once she left the actor's reach."""
    if queries.grants_of(db(), actor(), [user]):
        return redirect(url_for("people.person", user_id=user.id))
    return redirect(url_for("people.index"))
