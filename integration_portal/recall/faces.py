"""The two sides of a card, made from the text where it is written. Pure; typography applied once."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..core.folding import fold
from ..core.typography import french
from ..fiches.presentation import alert_groups, split_title, typographed
from ..learning import solutions
from .rules import Key, Source

Payload = Mapping[str, Any]
_KINDS = {"prefixe": "Préfixe", "racine": "Racine", "suffixe": "Suffixe", "sigle": "Sigle"}
_ASKS = {
    "prefixe": "Que veut dire ce préfixe ?",
    "racine": "Que veut dire cette racine ?",
    "suffixe": "Que veut dire ce suffixe ?",
    "sigle": "Que veut dire ce sigle ?",
}
_ASK = "Ambigu : je demande à la personne qui l’a écrit ou dit, je ne devine pas."
_LOOK = "Ambigu : le mot entier dit lequel de ces sens ; dans le doute, je demande."


@dataclass(frozen=True)
class Face:
    """``front`` and what it ``asks`` (a question asks by itself), with ``listed`` lines under it;
    then the ``answer``, one thing a line, and ``more``: an example, a warning, why. ``level`` and
    ``words``: of an alert; ``origin``: the slug and the title of the fiche or module it comes
    from; ``specialty``: of that fiche."""

    kind: str
    front: str
    asks: str
    answer: tuple[str, ...]
    listed: tuple[str, ...] = ()
    context: str = ""
    more: tuple[str, ...] = ()
    ambiguous: bool = False
    level: str = ""
    words: str = ""
    origin: tuple[str, str] = ("", "")
    specialty: str | None = None


@dataclass(frozen=True)
class Word:
    """A card of a list, and the specialty that uses it most."""

    key: Key
    domain: str | None
    face: Face


def words(slug: str, payload: Payload) -> tuple[Word, ...]:
    """The cards of one list, in its order."""
    return tuple(
        Word((Source.WORD, f"{slug}/{card['id']}"), card["domaine"], _word(card))
        for card in payload["cartes"]
    )


def _word(card: Payload) -> Face:
    more = [*([f"Exemple : {card['exemple']}"] if card["exemple"] else ()), card["note"] or ""]
    more += [f"Source : {source}" for source in card["sources"]]
    return Face(
        kind=_KINDS[card["type"]],
        front=french(card["terme"]),
        asks=french(_ASKS[card["type"]]),
        answer=_texts(_ambiguous(card) if card["ambigu"] else [card["sens"]]),
        more=_texts(line for line in more if line),
        ambiguous=card["ambigu"],
    )


def _ambiguous(card: Payload) -> list[str]:
    """The right answer names every meaning, and says to ask."""
    rule = _ASK if card["type"] == "sigle" else _LOOK
    return [rule, f"Le plus souvent : {card['sens']}", *map(_or, card["autres_sens"])]


def _or(meaning: str) -> str:
    return f"Ou : {meaning}"


def questions(slug: str, payload: Payload) -> Iterator[tuple[Key, Face]]:
    """Every question of a module: any may be missed one day."""
    for question in payload["questions"]:
        yield (Source.QUESTION, f"{slug}/{question['id']}"), _question(slug, payload, question)


def _question(slug: str, module: Payload, question: Payload) -> Face:
    return Face(
        kind="Question manquée",
        front=french(question["enonce"]),
        asks="",
        listed=_texts(solutions.asked(question)),
        context=french(question["contexte"] or ""),
        answer=_texts(solutions.solution(question)),
        more=(french(question["explication"]),),
        origin=(slug, french(module["titre"])),
    )


def alerts(slug: str, payload: Payload) -> tuple[tuple[Key, Face], ...]:
    """A card for each sign of the red block, as the place reads it."""
    title = split_title(french(payload["titre"]))[0]
    shown = typographed(payload["alertes"])
    return tuple(
        (alert_key(slug, raw["si"]), _alert((slug, title), payload["specialite"], alert))
        for raw, alert in zip(payload["alertes"], shown, strict=True)
    )


def alert_key(slug: str, sign: str) -> Key:
    """A sign is known by its words: reworded, it is learnt anew."""
    digest = hashlib.sha256(fold(sign).encode()).hexdigest()[:16]
    return Source.ALERT, f"{slug}/{digest}"


def _alert(origin: tuple[str, str], specialty: str, alert: Payload) -> Face:
    (group,) = alert_groups([alert])
    return Face(
        kind=french(f"Signe d’alerte : {origin[1]}"),
        front=alert["si"],
        asks=french("Que faites-vous ?"),
        answer=(alert["geste"],),
        level=group.level,
        words=group.words,
        origin=origin,
        specialty=specialty,
    )


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(french, texts))
