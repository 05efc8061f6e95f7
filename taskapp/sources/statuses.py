"""The status message that answers an envelope (edXML): which document, what became of it, when. Pure."""

from __future__ import annotations

from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from taskapp.sources.envelopes import Envelope

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
ARRIVED, TURNED_AWAY = "01", "02"  # đã đến, từ chối


def status(envelope: Envelope, *, name: str, code: str, about: str, at: datetime) -> bytes:
    """The message of the office `name`; `at` on its wall clock."""
    register_namespace("edXML", NAMESPACE)
    root = Element(f"{{{NAMESPACE}}}edXML")
    said = _below(root, "edXMLEnvelope", "edXMLHeader", "Status")
    answered = {
        "OrganId": envelope.sender_id,
        "Code": envelope.code,
        "PromulgationDate": envelope.promulgated.replace("-", "/"),
        "DocumentId": envelope.document_id,
    }
    _fill(_below(said, "ResponseFor"), answered)
    _fill(_below(said, "From"), {"OrganId": envelope.recipient_id, "OrganName": name})
    _fill(said, {"StatusCode": code, "Description": about, "Timestamp": f"{at:%Y/%m/%d %H:%M:%S}"})
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _below(parent: Element, *names: str) -> Element:
    for name in names:
        parent = SubElement(parent, f"{{{NAMESPACE}}}{name}")
    return parent


def _fill(parent: Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        _below(parent, name).text = text
