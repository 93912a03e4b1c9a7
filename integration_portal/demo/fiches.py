"""The life of a few fiches of the demo: one validation that holds, one expired, one changed since.

Every act is the one people do, with the clock held on its day.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..fiches.actions.approvals import Read, read_by_peer, validate
from ..fiches.actions.layers import save_layer
from ..fiches.effective import Effective, find_effective
from ..fiches.places import Place
from ..fiches.sourcing import unread_alerts

HOLDS, EXPIRED, CHANGED = "fibrillation-atriale", "hypertension-arterielle", "suivi-coronarien"
READ_ONLY = "syndrome-coronarien-aigu"
_PARIS = ZoneInfo("Europe/Paris")
_HERE = {
    "ajouts": {
        "numeros": [{"libelle": "Avis de cardiologie", "numero": "poste 41 20",
                     "precision": "de 8 h à 18 h 30"}],
        "delais": {"U2": "sous 15 jours", "U3": "sous 3 mois"},
    }
}  # fmt: skip


def live(
    session: Session, place: Place, today: dt.date, *, doctor: Actor, tutor: Actor, editor: Actor
) -> None:
    """Bring the fiches of one unit to where a year of use would have brought them."""

    def on(days_ago: int, act: Callable[[], object]) -> None:
        day = today - dt.timedelta(days=days_ago)
        with clock.frozen(dt.datetime.combine(day, dt.time(14, 20), _PARIS)):
            act()

    def signed(slug: str, months: int) -> Callable[[], object]:
        return lambda: _validate(session, doctor, place, slug, months)

    on(400, signed(EXPIRED, 12))
    on(70, lambda: _save(session, editor, place, HOLDS, _HERE))
    on(64, lambda: read_by_peer(session, tutor, _read(session, place, HOLDS)))
    on(60, signed(HOLDS, 12))
    on(45, signed(CHANGED, 12))
    on(6, lambda: _save(session, editor, place, CHANGED, _rewording(session, place)))
    on(3, lambda: read_by_peer(session, tutor, _read(session, place, READ_ONLY)))


def _text(session: Session, place: Place, slug: str) -> Effective:
    text = find_effective(session, slug, place)
    assert text is not None
    return text


def _read(session: Session, place: Place, slug: str) -> Read:
    return Read(slug, place, _text(session, place, slug).text_hash)


def _validate(session: Session, doctor: Actor, place: Place, slug: str, months: int) -> None:
    text = _text(session, place, slug)
    validate(
        session, doctor, _read(session, place, slug),
        next_review_on=clock.now().date() + dt.timedelta(days=months * 365 // 12),
        sources_checked=bool(unread_alerts(text.payload)),
    )  # fmt: skip


def _save(
    session: Session, editor: Actor, place: Place, slug: str, patch: Mapping[str, object]
) -> None:
    base = _text(session, place, slug).base_version
    save_layer(session, editor, place=place, slug=slug, patch=patch, base_version=base, expected=0)


def _rewording(session: Session, place: Place) -> dict[str, object]:
    """The ward names its own line in the last gesture of the red block."""
    alerts = _text(session, place, CHANGED).payload["alertes"]
    last = len(alerts) - 1
    return {
        "corrections": [{
            "chemin": ["alertes", last, "geste"],
            "avant": alerts[last]["geste"],
            "apres": "Passez le cardiologue d’avis maintenant, poste 41 20.",
            "repere": alerts[last]["si"],
        }]
    }  # fmt: skip
