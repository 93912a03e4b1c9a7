"""The exact words that a manager signs, and what a block still lacks. Pure."""

from ..core.actor import Actor
from ..core.introducing import introduce
from ..core.typography import french, of
from .sheet import BlockSheet, Sheet


def visa_sentence(actor: Actor, sheet: Sheet, block: BlockSheet) -> str:
    """Shown above the password and kept, character for character, in the ledger."""
    who = introduce(actor.name, actor.quality, sheet.unit)
    count = len(block.lines)
    return french(
        f"Je, {who}, ai lu les preuves {of(sheet.recruit)} et vise le bloc "
        f"« {block.title} » : ses {count} compétences sont au niveau attendu."
    )


def left_in_words(block: BlockSheet) -> list[str]:
    """Each competency below what is expected, and what it lacks."""
    return [
        french(f"{line.code}, {line.title} ({', '.join(line.missing)})")
        for line in block.lines
        if not line.reached
    ]
