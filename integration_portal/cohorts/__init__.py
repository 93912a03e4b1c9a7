"""Cohorts and their boards: reads everything below, owned by nobody."""
