"""Portail d'intégration des secrétaires médicales hospitalières."""

__version__ = "0.1.0"
