"""Who the demonstration shows. Names are invented; no hospital of that name is meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

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


class End(Enum):
    """Where a step stands today, when it is due and not simply done: ``LEFT`` undone; of an
    observation, it ``WAITS`` for one more, was ``RETURNED`` or ``DISPUTED``, waits for its
    ``COUNTERSIGN``; a report is ``KEPT`` by its author."""

    LEFT = auto()
    WAITS = auto()
    RETURNED = auto()
    DISPUTED = auto()
    COUNTERSIGN = auto()
    KEPT = auto()


@dataclass(frozen=True)
class Recruit:
    """``day``: worked days since her start; ``ends``: where her steps stand that are due and not
    done, by code."""

    person: Person
    tutor: str
    day: int
    ends: Mapping[str, End] = field(default_factory=dict)
    pattern: str = "1111100"
    paused: bool = False


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


def _left(*codes: str) -> dict[str, End]:
    return dict.fromkeys(codes, End.LEFT)


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
                _left("14", "15", "16", "19")),
        Recruit(_recruit("lea.bernard", "Léa", "Bernard", 0), "claire.petit", 12,
                {"20": End.WAITS}),
        Recruit(_recruit("karim.haddad", "Karim", "Haddad", 1), "marc.lefevre", 12,
                _left("03", "15")),
        Recruit(_recruit("julie.renard", "Julie", "Renard", 2), "rosa.mendes", 16,
                {"25": End.RETURNED}),
        Recruit(_recruit("manon.leroy", "Manon", "Leroy", 0), "claire.petit", 2, _left("01")),
        Recruit(_recruit("sarah.perrin", "Sarah", "Perrin", 2), "rosa.mendes", 3, _left("04")),
        Recruit(_recruit("chloe.masson", "Chloé", "Masson", 0), "claire.petit", 3),
        Recruit(_recruit("hugo.lambert", "Hugo", "Lambert", 2), "rosa.mendes", 6, _left("19")),
        Recruit(_recruit("yasmine.omar", "Yasmine", "Omar", 2), "rosa.mendes", 22, _left("33")),
        Recruit(_recruit("fatou.sow", "Fatou", "Sow", 1), "marc.lefevre", 70,
                {"47": End.COUNTERSIGN}),
        Recruit(_recruit("emma.colin", "Emma", "Colin", 2), "rosa.mendes", 48,
                {**_left("17", "23", "26", "32"), "25": End.DISPUTED, "34": End.KEPT},
                pattern="1101100"),
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
                _left("03")),
    ),
    ("Promotion de novembre",),
)  # fmt: skip
# Who the login page of the demo names, by what one comes to see.
SHOWN = (
    ("amina.diallo@baie.example", "recrue, cinquième jour"),
    ("lea.bernard@baie.example", "recrue, une observation attendue"),
    ("fatou.sow@baie.example", "recrue, troisième mois"),
    ("lucie.brun@baie.example", "recrue, sixième mois : attestation, passeports"),
    ("claire.petit@baie.example", "tutrice en cardiologie"),
    ("sophie.martin@baie.example", "encadrante, toutes les promotions"),
    ("helene.roux@baie.example", "médecin référente"),
    ("paul.garnier@baie.example", "médecin, une contresignature à donner"),
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
