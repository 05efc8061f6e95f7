"""Scanners: their rules, a running office for them, and the list of components."""
