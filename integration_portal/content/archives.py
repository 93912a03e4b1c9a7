"""A pack as one ``.zip`` file: opened beside, never outside."""

import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

MOST_FILES, MOST_BYTES = 5_000, 100 * 1024 * 1024


class BrokenPackError(Exception):
    """The message is a French sentence about the whole pack."""


@contextmanager
def opened(pack: Path) -> Iterator[Path]:
    """The folder of a pack: itself, or what a ``.zip`` holds while the block lasts.

    Raises BrokenPackError.
    """
    if pack.is_dir():
        yield pack
        return
    with tempfile.TemporaryDirectory(prefix="pack-") as folder:
        root = Path(folder).resolve() / pack.stem
        root.mkdir()
        try:
            with zipfile.ZipFile(pack) as archive:
                _extract(archive, root)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
            raise BrokenPackError("Ce n'est ni un dossier ni une archive .zip lisible.") from error
        yield root


def _extract(archive: zipfile.ZipFile, root: Path) -> None:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > MOST_BYTES:
        raise BrokenPackError("L'archive est trop grosse pour un pack de contenus.")
    for member in members:
        _check(member)
        target = root / member.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(member))


def _check(member: zipfile.ZipInfo) -> None:
    """A name that leads out of the pack, or a link, stops everything."""
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or set("\\:") & set(member.filename):
        raise BrokenPackError(f"« {member.filename} » sort du pack.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise BrokenPackError(f"« {member.filename} » est un lien : un pack n'en contient pas.")
