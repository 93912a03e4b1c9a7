"""The scale of competence: 0 not approached … 4 mastered (``domaine.md`` F.4)."""

from enum import IntEnum


class Level(IntEnum):
    NOT_SEEN = 0
    NOT_ACQUIRED = 1
    IN_PROGRESS = 2
    ACQUIRED = 3
    MASTERED = 4

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def meaning(self) -> str:
        return MEANINGS[self]


LABELS = {
    Level.NOT_SEEN: "non abordé",
    Level.NOT_ACQUIRED: "non acquis",
    Level.IN_PROGRESS: "en cours d’acquisition",
    Level.ACQUIRED: "acquis",
    Level.MASTERED: "maîtrisé",
}
MEANINGS = {
    Level.NOT_SEEN: "pas encore rencontré",
    Level.NOT_ACQUIRED: "fait avec aide à chaque étape",
    Level.IN_PROGRESS: "fait avec des rappels",
    Level.ACQUIRED: "fait en autonomie, conforme, dans les cas courants",
    Level.MASTERED: "fait dans les cas complexes, sait l’expliquer",
}
