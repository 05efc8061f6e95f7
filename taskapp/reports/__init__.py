"""Figures: how one task counts, tables by unit, charts and exports."""
