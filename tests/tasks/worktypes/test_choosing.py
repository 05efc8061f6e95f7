"""Which type is meant by what was typed: by its label, code or name, or some of its words; of several none."""

from __future__ import annotations

import pytest

from taskapp.base.errors import BadInput
from taskapp.tasks.worktypes.choosing import find
from taskapp.tasks.worktypes.models import WorkType, WorkTypeVersion

KNOWN = (("HT-03", "Đăng ký kết hôn"), ("HT-04", "Đăng ký kết hôn"), ("HT-05", "Đăng ký kết hôn lưu động"))


def versions(*types: tuple[str, str]) -> list[WorkTypeVersion]:
    return [WorkTypeVersion(work_type=WorkType(code=code), name=name) for code, name in types]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ht-03", "HT-03"), ("HT-04 · Đăng ký kết hôn", "HT-04"), ("luu dong", "HT-05"), ("hôn lưu động", "HT-05")],
)
def test_one_that_fits_is_meant(typed: str, code: str):
    found = find(typed, versions(*KNOWN))
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("typed", ["Đăng ký kết hôn", "ht", "dang ky"])
def test_of_several_that_fit_none_is_taken(typed: str):
    with pytest.raises(BadInput, match="Nhiều loại việc khớp: HT-03 · Đăng ký kết hôn; HT-04"):
        find(typed, versions(*KNOWN))


def test_nothing_typed_means_none_and_what_fits_none_is_refused():
    assert find(" ", versions(*KNOWN)) is None
    with pytest.raises(BadInput, match="Không có loại việc nào khớp"):
        find("khai sinh", versions(*KNOWN))
