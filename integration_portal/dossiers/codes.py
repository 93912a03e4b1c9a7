"""The code of an attestation: printed, typed again, read over the telephone. Pure but for chance."""

import re
import secrets

# Neither 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B: 25 signs, 74 bits in sixteen of them.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
LENGTH, GROUP = 16, 4


def make() -> str:
    """``3F7K-MQ9T-HXWA-CE4P``."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def grouped(signs: str) -> str:
    return "-".join(signs[place : place + GROUP] for place in range(0, len(signs), GROUP))


def read(typed: str) -> str:
    """As it is kept, whatever the case, the spaces and the dashes typed."""
    return grouped(re.sub(r"[^0-9A-Z]", "", typed.upper())[: 2 * LENGTH])
