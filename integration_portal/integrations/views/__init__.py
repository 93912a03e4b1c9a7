"""Doors: programs that read, and the keys they hold."""
