"""Settings: read once from the environment, typed; an unknown or unusable value refuses to start."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from taskapp.base import settings_ldap, settings_oidc
from taskapp.base.settings_ldap import BadLdap, Ldap
from taskapp.base.settings_oidc import BadOidc, Oidc

Network = IPv4Network | IPv6Network
T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent.parent
PREFIX = "TASKAPP_"
SECRETS = (
    "SECRET_KEY",
    "DATABASE_URL",
    "SMTP_URL",
    "AUDIT_KEY",
    "BACKUP_KEY",
    settings_oidc.HIDDEN,
    settings_ldap.HIDDEN,
)
PLAIN = (
    "MAIL_FROM",
    "BASE_URL",
    "TIMEZONE",
    "LOCALE",
    "ENV",
    "DATA_DIR",
    "PROXY_HOPS",
    "ALLOWED_HOSTS",
    "BOUNCES",
    "CHANNEL_HOSTS",
    "WEB_PUSH",
    "WEBHOOK_ALLOW",
    "AUDIT_ANCHOR",
    "BACKUP_DIR",
    *settings_oidc.NAMES,
    *settings_ldap.NAMES,
)
KNOWN = frozenset({*SECRETS, *PLAIN, *(f"{name}_FILE" for name in SECRETS)})
LOCALES = ("vi", "en")
ENVIRONMENTS = ("production", "demo", "test")
SMTP_SCHEMES = ("smtp", "smtps", "smtp+starttls")
RATE_UNITS = {"s": timedelta(seconds=1), "min": timedelta(minutes=1), "h": timedelta(hours=1), "day": timedelta(days=1)}
SHORTEST_SECRET = 32
CHANNEL_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[1-9][0-9]{0,4})?")  # a name in ASCII, perhaps a port


@dataclass(frozen=True)
class MailRate:
    """At most `count` messages in any `per`."""

    count: int
    per: timedelta


class SettingsError(Exception):
    """The environment cannot be used; the text names the variable and what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything an installation can set. `smtp_url` None means the built-in mailbox."""

    env: str
    database_url: str
    secret_key: str
    smtp_url: str | None
    mail_from: str
    base_url: str
    timezone: str
    locale: str
    data_dir: Path
    proxy_hops: int
    allowed_hosts: tuple[str, ...]
    bounces: Path | None = None  # the Maildir that gets what is sent back to MAIL_FROM
    channel_hosts: tuple[str, ...] = ()  # hosts, or host:port, to which reminders may go besides mail
    audit_keys: tuple[str, ...] = ()  # that seal the record; the newest first, the others only check
    audit_anchor: Path | None = None
    backup_key: str | None = None  # that encrypts backups; None: they are not
    backup_dir: Path | None = None  # where they are put, and looked for
    web_push: bool = True  # whether browsers may be notified, through the services of their makers
    webhook_allow: tuple[Network, ...] = ()  # to which webhooks may go besides the public internet, and without TLS
    oidc: Oidc | None = None  # where accounts of another office's directory sign in
    ldap: Ldap | None = None  # the office's own directory, whose passwords open accounts here

    @property
    def is_demo(self) -> bool:
        return self.env == "demo"

    @property
    def mail_rate(self) -> MailRate | None:
        """The limit that the SMTP address carries as `?rate=25/min`; None: as fast as the server takes them."""
        return _mail_rate(urlsplit(self.smtp_url).query) if self.smtp_url else None

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def anchor_dir(self) -> Path:
        """The folder in which seals of the record are noted once more."""
        return self.audit_anchor or self.data_dir / "audit-anchor"


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from `environ`. Raises SettingsError; makes the data directory and, once, its secret keys."""
    unknown = sorted(n for n in environ if n.startswith(PREFIX) and n.removeprefix(PREFIX) not in KNOWN)
    if unknown:
        names = ", ".join(f"{PREFIX}{name}" for name in sorted(KNOWN))
        raise SettingsError(
            f"Biến môi trường không được nhận biết: {', '.join(unknown)}. Hãy sửa tên hoặc bỏ biến. "
            f"(Unknown variable.) Các tên hợp lệ: {names}"
        )
    get = partial(_value, environ)
    env = _one_of("ENV", get("ENV") or "production", ENVIRONMENTS)
    data_dir = Path(get("DATA_DIR") or ROOT / "instance").resolve()
    _make(data_dir)
    base_url = _url(get("BASE_URL") or "http://127.0.0.1:8000")
    return Settings(
        env=env,
        database_url=_database_url(get("DATABASE_URL"), data_dir),
        secret_key=_secret_key(get("SECRET_KEY"), data_dir),
        smtp_url=_smtp_url(get("SMTP_URL")),
        mail_from=get("MAIL_FROM") or "giaoviec@" + (urlsplit(base_url).hostname or "localhost"),
        base_url=base_url,
        timezone=_zone(get("TIMEZONE") or "Asia/Ho_Chi_Minh"),
        locale=_one_of("LOCALE", get("LOCALE") or "vi", LOCALES),
        data_dir=data_dir,
        proxy_hops=_count("PROXY_HOPS", get("PROXY_HOPS") or "0"),
        allowed_hosts=tuple(h.strip() for h in (get("ALLOWED_HOSTS") or "").split(",") if h.strip()),
        bounces=_maildir(get("BOUNCES")),
        channel_hosts=_channel_hosts(get("CHANNEL_HOSTS")),
        audit_keys=_audit_keys(get("AUDIT_KEY"), data_dir),
        audit_anchor=Path(get("AUDIT_ANCHOR")).resolve() if get("AUDIT_ANCHOR") else None,
        backup_key=_strong("BACKUP_KEY", get("BACKUP_KEY")) if get("BACKUP_KEY") else None,
        backup_dir=Path(get("BACKUP_DIR")).resolve() if get("BACKUP_DIR") else None,
        web_push=_one_of("WEB_PUSH", get("WEB_PUSH") or "on", ("on", "off")) == "on",
        webhook_allow=_networks(get("WEBHOOK_ALLOW")),
        oidc=_read_with(settings_oidc.read, get),
        ldap=_read_with(settings_ldap.read, get),
    )


def _read_with(read: Callable[[Callable[[str], str]], T], get: Callable[[str], str]) -> T:
    try:
        return read(get)
    except (BadOidc, BadLdap) as error:
        raise SettingsError(str(error)) from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what lies in it is for the service alone
    except OSError as error:
        raise SettingsError(f"{PREFIX}DATA_DIR={folder}: không tạo được thư mục ({error.strerror}).") from error


def _value(environ: Mapping[str, str], name: str) -> str:
    path = environ.get(f"{PREFIX}{name}_FILE", "") if name in SECRETS else ""
    if not path:
        return environ.get(PREFIX + name, "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{PREFIX}{name}_FILE: không đọc được tệp {path} ({error}).") from error


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise SettingsError(f"{PREFIX}{name}={value}: chỉ nhận một trong {', '.join(allowed)}.")
    return value


def _count(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise SettingsError(f"{PREFIX}{name}={value}: phải là số nguyên từ 0 trở lên.")
    return int(value)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(f"{PREFIX}TIMEZONE={value}: không có múi giờ này, ví dụ đúng: Asia/Ho_Chi_Minh.") from error
    return value


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or not _has_port(parts):
        raise SettingsError(f"{PREFIX}BASE_URL={value}: phải là địa chỉ đầy đủ, ví dụ https://giaoviec.example.vn.")
    return value.rstrip("/")


def _has_port(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port > 0
    except ValueError:  # not a number, or above 65535
        return False


def _smtp_url(value: str) -> str | None:
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in SMTP_SCHEMES or not parts.hostname or not _has_port(parts):
        raise SettingsError(
            f"{PREFIX}SMTP_URL: phải có dạng smtp://máy:cổng, smtps://… hoặc smtp+starttls://tên:mật-khẩu@máy:cổng."
        )
    _mail_rate(parts.query)
    return value


def _mail_rate(query: str) -> MailRate | None:
    if not query:
        return None
    count, _slash, unit = query.removeprefix("rate=").partition("/")
    number = int(count) if count.isascii() and count.isdigit() and len(count) < 7 else 0
    if not query.startswith("rate=") or not number or unit not in RATE_UNITS:
        raise SettingsError(
            f"{PREFIX}SMTP_URL: sau dấu ? chỉ nhận rate=SỐ/ĐƠN-VỊ, ví dụ ?rate=25/min; đơn vị: {', '.join(RATE_UNITS)}."
        )
    return MailRate(number, RATE_UNITS[unit])


def _maildir(value: str) -> Path | None:
    if not value:
        return None
    path = Path(value)
    if not (path / "new").is_dir() or not (path / "cur").is_dir():
        raise SettingsError(f"{PREFIX}BOUNCES={value}: phải là một thư mục Maildir (có new, cur, tmp) đọc và ghi được.")
    return path


def _channel_hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(host.strip().lower() for host in value.split(",") if host.strip())
    for host in hosts:
        if not CHANNEL_HOST.fullmatch(host) or not _has_port(urlsplit(f"//{host}")):
            raise SettingsError(
                f"{PREFIX}CHANNEL_HOSTS: {host} không phải tên máy. Ghi tên máy, thêm :cổng nếu không phải 443 (https) "
                "hoặc 80 (http), cách nhau bằng dấu phẩy, ví dụ chat.example.vn,noibo.example.vn:8065."
            )
    return hosts


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(text.strip()) for text in value.split(",") if text.strip())
    except ValueError as error:
        raise SettingsError(
            f"{PREFIX}WEBHOOK_ALLOW={value}: phải là các mạng cách nhau bằng dấu phẩy, ví dụ 10.20.0.0/16,192.168.1.5."
        ) from error


def _database_url(value: str, data_dir: Path) -> str:
    if not value:
        return f"sqlite:///{data_dir / 'taskapp.db'}"
    scheme = value.split(":", 1)[0]
    if scheme in ("postgresql", "postgres"):
        return "postgresql+psycopg:" + value.split(":", 1)[1]  # one driver, whatever SQLAlchemy's default is
    if scheme not in ("sqlite", "postgresql+psycopg"):
        raise SettingsError(f"{PREFIX}DATABASE_URL: chỉ nhận sqlite:/// hoặc postgresql://.")
    return value


def _secret_key(value: str, data_dir: Path) -> str:
    return _strong("SECRET_KEY", value or _kept_key(data_dir / "secret_key"))


def _audit_keys(value: str, data_dir: Path) -> tuple[str, ...]:
    keys = (value or _kept_key(data_dir / "audit_key")).split()
    return tuple(_strong("AUDIT_KEY", key) for key in keys)


def _strong(name: str, value: str) -> str:
    if len(value) < SHORTEST_SECRET or len(set(value)) < 10:
        raise SettingsError(
            f"{PREFIX}{name} quá yếu: cần ít nhất {SHORTEST_SECRET} ký tự ngẫu nhiên, "
            "ví dụ tạo bằng: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'."
        )
    return value


def _kept_key(path: Path) -> str:
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip()


def _write_private(path: Path, content: str) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(content, encoding="ascii")
    with suppress(FileExistsError):  # another process of the first start was quicker: its key counts
        path.hardlink_to(draft)
    draft.unlink()
