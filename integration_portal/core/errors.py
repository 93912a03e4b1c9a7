"""Refusals. Each carries the French sentence shown to the person and its HTTP status."""


class PortalError(Exception):
    """A request the portal understands and refuses. ``message`` is shown as it is."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFoundError(PortalError):
    """Absent, or out of this person's reach: the two must look the same."""

    status = 404

    def __init__(
        self, message: str = "Cette page n’existe pas, ou ne vous est pas ouverte."
    ) -> None:
        super().__init__(message)


class ForbiddenError(PortalError):
    status = 403


class ConflictError(PortalError):
    """Someone, or the same person twice, already did it."""

    status = 409


class RuleError(PortalError):
    """A rule of the house forbids it now; the message says which and what to do."""

    status = 422
