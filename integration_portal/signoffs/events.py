"""What sign-offs announce, in the transaction that records them."""

from dataclasses import dataclass
from typing import Literal

# What a line makes of its subject: signed in full, to be taken up again, open again.
Outcome = Literal["done", "returned", "reopened"]


@dataclass(frozen=True)
class SignOffRequested:
    request_id: int
    subject: str
    recruit_id: int
    signer_id: int | None


@dataclass(frozen=True)
class SignOffCancelled:
    """The recruit took her request back before anyone decided."""

    request_id: int
    subject: str


@dataclass(frozen=True)
class SignOffRecorded:
    """A ledger entry was written. ``kind`` is a ``EntryKind`` value; ``subject`` is ``step:12``;
    ``outcome`` None: the subject stays as it was; ``about_kind``: of the line that it answers."""

    entry_id: int
    kind: str
    request_id: int
    subject: str
    recruit_id: int
    author_id: int
    outcome: Outcome | None
    about_kind: str = ""


@dataclass(frozen=True)
class RelayWanted:
    """Somebody is looked for who may act for another. A listener says in ``loads`` how many
    recruits each of ``people`` accompanies now; who is not in it accompanies none."""

    people: tuple[int, ...]
    loads: dict[int, int]


@dataclass(frozen=True)
class AbsenceDeclared:
    """``relay_id`` None: nobody was found, somebody has to be named."""

    absence_id: int
    user_id: int
    relay_id: int | None
    by_id: int


@dataclass(frozen=True)
class RelayPassedOn:
    """``former_id`` relayed somebody and is away herself: the line says who does, if anybody."""

    absence_id: int
    former_id: int


@dataclass(frozen=True)
class AbsenceEnded:
    """Sooner than it was declared."""

    absence_id: int
    user_id: int
    relay_id: int | None
    by_id: int


@dataclass(frozen=True)
class ObserverNamed:
    """Somebody is asked to observe beside the signer of the request."""

    request_id: int
    user_id: int
    by_id: int
