"""Passwords: the CNIL's count of bits, the refusals, argon2id.

Source: délibération CNIL n° 2022-100 du 21 juillet 2022 (recommandation « mots de passe »):
50 bits when access is also throttled. Bits = length × log2(size of the classes used).
"""

import math
import re
import string
import unicodedata
from functools import cache
from importlib import resources
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..core.typography import plural

MIN_LENGTH, MIN_BITS, MAX_LENGTH = 12, 50.0, 200
# OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Verified when no account matches, so that the answer takes the same time.
_DECOY = _HASHER.hash("personne-ne-porte-ce-mot-de-passe")
_HOSPITAL_WORDS = ("secretaire", "hopital", "secretariat", "medical", "clinique", "portail")


def bits(password: str) -> float:
    """Length × log2(alphabet), the alphabet being the sum of the character classes used."""
    size = 0
    if any(c in string.ascii_lowercase for c in password):
        size += 26
    if any(c in string.ascii_uppercase for c in password):
        size += 26
    if any(c in string.digits for c in password):
        size += 10
    if any(c not in string.ascii_letters + string.digits for c in password):
        size += 33
    return len(password) * math.log2(size) if size else 0.0


def refusal(password: str, *, names: tuple[str, ...] = ()) -> str | None:
    """Why this password is refused, in one French sentence, or None."""
    if len(password) < MIN_LENGTH:
        return f"Il manque {plural(MIN_LENGTH - len(password), 'caractère')} : 12 au moins."
    if len(password) > MAX_LENGTH:
        return f"{MAX_LENGTH} caractères au plus."
    if bits(password) < MIN_BITS:
        return "Ces caractères sont trop peu variés : ajoutez des lettres, ou allongez."
    if len(set(password)) < 5:
        return "Le même caractère revient trop souvent."
    if _runs(password):
        return "Ces caractères se suivent ou se répètent : mêlez-les, ou choisissez des mots."
    plain = _plain(password)
    if plain in common_passwords() or _strip_digits(plain) in common_passwords():
        return "Ce mot de passe est trop courant : il figure dans les listes des pirates."
    return _guessable(plain, (*names, *_HOSPITAL_WORDS))


def _runs(password: str) -> bool:
    """Mostly « aaaa », « 1234 » or « dcba »: the count of bits takes these for chance."""
    near = sum(abs(ord(one) - ord(two)) <= 1 for one, two in pairwise(password))
    return near > 0.6 * (len(password) - 1)


def _guessable(plain: str, words: tuple[str, ...]) -> str | None:
    """What is left once the words around the person are taken out must hold by itself."""
    rest, seen = plain, ""
    for word in words:
        clean = _plain(word)
        if len(clean) >= 4 and clean in rest:
            rest, seen = rest.replace(clean, ""), seen or word
    if not seen or len(rest) >= 8:
        return None
    return f"« {seen} » se devine : gardez-le, mais ajoutez au moins 8 autres caractères."


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _strip_digits(text: str) -> str:
    return re.sub(r"[\d\W_]+$", "", text)


@cache
def common_passwords() -> frozenset[str]:
    text = resources.files(__package__).joinpath("common_passwords.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line)


def hash_password(password: str) -> str:
    return _HASHER.hash(unicodedata.normalize("NFC", password))


def verify_password(stored: str | None, password: str) -> bool:
    """True if it is the password. Takes the same time whether or not an account exists."""
    try:
        matches = _HASHER.verify(stored or _DECOY, unicodedata.normalize("NFC", password))
    except (VerificationError, InvalidHashError, ValueError):
        return False
    return matches and bool(stored)
