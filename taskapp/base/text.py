"""Vietnamese text: clean input, search keys without diacritics, people in the order of their given names."""

from __future__ import annotations

import re
import unicodedata

# Order of the Vietnamese alphabet (TCVN 6909): base letters with their modified forms, then the five tones.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz0123456789"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
_MARKS = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: they make another letter
# C0 and C1 controls, soft hyphen, invisible and direction characters, halves of surrogate pairs
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_COMBINING = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
# More marks on one letter than any writing has: putting them in order would cost the square of their number.
_PILE = re.compile(f"([{_COMBINING}]{{30}})[{_COMBINING}]+")
# What a word is made of; the index of PostgreSQL (migration 0038) has the same letters, that of SQLite all letters.
WORD_LETTERS = r"a-z0-9\u00df-\u00f6\u00f8-\u1fff\u2c00-\u2fff\u3040-\uffff"
_WORD = re.compile(f"[{WORD_LETTERS}]+")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")


def clean(text: str) -> str:
    """NFC, without control or direction characters, runs of blanks made one, ends trimmed; line breaks stay."""
    text = _PILE.sub(r"\1", _CONTROL.sub("", _BREAK.sub("\n", text)))
    text = unicodedata.normalize("NFC", text)
    return "\n".join(re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.split("\n")).strip()


def one_line(text: str) -> str:
    """Like clean(), with line breaks made blanks: for names, numbers, subjects."""
    return re.sub(r"\s+", " ", clean(text))


def shortened(text: str, most: int) -> str:
    """At most so many characters of it; what goes on beyond ends in an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def is_email(text: str) -> bool:
    """Whether it is the address of a mailbox as HTML has it, of at most 254 characters (RFC 5321, 4.5.3.1.3)."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d, blanks single: what search compares ("Đôn đốc" becomes "don doc").

    So is ð, whose capital looks like Đ and stands for it in texts of older keyboards.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d").replace("ð", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def words_of(text: str) -> list[str]:
    """The folded words and numbers of a text, without what stands between them: "45/KL-UBND" gives 45, kl, ubnd."""
    return _WORD.findall(fold(text))


def name_key(full_name: str) -> str:
    """Sorting key of a person's name: given name (the last word), then family name, then middle names."""
    words = one_line(full_name).split()
    if not words:
        return ""
    return "".join(letters_key(word) for word in (words[-1], *words[:-1]))


def letters_key(word: str) -> str:
    """Key by which a plain string comparison puts words in Vietnamese order (a ă â b … d đ …, tones last).

    Digits only: every collation of every database compares them alike.
    """
    letters: list[str] = []
    tones: list[str] = []
    base, marks, tone = "", "", 0
    for char in unicodedata.normalize("NFD", word.casefold()):
        if char in _TONES:
            tone = _TONES[char]
        elif char in _MARKS:
            marks += char
        else:
            _push(letters, tones, base, marks, tone)
            base, marks, tone = char, "", 0
    _push(letters, tones, base, marks, tone)
    return "".join(letters) + "00" + "".join(tones)


def _push(letters: list[str], tones: list[str], base: str, marks: str, tone: int) -> None:
    if not base:
        return
    letter = unicodedata.normalize("NFC", base + marks)
    place = _LETTERS.find(letter)
    letters.append(f"{place + 10:02d}" if place >= 0 else "99")
    tones.append(str(tone))
