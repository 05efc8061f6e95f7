"""What is said about the live tasks: a question and its answer, opinions of leaders, who has a task to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from taskapp.demo.cast import Office
from taskapp.people.models import Person
from taskapp.tasks import followers, talk
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor


class Said(NamedTuple):
    """`who`: an account, or a unit for its head. In the text {nv} is the name of that unit's head."""

    who: str
    text: str
    directs: bool = False


TALKS: Mapping[int, Sequence[Said]] = {
    1: (
        Said("congchuc", "Nhờ @{nv} gửi danh mục văn bản về tổ chức bộ máy; còn thiếu 4 văn bản của nhiệm kỳ trước."),
        Said("nv", "Đang đối chiếu với Công báo, gửi trong ngày mai. @Nguyễn Thị Ánh Tuyết có cần bản giấy không?"),
        Said("truongphong", "Bản mềm là đủ, bản giấy gửi kèm khi ký phát hành."),
    ),
    2: (
        Said(
            "chutich",
            "Bám phương án rút còn 5 ngày như đã cam kết với tỉnh. Vướng ở khâu nào báo tôi trước khi trình. "
            "@Võ Minh Khang trực tiếp theo dõi.",
            directs=True,
        ),
    ),
    3: (
        Said(
            "phochutich",
            "Nêu rõ từng hộ chưa đồng thuận, lý do, phương án vận động; không chờ báo cáo tuần.",
            directs=True,
        ),
        Said("ktht", "Đã rõ ạ. Còn 3 hộ, @{tckh} hỗ trợ kiểm tra lại đơn giá bồi thường giúp."),
    ),
    4: (
        Said("tuphapxa", "Biên bản kiểm tra ghi sổ năm trước còn 2 trang chưa đóng dấu, đã bổ sung và chụp lại."),
        Said("congchuc", "Đã nhận, @Lý Thị Cẩm Nhung gửi thêm trang phụ lục để đối chiếu."),
    ),
}  # fmt: skip


def say(session: Session, task: Task, *, now: datetime, said: Said, office: Office) -> None:
    """This person says it; whoever is named in it is told."""
    session.flush()
    text = said.text.format_map(_Heads(office))
    named = talk.mentioned_in(session, task.committee_id, text)
    by = speaker(office, said.who)
    talk.say(session, task, text=text, by=by, now=now, directing=said.directs, mentioned=named)


def let_know(session: Session, task: Task, *, now: datetime, person: Person, by: Actor) -> None:
    """The assigner gives the task to this person to know."""
    session.flush()
    followers.add(session, task, [person], by=by, now=now)


def speaker(office: Office, who: str) -> Actor:
    """The account, or the head of the unit, as the one who acts."""
    return office.actor(office.people[who] if who in office.people else _head(office, who))


def _head(office: Office, key: str) -> Person:
    return office.heads[office.units[key].id]


class _Heads(dict[str, str]):
    """Names of heads by their units, looked up as a text asks for them."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office

    def __missing__(self, key: str) -> str:
        return _head(self._office, key).full_name
