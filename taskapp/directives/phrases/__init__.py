"""The grammar of deadlines in Vietnamese words: from the words of a directive to a day, an hour or a rule. Pure.

`find` gives every limit in a running text with its place, `deadline_of` the one limit of a clause, `in_cell` the limit
in a table's cell of time, where a bare day, month or quarter is one. The words become one spelling (tokens), the
spelling marks (clocks, days, periods, terms, repeats), marks a phrase (keys, grammar, phrase), phrases a limit (limits,
dating), for which resolve knows the day of a mark and repeating the rule of a recurrence.
"""

from taskapp.directives.phrases.limits import deadline_of, find, in_cell
from taskapp.directives.phrases.rules import EXPLAINED, Rule
from taskapp.directives.phrases.values import Found, Frame, Hours, Readings

__all__ = ["EXPLAINED", "Found", "Frame", "Hours", "Readings", "Rule", "deadline_of", "find", "in_cell"]
