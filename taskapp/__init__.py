"""Giao Việc: assigning, following and proving the tasks of a People's Committee."""

from taskapp.app import create_app

__all__ = ["create_app"]
