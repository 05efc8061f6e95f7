"""A mail from its two templates, and what every mail says of itself: who writes to whom."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from taskapp.outbox.contract import Letter
from taskapp.people.models import Committee, Person


@dataclass(frozen=True)
class Frame:
    """Which committee writes to whom; `base_url`: where its pages stand."""

    committee: Committee
    person: Person
    base_url: str


def written(name: str, subject: str, **values: object) -> Letter:
    """The letter of the templates mail/<name>/: plain text and HTML say the same. `values`: `occasion`, and its own."""
    shared = {"subject": subject, **values}
    text = render_template(f"mail/{name}/body.txt", **shared)
    return Letter(subject, text, render_template(f"mail/{name}/body.html", **shared))
