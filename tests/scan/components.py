"""The list of components (CycloneDX): of what is installed only what is locked for use, and what is vendored."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from tests.repo.source import ROOT

Json = dict[str, Any]


class Incomplete(Exception):
    """Something that is locked is not among what is installed, or in another version."""


def locked(text: str) -> dict[str, str]:
    """Name and version of each library of a lock file."""
    return {
        _plain(name): version for name, version in re.findall(r"^([\w.\-]+)(?:\[\w+\])?==(\S+)", text, re.MULTILINE)
    }


def vendored() -> list[Json]:
    """What browsers get from us that others made."""
    manifest = json.loads((ROOT / "taskapp/static/vendor/manifest.json").read_text(encoding="utf-8"))
    packages = {(entry["name"], entry["version"]): entry["licence"] for entry in manifest}
    return [
        {
            "type": "library",
            "bom-ref": f"vendored:{name}",
            "name": name,
            "version": version,
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
            "licenses": [{"license": {"id": licence}}],
        }
        for (name, version), licence in sorted(packages.items())
    ]


def combined(installed: Json, lock: dict[str, str]) -> Json:
    """The list of what an office runs. Raises Incomplete."""
    found = {_plain(each["name"]): each for each in installed.get("components", [])}
    wrong = [f"{n}=={v}" for n, v in lock.items() if n not in found or found[n].get("version") != v]
    if wrong:
        raise Incomplete(", ".join(wrong))
    kept = [found[name] for name in sorted(lock)] + vendored()
    refs = {each["bom-ref"] for each in kept} | {installed.get("metadata", {}).get("component", {}).get("bom-ref")}
    graph = [
        {**each, **({"dependsOn": [ref for ref in each["dependsOn"] if ref in refs]} if "dependsOn" in each else {})}
        for each in installed.get("dependencies", [])
        if each["ref"] in refs
    ]
    return {**installed, "components": kept, "dependencies": graph}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    made = combined(
        json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")),
        locked((ROOT / "requirements/runtime.txt").read_text(encoding="utf-8")),
    )
    Path(sys.argv[2]).write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{sys.argv[2]}: {len(made['components'])} components")
