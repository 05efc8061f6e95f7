"""Invented names of persons, as they sound in the south of Vietnam."""

from __future__ import annotations

from random import Random

from taskapp.base.text import fold

FAMILIES = (
    *("Nguyễn",) * 9,
    *("Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ") * 2,
    *("Đặng", "Bùi", "Ngô", "Dương", "Lý", "Hồ", "Đỗ", "Trương", "Lâm", "Cao", "Châu", "Thái", "Đoàn", "Mai"),
)
MEN = ("Văn", "Văn", "Hữu", "Minh", "Thanh", "Quốc", "Hoàng", "Công", "Tấn", "Phước", "Trung", "Chí", "Thành")
OF_MEN = (
    "An Bảo Bình Cường Danh Dũng Duy Đạt Hậu Hiếu Hòa Hùng Huy Khang Khánh Khoa Lâm Lộc Long Luân Lực Mẫn Nghĩa "
    "Nhân Nhựt Phát Phong Phú Phúc Quang Quý Sang Sơn Tài Tâm Thắng Thiện Thịnh Thuận Tiến Toàn Trí Trọng Tuấn "
    "Vinh"
)
WOMEN = ("Thị", "Thị", "Thị Kim", "Thị Mỹ", "Thị Ngọc", "Thị Bích", "Thị Hồng", "Thị Thanh", "Thị Cẩm", "Ngọc", "Kim")
OF_WOMEN = (
    "Ánh Chi Diễm Dung Duyên Giang Hạnh Hằng Hiền Hoa Hương Huệ Lan Liên Linh Loan Mai Nga Ngân Nhi Nhung Oanh "
    "Phượng Quyên Thảo Thắm Thơ Thủy Tiên Trâm Trang Trinh Tuyền Uyên Vân Xuân Yến"
)


class Names:
    """Names drawn one after the other, none twice; the same seed gives the same names."""

    def __init__(self, rng: Random, taken: set[str]) -> None:
        self._rng = rng
        self._taken = {fold(name) for name in taken}

    def draw(self) -> str:
        """A name that nobody has yet, not even without diacritics."""
        while True:
            middles, givens = self._rng.choice(((MEN, OF_MEN), (WOMEN, OF_WOMEN)))
            parts = [self._rng.choice(FAMILIES), self._rng.choice(middles), self._rng.choice(givens.split())]
            name = " ".join(parts)
            if fold(name) not in self._taken and fold(parts[1]) != fold(parts[2]):
                self._taken.add(fold(name))
                return name
