"""The list of what is still to be checked: whole, sorted by who settles it, up to date."""

import pytest
from click.testing import CliRunner

from integration_portal.content.commands import content
from integration_portal.content.loader import load
from integration_portal.content.to_check import OF_FICHES, OF_MODULES, report
from tests.support.repository import ROOT

from .packs import FICHE, MODULE, write_pack

pytestmark = pytest.mark.exhaustive

KEPT = ROOT / "docs" / "contenus-a-verifier.md"
COMMAND = "integration-portal content to-check > docs/contenus-a-verifier.md"


def test_the_list_of_the_documentation_is_up_to_date(monkeypatch) -> None:
    monkeypatch.delenv("PORTAL_CONTENT_PACKS", raising=False)
    result = CliRunner().invoke(content, ["to-check"])
    assert result.exit_code == 0, result.output
    assert result.stdout == KEPT.read_text(encoding="utf-8"), COMMAND


def test_a_pack_is_listed_by_who_settles_it(tmp_path) -> None:
    points = (
        'a_verifier: ["Délais à écrire avec un médecin.", "Durée à relire par le DPO, puis un '
        'médecin.", "Date de l\'édition."]\n'
    )
    pack = write_pack(
        tmp_path / "pack",
        {
            "modules/gestion-information/module-essai/module.md": MODULE.replace(
                "sources:", points + "sources:"
            ),
            "situations/fiche-essai.md": FICHE.replace(
                "statut: trouve", "statut: non_verifie"
            ).replace("sources:\n", 'a_verifier: ["Numéro du poste."]\nsources:\n', 1),
        },
    )
    said = _sections(report(load([pack])))
    assert "- Délais à écrire avec un médecin." in said["Médecins et pharmaciens"]
    assert "par le DPO" in said["Délégué à la protection des données"]
    assert "- Date de l’édition." in said[_heading(OF_MODULES)]
    assert "- Numéro du poste." in said[_heading(OF_FICHES)]
    assert (
        "(`pack/situations/fiche-essai.md`)\n\n- S1, Éditeur\u00a0: Titre"
        in said["Sources non vérifiées"]
    )


def _heading(title: str) -> str:
    return title.replace(" :", "\u00a0:")


def _sections(text: str) -> dict[str, str]:
    """Each section by its title, without its count."""
    parts = (part.partition("\n") for part in text.split("\n## ")[1:])
    return {title.rpartition(" (")[0]: body for title, _, body in parts}
