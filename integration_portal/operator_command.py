"""What every command an operator types has in common: a refusal is one sentence."""

from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from .core.errors import PortalError
from .settings import SettingsError


class OperatorCommand(click.Command):
    """Says every refusal in one sentence, exit status 1; a traceback would help no operator."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise click.ClickException(str(error)) from error
        except PortalError as error:
            raise click.ClickException(error.message) from error
        except OSError as error:
            raise click.ClickException(f"Écriture ou lecture impossible : {error}") from error
        except SQLAlchemyError as error:
            reason = str(error.__cause__ or error).strip().splitlines()[0]
            raise click.ClickException(f"La base de données a refusé : {reason}") from error
