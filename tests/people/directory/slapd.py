"""slapd, the LDAP server that Debian brings, with a tree of its own in a folder of its own; /etc/ldap is only read.

`with Slapd() as directory:` listens on two ports that the system chose, one with TLS from the start, one that can begin
it (StartTLS); its certificate is of an authority made here (`directory.ca`).
"""

from __future__ import annotations

import datetime
import ipaddress
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from ldap3 import MODIFY_REPLACE, Connection, Server

from taskapp.base.settings_ldap import Ldap

BASE = "dc=tinh,dc=example"
READER, READER_PASSWORD = f"cn=giaoviec,{BASE}", "only looks up names"
PROGRAM = shutil.which("slapd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
SETTINGS = f"""\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
pidfile {{folder}}/pid
TLSCACertificateFile {{folder}}/ca.pem
TLSCertificateFile {{folder}}/server.pem
TLSCertificateKeyFile {{folder}}/server.key
security simple_bind=128
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{READER}" read by self read by anonymous auth
database mdb
suffix "{BASE}"
rootdn "cn=root,{BASE}"
rootpw root
directory {{folder}}/data
dbnosync
overlay memberof
"""
PEOPLE = {  # uid: (name, mail, password)
    "ha.bt": ("Bùi Thanh Hà", "HA@tinh.example", "Mật khẩu của thư mục"),
    "lan": ("Trần Thị Lan", "lan@tinh.example", "lan's own"),
    "quantri.tinh": ("Người Quản Trị", "", "admin there"),
}
GROUPS = {"lanh-dao": ["lan"], "can-bo": ["ha.bt", "lan"]}


class Slapd:
    """A directory of three people and two groups."""

    def __enter__(self) -> Self:
        assert PROGRAM, "slapd is missing. As root run: apt-get install slapd"
        self.folder = Path(tempfile.mkdtemp(prefix="slapd-"))
        (self.folder / "data").mkdir()
        self.ca = self.folder / "ca.pem"
        _certificates(self.folder)
        (self.folder / "settings").write_text(SETTINGS.format(folder=self.folder))
        (self.folder / "tree").write_text(_tree(), encoding="utf-8")
        settings = ["-f", str(self.folder / "settings")]
        subprocess.run([PROGRAM, "-Tadd", *settings, "-l", str(self.folder / "tree")], check=True)
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        """Listen at ports that the system gives, others if somebody took one meanwhile."""
        for _again in range(5):
            self.port, self.tls_port = _free_ports()
            if self.again():
                return
        raise AssertionError("slapd does not listen")

    def again(self) -> bool:
        """Listen where it listened before; comes back when it does, or when it cannot."""
        urls = f"ldap://127.0.0.1:{self.port}/ ldaps://127.0.0.1:{self.tls_port}/"
        command = [PROGRAM or "", "-d", "0", "-f", str(self.folder / "settings"), "-h", urls]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return self._listens()

    def stop(self) -> None:
        """End it, and wait for that."""
        self._process.kill()
        self._process.wait()

    def ldap(self, **changes: object) -> Ldap:
        """The settings of who uses it as an office does: TLS, an account that searches."""
        usual = Ldap("ldaps", "127.0.0.1", self.tls_port, "tỉnh Đồng Tháp", BASE, ca=self.ca)
        usual = replace(usual, filter="(uid={name})", account=READER, password=READER_PASSWORD)
        return replace(usual, **changes)  # type: ignore[arg-type]

    def change_password(self, uid: str, password: str) -> None:
        """As whoever keeps the directory does."""
        with self._as_root() as root:
            root.modify(f"uid={uid},ou=people,{BASE}", {"userPassword": [(MODIFY_REPLACE, [password])]})
            assert root.result["description"] == "success", root.result

    def leave_group(self, uid: str, group: str) -> None:
        """Take somebody out of a group."""
        with self._as_root() as root:
            others = [f"uid={one},ou=people,{BASE}" for one in GROUPS[group] if one != uid]
            root.modify(f"cn={group},ou=groups,{BASE}", {"member": [(MODIFY_REPLACE, others or [READER])]})
            assert root.result["description"] == "success", root.result

    @contextmanager
    def _as_root(self) -> Iterator[Connection]:
        server = Server("127.0.0.1", self.tls_port, use_ssl=True, get_info="NO_INFO")
        root = Connection(server, f"cn=root,{BASE}", "root", auto_bind=True)
        try:
            yield root
        finally:
            root.unbind()

    def _listens(self) -> bool:
        while self._process.poll() is None:
            try:
                for port in (self.port, self.tls_port):
                    socket.create_connection(("127.0.0.1", port), 5).close()
            except ConnectionRefusedError:
                continue
            return True
        return False


def group_dn(name: str) -> str:
    return f"cn={name},ou=groups,{BASE}"


def _free_ports() -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _two in range(2)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def _tree() -> str:
    top = [
        f"dn: {BASE}\nobjectClass: domain\n",
        *(f"dn: ou={name},{BASE}\nobjectClass: organizationalUnit\n" for name in ("people", "groups", "others")),
        f"dn: {READER}\nobjectClass: applicationProcess\nobjectClass: simpleSecurityObject\n"
        f"userPassword: {READER_PASSWORD}\n",
        # another branch, with a name that is also below ou=people: who is meant would be a guess
        *(
            f"dn: uid=twice,ou={branch},{BASE}\nobjectClass: inetOrgPerson\ncn: T\nsn: T\nuserPassword: twice\n"
            for branch in ("people", "others")
        ),
    ]
    people = [
        f"dn: uid={uid},ou=people,{BASE}\nobjectClass: inetOrgPerson\nsn: x\ncn: {name}\nuserPassword: {password}\n"
        + (f"mail: {mail}\n" if mail else "")
        + "".join(f"memberOf: {group_dn(name)}\n" for name, members in GROUPS.items() if uid in members)
        for uid, (name, mail, password) in PEOPLE.items()
    ]
    groups = [
        f"dn: {group_dn(name)}\nobjectClass: groupOfNames\n"
        + "".join(f"member: uid={uid},ou=people,{BASE}\n" for uid in members)
        for name, members in GROUPS.items()
    ]
    return "\n".join([*top, *people, *groups])


def _certificates(folder: Path) -> None:
    """An authority, and a certificate of 127.0.0.1 by it."""
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA of the tests")])
    ours = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])

    def made(name: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(public)
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(start)
        return builder.not_valid_after(start.replace(year=2099))

    ca = made(issuer, authority.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    host = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    server = made(ours, key.public_key()).add_extension(host, critical=False)
    for name, builder in (("ca.pem", ca), ("server.pem", server)):
        signed = builder.sign(authority, hashes.SHA256())
        (folder / name).write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.key").write_bytes(pem)
