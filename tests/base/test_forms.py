"""Forms: dates and hours as people write them, clean strings, passwords as typed, messages in Vietnamese."""

from __future__ import annotations

from datetime import date, time

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from taskapp.base.dates import read_day
from taskapp.base.forms import DayField, Form, HourField, choices


class Sample(Form):
    class Meta:
        csrf = False

    due_on = DayField("Hạn")
    due_time = HourField("Giờ")
    title = StringField("Tên", [InputRequired(), Length(max=10)], filters=[lambda value: value and value.upper()])
    note = TextAreaField("Ghi chú")
    password = PasswordField("Mật khẩu")
    starts_on = DayField("Từ ngày", [InputRequired()])
    count = IntegerField("Số", [NumberRange(1, 5)])
    kind = SelectField("Loại", choices=choices([("a", "A")]))


@pytest.fixture
def filled(app):
    """The form as sent with these values, after validation; today is Monday 02/03/2026."""

    def fill(**values: str) -> Sample:
        with app.test_request_context(method="POST"):
            form = Sample(MultiDict({"title": "tên", "count": "1", "kind": "a", "starts_on": "1/3/2026"} | values))
            form.validate()
            return form

    return fill


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05/03/2026", date(2026, 3, 5)),
        (" 5/3/2026 ", date(2026, 3, 5)),
        ("5-3-26", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("5 / 3 / 2026", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("2/3", date(2026, 3, 2)),  # today
        ("1/3", date(2026, 3, 1)),  # just gone by
        ("29/2", date(2028, 2, 29)),
        ("29/02/2024", date(2024, 2, 29)),
        ("", None),
        ("   ", None),
    ],
)
def test_a_day_is_taken_as_people_write_it(filled, typed, day):
    form = filled(due_on=typed)
    assert not form.due_on.errors
    assert form.due_on.data == day


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("30/02/2026", "Không có ngày 30/02/2026 trong lịch"),
        ("31/4", "Không có ngày 31/04 trong lịch"),
        ("03/13/2026", "Không có ngày 03/13/2026 trong lịch"),
        ("5/3/0026", "Năm 26 nằm ngoài khoảng"),
        ("9999-01-01", "Năm 9999 nằm ngoài khoảng"),
        ("ngày mai", "“ngày mai” không phải là ngày"),
        ("5/3/2026 10:00", "không phải là ngày"),
        ("٥/٣/٢٠٢٦", "không phải là ngày"),
        ("5/3/202", "không phải là ngày"),
        ("5", "không phải là ngày"),
    ],
)
def test_what_is_no_day_is_answered_with_a_reason_and_kept_as_typed(filled, typed, reason):
    form = filled(due_on=typed)
    assert form.due_on.data is None
    assert reason in form.due_on.errors[0]
    assert f'value="{typed}"' in form.due_on()


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("14:30", time(14, 30)),
        ("14h30", time(14, 30)),
        ("14H", time(14)),
        ("9g05", time(9, 5)),
        ("10h00'", time(10)),
        ("14 giờ 30 phút", time(14, 30)),
        ("17 giờ", time(17)),
        ("8", time(8)),
        ("", None),
    ],
)
def test_an_hour_is_taken_as_people_write_it(filled, typed, hour):
    form = filled(due_time=typed)
    assert not form.due_time.errors
    assert form.due_time.data == hour


@pytest.mark.parametrize("typed", ["24:00", "12:60", "chiều", "1430", "-1:00", "14:30:00"])
def test_what_is_no_hour_is_answered_with_a_reason(filled, typed):
    form = filled(due_time=typed)
    assert form.due_time.data is None
    assert "không phải là giờ" in form.due_time.errors[0]


def test_a_stored_day_and_hour_are_shown_as_offices_write_them(app):
    with app.test_request_context():
        form = Sample(None, due_on=date(2026, 3, 5), due_time=time(9, 5))
        assert 'value="05/03/2026"' in form.due_on()
        assert 'value="09:05"' in form.due_time()


def test_strings_arrive_clean_and_go_through_the_fields_own_filters(filled):
    form = filled(title=" a\x00\u202e  b\n", note="một \r\n\x07 hai ")
    assert form.title.data == "A B"
    assert form.note.data == "một\nhai"


def test_a_password_arrives_as_typed(filled):
    assert filled(password="  hai  dấu cách ").password.data == "  hai  dấu cách "


def test_what_holds_blanks_only_is_missing(filled):
    form = filled(title=" \t\u200b ", starts_on="  ")
    assert form.title.errors == ["Mục này chưa có. Hãy điền rồi gửi lại."]
    assert form.starts_on.errors == ["Mục này chưa có. Hãy điền rồi gửi lại."]


def test_the_librarys_own_messages_are_vietnamese(filled):
    form = filled(title="x" * 11, count="9", kind="b")
    assert form.title.errors == ["Dài quá 10 ký tự. Hãy ghi ngắn lại."]
    assert form.count.errors == ["Số phải từ 1 đến 5."]
    assert form.kind.errors == ["Lựa chọn này không còn dùng được. Hãy chọn lại trong danh sách."]
    assert filled(count="năm").count.errors[0] == "Đây phải là một số nguyên, ví dụ 5."


@pytest.mark.parametrize(
    ("text", "next_one", "last_one"),
    [
        ("2/3", date(2026, 3, 2), date(2026, 3, 2)),  # today
        ("23/4", date(2026, 4, 23), date(2025, 4, 23)),
        ("1/3", date(2026, 3, 1), date(2026, 3, 1)),  # just gone: next year is not what is meant
        ("5/1", date(2026, 1, 5), date(2026, 1, 5)),
        ("31/12", date(2026, 12, 31), date(2025, 12, 31)),
        ("29/2", date(2028, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_next_one_or_for_documents_the_last(text, next_one, last_one):
    today = date(2026, 3, 2)
    assert read_day("15/11", date(2026, 12, 20)) == date(2026, 11, 15)
    assert read_day("15/9", date(2026, 12, 20)) == date(2027, 9, 15)
    assert read_day(text, today) == next_one
    assert read_day(text, today, is_past=True) == last_one
