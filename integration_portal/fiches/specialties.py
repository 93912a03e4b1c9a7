"""Names of the specialties, by the slug that fiches carry."""

_NAMES = {
    "addictologie": "Addictologie",
    "allergologie": "Allergologie",
    "anesthesie": "Anesthésie",
    "cardiologie": "Cardiologie",
    "chirurgie-ambulatoire": "Chirurgie ambulatoire",
    "chirurgie-viscerale": "Chirurgie viscérale",
    "dermatologie": "Dermatologie",
    "endocrinologie-diabetologie": "Endocrinologie et diabétologie",
    "geriatrie": "Gériatrie",
    "gynecologie-obstetrique": "Gynécologie-obstétrique",
    "hematologie": "Hématologie",
    "hepato-gastro-enterologie": "Hépato-gastro-entérologie",
    "imagerie": "Imagerie",
    "infectiologie": "Infectiologie",
    "medecine-interne": "Médecine interne",
    "medecine-vasculaire": "Médecine vasculaire",
    "nephrologie": "Néphrologie",
    "neurologie": "Neurologie",
    "nutrition": "Nutrition",
    "oncologie": "Oncologie",
    "ophtalmologie": "Ophtalmologie",
    "orl": "ORL",
    "orthopedie": "Orthopédie",
    "pediatrie": "Pédiatrie",
    "pneumologie": "Pneumologie",
    "psychiatrie": "Psychiatrie",
    "rhumatologie": "Rhumatologie",
    "soins-palliatifs": "Soins palliatifs",
    "transversal": "Tous les services",
    "urgences": "Urgences",
    "urologie": "Urologie",
}


def name(slug: str) -> str:
    """``Gynécologie-obstétrique``; a slug nobody named yet reads as plain words."""
    return _NAMES.get(slug) or slug.replace("-", " ").capitalize()
