"""Static files: addresses change with content, vendored files are those of the manifest, icons that pages use exist."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient

from taskapp.base import clock
from taskapp.base.assets import LOOK_AFTER, asset, init_assets
from taskapp.base.settings import ROOT

STATIC = ROOT / "taskapp" / "static"
VENDOR = STATIC / "vendor"
TOOLS = ROOT / "tools" / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())
SPRITE = (VENDOR / "bootstrap-icons" / "icons.svg").read_text()
ICON_CALLS = re.compile(r"""icon(?:_name)?\s*(?:\(|=)\s*["']([a-z0-9-]+)["']""")


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_a_vendored_file_is_the_one_that_was_listed(entry: dict[str, str]):
    assert hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["name"]
    assert entry["version"]
    assert entry["licence"]


def test_every_vendored_file_is_listed_and_every_package_has_its_licence_beside_it():
    files = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} - {"manifest.json"}
    assert files == {entry["file"] for entry in MANIFEST}
    folders = {path.name for path in VENDOR.iterdir() if path.is_dir()}
    assert folders == {Path(file).parts[0] for file in files if Path(file).name == "LICENSE"}


def test_the_vendored_versions_are_those_of_the_recipe():
    wanted = json.loads((TOOLS / "package.json").read_text())["dependencies"]
    assert {e["name"]: e["version"] for e in MANIFEST if e["name"] in wanted} == wanted


def test_the_sprite_holds_the_icons_of_the_list_and_pages_use_no_other():
    listed = set((TOOLS / "icons.txt").read_text().split())
    assert set(re.findall(r'<symbol id="([^"]+)"', SPRITE)) == listed
    assert set(_icons_of_pages()) - listed == set()


@pytest.mark.parametrize("person", ["chutich", "vanphong", "congchuc", "thanhtra", "quantri"])
def test_the_menu_of_each_person_shows_icons_of_the_sprite(client_of: Callable[[str], FlaskClient], person: str):
    page = client_of(person).get("/account").get_data(as_text=True)
    icons = set(re.findall(r"icons\.svg\?v=\w+#([^\"]*)", page))
    assert "search" in icons
    assert [name for name in icons if f'<symbol id="{name}"' not in SPRITE] == []


def test_the_stylesheets_ask_for_files_that_exist():
    addresses = [
        (sheet, address.split("?")[0])
        for sheet in STATIC.glob("*.css")
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text())
        if not address.startswith("data:image/svg+xml,")  # the arrow of a choice, in each theme's colour
    ]
    assert addresses
    assert [address for sheet, address in addresses if not (sheet.parent / address).is_file()] == []


def test_the_address_of_an_asset_changes_with_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    app = Flask("static_only", static_folder=str(tmp_path), static_url_path="/static")
    init_assets(app)
    addresses = []
    monkeypatch.setattr(clock, "monotonic", lambda: moment * LOOK_AFTER)
    for moment, content in enumerate(("a{}", "b{}", "a{}")):
        (tmp_path / "x.css").write_text(content)
        os.utime(tmp_path / "x.css", (moment, moment))
        with app.test_request_context():
            addresses.append(asset("x.css"))
    assert addresses[0] == addresses[2] == f"/static/x.css?v={hashlib.sha256(b'a{}').hexdigest()[:12]}"
    assert addresses[1] != addresses[0]


def test_a_wrong_asset_name_is_found_out_when_the_page_is_made(app: Flask):
    with app.test_request_context(), pytest.raises(FileNotFoundError):
        asset("missing.css")


def test_a_versioned_asset_is_kept_for_a_year_and_an_unversioned_one_is_asked_for_again(app: Flask):
    with app.test_request_context():
        address = asset("app.css")
    client = app.test_client()
    assert "immutable" in _cache_rule(client, address)
    assert _cache_rule(client, "/static/app.css") == "no-cache"


def test_the_error_page_needs_no_database_and_nobody_signed_in(tmp_path: Path):
    app = Flask("bare", template_folder=str(ROOT / "templates"), static_folder=str(STATIC), static_url_path="/static")
    init_assets(app)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(lambda text: text, lambda one, many, n: one, newstyle=True)  # type: ignore[attr-defined]
    app.add_template_global(lambda: "vi", "get_locale")
    app.add_template_global(lambda: "token", "csrf_token")
    app.add_template_global(lambda: "auto", "theme")
    with app.test_request_context():
        page = render_template("errors/error.html", status=503, title="Hệ thống đang bận", reason="Hãy thử lại.")
    assert "<h1>Hệ thống đang bận</h1>" in page
    assert "Hãy thử lại." in page


def _icons_of_pages() -> Iterator[str]:
    for path in (ROOT / "templates").rglob("*.html"):
        yield from ICON_CALLS.findall(path.read_text())


def _cache_rule(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    rule = answer.headers["Cache-Control"]
    answer.close()
    return rule
