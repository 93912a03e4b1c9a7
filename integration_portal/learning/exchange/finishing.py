"""Questions of a file → questions of a bank: what the file lacks is asked, what is wrong is told."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ...content.kinds.questions import BankContext
from ...content.messages import explain
from ...core.folding import fold
from ...core.typography import french
from .foreign import STAR, Fault, Foreign, Found, Parsed, UnreadableError
from .keeping import ADAPTER, question_in
from .leaving import to_moodle
from .taking import take

Again = Callable[[Foreign], Foreign]
# Where the command asks for what a file does not say.
_ASKED = {
    "objectif": "--objective",
    "lecon": "--lesson",
    "sources": "--source",
    "explication": "--explanation",
}
_COMMON = ("objectif", "lecon", "etoile", "sources", "explication")


@dataclass(frozen=True)
class Defaults:
    """What every question that does not say it gets."""

    objectif: int | None = None
    lecon: str | None = None
    sources: tuple[str, ...] = ()
    explication: str | None = None

    @property
    def fields(self) -> dict[str, Any]:
        values = {**vars(self), "sources": list(self.sources)}
        return {name: value for name, value in values.items() if value}


NOTHING = Defaults()


@dataclass(frozen=True)
class Imported:
    """``questions`` as a bank holds them; ``settings`` of the bank, when the file keeps them."""

    questions: list[dict[str, Any]]
    settings: dict[str, Any]
    faults: list[Fault]


def finish(parsed: Parsed, defaults: Defaults, known: BankContext | None, again: Again) -> Imported:
    """``again``: what a question we write gives when the format is read; it tells whether one of
    ours was changed since."""
    names = _Names()
    questions, faults = [], list(parsed.faults)
    owned = {own["id"]: own for one in parsed.found if (own := question_in(one.kept))}
    for found, own in _untouched(parsed.found, again):
        try:
            fields, lost = (own, []) if own else _taken(found, defaults, owned)
            fields = {**fields, "id": names.new(fields["id"])}
            questions.append(_checked(fields, known))
            faults += [Fault(found.line, sentence, refused=False) for sentence in lost]
        except UnreadableError as error:
            faults.append(Fault(found.line, str(error)))
    return Imported(questions, dict(parsed.settings), sorted(faults))


def _untouched(found: list[Found], again: Again) -> Iterator[tuple[Found, dict[str, Any] | None]]:
    """Each question, with our own when the file still says exactly what we wrote of it."""
    place = 0
    while place < len(found):
        own = question_in(found[place].kept)
        written = [again(one) for one in to_moodle(own)] if own else []
        here = [one.foreign for one in found[place : place + len(written)]]
        same = written and len(here) == len(written)
        if same and all(a.same_as(b) for a, b in zip(written, here, strict=True)):
            yield found[place], own
            place += len(written)
        else:
            yield found[place], None
            place += 1


def _taken(
    found: Found, defaults: Defaults, owned: Mapping[str, dict[str, Any]]
) -> tuple[dict[str, Any], list[str]]:
    """``owned``: what our comments keep, by id; the next gaps of a text only name it."""
    taken, lost = take(found.foreign)
    ours = owned.get(found.kept.get("suite") or found.kept.get("id") or "")
    kept = {name: ours[name] for name in _COMMON} if ours else {}
    star = {"etoile": True} if found.foreign.name.startswith(STAR) else {}
    fields = {**defaults.fields, **kept, **star, **taken}
    name = found.foreign.name.removeprefix(STAR)
    fields["id"] = _slug(ours["id"] if ours else name or found.foreign.text)
    if ours:
        lost = [*lost, *_changed(ours, fields)]
    missing = [f"{name} ({option})" for name, option in _ASKED.items() if name not in fields]
    if missing:
        raise UnreadableError(f"Ce fichier ne dit pas tout. Donnez : {', '.join(missing)}.")
    return {key: value for key, value in fields.items() if value is not None}, lost


def _changed(ours: Mapping[str, Any], fields: dict[str, Any]) -> Iterator[str]:
    context = french(ours["contexte"] or "")
    if context and fields["enonce"].startswith(f"{context}\n\n"):
        fields["enonce"] = fields["enonce"].removeprefix(f"{context}\n\n")
        fields["contexte"] = ours["contexte"]
    if ours["type"] != fields["type"]:
        yield (
            f"« {ours['id']} » a changé depuis l'export : de « {ours['type']} » "
            f"elle devient « {fields['type']} ». Relisez-la."
        )


def _checked(fields: dict[str, Any], known: BankContext | None) -> dict[str, Any]:
    try:
        return dict(ADAPTER.validate_python(fields, context=known).model_dump(mode="json"))
    except ValidationError as error:
        sentences = [explain(fault) for fault in error.errors(include_url=False)]
        raise UnreadableError(f"« {fields['id']} » : {' '.join(sentences)}") from error


def _slug(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return words[:60].strip("-") or "question"


class _Names:
    """No two questions of a bank share theirs."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def new(self, name: str) -> str:
        free = name
        count = 2
        while free in self._seen:
            free, count = f"{name[:70]}-{count}", count + 1
        self._seen.add(free)
        return free
