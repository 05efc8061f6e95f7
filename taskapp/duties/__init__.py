"""Recurring duties: the rule by which they come back, and each occurrence given as a task in its time."""
