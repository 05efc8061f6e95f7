"""The rules of safety that stand in docs/an-toan/quy-tac.md, held against the code; and the samples of deployment."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection

from taskapp.app import LARGEST_REQUEST, create_app
from taskapp.base.db import Base
from taskapp.directives import limits, zips
from taskapp.directives.registers import sheet
from taskapp.people import passwords, secret_keys, sign_in_policy, throttle, tokens
from taskapp.people.access import recording
from taskapp.tasks import bulk, evidence, talk
from taskapp.workdays import csvfile
from tests.repo.source import ROOT, application, texts

MEGABYTE = 1024 * 1024
CRYPTOGRAPHY = {"argon2", "authlib", "cryptography", "hashlib", "hmac", "itsdangerous", "joserfc", "pyotp", "secrets"}
CRYPTOGRAPHY |= {"ssl", "webauthn", "Crypto", "nacl", "jwt", "bcrypt"}
OUTSIDE = {"apprise", "authlib", "ftplib", "http.client", "httpx", "requests", "smtplib", "socket", "subprocess"}
OUTSIDE |= {"telnetlib", "urllib.request", "urllib3", "aiohttp", "ldap3", "paramiko"}
KNOWN_HELPERS = {"taskapp/base/db.py": "the driver is loaded by SQLAlchemy"}


def _rules(number: int | None = None) -> str:
    text = (ROOT / "docs/an-toan/quy-tac.md").read_text(encoding="utf-8")
    return text if number is None else re.split(r"^## \d+\. ", text, flags=re.MULTILINE)[number]


def _says(number: int, *sayings: str) -> list[str]:
    """What that section does not say."""
    plain = re.sub(r"[\s*]+", " ", _rules(number))
    return [saying for saying in sayings if saying not in plain]


def test_rules_of_input_are_said_as_the_code_has_them():
    assert _says(
        1,
        f"{bulk.MOST} việc",
        f"{talk.LONGEST} ký tự",
        f"{talk.MOST_NAMED} người",
        f"{tokens.MOST_LIVE} mã truy cập",
        f"{tokens.PER_MINUTE} lần gọi một phút",
        f"{sheet.MOST_ROWS} dòng",
        f"{LARGEST_REQUEST // MEGABYTE} MB",
    ) == []  # fmt: skip


def test_the_kinds_and_sizes_of_files_are_said_as_the_code_has_them():
    assert _says(
        2,
        " ".join(evidence.TYPES),
        f"{evidence.LARGEST // MEGABYTE} MB một tệp, {evidence.MOST_FILES} tệp một lần",
        f"{limits.LARGEST_FILE // MEGABYTE} MB; thư {limits.LARGEST_MAIL // MEGABYTE} MB",
        f"tối đa {limits.MOST_PAGES} trang",
        f"tối đa {sheet.MOST_COLUMNS} cột",
        f"{csvfile.MOST_BYTES // 1_000_000} MB, {csvfile.MOST_ROWS} dòng",
        f"tối đa {zips.MOST_MEMBERS} phần, {zips.LARGEST_UNPACKED // MEGABYTE} MB khi giải nén",
        f"không quá {zips.MOST_TIMES_LARGER} lần",
        f"{limits.MEMORY // MEGABYTE} MB bộ nhớ, {limits.CPU_SECONDS} giây CPU, {limits.SECONDS} giây đồng hồ",
    ) == []  # fmt: skip


def test_the_doors_of_signing_in_are_said_as_the_code_has_them():
    first, longest = throttle.FIRST_DELAY.seconds, throttle.LONGEST_DELAY.seconds // 60
    with_factor, tcvn = sign_in_policy.SHORTEST[sign_in_policy.Profile.TCVN]
    assert _says(
        3,
        f"sau {throttle.FREE_TRIES} lần sai của một tài khoản",
        f"hoặc {throttle.FREE_TRIES_OF_ADDRESS} lần của một địa chỉ",
        f"{first} giây rồi gấp đôi tới {longest} phút",
        f"{tcvn} ký tự bốn loại",
        f"{sign_in_policy.SHORTEST[sign_in_policy.Profile.NIST][1]} ký tự (bộ `nist`); {with_factor} khi có bước hai",
        f"dài nhất {passwords.LONGEST}",
        ", ".join(f"`{word}`" for word in passwords.OFFICE_WORDS),
        f"chưa tới {passwords.OWN_SIGNS} chữ",
        f"dài nhất {secret_keys.LONGEST_DAYS} ngày",
    ) == []  # fmt: skip


def test_sessions_are_said_as_the_code_has_them():
    most = sign_in_policy.MOST
    assert _says(
        4,
        f"{most['idle_minutes']} phút không dùng, người quản trị {most['admin_idle_minutes']} phút",
        f"dài nhất {most['absolute_hours']} giờ",
    ) == []  # fmt: skip
    assert recording.KEPT.days >= 365
    assert _says(11, "cơ sở dữ liệu, 12 tháng") == []


def test_every_use_of_cryptography_stands_in_the_inventory():
    users = _importers(CRYPTOGRAPHY)
    assert [name for name in users if f"`{name}`" not in _rules(6)] == []
    assert _named(6) - users <= {"taskapp/people/passwords.py"}


def test_every_door_to_the_outside_stands_in_the_inventory():
    assert [name for name in _importers(OUTSIDE) if f"`{name}`" not in _rules(7)] == []
    assert _named(7) - _importers(OUTSIDE) == set(KNOWN_HELPERS)


def test_every_log_stands_in_the_inventory():
    ours = [text for name, text in texts() if name.startswith("taskapp/") and name.endswith(".py")]
    found = {logger for text in ours for logger in re.findall(r"getLogger\(\"([\w.]+)\"\)", text)}
    assert [name for name in sorted(found) if f"`{name}`" not in _rules(11)] == []
    assert not [text for text in ours if "FileHandler" in text]


def test_every_table_stands_in_the_classes_of_data():
    said = re.findall(r"`([a-z_]+)`", _rules(8))
    assert sorted(name for name in said if name in Base.metadata.tables) == sorted(Base.metadata.tables)


def test_the_sample_of_nginx_keeps_to_the_rules():
    sample = (ROOT / "docs/deploy/nginx.conf").read_text(encoding="utf-8")
    assert re.search(r"ssl_protocols\s+TLSv1\.2 TLSv1\.3;", sample)
    ciphers = re.search(r"ssl_ciphers\s+(\S+);", sample)
    assert ciphers
    assert all(re.match(r"ECDHE-\w+-(AES\d+-GCM|CHACHA20)", cipher) for cipher in ciphers[1].split(":"))
    plain, encrypted = sample.split("listen 443")
    assert re.search(r"location ~ \^/\(api\|calendar\|password\|public\|r\|wall\)/ \{\s*return 403;", plain)
    assert "proxy_pass" not in plain
    assert "autoindex" not in sample
    assert "limit_req zone=" in encrypted
    assert sample.count("access_log /var/log/nginx/giaoviec.log giaoviec;") == 2
    secret = {rule.rule.split("/")[1] for rule in _routes() if "<token>" in rule.rule}
    assert secret == {"password", "calendar", "public", "r", "wall"}  # which the sample masks and refuses without TLS


def test_the_sample_of_the_service_takes_rights_away():
    sample = (ROOT / "docs/deploy/giaoviec.service").read_text(encoding="utf-8")
    for line in ("User=giaoviec", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateDevices=yes", "UMask=0027"):
        assert line in sample


def _routes():
    from tests.conftest import make_settings

    return create_app(make_settings("sqlite://", ROOT)).url_map.iter_rules()


def _importers(libraries: Collection[str]) -> set[str]:
    """The files of the application that import one of them."""
    found = set()
    for name, module in application():
        imported = {a.name for n in ast.walk(module) if isinstance(n, ast.Import) for a in n.names}
        imported |= {n.module for n in ast.walk(module) if isinstance(n, ast.ImportFrom) and n.module and not n.level}
        if any(each == library or each.startswith(f"{library}.") for each in imported for library in libraries):
            found.add(name)
    return found


def _named(number: int) -> set[str]:
    return set(re.findall(r"`(taskapp/[\w/]+\.py)`", _rules(number)))
