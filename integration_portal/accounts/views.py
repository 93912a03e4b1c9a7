"""Doors: login, logout, invitation, reset, my account, my sessions, my data."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ..core.errors import NotFoundError
from ..core.permissions import Permission
from ..web import pending
from ..web.access import public, requires
from ..web.portal import actor, db, portal
from ..web.security import log_security
from . import actions, login, personal_data, queries
from .errors import LinkExpiredError
from .forms import ChangePasswordForm, LoginForm, NewPasswordForm, ResetRequestForm
from .models import User
from .passwords import hash_password, verify_password
from .reauth import password_holds

bp = Blueprint("accounts", __name__, template_folder="templates")


@bp.get("/connexion")
@public
def login_page() -> BaseResponse | str:
    if current_user.is_authenticated:
        return redirect(url_for("home.start"))
    return render_template("accounts/login.html", form=LoginForm(), expired=False)


@bp.post("/connexion")
@public
def log_in() -> BaseResponse | tuple[str, int]:
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("accounts/login.html", form=form, expired=False), 422
    email, address = form.email.data or "", request.remote_addr or ""
    account_bucket, address_bucket = actions.buckets(portal().settings.secret_key, email, address)
    with portal().database.reading() as reading:  # argon2 runs without the write lock
        actions.refuse_if_throttled(reading, account_bucket, address_bucket)
        user = queries.find_user_by_email(reading, email)
    known = verify_password(user.password_hash if user else None, form.password.data or "")
    if not known or user is None or not user.is_active:
        return _refuse_login(form, account_bucket, address_bucket)
    actions.forget_failures(db(), account_bucket)
    _open_session(user)
    log_security("login_ok", user=user.id)
    return _go_on(form.pending.data)


def _open_session(user: User) -> None:
    hours = portal().settings.session_hours
    token = actions.open_session(db(), user, device=login.device_name(), hours=hours)
    login.start(db(), token)


def _refuse_login(form: LoginForm, account: str, address: str) -> tuple[str, int]:
    with portal().database.writing() as writing:  # kept although the page answers 401
        actions.record_failure(writing, account, address)
    log_security("login_refused", account=account[:12])
    form.password.errors = ["L’adresse ou le mot de passe ne convient pas."]
    return render_template("accounts/login.html", form=form, expired=False), 401


def _go_on(packed: str | None) -> BaseResponse:
    """Where the person was going; a refused text is offered again."""
    waiting = pending.unpack(packed)
    if waiting is None:
        return redirect(url_for("home.start"))
    path, fields = waiting
    if fields is None:
        return redirect(request.root_path + path, code=303)
    shown = [text for name, text in fields if len(text) > 12]
    page = render_template("accounts/resume.html", path=path, fields=fields, shown=shown)
    return Response(page)


@bp.post("/deconnexion")
@requires(Permission.ACCOUNT_SELF)
def log_out() -> BaseResponse:
    actions.close_session(db(), actor(), current_user.session_id)
    log_security("logout", user=actor().id)
    login.stop()
    response = redirect(url_for("accounts.login_page"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.get("/mot-de-passe-oublie")
@public
def forgotten_page() -> str:
    return render_template("accounts/forgotten.html", form=ResetRequestForm(), sent=False)


@bp.post("/mot-de-passe-oublie")
@public
def forgotten() -> str | tuple[str, int]:
    form = ResetRequestForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form, sent=False), 422
    email, address = form.email.data or "", request.remote_addr or ""
    counted = actions.buckets(portal().settings.secret_key, email, address, door="reset")
    actions.refuse_if_throttled(db(), *counted)
    actions.request_reset(db(), email, base_url=portal().settings.base_url)
    actions.record_failure(db(), *counted)
    log_security("reset_requested")
    return render_template("accounts/forgotten.html", form=form, sent=True)


def _link_page(token: str, purpose: str) -> str | tuple[str, int]:
    """One page for both links: choose a password, then log in. "" once it is chosen."""
    with portal().database.reading() as reading:  # the new password is hashed without a lock
        found = queries.find_valid_token(reading, token, purpose)
        if found is None:
            raise LinkExpiredError
        user = queries.get_user(reading, found.user_id)
        form = NewPasswordForm()
        form.names = (user.given_name, user.family_name)
        if request.method == "POST" and form.validate():
            return ""
        status = 200 if request.method == "GET" else 422
        return render_template("accounts/choose_password.html", form=form, user=user), status


def _spend_link(token: str, purpose: str) -> BaseResponse | str | tuple[str, int]:
    page = _link_page(token, purpose)
    if page:
        return page
    hashed = hash_password(request.form["new_password"])
    user = actions.set_password_by_link(db(), token, purpose, hashed)
    account, _ = actions.buckets(portal().settings.secret_key, user.email, "")
    actions.forget_failures(db(), account)
    login.stop()  # a shared desk: whoever was logged in here is not the person of the link
    log_security("password_set", user=user.id, purpose=purpose)
    flash("Mot de passe enregistré. Connectez-vous avec.", "success")
    return redirect(url_for("accounts.login_page"))


@bp.get("/invitation/<token>")
@public
def invitation_page(token: str) -> str | tuple[str, int]:
    return _link_page(token, "invitation")


@bp.post("/invitation/<token>")
@public
def accept_invitation(token: str) -> BaseResponse | str | tuple[str, int]:
    return _spend_link(token, "invitation")


@bp.get("/nouveau-mot-de-passe/<token>")
@public
def reset_page(token: str) -> str | tuple[str, int]:
    return _link_page(token, "reset")


@bp.post("/nouveau-mot-de-passe/<token>")
@public
def reset(token: str) -> BaseResponse | str | tuple[str, int]:
    return _spend_link(token, "reset")


def _account_page(form: ChangePasswordForm) -> str:
    return render_template(
        "accounts/account.html",
        form=form,
        user=queries.get_user(db(), actor().id),
        sessions=queries.list_sessions(db(), actor()),
        current=current_user.session_id,
    )


@bp.get("/compte")
@requires(Permission.ACCOUNT_SELF)
def account() -> str:
    return _account_page(ChangePasswordForm())


@bp.post("/compte/mot-de-passe")
@requires(Permission.ACCOUNT_SELF)
def change_password() -> BaseResponse | tuple[str, int]:
    form = ChangePasswordForm()
    if form.validate():
        if password_holds(form.current_password.data):
            hashed = hash_password(form.new_password.data or "")
            user: User = queries.get_user(db(), actor().id)
            actions.change_password(db(), user, hashed)
            _open_session(user)
            log_security("password_changed", user=user.id)
            flash("Mot de passe changé. Vos autres sessions sont fermées.", "success")
            return redirect(url_for("accounts.account"))
        form.current_password.errors = ["Ce n’est pas votre mot de passe actuel."]
    return _account_page(form), 422


@bp.post("/compte/raccourcis")
@requires(Permission.ACCOUNT_SELF)
def toggle_shortcuts() -> BaseResponse:
    user = queries.get_user(db(), actor().id)
    user.shortcuts = not user.shortcuts
    flash(f"Raccourcis d’une touche {'actifs' if user.shortcuts else 'coupés'}.", "success")
    return redirect(url_for("accounts.account"))


@bp.post("/compte/sessions/<int:session_id>/fermer")
@requires(Permission.ACCOUNT_SELF)
def revoke_session(session_id: int) -> BaseResponse:
    if not actions.close_session(db(), actor(), session_id):
        raise NotFoundError
    log_security("session_revoked", user=actor().id)
    flash("Session fermée.", "success")
    return redirect(url_for("accounts.account"))


@bp.get("/vos-donnees")
@public
def your_data() -> str:
    return render_template("accounts/your_data.html")


@bp.get("/vos-donnees/export.json")
@requires(Permission.ACCOUNT_SELF)
def export_my_data() -> Response:
    body = personal_data.export_json(db(), actor())
    return Response(
        body,
        mimetype="application/json",
        headers={"Content-Disposition": "attachment; filename=mes-donnees.json"},
    )
