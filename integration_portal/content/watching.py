"""Read the packs again when a file of theirs changes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..core.typography import plural
from ..core.unit_of_work import Database
from . import actions, lint
from .loader import load

Stamps = dict[Path, tuple[int, int]]


class Watcher:
    """Packs, as they were when last read."""

    def __init__(self, packs: Sequence[Path]) -> None:
        self.packs = packs
        self._stamps = self._look()

    def look(self, database: Database) -> list[str]:
        """What to tell the editor: nothing when no file changed. Faulty files change nothing in the
        database; remarks on wording do not stop it."""
        stamps = self._look()
        if stamps == self._stamps:
            return []
        self._stamps = stamps
        library = load(self.packs)
        faults = [str(problem) for problem in library.problems]
        if faults:
            return [*faults, "Pas rechargé : corrigez, puis enregistrez."]
        with database.writing() as session:
            report = actions.sync(session, library)
        remarks = [str(problem) for problem in sorted(lint.check(library))]
        changed, retired = plural(report.changed, "changé"), plural(report.retired, "retiré")
        return [*remarks, f"Rechargé ({changed}, {retired})."]

    def _look(self) -> Stamps:
        return dict(stamp for pack in self.packs for stamp in _stamps(pack))


def _stamps(pack: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    """(file, when it was written and its size). A file may vanish while an editor saves it."""
    for file in [pack] if pack.is_file() else sorted(pack.rglob("*")):
        try:
            found = file.stat()
        except FileNotFoundError:
            continue
        if file.is_file():
            yield file, (found.st_mtime_ns, found.st_size)
