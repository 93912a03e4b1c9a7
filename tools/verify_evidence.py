#!/usr/bin/env python3
"""Vérifier un dossier de preuves sans le portail : bibliothèque standard de Python, rien d'autre.

    python3 verify_evidence.py preuves.zip (ou son dossier) [--chain registre.jsonl]

L'empreinte d'une ligne est le SHA-256 de son texte (UTF-8). empreintes.txt donne celle de chaque
fichier et finit par celle de ses propres lignes ; ces fichiers ne font qu'une archive possible.
--chain : l'export du registre de l'établissement, où chaque ligne doit être à sa place.
"""

import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

LIST = "empreintes.txt"
NATURES = {
    "observed": "observation", "talked": "entretien réflexif", "minuted": "compte rendu d'entretien",
    "confirmed": "confirmation", "signed": "validation", "returned": "à reprendre",
    "countersigned": "contresignature", "declined": "contresignature refusée", "visaed": "visa",
    "authorised": "passeport", "acknowledged": "prise d'acte", "disputed": "désaccord",
    "corrected": "correction", "withdrawn": "retrait",
}  # fmt: skip


def sha(data):
    return hashlib.sha256(data).hexdigest()


def pack(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o644 << 16
            archive.writestr(member, files[name])
    return out.getvalue()


def read(path):
    """Without the checks of zipfile, which would stop at the first changed file."""
    if path.is_dir():
        return {one.name: one.read_bytes() for one in path.iterdir()}, None
    raw = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        found = [(one, one.header_offset + 30 + len(one.filename)) for one in archive.infolist()]
    return {one.filename: raw[start : start + one.file_size] for one, start in found}, raw


def first_change(some, others):
    pairs = enumerate(zip(some, others))
    return 1 + next((n for n, (a, b) in pairs if a != b), min(len(some), len(others)))


def file_faults(files, raw):
    now = [f"{sha(files[one])}  {one}".encode() for one in sorted(files) if one != LIST]
    *kept, seal, end = files[LIST].split(b"\n")
    if (seal, end) != (b"# " + sha(b"\n".join([*kept, b""])).encode(), b""):
        yield f"{LIST}, ligne {first_change(kept, now)} : elle a été changée"
        return
    said = {line[66:].decode(): line for line in kept}
    changed = False
    for name in sorted({*said, *files} - {LIST}):
        if name not in files or name not in said:
            yield f"{name} : ce fichier {'manque' if name in said else 'est en trop'}"
        elif said[name] not in now:
            changed = True
            yield f"{name} : ce fichier a été changé"
    if raw and not changed and raw != pack(files):  # between the files: names, dates, attributes
        yield f"l'archive, octet {first_change(raw, pack(files))} : elle a été changée"


def line_faults(lines, chain):
    for line in lines:
        name = f"ligne {line['seq']} du registre"
        if sha(line["texte"].encode()) != line["empreinte"]:
            yield f"{name} : son texte ne correspond pas à son empreinte"
            continue
        inside = json.loads(line["texte"])
        author = f"{inside['author']['given_name']} {inside['author']['family_name']}"
        told = [inside["seq"], inside["kind"], inside["at"], author, inside["subject"]["title"]]
        if told != [line[key] for key in ("seq", "nature", "le", "auteur", "objet")]:
            yield f"{name} : l'index ne dit pas ce que dit son texte"
        elif chain is not None and chain.get(line["seq"]) != (line["texte"], line["empreinte"]):
            yield f"{name} : elle n'est pas à cette place dans l'export du registre"
        else:
            nature = NATURES.get(line["nature"], line["nature"])
            print(f"Confirmée : {name}, {line['le']}, {nature}, {author}")


def main(path, _option="--chain", export=None):
    faults, chain = [], None
    try:
        if export:
            kept = map(json.loads, Path(export).read_text(encoding="utf-8").strip("\n").split("\n"))
            chain = {one["seq"]: (one["payload"], one["hash"]) for one in kept}
        files, raw = read(Path(path))
        faults += file_faults(files, raw)
        faults += line_faults(json.loads(files["preuves.json"])["lignes"], chain)
    except (OSError, ValueError, LookupError, TypeError, zipfile.BadZipFile) as error:
        faults.append(f"le reste ne se lit plus ({type(error).__name__} {error})")
    for fault in faults:
        print(f"CHANGÉ : {fault}")
    print("Le dossier N'EST PAS intact." if faults else "Le dossier est intact.")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) not in {2, 4} or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:4]))
