"""The operator's page says what the code does: settings, commands, durations."""

import re
from pathlib import Path

import pytest

from integration_portal import settings
from integration_portal.cli import main
from integration_portal.operations import retention

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "exploitation.md").read_text(encoding="utf-8")
ROWS = {
    cells[1].strip(" `"): [cell.strip() for cell in cells[2:-1]]
    for cells in (line.split("|") for line in GUIDE.splitlines() if line.startswith("| `"))
}


def test_every_setting_has_its_row_and_no_row_is_stale():
    documented = {name for name in ROWS if name.startswith(settings.PREFIX)}
    assert documented == {settings.PREFIX + key for key in settings._KEYS}
    assert "DATABASE_URL" in ROWS


@pytest.mark.parametrize(
    ("key", "default"),
    [
        ("IDLE_MINUTES", settings.Settings.idle_minutes),
        ("SESSION_HOURS", settings.Settings.session_hours),
        ("TRUSTED_PROXIES", settings.Settings.trusted_proxies),
        ("TIME_ZONE", settings.Settings.time_zone),
        ("BASE_URL", settings.Settings.base_url),
        ("MAIL_FROM", settings.Settings.mail_from),
        ("PORTAL_NAME", settings.Settings.portal_name),
        ("LOG_LEVEL", settings.Settings.log_level),
        ("ENVIRONMENT", settings.Settings.environment),
    ],
)
def test_the_default_shown_is_the_default(key, default):
    assert ROWS[settings.PREFIX + key][0] == f"`{default}`"


def test_every_command_is_in_the_guide_and_every_command_of_the_guide_exists():
    said = set(re.findall(r"integration-portal ([a-z][a-z-]+)", GUIDE))
    said |= set(re.findall(r"^portail ([a-z][a-z-]+)", GUIDE, re.MULTILINE))
    assert set(main.commands) - {"demo"} <= said
    assert said <= set(main.commands)


def test_the_durations_are_those_of_the_code():
    table = GUIDE.split("## Durées de conservation")[1].split("## ")[0]
    for rule in retention.RULES:
        hours = int(rule.keep.total_seconds() // 3600)
        words = f"{hours} h" if 0 < hours < 48 else f"{hours // 24} jours"
        assert (words if hours else "aussitôt") in table.replace("\u00a0", " "), rule.key


def test_the_map_names_every_package():
    """The rooms of a feature are told once, for all of them."""
    rooms = {"actions", "queries", "views"}
    plan = (ROOT / "docs" / "map.md").read_text(encoding="utf-8").split("```")[1]
    package = ROOT / "integration_portal"
    folders = {one.parent.name for one in package.rglob("__init__.py")} - {package.name, *rooms}
    missing = {one for one in folders if not re.search(rf"\b{one}/", plan)}
    assert not missing, f"give these a line in docs/map.md: {sorted(missing)}"


def test_every_link_leads_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
