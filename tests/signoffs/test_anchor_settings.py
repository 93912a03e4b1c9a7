"""Where anchors go is said in the environment; a wrong address stops the start."""

import pytest

from integration_portal.settings import SettingsError, from_environment
from tests.support.databases import SECRET


def read(tmp_path, **more):
    return from_environment(
        {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_SECRET_KEY": SECRET}
        | {f"PORTAL_{key}": value for key, value in more.items()}
    )


def test_nothing_leaves_unless_asked(tmp_path) -> None:
    settings = read(tmp_path)
    assert (settings.anchor_mail, settings.anchor_dir) == ("", None)


def test_a_folder_that_is_not_there_does_not_stop_the_portal(tmp_path) -> None:
    """A share may be away for an hour; the worker says so."""
    assert read(tmp_path, ANCHOR_DIR=str(tmp_path / "partage")).anchor_dir == tmp_path / "partage"


@pytest.mark.parametrize("value", ["pas une adresse", "a@b\nBcc: c@d", "@", "a@b, c@d"])
def test_a_wrong_address_is_named(tmp_path, value) -> None:
    with pytest.raises(SettingsError, match="PORTAL_ANCHOR_MAIL"):
        read(tmp_path, ANCHOR_MAIL=value)
