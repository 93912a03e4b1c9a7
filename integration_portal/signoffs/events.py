"""What sign-offs announce, in the transaction that records them."""

from dataclasses import dataclass


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
    """A ledger entry was written. ``kind`` is a ``EntryKind`` value; ``subject`` is ``step:12``."""

    entry_id: int
    kind: str
    request_id: int
    subject: str
    recruit_id: int
    author_id: int
