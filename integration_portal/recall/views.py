"""Doors: the card of now or the end of the day; a rating, its undoing, a card brought back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ..core import clock
from ..core.permissions import Permission
from ..web.access import requires
from ..web.incoming import row_id
from ..web.portal import actor, db
from . import actions, memory, queries, rules
from .errors import CardGoneError
from .memory import Memory
from .rules import Source

bp = Blueprint("recall", __name__, template_folder="templates")


@bp.get("/reviser")
@requires(Permission.CONTENT_READ)
def index() -> str:
    review = queries.read_review(db(), actor())
    if review.face is None or review.day.next is None:
        return render_template(
            "recall/over.html", review=review, rules=rules, leech_at=memory.LEECH_AT
        )
    held = review.day.next.held
    card = held.memory if held else Memory(due_at=clock.now())
    return render_template(
        "recall/card.html",
        review=review,
        face=review.face,
        key=review.day.next.key,
        seen=card.reps,
        ratings=memory.outlook(card, clock.now(), review.deck.time_zone),
        life=review.contents.lives.get(review.face.origin[0]),
        minutes=rules.minutes(review.day.left),
    )


def _onwards() -> Response:
    return redirect(url_for("recall.index"))


@bp.post("/reviser/note")
@requires(Permission.CONTENT_READ)
def rate() -> Response:
    form = request.form
    try:
        source = Source(form.get("sorte", ""))
    except ValueError as error:
        raise CardGoneError from error
    actions.rate(
        db(), actor(),
        key=(source, form.get("carte", "")),
        seen=form.get("fois", type=row_id) or 0,
        rating=form.get("note", type=row_id) or 0,
    )  # fmt: skip
    return _onwards()


@bp.post("/reviser/annuler")
@requires(Permission.CONTENT_READ)
def undo() -> Response:
    if actions.undo(db(), actor(), review_id=request.form.get("revision", type=row_id) or 0):
        flash("Votre dernière note est annulée.", "info")
    return _onwards()


@bp.post("/reviser/cartes/<int:card_id>/reprendre")
@requires(Permission.CONTENT_READ)
def bring_back(card_id: int) -> Response:
    actions.bring_back(db(), actor(), card_id)
    flash("La carte est revenue : elle repart comme une nouvelle.", "success")
    return _onwards()
