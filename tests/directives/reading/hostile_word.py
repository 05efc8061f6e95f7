"""Hostile .docx files: the zip around them, and the XML in it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

from tests.directives.reading.documents import (
    CONTENT_TYPES,
    cell,
    cells,
    docx,
    levels,
    numbered,
    p,
    part,
    table,
    zipped,
)
from tests.directives.reading.hostile_texts import MEGA, OLE, READ, REFUSED, File

GOOD = docx("".join(p(f"{number}. Phòng Nội vụ báo cáo kết quả số {number * 7919}.") for number in range(60)))
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
BODY = part("document", f"<w:body>{p('Nội dung')}</w:body>")


def with_main(main: str | bytes) -> bytes:
    """A .docx whose main part is this."""
    return zipped({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": main})


def torn() -> Iterator[File]:
    """The same good document cut at many places."""
    for share in range(1, 25):
        yield f"docx: cut at {share * 4} %", REFUSED, lambda share=share: GOOD[: len(GOOD) * share // 25]
    for place in range(0, len(GOOD), len(GOOD) // 12):
        flipped = GOOD[:place] + bytes([GOOD[place] ^ 0xFF]) + GOOD[place + 1 :]
        yield f"docx: a byte changed at {place}", "any", lambda flipped=flipped: flipped


def archives() -> Iterator[File]:
    """What a zip file can do to its reader."""
    yield "zip: a part of 300 MB of nothing", REFUSED, lambda: with_main(b"\0" * 300 * MEGA)
    yield "zip: a part of 90 MB of one letter", REFUSED, lambda: docx(p("a" * 90 * MEGA))
    yield "zip: a part that hides its size", REFUSED, lambda: _lying(docx(p("a" * 20 * MEGA)))
    yield "zip: pictures of 500 MB", REFUSED, lambda: docx(p("a"), word__media__image1=bytes(500 * MEGA))
    yield (
        "zip: 5,000 members",
        REFUSED,
        lambda: zipped({"word/document.xml": BODY} | {f"m{n}": "" for n in range(5000)}),
    )
    yield "zip: members twice", REFUSED, lambda: _twice("word/document.xml")
    for name in ("../../etc/passwd", "/etc/passwd", "..\\..\\boot.ini", "C:/boot.ini", "word/../../x"):
        yield f"zip: a member called {name}", REFUSED, lambda name=name: zipped({"word/document.xml": BODY, name: "a"})
    yield "zip: zips in zips", REFUSED, lambda: _nested(8)
    yield "zip: a document in a zip in a document", READ, lambda: docx(p("a"), word__embeddings__a=_nested(5))
    yield "zip: a locked member", REFUSED, lambda: _patched(GOOD, 8, 1)
    yield "zip: an unknown way of packing", REFUSED, lambda: _patched(GOOD, 10, 97)
    yield "zip: a size of 4 GB", REFUSED, lambda: _patched(GOOD, 24, 0xFFFFFFF0, "<L")
    yield "zip: a size of nothing", REFUSED, lambda: _patched(GOOD, 24, 0, "<L")
    yield "zip: an offset out of the file", REFUSED, lambda: _patched(GOOD, 42, 0x7FFFFFFF, "<L")
    yield "zip: all members at one place", REFUSED, _overlapping
    yield "zip: a wrong sum", REFUSED, lambda: _patched(GOOD, 16, 12345, "<L")
    yield "zip: an end and nothing else", REFUSED, lambda: b"PK\x05\x06" + bytes(18)
    yield "zip: an end that counts 65,535", REFUSED, lambda: b"PK\x05\x06" + b"\xff" * 18
    yield "zip: a beginning and nothing else", REFUSED, lambda: b"PK\x03\x04" + bytes(26)
    yield "zip: a NUL in a name", READ, lambda: zipped({"word/document.xml": BODY, "a\0b": "a"})
    yield "zip: bytes before and behind", "any", lambda: b"PK\x03\x04" + bytes(1000) + GOOD + bytes(1000)
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED):
        yield f"zip: packed by way {method}", READ, lambda method=method: zipped({"word/document.xml": BODY}, method)
    yield (
        "zip: 100 MB packed by LZMA",
        REFUSED,
        lambda: zipped({"word/document.xml": bytes(100 * MEGA)}, zipfile.ZIP_LZMA),
    )
    yield "zip: macros", REFUSED, lambda: docx(p("a"), **{"word__vbaProject.bin": OLE})
    yield "zip: macros elsewhere", REFUSED, lambda: docx(p("a"), **{"x__VBAPROJECT.BIN": b"a"})
    yield "zip: no main part", REFUSED, lambda: zipped({"[Content_Types].xml": CONTENT_TYPES})
    yield "zip: the main part is a folder", REFUSED, lambda: zipped({"word/document.xml/": ""})
    for kind, target in (
        ("attachedTemplate", "http://example.invalid/evil.dotm"),
        ("oleObject", "file:///etc/passwd"),
        ("image", "http://example.invalid/a.png"),
        ("frame", "\\\\example.invalid\\share"),
        ("aFChunk", "http://example.invalid/a.html"),
        ("subDocument", "file://example.invalid/a.docx"),
    ):
        relation = (
            f'<Relationships><Relationship Type="x/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
        )
        made = docx(p("a"), **{"word___rels__document_xml.rels": relation, "word___rels__settings_xml.rels": relation})
        yield f"zip: {kind} from outside (never asked for)", READ, lambda made=made: made


def xml() -> Iterator[File]:
    """What XML can do to its reader."""
    entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "{}">]>'
    for name, doctype in {
        "a file from outside": entity.format("file:///etc/passwd"),
        "an address from outside": entity.format("http://127.0.0.1:9/x"),
        "a parameter from outside": '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>',
        "a type from outside": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
        "a billion laughs": LAUGHS + "]>",
        "one long entity many times": f'<!DOCTYPE a [<!ENTITY x "{"a" * 100_000}">]>',
        "a type that is never used": "<!DOCTYPE a>",
        "attributes by default": '<!DOCTYPE a [<!ATTLIST w:p a CDATA "b">]>',
    }.items():
        inner = BODY.replace("Nội dung", "&j;&x;" * 100).replace("?>", "?>" + doctype, 1)
        yield f"xml: {name}", REFUSED, lambda inner=inner: with_main(inner)
        others = {"word/document.xml": BODY, "word/styles.xml": inner}
        yield f"xml: {name}, in the styles", REFUSED, lambda others=others: zipped(others)
    for name, main in {
        "nothing": "",
        "half an element": BODY[: len(BODY) // 2],
        "another root": "<a/>",
        "no body": part("document", ""),
        "a wrong end": BODY.replace("</w:p>", "</w:q>"),
        "a letter that may not be": BODY.replace("Nội", "&#0;"),
        "half a pair": BODY.replace("Nội", "&#xD800;"),
        "an undeclared prefix": BODY.replace(' xmlns:w="', ' xmlns:v="'),
        "an encoding that is none": BODY.replace("UTF-8", "KLINGON"),
        "another encoding than it says": BODY.replace("UTF-8", "UTF-16"),
        "UTF-7": BODY.replace("UTF-8", "UTF-7"),
        "two roots": BODY + BODY.partition("?>")[2],
    }.items():
        yield f"xml: {name}", REFUSED, lambda main=main: with_main(main)
    opened = 50_000
    for name, inner in {
        "elements in elements": "<w:sdt><w:sdtContent>" * opened + "</w:sdtContent></w:sdt>" * opened,
        "runs in runs": "<w:p>" + "<w:ins>" * opened + "</w:ins>" * opened + "</w:p>",
        "tables in tables": "<w:tbl><w:tr><w:tc>" * 5000 + p("a") + "</w:tc></w:tr></w:tbl>" * 5000,
        "text boxes in text boxes": "<w:p><w:txbxContent>" * 5000 + p("a") + "</w:txbxContent></w:p>" * 5000,
        "200,000 columns": table(cells(*"a" * 2) + "<w:tc><w:p/></w:tc>" * 200_000, cells("a", "b", "c")),
        "a span of a billion columns": table(
            cell("a", '<w:gridSpan w:val="999999999"/>') + cells("b", "c"), cells("a", "b")
        ),
        "a billion columns before": table(
            '<w:trPr><w:gridBefore w:val="999999999"/></w:trPr>' + cells("a", "b", "c", "d")
        ),
        "300,000 paragraphs": "<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 300_000,
        "a paragraph of 12 MB": p("".join(f"{n:x} " for n in range(1_800_000))),
        "a cell of 12 MB": table(cells("".join(f"{n:x} " for n in range(1_800_000)), "b", "c")),
    }.items():
        expected = "any" if name in ("runs in runs", "a billion columns before") else REFUSED
        yield f"xml: {name}", expected, lambda inner=inner: docx(inner)


def numbering() -> Iterator[File]:
    """Lists and styles that point in circles or count absurdly: read, with whatever label."""
    circle = (
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    itself = '<w:style w:styleId="A"><w:basedOn w:val="A"/></w:style>'
    styled = p("a", '<w:pStyle w:val="A"/>')
    long = "".join(
        f'<w:style w:styleId="{"A" if n == 0 else n}"><w:basedOn w:val="{n + 1}"/></w:style>' for n in range(20_000)
    )
    for name, made in {
        "styles in a circle": docx(styled, styles=circle),
        "a style upon itself": docx(styled * 100, styles=itself),
        "a chain of 20,000 styles": docx(styled, styles=long),
        "a table style in a circle": docx(
            table(cells("a", "b"), cells("c", "d")).replace("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="A"/>'),
            styles=circle,
        ),
        "a start of 10^18": docx(
            numbered("a"), numbering=levels(("upperRoman", "%1.")).replace('start w:val="1"', f'start w:val="{10**18}"')
        ),
        "a start below nothing": docx(
            numbered("a"), numbering=levels(("lowerLetter", "%1.")).replace('start w:val="1"', 'start w:val="-5"')
        ),
        "a label of 10,000 numbers": docx(numbered("a"), numbering=levels(("decimal", "%1" * 10_000))),
        "a level of 10^9": docx(numbered("a", 10**9), numbering=levels(("decimal", "%1."))),
        "a level below nothing": docx(numbered("a", -1), numbering=levels(("decimal", "%1."))),
        "a list that is not there": docx(numbered("a", list_id=77), numbering=levels(("decimal", "%1."))),
        "a list of no kind": docx(numbered("a"), numbering='<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'),
        "a number that is none": docx(
            numbered("a"), numbering=levels(("decimal", "%1.")).replace('ilvl="0"', 'ilvl="x"')
        ),
        "a form that is none": docx(numbered("a"), numbering=levels(("klingon", "%1."))),
        "letters of 30,000": docx(
            numbered("a"), numbering=levels(("upperLetter", "%1.")).replace('start w:val="1"', 'start w:val="30000"')
        ),
        "a restart after level 99": docx(
            numbered("a"),
            numbering=levels(("decimal", "%1.")).replace("<w:numFmt", '<w:lvlRestart w:val="99"/><w:numFmt'),
        ),
    }.items():
        yield f"list: {name}", READ, lambda made=made: made


def _lying(data: bytes) -> bytes:
    """The big member says in the table of contents that it is small."""
    place = data.rindex(b"PK\x01\x02")
    return data[: place + 24] + struct.pack("<L", 1000) + data[place + 28 :]


def _patched(data: bytes, offset: int, value: int, form: str = "<H") -> bytes:
    """A field of the main part's entry in the table of contents set to something else."""
    place = data.rindex(b"PK\x01\x02") + offset
    return data[:place] + struct.pack(form, value) + data[place + struct.calcsize(form) :]


def _twice(name: str) -> bytes:
    first = zipped({name: BODY, name.replace("d", "e", 1): BODY})
    return first.replace(name.replace("d", "e", 1).encode(), name.encode())


def _nested(depth: int) -> bytes:
    data = b"a" * 1000
    for _level in range(depth):
        data = zipped({"a.zip": data})
    return data


def _overlapping() -> bytes:
    """Two hundred entries that all unpack the same megabyte."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"a" * MEGA)
        main = archive.filelist[0]
        for number in range(200):
            copy = zipfile.ZipInfo(f"{number:03d}")
            for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(copy, field, getattr(main, field))
            archive.filelist.append(copy)
    return target.getvalue()
