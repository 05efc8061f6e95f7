"""The table of verdicts: what a reply or a silence means at each point of the conversation."""

from __future__ import annotations

import pytest

from taskapp.outbox.faults import Phase, Verdict, of_reply, of_silence

BEFORE_ANY_RECIPIENT = (Phase.CONNECT, Phase.SESSION, Phase.SENDER)
ONE_MESSAGE = (Phase.RECIPIENT, Phase.DATA, Phase.FINISHED)


@pytest.mark.parametrize("phase", Phase)
def test_421_is_the_whole_server_wherever_it_comes(phase: Phase) -> None:
    assert of_reply(phase, 421, "closing") is Verdict.BUSY


@pytest.mark.parametrize("phase", BEFORE_ANY_RECIPIENT)
def test_before_any_recipient_the_server_or_our_settings_are_at_fault(phase: Phase) -> None:
    assert of_reply(phase, 451, "4.3.0 later") is Verdict.BUSY
    assert of_reply(phase, 550, "5.7.1 no") is Verdict.MISCONFIGURED
    assert of_silence(phase) is Verdict.BUSY


@pytest.mark.parametrize("phase", ONE_MESSAGE)
def test_from_the_recipient_on_the_message_is_concerned(phase: Phase) -> None:
    assert of_reply(phase, 450, "4.2.1 mailbox busy") is Verdict.LATER
    assert of_reply(phase, 552, "5.2.2 mailbox full") is Verdict.REFUSED


@pytest.mark.parametrize(
    ("code", "reply", "verdict"),
    [
        (450, "4.7.1 too many connections", Verdict.BUSY),
        (451, "4.7.500 server busy", Verdict.BUSY),
        (451, "4.7.1 Greylisting in action", Verdict.LATER),  # one recipient, not the server
        (450, "4.7.1 <a@b>: Recipient address rejected: Graylisted", Verdict.LATER),
        (452, "4.7.1 odd", Verdict.LATER),
        (530, "5.7.0 authentication required", Verdict.MISCONFIGURED),
        (554, "5.7.1 <a@b>: Relay access denied", Verdict.LATER),
        (550, "5.1.1 unknown", Verdict.REFUSED),
        (-1, "garbage", Verdict.LATER),
        (250, "not the code hoped for", Verdict.LATER),
    ],
)
def test_replies_to_a_recipient(code: int, reply: str, verdict: Verdict) -> None:
    assert of_reply(Phase.RECIPIENT, code, reply) is verdict


def test_silence_is_a_doubt_only_after_the_final_dot() -> None:
    assert of_silence(Phase.DATA) is Verdict.LATER
    assert of_silence(Phase.FINISHED) is Verdict.IN_DOUBT
    assert of_reply(Phase.FINISHED, -1, "garbage") is Verdict.IN_DOUBT
