"""Talk on a task: who may say what, whom it reaches, and that it disturbs nobody's move."""

from __future__ import annotations

from dataclasses import replace

import pytest

from taskapp.base.errors import BadInput, Forbidden, Refused
from taskapp.people import accounts
from taskapp.people.models import Person
from taskapp.people.rights import Place, Role, Standing
from taskapp.tasks import changes, followers, lifecycle, queries, talk
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.paper_models import Comment, Follower
from taskapp.tasks.record import Actor
from tests.conftest import MONDAY
from tests.tasks.making import ZONE, Desk, at


def said(desk: Desk, task: Task, by: str, text: str = "Đã nhận.", **more: object) -> Comment:
    comment = talk.say(desk.session, task, text=text, by=desk.by(by), now=MONDAY, **more)  # type: ignore[arg-type]
    desk.session.flush()
    return comment


def knowing(desk: Desk, task: Task) -> list[str]:
    rows = desk.session.scalars(followers.of_task(task.committee_id, task.id))
    return [row.person.username for row in rows]


def sees(desk: Desk, username: str, task: Task) -> bool:
    return queries.sees(desk.session, desk.by(username).rights, task.id)  # type: ignore[arg-type]


def test_what_is_said_stands_with_its_speaker_and_leaves_the_record_alone(desk: Desk) -> None:
    task = desk.in_progress()
    version, events = task.version, desk.session.query(TaskEvent).count()
    comment = said(desk, task, "congchuc", "  Đã gửi\u200b công văn\r\nhỏi các xã. ")
    assert (comment.by.username, comment.text) == ("congchuc", "Đã gửi công văn\nhỏi các xã.")
    assert (comment.said_at, comment.is_directing, comment.on_behalf_of_id) == (MONDAY, False, None)
    desk.session.refresh(task)
    assert (task.version, desk.session.query(TaskEvent).count()) == (version, events)


def test_what_is_said_meanwhile_does_not_stop_a_move(desk: Desk) -> None:
    task = desk.in_progress()
    seen = task.version
    said(desk, task, "vanphong")
    lifecycle.expect_version(task, seen)
    changes.progress(desk.session, task, percent=40, note="Xong 4 xã", by=desk.by("congchuc"), now=MONDAY)


@pytest.mark.parametrize(
    ("username", "may"),
    [
        ("chutich", True),
        ("vanphong", True),
        ("vanthu", True),
        ("truongphong", True),
        ("congchuc2", True),
        ("thanhtra", False),
        ("quantri", False),
    ],
)
def test_whoever_has_more_than_the_right_to_look_may_speak(desk: Desk, username: str, may: bool) -> None:
    task = desk.in_progress()
    if may:
        assert said(desk, task, username).id
    else:
        with pytest.raises(Forbidden):
            said(desk, task, username)


@pytest.mark.parametrize(
    ("username", "may"),
    [("chutich", True), ("phochutich", True), ("vanphong", False), ("truongphong", False), ("congchuc", False)],
)
def test_opinions_of_leaders_direct_and_others_do_not(desk: Desk, username: str, may: bool) -> None:
    task = desk.in_progress()
    if may:
        assert said(desk, task, username, directing=True).is_directing
        assert not said(desk, task, username, directing=False).is_directing
    else:
        with pytest.raises(Forbidden, match="bỏ dấu chọn"):
            said(desk, task, username, directing=True)


def test_a_delegate_directs_in_the_leader_s_place(desk: Desk) -> None:
    task = desk.in_progress()
    mine, hers = desk.by("vanphong").rights, desk.by("chutich").rights
    assert mine
    assert hers
    place = Place(hers.person_id, Standing.DELEGATE, {Role.LEADER: hers.reaches[Role.LEADER]})
    by = Actor(replace(mine, places=(place,)), ZONE)
    directing = talk.say(desk.session, task, text="Làm gấp.", directing=True, by=by, now=MONDAY)
    assert (directing.by_id, directing.on_behalf_of_id) == (mine.person_id, hers.person_id)
    assert talk.say(desk.session, task, text="Đã rõ.", by=by, now=MONDAY).on_behalf_of_id is None


@pytest.mark.parametrize(("text", "message"), [("", "Hãy ghi"), (" \u200b\n", "Hãy ghi"), ("x" * 4001, "dài quá 4000")])
def test_words_are_needed_and_have_a_limit(desk: Desk, text: str, message: str) -> None:
    task = desk.in_progress()
    with pytest.raises(Refused, match=message) as caught:
        said(desk, task, "congchuc", text)
    assert caught.value.field == "text"
    assert said(desk, task, "congchuc", "x" * 4000).id


def test_a_draft_has_no_talk_and_nobody_to_know(desk: Desk) -> None:
    draft, person = desk.draft(), desk.person("congchuc_nv")
    for attempt in (
        lambda: said(desk, draft, "chutich"),
        lambda: followers.add(desk.session, draft, [person], by=desk.by("chutich"), now=MONDAY),
        lambda: followers.follow(desk.session, draft, by=desk.by("chutich"), now=MONDAY),
    ):
        with pytest.raises(Refused):
            attempt()


def test_who_is_named_and_could_not_see_the_task_has_it_to_know_from_then_on(desk: Desk) -> None:
    task, sibling = desk.in_progress(), desk.in_progress(content="Việc khác của đơn vị")
    named = [desk.person(name) for name in ("congchuc_nv", "congchuc2", "congchuc", "congchuc_nv")]
    assert not sees(desk, "congchuc_nv", task)
    comment = said(desk, task, "congchuc", mentioned=named)
    assert {m.person.username for m in comment.mentions} == {"congchuc_nv", "congchuc2"}  # not the speaker himself
    assert knowing(desk, task) == ["congchuc_nv"]
    assert sees(desk, "congchuc_nv", task)
    assert not sees(desk, "congchuc_nv", sibling)
    said(desk, task, "congchuc_nv", mentioned=[desk.person("congchuc")])
    assert knowing(desk, task) == ["congchuc_nv"]


def test_one_opinion_names_at_most_twenty(desk: Desk) -> None:
    task, unit = desk.in_progress(), desk.unit("nv")
    made = [
        accounts.create_person(
            desk.session,
            desk.office.committee_id,
            username=f"n{i}",
            full_name=f"Lê {i}",
            unit=unit,
            by=None,
            now=MONDAY,
        )
        for i in range(21)
    ]
    desk.session.flush()
    with pytest.raises(Refused, match="20 người"):
        said(desk, task, "congchuc", mentioned=made)
    assert said(desk, task, "congchuc", mentioned=made[:20]).id
    assert len(knowing(desk, task)) == 20
    with pytest.raises(BadInput):
        talk.persons(desk.session, desk.office.committee_id, range(101))


def test_names_are_those_of_enabled_persons_of_the_committee(desk: Desk) -> None:
    found = talk.mentioned_in(desk.session, desk.office.committee_id, "@congchuc2, @Bui Thanh Ha, @khong.ai")
    assert [person.username for person in found] == ["congchuc2", "congchuc_nv"]
    accounts.disable(desk.session, desk.person("congchuc2"), by=None, now=MONDAY)
    assert talk.mentioned_in(desk.session, desk.office.committee_id, "@congchuc2 x@congchuc") == []


def test_namesakes_are_asked_about(desk: Desk) -> None:
    other = accounts.create_person(
        desk.session, desk.office.committee_id, username="tuyet2", full_name="Nguyễn Thị Ánh Tuyết",
        unit=desk.unit("nv"), by=None, now=MONDAY,
    )  # fmt: skip
    desk.session.flush()
    ask = (desk.session, desk.office.committee_id, "@Nguyễn Thị Ánh Tuyết xem")
    with pytest.raises(Refused, match="Có nhiều người cùng tên “Nguyễn Thị Ánh Tuyết”") as caught:
        talk.mentioned_in(*ask)
    assert caught.value.field == "meant"
    assert talk.mentioned_in(*ask, [other.id]) == [other]


@pytest.mark.parametrize(
    ("username", "may"),
    [
        ("chutich", True),
        ("vanphong", True),
        ("truongphong", True),
        ("congchuc", True),  # does it
        ("truongphong_nv", True),  # supports it
        ("vanthu", False),
        ("congchuc2", False),
        ("thanhtra", False),
    ],
)
def test_who_may_give_a_task_to_others_to_know(desk: Desk, username: str, may: bool) -> None:
    task = desk.in_progress(supporting=[desk.unit("nv")])
    person, by = desk.person("tuphapxa"), desk.by(username)
    if not may:
        with pytest.raises(Forbidden):
            followers.add(desk.session, task, [person], by=by, now=MONDAY)
        assert knowing(desk, task) == []
        return
    assert followers.add(desk.session, task, [person], by=by, now=MONDAY) == [person]
    assert followers.add(desk.session, task, [person], by=by, now=MONDAY) == []
    row = desk.session.query(Follower).one()
    assert (row.person_id, row.added_by_id, row.added_at) == (person.id, by.person_id, MONDAY)


def test_whoever_has_spoken_or_follows_may_give_a_task_to_others_too(desk: Desk) -> None:
    task = desk.in_progress()
    said(desk, task, "congchuc2")
    followers.add(desk.session, task, [desk.person("congchuc_nv")], by=desk.by("congchuc2"), now=MONDAY)
    followers.add(desk.session, task, [desk.person("tuphapxa")], by=desk.by("congchuc_nv"), now=MONDAY)
    assert knowing(desk, task) == ["congchuc_nv", "tuphapxa"]


def test_whoever_sees_a_task_may_follow_it_and_leave_again(desk: Desk) -> None:
    task = desk.in_progress()
    for _twice in range(2):
        followers.follow(desk.session, task, by=desk.by("thanhtra"), now=MONDAY)
    assert knowing(desk, task) == ["thanhtra"]
    followers.remove(desk.session, task, desk.person("thanhtra").id, by=desk.by("thanhtra"))
    assert knowing(desk, task) == []
    assert sees(desk, "thanhtra", task)  # by his own right


@pytest.mark.parametrize(
    ("username", "may"),
    [
        ("truongphong", True),  # added him
        ("congchuc_nv", True),  # is he
        ("chutich", True),
        ("vanphong", True),
        ("congchuc", False),
        ("thanhtra", False),
    ],
)
def test_who_may_take_a_person_off(desk: Desk, username: str, may: bool) -> None:
    task, person = desk.in_progress(), desk.person("congchuc_nv")
    followers.add(desk.session, task, [person], by=desk.by("truongphong"), now=MONDAY)
    if may:
        followers.remove(desk.session, task, person.id, by=desk.by(username))
        assert not sees(desk, "congchuc_nv", task)
    else:
        with pytest.raises(Forbidden):
            followers.remove(desk.session, task, person.id, by=desk.by(username))
        assert sees(desk, "congchuc_nv", task)


def test_a_directing_opinion_stands_until_the_doers_report_on_it(desk: Desk) -> None:
    task = desk.in_progress()
    assert talk.standing_opinion(desk.session, task) is None
    said(desk, task, "chutich", "Nói chuyện thường")
    first = said(desk, task, "chutich", "Báo cáo trước thứ Năm", directing=True)
    assert talk.standing_opinion(desk.session, task) is first
    second = said(desk, task, "phochutich", "Gửi kèm phụ lục", directing=True)
    said(desk, task, "congchuc", "Vâng")
    assert talk.standing_opinion(desk.session, task) is second
    changes.progress(desk.session, task, percent=50, note="Đã có phụ lục", by=desk.by("congchuc"), now=at("03/03"))
    assert talk.standing_opinion(desk.session, task) is None
    third = talk.say(desk.session, task, text="Xong ngay", directing=True, by=desk.by("chutich"), now=at("04/03"))
    assert talk.standing_opinion(desk.session, task) is third
    desk.submit(task, at("05/03"))
    assert talk.standing_opinion(desk.session, task) is None
    talk.say(desk.session, task, text="Xem lại", directing=True, by=desk.by("chutich"), now=at("06/03"))
    lifecycle.approve(desk.session, task, note="", by=desk.by("phochutich"), now=at("06/03"))
    assert talk.standing_opinion(desk.session, task) is None


def test_one_form_is_taken_once_and_other_words_are_another_thing(desk: Desk) -> None:
    task, by = desk.in_progress(), desk.by("congchuc")
    key = talk.once_key("abc", "Đã nhận.")
    assert talk.once_key("", "Đã nhận.") is None
    assert not talk.said_before(desk.session, task, key, by)
    said(desk, task, "congchuc", once=key)
    assert talk.said_before(desk.session, task, key, by)
    assert not talk.said_before(desk.session, task, talk.once_key("abc", "Đã gửi."), by)
    assert not talk.said_before(desk.session, task, key, desk.by("truongphong"))
    assert not talk.said_before(desk.session, task, None, by)


def test_persons_to_complete_are_found_without_diacritics_and_sorted_by_given_name(desk: Desk) -> None:
    def called(words: str) -> list[str]:
        found: list[Person] = list(desk.session.scalars(talk.called(desk.office.committee_id, words)))
        return [person.username for person in found]

    assert called("nguyen thi") == ["congchuc"]
    assert called("congchuc") == ["congchuc2", "congchuc_nv", "congchuc"]  # Bảo, Hà, Tuyết
    assert called("guyen") == called("100%_") == []
