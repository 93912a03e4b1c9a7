"""The verification report, for an auditor who has never seen the portal. Pure: plain French."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ..core.dates import short_day
from ..core.typography import agree, french, plural
from .models import EntryKind
from .queries_chain import Amended
from .tally import NAMED, Mark

# One, and several.
LABELS: Mapping[EntryKind, tuple[str, str]] = {
    EntryKind.OBSERVED: ("observation signée", "observations signées"),
    EntryKind.TALKED: ("entretien réflexif signé", "entretiens réflexifs signés"),
    EntryKind.MINUTED: (
        "compte rendu d’entretien signé", "comptes rendus d’entretien signés",
    ),
    EntryKind.CONFIRMED: (
        "confirmation par l’autre personne", "confirmations par l’autre personne",
    ),
    EntryKind.SIGNED: ("validation signée", "validations signées"),
    EntryKind.RETURNED: ("décision « à reprendre »", "décisions « à reprendre »"),
    EntryKind.COUNTERSIGNED: ("contresignature du médecin", "contresignatures du médecin"),
    EntryKind.DECLINED: ("contresignature refusée", "contresignatures refusées"),
    EntryKind.VISAED: ("visa de l’encadrement", "visas de l’encadrement"),
    EntryKind.AUTHORISED: (
        "habilitation donnée ou renouvelée", "habilitations données ou renouvelées",
    ),
    EntryKind.ACKNOWLEDGED: ("prise d’acte par la recrue", "prises d’acte par la recrue"),
    EntryKind.DISPUTED: ("désaccord écrit de la recrue", "désaccords écrits de la recrue"),
    EntryKind.CORRECTED: ("correction", "corrections"),
    EntryKind.WITHDRAWN: ("retrait", "retraits"),
}  # fmt: skip
_COMMAND = "   $ "


@dataclass(frozen=True)
class Report:
    """What was read of one establishment's chain. ``checked_at`` None: never checked;
    ``checked_to``: the line up to which it was. ``anchors``: how many were compared, of which
    ``outside`` come from files. ``backwards``: lines older than the one before."""

    place_id: int
    place: str
    zone: str
    lines: int
    head: str
    counts: Mapping[str, int]
    first: Mark | None
    last: Mark | None
    checked_at: dt.datetime | None
    checked_to: int
    fault: str
    anchors: int
    first_anchor: dt.date | None
    last_anchor: dt.date | None
    amended: Sequence[Amended]
    outside: int = 0
    backwards: int = 0
    backward_lines: Sequence[int] = ()
    since: dt.date | None = None
    until: dt.date | None = None

    def by_kind(self) -> list[tuple[str, int]]:
        """Kinds in the order of a validation, with how many lines."""
        counts = [(words, self.counts.get(kind.value, 0)) for kind, words in LABELS.items()]
        return [(agree(count, *words), count) for words, count in counts]

    @property
    def since_check(self) -> int:
        """Lines signed after the last check."""
        return self.lines - self.checked_to

    def report_command(self) -> str:
        return f"integration-portal signoffs report --establishment {self.place_id}"

    def commands(self) -> tuple[str, ...]:
        """What to type to check without believing the portal."""
        return (
            f"integration-portal signoffs export --establishment {self.place_id} > chaine.jsonl",
            f"python3 verify_chain.py chaine.jsonl --anchors ancres-{self.place_id}.txt",
        )


def as_text(report: Report) -> str:
    """The report as lines of plain text."""
    lines = (one if one.startswith(_COMMAND) else french(one) for one in _lines(report))
    return "\n".join(lines) + "\n"


def _lines(report: Report) -> Iterator[str]:
    title = f"Registre des signatures : {report.place}"
    yield from (title, "=" * len(title), "")
    if report.checked_at is not None:
        yield f"Rapport de vérification fait le {_when(report, report.checked_at)}."
    yield "Chaque décision signée est une ligne. Chaque ligne contient l’empreinte (SHA-256) de la"
    yield "précédente : changer, ôter ou ajouter une ligne se voit à toutes les suivantes."
    yield from ("", *_verdict(report), "", *_counts(report), "", *_anchors(report))
    yield from ("", *_amended(report), "", *_clock(report), "", *_how(report))


def _verdict(report: Report) -> Iterator[str]:
    yield "1. La chaîne"
    if report.fault:
        yield f"   ROMPUE : {report.fault}."
        yield "   À partir de là, rien n’est prouvé. Gardez une copie de la base, comparez avec la"
        yield "   dernière sauvegarde intacte, prévenez l’établissement."
    elif not report.lines:
        yield "   Aucune ligne : personne n’a encore signé."
    else:
        yield f"   Intacte : {plural(report.lines, 'ligne')}, de la première à la dernière."
        yield f"   Empreinte de la dernière ligne : {report.head}"


def _counts(report: Report) -> Iterator[str]:
    period = ""
    if report.since or report.until:
        start = f" du {short_day(report.since)}" if report.since else ""
        end = f" jusqu’au {short_day(report.until)} compris" if report.until else ""
        period = f"{start}{end}"
    yield f"2. Ce qu’elle contient{period}"
    for label, count in report.by_kind():
        yield f"   {count:>9}  {label}"
    if report.first is not None and report.last is not None:
        for name, mark in (("Première", report.first), ("Dernière", report.last)):
            at = _when(report, mark.at)
            yield f"   {name} : ligne {mark.seq}, le {at}, empreinte {mark.hash[:12]}…"


def _anchors(report: Report) -> Iterator[str]:
    yield "3. Les ancres"
    yield "   Une fois par jour, le numéro et l’empreinte de la dernière ligne sont gardés, et envoyés"
    yield "   hors du portail. Une fin de chaîne ôtée, ou une chaîne refaite, les contredit."
    if not report.anchors or report.first_anchor is None or report.last_anchor is None:
        yield "   Aucune ancre : une fin de chaîne ôtée ne se verrait pas."
        return
    first, last = short_day(report.first_anchor), short_day(report.last_anchor)
    yield f"   {plural(report.anchors, 'ancre comparée', 'ancres comparées')}, du {first} au {last},"
    yield f"   dont {plural(report.outside, 'lue', 'lues')} hors de la base."
    if not report.fault:
        yield "   Toutes disent la même chose que la chaîne."


def _amended(report: Report) -> Iterator[str]:
    yield "4. Retraits et corrections"
    yield "   La ligne retirée ou corrigée reste ; une nouvelle ligne dit qui, quand et pourquoi."
    if not report.amended:
        yield "   Aucun."
    for one in report.amended:
        yield (
            f"   Ligne {one.seq}, le {_when(report, one.at)} : {one.word} de la ligne "
            f"{one.about}, par {one.author}, au sujet de {one.recruit}."
        )
        if one.reason:
            yield f"      Motif : {one.reason}"


def _clock(report: Report) -> Iterator[str]:
    yield "5. Les heures"
    yield "   L’ordre fait foi par les numéros ; l’heure est celle de l’horloge du serveur."
    if report.backwards:
        named = ", ".join(map(str, report.backward_lines))
        more = "…" if report.backwards > NAMED else ""
        yield f"   {plural(report.backwards, 'ligne porte', 'lignes portent')} une heure antérieure"
        yield f"   à celle d’avant (horloge remise à l’heure) : {named}{more}."
    else:
        yield "   Aucune ligne n’est plus ancienne que celle d’avant."


def _how(report: Report) -> Iterator[str]:
    yield "6. Vérifier sans croire le portail"
    yield "   Sur le serveur, puis sur n’importe quelle machine qui a Python 3 (rien à installer) :"
    for command in report.commands():
        yield f"{_COMMAND}{command}"
    yield "   verify_chain.py fait moins de soixante lignes : lisez-le. Prenez les ancres chez la"
    yield "   personne qui les reçoit, pas sur le serveur. Réponse attendue : intact."


def _when(report: Report, at: dt.datetime) -> str:
    local = at.astimezone(ZoneInfo(report.zone))
    return f"{short_day(local.date())} à {local:%H:%M}"
