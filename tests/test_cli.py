"""The command line as programs use it: shapes of its JSON, exit codes, reasons on standard error."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from taskapp.cli import cli
from tests.conftest import DATA, copied
from tests.databases import create_database, drop_database
from tests.smtp_server import SmtpServer

REGISTER = DATA / "so-theo-doi-2021.xlsx"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: str) -> Iterator[Run]:
    """`run("remind", "--json")` on a database of its own, of the newest form with nothing in it."""
    with copied(migrated, tmp_path) as url:
        yield _runner(url, tmp_path, monkeypatch)


@pytest.fixture
def first_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_server: str | None) -> Iterator[Run]:
    """The same where no command was ever run."""
    url = create_database(database_server) if database_server else ""
    yield _runner(url, tmp_path, monkeypatch)
    if url:
        drop_database(url)


def _runner(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands with these settings alone; without an address on the database that the program makes for itself."""
    for name in [name for name in os.environ if name.startswith("TASKAPP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TASKAPP_ENV", "test")
    monkeypatch.setenv("TASKAPP_DATA_DIR", str(folder / "data"))
    if url:
        monkeypatch.setenv("TASKAPP_DATABASE_URL", url)
    return lambda *words: CliRunner().invoke(cli, list(words))


def answer(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_a_register_comes_into_an_empty_database_and_counts_as_its_json_says(first_run: Run) -> None:
    expected = json.loads((DATA / "so-theo-doi-2021.json").read_text(encoding="utf-8"))
    first = answer(first_run("import-tasks", str(REGISTER), "--create-units", "--json"))
    assert (first["new"], first["known"], first["changed"]) == (60, 0, 0)
    assert first["tasks"] == expected
    assert first["problems"] == []
    assert isinstance(first["batch"], int)

    again = answer(first_run("import-tasks", str(REGISTER), "--json"))
    assert (again["new"], again["known"], again["batch"]) == (0, 60, None)

    report = answer(first_run("report", "summary", "--from", "2021-01-01", "--to", "2021-12-31", "--format", "json"))
    done = [row for row in expected if row["done"]]
    on_time = [row for row in done if row["due"] and row["done"] <= row["due"]]
    total = report["total"]
    assert report["period"] == {"from": "2021-01-01", "to": "2021-12-31"}
    assert total["assigned"] == len(expected)
    assert total["done_on_time"] == total["numerator"] == len(on_time)
    assert total["done_late"] == len([r for r in done if r["due"] and r["done"] > r["due"]])
    assert total["open_overdue"] == len([r for r in expected if not r["done"] and r["due"]])
    assert total["denominator"] == len([r for r in expected if r["due"]])
    assert total["on_time_share"] == round(len(on_time) / total["denominator"], 4)
    parts = ("done_on_time", "done_late", "done_no_limit", "open_in_term", "open_overdue", "open_no_limit")
    for row in (*report["units"], total):
        assert row["assigned"] == sum(row[part] for part in parts)
    for part in (*parts, "assigned", "numerator", "denominator"):
        assert total[part] == sum(row[part] for row in report["units"])


def test_a_dry_run_of_an_import_shows_and_writes_nothing(run: Run) -> None:
    run("init", "--name", "UBND huyện Châu Thành")
    shown = answer(run("import-tasks", str(REGISTER), "--create-units", "--dry-run", "--json"))
    assert (shown["new"], shown["batch"]) == (60, None)
    assert answer(run("import-tasks", str(REGISTER), "--create-units", "--dry-run", "--json"))["new"] == 60


def test_unknown_units_are_refused_by_row_and_nothing_is_written(run: Run) -> None:
    run("init", "--name", "UBND huyện Châu Thành")
    refused = run("import-tasks", str(REGISTER), "--json")
    assert refused.exit_code == 1
    told = json.loads(refused.stdout)
    assert told["batch"] is None
    assert {"row", "column", "message"} == set(told["problems"][0])
    assert refused.stderr.strip()
    tried = run("import-tasks", str(REGISTER), "--dry-run", "--json")
    assert (tried.exit_code, json.loads(tried.stdout)["problems"]) == (1, told["problems"])
    assert answer(run("import-tasks", str(REGISTER), "--create-units", "--json"))["new"] == 60


def test_changed_dates_are_applied_only_on_request(run: Run, tmp_path: Path) -> None:
    run("import-tasks", str(REGISTER), "--create-units")
    book = load_workbook(REGISTER)
    sheet = book.active
    sheet["H2"] = sheet["H2"].value.replace(day=20)
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    assert answer(run("import-tasks", str(changed), "--json"))["changed"] == 1
    assert answer(run("import-tasks", str(changed), "--json"))["changed"] == 1  # nothing was applied
    assert answer(run("import-tasks", str(changed), "--update", "--json"))["changed"] == 1
    assert answer(run("import-tasks", str(changed), "--json"))["changed"] == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("so.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xlsx"),
        ("hong.xlsx", b"PK\x03\x04 not really", "hỏng"),
        ("rong.xlsx", b"", ""),
    ],
)
def test_files_that_are_no_workbook_are_refused_in_words(
    run: Run, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    run("init")
    path = tmp_path / name
    path.write_bytes(content)
    refused = run("import-tasks", str(path), "--json")
    assert refused.exit_code == 1
    assert words in refused.stderr
    assert refused.stderr.strip()
    assert "Traceback" not in refused.output


def test_a_sheet_without_a_heading_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    run("init")
    book = Workbook()
    book.active.append(["một", "hai", 3])
    path = tmp_path / "khong-tieu-de.xlsx"
    book.save(path)
    refused = run("import-tasks", str(path), "--json")
    assert (refused.exit_code, bool(refused.stderr.strip())) == (1, True)


def test_a_mail_server_that_is_down_loses_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("demo").exit_code == 0
    with SmtpServer() as server:
        gone = server.url
    monkeypatch.setenv("TASKAPP_SMTP_URL", gone)
    at = ("remind", "--at", "2026-03-02T09:00+07:00", "--json")
    down, again = answer(run(*at)), answer(run(*at))
    assert set(down) == {"owed", "planned", "delivered", "refused", "retrying", "in_doubt", "cancelled"}
    assert down["owed"] >= down["planned"] > 0
    assert (down["delivered"], again["owed"]) == (0, 0)  # nothing is owed twice, all still waits
    with SmtpServer() as server:
        monkeypatch.setenv("TASKAPP_SMTP_URL", server.url)
        later = ("remind", "--at", "2026-03-02T10:00+07:00", "--json")
        up, nothing = answer(run(*later)), answer(run(*later))
        assert up["delivered"] == len(server.received) == down["planned"] + up["planned"]
        assert set(nothing.values()) == {0}


def test_the_first_administrator_gets_a_one_time_link(first_run: Run) -> None:
    first = first_run("init", "--name", "UBND xã Tân Nhuận Đông")
    assert "/password/" in first.stdout
    assert first_run("init").exit_code == 0


def test_the_demo_is_loaded_once_and_a_real_office_is_never_mixed_with_it(run: Run) -> None:
    assert run("demo").exit_code == 0
    assert "thêm 0" in run("demo").stdout
    assert run("demo", "--refresh").exit_code == 0


def test_the_demo_refuses_a_real_office(run: Run) -> None:
    run("init", "--name", "UBND huyện thật")
    run("import-tasks", str(REGISTER), "--create-units")
    refused = run("demo")
    assert refused.exit_code == 1
    assert refused.stderr.strip()


def test_the_report_of_persons_is_written_as_json_and_as_a_workbook(run: Run, tmp_path: Path) -> None:
    run("import-tasks", str(REGISTER), "--create-units")
    path = tmp_path / "mau-e.xlsx"
    period = ("report", "people", "--from", "2021-01-01", "--to", "2021-12-31")
    told = answer(run(*period))
    assert (told["people"], told["total"]["assigned"]) == ([], 0)  # a register names units, no officers
    assert told["tables"] == {}  # the decree was not in force
    assert run(*period, "--format", "xlsx", "-o", str(path)).exit_code == 0
    assert load_workbook(path).sheetnames == ["Mẫu E"]
    assert run(*period, "--unit", "Phòng Không có").exit_code == 1
    assert run(*period, "--basis", "original").exit_code == 1


def test_rows_and_limits_of_a_report_are_named_in_small_letters(run: Run) -> None:
    run("import-tasks", str(REGISTER), "--create-units")
    period = ("report", "summary", "--from", "2021-01-01", "--to", "2021-12-31")
    assert answer(run(*period, "--by", "source", "--basis", "original"))["total"]["assigned"] == 60


def test_the_workbook_of_the_summary_is_written_where_asked(run: Run, tmp_path: Path) -> None:
    run("import-tasks", str(REGISTER), "--create-units")
    path = tmp_path / "bao-cao.xlsx"
    period = ("report", "summary", "--from", "2021-01-01", "--to", "2021-12-31")
    assert run(*period, "--format", "xlsx").exit_code == 2
    assert run(*period, "--format", "xlsx", "-o", str(path)).exit_code == 0
    values = [cell.value for row in load_workbook(path).active.iter_rows() for cell in row]
    assert "Tổng cộng" in values


@pytest.mark.parametrize(
    "words",
    [
        ("report", "summary", "--from", "hôm qua", "--to", "2021-12-31"),
        ("report", "summary"),
        ("remind", "--at", "bao giờ"),
        ("nonsense",),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_an_unknown_variable_stops_the_start_and_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TASKAPP_SMPT_URL", "smtp://localhost")
    refused = run("remind")
    assert refused.exit_code == 1
    assert "TASKAPP_SMPT_URL" in refused.stderr


def test_working_days_can_be_asked_and_decisions_taken_in(run: Run, tmp_path: Path) -> None:
    run("init")
    assert "12/01/2026" in run("calendar", "check", "2026-01-08", "3").stdout
    sheet = tmp_path / "lich.csv"
    sheet.write_text("ngày,loại,ghi chú,quyết định\n13/01/2026,nghỉ,Mất điện,01/QĐ-UBND\n", encoding="utf-8")
    assert run("calendar", "import", str(sheet)).exit_code == 0
    assert "14/01/2026" in run("calendar", "check", "2026-01-08", "4").stdout


def test_the_doctor_names_each_part_and_ends_with_1_when_one_is_not_well(run: Run) -> None:
    run("init")
    told = run("doctor")
    assert told.exit_code == 1  # no scheduler runs here
    assert "✓" in told.stdout
    assert "✗" in told.stdout


def test_an_administrator_who_forgot_the_password_gets_a_link_on_the_server(run: Run) -> None:
    run("init", "--name", "UBND xã Tân Nhuận Đông")
    assert "/password/" in run("link", " QuanTri").stdout
    without = run("link", "quantri", "--reset-factors")
    assert without.exit_code == 1
    assert "chưa đăng ký" in without.stderr
    refused = run("link", "khongco")
    assert (refused.exit_code, "khongco" in refused.stderr) == (1, True)


def test_an_import_into_an_empty_database_without_leave_to_create_units_says_so_in_json(run: Run) -> None:
    for words in (("--dry-run",), ()):
        told = json.loads(run("import-tasks", str(REGISTER), "--json", *words).stdout)
        assert told["batch"] is None
        assert len(told["tasks"]) == 60
        assert told["problems"]
    assert run("report", "summary", "--from", "2021-01-01", "--to", "2021-12-31").exit_code == 1  # nothing was made


@pytest.mark.parametrize("url", ["smtp://127.0.0.1:99999", "smtp://127.0.0.1:abc", "http://127.0.0.1"])
def test_a_mail_server_address_that_cannot_be_used_stops_the_start(
    run: Run, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("TASKAPP_SMTP_URL", url)
    refused = run("init")
    assert (refused.exit_code, "TASKAPP_SMTP_URL" in refused.stderr) == (1, True)


def test_moments_and_files_out_of_reach_are_refused_in_words(run: Run) -> None:
    run("init")
    period = ("report", "summary", "--from", "2021-01-01", "--to", "2021-12-31")
    for words in (
        ("remind", "--at", "0001-01-01T00:00:00+14:00"),
        ("calendar", "check", "9999-12-31", "3"),
        (*period, "--format", "xlsx", "-o", "/nonexistent/x.xlsx"),
    ):
        refused = run(*words)
        assert (refused.exit_code, bool(refused.stderr.strip())) == (1, True)


def test_reminder_ladders_can_be_practised_on_a_simulated_office(run: Run) -> None:
    assert "taskapp init" in run("simulate", "--years", "2").stderr  # there is no office yet
    assert run("init", "--name", "UBND xã Thử").exit_code == 0
    words = ("simulate", "--years", "2", "--officers", "5", "--tasks", "60", "--seed", "7")
    told = answer(run(*words, "--json"))
    assert [row["name"] for row in told] == ["none", "on_the_day", "before_and_on_the_day", "shipped"]
    assert told[0]["gain"] == 0 < told[3]["share"] <= 1
    assert told == answer(run(*words, "--json"))
    said = run(*words).stdout
    assert "Mô hình, không phải bằng chứng" in said
    assert "Không nhắc: đúng hạn" in said
    assert run("simulate", "--years", "1").exit_code == 2


def test_a_directive_is_drafted_without_any_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = DATA / "directives" / "qd01-phan-cong-to-cong-tac-06.txt"
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    drafted = answer(CliRunner().invoke(cli, ["draft", str(path), "--json"]))
    assert drafted["header"] == expected["header"]
    assert [task["lead"] for task in drafted["tasks"]] == [task["lead"] for task in expected["tasks"]]
    assert [task["deadline"]["date"] for task in drafted["tasks"]] == [
        task["deadline"]["date"] for task in expected["tasks"]
    ]
    assert list(tmp_path.iterdir()) == []

    spoken = CliRunner().invoke(cli, ["draft", str(path)])
    assert spoken.exit_code == 0
    assert "Chủ trì: Ông Hồ Quang Minh" in spoken.stdout


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("TỐI MẬT\nSố: 12/TB-UBND\nGiao Phòng Nội vụ rà soát.".encode(), "độ mật"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "hình ảnh"),
        (b"", "Tệp rỗng"),
    ],
)
def test_a_file_that_may_or_can_not_be_read_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "van-ban.docx"
    path.write_bytes(content)
    refused = CliRunner().invoke(cli, ["draft", str(path), "--json"])
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert reason in refused.stderr
