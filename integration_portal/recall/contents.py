"""What every card says now, where its reader works: read where it is written, never copied."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.orm import Session

from ..content.digests import Digests
from ..content.models import ContentVersion
from ..core import clock
from ..fiches.decisions import list_lives
from ..fiches.effective import Effective, list_effective
from ..fiches.keeping import Kept
from ..fiches.life import Life, in_use
from ..fiches.places import Place
from . import faces, rules
from .faces import Face, Word
from .rules import Key

Faces = tuple[tuple[Key, Face], ...]
_ALERTS: Kept[tuple[str, str], Faces] = Kept(1024)


@dataclass(frozen=True, eq=False)
class _Listed:
    """What one text gives: words to learn, or faces only. Compared by identity: kept once made."""

    words: tuple[Word, ...]
    faces: Faces


def _listed(entry: ContentVersion) -> _Listed:
    if entry.kind == "vocabulary":
        words = faces.words(entry.slug, entry.payload)
        return _Listed(words, tuple((word.key, word.face) for word in words))
    return _Listed((), tuple(faces.questions(entry.slug, entry.payload)))


@lru_cache(maxsize=4)
def _gathered(lists: tuple[_Listed, ...]) -> tuple[dict[Key, Face], list[Word]]:
    """Every face, and the words in the order they are learnt in."""
    found = {key: face for one in lists for key, face in one.faces}
    return found, _by_rank([word for one in lists for word in one.words])


_LISTS = Digests(_listed, "vocabulary", "module")


def _word_cards(entry: ContentVersion) -> int:
    return len(entry.payload["cartes"])


_COUNTS = Digests(_word_cards, "vocabulary")
_TOTALS: Kept[str, int] = Kept(64)


@dataclass(frozen=True)
class Contents:
    """Every face by key. ``words`` and ``alerts``: what may be learnt, in order; ``lives``: of
    the fiches the alerts come from."""

    faces: dict[Key, Face]
    words: list[Word]
    alerts: list[Key]
    lives: dict[str, Life]

    def unseen(self, known: Collection[Key], specialties: Collection[str], met: int) -> list[Key]:
        """What she may start after ``met`` new cards today, the first first."""
        listed = [(word.key, word.domain) for word in self.words]
        return rules.new_order(listed, self.alerts, known, specialties, met)


def read(
    session: Session, place: Place | None, specialties: Collection[str], zone: str
) -> Contents:
    """The lists, the questions, and the alerts in use for her specialties, as her place reads them."""
    found, words = _gathered(tuple(_LISTS.current(session)))
    texts = [
        text
        for text in list_effective(session, place)
        if text.payload["specialite"] in specialties
    ]  # fmt: skip
    lives = list_lives(session, place, texts, clock.today(zone))
    alerts = dict(card for text in texts if in_use(lives, text.slug) for card in _alerts(text))
    gravest_first = sorted(alerts, key=lambda key: alerts[key].level)
    return Contents(found | alerts, words, gravest_first, lives)


def _alerts(text: Effective) -> Faces:
    key = (text.slug, text.text_hash)
    return _ALERTS.get(key, lambda: faces.alerts(text.slug, text.payload))


def _by_rank(words: list[Word]) -> list[Word]:
    """The lists side by side: the first of each, then the second of each."""
    seen: dict[str, int] = {}
    ranked = []
    for word in words:
        name = word.key[1].partition("/")[0]
        seen[name] = seen.get(name, 0) + 1
        ranked.append((seen[name], name, word))
    return [word for *_, word in sorted(ranked, key=lambda one: one[:2])]


def count_words(session: Session, versions: str) -> int:
    """How many words there are to learn in the lists of these versions, those of now: the home
    page reads them with its own figures, and pays nothing more."""
    return _TOTALS.get(versions, lambda: sum(_COUNTS.current(session)))
