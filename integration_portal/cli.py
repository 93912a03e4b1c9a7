"""The ``integration-portal`` command: mounts each feature's commands."""

import click

from . import __version__
from .commands.run import serve, work
from .commands.setup import create_admin, init
from .content.commands import content
from .demo.commands import demo
from .fiches.commands import fiches
from .integrations.commands import api_token
from .learning.commands import learning
from .operations.commands import backup, purge, restore
from .preview.commands import preview
from .search.commands import search
from .signoffs.commands import signoffs


@click.group()
@click.version_option(__version__, prog_name="integration-portal")
def main() -> None:
    """Portail d’intégration des secrétaires médicales."""


for command in (
    init, create_admin, serve, work, demo, content, fiches, learning, search, signoffs, api_token, backup,
    restore, purge,
):  # fmt: skip
    main.add_command(command)
content.add_command(preview)


if __name__ == "__main__":
    main()
