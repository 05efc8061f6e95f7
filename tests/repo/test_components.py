"""The list of components, what SECURITY.md promises, and that an audit that could not ask is no clean audit."""

from __future__ import annotations

import re

import pytest

from tests.repo.source import ROOT
from tests.scan import components


def test_the_list_of_components_is_that_of_the_lock():
    lock = components.locked((ROOT / "requirements/runtime.txt").read_text(encoding="utf-8"))
    assert {"flask", "sqlalchemy", "argon2-cffi"} <= set(lock)
    found = [{"name": name.replace("-", "_"), "version": version, "bom-ref": name} for name, version in lock.items()]
    graph = [{"ref": "flask", "dependsOn": ["jinja2", "pytest"]}, {"ref": "pytest"}]
    installed = {"components": [*found, {"name": "pytest", "version": "9", "bom-ref": "pytest"}], "dependencies": graph}
    made = components.combined(installed, lock)
    names = [each["name"] for each in made["components"]]
    assert [components._plain(name) for name in names[: len(lock)]] == sorted(lock)
    assert {"bootstrap", "htmx.org", "echarts"} & set(names[len(lock) :])
    assert made["dependencies"] == [{"ref": "flask", "dependsOn": ["jinja2"]}]
    with pytest.raises(components.Incomplete, match="flask"):
        components.combined({"components": found[:5]}, lock)


def test_there_is_a_way_to_report():
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for heading in ("Báo ở đâu", "Phiên bản được sửa", "Sau khi báo", "Tin về bản sửa"):
        assert f"## {heading}" in said
    assert re.search(r"7 ngày", said)


def test_an_audit_that_cannot_ask_fails():
    target = re.search(r"^audit:.*?(?=^\S)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert target
    assert "pip-audit --strict --require-hashes" in target[0]
    assert "exit 1" in target[0]
