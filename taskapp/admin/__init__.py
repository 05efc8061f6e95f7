"""Screens over packages that have none: working calendar, outbox, health."""
