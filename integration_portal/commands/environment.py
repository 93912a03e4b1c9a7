"""Read the settings for a command: a refusal is one sentence, never a traceback."""

import os
from collections.abc import Mapping

import click

from ..settings import Settings, SettingsError, from_environment


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings of ``environ`` (the process's own by default). Raises ClickException."""
    try:
        return from_environment(os.environ if environ is None else environ)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
