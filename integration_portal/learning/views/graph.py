"""Doors: the graph of a simulation, for those who keep the content."""

from flask import Blueprint, render_template

from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import db
from .. import graph, queries

bp = Blueprint("simulation_graph", __name__, template_folder="../templates")


@bp.get("/modules/<slug>/mise-en-situation/graphe")
@requires(Permission.CONTENT_HEALTH)
def page(slug: str) -> str:
    """The picture, then the same as a table."""
    module = queries.get_module(db(), slug)
    if module.simulation is None:
        raise NotFoundError
    return render_template(
        "learning/graph.html",
        card=module.card,
        title=module.simulation["titre"],
        picture=graph.draw(module.simulation),
        lines=graph.lines(module.simulation),
        endings=graph.endings(module.simulation),
    )
