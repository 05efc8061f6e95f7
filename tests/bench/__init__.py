"""Timings, run by hand; nothing of it is asserted in the test run."""
