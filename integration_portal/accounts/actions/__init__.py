"""Verbs on accounts. They flush, audit and publish; they never commit."""

from .links import change_password, invite, request_reset, set_password_by_link
from .people import create_user, deactivate, grant_role, reactivate, revoke_role
from .sessions import close_all_sessions, close_session, open_session, purge_expired
from .throttle import buckets, forget_failures, record_failure, refuse_if_throttled

__all__ = [
    "buckets",
    "change_password",
    "close_all_sessions",
    "close_session",
    "create_user",
    "deactivate",
    "forget_failures",
    "grant_role",
    "invite",
    "open_session",
    "purge_expired",
    "reactivate",
    "record_failure",
    "refuse_if_throttled",
    "request_reset",
    "revoke_role",
    "set_password_by_link",
]
