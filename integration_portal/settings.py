"""Every setting, read once from the environment. A wrong or unknown key stops the start."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

Environment = Literal["production", "demo", "development", "test"]
PREFIX = "PORTAL_"
MIN_SECRET = 32
_HERE = Path(__file__).resolve().parent


class SettingsError(Exception):
    """The environment does not make a safe configuration. The message is for an operator."""


def bundled(name: str) -> Path:
    """``content``, ``migrations`` or ``tools``: inside the wheel, else beside the package in a checkout."""
    inside = _HERE / f"_{name}"
    return inside if inside.is_dir() else _HERE.parent / name


@dataclass(frozen=True)
class Settings:
    """Shapes: ``data_dir`` holds the embedded database and the generated secret;
    ``base_url`` is the address people type, prefix included; times in the named unit."""

    secret_key: str = field(repr=False)
    data_dir: Path
    database_url: str = field(repr=False)
    base_url: str = "http://127.0.0.1:8000"
    environment: Environment = "production"
    trusted_proxies: int = 0
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "portail@localhost"
    time_zone: str = "Europe/Paris"
    idle_minutes: int = 30
    session_hours: int = 12
    content_packs: tuple[Path, ...] = ()
    portal_name: str = "Portail d’intégration"
    security_contact: str = ""
    log_level: str = "INFO"
    anchor_mail: str = ""
    anchor_dir: Path | None = None

    @property
    def cookie_secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def url_prefix(self) -> str:
        """Path part of ``base_url`` without a trailing slash: ``/portail`` or ``""``."""
        return urlsplit(self.base_url).path.rstrip("/")

    @property
    def packs(self) -> tuple[Path, ...]:
        return (bundled("content"), *self.content_packs)

    @property
    def documents_dir(self) -> Path:
        """Files the portal makes for people, each forgotten after a while."""
        return self.data_dir / "documents"

    @property
    def is_demo(self) -> bool:
        return self.environment == "demo"


_KEYS = {
    "SECRET_KEY", "DATA_DIR", "BASE_URL", "ENVIRONMENT", "TRUSTED_PROXIES", "SMTP_URL",
    "MAIL_FROM", "TIME_ZONE", "IDLE_MINUTES", "SESSION_HOURS", "CONTENT_PACKS", "PORTAL_NAME",
    "SECURITY_CONTACT", "LOG_LEVEL", "ANCHOR_MAIL", "ANCHOR_DIR",
}  # fmt: skip


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Build the settings. Raises SettingsError, naming the key at fault."""
    unknown = sorted(k for k in environ if k.startswith(PREFIX) and k[len(PREFIX) :] not in _KEYS)
    if unknown:
        raise SettingsError(f"Réglage inconnu : {', '.join(unknown)}. Voir docs/exploitation.md.")
    read = {key: environ[PREFIX + key] for key in _KEYS if environ.get(PREFIX + key)}
    data_dir = Path(read.get("DATA_DIR", "data")).resolve()
    database_url = environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'portail.db'}"
    if not database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL : attendu sqlite:///… ou postgresql+psycopg://…")
    base_url = read.get("BASE_URL", Settings.base_url).rstrip("/")
    if urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).hostname:
        raise SettingsError("PORTAL_BASE_URL : attendu http://… ou https://…")
    environment = read.get("ENVIRONMENT", "production")
    if environment not in {"production", "demo", "development", "test"}:
        raise SettingsError(f"PORTAL_ENVIRONMENT : valeur inconnue « {environment} ».")
    return Settings(
        secret_key=_secret(read.get("SECRET_KEY"), data_dir),
        data_dir=data_dir,
        database_url=database_url,
        base_url=base_url,
        environment=environment,  # type: ignore[arg-type]  # checked just above
        trusted_proxies=_integer(read, "TRUSTED_PROXIES", 0, 0, 5),
        smtp_url=_smtp(read.get("SMTP_URL", "")),
        mail_from=read.get("MAIL_FROM", Settings.mail_from),
        time_zone=_time_zone(read.get("TIME_ZONE", Settings.time_zone)),
        idle_minutes=_integer(read, "IDLE_MINUTES", Settings.idle_minutes, 5, 240),
        session_hours=_integer(read, "SESSION_HOURS", Settings.session_hours, 1, 24),
        content_packs=_packs(read.get("CONTENT_PACKS", "")),
        portal_name=read.get("PORTAL_NAME", Settings.portal_name),
        security_contact=read.get("SECURITY_CONTACT", ""),
        log_level=_log_level(read.get("LOG_LEVEL", Settings.log_level)),
        anchor_mail=_address(read.get("ANCHOR_MAIL", "")),
        anchor_dir=Path(read["ANCHOR_DIR"]).resolve() if "ANCHOR_DIR" in read else None,
    )


def create_secret(data_dir: Path) -> Path:
    """Write a fresh secret for this installation, readable by its owner only; keep an old one."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path


def _secret(given: str | None, data_dir: Path) -> str:
    path = data_dir / "secret_key"
    value = given or (path.read_text().strip() if path.is_file() else "")
    if not value:
        raise SettingsError(
            "Aucune clé secrète. Lancez « integration-portal init » ou réglez PORTAL_SECRET_KEY."
        )
    if len(value) < MIN_SECRET or len(set(value)) < 10:
        raise SettingsError("PORTAL_SECRET_KEY : au moins 32 caractères tirés au hasard.")
    return value


def _smtp(value: str) -> str:
    if value and urlsplit(value).scheme not in {"smtp", "smtp+starttls", "smtps"}:
        raise SettingsError("PORTAL_SMTP_URL : attendu smtp://, smtp+starttls:// ou smtps://")
    return value


def _address(value: str) -> str:
    if value and not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        raise SettingsError("PORTAL_ANCHOR_MAIL : attendu une adresse de courriel.")
    return value


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise SettingsError(f"PORTAL_TIME_ZONE : fuseau inconnu « {value} ».")
    return value


def _log_level(value: str) -> str:
    if value not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise SettingsError("PORTAL_LOG_LEVEL : attendu DEBUG, INFO, WARNING ou ERROR.")
    return value


def _integer(read: Mapping[str, str], key: str, default: int, low: int, high: int) -> int:
    value = read.get(key, str(default))
    if not value.isdecimal() or not low <= int(value) <= high:
        raise SettingsError(f"{PREFIX}{key} : attendu un entier de {low} à {high}.")
    return int(value)


def _packs(value: str) -> tuple[Path, ...]:
    packs = tuple(Path(part).resolve() for part in value.split(os.pathsep) if part)
    for pack in packs:
        if not pack.is_dir() and not (pack.suffix == ".zip" and pack.is_file()):
            raise SettingsError(f"PORTAL_CONTENT_PACKS : dossier introuvable {pack}")
    return packs
