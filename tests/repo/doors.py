"""A door of the application: one method of one route, whom it lets in, and from whom it hides its object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.office import PEOPLE
from tests.push_server import FakeBrowser

ALL = frozenset(PEOPLE)
LEADERS = frozenset({"chutich", "phochutich"})
ASSIGNING = LEADERS | {"vanphong"}
DRAFTING = ASSIGNING | {"vanthu"}
WHOLE = DRAFTING | {"thanhtra"}  # whose reading reaches every unit
OF_UNIT = frozenset({"truongphong", "congchuc", "congchuc2"})
DOING = frozenset({"truongphong", "congchuc"})
TALKING = DRAFTING | OF_UNIT
SHARING = ASSIGNING | DOING
HEAD = frozenset({"truongphong"})
ADMIN = frozenset({"quantri"})
KEEPING = ADMIN | {"vanphong"}  # of the working calendar and the delivery log
OFFICERS = frozenset({"congchuc", "congchuc2", "congchuc_nv", "tuphapxa"})
TO_CONGCHUC = frozenset({"congchuc"})
READERS = ALL - ADMIN
REVIEWING = ASSIGNING | {"thanhtra", "truongphong", "truongphong_nv", "chutichxa"}  # who answer for others' work
OVER_UNIT = ASSIGNING | HEAD | {"thanhtra"}  # who read the sheets of the persons of Phòng Tư pháp
DECIDING_UNIT = ASSIGNING | HEAD
SEEING = WHOLE | OF_UNIT
REARRANGINGS = ("merge", "split", "close", "rename", "move")
BROWSER = FakeBrowser("https://fcm.googleapis.com/fcm/send/x").text


@dataclass(frozen=True)
class Door:
    """One method of one route. `thing` names the object of its address, made anew for each person who knocks."""

    method: str
    endpoint: str
    may: frozenset[str] = ALL
    sees: frozenset[str] = ALL
    thing: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    is_public: bool = False

    @property
    def name(self) -> str:
        return " ".join([self.method, self.endpoint, *self.values.values()])

    def answer_to(self, username: str) -> str:
        """in, forbidden or hidden."""
        if username in self.may:
            return "in"
        return "forbidden" if username in self.sees else "hidden"


def page(endpoint: str, may: frozenset[str] = ALL, **more: object) -> Door:
    return Door("GET", endpoint, may, **more)  # type: ignore[arg-type]


def post(endpoint: str, may: frozenset[str] = ALL, **more: object) -> Door:
    return Door("POST", endpoint, may, **more)  # type: ignore[arg-type]


def move(noun: str, may: frozenset[str], thing: str = "task", sees: frozenset[str] = SEEING) -> Door:
    return Door("POST", "moves.act", may, sees, thing, {"noun": noun})
