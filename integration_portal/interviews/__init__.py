"""Interviews of a journey: prepared by both, minuted, signed by both, decisions that become steps."""
