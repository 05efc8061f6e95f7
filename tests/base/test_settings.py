"""Settings: read once; what is unknown, weak or unusable refuses to start and says what to do."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from taskapp.base.settings import SettingsError, read

KEY = "qM8-hWz3vRk0tY6uPn2xLc7bJd5fGs9a"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"TASKAPP_DATA_DIR": str(tmp_path), "TASKAPP_SECRET_KEY": KEY, "PATH": "/bin"}


def test_nothing_but_a_folder_is_enough(tmp_path):
    settings = read({"TASKAPP_DATA_DIR": str(tmp_path / "new")})
    assert settings.env == "production"
    assert settings.database_url == f"sqlite:///{tmp_path / 'new' / 'taskapp.db'}"
    assert (settings.smtp_url, settings.timezone, settings.locale) == (None, "Asia/Ho_Chi_Minh", "vi")
    assert settings.mail_from == "giaoviec@127.0.0.1"


def test_the_key_is_made_once_and_kept_private(tmp_path):
    first = read({"TASKAPP_DATA_DIR": str(tmp_path)}).secret_key
    assert read({"TASKAPP_DATA_DIR": str(tmp_path)}).secret_key == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audit_key", "secret_key"]


def test_an_unknown_variable_is_refused_by_name(environ):
    with pytest.raises(SettingsError, match=r"TASKAPP_SMPT_URL.*TASKAPP_SMTP_URL"):
        read(environ | {"TASKAPP_SMPT_URL": "smtp://mail"})


@pytest.mark.parametrize("key", ["demo", "a" * 64, "abcabc" * 10])
def test_a_weak_key_is_refused(environ, key):
    with pytest.raises(SettingsError, match="TASKAPP_SECRET_KEY quá yếu"):
        read(environ | {"TASKAPP_SECRET_KEY": key})


def test_a_kept_key_that_was_emptied_is_refused(tmp_path):
    (tmp_path / "secret_key").write_text("\n")
    with pytest.raises(SettingsError, match="quá yếu"):
        read({"TASKAPP_DATA_DIR": str(tmp_path)})


def test_a_secret_may_stand_in_a_file(environ, tmp_path):
    secret = tmp_path / "smtp"
    secret.write_text("smtps://u:p@mail.example:465\n")
    assert read(environ | {"TASKAPP_SMTP_URL_FILE": str(secret)}).smtp_url == "smtps://u:p@mail.example:465"


def test_a_secret_file_that_cannot_be_read_is_named(environ):
    with pytest.raises(SettingsError, match="TASKAPP_SECRET_KEY_FILE: không đọc được"):
        read(environ | {"TASKAPP_SECRET_KEY_FILE": "/does/not/exist"})


def test_what_is_no_secret_has_no_file_variant(environ):
    with pytest.raises(SettingsError, match="TASKAPP_LOCALE_FILE"):
        read(environ | {"TASKAPP_LOCALE_FILE": "/etc/hostname"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", "live"),
        ("LOCALE", "fr"),
        ("TIMEZONE", "Hanoi"),
        ("TIMEZONE", "../etc"),
        ("BASE_URL", "giaoviec.example.vn"),
        ("SMTP_URL", "mail.example.vn:25"),
        ("DATABASE_URL", "mysql://db/x"),
        ("PROXY_HOPS", "-1"),
        ("PROXY_HOPS", "²"),
    ],
)
def test_an_unusable_value_is_refused_by_name(environ, name, value):
    with pytest.raises(SettingsError, match=f"TASKAPP_{name}"):
        read(environ | {f"TASKAPP_{name}": value})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_always_spoken_to_by_the_same_driver(environ, scheme):
    url = read(environ | {"TASKAPP_DATABASE_URL": f"{scheme}://u@db/x"}).database_url
    assert url == "postgresql+psycopg://u@db/x"


def test_cookies_are_secure_when_the_address_is(environ):
    assert read(environ | {"TASKAPP_BASE_URL": "https://giaoviec.example.vn/"}).secure_cookies
    assert not read(environ).secure_cookies


@pytest.mark.parametrize(
    ("query", "count", "seconds"), [("25/min", 25, 60), ("1/s", 1, 1), ("2000/day", 2000, 86400), ("90/h", 90, 3600)]
)
def test_the_mail_server_s_limit_stands_in_its_address(environ, query, count, seconds):
    rate = read(environ | {"TASKAPP_SMTP_URL": f"smtp://mail.example?rate={query}"}).mail_rate
    assert (rate.count, rate.per.total_seconds()) == (count, seconds)


@pytest.mark.parametrize("query", ["rate=0/min", "rate=x/min", "rate=5", "rate=5/week", "speed=5/min"])
def test_a_limit_that_cannot_be_read_refuses_to_start(environ, query):
    with pytest.raises(SettingsError, match=r"rate=25/min"):
        read(environ | {"TASKAPP_SMTP_URL": f"smtp://mail.example?{query}"})


def test_a_folder_for_returned_mails_must_be_a_maildir(environ, tmp_path):
    with pytest.raises(SettingsError, match="TASKAPP_BOUNCES"):
        read(environ | {"TASKAPP_BOUNCES": str(tmp_path)})
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    assert read(environ | {"TASKAPP_BOUNCES": str(tmp_path)}).bounces == tmp_path


def test_hosts_of_channels_are_names_with_or_without_a_port(environ):
    assert read(environ).channel_hosts == ()
    found = read(environ | {"TASKAPP_CHANNEL_HOSTS": " Chat.example.vn, noibo.example.vn:8065,"}).channel_hosts
    assert found == ("chat.example.vn", "noibo.example.vn:8065")


def test_browsers_may_be_notified_unless_it_is_switched_off(environ):
    assert read(environ).web_push
    assert read(environ | {"TASKAPP_WEB_PUSH": "on"}).web_push
    assert not read(environ | {"TASKAPP_WEB_PUSH": "off"}).web_push
    with pytest.raises(SettingsError, match="TASKAPP_WEB_PUSH"):
        read(environ | {"TASKAPP_WEB_PUSH": "no"})


@pytest.mark.parametrize(
    "value",
    ["https://chat.example.vn", "chat.example.vn/x", "*", "*.vn", "u@chat.vn", "chat.vn:0", "chat.vn:70000", "chát.vn"],
)
def test_what_is_no_host_is_refused(environ, value):
    with pytest.raises(SettingsError, match="TASKAPP_CHANNEL_HOSTS"):
        read(environ | {"TASKAPP_CHANNEL_HOSTS": value})


LDAP = {
    "TASKAPP_LDAP_URL": "ldaps://dc1.tinh.example",
    "TASKAPP_LDAP_BASE": "dc=tinh,dc=example",
    "TASKAPP_LDAP_ACCOUNT": "cn=giaoviec,dc=tinh,dc=example",
    "TASKAPP_LDAP_PASSWORD": "looks up names",
}
OIDC = {
    "TASKAPP_OIDC_ISSUER": "https://sso.tinh.example/",
    "TASKAPP_OIDC_CLIENT_ID": "giao-viec",
    "TASKAPP_OIDC_CLIENT_SECRET": "a secret",
}


def test_a_provider_of_sign_ins_has_usual_values(environ):
    oidc = read(environ | OIDC).oidc
    assert oidc is not None
    assert (oidc.issuer, oidc.name) == ("https://sso.tinh.example", "sso.tinh.example")
    assert (oidc.scope, oidc.groups) == ("openid profile email", "groups")
    assert "a secret" not in repr(oidc)
    assert read(environ).oidc is None


def test_a_directory_is_read_with_its_usual_port_and_its_password_is_not_shown(environ: dict[str, str]):
    ldap = read(environ | LDAP).ldap
    assert ldap is not None
    assert (ldap.scheme, ldap.host, ldap.port, ldap.name) == ("ldaps", "dc1.tinh.example", 636, "dc1.tinh.example")
    assert "looks up" not in repr(ldap)
    here = read(environ | LDAP | {"TASKAPP_LDAP_URL": "ldap://127.0.0.1:3890", "TASKAPP_LDAP_NAME": "huyện"}).ldap
    assert here is not None
    assert (here.port, here.name) == (3890, "huyện")
    assert read(environ).ldap is None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"TASKAPP_OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET: chưa đặt"),
        ({"TASKAPP_OIDC_ISSUER": "http://sso.tinh.example"}, "phải là địa chỉ https://"),
        ({"TASKAPP_OIDC_ISSUER": "https://sso.tinh.example/?a=1"}, "phải là địa chỉ https://"),
        ({"TASKAPP_OIDC_ISSUER": "sso"}, "phải là địa chỉ https://"),
        ({"TASKAPP_OIDC_SCOPE": "profile"}, "phải có openid"),
        ({"TASKAPP_LDAP_URL": "ldaps://dc1.tinh.example"}, "LDAP_BASE: chưa đặt"),
        ({"TASKAPP_LDAP_BASE": "dc=tinh"}, "LDAP_URL: chưa đặt"),
        (LDAP | {"TASKAPP_LDAP_URL": "ldap://dc1.tinh.example"}, "chỉ nhận cho chính máy này"),
        (LDAP | {"TASKAPP_LDAP_URL": "ldaps://giaoviec:secret@dc1"}, "không kèm mật khẩu"),
        (LDAP | {"TASKAPP_LDAP_URL": "ldaps://dc1:0x"}, "cổng phải là số"),
        (LDAP | {"TASKAPP_LDAP_PASSWORD": ""}, "đặt cả hai"),
        (LDAP | {"TASKAPP_LDAP_FILTER": "(uid=*)"}, "phải có {name}"),
        (LDAP | {"TASKAPP_LDAP_BIND_DN": "uid=x,dc=tinh"}, "phải có {name}"),
        (LDAP | {"TASKAPP_LDAP_CA": "/nowhere/ca.pem"}, "không có tệp này"),
    ],
)
def test_a_provider_of_sign_ins_that_cannot_be_used_is_refused(environ, changed, told):
    with pytest.raises(SettingsError, match=told):
        read(environ | OIDC | changed)
