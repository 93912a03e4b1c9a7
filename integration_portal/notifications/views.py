"""The inbox. Opening a notice follows its link; only the button marks them as read."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ..core.permissions import Permission
from ..web.access import requires
from ..web.paging import requested_page
from ..web.portal import actor, db
from . import actions, queries

bp = Blueprint("notifications", __name__, template_folder="templates")


@bp.get("/notifications")
@requires(Permission.ACCOUNT_SELF)
def inbox() -> str:
    page = requested_page(queries.count_notices(db(), actor()))
    return render_template(
        "notifications/inbox.html",
        notices=queries.list_notices(db(), actor(), limit=page.size, offset=page.offset),
        unread=queries.count_unread(db(), actor().id),
        page=page,
    )


@bp.post("/notifications/lues")
@requires(Permission.ACCOUNT_SELF)
def mark_all_read() -> Response:
    actions.mark_all_read(db(), actor())
    flash("Tout est marqué comme lu.", "success")
    return redirect(url_for("notifications.inbox"))
