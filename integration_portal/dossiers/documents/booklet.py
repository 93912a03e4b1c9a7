"""The integration booklet of one journey, as plain data. Pure."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...core.dates import day_words, short_day
from ...core.typography import french, plural
from ...interviews.models import InterviewKind
from ...journeys.models import Step, StepState
from ...journeys.rules import needs_signature
from ...paper.typeset import Document
from ...signoffs.models import EntryKind
from ..sheet import BlockSheet, Sheet
from .queries import Dossier, Met, Seen, Talked
from .words import level, local_day, local_words, paper_line, signed_by

TEMPLATE = Path(__file__).parent / "booklet.typ"
LEFT = {
    StepState.TODO: "À faire",
    StepState.SUBMITTED: "Attend une signature",
    StepState.COUNTERSIGN: "Attend la contresignature du médecin",
    StepState.RETURNED: "À reprendre",
}
_DECIDES = (EntryKind.SIGNED, EntryKind.COUNTERSIGNED)
INTERVIEWS = {
    InterviewKind.FIRST_DAY: "Entretien du premier jour",
    InterviewKind.WEEKLY: "Point hebdomadaire",
    InterviewKind.MONTH_1: "Bilan du premier mois",
    InterviewKind.MONTH_3: "Bilan du troisième mois",
    InterviewKind.MONTH_6: "Bilan du sixième mois",
    InterviewKind.MONTH_12: "Bilan de la première année",
    InterviewKind.OTHER: "Entretien",
}
_LEDGER = (
    "Dans l’ordre du registre. Chaque phrase est celle que la personne a lue avant de signer, "
    "caractère pour caractère. L’empreinte, dont voici les douze premiers signes, change si une "
    "seule lettre change : le dossier de preuves permet de la vérifier sans le portail."
)
_SCALE = (
    "Quatre niveaux : non acquis (avec aide), en cours (avec des rappels), acquis (en autonomie), "
    "maîtrisé (dans les cas complexes). ★ marque une compétence critique pour la sécurité."
)


def document(dossier: Dossier, sheet: Sheet, *, opens: bool = True) -> Document:
    """``opens``: signed lines and people's words are for this reader; else facts and levels only."""
    zone, day = sheet.time_zone, local_day(dossier.at, sheet.time_zone)
    done = sum(step.state is StepState.DONE for step in dossier.steps)
    return {
        "title": "Livret d’intégration",
        "author": sheet.establishment,
        "unit": sheet.unit,
        "foot": f"Livret d’intégration · {sheet.recruit} · au {short_day(day)}",
        "holder": sheet.recruit,
        "facts": _facts(sheet),
        "progress": {
            "done": str(done),
            "total": str(len(dossier.steps)),
            "at": f"au {day_words(day, year=True)}",
        },
        "gates": [
            {"title": french(one.title), "open": one.is_open, "answer": one.answer}
            for one in sheet.gates
        ],
        "phases": _phases(dossier, zone),
        "scale": french(_SCALE),
        "blocks": [_block(one) for one in sheet.blocks],
        "opens": opens,
        "ledger-words": french(_LEDGER),
        **(_signed(dossier, zone) if opens else {}),
    }


def _signed(dossier: Dossier, zone: str) -> Document:
    closed = {line for met in dossier.met if not met.opens for line in met.lines}
    return {
        "observations": [_observation(one, dossier.names, zone) for one in dossier.seen],
        "talks": [_talk(one, dossier.names, zone) for one in dossier.talked],
        "interviews": [_interview(one, dossier.names) for one in dossier.met],
        "signatures": [paper_line(line) for line in dossier.lines if line not in closed],
    }


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    rows = (
        ("Qualité", sheet.quality),
        ("Arrivée", day_words(sheet.start_on, year=True)),
        ("Tutrice ou tuteur", sheet.tutor),
        ("Encadrement", sheet.manager),
        ("Médecin", sheet.doctor),
        ("Parcours", french(f"{sheet.template}, version {sheet.template_version}")),
    )
    return [(name, body or "à désigner") for name, body in rows]


def _phases(dossier: Dossier, zone: str) -> list[dict[str, Any]]:
    """In order; a phase that the template dropped since comes last."""
    titles = {one["code"]: one["titre"] for one in dossier.journey.phases}
    inside: dict[str, list[Step]] = {code: [] for code in titles}
    for step in dossier.steps:
        inside.setdefault(step.phase, []).append(step)
    return [
        {
            "title": french(titles.get(code, "Autres étapes")),
            "count": _done_words(steps),
            "steps": [_step(step, _who(dossier, step), zone) for step in steps],
        }
        for code, steps in inside.items()
        if steps
    ]


def _done_words(steps: list[Step]) -> str:
    done = sum(step.state is StepState.DONE for step in steps)
    return f"{plural(done, 'étape faite', 'étapes faites')} sur {len(steps)}"


def _who(dossier: Dossier, step: Step) -> str:
    """Who did it; for an observation, who signed it last."""
    signers = [
        line.author
        for line in dossier.lines
        if line.kind in _DECIDES and line.subject == f"step:{step.id}"
    ]
    return signers[-1] if signers else dossier.names.get(step.done_by_id or 0, "")


def _step(step: Step, who: str, zone: str) -> dict[str, Any]:
    done = step.state is StepState.DONE
    if done:
        verb = "Signé" if needs_signature(step.kind) else "Fait"
        words = f"{verb} le {short_day(local_day(step.state_since, zone))}"
        state = f"{words}, {who}" if who else words
    else:
        state = LEFT[step.state]
    return {
        "title": french(step.title), "due": short_day(step.due_on), "done": done, "state": state,
    }  # fmt: skip


def _block(block: BlockSheet) -> dict[str, Any]:
    count = f"{block.reached_count} sur {len(block.lines)} au niveau attendu"
    visa = block.visa
    return {
        "title": french(block.title),
        "count": count,
        "visa": french(f"{visa.words} (empreinte {visa.short_hash})") if visa else "",
        "lines": [
            {
                "code": one.code,
                "title": french(one.title),
                "critical": one.critical,
                "now": int(one.now),
                "words": one.now.label,
                "expected": one.expected.label,
            }
            for one in block.lines
        ],
    }


def _observation(seen: Seen, names: Mapping[int, str], zone: str) -> dict[str, Any]:
    row, criteria = seen.row, {one["code"]: one for one in seen.request.criteria}
    where = (
        local_words(row.situation_at, zone),
        f"par {names.get(row.observer_id, '')}",
        row.place,
    )
    return {
        "title": french(seen.request.title),
        "about": ", ".join(part for part in where if part),
        "situation": row.situation,
        "criteria": [
            {"text": _criterion(criteria[code]), **level(value)}
            for code, value in row.levels.items()
            if code in criteria
        ],
        "acts": _acts(row.acts),
        "note": row.note,
        "signed": signed_by(seen.line),
    }


def _criterion(one: Mapping[str, Any]) -> str:
    return french(("★ " if one["securite"] else "") + one["texte"])


def _acts(acts: list[dict[str, bool]]) -> str:
    if not acts:
        return ""
    whole = sum(all(act.values()) for act in acts)
    return french(
        f"Grille rapide : {plural(len(acts), 'acte vu', 'actes vus')}, {whole} sans écart."
    )


def _talk(talk: Talked, names: Mapping[int, str], zone: str) -> dict[str, Any]:
    row = talk.row
    told = (
        ("Attendu", row.expected), ("Fait", row.done), ("Appris", row.learnt),
        ("Ce qui change", row.change),
    )  # fmt: skip
    return {
        "title": french(talk.request.title),
        "about": f"{local_words(row.held_at, zone)}, avec {names.get(row.author_id, '')}",
        "facts": [one for one in told if one[1]],
        "signed": _both(signed_by(talk.line), signed_by(talk.confirmed)),
    }


def _both(first: str, second: str) -> str:
    return "\n".join(part for part in (first, second) if part)


def _interview(met: Met, names: Mapping[int, str]) -> dict[str, Any]:
    row = met.row
    day = row.held_on or row.planned_on
    return {
        "title": INTERVIEWS[row.kind],
        "about": f"{day_words(day, year=True)}, mené par {names.get(row.leader_id, '')}",
        "minutes": row.minutes if met.opens else "",
        "decisions": [
            {
                "text": one.get("texte", ""),
                "who": one.get("qui", ""),
                "due": _day(one.get("echeance")),
            }
            for one in (row.decisions if met.opens else ())
        ],
        "signed": "\n".join(signed_by(line) for line in met.lines),
    }


def _day(value: str | None) -> str:
    return short_day(dt.date.fromisoformat(value)) if value else ""
