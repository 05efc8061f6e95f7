"""Which tests are run on the second database: what asks something new for its time, and where several work together."""

from __future__ import annotations

from tests.choosing import WORTH, chosen, kind_of


def test_of_tests_that_ask_the_same_the_quickest_is_taken_and_what_asks_something_new_too() -> None:
    asked = {
        "quick": (0.1, [1, 2]),
        "slow and the same": (1.0, [1, 2]),
        "one kind more": (1.0, [1, 2, 3]),
        "that kind alone": (0.9, [3]),
    }
    assert chosen(asked) == {"quick", "that kind alone"}


def test_what_takes_too_long_for_what_is_new_is_left_out() -> None:
    assert chosen({"long": (2.5 * WORTH, [1, 2])}) == set()
    assert chosen({"long": (2.5 * WORTH, [1, 2, 3])}) == {"long"}
    assert chosen({"long": (2.5 * WORTH, [1, 2, 3]), "first": (0.1, [3])}) == {"first"}


def test_what_is_not_known_and_where_several_work_at_the_same_time_is_always_taken() -> None:
    asked = {"unknown": (0.0, []), "tests/faults/test_kills.py::test_all": (99.0, [1]), "other": (9.0, [1])}
    assert chosen(asked) == {"unknown", "tests/faults/test_kills.py::test_all"}


def test_a_kind_of_statement_is_its_text_without_values() -> None:
    one = kind_of("SELECT a FROM t WHERE b IN (?, ?, ?) AND c = ?")
    assert one == kind_of("SELECT a FROM t WHERE b IN (?) AND c = ?")
    assert one != kind_of("SELECT a FROM t WHERE b IN (?) AND d = ?")
    assert kind_of("SELECT %(a_1)s::VARCHAR, %(b)s") == kind_of("SELECT %(a)s::VARCHAR, %(c)s")
    assert kind_of("SAVEPOINT sa_savepoint_1") == kind_of("SAVEPOINT sa_savepoint_22")
