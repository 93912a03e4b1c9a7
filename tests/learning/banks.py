"""One question of each kind written by hand, and any number of others made by hypothesis."""

from typing import Any, get_args

from hypothesis import strategies as st
from pydantic import TypeAdapter

from integration_portal.content.kinds.questions import Question

ADAPTER: TypeAdapter[Any] = TypeAdapter(Question)
NAMES = {kind.model_fields["type"].annotation for kind in get_args(get_args(Question)[0])}
KIND_NAMES = sorted(get_args(name)[0] for name in NAMES)
BASE = {
    "objectif": 1,
    "lecon": "01-premiere",
    "enonce": "Que faites-vous ?",
    "explication": "EXPLICATION",
    "sources": ["S1"],
}


def question(kind: str, **fields: Any) -> dict[str, Any]:
    """A question as a quiz holds it: checked by the schema, JSON-safe."""
    return ADAPTER.validate_python({"id": f"q-{kind}", "type": kind, **BASE, **fields}).model_dump(
        mode="json"
    )


CHOICES = [
    {"texte": "Le nom", "juste": True},
    {"texte": "Le prénom", "pourquoi": "POURQUOI"},
    {"texte": "La taille"},
]
SAMPLES = {
    "choix": question("choix", choix=CHOICES),
    "plusieurs": question("plusieurs", choix=[*CHOICES, {"texte": "Le sexe", "juste": True}]),
    "vrai-faux": question("vrai-faux", juste=False),
    "appariement": question(
        "appariement",
        paires=[{"gauche": f"cause {n}", "droite": f"effet {n}"} for n in range(3)],
        leurres=["leurre"],
    ),
    "ordre": question("ordre", etapes=["écouter", "noter", "transmettre", "tracer"]),
    "trous": question("trous", texte="Le préfixe {tachy|tachy-} veut dire {rapide}."),
    "classement": question(
        "classement",
        categories=["urgent", "ordinaire"],
        elements=[
            {"texte": f"appel {n}", "categorie": "urgent" if n < 2 else "ordinaire"}
            for n in range(4)
        ],
    ),
    "nombre": question("nombre", reponse=72, tolerance=0.5, unite="heures"),
    "date": question("date", reponse="2026-11-24"),
    "erreur": question(
        "erreur",
        passage=[
            {"texte": "Le patient"},
            {"texte": "n’a pas"},
            {"texte": "mal au bras gauche", "erreur": "POURQUOI"},
            {"texte": "depuis hier"},
            {"texte": "et il tousse", "erreur": "POURQUOI"},
        ],
    ),
}
RIGHT: dict[str, Any] = {
    "choix": 0, "plusieurs": [0, 3], "vrai-faux": False, "appariement": [0, 1, 2],
    "ordre": [0, 1, 2, 3], "trous": ["tachy", "rapide"], "classement": [0, 0, 1, 1], "nombre": 72.0,
    "date": "2026-11-24", "erreur": [2, 4],
}  # fmt: skip

# Everything that means something in one of the formats, and what French prints.
_SIGNS = "aàéœZ019 ,.;:!?'’«»…-–→=~#{}\\/%<>[]|&\"$*_@\u00a0\u202f"
_TEXTS = st.text(alphabet=_SIGNS, min_size=1, max_size=24).map(str.strip).filter(bool)
_LONG = st.text(alphabet=_SIGNS + "\n", min_size=1, max_size=60).map(str.strip).filter(bool)
_WORDS = st.text(alphabet="aéZ0 :=~#\\'-", min_size=1, max_size=8).filter(lambda one: one.strip())
_SLUGS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
_NUMBERS = st.integers(-(10**9), 10**9).map(lambda n: n / 1000)


def _distinct(low: int, high: int) -> st.SearchStrategy[list[str]]:
    return st.lists(_TEXTS, min_size=low, max_size=high, unique=True)


@st.composite
def questions(draw: st.DrawFn, kind: str | None = None) -> dict[str, Any]:
    """Any question the schema takes."""
    name = kind or draw(st.sampled_from(KIND_NAMES))
    return ADAPTER.validate_python(
        {
            "id": draw(_SLUGS),
            "type": name,
            "objectif": draw(st.integers(1, 9)),
            "lecon": draw(_SLUGS),
            "etoile": draw(st.booleans()),
            "enonce": draw(_LONG),
            "contexte": draw(st.none() | _LONG),
            "explication": draw(_LONG),
            "sources": draw(
                st.lists(st.sampled_from(["S1", "S2", "S13"]), min_size=1, unique=True)
            ),
            **draw(_FIELDS[name]),
        }
    ).model_dump(mode="json")


@st.composite
def _options(draw: st.DrawFn, low: int, high: int, single: bool) -> dict[str, Any]:
    texts = draw(_distinct(low, high))
    count = 1 if single else draw(st.integers(2, len(texts) - 1))
    right = set(draw(st.permutations(range(len(texts))))[:count])
    reasons = draw(st.lists(st.none() | _LONG, min_size=len(texts), max_size=len(texts)))
    return {
        "choix": [
            {"texte": text, "juste": n in right, "pourquoi": why}
            for n, (text, why) in enumerate(zip(texts, reasons, strict=True))
        ]
    }


@st.composite
def _pairs(draw: st.DrawFn) -> dict[str, Any]:
    left = draw(_distinct(3, 6))
    right = draw(_distinct(len(left), len(left) + 3))
    pairs = zip(left, right, strict=False)
    return {
        "paires": [{"gauche": one, "droite": other} for one, other in pairs],
        "leurres": right[len(left) :],
    }


@st.composite
def _gaps(draw: st.DrawFn) -> dict[str, Any]:
    between = st.text(alphabet="aé .,:=~#\\|-\n", min_size=1, max_size=10)
    pieces = [draw(between)]
    for _ in range(draw(st.integers(1, 4))):
        words = draw(st.lists(_WORDS, min_size=1, max_size=3))
        pieces += ["{" + "|".join(words) + "}", draw(between)]
    return {"texte": "".join(pieces)}


@st.composite
def _sorting(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(_distinct(2, 4))
    elements = [
        {"texte": text, "categorie": draw(st.sampled_from(names))} for text in draw(_distinct(4, 7))
    ]
    return {"categories": names, "elements": elements}


@st.composite
def _passage(draw: st.DrawFn) -> dict[str, Any]:
    texts = draw(st.lists(_TEXTS, min_size=4, max_size=7))
    wrong = set(draw(st.permutations(range(len(texts))))[: draw(st.integers(1, len(texts) - 1))])
    return {
        "passage": [
            {"texte": text, "erreur": draw(_LONG) if n in wrong else None}
            for n, text in enumerate(texts)
        ]
    }


_FIELDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "choix": _options(3, 6, single=True),
    "plusieurs": _options(4, 7, single=False),
    "vrai-faux": st.fixed_dictionaries({"juste": st.booleans()}),
    "appariement": _pairs(),
    "ordre": st.fixed_dictionaries({"etapes": _distinct(3, 7)}),
    "trous": _gaps(),
    "classement": _sorting(),
    "nombre": st.fixed_dictionaries(
        {"reponse": _NUMBERS, "tolerance": _NUMBERS.map(abs), "unite": st.none() | _TEXTS}
    ),
    "date": st.fixed_dictionaries({"reponse": st.dates()}),
    "erreur": _passage(),
}
