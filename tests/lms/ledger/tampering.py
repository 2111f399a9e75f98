"""Somebody with the database's own password at work: one random change by SQL, the triggers lifted."""

from collections.abc import Callable, Iterable
from random import Random

from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from lms.certificates.models import Batch, Series
from lms.ledger.models import LedgerEntry
from lms.ledger.verifying import fact_models
from lms.ledger.watched_rows import watched_models
from lms.lib.append_only import suspended
from lms.people.models import City, Employee, OfficeHolder
from lms.records.models import Completion

# Tables of which a copied row breaks no rule, with the column that must differ.
_COPIED = ((Completion, "source_id"), (OfficeHolder, ""), (Batch, ""), (City, ""), (Employee, "staff_number"))

# What was changed: words that the verification must name, each in some fault.
Named = list[str]


def _run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _filled(models: Iterable[type[Model]]) -> list[type[Model]]:
    return [model for model in models if model.objects.exists()]


def _some_rows(chance: Random, models: Iterable[type[Model]], number: int) -> tuple[type[Model], list[int]]:
    model = chance.choice([model for model in models if model.objects.count() >= number])
    return model, chance.sample(list(model.objects.order_by("pk").values_list("pk", flat=True)), number)


def _any_row(chance: Random, number: int = 1) -> tuple[type[Model], list[int]]:
    """Of the facts, or of the few tables beside them that are watched."""
    return _some_rows(chance, chance.choice([fact_models(), watched_models()]), number)


def _one_row(chance: Random, models: Iterable[type[Model]]) -> tuple[type[Model], int]:
    model, (key,) = _some_rows(chance, models, 1)
    return model, key


def _some_entry(chance: Random) -> int:
    return chance.choice(list(LedgerEntry.objects.sealed().values_list("seq", flat=True)))


def fact_edited(chance: Random) -> Named:
    """Any column of any fact but those that are filled later."""

    def some_column(model: type[Model]) -> dict[str, object]:
        fields = [f for f in model._meta.local_concrete_fields if f.name not in model.sets_once and not f.primary_key]
        texts = [f for f in fields if f.get_internal_type() in ("CharField", "DateTimeField", "TextField")]
        column = chance.choice(texts)
        return {column.column: _other(model, column.column, None)}

    return _changed(lambda: _one_row(chance, fact_models()), lambda model, _: some_column(model))


def watched_edited(chance: Random) -> Named:
    """Any column of any row that is no fact, and is watched."""

    def some_column(model: type[Model], key: int) -> dict[str, object]:
        field = chance.choice([field for field in model._meta.local_concrete_fields if not field.primary_key])
        return {field.column: _other(model, field.column, getattr(model.objects.get(pk=key), field.attname))}

    return _changed(lambda: _one_row(chance, watched_models()), some_column)


def people_swapped(chance: Random) -> Named:
    """Two people change number and name: completions, duties and papers of one become those of the other."""
    one, other = chance.sample(list(Employee.objects.order_by("pk")), 2)
    for key, number, name in (
        (one.pk, "-", ""), (other.pk, one.staff_number, one.name), (one.pk, other.staff_number, other.name)
    ):  # fmt: skip
        _run("UPDATE people_employee SET staff_number = %s, name = %s WHERE id = %s", number, name, key)
    return [f"people.Employee {one.pk}", f"people.Employee {other.pk}"]


def row_deleted(chance: Random) -> Named:
    model, (key,) = _any_row(chance)
    _run(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', key)  # noqa: S608
    return [f"{model._meta.label} {key}"]


def row_inserted(chance: Random) -> Named:
    """A copy of a row under a number of its own, of a table that allows it."""
    model, free = chance.choice([one for one in _COPIED if one[0].objects.exists()])
    key = chance.choice(list(model.objects.values_list("pk", flat=True)))
    new = model.objects.order_by("pk").last().pk + chance.randrange(1, 1000)
    columns = [field.column for field in model._meta.local_concrete_fields]
    chosen = [str(new) if name == "id" else f"'{new}'" if name == free else f'"{name}"' for name in columns]
    names, table = ", ".join(f'"{name}"' for name in columns), model._meta.db_table
    _run(f'INSERT INTO "{table}" ({names}) SELECT {", ".join(chosen)} FROM "{table}" WHERE id = %s', key)  # noqa: S608
    return [f"{model._meta.label} {new}"]


def rows_swapped(chance: Random) -> Named:
    """Two rows that say different things change their numbers."""
    model, (one, two) = _any_row(chance, 2)
    while _said(model, one) == _said(model, two):
        model, (one, two) = _any_row(chance, 2)
    table = model._meta.db_table
    for old, new in ((one, -1), (two, one), (-1, two)):
        _run(f'UPDATE "{table}" SET id = %s WHERE id = %s', new, old)  # noqa: S608
    return [f"{model._meta.label} {one}", f"{model._meta.label} {two}"]


def _said(model: type[Model], key: int) -> dict[str, object]:
    return model.objects.filter(pk=key).values().get() | {"id": None}


def entry_edited(chance: Random) -> Named:
    seq = _some_entry(chance)
    column, value = chance.choice(
        [("actor", "99999"), ("action", "x"), ("subject", "x"), ("recorded_at", "2001-02-03 04:05:06+00"),
         ("payload", "{}"), ("digest", "0" * 64), ("salt", "0" * 32), ("previous", f"{chance.randrange(10**9):064}"),
         ("hash", f"{chance.randrange(10**9):064}")]
    )  # fmt: skip
    _run(f"UPDATE ledger_ledgerentry SET {column} = %s WHERE seq = %s", value, seq)  # noqa: S608
    return [f"{seq} 番"]


def entry_deleted(chance: Random) -> Named:
    """Not the last one: that is a cut tail."""
    seq = chance.choice(list(LedgerEntry.objects.sealed().values_list("seq", flat=True))[:-1])
    _run("DELETE FROM ledger_ledgerentry WHERE seq = %s", seq)
    return [f"{seq} 番から {seq} 番まで"]


def entries_swapped(chance: Random) -> Named:
    """Two entries change their places in the chain."""
    one, two = chance.sample(list(LedgerEntry.objects.sealed().values_list("seq", flat=True)), 2)
    for old, new in ((one, -1), (two, one), (-1, two)):
        _run("UPDATE ledger_ledgerentry SET seq = %s WHERE seq = %s", new, old)
    return [f"{one} 番", f"{two} 番"]


def entry_inserted(chance: Random) -> Named:
    """A made-up entry at the end, chained by somebody who does not know how."""
    last = LedgerEntry.objects.sealed().last()
    columns = "recorded_at, actor, action, subject, payload, salt, digest"
    _run(f"INSERT INTO ledger_ledgerentry ({columns}, seq, previous, hash) SELECT {columns}, %s, %s, %s "  # noqa: S608
         "FROM ledger_ledgerentry WHERE seq = %s",
         last.seq + 1, last.hash, f"{chance.randrange(10**9):064}", _some_entry(chance))  # fmt: skip
    return [f"{last.seq + 1} 番"]


def _rows_of(entries: Iterable[LedgerEntry]) -> set[tuple[type[Model], int]]:
    return {(_table(label), key) for entry in entries for label, key, *_ in entry.payload["facts"]}


def _closed_by(entries: Iterable[LedgerEntry]) -> set[tuple[type[Model], int]]:
    found = [(label, keys) for entry in entries for label, keys, _ in entry.payload.get("closed", ())]
    found += [pair for entry in entries for pair in entry.payload.get("voided", {}).items()]
    return {(_table(label), key) for label, keys in found for key in keys}


def _table(label: str) -> type[Model]:
    return next(model for model in fact_models() if model._meta.label == label)


def _open_again(model: type[Model], key: int) -> None:
    if model.sets_once:
        said = ", ".join(f'"{model._meta.get_field(name).column}" = NULL' for name in model.sets_once)
        _run(f'UPDATE "{model._meta.db_table}" SET {said} WHERE id = %s', key)  # noqa: S608


def tail_cut(chance: Random) -> Named:
    """The newest entries go, and with them the facts they speak of: only a head kept elsewhere knows."""
    seqs = list(LedgerEntry.objects.sealed().values_list("seq", flat=True))
    first = chance.choice(seqs[len(seqs) // 2 :])
    kept = _rows_of(LedgerEntry.objects.sealed().filter(seq__lt=first))
    gone = LedgerEntry.objects.sealed().filter(seq__gte=first)
    named = _rows_of(gone) | _closed_by(gone)
    for model, key in named - kept:
        _run(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', key)  # noqa: S608
    for model, key in named & kept:  # only now: of two rows one at most may stand at a time
        _open_again(model, key)
    _run("DELETE FROM ledger_ledgerentry WHERE seq >= %s", first)
    for series in Series.objects.all():
        _run("UPDATE certificates_series SET last_number = %s WHERE id = %s", series.certificates.count(), series.pk)
    return [f"{first} 番から {seqs[-1]} 番まで"]


def chain_rewritten(chance: Random) -> Named:
    """From some entry on everything is sealed anew, as the sealer would: only a head kept elsewhere knows."""
    seqs = list(LedgerEntry.objects.sealed().values_list("seq", flat=True))
    first = chance.choice(seqs)
    _run("UPDATE ledger_ledgerentry SET subject = 'x' WHERE seq = %s", first)
    _run("UPDATE ledger_ledgerentry SET seq = NULL, previous = NULL, hash = NULL WHERE seq >= %s", first)
    return [f"{seqs[-1]} 番"]


def _closable(chance: Random, *, closed: bool) -> tuple[type[Model], int]:
    """A row whose later columns are filled, or are empty."""
    found = []
    for model in _filled(fact_models()):
        if model.sets_once:
            empty = {f"{name}__isnull": True for name in model.sets_once}
            rows = model.objects.exclude(**empty) if closed else model.objects.filter(**empty)
            found += [(model, key) for key in rows.values_list("pk", flat=True)]
    return chance.choice(found)


def _values(model: type[Model], key: int) -> dict[str, object]:
    """The later columns, by column."""
    row = model.objects.get(pk=key)
    return {
        model._meta.get_field(name).column: getattr(row, model._meta.get_field(name).attname)
        for name in model.sets_once
    }


def _other(model: type[Model], column: str, value: object) -> object:
    """Another value of the same type."""
    kind = next(f for f in model._meta.local_concrete_fields if f.column == column).get_internal_type()
    if kind in ("DateTimeField", "DateField"):
        return "2001-02-03 04:05:06+00" if kind == "DateTimeField" else "2001-02-03"
    if kind == "BooleanField":
        return not value
    if kind == "JSONField":
        return '{"x":1}'
    if kind in ("ForeignKey", "OneToOneField"):
        return None if value else Employee.objects.order_by("pk").first().pk
    return int(value or 0) + 1 if "Integer" in kind else "x"


def _changed(
    some_row: Callable[[], tuple[type[Model], int]], columns: Callable[[type[Model], int], dict[str, object]]
) -> Named:
    """Set these columns of some row; where a constraint of the database refuses even this, of another one."""
    while True:
        model, key = some_row()
        values = columns(model, key)
        said = ", ".join(f'"{column}" = %s' for column in values)
        try:
            with transaction.atomic():
                _run(f'UPDATE "{model._meta.db_table}" SET {said} WHERE id = %s', *values.values(), key)  # noqa: S608
        except IntegrityError:
            continue
        return [f"{model._meta.label} {key}"]


def closing_altered(chance: Random) -> Named:
    """Any one of the columns that an act filled later says something else."""

    def another(model: type[Model], key: int) -> dict[str, object]:
        column, value = chance.choice(sorted(_values(model, key).items()))
        return {column: _other(model, column, value)}

    return _changed(lambda: _closable(chance, closed=True), another)


def closing_undone(chance: Random) -> Named:
    """What was closed is made to look open."""
    return _changed(lambda: _closable(chance, closed=True), lambda model, key: dict.fromkeys(_values(model, key)))


def closed_by_sql(chance: Random) -> Named:
    """What no act has closed is closed: the database's own triggers let that pass."""

    def all_of_them(model: type[Model], key: int) -> dict[str, object]:
        return {column: _other(model, column, None) for column in _values(model, key)}

    return _changed(lambda: _closable(chance, closed=False), all_of_them)


KINDS: tuple[Callable[[Random], Named], ...] = (
    fact_edited, watched_edited, people_swapped, row_deleted, row_inserted, rows_swapped, entry_edited,
    entry_deleted, entries_swapped, entry_inserted, tail_cut, chain_rewritten, closing_altered,
    closing_undone, closed_by_sql,
)  # fmt: skip


def tampered(kind: Callable[[Random], Named], chance: Random) -> Named:
    """Do it, and say which words must be found."""
    with suspended(connection):
        return kind(chance)
