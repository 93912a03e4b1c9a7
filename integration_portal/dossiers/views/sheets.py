"""« Mes compétences »: the sheet of a journey, and one competency with all its evidence."""

from flask import render_template

from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...signoffs.evidence import Rule
from ...signoffs.levels import Level
from ...web.access import requires
from ...web.portal import actor, db
from .. import policy
from ..actions.asking import rule_of
from ..queries import read_sheet
from ..queries_attestations import list_standing
from ..rules import RULE
from . import bp


@bp.get("/parcours/<int:journey_id>/competences")
@requires(Permission.JOURNEY_READ)
def sheet(journey_id: int) -> str:
    found = read_sheet(db(), actor(), journey_id)
    can_attest = policy.can_attest(actor(), found)
    attested = list_standing(db(), journey_id) if can_attest else ()
    return render_template(
        "dossiers/sheet.html",
        sheet=found,
        mine=actor().id == found.recruit_id,
        can_visa=policy.can_visa(actor(), found),
        can_attest=can_attest,
        attested={one.entry_id: one for one in attested},
        opens=policy.reads_lines(actor(), found),
        rule=RULE,
        levels=tuple(Level),
    )


@bp.get("/parcours/<int:journey_id>/competences/<competency>")
@requires(Permission.JOURNEY_READ)
def competency(journey_id: int, competency: str) -> str:
    found = read_sheet(db(), actor(), journey_id)
    line = found.line(competency)
    if line is None:
        raise NotFoundError
    return render_template(
        "dossiers/competency.html",
        sheet=found,
        line=line,
        mine=actor().id == found.recruit_id,
        opens=policy.reads_lines(actor(), found),
        asks=Rule.of(rule_of(line)).sentence,
        rule=RULE,
        levels=tuple(Level),
    )
