"""Texts of the interface: Vietnamese is the source text, the catalogue holds the other languages.

Which language a page speaks is decided here alone: what this browser chose, else the installation's setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from babel.support import NullTranslations
from flask import Flask, g, has_request_context, session
from flask_babel import Babel, force_locale, get_babel, get_domain, get_locale
from flask_babel.speaklater import LazyString

from taskapp.base import formats
from taskapp.base.errors import BadInput

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}  # each by its own name: who seeks it cannot read the other
CHOICE = "language"  # of the session cookie
LASTING = (CHOICE, "theme")  # what a browser has chosen for whoever sits before it
POINT_FOR_COMMA = str.maketrans(",.", ".,")


def init_i18n(app: Flask, language: str) -> None:
    """Let pages speak the language that their reader chose, else `language`; mails and commands speak `language`."""
    Babel(app, default_locale=language, default_translation_directories="translations", locale_selector=chosen)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of jinja2.ext.i18n
        lambda text: _catalogue().gettext(text), lambda *given: _catalogue().ngettext(*given), newstyle=True
    )
    app.add_template_global(get_locale)
    app.jinja_env.globals["languages"] = LANGUAGES
    app.add_template_filter(number)
    app.add_template_filter(percent)
    app.add_template_filter(weekday)


def chosen() -> str | None:
    """The language that this browser has chosen; None when it has not, and outside requests."""
    language = session.get(CHOICE) if has_request_context() else None
    return language if language in LANGUAGES else None


def choose(language: str) -> None:
    """Keep the language in this browser's cookie. Raises BadInput for one that is not offered."""
    if language not in LANGUAGES:
        raise BadInput(_("Không có ngôn ngữ này. Hãy chọn lại."))
    session[CHOICE] = language


@contextmanager
def own_language() -> Iterator[None]:
    """Inside, the installation's language is spoken whatever a browser has chosen, and no cookie is read."""
    asked = g.pop("catalogue", None)
    try:
        with force_locale(str(get_babel().default_locale)):
            yield
    finally:
        g.catalogue = asked


def empty_cookie() -> None:
    """Forget all that this browser's cookie holds but language and look: signing in and out do not change those."""
    kept = {name: session[name] for name in LASTING if name in session}
    session.clear()
    session.update(kept)


def _(text: str, /, **values: object) -> str:
    """The text in the reader's language, now."""
    found: str = _catalogue().gettext(text)
    return found % values if values else found


def _n(singular: str, plural: str, num: int, /, **values: object) -> str:
    """The text for a count, in the reader's language, now. Vietnamese has one form; English needs both."""
    found: str = _catalogue().ngettext(singular, plural, num)
    return found % {"num": num, **values}


def _catalogue() -> NullTranslations:
    """That of the reader's language, found once in a request: a page asks for hundreds of texts."""
    if not g:  # outside requests and commands
        return NullTranslations()
    found: NullTranslations | None = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_domain().get_translations()
    return found


def _l(text: str, /, **values: object) -> LazyString:
    """The text in the language of whoever will read it, when it is shown."""
    return LazyString(_, text, **values)


def weekday(value: date) -> str:
    """thứ Hai … Chủ nhật, Monday … Sunday."""
    return _(formats.weekday(value))


def named_day(value: date) -> str:
    """thứ Hai 02/03/2026."""
    return f"{weekday(value)} {formats.day(value)}"


def number(value: int | float | Decimal, places: int = 0) -> str:
    """1.387 and 87,4 in Vietnamese, 1,387 and 87.4 in other languages."""
    return _written(formats.number(value, places))


def percent(share: float | Decimal | None) -> str:
    """A share of 0 to 1 as 87,4 % in Vietnamese, 87.4 % in other languages; rounded as formats.percent() says."""
    return _written(formats.percent(share))


def _written(text: str) -> str:
    locale = get_locale()
    return text if locale is None or locale.language == "vi" else text.translate(POINT_FOR_COMMA)
