"""Who the demonstration shows. Names are invented; no hospital of that name is meant."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..core.permissions import Role
from ..establishments.models import StepRole

PASSWORD = "tasse bleue et thé chaud"  # noqa: S105  # printed at start, demo only


@dataclass(frozen=True)
class Person:
    """``key`` is the local part of the demo address."""

    key: str
    given: str
    family: str
    quality: str
    role: Role
    unit: int | None = None
    referent: tuple[StepRole, ...] = ()


@dataclass(frozen=True)
class Recruit:
    """``day``: worked days since her start; ``missing``: step codes due but not done;
    ``waits``: the observation asked for and not signed yet."""

    person: Person
    tutor: str
    day: int
    missing: frozenset[str] = frozenset()
    pattern: str = "1111100"
    paused: bool = False
    waits: str = ""


@dataclass(frozen=True)
class Place:
    name: str
    city: str
    domain: str
    units: tuple[tuple[str, str], ...]
    staff: tuple[Person, ...]
    recruits: tuple[Recruit, ...]
    cohorts: tuple[str, ...] = field(default=())


def _recruit(key: str, given: str, family: str, unit: int) -> Person:
    return Person(key, given, family, "Secrétaire médicale", Role.RECRUIT, unit)


SECRETARY = "Secrétaire médicale"
BAIE = Place(
    "CH de la Baie",
    "Port-Clair",
    "baie.example",
    (
        ("Cardiologie", "cardiologie"),
        ("Neurologie", "neurologie"),
        ("Oncologie", "oncologie"),
    ),
    (
        Person("claire.petit", "Claire", "Petit", SECRETARY, Role.TUTOR, 0),
        Person("marc.lefevre", "Marc", "Lefèvre", "Secrétaire médical", Role.TUTOR, 1),
        Person("rosa.mendes", "Rosa", "Mendes", SECRETARY, Role.TUTOR, 2,
               (StepRole.IDENTITY_REFERENT,)),
        Person("sophie.martin", "Sophie", "Martin", "Coordinatrice des secrétariats",
               Role.MANAGER, None, (StepRole.MANAGER,)),
        Person("helene.roux", "Hélène", "Roux", "Médecin, cardiologie", Role.DOCTOR, 0,
               (StepRole.DOCTOR,)),
        Person("paul.garnier", "Paul", "Garnier", "Médecin, neurologie", Role.DOCTOR, 1,
               (StepRole.DOCTOR,)),
        Person("nadia.benali", "Nadia", "Benali", "Chargée de formation", Role.HR, None,
               (StepRole.HR, StepRole.TRAINER)),
        Person("julien.caron", "Julien", "Caron", "Technicien informatique", Role.CONTRIBUTOR,
               None, (StepRole.IT, StepRole.SOFTWARE_REFERENT)),
        Person("ines.faure", "Inès", "Faure", "Infirmière de santé au travail",
               Role.CONTRIBUTOR, None, (StepRole.OCCUPATIONAL_HEALTH,)),
        Person("luc.moreau", "Luc", "Moreau", "Cadre de santé", Role.CONTRIBUTOR, None,
               (StepRole.WARD_HEAD,)),
        Person("anne.girard", "Anne", "Girard", "Secrétaire médicale, rédactrice", Role.EDITOR),
        Person("admin", "Denis", "Robert", "Administrateur du portail", Role.ADMIN),
    ),
    (
        Recruit(_recruit("amina.diallo", "Amina", "Diallo", 0), "claire.petit", 5,
                frozenset({"14", "15", "16", "19"})),
        Recruit(_recruit("lea.bernard", "Léa", "Bernard", 0), "claire.petit", 12, waits="20"),
        Recruit(_recruit("karim.haddad", "Karim", "Haddad", 1), "marc.lefevre", 12,
                frozenset({"03", "15"})),
        Recruit(_recruit("julie.renard", "Julie", "Renard", 2), "rosa.mendes", 12),
        Recruit(_recruit("fatou.sow", "Fatou", "Sow", 1), "marc.lefevre", 48, waits="25"),
        Recruit(_recruit("emma.colin", "Emma", "Colin", 2), "rosa.mendes", 48,
                frozenset({"23", "26", "32"}), pattern="1101100"),
        Recruit(_recruit("nora.saidi", "Nora", "Saïdi", 0), "claire.petit", 48, paused=True),
        Recruit(_recruit("lucie.brun", "Lucie", "Brun", 1), "marc.lefevre", 130),
    ),
    ("Promotion de novembre", "Promotion de septembre"),
)  # fmt: skip
BOCAGE = Place(
    "CH du Bocage",
    "Valmont",
    "bocage.example",
    (("Pédiatrie", "pediatrie"), ("Maternité", "gynecologie-obstetrique")),
    (
        Person("denise.hardy", "Denise", "Hardy", SECRETARY, Role.TUTOR, 0,
               (StepRole.IDENTITY_REFERENT,)),
        Person("olivier.blanc", "Olivier", "Blanc", "Coordinateur des secrétariats",
               Role.MANAGER, None, (StepRole.MANAGER,)),
        Person("maud.legrand", "Maud", "Legrand", "Médecin, pédiatrie", Role.DOCTOR, None,
               (StepRole.DOCTOR,)),
        Person("yann.morel", "Yann", "Morel", "Technicien informatique", Role.CONTRIBUTOR, None,
               (StepRole.IT, StepRole.SOFTWARE_REFERENT)),
        Person("sonia.ait", "Sonia", "Aït", "Chargée de formation", Role.HR, None,
               (StepRole.HR, StepRole.TRAINER)),
        Person("admin", "Rémi", "Duval", "Administrateur du portail", Role.ADMIN),
    ),
    (
        Recruit(_recruit("zoe.marchand", "Zoé", "Marchand", 0), "denise.hardy", 12),
        Recruit(_recruit("camille.roy", "Camille", "Roy", 1), "denise.hardy", 30,
                frozenset({"03"})),
    ),
    ("Promotion de novembre",),
)  # fmt: skip
# Who the login page of the demo names, by what one comes to see.
SHOWN = (
    ("amina.diallo@baie.example", "recrue, cinquième jour"),
    ("claire.petit@baie.example", "tutrice en cardiologie"),
    ("sophie.martin@baie.example", "encadrante, toutes les promotions"),
    ("helene.roux@baie.example", "médecin référente"),
    ("julien.caron@baie.example", "service informatique"),
    ("nadia.benali@baie.example", "ressources humaines"),
    ("anne.girard@baie.example", "rédactrice"),
    ("admin@baie.example", "administration"),
    ("olivier.blanc@bocage.example", "encadrant de l’autre établissement"),
)


def describe(people: Sequence[tuple[str, str]] = SHOWN) -> str:
    """The lines printed at start: who to log in as."""
    width = max(len(email) for email, _ in people)
    lines = [f"  {email:<{width}}  {words}" for email, words in people]
    return "\n".join([*lines, "", f"  Mot de passe, le même pour toutes : {PASSWORD}"])
