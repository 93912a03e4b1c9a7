"""The description of the API (OpenAPI 3.1), written by hand; a test holds it to the routes."""

from typing import Any

from ..fiches.life import Status
from .documents import VERSION
from .rules import ASKS_A_MINUTE

Node = dict[str, Any]
_TEXT: Node = {"type": "string"}
_SUMMARY: Node = {
    "type": "object",
    "required": ["slug", "title", "kind", "specialty", "version", "updated", "status", "warning"],
    "properties": {
        "slug": {**_TEXT, "description": "Nom court et stable de la fiche."},
        "title": _TEXT,
        "kind": {
            "enum": ["pathologie", "situation", "examen", "parcours", "administratif"],
        },
        "specialty": {**_TEXT, "description": "Nom court de la spécialité."},
        "version": {
            **_TEXT, "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256 du texte que lit l’établissement, « Chez nous » compris.",
        },
        "updated": {**_TEXT, "format": "date-time"},
        "status": {"enum": [status.value for status in Status]},
        "warning": {
            "type": ["string", "null"],
            "description": "À montrer avec la fiche ; null quand un médecin la garantit.",
        },
    },
}  # fmt: skip
_PROBLEM: Node = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": {**_TEXT, "description": "Une phrase en français."},
        "reference": {**_TEXT, "description": "Retrouve la demande dans les journaux."},
    },
}
_SCHEMAS: Node = {
    "FicheSummary": _SUMMARY,
    "FicheList": {
        "type": "object",
        "required": ["items", "next_cursor"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/FicheSummary"}},
            "next_cursor": {"type": ["string", "null"], "description": "null : dernière page."},
        },
    },
    "Fiche": {
        "type": "object",
        "required": [*_SUMMARY["required"], "content"],
        "properties": {
            **_SUMMARY["properties"],
            "content": {
                "type": "object",
                "description": "Le texte de l’établissement, champs du guide de rédaction. Sans "
                "les délais locaux tant qu’un médecin ne l’a pas validé ; retirée, la fiche "
                "n’a plus que ses signes d’alerte.",
            },
        },
    },
    "Problem": _PROBLEM,
}
_REFUSALS = {
    "400": "Paramètre impossible.",
    "401": "Clé absente, inconnue, expirée ou révoquée.",
    "403": "Adresse fermée à cette clé.",
    "404": "Aucune fiche de ce nom dans l’établissement.",
    "406": "Seul application/json est servi.",
    "429": f"Plus de {ASKS_A_MINUTE} demandes en une minute : attendez Retry-After.",
}
_IF_NONE_MATCH: Node = {
    "name": "If-None-Match", "in": "header", "schema": _TEXT,
    "description": "L’ETag déjà reçu : 304 si rien n’a changé.",
}  # fmt: skip


def document(base_url: str) -> Node:
    """The whole description. ``base_url``: where this portal is served."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fiches réflexes",
            "version": str(VERSION),
            "description": "Lecture seule des fiches d’un établissement. Une fiche oriente, elle "
            "ne décide pas : montrez toujours « warning » avec elle.",
        },
        "servers": [{"url": base_url}],
        "security": [{"bearer": []}],
        "paths": {
            "/api/v1/fiches": {"get": _list_operation()},
            "/api/v1/fiches/{slug}": {"get": _one_operation()},
            "/api/v1/openapi.json": {"get": _own_operation()},
        },
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _list_operation() -> Node:
    cursor = {"name": "cursor", "in": "query", "schema": _TEXT}
    size = {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}
    limit = {"name": "limit", "in": "query", "schema": size}
    return _operation(
        "listFiches", "Les fiches, par nom court.", "FicheList", [cursor, limit], ("404",)
    )


def _one_operation() -> Node:
    slug = {"name": "slug", "in": "path", "required": True, "schema": _TEXT}
    return _operation("getFiche", "Une fiche entière.", "Fiche", [slug], ("400",))


def _own_operation() -> Node:
    found = {"description": "Ce document.", "content": {"application/json": {}}}
    return {
        "operationId": "getDescription",
        "summary": "La description de l’API.",
        "security": [],
        "responses": {"200": found},
    }


def _operation(
    name: str, words: str, schema: str, parameters: list[Node], never: tuple[str, ...]
) -> Node:
    """``never``: the refusals of the common list that this address does not give."""
    found = {
        "description": words,
        "headers": {"ETag": {"schema": _TEXT}},
        "content": {"application/json": {"schema": _ref(schema)}},
    }
    refused = {
        status: {
            "description": sentence,
            "content": {"application/problem+json": {"schema": _ref("Problem")}},
        }
        for status, sentence in _REFUSALS.items()
        if status not in never
    }
    return {
        "operationId": name,
        "summary": words,
        "parameters": [*parameters, _IF_NONE_MATCH],
        "responses": {"200": found, "304": {"description": "Rien n’a changé."}, **refused},
    }


def _ref(schema: str) -> Node:
    return {"$ref": f"#/components/schemas/{schema}"}
