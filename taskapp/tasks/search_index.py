"""The index of words over tasks and documents, as the two databases have it, and the questions that are put to it.

SQLite: the FTS5 tables task_searched and directive_searched. PostgreSQL: indexes over the functions of the same names.
Both are made by migration 0038 and kept by the database itself, so no code that writes has to think of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, String, TableClause, bindparam, column, or_, table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from taskapp.base.db import unscoped
from taskapp.base.sought import Term
from taskapp.base.text import WORD_LETTERS
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Task

Searched = Task | Directive
OPEN, ENDED = "o", "e"  # the marks of what somebody may still have to do, as queries.undone() says it, and of the rest
BLOCKS = (10, 14, 18)  # numbers of bits: blocks of so many tasks have a mark of their own on PostgreSQL
_LONGEST, _BEGINNINGS = 40, 3
_COLUMNS = {
    Task: (
        *(Task.id, Task.committee_id, Task.state, Task.disputed, Task.lead_unit_id, Task.assignee_id),
        *(Task.assigner_id, Task.created_by_id, Task.search_key),
    ),
    Directive: (Directive.id, Directive.committee_id, Directive.search_key),
}


@dataclass(frozen=True)
class Sought:
    """The terms, and for each the marks of units and persons that it may mean; `among`: any one mark of each group."""

    terms: tuple[Term, ...]
    names: tuple[frozenset[str], ...] = ()
    among: tuple[tuple[str, ...], ...] = ()

    def within(self, *groups: Iterable[str]) -> Sought:
        """The same, among what also has one of the marks of each group."""
        return Sought(self.terms, self.names, (*self.among, *(tuple(sorted(group)) for group in groups)))

    def named(self, place: int) -> frozenset[str]:
        """The marks that may stand for a term."""
        return self.names[place] if self.names else frozenset()

    @property
    def match(self) -> str:
        """The question in FTS5's language: everything typed stands in quotation marks, and is made of letters only."""
        parts = [_any_of(group, "marks : {}") for group in self.among]
        for place, term in enumerate(self.terms):
            said = f'words : "{" ".join(term.words)}"{" *" if term.is_open else ""}'
            parts.append(" OR ".join([said, *(f"marks : {mark}" for mark in sorted(self.named(place)))]))
        return " AND ".join(f"({part})" for part in parts)

    @property
    def query(self) -> str:
        """The question as a tsquery; that words of a phrase stand together is left to patterns()."""
        parts = [_any_of(group, "'+{}'", " | ") for group in self.among]
        for place, term in enumerate(self.terms):
            said = " & ".join([*(_lexeme(word) for word in term.words[:-1]), _last_lexeme(term)])
            parts.append(" | ".join([said, *(f"'+{mark}'" for mark in sorted(self.named(place)))]))
        return " & ".join(f"({part})" for part in parts)

    @property
    def patterns(self) -> dict[int, str]:
        """By the place of each phrase the regular expression of a text that has its words one after another."""
        between = f"[^{WORD_LETTERS}]"
        return {
            place: f"(^|{between}){f'{between}+'.join(term.words)}{'' if term.is_open else f'({between}|$)'}"
            for place, term in enumerate(self.terms)
            if len(term.words) > 1
        }


def _any_of(marks: Sequence[str], form: str, word: str = " OR ") -> str:
    return word.join(form.format(mark) for mark in marks)


def _lexeme(word: str) -> str:
    return f"'{word[:_LONGEST]}'"


def _last_lexeme(term: Term) -> str:
    word = term.words[-1]
    if not term.is_open:
        return _lexeme(word)
    return f"'<{word}'" if len(word) <= _BEGINNINGS else f"{_lexeme(word)}:*"


class _Holds(FunctionElement[bool]):
    """Clauses: the condition as SQLite has it; for PostgreSQL the row's columns, the question, what phrases ask for."""

    type = Boolean()
    inherit_cache = True
    name = ""


class _TaskHolds(_Holds):
    inherit_cache = True
    name = "task_searched"


class _DirectiveHolds(_Holds):
    inherit_cache = True
    name = "directive_searched"


def hits_of(entity: type[Searched]) -> TableClause:
    """The FTS5 table of tasks or of documents; `rowid` is the id of the row."""
    name = f"{entity.__tablename__}_searched"
    return table(name, column("rowid", Integer), column(name, String))


def matching(hits: TableClause, sought: Sought) -> ColumnElement[bool]:
    """The condition that a hit of an FTS5 table has all that is sought."""
    return hits.c[hits.name].op("MATCH", return_type=Boolean())(sought.match)


def holds(entity: type[Searched], sought: Sought) -> ColumnElement[bool]:
    """The condition that a task or a document has all that is sought; it takes the rows from the index."""
    kind, hits = _TaskHolds if entity is Task else _DirectiveHolds, hits_of(entity)
    on_sqlite = entity.id.in_(unscoped(hits.c.rowid).where(matching(hits, sought)))
    phrases = [_stands_together(entity, sought, place) for place in sought.patterns]
    return kind(on_sqlite, *_COLUMNS[entity], bindparam(None, sought.query, String), *phrases)


def _stands_together(entity: type[Searched], sought: Sought, place: int) -> ColumnElement[bool]:
    """A phrase stands in the text as it was typed, or is the name of the unit or the officer of the task."""
    found = [entity.search_key.regexp_match(sought.patterns[place])]
    if entity is Task:
        meant = {kind: [int(mark[1:]) for mark in sought.named(place) if mark[0] == kind] for kind in "up"}
        found += [Task.lead_unit_id.in_(meant["u"]), Task.assignee_id.in_(meant["p"])]
    return or_(*found)


@compiles(_Holds, "sqlite")
def _on_sqlite(element: _Holds, compiler: SQLCompiler, **kw: Any) -> str:
    return str(compiler.process(next(iter(element.clauses)), **kw))


@compiles(_Holds, "postgresql")
def _on_postgresql(element: _Holds, compiler: SQLCompiler, **kw: Any) -> str:
    count = len(_COLUMNS[Task if isinstance(element, _TaskHolds) else Directive])
    said = [str(compiler.process(clause, **kw)) for clause in list(element.clauses)[1:]]
    row, query, phrases = said[:count], said[count], said[count + 1 :]
    has_words = f"{element.name}({', '.join(row)}) @@ CAST({query} AS tsquery)"
    return "(" + " AND ".join([has_words, *(f"({phrase})" for phrase in phrases)]) + ")"
