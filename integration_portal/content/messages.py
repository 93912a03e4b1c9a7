"""Turn a validation fault into a French sentence for an editor."""

from pydantic_core import ErrorDetails

_BY_TYPE = {
    "missing": "Le champ « {field} » manque.",
    "extra_forbidden": "Le champ « {field} » est inconnu : vérifiez son orthographe.",
    "string_type": "« {field} » doit être un texte (mettez des guillemets).",
    "string_too_short": "« {field} » est vide.",
    "string_too_long": "« {field} » est trop long ({max_length} caractères au plus).",
    "too_short": "« {field} » n’a pas assez d’éléments : {actual_length} au lieu de {min_length} au moins.",
    "too_long": "« {field} » a trop d’éléments : {actual_length} au lieu de {max_length} au plus.",
    "literal_error": "« {field} » : valeur inconnue « {input} ». Valeurs admises : {expected}.",
    "int_type": "« {field} » doit être un nombre entier.",
    "int_parsing": "« {field} » doit être un nombre entier.",
    "float_type": "« {field} » doit être un nombre, avec un point pour la virgule (12.5).",
    "float_parsing": "« {field} » doit être un nombre, avec un point pour la virgule (12.5).",
    "union_tag_invalid": "« type » : valeur inconnue « {tag} ». Valeurs admises : {expected_tags}.",
    "union_tag_not_found": "Le champ « type » manque.",
    "bool_type": "« {field} » doit valoir true ou false.",
    "bool_parsing": "« {field} » doit valoir true ou false.",
    "list_type": "« {field} » doit être une liste (une ligne par tiret).",
    "model_type": "« {field} » doit être un groupe de champs.",
    "dict_type": "« {field} » doit être un groupe de champs.",
    "date_from_datetime_parsing": "« {field} » doit être une date comme 2026-11-21.",
    "date_parsing": "« {field} » doit être une date comme 2026-11-21.",
    "string_pattern_mismatch": "« {field} » : « {input} » n'a pas la forme attendue ({pattern}).",
    "greater_than_equal": "« {field} » doit valoir au moins {ge}.",
    "less_than_equal": "« {field} » doit valoir au plus {le}.",
}


def explain(fault: ErrorDetails) -> str:
    """One sentence for one pydantic fault; our own refusals keep their own words."""
    names = [str(part) for part in fault["loc"] if isinstance(part, str) and part != "[key]"]
    field = names[-1] if names else "document"
    if fault["type"] == "value_error":
        message = str(fault["ctx"]["error"])
        return message[:1].upper() + message[1:] + "."
    template = _BY_TYPE.get(fault["type"], "« {field} » n'est pas admis : {input}.")
    context = dict(fault.get("ctx") or {})
    return template.format(field=field, input=str(fault.get("input"))[:60], **context)
