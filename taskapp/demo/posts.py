"""The units of the demo office and the posts in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from taskapp.people.rights import Role

NAME = "UBND huyện Châu Thành"

# key in the story files: name as documents write it, short name, the letters of its own documents
OFFICES = {
    "vp": ("Văn phòng HĐND và UBND huyện", "Văn phòng", "VP"),
    "tp": ("Phòng Tư pháp", "", "TP"),
    "nv": ("Phòng Nội vụ", "", "NV"),
    "tckh": ("Phòng Tài chính - Kế hoạch", "Phòng TC-KH", "TCKH"),
    "ktht": ("Phòng Kinh tế và Hạ tầng", "Phòng KT&HT", "KTHT"),
    "nn": ("Phòng Nông nghiệp và Phát triển nông thôn", "Phòng NN&PTNT", "NN"),
    "tnmt": ("Phòng Tài nguyên và Môi trường", "Phòng TN&MT", "TNMT"),
    "ldtbxh": ("Phòng Lao động - Thương binh và Xã hội", "Phòng LĐ-TB&XH", "LĐTBXH"),
    "gddt": ("Phòng Giáo dục và Đào tạo", "Phòng GD&ĐT", "GDĐT"),
    "vhtt": ("Phòng Văn hóa và Thông tin", "Phòng VH&TT", "VHTT"),
    "yt": ("Phòng Y tế", "", "YT"),
    "tt": ("Thanh tra huyện", "", "TTr"),
}
COMMUNES = {
    "cth": "UBND thị trấn Cái Tàu Hạ",
    "ahiep": "UBND xã An Hiệp",
    "akhanh": "UBND xã An Khánh",
    "anhon": "UBND xã An Nhơn",
    "apt": "UBND xã An Phú Thuận",
    "htan": "UBND xã Hòa Tân",
    "phuu": "UBND xã Phú Hựu",
    "plong": "UBND xã Phú Long",
    "tbinh": "UBND xã Tân Bình",
    "tnd": "UBND xã Tân Nhuận Đông",
    "tphu": "UBND xã Tân Phú",
    "tptrung": "UBND xã Tân Phú Trung",
}
ONE_JUSTICE_OFFICER = {"ahiep", "apt", "htan", "plong", "tnd"}
JUSTICE = "Công chức Tư pháp - Hộ tịch"
LAND = "Công chức Địa chính - Nông nghiệp - Xây dựng và Môi trường"
TOWN_LAND = "Công chức Địa chính - Xây dựng - Đô thị và Môi trường"
OTHER_OFFICERS = (
    "Công chức Văn phòng - Thống kê",
    "Công chức Văn hóa - Xã hội",
    "Công chức Tài chính - Kế toán",
)


class Post(NamedTuple):
    """A position to be filled; `who` and `name` are given for the persons that accounts are offered of."""

    unit: str
    position: str
    roles: tuple[tuple[Role, str], ...]
    who: str = ""
    name: str = ""


def _post(unit: str, position: str, role: Role, who: str = "", name: str = "") -> Post:
    return Post(unit, position, ((role, unit),), who, name)


def posts() -> Iterator[Post]:
    """Every post of the office, its leaders first."""
    yield _post("root", "Chủ tịch UBND huyện", Role.LEADER, "chutich", "Trần Thị Lan")
    yield _post("root", "Phó Chủ tịch UBND huyện", Role.LEADER, "phochutich", "Lê Văn Đức")
    yield _post("root", "Phó Chủ tịch UBND huyện", Role.LEADER, "nguyenthimydung", "Nguyễn Thị Mỹ Dung")
    yield Post("vp", "Chánh Văn phòng", ((Role.UNIT_HEAD, "vp"), (Role.MONITOR, "root")))
    yield _post("vp", "Phó Chánh Văn phòng", Role.OFFICER)
    yield Post(
        "vp",
        "Chuyên viên theo dõi nhiệm vụ",
        ((Role.MONITOR, "root"), (Role.OFFICER, "vp")),
        "vanphong",
        "Phạm Ngọc Mai",
    )
    yield Post("vp", "Văn thư", ((Role.CLERK, "root"), (Role.OFFICER, "vp")), "vanthu", "Đỗ Thị Hồng Ân")
    yield _post("vp", "Chuyên viên tổng hợp", Role.OFFICER)
    yield Post("vp", "Chuyên viên công nghệ thông tin", ((Role.ADMIN, "root"),), "quantri", "Hồ Anh Thư")
    yield _post("tp", "Trưởng phòng", Role.UNIT_HEAD, "truongphong", "Võ Minh Khang")
    yield _post("tp", "Phó Trưởng phòng", Role.OFFICER)
    yield _post("tp", "Chuyên viên", Role.OFFICER, "congchuc", "Nguyễn Thị Ánh Tuyết")
    yield _post("tp", "Chuyên viên", Role.OFFICER, "huynhquocbao", "Huỳnh Quốc Bảo")
    for key in list(OFFICES)[2:-1]:
        yield _post(key, "Trưởng phòng", Role.UNIT_HEAD)
        yield _post(key, "Phó Trưởng phòng", Role.OFFICER)
        yield from (_post(key, "Chuyên viên", Role.OFFICER) for _n in range(2 if key == "yt" else 3))
    yield _post("tt", "Chánh Thanh tra", Role.UNIT_HEAD)
    yield _post("tt", "Phó Chánh Thanh tra", Role.OFFICER)
    yield _post("tt", "Thanh tra viên", Role.OFFICER)
    yield Post("tt", "Thanh tra viên", ((Role.INSPECTOR, "root"),), "thanhtra", "Trương Công Thành")
    for key in COMMUNES:
        yield from _commune_posts(key)


def _commune_posts(key: str) -> Iterator[Post]:
    level = "thị trấn" if key == "cth" else "xã"
    yield _post(key, f"Chủ tịch UBND {level}", Role.UNIT_HEAD)
    yield _post(key, f"Phó Chủ tịch UBND {level}", Role.OFFICER)
    account = ("tuphapxa", "Lý Thị Cẩm Nhung") if key == "tnd" else ("", "")
    yield _post(key, JUSTICE, Role.OFFICER, *account)
    if key not in ONE_JUSTICE_OFFICER:
        yield _post(key, JUSTICE, Role.OFFICER)
    yield _post(key, TOWN_LAND if key == "cth" else LAND, Role.OFFICER)
    yield from (_post(key, position, Role.OFFICER) for position in OTHER_OFFICERS)
