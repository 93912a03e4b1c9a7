"""What the texts of a place ask of those who keep them. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..core.folding import fold
from ..core.typography import french
from ..establishments import specialties
from .effective import Effective
from .life import Life, Status, day
from .sourcing import unread_alerts

Found = Iterable[tuple[Effective, tuple[str, ...]]]
# Each list: its title, and what is said when it is empty.
_TITLES = {
    "caduques": ("Le texte a changé depuis la validation", "Aucune validation caduque."),
    "perimees": ("Date de relecture passée", "Aucune date passée."),
    "bientot": ("À revoir dans les 60 jours", "Rien n’expire dans les 60 jours."),
    "relues": ("Relues, à valider", "Aucune fiche relue n’attend un médecin."),
    "brouillons": ("Brouillons à relire et à valider", "Aucun brouillon."),
    "sources": (
        "Signes d’alerte sans source relue",
        "Chaque signe d’alerte U0 ou U1 cite une source relue.",
    ),
    "perdues": (
        "Corrections d’ici qui ne s’appliquent plus",
        "Toutes les corrections d’ici s’appliquent.",
    ),
    "a-verifier": ("Points à faire trancher par un médecin", "Aucun point en suspens."),
    "non-lues": (
        "Fiches que personne n’a attesté avoir lues",
        "Chaque fiche a été lue par au moins une personne.",
    ),
    "retirees": ("Fiches retirées", "Aucune fiche retirée."),
}
Doctor = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Item:
    """One fiche in one list: why it is there, and who can do something about it."""

    slug: str
    title: str
    specialty: str
    words: tuple[str, ...]
    by: str = ""


@dataclass(frozen=True)
class Concern:
    """One list of the page. ``code`` names it in an address."""

    code: str
    title: str
    nothing: str
    lines: tuple[Item, ...]


@dataclass(frozen=True)
class Health:
    """``counts``: fiches by status; ``mine``: the specialty whose fiches come first."""

    total: int
    counts: Mapping[Status, int]
    concerns: tuple[Concern, ...]


@dataclass(frozen=True)
class Ward:
    """What is known of the place: its specialty ("" for an establishment), who may validate."""

    specialty: str
    doctors: Sequence[Doctor]
    read: frozenset[str] = field(default_factory=frozenset)

    def by(self, specialty: str) -> str:
        """Who validates a fiche: the doctors of the unit; in an establishment those of its
        specialty, else those of the whole."""
        of_unit = [name for name, unit, its in self.doctors if unit and (
            self.specialty or its == specialty
        )]  # fmt: skip
        anywhere = [name for name, unit, _ in self.doctors if unit is None]
        return ", ".join(f"Dr {name}" for name in dict.fromkeys(of_unit or anywhere))


def health(
    texts: Iterable[Effective], lives: Mapping[str, Life], ward: Ward, today: dt.date
) -> Health:
    """Every list of the page, the fiches of the ward's own specialty first in each."""
    ordered = sorted(texts, key=lambda text: _order(text, ward))
    used = [text for text in ordered if lives[text.slug].status is not Status.WITHDRAWN]
    counts = dict.fromkeys(Status, 0)
    for text in ordered:
        counts[lives[text.slug].status] += 1
    return Health(len(ordered), counts, _concerns(used, ordered, lives, ward, today))


def _concerns(
    used: Sequence[Effective],
    ordered: Sequence[Effective],
    lives: Mapping[str, Life],
    ward: Ward,
    today: dt.date,
) -> tuple[Concern, ...]:
    def standing(status: Status, *, changed: bool | None = None) -> Found:
        for text in ordered:
            life = lives[text.slug]
            if life.status is status and changed in {None, life.changed}:
                yield text, life.reasons

    near = ((t, _until(lives[t.slug])) for t in used if lives[t.slug].review_near(today))
    unread = ((t, tuple(alert.sign for alert in unread_alerts(t.payload))) for t in used)
    lost = ((t, tuple(one.before for one in t.lost)) for t in used)
    open_points = ((t, tuple(t.payload.get("a_verifier") or ())) for t in used)
    nobody = ((t, ()) for t in used if t.slug not in ward.read)
    return (
        _concern("caduques", standing(Status.REVIEW, changed=True), ward),
        _concern("perimees", standing(Status.REVIEW, changed=False), ward),
        _concern("bientot", near, ward),
        _concern("relues", standing(Status.READ), ward),
        _concern("brouillons", standing(Status.DRAFT), ward),
        _concern("sources", ((t, words) for t, words in unread if words)),
        _concern("perdues", ((t, words) for t, words in lost if words)),
        _concern("a-verifier", ((t, words) for t, words in open_points if words)),
        _concern("non-lues", nobody),
        _concern("retirees", standing(Status.WITHDRAWN)),
    )


def _concern(code: str, found: Found, ward: Ward | None = None) -> Concern:
    title, nothing = _TITLES[code]
    return Concern(code, title, nothing, tuple(_item(text, words, ward) for text, words in found))


def _order(text: Effective, ward: Ward) -> tuple[bool, str, int, str]:
    payload = text.payload
    mine = payload["specialite"] == ward.specialty
    name = "" if mine else fold(specialties.name(payload["specialite"]))
    return not mine, name, payload["priorite"], fold(payload["titre"])


def _item(text: Effective, words: tuple[str, ...], ward: Ward | None) -> Item:
    specialty = text.payload["specialite"]
    return Item(
        text.slug,
        french(text.payload["titre"]),
        specialties.name(specialty),
        tuple(french(one) for one in words),
        ward.by(specialty) if ward else "",
    )


def _until(life: Life) -> tuple[str, ...]:
    approval = life.approval
    if approval is None or approval.next_review_on is None:
        return ()
    return (f"À revoir avant le {day(approval.next_review_on)}, validée par Dr {approval.signer}.",)
