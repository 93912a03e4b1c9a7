"""Verbs on fiches."""
