"""Invented names, the same for the same seed."""

import random

GIVEN = (
    "Amina", "Béatrice", "Camille", "Delphine", "Élodie", "Fatou", "Gaëlle", "Hélène", "Inès",
    "Julie", "Karim", "Léa", "Marc", "Nadia", "Olivier", "Pauline", "Quentin", "Rosa", "Sophie",
    "Thomas", "Ursula", "Valérie", "William", "Yasmine", "Zoé", "Anne-Laure", "Jean-Marc",
    "Marie-Claude", "Noémie", "Stéphanie",
)  # fmt: skip
FAMILY = (
    "Aubert", "Benali", "Caron", "Diallo", "Estève", "Faure", "Garnier", "Haddad", "Imbert",
    "Jacquet", "Konaté", "Lefèvre", "Mendes", "Nguyen", "Ollivier", "Petit", "Quéré", "Renard",
    "Sow", "Traoré", "Ullmann", "Vasseur", "Weber", "Ximénès", "Yilmaz", "Zidane", "Le Goff",
    "de La Tour", "Martin-Leroy", "Dos Santos",
)  # fmt: skip
UNITS = (
    "Cardiologie", "Neurologie", "Oncologie", "Pédiatrie", "Maternité", "Urgences", "Imagerie",
    "Pneumologie", "Néphrologie", "Gériatrie", "Orthopédie", "Urologie", "Dermatologie",
    "Rhumatologie", "Ophtalmologie", "Chirurgie viscérale", "Médecine interne", "Psychiatrie",
    "Infectiologie", "Endocrinologie",
)  # fmt: skip


def name(rng: random.Random) -> tuple[str, str]:
    """(given name, family name)."""
    return rng.choice(GIVEN), rng.choice(FAMILY)


def unit_name(index: int) -> str:
    floor, kind = divmod(index, len(UNITS))
    return UNITS[kind] if not floor else f"{UNITS[kind]} {floor + 1}"
