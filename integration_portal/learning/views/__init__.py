"""Doors of learning, one file a subject."""
