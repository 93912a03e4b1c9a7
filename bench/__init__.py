"""Measurements run by hand: data of any size, a reference application, loads, faults.

What to run and what was found: ``docs/performance.md``.
"""
