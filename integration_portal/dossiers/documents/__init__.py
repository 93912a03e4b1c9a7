"""Papers of a dossier: booklet, attestation, evidence file, observation grid, attendance sheet."""
