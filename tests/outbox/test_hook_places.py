"""Where webhooks may go: which addresses are public, which names and forms are refused."""

from __future__ import annotations

import socket
from ipaddress import ip_address, ip_network

import pytest

from taskapp.outbox import hook_places
from taskapp.outbox.hook_places import BadPlace, Flaw, is_public, look_up, read

OURS = (ip_network("10.20.0.0/16"), ip_network("fd12::/48"))


@pytest.mark.parametrize("text", ["1.1.1.1", "203.162.4.190", "8.8.8.8", "2606:4700:4700::1111", "2001:df0:66::1"])
def test_machines_of_the_internet_are_public(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "169.254.169.254",  # where clouds tell their machines' secrets
        "168.63.129.16",
        "100.64.0.1",  # shared by a provider's customers (RFC 6598)
        "100.100.100.200",
        "192.0.0.192",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",  # an IPv4 address says so
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "64:ff9b::a00:1",  # 10.0.0.1 through NAT64
        "2002:a00:1::1",  # 10.0.0.1 through 6to4
        "2001:db8::1",
    ],
)
def test_all_others_are_not(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("http://a.gov.vn/x", Flaw.NO_TLS),
        ("ftp://a.gov.vn/x", Flaw.NO_ADDRESS),
        ("file:///etc/passwd", Flaw.NO_ADDRESS),
        ("//a.gov.vn/x", Flaw.NO_ADDRESS),
        ("https://", Flaw.NO_ADDRESS),
        ("https://u:p@a.gov.vn/x", Flaw.NO_ADDRESS),
        ("https://a.gov.vn@b.vn/x", Flaw.NO_ADDRESS),
        ("https://a.gov.vn\\@b.vn/x", Flaw.NO_ADDRESS),
        ("https://a.gov.vn:99999/x", Flaw.NO_ADDRESS),
        ("https://a.gov.vn/x#y", Flaw.NO_ADDRESS),
        ("https://a.gov.vn/x y", Flaw.NO_ADDRESS),
        ("https://a.gov.vn/x\r\nHost: b", Flaw.NO_ADDRESS),
        ("https://đà-nẵng.vn/x", Flaw.NO_ADDRESS),
        ("https://a.gov.vn/" + "x" * 500, Flaw.NO_ADDRESS),
    ],
)
def test_what_is_no_address_of_a_receiver_is_refused(text: str, flaw: Flaw) -> None:
    with pytest.raises(BadPlace) as refused:
        read(text, ())
    assert refused.value.flaw is flaw


def test_an_address_is_read_in_its_parts() -> None:
    place = read("https://A.gov.vn:8443/hook/1?k=%20v", ())
    assert (place.is_secure, place.host, place.port, place.target) == (True, "a.gov.vn", 8443, "/hook/1?k=%20v")
    assert place.name == "a.gov.vn:8443"
    assert read("https://[2606:4700::1]/", ()).name == "[2606:4700::1]"
    assert read("http://10.20.1.1", OURS).target == "/"


@pytest.mark.parametrize(
    ("text", "found", "flaw"),
    [
        ("https://a.vn/", ["203.162.4.190"], None),
        ("https://a.vn/", ["10.20.3.4"], None),  # of ours
        ("http://a.vn/", ["10.20.3.4"], None),
        ("http://a.vn/", ["fd12::7"], None),
        ("http://a.vn/", ["203.162.4.190"], Flaw.NO_TLS),
        ("https://a.vn/", ["10.21.0.1"], Flaw.NOT_PUBLIC),
        ("https://a.vn/", ["203.162.4.190", "127.0.0.1"], Flaw.NOT_PUBLIC),  # one of several is enough
        ("https://a.vn/", ["::ffff:10.20.3.4"], None),
        ("https://a.vn/", ["::ffff:10.21.3.4"], Flaw.NOT_PUBLIC),
        ("https://a.vn/", ["fe80::1%eth0"], Flaw.NOT_PUBLIC),
        ("https://0x7f000001/", ["127.0.0.1"], Flaw.NOT_PUBLIC),  # however it is written
        ("https://a.vn/", [], Flaw.NO_NAME),
    ],
)
def test_every_address_of_a_name_is_judged(
    monkeypatch: pytest.MonkeyPatch, text: str, found: list[str], flaw: Flaw | None
) -> None:
    def told(_host: str, port: int, **_more: object) -> list[tuple[object, ...]]:
        if not found:
            raise socket.gaierror
        return [(0, 0, 0, "", (address, port)) for address in found]

    monkeypatch.setattr(hook_places.socket, "getaddrinfo", told)
    place = read(text, OURS)
    if flaw is None:
        assert [ip_address(one) for one in look_up(place, OURS)] == [ip_address(one) for one in found]
        return
    with pytest.raises(BadPlace) as refused:
        look_up(place, OURS)
    assert refused.value.flaw is flaw
