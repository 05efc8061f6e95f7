"""The provider of another office: Authlib speaks OpenID Connect with it; what goes wrong is said in the house's words.

Authorization code flow with PKCE (RFC 7636), discovery, state and nonce in the cookie of the browser. Loaded only where
a provider is set, for the library takes its time to import.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.settings_oidc import Oidc
from taskapp.people.sso import claims
from taskapp.people.sso.claims import Claims

log = logging.getLogger("taskapp.people")
T = TypeVar("T")
PATIENCE_S = 10
# signed with a key that the provider alone has: never "none", nor with the secret that this server has too
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class Provider:
    """`begin()` sends the browser there; `finish()`, at the address of its return, says who it was."""

    def __init__(self, app: Flask, oidc: Oidc) -> None:
        self._oidc = oidc
        self._client: Any = OAuth(app).register(
            "outer",
            client_id=oidc.client_id,
            client_secret=oidc.client_secret,
            server_metadata_url=f"{oidc.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": oidc.scope,
                "code_challenge_method": "S256",
                "default_timeout": PATIENCE_S,
            },
        )

    def begin(self, back: str, *, anew: bool = False) -> Response:
        """The redirect to the provider, who sends the browser on to the address `back`. Raises Refused.

        With `anew` the provider shall ask for the password although it knows the browser (Core 3.1.2.1).
        """
        return self._ask(lambda: self._begin(back, {"prompt": "login", "max_age": 0} if anew else {}))

    def finish(self) -> Claims:
        """Whom the provider names in this request. Raises Refused for everything that is not a sound answer."""
        token: Mapping[str, Any] = self._ask(self._finish)
        found = claims.read(self._oidc.issuer, token.get("userinfo") or {}, self._oidc.groups)
        if found is None:
            log.warning("the sign-in provider sent no ID token with a subject")
            raise _unsound()
        return found

    def _begin(self, back: str, asked: Mapping[str, object]) -> Response:
        self._check_metadata()
        redirect: Response = self._client.authorize_redirect(back, **asked)
        return redirect

    def _finish(self) -> Mapping[str, Any]:
        self._check_metadata()
        token: Mapping[str, Any] = self._client.authorize_access_token(
            claims_options={
                "iss": {"essential": True, "values": [self._oidc.issuer]},
                "aud": {"essential": True, "values": [self._oidc.client_id]},
                "exp": {"essential": True},
                "sub": {"essential": True},
            }
        )
        return token

    def _check_metadata(self) -> None:
        """The document must speak of the issuer that was asked (Discovery 4.3), and sign as we accept it."""
        metadata = self._client.load_server_metadata()
        if metadata.get("issuer") != self._oidc.issuer:
            raise ValueError(f"the discovery document is of the issuer {metadata.get('issuer')!r}")
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [one for one in offered if one in SIGNED_BY]

    def _ask(self, talk: Callable[[], T]) -> T:
        try:
            return talk()
        except requests.RequestException as error:
            log.warning("the sign-in provider cannot be reached: %s", type(error).__name__)
            raise Refused(
                _("Máy chủ đăng nhập của %(name)s không trả lời. Hãy thử lại sau ít phút, hoặc đăng nhập bằng tên và "
                  "mật khẩu.", name=self._oidc.name)
            ) from error  # fmt: skip
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError) as error:
            if getattr(error, "error", "") == "access_denied":
                raise Refused(
                    _("Anh/chị đã không đồng ý đăng nhập. Hãy thử lại, hoặc dùng tên và mật khẩu.")
                ) from error
            log.warning("the sign-in provider's answer was not accepted: %s: %s", type(error).__name__, error)
            raise _unsound() from error


def _unsound() -> Refused:
    return Refused(
        _(
            "Không xác nhận được lần đăng nhập này. Hãy bấm đăng nhập lại từ đầu; nếu vẫn vậy, hãy dùng tên và "
            "mật khẩu và báo người quản trị."
        )
    )
