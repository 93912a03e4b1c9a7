"""Edit a template's definition, pure: plain mappings in, a new definition and a note out.

The criteria of a step are typed one a line, ``★`` first for a safety criterion; a criterion kept
or merely reworded keeps its code, so that levels given to it still mean the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .versions import FIELD_LABELS, Definition, by_code, field_changes

STAR = "★"
FIRST_ADDED = 900  # codes from here on belong to steps added for one person
_SPELT = str.maketrans({"’": " ", "œ": "oe", "æ": "ae"})


def slugify(text: str, *, limit: int = 60) -> str:
    """``Répondre à l’appel`` → ``repondre-a-l-appel``; never empty."""
    spaced = text.lower().translate(_SPELT)
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:limit].strip("-") or "element"


def criteria_text(criteria: Iterable[Mapping[str, Any]]) -> str:
    return "\n".join(
        f"{STAR} {one['texte']}" if one["securite"] else one["texte"] for one in criteria
    )


def parse_criteria(text: str, before: Sequence[Mapping[str, Any]] = ()) -> list[dict[str, Any]]:
    """The typed lines as criteria. ``before``: those they replace, whose codes are kept."""
    lines = [line.strip().lstrip("-•").strip() for line in text.splitlines()]
    typed = [(line.lstrip(STAR).strip(), line.startswith(STAR)) for line in lines if line]
    known = {one["texte"]: one["code"] for one in before}
    same_count = len(typed) == len(before)
    taken = {known[words] for words, _ in typed if words in known}
    found: list[dict[str, Any]] = []
    for place, (words, safety) in enumerate(typed):
        code = known.get(words)
        if code is None and same_count and before[place]["code"] not in taken:
            code = before[place]["code"]
        if code is None or code in {one["code"] for one in found}:
            code = _free(slugify(words), taken)
        taken.add(code)
        found.append({"code": code, "texte": words, "securite": safety})
    return found


def _free(wanted: str, taken: Iterable[str]) -> str:
    used, code, count = set(taken), wanted, 1
    while code in used:
        count += 1
        code = f"{wanted}-{count}"
    return code


def phase_titles(definition: Definition) -> dict[str, str]:
    return {phase["code"]: phase["titre"] for phase in definition["phases"]}


def steps_by_phase(definition: Definition) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """(phase title, its steps) in reading order; an empty phase is left out."""
    groups: dict[str, list[Mapping[str, Any]]] = {p["code"]: [] for p in definition["phases"]}
    for step in definition["etapes"]:
        groups[step["phase"]].append(step)
    titles = phase_titles(definition)
    return [(titles[code], steps) for code, steps in groups.items() if steps]


def next_code(definitions: Iterable[Definition]) -> str:
    """A step code no version of the template ever used. Raises ValueError when none is left."""
    numbers = [
        int(digits[0])
        for definition in definitions
        for code in by_code(definition)
        if (digits := re.findall(r"^\d+", code))
    ]
    code = max(numbers, default=0) + 1
    if code >= FIRST_ADDED:
        raise ValueError("no code left for a template step")
    return f"{code:02}"


def change_step(
    definition: Definition, code: str, values: Mapping[str, Any]
) -> tuple[dict[str, Any], str]:
    """Fields of one step replaced. The note is empty when nothing differs. KeyError if absent."""
    before = by_code(definition)[code]
    after = {**before, **values}
    changed = field_changes(before, after)
    steps = [after if step["code"] == code else step for step in definition["etapes"]]
    if before["phase"] != after["phase"]:
        steps.remove(after)
        steps.insert(_end_of_phase(definition, steps, after["phase"]), after)
    names = ", ".join(FIELD_LABELS[one.name] for one in changed)
    note = f"Étape {code} modifiée : {names}" if changed else ""
    return {**definition, "etapes": steps}, note


def add_step(definition: Definition, step: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """A whole new step, last of its phase."""
    steps = list(definition["etapes"])
    steps.insert(_end_of_phase(definition, steps, step["phase"]), step)
    note = f"Étape {step['code']} ajoutée : {step['titre']}"
    return {**definition, "etapes": steps}, note


def remove_step(definition: Definition, code: str) -> tuple[dict[str, Any], str]:
    """One step out; the others no longer wait for it. Raises KeyError if absent."""
    gone = by_code(definition)[code]
    steps = [
        {**step, "prerequis": [needed for needed in step["prerequis"] if needed != code]}
        for step in definition["etapes"]
        if step["code"] != code
    ]
    return {**definition, "etapes": steps}, f"Étape {code} retirée : {gone['titre']}"


def move_step(definition: Definition, code: str, *, up: bool) -> tuple[dict[str, Any], str]:
    """One place up or down inside its phase; the note is empty at the edge of the phase."""
    moved = by_code(definition)[code]
    steps = list(definition["etapes"])
    places = [place for place, step in enumerate(steps) if step["phase"] == moved["phase"]]
    rank = places.index(steps.index(moved))
    other = rank - 1 if up else rank + 1
    if not 0 <= other < len(places):
        return dict(definition), ""
    here, there = places[rank], places[other]
    steps[here], steps[there] = steps[there], steps[here]
    note = f"Étape {code} {'avancée' if up else 'reculée'} d’une place : {moved['titre']}"
    return {**definition, "etapes": steps}, note


def waiting_for(definition: Definition, code: str) -> list[str]:
    """Titles of the steps that need ``code`` first."""
    return [step["titre"] for step in definition["etapes"] if code in step["prerequis"]]


def _end_of_phase(definition: Definition, steps: Sequence[Mapping[str, Any]], phase: str) -> int:
    """Where a last step of ``phase`` goes: after its steps, or after those of earlier phases."""
    order = [one["code"] for one in definition["phases"]]
    limit = order.index(phase)
    places = [place for place, step in enumerate(steps, 1) if order.index(step["phase"]) <= limit]
    return max(places, default=0)


def new_step(code: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """A whole step from typed ``values``; its slug follows from its title and code."""
    slug = f"{slugify(values['titre'])}-{code}"
    return {
        "participants": [],
        "ressources": [],
        "preuve": None,
        **values,
        "code": code,
        "slug": slug,
    }
