"""Checks of the words themselves: typography, tone, and what a fiche may never say.

Rules: the product's content rules (``domaine.md`` A.6, A.7 and I). They find candidates a
machine can point at; the medical reading stays a human act.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..core.folding import fold
from . import blocks
from .loader import Entry, Library, Problem

_EVERYWHERE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\w·\w"), "pas de point médian : écrivez « la tutrice ou le tuteur »"),
    (re.compile(r'(?<![\w=])"[^"\n]+"'), "guillemets droits : écrivez « … »"),
    (re.compile(r"\b(?:lorem ipsum|todo|xxx)\b", re.I), "texte provisoire"),
    (re.compile(r"simple secrétaire", re.I), "ne jamais écrire « simple secrétaire »"),
    (re.compile(r"\.\.\."), "points de suspension : écrivez « … »"),
    (
        re.compile(
            r"(?:^|[.!?]\s)(?:A|Etat|Etre|Ecout\w+|Eval\w+|Etap\w+|Etud\w+|Epel\w+|Eviter|Evitez)\s"
        ),
        "capitale sans accent (À, É)",
    ),
)
_FICHE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:mg|µg|mcg|UI|gouttes|comprimés?)\b", re.I),
        "une fiche ne donne aucune dose",
    ),
    (
        re.compile(
            r"ce n['’]est (?:rien|pas grave)|rassurez[- ]|pas d['’]inquiétude|ne vous inquiétez",
            re.I,
        ),
        "une fiche ne rassure pas",
    ),
    (
        re.compile(r"\b(?:attendez|patientez|peut attendre|laissez passer)\b", re.I),
        "une fiche ne dit jamais d'attendre",
    ),
    (
        re.compile(
            r"\b(?:prenez|arrêtez|augmentez|diminuez|reprenez|doublez) (?:votre|vos|le|la|les|un|une|son|sa|ses) "
            r"(?:traitement|médicament|comprim|dose|insuline|anticoagulant|cachet)",
            re.I,
        ),
        "une fiche ne conseille aucun traitement",
    ),
    (
        re.compile(r"\b0[1-9](?:[ .]?\d{2}){4}\b"),
        "numéro de téléphone : il est local, jamais livré",
    ),
)
# What the caller or a letter says, and traps that quote a forbidden sentence, are not advice.
_QUOTED = {"mots_patient", "mots_courrier", "pieges", "limites_de_role", "sources", "phrases"}
# What people typed or said, in their own spelling and sometimes in English: never shown.
_HEARD = {"sayings", "evaluation", "synonyms"}
_SAYS_NOTHING = {"url", "id", "slug", "code", "cible"}


def check(library: Library) -> list[Problem]:
    """Every wording fault of the library. Lines are 1: the sentence itself is quoted."""
    problems = []
    for entry in library.entries.values():
        for path, text in _texts({} if entry.kind in _HEARD else entry.payload):
            for message in _faults(entry, path, text):
                excerpt = text.strip().replace("\n", " ")[:70]
                problems.append(Problem(entry.file, 1, f"{message} (« {excerpt} »)."))
    problems += _dangling(library)
    return sorted(problems)


def _faults(entry: Entry, path: tuple[str, ...], text: str) -> Iterator[str]:
    for pattern, message in _EVERYWHERE:
        if pattern.search(text):
            yield message
    if entry.kind == "fiche" and not _QUOTED & set(path):
        for pattern, message in _FICHE:
            if pattern.search(text):
                yield message


def _texts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        if not path or path[-1] not in _SAYS_NOTHING:
            yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, path)


def _dangling(library: Library) -> Iterator[Problem]:
    """References between entries that lead nowhere."""
    competencies = {entry.payload["code"] for entry in library.of_kind("competency")}
    modules = {entry.slug for entry in library.of_kind("module")}
    fiches = {entry.slug for entry in library.of_kind("fiche")}
    questionnaires = {entry.slug for entry in library.of_kind("questionnaire")}
    drills = {entry.slug for entry in library.of_kind("drill")}
    targets = {
        "fiche": fiches,
        "module": modules,
        "questionnaire": questionnaires,
        "epreuve": drills,
    }
    yield from _dangling_phrases(library)
    yield from _dangling_fiches(library, fiches)
    for entry in library.of_kind("sayings"):
        if entry.slug not in fiches:
            yield Problem(entry.file, 1, f"Aucune fiche ne s'appelle « {entry.slug} ».")
    for entry in library.of_kind("journey"):
        for step in entry.payload["etapes"]:
            for code in step["competences"]:
                if code not in competencies:
                    yield Problem(
                        entry.file, 1, f"Étape {step['code']} : compétence {code} inconnue."
                    )
            for resource in step["ressources"]:
                known = targets.get(resource["type"])
                if known is not None and resource["cible"] not in known:
                    yield Problem(
                        entry.file,
                        1,
                        f"Étape {step['code']} : « {resource['cible']} » n'existe pas.",
                    )


def _dangling_fiches(library: Library, fiches: set[str]) -> Iterator[Problem]:
    """Fiches that a lesson or a simulation names and that are not there."""
    for entry in library.of_kind("module"):
        folder = entry.file.removesuffix("module.md")
        for file, named in _fiches_named(entry.payload):
            if named not in fiches:
                yield Problem(f"{folder}{file}", 1, f"Aucune fiche ne s'appelle « {named} ».")


def _fiches_named(module: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(file of the module, fiche) of each."""
    for lesson in module["lecons"]:
        for piece in _pieces(lesson["corps"]):
            if piece.kind == "fiche":
                yield f"lessons/{lesson['slug']}.md", piece.argument.partition(" ")[0]
    simulation = module["simulation"] or {"tours": []}
    choices = (choice for turn in simulation["tours"] for choice in turn["choix"])
    for rule in (choice["regle"] for choice in choices if choice["regle"]):
        if rule["fiche"]:
            yield "simulation.yml", rule["fiche"]


def _pieces(text: str) -> list[blocks.Piece]:
    """None when a block is broken: the loader has told where."""
    try:
        return blocks.split(text)
    except blocks.BlockError:
        return []


def _dangling_phrases(library: Library) -> Iterator[Problem]:
    """Sentences of a drill whose fiche, or the alert that answers them, is not there."""
    fiches = {entry.slug: entry for entry in library.of_kind("fiche")}
    for entry in library.of_kind("drill"):
        for phrase in entry.payload["phrases"]:
            missing = [slug for slug in phrase["fiches"] if slug not in fiches]
            faults = [f"la fiche « {slug} » n'existe pas" for slug in missing]
            if not missing:
                faults = _unanswered(phrase, fiches[phrase["fiches"][0]])
            for fault in faults:
                yield Problem(entry.file, 1, f"« {phrase['dit'][:60]} » : {fault}.")


def _unanswered(phrase: dict[str, Any], fiche: Entry) -> list[str]:
    sign = phrase["signe"]
    found = [a for a in fiche.payload["alertes"] if fold(sign) in fold(a["si"])]
    if not found:
        return [f"aucun signe d'alerte de « {fiche.slug} » ne contient « {sign} »"]
    if phrase["vital"] and not any(alert["niveau"] == "U0" for alert in found):
        return [f"« {sign} » n'est pas un signe vital (U0) de « {fiche.slug} »"]
    return []
