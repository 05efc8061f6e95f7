"""The files that people read: docs/huong-dan/ and CHANGELOG.md beside the package, as templates/ and migrations/ are.

There is one copy of each, for who browses the repository and for who uses the software. Read once in a process.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from taskapp.base.errors import Missing
from taskapp.base.i18n import _, _l
from taskapp.base.settings import ROOT
from taskapp.guides import changes, reading
from taskapp.guides.changes import Version
from taskapp.guides.reading import Guide
from taskapp.people.rights import Rights, Role

FOLDER = ROOT / "docs" / "huong-dan"
ENGLISH = FOLDER / "en"
SCREENS = ROOT / "docs" / "screens"
NAMES = {
    "lanh-dao": _l("Lãnh đạo"),
    "van-phong": _l("Văn phòng"),
    "don-vi": _l("Thủ trưởng đơn vị"),
    "cong-chuc": _l("Công chức"),
    "quan-tri": _l("Quản trị"),
}
_FOR = {
    "lanh-dao": (Role.LEADER,),
    "van-phong": (Role.MONITOR, Role.CLERK, Role.INSPECTOR),
    "don-vi": (Role.UNIT_HEAD,),
    "cong-chuc": (Role.OFFICER,),
    "quan-tri": (Role.ADMIN,),
}


def own(rights: Rights) -> list[str]:
    """The guides for the reader's roles, as on the shelf; everybody may read the others too."""
    return [name for name, roles in _FOR.items() if rights.has(*roles)]


def in_order(rights: Rights) -> list[str]:
    """All guides, the reader's own first."""
    mine = own(rights)
    return mine + [name for name in NAMES if name not in mine]


@cache
def guide(name: str, language: str) -> Guide:
    """The guide of a role, by its name in NAMES, in Vietnamese (`vi`) or English (any other), with the same anchors."""
    if language == "vi":
        return reading.read((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    return reading.read((ENGLISH / f"{name}.md").read_text(encoding="utf-8"), guide(name, "vi").anchors)


@cache
def versions(language: str) -> list[Version]:
    """What has changed, in one language."""
    return changes.read((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), language)


def screen(name: str) -> Path:
    """The picture of a page. Raises Missing."""
    found = {path.name: path for path in SCREENS.glob("*.png")}
    if name not in found:
        raise Missing(_("Không có hình này."))
    return found[name]
