"""A provider of sign-ins in a process of its own: OpenID Connect by the book, or with one thing wrong.

`python -m tests.people.sso.provider` prints its address and serves until it is ended. Who signs in is said by the
test in the address (`login_hint`), as a person would say it in a form: a name of PEOPLE, or "name:fault".
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

CLIENT, SECRET = "giao-viec", "a secret that both know & keep: 0123"
PEOPLE: dict[str, dict[str, object]] = {
    "ha": {"preferred_username": "congchuc", "name": "Bùi Thanh Hà", "email": "HA@tinh.example", "groups": ["cc-tp"]},
    "lan": {"preferred_username": "lan.tt", "name": "Trần Thị Lan", "groups": ["lanh-dao", "cc-tp"]},
    "silent": {"preferred_username": "thanhtra", "name": "Không Nói Nhóm"},
}
LONG_AGO = 10 * 365 * 24 * 3600  # seconds since somebody signed in there, before the moment at which the tests stand
FAULTS = ("nonce", "issuer", "audience", "expired", "unsigned", "shared-secret", "other-key", "no-token", "no-subject")


@dataclass(frozen=True)
class Grant:
    """What a code stands for until it is used."""

    who: str
    fault: str
    nonce: str
    challenge: str
    back: str
    is_anew: bool  # the password is to be asked for although the browser is known


class Provider(BaseHTTPRequestHandler):
    """Discovery, authorization, token, keys."""

    keys = (RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}),)
    codes: ClassVar[dict[str, Grant]] = {}
    issuer = ""

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(place.query).items()}
        if place.path == "/.well-known/openid-configuration":
            self._json(self._metadata())
        elif place.path == "/keys":
            self._json({"keys": [key.as_dict(private=False) for key in self.keys]})
        elif place.path == "/authorize":
            self._authorize(asked)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        grant = self.codes.pop(asked.get("code", ""), None)  # a code is good once
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        is_ours = grant is not None and grant.back == asked.get("redirect_uri")
        is_proven = grant is not None and grant.challenge == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if self.headers["Authorization"] != f"Basic {basic}":
            self._json({"error": "invalid_client"}, 401)
        elif grant is None or not is_ours or not is_proven:
            self._json({"error": "invalid_grant"}, 400)
        else:
            answer = {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "expires_in": 60}
            token = {} if grant.fault == "no-token" else {"id_token": self._id_token(grant)}
            self._json(answer | token)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def _metadata(self) -> Mapping[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _authorize(self, asked: Mapping[str, str]) -> None:
        """No form: whoever follows the address is signed in as the hint says."""
        if asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256":
            self.send_error(400, "code with PKCE only")
            return
        who, _colon, fault = asked.get("login_hint", "").partition(":")
        answer = {"state": asked["state"]}
        is_anew = (asked.get("prompt"), asked.get("max_age")) == ("login", "0")
        if fault == "denied":
            answer["error"] = "access_denied"
        else:
            answer["code"] = secrets.token_urlsafe(16)
            self.codes[answer["code"]] = Grant(
                who, fault, asked["nonce"], asked["code_challenge"], asked["redirect_uri"], is_anew
            )
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(answer)}")
        self.end_headers()

    def _id_token(self, grant: Grant) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {"iss": self.issuer, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": grant.nonce}
        claims |= {"sub": f"person-{grant.who}", **PEOPLE[grant.who]}
        claims |= _signed_in_at(grant, now)
        key, alg = self.keys[0], "RS256"
        match grant.fault:
            case "nonce":
                claims["nonce"] = "another"
            case "issuer":
                claims["iss"] = "https://other.example"
            case "audience":
                claims["aud"] = "another-program"
            case "expired":
                claims["exp"] = now - 3600
            case "no-subject":
                del claims["sub"]
            case "other-key":
                key = RSAKey.generate_key(2048, {"kid": "first"})
            case "new-key":
                key = ECKey.generate_key("P-256", {"kid": f"key-{len(self.keys)}", "use": "sig"})
                alg = "ES256"
                type(self).keys = (*self.keys, key)
            case "shared-secret":
                return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])
            case "unsigned":
                head, body = (_letters(json.dumps(part).encode()) for part in ({"alg": "none"}, claims))
                return f"{head}.{body}."
        return jwt.encode({"alg": alg, "kid": key.kid}, claims, key, algorithms=[alg])

    def _json(self, answer: Mapping[str, object], status: int = 200) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _signed_in_at(grant: Grant, now: int) -> dict[str, int]:
    if grant.fault == "timeless":
        return {}
    return {"auth_time": now if grant.is_anew and grant.fault != "remembered" else now - LONG_AGO}


def _letters(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@contextmanager
def running() -> Iterator[str]:
    """The address of a provider that runs as long as the block."""
    program = [sys.executable, "-m", "tests.people.sso.provider"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    print(Provider.issuer, flush=True)
    server.serve_forever()
