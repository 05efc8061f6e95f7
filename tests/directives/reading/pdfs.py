"""Small PDFs made by hand, sound and otherwise."""

from __future__ import annotations

from collections.abc import Mapping


def drawn(*lines: str, size: int = 13) -> str:
    """The commands that write these lines (Latin letters only) below each other."""
    text = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    return f"BT /F1 {size} Tf 72 720 Td {text} ET"


def pdf(
    content: str | bytes, *, encrypted: bool = False, objects: Mapping[int, str] | None = None, tail: str = ""
) -> bytes:
    """A PDF of one page; `objects` replace or add some, `tail` goes into the trailer."""
    stream = content.encode("latin-1") if isinstance(content, str) else content
    made: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        4: b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: b"<< /Font << /F1 5 0 R >> >>",
    }
    made |= {number: text.encode("latin-1") for number, text in (objects or {}).items()}
    if encrypted:
        lock = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
        made[7] = lock
        tail += " /Encrypt 7 0 R /ID [<41> <41>]"
    out = b"%PDF-1.7\n"
    offsets = {}
    for number in sorted(made):
        offsets[number] = len(out)
        out += b"%d 0 obj\n" % number + made[number] + b"\nendobj\n"
    table = "".join(f"{offsets.get(number, 0):010d} 00000 n \n" for number in range(1, max(made) + 1))
    start = len(out)
    trailer = f"trailer\n<< /Size {max(made) + 1} /Root 1 0 R{tail} >>\nstartxref\n{start}\n%%EOF\n"
    return out + f"xref\n0 {max(made) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")
