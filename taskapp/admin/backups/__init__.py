"""Backup and restore: one file with all rows, stored files and what proves that it is whole."""
