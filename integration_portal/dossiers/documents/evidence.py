"""The evidence file of one person: the facts, the same for human eyes, their prints, the script that
checks them. Made again from the same facts, it is the same to the byte."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...core.dates import day_words
from ...core.typography import french
from ...paper.typeset import Document, Typesetter
from ...settings import bundled
from .queries import Dossier
from .tables import parts
from .words import local_day, paper_line

TEMPLATE = Path(__file__).parent / "evidence.typ"
SCRIPT = "verify_evidence.py"
_README = Path(__file__).parent / "LISEZMOI.txt"
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
_HOW = (
    "Ce document est la lecture commode de preuves.json, qui fait foi avec les empreintes. Le fichier "
    "LISEZMOI.txt dit comment tout vérifier sans le portail, avec un script de cent lignes."
)
_LEDGER = (
    "Toutes les lignes qui concernent cette personne, dans l’ordre du registre de l’établissement. "
    "L’empreinte est le SHA-256 du texte exact, gardé dans preuves.json."
)


def make(dossier: Dossier, facts: Mapping[str, Any]) -> bytes:
    """The archive. ``facts``: see ``facts.read_facts``."""
    files = {
        "LISEZMOI.txt": _README.read_bytes(),
        "preuves.json": _json(facts),
        "preuves.pdf": Typesetter(TEMPLATE).pdf(document(dossier, facts), dossier.at),
        SCRIPT: (bundled("tools") / SCRIPT).read_bytes(),
    }
    return _packed(files | {"empreintes.txt": _prints(files)})


def _json(facts: Mapping[str, Any]) -> bytes:
    """Keys sorted, one value a line, UTF-8, no escapes."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()


def _prints(files: Mapping[str, bytes]) -> bytes:
    """As ``sha256sum`` writes them; the last line is the print of the lines above."""
    lines = "".join(
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)
    )
    return f"{lines}# {hashlib.sha256(lines.encode()).hexdigest()}\n".encode()


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Stored, not compressed: the same bytes whatever the library that compresses."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, _DAY_ONE)
            member.create_system, member.external_attr = 3, 0o644 << 16
            archive.writestr(member, files[name])
    return made.getvalue()


def document(dossier: Dossier, facts: Mapping[str, Any]) -> Document:
    """The PDF inside, as plain data."""
    journey = dossier.journey
    day = day_words(local_day(dossier.at, dossier.place.time_zone), year=True)
    return {
        "title": "Dossier de preuves",
        "author": dossier.place.name,
        "unit": journey.unit.name,
        "foot": f"Dossier de preuves · {journey.recruit.name}",
        "holder": journey.recruit.name,
        "facts": [
            ("Qualité", journey.recruit.quality),
            ("Arrivée", day_words(journey.start_on, year=True)),
            ("Arrêté au", day),
            ("Lignes du registre", str(len(dossier.lines))),
        ],
        "how": french(_HOW),
        "ledger-words": french(_LEDGER),
        "signatures": [paper_line(line, whole_hash=True) for line in dossier.lines],
        "parts": parts(facts),
    }
