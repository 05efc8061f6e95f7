""".txt and pasted text: which encoding it is in, and its lines. Pure."""

from __future__ import annotations

import codecs
import re

from taskapp.directives import limits
from taskapp.directives.draft import Source
from taskapp.directives.reading import sides, stacked
from taskapp.directives.reason import Reason
from taskapp.directives.unreadable import TOO_LONG, Unreadable

NOT_TEXT = Reason("Không nhận ra loại tệp này. Hãy chọn tệp .docx, .pdf, .txt hoặc .edxml.")
NO_WORDS = Reason("Tệp không có chữ nào. Hãy chọn lại văn bản hoặc dán nội dung văn bản vào ô.")
OLD_FONT = Reason(
    "Văn bản gõ bằng phông chữ cũ (%(code)s) nên đọc ra sai chữ. "
    "Hãy chuyển sang Unicode (Unikey > Công cụ > Chuyển mã) rồi chọn lại."
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_LETTER = re.compile(r"[^\W\d_]")
_VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_TCVN3 = re.compile("[\u00a8-\u00aa\u00ac-\u00ae\u00b5-\u00b9\u00bb-\u00bf\u00c6-\u00cf]")
_VNI = re.compile("[AEIOUYaeiouyÖöÔô][ÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜËùøûõïâáàåãäêéèúüë]|[ñÑ]")


def read(data: bytes) -> Source:
    """The lines of a text; tabs, bars and columns of blanks part cells. Raises Unreadable for what is no text."""
    if len(data) > 4 * limits.MOST_LETTERS:
        raise Unreadable(TOO_LONG)
    lines = _BREAK.split(decoded(data))
    if len(lines) > limits.MOST_LINES:
        raise Unreadable(TOO_LONG)
    return Source(tuple(stacked.gathered(sides.arranged(lines))))


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 or windows-1258 as a string. Raises Unreadable for anything else."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data[:4096]:
        return _wide(data)
    text = data.decode("utf-8", errors="replace")
    torn, letters = text.count("\ufffd"), sum(letter > "\x7f" for letter in text)
    return text.replace("\ufffd", "") if torn * 20 <= letters else _narrow(data)


def check_font(text: str) -> None:
    """Raise Unreadable for letters that only a font of TCVN3 or VNI shows as Vietnamese, in any file."""
    letters = len(_LETTER.findall(text))
    if not letters or len(_VIETNAMESE.findall(text)) > letters * 0.05:
        return
    if len(_TCVN3.findall(text)) > letters * 0.05:
        raise Unreadable(Reason(OLD_FONT.text, {"code": "TCVN3"}))
    if len(_VNI.findall(text)) > letters * 0.05:
        raise Unreadable(Reason(OLD_FONT.text, {"code": "VNI"}))


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: many a second byte of plain text is zero."""
    beginning = data[:4096]
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    if max(even, odd) < len(beginning) / 8 or min(even, odd) > len(beginning) / 50:
        raise Unreadable(NOT_TEXT)
    try:
        text = data.decode("utf-16-le" if odd > even else "utf-16-be")
    except UnicodeDecodeError as error:
        raise Unreadable(NOT_TEXT) from error
    if "\0" in text:
        raise Unreadable(NOT_TEXT)
    return text


def _narrow(data: bytes) -> str:
    """One byte a letter. What no office writes (control bytes) is no text."""
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in data[:65536])
    if controls > len(data[:65536]) // 500:
        raise Unreadable(NOT_TEXT)
    return data.decode("cp1258", errors="replace")
