"""Texts: reasons and labels in the code go through the catalogue; the catalogue has every one in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.repo.source import ROOT, application, at, pyproject

ENGLISH = ROOT / "taskapp" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
SAID = {"Refused", "Forbidden", "Missing", "BadInput", "Changed", "flash", "NavItem", "Banner", "ValidationError"}
TERMINAL = ("taskapp/cli.py", "taskapp/commands/")  # commands speak to the administrator in Vietnamese only
KEYWORDS = dict.fromkeys(("_", "_l", "gettext", "lazy_gettext", "Reason")) | dict.fromkeys(("_n", "ngettext"), (1, 2))
PLACES = re.compile(r"%\((\w+)\)[sd]")


def test_what_the_code_says_to_people_goes_through_the_catalogue():
    found = [
        f"{at(name, text)}: {ast.unparse(text)}"
        for name, module in application()
        if not name.startswith(TERMINAL)
        for call in ast.walk(module)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SAID
        for text in [*call.args, *(word.value for word in call.keywords if word.arg in ("reason", "label", "text"))]
        if isinstance(text, ast.JoinedStr)
        or (isinstance(text, ast.Constant) and isinstance(text.value, str) and re.search(r"[À-ỹĐđ]", text.value))
    ]
    assert found == []


def test_no_text_is_put_together_inside_the_call_that_translates_it():
    found = [
        at(name, call)
        for name, module in application()
        for call in ast.walk(module)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        if call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert found == []


def test_no_text_is_translated_inside_a_string_where_nobody_finds_it():
    found = [
        at(name, call)
        for name, module in application()
        for whole in ast.walk(module)
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]
    assert found == []


def test_marks_of_tone_stand_in_one_place():
    """khóa, hủy, xóa, Ủy ban: as decrees write them."""
    other = re.compile(r"(?<![qQ])(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
    assert [text for text in _sources() if other.search(str(text))] == []


def test_every_text_has_its_english():
    if not ENGLISH.exists():
        assert _only_vietnamese_is_offered()
        return
    english = _english()
    missing = [text for text in sorted(_sources()) if not _translated(english, text)]
    assert missing == []


def test_english_texts_keep_the_places_of_their_values():
    wrong = [
        str(message.id)
        for message in (_english() if ENGLISH.exists() else ())
        if message.id and message.string and _places(message.id) != _places(message.string)
    ]
    assert wrong == []


def test_sources_are_found_in_code_and_templates():
    assert "Tải lại trang" not in KEYWORDS  # a keyword is a function's name
    assert len(_sources()) > 50
    assert {"Xem tiếp", "Dòng tổng cộng", "Việc của tôi"} <= _sources()  # of a macro, a Reason, a table of names


def _only_vietnamese_is_offered() -> bool:
    return not (ROOT / "taskapp" / "translations" / "en").exists()


@cache
def _english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


@cache
def _sources() -> frozenset[str]:
    """Every text that pybabel extracts by the mapping of pyproject."""
    mappings = pyproject()["tool"]["babel"]["mappings"]
    methods = [(pattern, m["method"]) for m in mappings for pattern in _patterns(m["pattern"])]
    found: set[str] = set()
    for folder in ("taskapp", "templates"):
        for _file, _line, text, _comments, _context in extract_from_dir(
            ROOT / folder,
            [(p.split("/", 1)[1], m) for p, m in methods if p.startswith(folder)],
            keywords=KEYWORDS,
            directory_filter=lambda _name: True,  # the usual one passes over folders like _macros
        ):
            found.add(text[0] if isinstance(text, tuple) else text)
    return frozenset(found)


def _patterns(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _translated(english: Catalog, text: str) -> bool:
    message = english.get(text)
    return bool(message and not message.fuzzy and all(_forms(message.string)))


def _forms(value: str | tuple[str, ...] | list[str]) -> Iterator[str]:
    yield from [value] if isinstance(value, str) else value


def _places(value: str | tuple[str, ...] | list[str]) -> set[str]:
    return {place for form in _forms(value) for place in PLACES.findall(form)}
