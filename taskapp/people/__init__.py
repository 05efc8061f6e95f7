"""Committees, units, persons, roles, sign-in."""
