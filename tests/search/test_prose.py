"""A text is found, and shown, by its sentences: never by the marks of its Markdown."""

import re

from integration_portal.search.documents import module
from integration_portal.search.prose import bare_lines
from tests.support.content import shipped_library

LESSON = """\
::: piege La **dame** connue
> Vous appelez [un nom](/fiches/nom).
:::

## Trois erreurs

| Erreur | Ce que c'est |
|---|---|
| Doublon | _Une_ personne, deux dossiers |

- à l'arrivée ;
1. avant d'ouvrir

::: fiche infarctus
:::
"""


def test_a_lesson_is_read_without_its_marks() -> None:
    assert list(bare_lines(LESSON)) == [
        "La dame connue",
        "Vous appelez un nom.",
        "Trois erreurs",
        "Erreur ; Ce que c'est",
        "Doublon ; Une personne, deux dossiers",
        "à l'arrivée ;",
        "avant d'ouvrir",
    ]


def test_no_shipped_lesson_shows_a_mark_in_a_result() -> None:
    lines = [
        line.text
        for entry in shipped_library().of_kind("module")
        for document in module(entry.slug, entry.version, entry.payload).documents
        for line in document.lines
    ]
    assert len(lines) > 3000
    marked = re.compile(r":::|^[#>|]|\*\*|\]\(|\|")
    assert [line for line in lines if marked.search(line)] == []
