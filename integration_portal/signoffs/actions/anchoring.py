"""Keep the end of a chain for good: the row of a day, and the mail that takes it outside."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core import clock
from ...core.outbox import queue_mail
from ...establishments.models import Establishment
from ..anchors import as_line
from ..ledger import Anchor
from ..models import LedgerAnchor, LedgerHead
from ..queries_chain import Checked

ONE_DAY = dt.timedelta(days=1)


def ended_day(place: Establishment) -> dt.date:
    """The last day that is over there: the one an anchor made now is about."""
    return clock.now().astimezone(ZoneInfo(place.time_zone)).date() - ONE_DAY


def list_due(session: Session) -> Sequence[Establishment]:
    """Establishments with a chain, and no anchor yet for the day that ended there. A day without
    a signature has its anchor too: a hole in the file is then something to explain."""
    places = session.scalars(
        select(Establishment)
        .join(LedgerHead, LedgerHead.establishment_id == Establishment.id)
        .where(LedgerHead.seq > 0)
        .order_by(Establishment.id)
    )
    return [place for place in places if not _is_kept(session, place.id, ended_day(place))]


def _is_kept(session: Session, place_id: int, day: dt.date) -> bool:
    query = select(LedgerAnchor.id).where(
        LedgerAnchor.establishment_id == place_id, LedgerAnchor.day == day
    )
    return session.scalar(query) is not None


def keep_anchor(
    session: Session, place: Establishment, found: Checked, counts: dict[str, int], *, mail: str
) -> LedgerAnchor | None:
    """The anchor of the day, mailed to ``mail`` if any; None when another kept it meanwhile."""
    day = ended_day(place)
    if _is_kept(session, place.id, day):
        return None
    kept = LedgerAnchor(
        establishment_id=place.id, day=day, seq=found.seq, hash=found.hash, at=clock.now(),
        fault=found.fault[:240], counts=counts,
    )  # fmt: skip
    session.add(kept)
    session.flush()
    if mail:
        _mail(session, place, kept, mail)
    return kept


def _mail(session: Session, place: Establishment, kept: LedgerAnchor, recipient: str) -> None:
    state = f"ROMPUE, {kept.fault}" if kept.fault else "intacte"
    line = as_line(place.id, Anchor(kept.day, kept.seq, kept.hash))
    queue_mail(
        session,
        recipient=recipient,
        subject=f"Registre des signatures, ancre du {kept.day} : {place.name}",
        body=(
            "Bonjour,\n\n"
            f"Dernière ligne du registre des signatures de {place.name} à la fin du {kept.day} :\n\n"
            f"{line}\n\n"
            f"Ce jour-là, chaîne {state}.\n\n"
            "Gardez ce message : il prouvera qu’aucune ligne d’avant n’a été ôtée ni réécrite. Pour\n"
            "vérifier plus tard, mettez la ligne ci-dessus dans un fichier, une ligne par message :\n"
            "    integration-portal signoffs verify --anchors FICHIER\n"
            "ou, sans le portail :\n"
            "    python3 verify_chain.py CHAINE.jsonl --anchors FICHIER\n"
        ),
    )
