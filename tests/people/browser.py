"""What tests do with a browser: send a form with the token of a page, sign in without asserting."""

from __future__ import annotations

from collections.abc import Mapping

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import token_of

GOOD_PASSWORD = "Trâu chậm 9 năm, uống nước đục"


def send(
    client: FlaskClient, path: str, data: Mapping[str, object] | None = None, page: str = "/account"
) -> TestResponse:
    """POST `data` with the CSRF token that `page` carries."""
    return client.post(path, data={**(data or {}), "csrf_token": token_of(client, page)})


def try_sign_in(client: FlaskClient, username: str, password: str, query: str = "", **kwargs: object) -> TestResponse:
    """Sign in as a person would; the answer may be a refusal."""
    token = token_of(client, "/sign-in")
    data = {"username": username, "password": password, "csrf_token": token}
    return client.post(f"/sign-in{query}", data=data, **kwargs)  # type: ignore[arg-type]


def text_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)
