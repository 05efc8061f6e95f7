"""Forms: typed text is cleaned, dates and hours are taken as people write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from typing import Any

from flask import Flask, current_app
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs know 3.2 only
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired
from wtforms.widgets import TextArea, TextInput

from taskapp.base import clock, formats
from taskapp.base.dates import read_day, read_hour
from taskapp.base.form_texts import FormTexts
from taskapp.base.i18n import _l
from taskapp.base.settings import Settings
from taskapp.base.text import clean, one_line

NEEDED = InputRequired(_l("Hãy điền mục này."))


def today() -> date:
    """The present day in the installation's time zone."""
    settings: Settings = current_app.extensions["taskapp"]
    return clock.local_day(clock.now(), settings.timezone)


def hear_days(app: Flask, ear: Callable[[str, date, bool], date | None]) -> None:
    """Let date fields understand words too: `ear` gives the day that they name, seen from a day, perhaps before it."""
    app.extensions["day_words"] = ear


def typed_day(text: str, *, is_past: bool = False) -> date:
    """The day that was typed, in figures or in words. Raises ValueError whose text tells the person what is wrong."""
    ear = current_app.extensions.get("day_words")
    heard: date | None = ear(text, today(), is_past) if ear else None
    return heard or read_day(text, today(), is_past=is_past)


def choices(pairs: Iterable[tuple[Any, Any]], group: str | None = None) -> list[SelectChoice]:
    """Choices of a select, radio or tick-box field from (value, label) pairs; `group` heads them in a select."""
    return [SelectChoice(value, label, optgroup=group) for value, label in pairs]


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """Parent of every form: strings arrive clean (NFC, no control characters, single blanks), passwords as typed."""

    class Meta:
        """Adds the cleaning to each text field, and speaks the interface's language."""

        def get_translations(self, form: BaseForm) -> FormTexts:
            """Where the library finds its texts."""
            return FormTexts()

        def bind_field(self, form: BaseForm, unbound_field: UnboundField[Any], options: dict[str, Any]) -> Field:
            """Bind the field, its own filters after the cleaning one."""
            filters = (*_cleaning(unbound_field.field_class), *unbound_field.kwargs.get("filters", ()))
            bound: Field = unbound_field.bind(form=form, filters=filters, **options)
            return bound

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Fill the fields; what holds blanks only counts as not typed, also for InputRequired."""
        super().process(*args, **kwargs)
        for field in self:
            if _cleaning(type(field)) and field.raw_data and not field.data:
                field.raw_data = [""]


class PastedText(TextArea):
    """A large box for what is pasted."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        """The box with what was pasted."""
        return super().__call__(field, **kwargs)


class TableField(Field):
    """A pasted table as it is: the tabs between its cells must stay."""

    widget = PastedText()
    data: str | None

    def _value(self) -> str:
        return self.data or ""


class VersionField(HiddenField):
    """Which version of a thing the person's page showed."""

    @property
    def number(self) -> int:
        """The version; -1 for what no page of ours has sent."""
        text = self.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class DayField(Field):
    """A date: dd/mm/yyyy, d/m/yy, ISO, words; d/m means the next such day, with `is_past` the last. None when empty."""

    widget = TextInput()
    data: date | None

    def __init__(self, label: Any = None, validators: Any = None, *, is_past: bool = False, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.is_past = is_past

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; raises ValueError with the reason."""
        self.data = None
        text = one_line(valuelist[0]) if valuelist else ""
        if text:
            self.data = typed_day(text, is_past=self.is_past)
        else:
            self.raw_data = []

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else formats.day(self.data)


class HourField(Field):
    """An hour of the day: 14:30, 14h30, 14h, 14 giờ 30. `data` is a time, or None when empty."""

    widget = TextInput()
    data: time | None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; raises ValueError with the reason."""
        self.data = None
        text = one_line(valuelist[0]) if valuelist else ""
        if text:
            self.data = read_hour(text)
        else:
            self.raw_data = []

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else formats.hour(self.data)


def _cleaning(field_class: type[Field]) -> tuple[Any, ...]:
    if not issubclass(field_class, StringField) or issubclass(field_class, PasswordField):
        return ()
    return (_cleaned,) if issubclass(field_class, TextAreaField) else (_cleaned_line,)


def _cleaned(value: str | None) -> str | None:
    return clean(value) if value else value


def _cleaned_line(value: str | None) -> str | None:
    return one_line(value) if value else value
