"""Verbs on journeys, by what they touch: enrolment, steps, dates, adaptation, versions."""
