"""Templates: nothing inline that the content security policy forbids, every visible word through the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.repo.source import name_of, tracked

FILES = [path for path in tracked() if name_of(path).startswith("templates/")]
PAGES = [path for path in FILES if path.suffix == ".html"]
READER = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])  # noqa: S701 - only parses
INLINE = {
    "an inline script": r"<script(?![^>]*\b(?:src=|type=\"application/json\"))[^>]*>",
    "an inline style element": r"<style\b",
    "a style attribute": r"\sstyle\s*=",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "an htmx expression": r"\s(hx-on[:\-]|hx-vals=[\"']js:|hx-vars)",
    "a javascript address": r"javascript:",
    "a resource from elsewhere": r"(src|href)=\"(https?:)?//",
}
IN_MAILS = {"a style attribute", "an inline style element"}  # mail programs know no other styles
SPOKEN = r"\b(?:placeholder|title|aria-label|alt|data-confirm|data-label)\s*=\s*(\"[^\"]*\"|'[^']*')"
UNSEEN = r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{%-?\s*block \w*class\w* .*?endblock.*?%\}"
NEUTRAL = {"Giao Việc", "dd/mm/yyyy", "HTML", "CSV", "Excel", "SMTP", "JSON", "KB", "MB"}  # the same in every language
CATALOGUE = {"_", "_n", "_l", "gettext", "ngettext"}
VIETNAMESE = re.compile(r"[À-ỹĐđ]")


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has(what: str):
    pages = [path for path in PAGES if what not in IN_MAILS or "templates/mail/" not in name_of(path)]
    found = [(path, m[0]) for path in pages for m in re.finditer(INLINE[what], path.read_text(), re.IGNORECASE)]
    assert [f"{name_of(path)}: {text}" for path, text in found] == []


def test_visible_words_of_templates_go_through_the_catalogue():
    assert [f"{name_of(path)}: {words}" for path in FILES for words in _bare_words(path)] == []


def test_vietnamese_texts_inside_template_expressions_go_through_the_catalogue():
    assert [f"{name_of(path)}: {text}" for path in FILES for text in _bare_constants(path.read_text())] == []


def test_the_reader_of_templates_sees_bare_words_and_constants():
    assert list(_words("<p title='{{ x }}'>Quá hạn {{ n }}</p><b title='Sao'>{{ _('Tốt') }}</b>")) == ["Quá hạn", "Sao"]
    assert list(_bare_constants("{{ f('Quá hạn') }} {{ g(_('Đúng hạn'), a=_('Trễ')|upper) }} {{ h(x or 'Đỏ') }}")) == [
        "Quá hạn",
        "Đỏ",
    ]


def _bare_words(path: Path) -> Iterator[str]:
    return _words(path.read_text(), markup=path.suffix == ".html")


def _words(source: str, *, markup: bool = True) -> Iterator[str]:
    """Runs of letters that a reader sees and that no expression made."""
    text = re.sub(UNSEEN, "", source, flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "\0", text, flags=re.DOTALL)
    spoken = [m[1:-1] for m in re.findall(SPOKEN, text)] if markup else []
    if markup:
        text = re.sub(r"<!--.*?-->|<[^>]*>|&\w+;|[\w-]+=\"[^\"\n]*\"", "\0", text, flags=re.DOTALL)
    for piece in [*text.split("\0"), *(part for value in spoken for part in value.split("\0"))]:
        words = " ".join(piece.split()).strip(' .,:;()–—·/%+-"=')
        if re.search(r"[^\W\d_]{2,}", words) and words not in NEUTRAL:
            yield words


def _bare_constants(source: str) -> Iterator[str]:
    syntax = READER.parse(source)
    translated = {
        id(constant)
        for call in syntax.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in CATALOGUE
        for constant in call.find_all(nodes.Const)
    }
    for constant in syntax.find_all(nodes.Const):
        is_text = isinstance(constant.value, str) and VIETNAMESE.search(constant.value)
        if is_text and id(constant) not in translated and constant.value not in NEUTRAL:
            yield str(constant.value)
