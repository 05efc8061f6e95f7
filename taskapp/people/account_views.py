"""The own account: password by one-time link, change of password, own sign-ins."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("account", __name__)
