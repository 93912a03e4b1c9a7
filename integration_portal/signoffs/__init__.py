"""Signed observations: a request, a decision, and a ledger nobody can rewrite."""
