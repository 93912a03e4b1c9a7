"""What the result page says of each sentence. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..core.folding import fold
from ..core.typography import french
from ..fiches.catalogue import Card
from ..fiches.matching import plain
from ..fiches.presentation import AlertGroup, AlertRow
from . import rules


@dataclass(frozen=True)
class Verdict:
    """One sentence and what came of it. ``chosen`` None: she passed the call on. ``alerts``: the
    line of the first expected fiche that answers."""

    said: str
    vital: bool
    right: bool
    in_time: bool
    seconds: str
    expected: tuple[tuple[str, str], ...]
    chosen: tuple[str, str] | None
    alerts: tuple[AlertGroup, ...]


def verdicts(items: Sequence[rules.Item], cards: Mapping[str, Card]) -> list[Verdict]:
    return [_verdict(item, cards) for item in items]


def _verdict(item: rules.Item, cards: Mapping[str, Card]) -> Verdict:
    first = cards.get(item["fiches"][0])
    return Verdict(
        said=french(item["said"]),
        vital=item["vital"],
        right=rules.is_right(item),
        in_time=item["seconds"] <= rules.TARGET_SECONDS,
        seconds=f"{item['seconds']:.1f}".replace(".", ","),
        expected=tuple(_named(slug, cards) for slug in item["fiches"]),
        chosen=_named(item["chosen"], cards) if item["chosen"] else None,
        alerts=answering(first, item["sign"]) if first else (),
    )


def _named(slug: str, cards: Mapping[str, Card]) -> tuple[str, str]:
    return slug, cards[slug].title if slug in cards else slug


def answering(card: Card, sign: str) -> tuple[AlertGroup, ...]:
    """The line of the red block that holds ``sign``; the whole block when the text moved on."""
    wanted = fold(french(sign))
    for group in card.alerts:
        for row in group.rows:
            held = tuple(said for said in row.signs if wanted in fold(plain(said)))
            if held:
                return (AlertGroup(group.level, group.words, (AlertRow(held, row.gesture),)),)
    return card.alerts
