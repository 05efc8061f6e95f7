"""Word documents and envelopes made in memory, so that a test shows what it is about."""

from __future__ import annotations

import base64
import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
EDXML = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
CONTENT_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def part(root: str, inner: str) -> str:
    """One XML part of a document."""
    declared = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}"'
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {declared}>{inner}</w:{root}>'


def docx(body: str, *, numbering: str = "", styles: str = "", **others: bytes | str) -> bytes:
    """A .docx of this body; `others` are further members, with "__" for "/" and "_xml" for ".xml"."""
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    if numbering:
        members["word/numbering.xml"] = part("numbering", numbering)
    if styles:
        members["word/styles.xml"] = part("styles", styles)
    named = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in others.items()}
    return zipped(members | named)


def p(text: str, properties: str = "") -> str:
    """A paragraph; `text` may hold runs of its own."""
    runs = text if text.startswith("<w:") else f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    """A paragraph of a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def levels(*forms: tuple[str, str], kind: int = 0, more: str = "") -> str:
    """A list whose levels have these forms and texts, and the number 1 (or `kind` + 1) that uses it."""
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )
    abstract = f'<w:abstractNum w:abstractNumId="{kind}">{inner}</w:abstractNum>'
    return f'{abstract}<w:num w:numId="{kind + 1}"><w:abstractNumId w:val="{kind}"/>{more}</w:num>'


def table(*rows: str, borders: bool = True) -> str:
    """A table of these rows."""
    drawn = '<w:tblBorders><w:top w:val="single"/></w:tblBorders>' if borders else ""
    return f"<w:tbl><w:tblPr>{drawn}</w:tblPr>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cells(*texts: str) -> str:
    """Plain cells; a line break in a text begins a new paragraph."""
    return "".join(cell(text) for text in texts)


def cell(text: str, properties: str = "") -> str:
    """One cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(p(line) for line in text.split(chr(10)))}</w:tc>"


def envelope(*attachments: bytes, prefix: str = "edXML:", namespace: str = EDXML, due: str = "2026/03/20") -> bytes:
    """An .edxml as senders of the national axis write it."""
    declared = f' xmlns:edXML="{namespace}"' if prefix else ""

    def tag(name: str, inner: str) -> str:
        return f"<{prefix}{name}>{inner}</{prefix}{name}>"

    header = "".join(
        [
            tag("From", tag("OrganId", "H58.01") + tag("OrganName", "Ủy ban nhân dân huyện Châu Thành")),
            tag("To", tag("OrganName", "Phòng Nội vụ huyện")),
            tag("Code", tag("CodeNumber", "145") + tag("CodeNotation", "TB-UBND")),
            tag("PromulgationInfo", tag("Place", "Châu Thành") + tag("PromulgationDate", "2026/03/12")),
            tag("DocumentType", tag("Type", "3") + tag("TypeName", "Thông báo")),
            tag("Subject", "Kết luận cuộc họp giao ban tháng 3"),
            tag("SignerInfo", tag("FullName", "Huỳnh Tấn Lợi")),
            tag("DueDate", due),
            tag("OtherInfo", tag("Priority", "2")),
        ]
    )
    attached = "".join(
        f"<Attachment><{prefix}ContentTransferEncoded{declared}>{base64.b64encode(content).decode()}"
        f"</{prefix}ContentTransferEncoded></Attachment>"
        for content in attachments
    )
    head = tag("edXMLEnvelope", tag("edXMLHeader", tag("MessageHeader", header)))
    root = f'<edXML xmlns="{namespace}"{declared}>{head}<AttachmentEncoded>{attached}</AttachmentEncoded></edXML>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{root}'.encode()
