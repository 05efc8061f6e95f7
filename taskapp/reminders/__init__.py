"""Reminders: policy, plan, fill, check and letters."""
