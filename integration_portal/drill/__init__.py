"""« Trouvez la bonne fiche » : ten caller sentences, the fiche that answers each."""
