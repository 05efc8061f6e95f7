"""Signing in and out over HTTP."""


def test_a_person_signs_in_and_out(client_of):
    client = client_of("chutich")
    assert client.get("/sign-in").status_code == 302
