"""A sound step that no template holds yet."""

NEW = {
    "titre": "Visiter l’accueil", "phase": "mois-1", "type": "rencontre", "responsable": "recrue",
    "echeance": "S3", "duree": 30, "pourquoi": "Pour savoir.", "faire": "Allez-y.",
    "criteres": [{"code": "vu", "texte": "Vu.", "securite": False}], "competences": [],
    "prerequis": [], "verrou": None,
}  # fmt: skip
