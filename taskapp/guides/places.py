"""Which part of which guide speaks of a page: one table, by endpoint, else by blueprint. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple


class Place(NamedTuple):
    """A part of a guide; `section` is the anchor of its heading."""

    guide: str
    section: str


def _places(**sections: str) -> tuple[Place, ...]:
    return tuple(Place(guide.replace("_", "-"), section) for guide, section in sections.items())


START, TROUBLE, AWAY = "mo-ra-thay-gi", "khi-co-truc-trac", "di-vang-ban-giao"
_AWAY = _places(cong_chuc=AWAY, don_vi=AWAY, van_phong=AWAY, lanh_dao="di-vang")
_REPORTS = _places(
    van_phong="lap-bao-cao",
    lanh_dao="so-lieu-va-hop",
    don_vi="so-lieu-cua-don-vi",
    cong_chuc="nhan-nhac-viec-o-dau",
)
_WORK = _places(
    cong_chuc="bao-cao-ket-qua",
    don_vi="tiep-nhan-va-phan-cong",
    van_phong="theo-doi-va-don-doc",
    lanh_dao="duyet-ket-qua",
)
_TALK = _places(
    cong_chuc="hoi-va-trao-doi",
    lanh_dao="don-doc-cho-y-kien",
    van_phong="theo-doi-va-don-doc",
    don_vi="tiep-nhan-va-phan-cong",
)
_OWN = _places(
    cong_chuc="nhan-nhac-viec-o-dau",
    don_vi="duoc-nhac-nhung-gi",
    van_phong="duoc-nhac-nhung-gi",
    lanh_dao="duoc-nhac-nhung-gi",
    quan_tri="mat-khau-dang-nhap",
)
_DOCUMENTS, _BOOKS = _places(van_phong="giao-viec-tu-van-ban"), _places(van_phong="nhap-so-excel-dang-dung")
_RULES = _places(van_phong="quy-dinh-lich", quan_tri="lich-lam-viec")
_MAIL = _places(quan_tri="thu-nhac-viec", van_phong=TROUBLE, cong_chuc="nhan-nhac-viec-o-dau")
_PEOPLE, _DOOR = _places(quan_tri="don-vi-nguoi-dung"), _places(quan_tri="truy-cap-quyen")
_OUTSIDE = _places(quan_tri="ket-noi-phan-mem-khac")

# In each line the first guide is for readers of whose guides none says anything about the page.
PLACES = {
    "tasks": _WORK,
    "tasks.index": _places(cong_chuc=START, don_vi=START, van_phong=START, lanh_dao=START),
    "moves": _WORK,
    "moves.submission": _places(cong_chuc="bao-cao-ket-qua", don_vi="trinh-ket-qua"),
    "bulk": _places(van_phong="theo-doi-va-don-doc", lanh_dao="duyet-ket-qua", don_vi="tiep-nhan-va-phan-cong"),
    "talk": _TALK,
    "offline": _places(cong_chuc="khi-mat-mang"),
    "assign": _places(van_phong="giao-mot-viec", lanh_dao="giao-viec"),
    "splitting": _places(don_vi="chia-viec-cho-cong-chuc"),
    "splitting.parts": _places(van_phong="giao-mot-viec", lanh_dao="giao-viec"),
    "duties": _places(van_phong="giao-mot-viec", don_vi=START, cong_chuc=START),
    "worktypes": _RULES,
    "calendar": _places(quan_tri="lich-lam-viec", van_phong="quy-dinh-lich"),
    "rules": _RULES,
    "policy": _RULES,
    "reports": _REPORTS,
    "reports.dashboard": _places(lanh_dao=START, van_phong=START, don_vi="so-lieu-cua-don-vi"),
    "board": _REPORTS,
    "listings": _REPORTS,
    "types": _REPORTS,
    "updates": _REPORTS,
    "drafts": _REPORTS,
    "sendings": _REPORTS,
    "evaluation": _REPORTS,
    "contests": _REPORTS,
    "scoring": _REPORTS,
    "sources": _REPORTS,
    "links": _OUTSIDE,
    "links.walls": _places(lanh_dao="so-lieu-va-hop", van_phong="lap-bao-cao"),
    "directives": _BOOKS,
    "reviews": _DOCUMENTS,
    "book": _DOCUMENTS,
    "aliases": _places(van_phong=TROUBLE),
    "absences": _AWAY,
    "handover": _AWAY,
    "away": _AWAY,
    "effect": _MAIL,
    "mail": _MAIL,
    "mail_hold": _MAIL,
    "mailbox": _MAIL,
    "schedule": _MAIL,
    "refusals": _OWN,
    "feeds": _OWN,
    "channels": _OWN,
    "account": _OWN,
    "factors": _OWN,
    "personal": _OWN,
    "admin_people": _PEOPLE,
    "admin_units": _PEOPLE,
    "pasting": _PEOPLE,
    "reorganising": _PEOPLE,
    "welcome": _places(quan_tri="muoi-phut-dau-tien"),
    "access": _DOOR,
    "review": _DOOR,
    "sign_in_rules": _DOOR,
    "sign_on": _DOOR,
    "rights": _DOOR,
    "audit": _DOOR,
    "tokens": _OUTSIDE,
    "webhooks": _OUTSIDE,
    "source_admin": _OUTSIDE,
}


def of(endpoint: str, own: Collection[str]) -> Place | None:
    """What to read about a page, in one of the reader's `own` guides if it says something there; None: nothing."""
    found = PLACES.get(endpoint) or PLACES.get(endpoint.partition(".")[0], ())
    return next((place for place in found if place.guide in own), next(iter(found), None))
