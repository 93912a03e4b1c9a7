"""One passport: where it stands, its conditions, what was signed."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...accounts.queries import get_user
from ...core import clock
from ...core.permissions import Permission
from ...core.typography import french
from ...establishments.models import Establishment, Unit
from ...signoffs.models import LedgerEntry
from ...signoffs.queries import list_entries_of
from ...web.access import requires
from ...web.portal import actor, db
from .. import actions, policy, queries, rules
from ..forms import ConditionForm, GrantForm, TakeBackForm
from ..models import Passport
from ..wording import BY_CODE, CONDITIONS
from . import bp

Page = str | tuple[str, int] | Response


def condition_form(found: Passport, *, sent: bool) -> ConditionForm:
    """Offers what is missing. ``sent``: read what was typed."""
    form = ConditionForm() if sent else ConditionForm(formdata=None)
    form.today = clock.today(queries.zone_of(db(), found))
    form.condition.choices = [
        (one.code, french(one.what)) for one in rules.missing(found.conditions)
    ]
    if not sent:
        form.on.data = form.today
    return form


def take_back_form(**options: Any) -> TakeBackForm:
    """Beside the form that grants: its names are apart."""
    return TakeBackForm(prefix="retrait-", **options)


def _proof(proof: Mapping[str, Any] | None, names: Mapping[int, str]) -> dict[str, Any] | None:
    """When, by whom (nobody: the drill did) and in which words; None: still to do."""
    if proof is None:
        return None
    word = f"« {proof['mot']} »" if proof["par"] and proof["mot"] else proof["mot"]
    on, by = dt.date.fromisoformat(proof["le"]), names.get(proof["par"], "")
    return {"on": on, "by": by, "word": french(word)}


def _line(entry: LedgerEntry) -> tuple[LedgerEntry, dict[str, Any], dt.date | None]:
    """A signed line, what it says, and the day of the situation it rests on."""
    payload = json.loads(entry.payload)
    seen = payload.get("situation_on")
    return entry, payload, dt.date.fromisoformat(seen) if seen else None


def _history(
    found: Passport, entries: Sequence[LedgerEntry]
) -> list[tuple[LedgerEntry, dict[str, Any], dt.date | None] | None]:
    """Its signed lines in order; None stands for the (last) opening."""
    before = [_line(entry) for entry in entries if entry.at < found.opened_at]
    return [*before, None, *(_line(entry) for entry in entries[len(before) :])]


def page_of(found: Passport, **forms: Any) -> str:
    """The page, with the forms that came back refused."""
    # Held by name: what reads them again below costs no statement.
    unit, holder = db().get_one(Unit, found.unit_id), get_user(db(), found.holder_id)
    place = db().get_one(Establishment, found.establishment_id)
    standing = queries.standing_of(db(), found)
    entries = list_entries_of(db(), f"passport:{found.id}")
    proofs = found.conditions
    names = queries.names_of(
        db(), [found.opened_by_id, *(one["par"] for one in proofs.values() if one["par"])]
    )
    signs = policy.can_sign(actor(), found)
    ready = standing.state is rules.State.ONGOING and not rules.missing(proofs)
    shown = {
        "condition_form": condition_form(found, sent=False),
        "grant_form": GrantForm(formdata=None),
        "take_back_form": take_back_form(formdata=None),
    } | forms
    if signs:
        shown["grant_form"].read.data = actions.sentence_for(db(), actor(), found, "grant")
        words = actions.sentence_for(db(), actor(), found, "withdrawal")
        shown["take_back_form"].read.data = words
    return render_template(
        "passports/passport.html",
        passport=found,
        holder=holder,
        unit=unit,
        zone=place.time_zone,
        standing=standing,
        State=rules.State,
        rows=[(one, _proof(proofs.get(one.code), names)) for one in CONDITIONS],
        opener=names.get(found.opened_by_id, ""),
        history=_history(found, entries),
        reads_lines=actor().id == found.holder_id or policy.signs_there(actor(), found),
        signs=signs,
        ready=ready,
        may_open=policy.can_open(actor(), unit),
        mine=actor().id == found.holder_id,
        **shown,
    )


@bp.get("/passeports/<int:passport_id>")
@requires(Permission.JOURNEY_READ)
def passport(passport_id: int) -> str:
    return page_of(queries.get_passport(db(), actor(), passport_id))


def back_to(found: Passport) -> Response:
    return redirect(url_for("passports.passport", passport_id=found.id))


@bp.post("/passeports/<int:passport_id>/conditions")
@requires(Permission.SIGNOFF_DECIDE)
def meet(passport_id: int) -> Page:
    found = queries.get_passport(db(), actor(), passport_id)
    form = condition_form(found, sent=True)
    code = form.condition.data
    if code in found.conditions:  # pressed twice: a clear answer, not a choice out of the list
        actions.meet(db(), actor(), found, code=code, on=form.today)
    if not form.validate_on_submit():
        return page_of(found, condition_form=form), 422
    actions.meet(
        db(), actor(), found, code=code, on=form.day, word=form.word.data or ""
    )  # fmt: skip
    flash(f"Noté : {BY_CODE[code].short}.", "success")
    return back_to(found)


@bp.post("/passeports/<int:passport_id>/conditions/<any(visite,fiches,appels,page):condition>")
@requires(Permission.SIGNOFF_DECIDE)
def clear(passport_id: int, condition: str) -> Response:
    """A condition noted by mistake."""
    found = queries.get_passport(db(), actor(), passport_id)
    actions.clear(db(), actor(), found, code=condition)
    flash(f"De nouveau à faire : {BY_CODE[condition].short}.", "success")
    return back_to(found)
