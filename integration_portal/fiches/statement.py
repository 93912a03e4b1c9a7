"""The exact sentence a doctor signs about a fiche. Pure."""

from ..core.introducing import introduce
from ..core.typography import french

SOURCES_CHECKED = "J’ai vérifié ces sources moi-même."


def statement(*, signer: str, quality: str, place: str, title: str, text_hash: str) -> str:
    """Shown above the password, kept with the decision. The review date is a fact of its own."""
    who = introduce(f"Dr {signer}", quality)
    return french(
        f"Je, {who}, valide pour « {place} » la fiche « {title} », dans le texte "
        f"d’empreinte {short(text_hash)} : ses signes d’alerte, la conduite à tenir devant chacun "
        "et les délais indiqués, à l’usage des secrétaires médicales. Les délais de rendez-vous "
        "sont des consignes d’organisation. Toute situation que la fiche ne prévoit pas est "
        "transmise à un médecin. Je la relirai avant la date indiquée."
    )


def signed_statement(sentence: str, *, sources_checked: bool) -> str:
    """With what the doctor ticked, in the same words as the box."""
    return f"{sentence} {SOURCES_CHECKED}" if sources_checked else sentence


def short(text_hash: str) -> str:
    """Enough of a hash to compare by eye."""
    return text_hash[:8]
