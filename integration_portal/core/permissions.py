"""Who may do what. Roles are held on an establishment or on one of its units."""

from enum import StrEnum


class Role(StrEnum):
    """A hat somebody wears. ``CONTRIBUTOR``: owns steps of others' journeys (IT, occupational
    health, referents) without following a cohort."""

    RECRUIT = "recruit"
    TUTOR = "tutor"
    DOCTOR = "doctor"
    MANAGER = "manager"
    HR = "hr"
    EDITOR = "editor"
    CONTRIBUTOR = "contributor"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Role.RECRUIT: "recrue",
    Role.TUTOR: "tutrice ou tuteur",
    Role.DOCTOR: "médecin référent",
    Role.MANAGER: "encadrement",
    Role.HR: "ressources humaines",
    Role.EDITOR: "rédaction des contenus",
    Role.CONTRIBUTOR: "contribution à des étapes",
    Role.ADMIN: "administration",
}


class Permission(StrEnum):
    """``resource:action``. A view names exactly one."""

    ACCOUNT_SELF = "account:self"
    CONTENT_READ = "content:read"
    CONTENT_EDIT = "content:edit"
    CONTENT_REVIEW = "content:review"
    CONTENT_APPROVE = "content:approve"
    CONTENT_WITHDRAW = "content:withdraw"
    CONTENT_HEALTH = "content:health"
    JOURNEY_OWN = "journey:own"
    JOURNEY_FOLLOW = "journey:follow"
    JOURNEY_READ = "journey:read"
    JOURNEY_MANAGE = "journey:manage"
    DUTY_DO = "duty:do"
    SIGNOFF_DECIDE = "signoff:decide"
    COHORT_READ = "cohort:read"
    COHORT_MANAGE = "cohort:manage"
    TEMPLATE_MANAGE = "template:manage"
    PEOPLE_MANAGE = "people:manage"
    ESTABLISHMENT_MANAGE = "establishment:manage"
    AUDIT_READ = "audit:read"
    LEDGER_READ = "ledger:read"


_EVERYONE = {Permission.ACCOUNT_SELF, Permission.CONTENT_READ, Permission.JOURNEY_READ}
_HELPER = _EVERYONE | {Permission.DUTY_DO}
_SIGNER = _HELPER | {
    Permission.JOURNEY_FOLLOW,
    Permission.SIGNOFF_DECIDE,
    Permission.CONTENT_REVIEW,
}
# Who answers for what the fiches say: any of them may take a dangerous one away.
_KEEPER = {Permission.CONTENT_REVIEW, Permission.CONTENT_WITHDRAW, Permission.CONTENT_HEALTH}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.RECRUIT: frozenset(_EVERYONE | {Permission.JOURNEY_OWN}),
    Role.TUTOR: frozenset(_SIGNER),
    Role.DOCTOR: frozenset(_SIGNER | _KEEPER | {Permission.CONTENT_APPROVE}),
    Role.CONTRIBUTOR: frozenset(_HELPER),
    Role.EDITOR: frozenset(
        _HELPER | _KEEPER | {Permission.CONTENT_EDIT, Permission.TEMPLATE_MANAGE}
    ),
    Role.MANAGER: frozenset(
        _SIGNER
        | _KEEPER
        | {
            Permission.COHORT_READ,
            Permission.COHORT_MANAGE,
            Permission.JOURNEY_MANAGE,
            Permission.TEMPLATE_MANAGE,
        }
    ),
    Role.HR: frozenset(
        _HELPER | {Permission.COHORT_READ, Permission.PEOPLE_MANAGE, Permission.LEDGER_READ}
    ),
    Role.ADMIN: frozenset(
        _HELPER
        | {
            Permission.PEOPLE_MANAGE,
            Permission.ESTABLISHMENT_MANAGE,
            Permission.AUDIT_READ,
            Permission.LEDGER_READ,
        }
    ),
}
