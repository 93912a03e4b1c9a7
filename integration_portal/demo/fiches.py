"""The life of a few fiches of the demo: one validation that holds, one expired, one changed since."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..fiches.actions.approvals import Read, read_by_peer, validate
from ..fiches.actions.layers import save_layer
from ..fiches.effective import Effective, find_effective
from ..fiches.places import Place
from ..fiches.sourcing import unread_alerts
from .agenda import Story
from .stage import Stage

HOLDS, EXPIRED, CHANGED = "fibrillation-atriale", "hypertension-arterielle", "suivi-coronarien"
READ_ONLY = "syndrome-coronarien-aigu"
_HERE = {
    "ajouts": {
        "numeros": [{"libelle": "Avis de cardiologie", "numero": "poste 41 20",
                     "precision": "de 8 h à 18 h 30"}],
        "delais": {"U2": "sous 15 jours", "U3": "sous 3 mois"},
    }
}  # fmt: skip


def story(stage: Stage) -> Story:
    """Bring the fiches of the first unit to where a year of use would have brought them."""
    session, place = stage.session, Place(stage.establishment.id, stage.units[0].id)
    doctor, tutor, editor = (
        stage.cast[key] for key in ("helene.roux", "claire.petit", "anne.girard")
    )
    yield stage.ago(400, 14)
    _validate(session, doctor, place, EXPIRED)
    yield stage.ago(70, 14)
    _save(session, editor, place, HOLDS, _HERE)
    yield stage.ago(64, 14)
    read_by_peer(session, tutor, _read(session, place, HOLDS))
    yield stage.ago(60, 14)
    _validate(session, doctor, place, HOLDS)
    yield stage.ago(45, 14)
    _validate(session, doctor, place, CHANGED)
    yield stage.ago(6, 14)
    _save(session, editor, place, CHANGED, _rewording(session, place))
    yield stage.ago(3, 14)
    read_by_peer(session, tutor, _read(session, place, READ_ONLY))


def _text(session: Session, place: Place, slug: str) -> Effective:
    text = find_effective(session, slug, place)
    assert text is not None
    return text


def _read(session: Session, place: Place, slug: str) -> Read:
    return Read(slug, place, _text(session, place, slug).text_hash)


def _validate(session: Session, doctor: Actor, place: Place, slug: str) -> None:
    """For a year."""
    text = _text(session, place, slug)
    validate(
        session, doctor, _read(session, place, slug),
        next_review_on=clock.now().date() + dt.timedelta(days=365),
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
