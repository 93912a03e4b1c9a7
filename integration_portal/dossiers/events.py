"""What the competency file announces, in the transaction that records it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AttestationIssued:
    """``block``: its title, in words."""

    attestation_id: int
    holder_id: int
    block: str
