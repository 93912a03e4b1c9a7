"""``integration-portal search``: ask the shipped content, and measure the answers."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from ..content.commands import packs_option, read_library
from ..content.kinds.search import Evaluation
from ..content.strict_yaml import read
from .engine import Engine, Found
from .evaluation import Score, evaluate
from .shipped import engine_of

json_option = click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")


@click.group()
def search() -> None:
    """Recherche : interroger les fiches, mesurer les réponses."""


@search.command()
@click.argument("text", required=False)
@packs_option
@json_option
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 50))
@click.option("--batch", is_flag=True, help="Une requête par ligne lue sur l’entrée standard.")
def query(
    text: str | None, packs: tuple[Path, ...], as_json: bool, limit: int, batch: bool
) -> None:
    """Chercher TEXT, les mots de l’appelant ou du courrier. Avec --batch, une ligne de JSON par
    requête."""
    if batch == (text is not None):
        raise click.UsageError("Donnez un texte, ou --batch et une requête par ligne.")
    engine = engine_of(read_library(packs))
    if batch:
        for line in sys.stdin:
            click.echo(_json(_answer(engine, line.strip(), limit)))
        return
    answer = _answer(engine, text or "", limit)
    if as_json:
        click.echo(_json(answer))
        return
    for result in answer["results"]:
        click.echo(
            f"{result['score']:.3f}  {result['kind']:<7} {result['slug']}  {result['title']}"
        )
    if not answer["results"]:
        click.echo("Rien trouvé.")


@search.command("evaluate")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@packs_option
@json_option
def evaluate_(file: Path | None, packs: tuple[Path, ...], as_json: bool) -> None:
    """Mesurer la recherche sur le jeu de requêtes livré, ou sur FILE (même forme).

    Sort en erreur sous les seuils : 90 % en premier, 98 % dans les trois premiers, et 100 % pour
    les signes vitaux.
    """
    library = read_library(packs)
    engine = engine_of(library)
    rows = _queries(file) if file else library.of_kind("evaluation")[0].payload["requetes"]
    score = evaluate(
        rows, lambda text: [one.slug for one in engine.find(text) if one.kind == "fiche"]
    )
    click.echo(_json(_report(score)) if as_json else _words(score))
    if not score.passes:
        raise SystemExit(1)


def _queries(file: Path) -> list[dict[str, Any]]:
    data = read(file.read_text(encoding="utf-8")).data
    rows: list[dict[str, Any]] = Evaluation.model_validate(data).model_dump()["requetes"]
    return rows


def _answer(engine: Engine, text: str, limit: int) -> dict[str, Any]:
    return {"query": text, "results": [_result(one) for one in engine.find(text, limit=limit)]}


def _result(found: Found) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "slug": found.slug,
        "title": found.title,
        "words": list(found.words),
        "score": found.score,
    }


def _report(score: Score) -> dict[str, Any]:
    return {
        "queries": score.number,
        "first": score.first,
        "in_three": score.in_three,
        "vital": score.vital,
        "vital_in_three": score.vital_in_three,
        "passes": score.passes,
        "misses": [vars(miss) for miss in score.misses],
    }


def _words(score: Score) -> str:
    lines = [
        f"{'vital ' if miss.vital else ''}« {miss.query} » : attendu {', '.join(miss.wanted)}, "
        f"trouvé {', '.join(miss.found) or 'rien'}"
        for miss in score.misses
    ]
    lines.append(
        f"{score.number} requêtes : {score.first / score.number:.1%} en premier, "
        f"{score.in_three / score.number:.1%} dans les trois premiers ; signes vitaux "
        f"{score.vital_in_three}/{score.vital} dans les trois premiers."
    )
    return "\n".join(lines)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
