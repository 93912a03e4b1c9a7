"""The exact words that are signed, each written once: shown before the password, kept in the
ledger character for character. Pure."""

from dataclasses import dataclass

from ..core.introducing import introduce
from ..core.typography import french, of, plural


@dataclass(frozen=True)
class Signer:
    """Who signs. ``relay_of``: the colleague for whom she acts, if any."""

    name: str
    quality: str
    unit: str
    relay_of: str = ""

    @property
    def words(self) -> str:
        relay = f"en relais {of(self.relay_of)}" if self.relay_of else ""
        return f"Je, {introduce(self.name, self.quality, self.unit, relay)},"


@dataclass(frozen=True)
class About:
    """The line of the ledger that is answered: its number, its author, what it is about.
    ``what``: a step, a competency."""

    number: int
    author: str
    recruit: str
    title: str
    what: str


def decision(
    signer: Signer,
    recruit: str,
    title: str,
    *,
    validates: bool,
    what: str,
    seen: int = 0,
) -> str:
    """``seen``: how many signed observations it rests on; 0: the signature attests it. ``what`` is
    validated: a step, a competency."""
    end = (
        f"valide {what}, aux niveaux indiqués critère par critère."
        if validates
        else f"demande de reprendre {what}, pour la raison indiquée."
    )
    if seen:
        basis = plural(seen, "observation signée", "observations signées")
        return french(f"{signer.words} au vu de {basis} {of(recruit)} pour « {title} », {end}")
    return french(f"{signer.words} atteste avoir observé {recruit} pour « {title} » et {end}")


def countersignature(signer: Signer, about: About, *, accepts: bool) -> str:
    line = f"la décision {of(about.author)}, ligne n° {about.number} du registre,"
    if accepts:
        return french(
            f"{signer.words} contresigne {line} qui valide « {about.title} » pour {about.recruit}."
        )
    return french(
        f"{signer.words} ne contresigne pas {line} sur « {about.title} » pour {about.recruit}, "
        f"et demande de reprendre {about.what}, pour la raison indiquée."
    )


def answer(signer: Signer, about: About, *, disagrees: bool) -> str:
    """What the recruit signs once she has read a decision."""
    line = (
        f"la décision {of(about.author)} sur « {about.title} », ligne n° {about.number} du registre"
    )
    if disagrees:
        return french(f"{signer.words} note mon désaccord, écrit ici, avec {line}.")
    return french(f"{signer.words} prends acte de {line}.")


def withdrawal(signer: Signer, about: About) -> str:
    """A visa may be taken back by another manager than the one who signed it."""
    whose = "ma signature" if about.author == signer.name else f"la signature {of(about.author)}"
    return french(
        f"{signer.words} retire {whose} de la ligne n° {about.number} du registre, "
        f"« {about.title} », pour la raison écrite ici."
    )


def correction(signer: Signer, about: About) -> str:
    return french(
        f"{signer.words} corrige ma ligne n° {about.number} du registre, « {about.title} », "
        "comme il est écrit ici. La ligne corrigée reste visible."
    )
