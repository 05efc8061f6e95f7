"""Keys of a single letter or sign that do something on a page: each person can switch them off (WCAG 2.1.4).

Who speaks to the machine, or whose hand shakes, presses them without meaning to. static/app.js stops them.
"""

from __future__ import annotations

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _, _l
from taskapp.people.models import Person

CHOICES = {"on": _l("Bật"), "off": _l("Tắt")}


def chosen(person: Person) -> str:
    """Which of CHOICES is in force for the person."""
    return "on" if person.single_keys else "off"


def choose(person: Person, choice: str) -> None:
    """Keep what the person chose. Raises BadInput for what is not offered."""
    if choice not in CHOICES:
        raise BadInput(_("Hãy chọn bật hoặc tắt phím tắt một chữ."))
    person.single_keys = choice == "on"
