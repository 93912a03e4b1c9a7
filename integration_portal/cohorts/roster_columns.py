"""The columns of a list of recruits: which are needed, how people title them. Pure."""

from collections.abc import Sequence

from .errors import RosterFileError
from .spreadsheet import Table, plain

COLUMNS = (
    "prenom", "nom", "adresse", "qualite", "unite", "tutrice_adresse", "medecin_adresse",
    "date_debut", "jours",
)  # fmt: skip
REQUIRED = ("prenom", "nom", "adresse", "unite", "date_debut")
_ALIASES = {
    "email": "adresse", "courriel": "adresse", "mail": "adresse", "adresse electronique": "adresse",
    "service": "unite", "tutrice": "tutrice_adresse", "medecin": "medecin_adresse",
    "date de debut": "date_debut", "debut": "date_debut", "fonction": "qualite",
    "jours travailles": "jours",
}  # fmt: skip
_ALIASES |= {plain(name): name for name in COLUMNS}


def columns(header: Sequence[str]) -> dict[str, int]:
    """Position of each known column. Raises RosterFileError when a needed one is missing."""
    found: dict[str, int] = {}
    for position, title in enumerate(header):
        name = _ALIASES.get(plain(title))
        if name in found:
            raise RosterFileError(f"La colonne « {title} » est là deux fois.")
        if name:
            found[name] = position
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        raise RosterFileError(
            f"Il manque la colonne {', '.join(missing)}. Partez du modèle proposé sur cette page."
        )
    return found


def addresses(table: Table) -> set[str]:
    """Every address of the file, to look the people up at once."""
    places = columns(table[0])
    wanted = [places[n] for n in ("adresse", "tutrice_adresse", "medecin_adresse") if n in places]
    return {cell_of(row, position).casefold() for row in table[1:] for position in wanted} - {""}


def cell_of(row: Sequence[str], position: int) -> str:
    """The text there; a lone dash is an empty cell."""
    text = row[position] if position < len(row) else ""
    return "" if text == "-" else text
