"""Hostile envelopes of the document axis, and hostile workbooks."""

from __future__ import annotations

from collections.abc import Iterator

from tests.directives.reading.documents import docx, envelope, p, zipped
from tests.directives.reading.hostile_texts import MEGA, OLE, READ, REFUSED, File
from tests.directives.reading.hostile_word import BODY, LAUGHS

DOCUMENT = docx(p("1. Phòng Nội vụ báo cáo trước ngày 20/3/2026."))
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def envelopes() -> Iterator[File]:
    """What an .edxml can carry."""
    sound = envelope(DOCUMENT)
    nested = DOCUMENT
    for _level in range(6):
        nested = envelope(nested)
    for name, data in {
        "an envelope in an envelope": envelope(sound),
        "envelopes six deep": nested,
        "no header": sound.replace(b"MessageHeader", b"Massage"),
        "no document": envelope(),
        "a program": envelope(b"MZ" + bytes(100)),
        "a .doc": envelope(OLE + "WordDocument".encode("utf-16-le")),
        "a document with macros": envelope(docx(p("a"), word__vbaProject=b"a")),
        "half a PDF": envelope(b"%PDF-1.7 1 0 obj"),
        "a zip with a path out of it": envelope(zipped({"../a.docx": DOCUMENT})),
        "a laugh": sound.replace(b"?>", b"?>" + (LAUGHS + "]>").encode(), 1),
        "a file from outside": sound.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1),
        "cut in the middle": sound[: len(sound) // 2],
        "elements in elements": sound.replace(b"<AttachmentEncoded>", b"<a>" * 100_000, 1),
        "a zip of two envelopes and no document": zipped({"a.edxml": envelope(), "b.edxml": envelope()}),
        "a zip whose envelope is a bomb": zipped({"a.edxml": b" " * 200 * MEGA}),
        "an envelope that is no XML": zipped({"a.edxml": b"edXML"}),
    }.items():
        yield f"edxml: {name}", REFUSED, lambda data=data: data
    yield "edxml: a zip bomb", REFUSED, lambda: envelope(zipped({"a.docx": bytes(300 * MEGA)}))
    yield "edxml: 10 MB of nothing", REFUSED, lambda: envelope(bytes(10 * MEGA))
    yield "edxml: 5,000 documents that are none", REFUSED, lambda: envelope(*[b"\x89PNG"] * 5000)
    for name, data in {
        "a date that is none": envelope(DOCUMENT, due="9999/99/99"),
        "a date without end": envelope(DOCUMENT, due="9" * 100_000),
        "a link out of it (never followed)": sound.replace(
            b"<AttachmentEncoded>", b'<Reference href="http://127.0.0.1:9/"/><AttachmentEncoded>'
        ),
        "a subject of 1 MB": sound.replace("Kết luận".encode(), b"a" * MEGA),
        "an attribute of 5 MB": sound.replace(
            b"<AttachmentEncoded>", b'<AttachmentEncoded a="' + b"a" * 5 * MEGA + b'">'
        ),
    }.items():
        yield f"edxml: {name}", READ, lambda data=data: data


def workbook(sheet: str, strings: str = "", **others: str | bytes) -> bytes:
    """An .xlsx of one sheet with this XML in it."""
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kinds = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings"}
    types = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{content}.{kind}+xml"/>' for name, kind in kinds.items()
    )

    def relation(number: int, kind: str, target: str) -> str:
        return f'<Relationship Id="r{number}" Type="{related}/{kind}" Target="{target}"/>'

    def related_to(*inner: str) -> str:
        return f'<Relationships xmlns="{relations}">{"".join(inner)}</Relationships>'

    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>',
        "_rels/.rels": related_to(relation(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{related}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related_to(
            relation(1, "worksheet", "worksheets/sheet1.xml"), relation(2, "sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{sheet}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{strings}</sst>',
    }
    return zipped(members | others)


def workbooks() -> Iterator[File]:
    """What an .xlsx can do to the importer."""
    good = workbook('<row r="1"><c r="A1" t="inlineStr"><is><t>Nhiệm vụ</t></is></c></row>')
    for share in range(1, 13):
        yield f"xlsx: cut at {share * 100 // 13} %", REFUSED, lambda share=share: good[: len(good) * share // 13]
    bomb = {"xl/media/a": bytes(300 * MEGA)}
    entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    for name, make, expected in (
        ("pictures of 300 MB", lambda: workbook("", **bomb), REFUSED),
        ("macros", lambda: workbook("", **{"xl/vbaProject.bin": OLE}), REFUSED),
        ("a zip in it", lambda: workbook("", **{"xl/a.zip": zipped({"a": "b"})}), REFUSED),
        ("a path out of it", lambda: workbook("", **{"../a": "b"}), REFUSED),
        ("a laugh", lambda: workbook("", **{"xl/worksheets/sheet1.xml": LAUGHS + "]><a/>"}), REFUSED),
        ("a file from outside", lambda: workbook("", **{"xl/sharedStrings.xml": entity + "<a>&x;</a>"}), REFUSED),
        (
            "a cell of 90 MB",
            lambda: workbook(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 90 * MEGA}</t></is></c></row>'),
            REFUSED,
        ),
        ("a row of number 10^9", lambda: workbook('<row r="999999999"><c r="A999999999"><v>1</v></c></row>'), "any"),
        ("a column that is none", lambda: workbook('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'), "any"),
        ("a string that is not there", lambda: workbook('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'), "any"),
        ("a number that is none", lambda: workbook('<row r="1"><c r="A1"><v>1e999999</v></c></row>'), "any"),
        ("elements in elements", lambda: workbook("<row>" * 100_000), REFUSED),
        ("no sheet", lambda: workbook("", **{"xl/workbook.xml": f'<workbook xmlns="{SHEET}"/>'}), "any"),
        ("a Word document called .xlsx", lambda: docx(p("a")), REFUSED),
        ("main part of Word in a workbook", lambda: workbook("", **{"word/document.xml": BODY}), "any"),
    ):
        yield f"xlsx: {name}", expected, make
