"""A plugin of `make test`: under CI=true a test left out is a failure."""

from __future__ import annotations

import os

import pytest

HIDDEN = ("skipped", "xfailed", "xpassed")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn a green run that left something out into a red one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # a worker process: the run is judged where the results come together
        return
    left_out = sum(len(reporter.stats.get(kind, [])) for kind in HIDDEN)
    if exitstatus == pytest.ExitCode.OK and left_out and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"\n{left_out} tests left out; under CI=true nothing may be.", red=True)
