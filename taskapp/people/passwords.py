"""Passwords: Argon2id hashes, and what a new password must be."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.people.sign_in_policy import Profile, SignInPolicy

LONGEST = 256
OWN_SIGNS = 6  # that must be left of a password beside the user name and the words of the office
# What guesses about an office begin with, as fold() leaves it; docs/an-toan/quy-tac.md lists them for people.
OFFICE_WORDS = ("giaoviec", "uybannhandan", "ubnd", "vanphong", "chutich", "quantri", "congchuc", "matkhau")

# What OWASP's Password Storage Cheat Sheet recommends and ASVS 5.0, appendix C, approves: 19 MiB, two passes, one lane.
# RFC 9106's 64 MiB in three passes cost eight times the processor: on two cores a third of a morning's work.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def use_cheap_hashing() -> None:
    """Hash with the cheapest parameters from here on: for tests only, where hundreds of people sign in."""
    global _hasher  # noqa: PLW0603 - one hasher for the process, chosen once at the start
    _hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    _nobody.cache_clear()


def hash_password(password: str) -> str:
    """The Argon2id hash, parameters and salt included. Takes any text: check_new() says what people may choose."""
    return _hasher.hash(_bytes(password))


def verify(hashed: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; None (unknown name, no password yet) takes as long and says no."""
    if len(password) > LONGEST:
        hashed, password = None, ""
    try:
        return _hasher.verify(hashed or _nobody(), _bytes(password)) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(hashed: str) -> bool:
    """Whether the hash was made with other parameters than today's and should be made anew at sign-in."""
    return _hasher.check_needs_rehash(hashed)


def check_new(password: str, username: str, policy: SignInPolicy, *, has_factor: bool) -> None:
    """Raise BadInput when a person may not choose this password.

    In every profile: length, a block list, no cutting off (NIST SP 800-63B-4). TCVN 14423:2026 x.6.2.2 wants four
    classes of characters besides when the password stands alone.
    """
    shortest = policy.shortest(has_factor=has_factor)
    if len(password) < shortest:
        raise BadInput(_("Mật khẩu cần ít nhất %(n)s ký tự.", n=shortest), field="password")
    if len(password) > LONGEST:
        raise BadInput(_("Mật khẩu dài quá %(n)s ký tự.", n=LONGEST), field="password")
    if len(set(password)) < 4:
        raise BadInput(_("Mật khẩu lặp lại quá ít ký tự khác nhau. Hãy chọn mật khẩu khác."), field="password")
    plain = fold(password).replace(" ", "")
    if username and username in plain and len(plain) - len(username) < OWN_SIGNS:
        raise BadInput(_("Mật khẩu không được là tên đăng nhập. Hãy chọn mật khẩu khác."), field="password")
    if len(_without_office_words(plain)) < OWN_SIGNS:
        raise BadInput(
            _("Mật khẩu chỉ gồm những từ ai cũng đoán ra trong cơ quan. Hãy chọn mật khẩu khác."), field="password"
        )
    if plain in _common():
        raise BadInput(_("Mật khẩu này quá phổ biến, dễ bị đoán. Hãy chọn mật khẩu khác."), field="password")
    if needs_factor(password, policy) and not has_factor:
        raise BadInput(
            _(
                "Mật khẩu cần đủ bốn loại: chữ hoa, chữ thường, chữ số và ký tự khác (dấu câu, dấu cách). "
                "Hãy thêm loại còn thiếu."
            ),
            field="password",
        )


def needs_factor(password: str, policy: SignInPolicy) -> bool:
    """Whether the password is good enough only beside a second factor."""
    is_short = len(password) < policy.shortest(has_factor=False)
    return is_short or (policy.profile is Profile.TCVN and len(_classes(password)) < len(CLASSES))


def hint(policy: SignInPolicy, *, has_factor: bool) -> str:
    """What a new password must be, as its form says it."""
    n = policy.shortest(has_factor=has_factor)
    if policy.profile is Profile.TCVN and not has_factor:
        return _(
            "Ít nhất %(n)s ký tự, có chữ hoa, chữ thường, chữ số và ký tự khác (dấu câu, dấu cách). Một câu dễ nhớ "
            "với riêng anh/chị là tốt nhất, ví dụ có cả số nhà và dấu phẩy.",
            n=n,
        )
    return _("Ít nhất %(n)s ký tự. Một câu dễ nhớ với riêng anh/chị là tốt nhất; không cần ký tự đặc biệt.", n=n)


# TCVN 14423:2026, x.6.2.2: capital and small letters, digits, other characters.
CLASSES: tuple[Callable[[str], bool], ...] = (
    str.isupper,
    str.islower,
    str.isdigit,
    lambda sign: not sign.isalnum(),
)


def _classes(password: str) -> set[int]:
    composed = unicodedata.normalize("NFC", password)
    return {number for number, belongs in enumerate(CLASSES) if any(belongs(sign) for sign in composed)}


def _bytes(password: str) -> bytes:
    # One keyboard sends composed letters, another decomposed ones: both must open the same account.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@cache
def _nobody() -> str:
    return hash_password("the password of nobody")


def _without_office_words(plain: str) -> str:
    for word in OFFICE_WORDS:
        plain = plain.replace(word, "")
    return "".join(filter(str.isalnum, plain))


@cache
def _common() -> frozenset[str]:
    """Passwords that many have: those of offices here, and those of leaks all over the world."""
    lists = (Path(__file__).with_name(f"{name}_passwords.txt") for name in ("common", "leaked"))
    return frozenset(fold(line) for path in lists for line in path.read_text(encoding="utf-8").split())
