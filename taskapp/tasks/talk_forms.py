"""Forms of the talk on a task: what somebody says, and who is to know of the task."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, MultipleFileField, SelectMultipleField, TextAreaField
from wtforms.validators import Length

from taskapp.base.forms import NEEDED, Form, choices
from taskapp.base.i18n import _l
from taskapp.people.models import Person
from taskapp.tasks.talk import LONGEST


class CommentForm(Form):
    """What somebody says. `meant` is asked only when a name with @ fits several persons."""

    once = HiddenField(default=lambda: secrets.token_hex(16))
    text = TextAreaField(_l("Nội dung trao đổi"), [NEEDED, Length(max=LONGEST)])
    meant = SelectMultipleField(_l("Nhắc đến ai?"), coerce=int, validate_choice=False)
    know = SelectMultipleField(_l("Gửi tới để biết"), coerce=int, validate_choice=False)
    files = MultipleFileField(_l("Tệp kèm theo"))
    directing = BooleanField(_l("Là ý kiến chỉ đạo"))

    def attached(self) -> list[FileStorage]:
        """The files that were chosen; a browser sends one nameless part when there is none."""
        return [f for f in self.files.data or () if isinstance(f, FileStorage) and f.filename]


class FollowersForm(Form):
    know = SelectMultipleField(_l("Người để biết"), coerce=int, validate_choice=False)


def offer(field: SelectMultipleField, persons: Iterable[Person]) -> None:
    """Let the field offer these persons, each with position and unit, so that namesakes can be told apart."""
    field.choices = choices((p.id, f"{p.full_name} – {p.position or p.username}, {p.unit.label}") for p in persons)
