"""Passports of the replacement pool: which unit somebody may hold, since when, until when."""
