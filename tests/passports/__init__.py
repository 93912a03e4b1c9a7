"""Passports: who may hold the post of a unit, since when, until when."""
