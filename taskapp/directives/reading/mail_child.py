"""The process that unpacks a mail: bytes on stdin, JSON on stdout, bound by limits before it reads anything.

`python -m taskapp.directives.reading.mail_child`. It imports neither Flask nor SQLAlchemy.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from typing import Any

from taskapp.directives import limits
from taskapp.directives.reading import mails
from taskapp.directives.reason import Reason

UNUSABLE = Reason("Thư bị hỏng hoặc lồng nhau quá nhiều lớp nên không mở được. Hãy lưu riêng văn bản vào thư mục.")


def main() -> None:
    """Read stdin, write the answer; never a traceback, whatever the mail does to the library."""
    limits.restrict(**limits.UNPACKING)
    json.dump(answer(sys.stdin.buffer.read(limits.LARGEST_MAIL + 1)), sys.stdout, ensure_ascii=True)


def answer(data: bytes) -> dict[str, Any]:
    """What the parent is told: sender, subject, words, attached files in base64; or why not."""
    try:
        mail = mails.unpacked(data)
        return {
            "sender": mail.sender,
            "subject": mail.subject,
            "words": mail.words,
            "attached": [[each.name, b64encode(each.content).decode("ascii")] for each in mail.attached],
        }
    except Exception:  # a foreign library over foreign bytes: whatever it trips on, the mail is unusable
        return {"refused": UNUSABLE.text}


if __name__ == "__main__":
    main()
