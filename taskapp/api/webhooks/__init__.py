"""Webhooks: other programs are told what happens to tasks."""
